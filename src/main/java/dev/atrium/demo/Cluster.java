package dev.atrium.demo;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import com.sun.security.auth.module.UnixSystem;
import dev.atrium.kernel.StartFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One PostgreSQL data directory and the commands that make, start and stop its server. */
final class Cluster {
    private static final long LOG_LIMIT = 1 << 20;
    private static final int START_SECONDS = 120;
    private static final String ALWAYS = "listen_addresses=127.0.0.1 unix_socket_directories="
            + " password_encryption=scram-sha-256 logging_collector=off log_parameter_max_length=0"
            + " timezone=UTC log_timezone=UTC";

    private final PostgresBinaries binaries;
    private final Path path;
    private final Path log;

    Cluster(PostgresBinaries binaries, Path path, Path log) {
        this.binaries = binaries;
        this.path = path;
        this.log = log;
    }

    boolean exists() {
        return Files.exists(path);
    }

    Path path() {
        return path;
    }

    /** @throws StartFailure if the cluster was made by another major version, whose files this one cannot read */
    void requireSameMajor() throws IOException {
        var made = path.resolve("PG_VERSION");
        if (!Files.exists(made))
            throw new StartFailure(path + " is not a PostgreSQL database directory: move it away.");
        var major = Files.readString(made).strip();
        if (major.equals(binaries.major())) return;
        throw new StartFailure("The database in " + path + " was made by PostgreSQL " + major
                + ", and this Atrium brings PostgreSQL " + binaries.major()
                + ": set PORTAL_DATA_DIR to another directory, or move the data with pg_upgrade.");
    }

    /** Makes the cluster; nobody can ever connect without the password, not even while it is being made. */
    void create(String superuser, Path passwordFile, Durability durability) throws IOException {
        var fresh = path.resolveSibling(path.getFileName() + ".new");
        PostgresBinaries.deleteTree(fresh);
        var command = new ArrayList<>(List.of(
                binaries.program("initdb"),
                "--pgdata=" + fresh,
                "--username=" + superuser,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums"));
        if (durability == Durability.TEST) command.add("--no-sync");
        var done = run(command);
        if (done.code() != 0)
            throw new StartFailure("PostgreSQL could not make its database in " + path + ": " + done.lastLine());
        Files.move(fresh, path, ATOMIC_MOVE);
    }

    /** Starts the server and waits until it takes connections; crash recovery may need its time. */
    void start(int port, Durability durability) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), REPLACE_EXISTING);
        }
        var logged = Files.exists(log) ? Files.size(log) : 0;
        var done = pgCtl(
                "start", "-l", log.toString(), "-t", Integer.toString(START_SECONDS), "-o", options(port, durability));
        if (done.code() == 0) return;
        stop(10);
        throw new StartFailure("PostgreSQL did not start: " + fatal(logged, done) + " Its log is " + log + ".");
    }

    /**
     * Fast shutdown: clients are cut, everything is written, then the server ends.
     *
     * @return whether no server runs any more; false if it needs more than the given seconds and goes on stopping
     */
    boolean stop(int seconds) throws IOException {
        return Postmaster.of(path).filter(Postmaster::isOurs).isEmpty()
                || pgCtl("stop", "-m", "fast", "-t", Integer.toString(seconds)).code() == 0;
    }

    // pg_ctl starts the server in a session of its own: a Ctrl-C in the terminal must reach it last, through us.
    private Done pgCtl(String action, String... more) throws IOException {
        var command = new ArrayList<>(List.of(binaries.program("pg_ctl"), action, "-w", "-D", path.toString()));
        command.addAll(List.of(more));
        return run(command);
    }

    // On the command line, because there they win over postgresql.conf and ALTER SYSTEM.
    private static String options(int port, Durability durability) {
        var settings = ALWAYS + " port=" + port + " " + durability.settings();
        return "-c " + settings.replace(" ", " -c ");
    }

    private String fatal(long from, Done done) throws IOException {
        if (!Files.exists(log)) return done.lastLine();
        var bytes = Files.readAllBytes(log);
        var fresh = new String(bytes, (int) from, bytes.length - (int) from, StandardCharsets.UTF_8);
        return fresh.lines()
                .filter(line -> line.contains("FATAL:"))
                .reduce((a, b) -> b)
                .map(line -> line.substring(line.indexOf("FATAL:") + 6).strip() + ".")
                .orElse(done.lastLine());
    }

    private record Done(int code, String output) {
        String lastLine() {
            return output.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .reduce((a, b) -> b)
                    .orElse("no reason given.");
        }
    }

    private Done run(List<String> command) throws IOException {
        var line = new ArrayList<String>();
        // PostgreSQL refuses to run as root; in a user namespace it is nobody, while the files stay ours.
        if (new UnixSystem().getUid() == 0) line.addAll(List.of("unshare", "-U"));
        line.addAll(command);
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (output.startsWith("unshare:")) {
            throw new StartFailure("PostgreSQL refuses to run as root, and this machine does not let root step down ("
                    + output.strip() + "): start Atrium as a plain user.");
        }
        try {
            return new Done(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + command.getFirst(), e);
        }
    }
}
