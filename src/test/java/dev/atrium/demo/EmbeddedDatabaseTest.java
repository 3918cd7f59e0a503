package dev.atrium.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.StartFailure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded server on a data directory of its own: what the demo promises about its data. */
class EmbeddedDatabaseTest {
    private static final Path PROGRAMS = Path.of("target", "postgresql");

    @TempDir
    Path data;

    private final List<String> said = new ArrayList<>();

    @Test
    void a_commit_is_durable_and_only_this_machine_with_the_password_gets_in() throws Exception {
        try (var database = start(Durability.SAFE)) {
            assertEquals("on", ask(database, "SHOW fsync"));
            assertEquals("on", ask(database, "SHOW synchronous_commit"));
            assertEquals("on", ask(database, "SHOW full_page_writes"));
            assertEquals("127.0.0.1", ask(database, "SHOW listen_addresses"));
            assertEquals("", ask(database, "SHOW unix_socket_directories"));
            assertEquals("18", ask(database, "SHOW server_version").substring(0, 2));
            assertEquals("scram-sha-256", ask(database, "SELECT DISTINCT auth_method FROM pg_hba_file_rules"));
            assertRefused(database, "");
            assertRefused(database, "postgres");
        }
        assertEquals("rw-------", permissions("postgres.password"));
        assertEquals("rwx------", permissions("postgres"));
    }

    @Test
    void rows_password_and_port_are_kept_over_a_restart() throws Exception {
        int port;
        String password;
        try (var database = start(Durability.SAFE)) {
            run(database, "CREATE TABLE kept AS SELECT 42 AS answer");
            port = database.port();
            password = database.password();
        }
        assertFalse(Files.exists(data.resolve("postgres/postmaster.pid")), "closing ends the server");
        try (var database = start(Durability.SAFE)) {
            assertEquals("42", ask(database, "SELECT answer FROM kept"));
            assertEquals(port, database.port());
            assertEquals(password, database.password());
        }
        assertEquals(List.of("Creating the database", "Starting the database", "Starting the database"), spoken());
    }

    @Test
    void a_port_that_somebody_else_took_is_picked_again() throws Exception {
        int port;
        try (var database = start(Durability.SAFE)) {
            port = database.port();
        }
        try (var thief = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
                var database = start(Durability.SAFE)) {
            assertTrue(thief.isBound());
            assertTrue(database.port() != port);
            assertEquals(Integer.toString(database.port()), ask(database, "SHOW port"));
        }
    }

    @Test
    void a_killed_server_recovers_every_committed_row() throws Exception {
        try (var database = start(Durability.SAFE)) {
            run(database, "CREATE TABLE kept AS SELECT g FROM generate_series(1, 1000) g");
            kill(postmaster());
        }
        try (var database = start(Durability.SAFE)) {
            assertEquals("1000", ask(database, "SELECT count(*) FROM kept"));
        }
        assertEquals("Starting the database (recovering)", spoken().getLast());
    }

    @Test
    void a_server_that_a_killed_run_left_behind_is_stopped_and_its_rows_are_there() throws Exception {
        var run = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AbandonedRun.class.getName(),
                        data.toString(),
                        PROGRAMS.toString())
                .redirectErrorStream(true)
                .start();
        assertEquals("ready", run.inputReader().lines().reduce((a, b) -> b).orElse(""));
        assertEquals(137, run.waitFor(), "the run was killed");
        var orphan = Postmaster.of(data.resolve("postgres").toRealPath()).orElseThrow();
        assertTrue(orphan.isOurs());
        try (var database = start(Durability.SAFE)) {
            assertFalse(orphan.isOurs());
            assertEquals("7", ask(database, "SELECT answer FROM kept"));
        }
        assertTrue(spoken().contains("Stopping the database that an earlier run left behind"));
    }

    @Test
    void a_process_that_only_inherited_the_number_is_left_alone() throws Exception {
        try (var database = start(Durability.SAFE)) {
            run(database, "CREATE TABLE kept AS SELECT 42 AS answer");
            kill(postmaster());
        }
        var stranger = new ProcessBuilder("sleep", "60").start();
        try {
            var file = data.resolve("postgres/postmaster.pid");
            var lines = new ArrayList<>(Files.readAllLines(file));
            lines.set(0, Long.toString(stranger.pid()));
            Files.write(file, lines);
            try (var database = start(Durability.SAFE)) {
                assertEquals("42", ask(database, "SELECT answer FROM kept"));
                assertTrue(stranger.isAlive());
            }
        } finally {
            stranger.destroy();
        }
    }

    @Test
    void a_test_server_begins_empty_and_copies_databases() throws Exception {
        try (var database = start(Durability.TEST)) {
            database.createDatabaseIfMissing("mould");
            database.createDatabaseIfMissing("mould");
            database.copyDatabase("mould", "Cast \"1\"");
            database.dropDatabase("mould");
            assertEquals(
                    "Cast \"1\"",
                    ask(database, "SELECT datname FROM pg_database WHERE datname !~ '^(postgres|template)'"));
        }
        try (var database = start(Durability.TEST)) {
            assertEquals("0", ask(database, "SELECT count(*) FROM pg_database WHERE datname LIKE 'Cast%'"));
        }
    }

    @Test
    void a_second_server_on_the_same_directory_is_refused_in_one_sentence() {
        try (var first = start(Durability.TEST)) {
            var refusal = assertThrows(StartFailure.class, () -> start(Durability.TEST));
            assertTrue(
                    refusal.getMessage().startsWith("Another Atrium is running on the data directory "),
                    refusal.getMessage());
            assertTrue(first.port() > 0);
        }
    }

    @Test
    void a_database_of_another_version_is_refused_in_one_sentence() throws Exception {
        Files.createDirectory(data.resolve("postgres"));
        Files.writeString(data.resolve("postgres/PG_VERSION"), "16\n");
        Files.writeString(data.resolve("postgres.password"), "irrelevant");
        var refusal = assertThrows(StartFailure.class, () -> start(Durability.SAFE));
        assertTrue(
                refusal.getMessage()
                        .contains(
                                "was made by PostgreSQL 16, and this Atrium brings PostgreSQL 18: set PORTAL_DATA_DIR"),
                refusal.getMessage());
    }

    @Test
    void an_unwritable_directory_is_refused_in_one_sentence() throws Exception {
        var file = Files.createFile(data.resolve("file"));
        var refusal = assertThrows(
                StartFailure.class,
                () -> EmbeddedDatabase.start(file.resolve("data"), PROGRAMS, Durability.SAFE, said::add));
        assertTrue(refusal.getMessage().startsWith("Cannot write to the data directory " + file), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("\n"));
    }

    @Test
    void a_lost_password_file_is_told_apart_from_a_first_start() throws Exception {
        start(Durability.SAFE).close();
        Files.delete(data.resolve("postgres.password"));
        var refusal = assertThrows(StartFailure.class, () -> start(Durability.SAFE));
        assertTrue(refusal.getMessage().contains("postgres.password is missing"), refusal.getMessage());
    }

    private EmbeddedDatabase start(Durability durability) {
        return EmbeddedDatabase.start(data, PROGRAMS, durability, said::add);
    }

    /** What was said, but for the unpacking, which only the first test of a fresh checkout sees. */
    private List<String> spoken() {
        return said.stream().filter(line -> !line.startsWith("Unpacking")).toList();
    }

    private String permissions(String name) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name)));
    }

    private ProcessHandle postmaster() throws Exception {
        var pid = Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                .getFirst()
                .strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static void kill(ProcessHandle process) throws Exception {
        assertTrue(process.destroyForcibly());
        process.onExit().get();
    }

    private static void assertRefused(EmbeddedDatabase database, String password) {
        var refusal = assertThrows(
                SQLException.class,
                () -> DriverManager.getConnection(database.jdbcUrl("postgres"), database.superuser(), password));
        assertTrue(
                refusal.getSQLState().startsWith("28") || refusal.getSQLState().startsWith("08"),
                refusal.getSQLState());
    }

    private static void run(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        database.jdbcUrl("postgres"), database.superuser(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        database.jdbcUrl("postgres"), database.superuser(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            var answer = rows.getString(1);
            assertFalse(rows.next(), "one row");
            return answer;
        }
    }
}
