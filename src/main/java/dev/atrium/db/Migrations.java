package dev.atrium.db;

import dev.atrium.config.Config;
import dev.atrium.kernel.StartFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema up to date as the owner, under Flyway's lock, so that several nodes may start together. The only
 * JDBC in the house: blocking, and not touched by a start to which nothing is due (see {@link Schema}).
 */
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final Config.Database config;

    public Migrations(Config.Database config) {
        this.config = config;
    }

    /**
     * Makes what is missing: roles, the server's login, tables.
     *
     * @throws StartFailure with one sentence for the person at the terminal
     */
    public void run() {
        prepareRoles();
        migrate();
        mark();
    }

    private void prepareRoles() {
        try (var connection = connect(config.ownerUser(), config.ownerPassword().value());
                var statement = connection.createStatement()) {
            // Roles belong to the whole server: several nodes or databases may prepare them at the same time.
            statement.execute("SELECT pg_advisory_lock(7246001)");
            statement.execute(resource("db/roles.sql"));
            prepareLogin(connection);
            statement.execute("SELECT pg_advisory_unlock(7246001)");
        } catch (SQLException e) {
            throw new StartFailure(
                    "The database " + config.host() + ":" + config.port() + "/" + config.name()
                            + " cannot be prepared by " + config.ownerUser() + ": " + e.getMessage(),
                    e);
        }
    }

    /** The server's login is made here so that an operator has one thing less to do; an existing one is only granted the role. */
    private void prepareLogin(Connection connection) throws SQLException {
        boolean known;
        try (var query = connection.prepareStatement("SELECT 1 FROM pg_roles WHERE rolname = ?")) {
            query.setString(1, config.user());
            known = query.executeQuery().next();
        }
        if (known) executeQuoted(connection, "GRANT portal_app TO %I", config.user());
        else
            executeQuoted(
                    connection,
                    "CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD %L IN ROLE portal_app",
                    config.user(),
                    config.password().value());
    }

    /** DDL takes no bound values: format() quotes names and texts on the server. */
    private static void executeQuoted(Connection connection, String pattern, String... values) throws SQLException {
        try (var quoting = connection.prepareStatement("SELECT format(?, VARIADIC ?)");
                var execute = connection.createStatement()) {
            quoting.setString(1, pattern);
            quoting.setArray(2, connection.createArrayOf("text", values));
            var quoted = quoting.executeQuery();
            quoted.next();
            execute.execute(quoted.getString(1));
        }
    }

    private void migrate() {
        try {
            var result = Flyway.configure()
                    .dataSource(
                            url(), config.ownerUser(), config.ownerPassword().value())
                    .schemas("portal")
                    .locations("classpath:db/migration")
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
            if (result.migrationsExecuted > 0) {
                LOG.info("schema migrated to {} ({} steps)", result.targetSchemaVersion, result.migrationsExecuted);
            }
        } catch (FlywayException e) {
            throw new StartFailure("The schema cannot be brought up to date: " + e.getMessage(), e);
        }
    }

    /** Says which migrations the schema holds, for {@link Schema}. */
    private void mark() {
        try (var connection = connect(config.ownerUser(), config.ownerPassword().value())) {
            executeQuoted(
                    connection,
                    "COMMENT ON SCHEMA portal IS %L",
                    Fingerprint.ofProgram().toString());
        } catch (SQLException e) {
            throw new StartFailure("The schema cannot be marked as up to date: " + e.getMessage(), e);
        }
    }

    private String url() {
        return "jdbc:postgresql://" + config.host() + ":" + config.port() + "/" + config.name();
    }

    private Connection connect(String user, String password) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "10");
        return DriverManager.getConnection(url(), properties);
    }

    private static String resource(String name) {
        try (InputStream in = Migrations.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) throw new StartFailure("The program is incomplete: " + name + " is missing.");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StartFailure("The program is incomplete: " + name + " cannot be read.", e);
        }
    }
}
