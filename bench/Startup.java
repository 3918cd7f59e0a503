import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The measuring half of bench/startup. */
final class Startup {
    /** Ticks of /proc/PID/stat: USER_HZ is 100 on Linux whatever the kernel was built with. */
    private static final double TICK_SECONDS = 0.01;

    /** CPU seconds until readiness and until the first page; milliseconds of the clock until the page. */
    private record Start(double ready, double page, double wallMillis) {}

    private final int port;
    private final Path layout;
    private final List<String> hello;
    private final Map<String, String> settings = new TreeMap<>();

    private Startup(int port, Path layout, List<String> hello) {
        this.port = port;
        this.layout = layout;
        this.hello = hello;
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]);
        var bench = new Startup(
                Integer.parseInt(args[1]), Path.of(args[2]), List.of(args).subList(3, args.length));
        var database = bench.database();
        try {
            System.out.println(bench.measure(rounds).encodePrettily());
        } finally {
            database.getOutputStream().close();
            database.waitFor();
        }
    }

    private Process database() throws IOException {
        var work = Files.createTempDirectory("atrium-bench");
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.atrium.demo.DatabaseOnly",
                        work.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var reader = process.inputReader();
        for (var line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            int at = line.indexOf('=');
            if (line.startsWith("PORTAL_")) settings.put(line.substring(0, at), line.substring(at + 1));
        }
        settings.put("PORTAL_HTTP_ADDRESS", "127.0.0.1");
        settings.put("PORTAL_HTTP_PORT", Integer.toString(port + 1));
        settings.put("PORTAL_MANAGEMENT_PORT", Integer.toString(port + 2));
        settings.put("PORTAL_DATA_DIR", work.resolve("data").toString());
        settings.put("PORTAL_SECURITY_SECRET", "YmVuY2gtc2VjcmV0LWJlbmNoLXNlY3JldC1iZW5jaC1zZWM=");
        return process;
    }

    private JsonObject measure(int rounds) throws Exception {
        var portals = new ArrayList<Start>();
        var hellos = new ArrayList<Start>();
        for (int i = 0; i <= rounds; i++) {
            var portal = startPortal();
            var bare = startHello();
            // The first round warms the disk cache and makes the signing key.
            if (i == 0) continue;
            portals.add(portal);
            hellos.add(bare);
        }
        return new JsonObject()
                .put("rounds", rounds)
                .put("portalReadyCpuSeconds", spread(portals.stream().map(Start::ready).toList()))
                .put("portalPageCpuSeconds", spread(portals.stream().map(Start::page).toList()))
                .put("portalPageWallMillis", spread(portals.stream().map(Start::wallMillis).toList()))
                .put("helloCpuSeconds", spread(hellos.stream().map(Start::page).toList()))
                .put("helloWallMillis", spread(hellos.stream().map(Start::wallMillis).toList()))
                .put("ratioReady", spread(ratios(portals.stream().map(Start::ready).toList(), hellos)))
                .put("ratioPage", spread(ratios(portals.stream().map(Start::page).toList(), hellos)))
                .put("idleMegabytesAtXmx128m", idleMegabytes());
    }

    private static List<Double> ratios(List<Double> portals, List<Start> hellos) {
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < portals.size(); i++) ratios.add(portals.get(i) / hellos.get(i).page());
        return ratios;
    }

    private Start startPortal() throws Exception {
        return run(portal(""), process -> {
            until(process, port + 2, "127.0.0.1", "/health/ready");
            double ready = cpuSeconds(process);
            until(process, port + 1, "acme.localhost", "/login");
            return ready;
        });
    }

    private Start startHello() throws Exception {
        return run(new ProcessBuilder(hello), process -> {
            until(process, port, "127.0.0.1", "/");
            return cpuSeconds(process);
        });
    }

    private ProcessBuilder portal(String options) {
        var builder = new ProcessBuilder(layout.resolve("bin/portal").toString());
        builder.environment().putAll(settings);
        builder.environment().put("JAVA_OPTS", options);
        return builder;
    }

    private interface Serving {
        double untilServing(Process process) throws Exception;
    }

    private static Start run(ProcessBuilder builder, Serving serving) throws Exception {
        long began = System.nanoTime();
        var process = quiet(builder).start();
        try {
            double ready = serving.untilServing(process);
            double wall = (System.nanoTime() - began) / 1e6;
            return new Start(ready, cpuSeconds(process), wall);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    /** Ten seconds after a hundred pages, without a request meanwhile. */
    private long idleMegabytes() throws Exception {
        var process = quiet(portal("-Xmx128m")).start();
        try {
            for (int i = 0; i < 100; i++) until(process, port + 1, "acme.localhost", "/login");
            Thread.sleep(10_000);
            var status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
            return Long.parseLong(status.replaceAll("(?s).*VmRSS:\\s*(\\d+) kB.*", "$1")) / 1024;
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static ProcessBuilder quiet(ProcessBuilder builder) throws IOException {
        var log = Files.createTempFile("atrium-bench", ".log").toFile();
        log.deleteOnExit();
        return builder.redirectErrorStream(true).redirectOutput(log);
    }

    private static void until(Process process, int port, String host, String path) throws InterruptedException {
        for (int i = 0; i < 12_000; i++) {
            if (!process.isAlive()) throw new IllegalStateException("the server ended: " + process.exitValue());
            if (answers(port, host, path)) return;
            Thread.sleep(5);
        }
        throw new IllegalStateException("no answer from port " + port + " in a minute");
    }

    private static boolean answers(int port, String host, String path) {
        try (var socket = new Socket("127.0.0.1", port)) {
            var request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.1 200");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static double cpuSeconds(Process process) {
        try {
            var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_SECONDS;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject spread(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new JsonObject()
                .put("median", rounded(median))
                .put("min", rounded(sorted.getFirst()))
                .put("max", rounded(sorted.getLast()));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
