package dev.atrium.demo;

import dev.atrium.kernel.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * A PostgreSQL server of our own in the data directory, for the demo and the tests: TCP on 127.0.0.1 only, a generated
 * password for everybody, nothing lost that was committed. After a kill of the Java process its server lives on; the
 * next start on the same data directory stops it in order and recovers. See docs/adr/0005-embedded-postgresql.md.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final String SUPERUSER = "postgres";
    private static final int PASSWORD_BYTES = 24;
    private static final int STOP_SECONDS = 30;
    private static final int PORT_ATTEMPTS = 3;

    private final DataDirectory directory;
    private final Cluster cluster;
    private final String password;
    private final int port;
    private boolean closed;

    private EmbeddedDatabase(DataDirectory directory, Cluster cluster, String password, int port) {
        this.directory = directory;
        this.cluster = cluster;
        this.password = password;
        this.port = port;
    }

    /**
     * Starts the server and blocks until it takes connections: about a second on a warm start, up to 120 s of recovery.
     *
     * @param dataDir made if missing; owned until {@link #close()}
     * @param progress told what is being done, in words for a person
     * @throws StartFailure one clear sentence: unwritable or busy directory, another PostgreSQL version, no start
     */
    public static EmbeddedDatabase start(Path dataDir, Durability durability, Consumer<String> progress) {
        return start(dataDir, dataDir.resolve("bin"), durability, progress);
    }

    /** @param programs where PostgreSQL is unpacked, so that several data directories may share one copy */
    static EmbeddedDatabase start(Path dataDir, Path programs, Durability durability, Consumer<String> progress) {
        var directory = DataDirectory.open(dataDir);
        try {
            return startIn(directory, programs, durability, progress);
        } catch (IOException e) {
            directory.close();
            throw new StartFailure(
                    "PostgreSQL cannot use the data directory " + dataDir + " (" + e.getMessage() + ").", e);
        } catch (RuntimeException | Error e) {
            directory.close();
            throw e;
        }
    }

    private static EmbeddedDatabase startIn(
            DataDirectory directory, Path programs, Durability durability, Consumer<String> progress)
            throws IOException {
        var binaries = PostgresBinaries.unpack(programs, progress);
        var cluster = new Cluster(binaries, directory.resolve("postgres"), directory.resolve("postgres.log"));
        var recovering = Leftovers.clear(cluster, progress);
        if (durability == Durability.TEST) PostgresBinaries.deleteTree(cluster.path());
        var password = password(directory, cluster);
        if (cluster.exists()) {
            cluster.requireSameMajor();
        } else {
            progress.accept("Creating the database");
            cluster.create(SUPERUSER, directory.resolve("postgres.password"), durability);
        }
        progress.accept(recovering ? "Starting the database (recovering)" : "Starting the database");
        var port = startOnStablePort(cluster, directory.resolve("postgres.port"), durability);
        return new EmbeddedDatabase(directory, cluster, password, port);
    }

    private static String password(DataDirectory directory, Cluster cluster) throws IOException {
        var file = directory.resolve("postgres.password");
        if (cluster.exists() && !Files.exists(file)) {
            throw new StartFailure("The password file " + file + " is missing and the database in " + cluster.path()
                    + " does not open without it: put it back, or set PORTAL_DATA_DIR to another directory.");
        }
        return AtomicFile.secret(file, PASSWORD_BYTES);
    }

    // Another program may take the port between our look and the server's bind: then look again.
    private static int startOnStablePort(Cluster cluster, Path file, Durability durability) throws IOException {
        for (var attempt = 1; ; attempt++) {
            var port = stablePort(file);
            try {
                cluster.start(port, durability);
                return port;
            } catch (StartFailure e) {
                if (attempt == PORT_ATTEMPTS || LocalPort.isFree(port)) throw e;
            }
        }
    }

    private static int stablePort(Path file) throws IOException {
        var kept = Files.exists(file) ? Files.readString(file).strip() : "";
        if (kept.matches("[0-9]{4,5}") && LocalPort.isFree(Integer.parseInt(kept))) return Integer.parseInt(kept);
        var picked = LocalPort.pick();
        AtomicFile.write(file, Integer.toString(picked), "rw-r--r--");
        return picked;
    }

    /** Always 127.0.0.1: the server listens nowhere else. */
    public String host() {
        return "127.0.0.1";
    }

    /** The same over restarts, unless another program took it in between. */
    public int port() {
        return port;
    }

    public String superuser() {
        return SUPERUSER;
    }

    public String password() {
        return password;
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port + "/" + database;
    }

    /** Makes an empty UTF-8 database unless one of that name exists. */
    public void createDatabaseIfMissing(String name) {
        try (var connection = connect();
                var query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            query.setString(1, name);
            try (var found = query.executeQuery()) {
                if (found.next()) return;
            }
            execute(connection, "CREATE DATABASE %I", name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create database " + name, e);
        }
    }

    /** Makes a database with everything that the template holds; nobody may be connected to the template. */
    public void copyDatabase(String template, String name) {
        administer("CREATE DATABASE %I TEMPLATE %I STRATEGY FILE_COPY", name, template);
    }

    /** Drops the database if it exists; whoever is connected to it is cut off. */
    public void dropDatabase(String name) {
        administer("DROP DATABASE IF EXISTS %I WITH (FORCE)", name);
    }

    private void administer(String pattern, String... names) {
        try (var connection = connect()) {
            execute(connection, pattern, names);
        } catch (SQLException e) {
            throw new IllegalStateException("refused: " + pattern + " " + String.join(", ", names), e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl("postgres"), SUPERUSER, password);
    }

    // A database's name cannot be a bind parameter of the command itself, so PostgreSQL quotes it for us first.
    private static void execute(Connection connection, String pattern, String... names) throws SQLException {
        try (var quoting = connection.prepareStatement("SELECT format(?, VARIADIC ?)");
                var statement = connection.createStatement()) {
            quoting.setString(1, pattern);
            quoting.setArray(2, connection.createArrayOf("text", names));
            try (var quoted = quoting.executeQuery()) {
                quoted.next();
                statement.execute(quoted.getString(1));
            }
        }
    }

    /** Fast shutdown and wait: what was committed is on the disk when this returns. Does nothing the second time. */
    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        try (directory) {
            cluster.stop(STOP_SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
