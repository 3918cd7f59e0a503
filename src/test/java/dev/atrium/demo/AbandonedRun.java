package dev.atrium.demo;

import java.nio.file.Path;
import java.sql.DriverManager;

/** A run that writes a row and is then killed from one moment to the next, its server left alone. */
final class AbandonedRun {
    private AbandonedRun() {}

    public static void main(String[] args) throws Exception {
        var database = EmbeddedDatabase.start(Path.of(args[0]), Path.of(args[1]), Durability.SAFE, line -> {});
        try (var connection = DriverManager.getConnection(
                        database.jdbcUrl("postgres"), database.superuser(), database.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT 7 AS answer");
        }
        System.out.println("ready");
        new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
                .start()
                .waitFor();
    }
}
