package dev.atrium.harness;

import dev.atrium.config.Config;
import dev.atrium.db.Migrations;
import dev.atrium.demo.Durability;
import dev.atrium.demo.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** One PostgreSQL for the whole run; a migrated template that each test class gets a copy of. */
public final class TestDatabase {
    private static final String TEMPLATE = "atrium_template";
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static TestDatabase instance;

    private final String host;
    private final int port;
    private final String superuser;
    private final String password;

    private TestDatabase(String host, int port, String superuser, String password) {
        this.host = host;
        this.port = port;
        this.superuser = superuser;
        this.password = password;
    }

    public static synchronized TestDatabase get() {
        if (instance == null) {
            instance = named().orElseGet(() -> docker() ? container() : embedded());
            instance.createTemplate();
        }
        return instance;
    }

    /** One that runs already, such as that of the oldest version that is promised: {@code -Dportal.test.postgres=host:port:superuser:password}. */
    private static Optional<TestDatabase> named() {
        var said = System.getProperty("portal.test.postgres", "");
        if (said.isEmpty()) return Optional.empty();
        System.out.println("Tests use the PostgreSQL of portal.test.postgres.");
        var parts = said.split(":", 4);
        return Optional.of(new TestDatabase(parts[0], Integer.parseInt(parts[1]), parts[2], parts[3]));
    }

    private static boolean docker() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    private static TestDatabase container() {
        System.out.println("Tests use PostgreSQL of Testcontainers.");
        var container = new PostgreSQLContainer("postgres:18-alpine")
                .withUsername("postgres")
                .withPassword("test")
                .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
        return new TestDatabase(container.getHost(), container.getMappedPort(5432), "postgres", "test");
    }

    private static TestDatabase embedded() {
        System.out.println("Tests use the embedded PostgreSQL: no Docker engine answers.");
        try {
            var directory = Files.createTempDirectory("atrium-test");
            var database = EmbeddedDatabase.start(directory, Durability.TEST, message -> {});
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                database.close();
                Directories.delete(directory);
            }));
            return new TestDatabase(database.host(), database.port(), database.superuser(), database.password());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void createTemplate() {
        execute("postgres", "DROP DATABASE IF EXISTS " + TEMPLATE);
        execute("postgres", "CREATE DATABASE " + TEMPLATE);
        new Migrations(config(TEMPLATE)).run();
    }

    /** A fresh, migrated database; its name. */
    public synchronized String create() {
        var name = "atrium_" + COUNTER.incrementAndGet();
        execute("postgres", "DROP DATABASE IF EXISTS " + name);
        execute("postgres", "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        return name;
    }

    /** The settings under which a portal reaches {@code database}. */
    public Config.Database config(String database) {
        return Configs.with(database, host, port, superuser, password).database();
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public String superuser() {
        return superuser;
    }

    public String password() {
        return password;
    }

    /** A connection of the superuser, whom no wall holds: for arranging and for looking behind the walls. */
    public Connection connect(String database) throws SQLException {
        var connection = DriverManager.getConnection(
                "jdbc:postgresql://" + host + ":" + port + "/" + database, superuser, password);
        connection.setSchema("portal");
        return connection;
    }

    /** A connection of the server's own login, whom the walls hold. */
    public Connection connectAsServer(String database) throws SQLException {
        var config = config(database);
        var connection = DriverManager.getConnection(
                "jdbc:postgresql://" + host + ":" + port + "/" + database,
                config.user(),
                config.password().value());
        connection.setSchema("portal");
        return connection;
    }

    private void execute(String database, String sql) {
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + host + ":" + port + "/" + database, superuser, password);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
