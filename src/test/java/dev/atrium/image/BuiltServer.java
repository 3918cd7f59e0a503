package dev.atrium.image;

import dev.atrium.harness.Answer;
import dev.atrium.harness.TestDatabase;
import dev.atrium.harness.Visitor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The layout of the image, as bin/image/assemble makes it, and a process that runs it. */
final class BuiltServer implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final int management;

    private BuiltServer(Process process, Path log, int management) {
        this.process = process;
        this.log = log;
        this.management = management;
    }

    /** Runs one of the project's own scripts on a layout. */
    static void script(String script, Path layout, Map<String, String> settings) throws Exception {
        var command = List.of(Path.of(script).toAbsolutePath().toString(), layout.toString());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PORTAL_"));
        builder.environment().putAll(settings);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) throw new IllegalStateException(script + ": " + output);
    }

    static BuiltServer start(Path layout, Path log, String database, Map<String, String> more) throws Exception {
        var settings = new TreeMap<String, String>();
        settings.put("JAVA_HOME", System.getProperty("java.home"));
        settings.put("PORTAL_HTTP_ADDRESS", "127.0.0.1");
        settings.put("PORTAL_DATABASE_HOST", TestDatabase.get().host());
        settings.put("PORTAL_DATABASE_PORT", Integer.toString(TestDatabase.get().port()));
        settings.put("PORTAL_DATABASE_NAME", database);
        settings.put("PORTAL_DATABASE_USER", "atrium_test");
        settings.put("PORTAL_DATABASE_PASSWORD", "test-password");
        settings.put("PORTAL_SECURITY_SECRET", "dGVzdC1zZWNyZXQtdGVzdC1zZWNyZXQtdGVzdC1zZWNyZXQ=");
        settings.putAll(more);
        var builder = new ProcessBuilder(layout.resolve("bin/portal").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PORTAL_"));
        builder.environment().putAll(settings);
        return new BuiltServer(builder.start(), log, Integer.parseInt(settings.get("PORTAL_MANAGEMENT_PORT")));
    }

    void awaitReady() throws Exception {
        for (int i = 0; i < 600; i++) {
            if (!process.isAlive())
                throw new IllegalStateException(
                        "the server ended with " + process.exitValue() + ": " + Files.readString(log));
            if (management("/health/ready") == 200) return;
            Thread.sleep(50);
        }
        throw new IllegalStateException("not ready in 30 s");
    }

    /** The status of a page of the management port; 0 where nobody answers. */
    int management(String path) {
        try {
            return get(path).status();
        } catch (UncheckedIOException nobody) {
            return 0;
        }
    }

    Answer get(String path) {
        return new Visitor(management, "127.0.0.1").get(path);
    }

    void terminate() {
        process.destroy();
    }

    /** The exit code, at most so many seconds later. */
    int exitWithin(int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) throw new AssertionError("still running after " + seconds);
        return process.exitValue();
    }

    /** The highest resident size so far. */
    long peakKib() throws IOException {
        try (BufferedReader status = Files.newBufferedReader(Path.of("/proc/" + process.pid() + "/status"))) {
            return status.lines()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    String commandLine() {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
