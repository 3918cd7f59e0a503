package dev.atrium.harness;

import dev.atrium.App;
import dev.atrium.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server in a process of its own, which a test may kill from one moment to the next. */
public final class Victim {
    private Victim() {}

    /** Starts one on {@code database} and the given settings; it is up before long. */
    public static Process start(String database, Map<String, String> overrides) {
        var db = TestDatabase.get();
        var settings = new HashMap<>(Configs.base(database, db.host(), db.port(), db.superuser(), db.password()));
        settings.putAll(overrides);
        var command = new java.util.ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=logback-test.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName()));
        settings.forEach((name, value) -> command.add(name + "=" + value));
        try {
            return new ProcessBuilder(command).inheritIO().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> settings = new HashMap<>();
        for (var setting : args) {
            var parts = setting.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        App.start(Config.load(Path.of("."), Map.of(), settings), List.of());
        Thread.currentThread().join();
    }
}
