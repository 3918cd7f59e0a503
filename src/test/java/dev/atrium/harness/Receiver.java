package dev.atrium.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A receiver of webhooks that answers as a test wants and remembers what came. */
public final class Receiver implements AutoCloseable {
    /** What came. */
    public record Hit(String path, Map<String, List<String>> headers, String body, int answered) {
        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> entry.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }

        public String id() {
            return header("webhook-id");
        }
    }

    /** Answers one request; what it returns is the status. */
    public interface Manner {
        int answer(HttpExchange exchange, String body) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final List<Hit> hits = new CopyOnWriteArrayList<>();
    private volatile Manner manner = (exchange, body) -> 204;
    private volatile String words = "";

    private Receiver(HttpServer server) {
        this.server = server;
    }

    public static Receiver open() {
        return open(0);
    }

    public static Receiver open(int port) {
        try {
            var receiver = new Receiver(HttpServer.create(new InetSocketAddress("127.0.0.1", port), 200));
            receiver.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            receiver.server.createContext("/", receiver::take);
            receiver.server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Receiver answers(Manner manner) {
        this.manner = manner;
        return this;
    }

    public Receiver answers(int status) {
        return answers((exchange, body) -> status);
    }

    public Receiver says(String words) {
        this.words = words;
        return this;
    }

    private void take(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int status = 0;
        try {
            status = manner.answer(exchange, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        hits.add(new Hit(exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders()), body, status));
        // Zero: the connection is closed without a word.
        if (status > 0) {
            byte[] said = words.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, said.length == 0 || status == 204 ? -1 : said.length);
            if (said.length > 0 && status != 204) exchange.getResponseBody().write(said);
        }
        exchange.close();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    public List<Hit> hits() {
        return List.copyOf(hits);
    }

    /** Waits until so many have come, at most {@code seconds}. */
    public List<Hit> await(int count, int seconds) {
        return await(all -> all.size() >= count, seconds);
    }

    public List<Hit> await(Predicate<List<Hit>> enough, int seconds) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < until) {
            var now = hits();
            if (enough.test(now)) return now;
            Portal.pause(10);
        }
        throw new AssertionError("only " + hits.size() + " came: "
                + hits.stream().map(Hit::path).limit(20).toList());
    }

    public void forget() {
        hits.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
