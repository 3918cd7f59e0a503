package dev.atrium.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A browser without a window: one host, one cookie jar, no redirects followed. */
public final class Visitor {
    static {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,origin,connection");
    }

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /** One client per local address: it keeps its connections, as a browser at that address would. */
    private static final Map<String, HttpClient> BOUND = new ConcurrentHashMap<>();

    private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

    private final int port;
    private final String host;
    private final HttpClient client;
    private final Map<String, String> cookies = new TreeMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();

    public Visitor(int port, String host) {
        this(port, host, CLIENT);
    }

    private Visitor(int port, String host, HttpClient client) {
        this.port = port;
        this.host = host;
        this.client = client;
    }

    /**
     * A browser that comes from {@code address}, one of the machine's own such as 127.0.1.7: the server sees it as the peer,
     * and limits per address behave as in life.
     */
    public static Visitor from(String address, int port, String host) {
        return new Visitor(port, host, BOUND.computeIfAbsent(address, Visitor::bound));
    }

    private static HttpClient bound(String address) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .localAddress(InetAddress.ofLiteral(address))
                .executor(THREADS)
                .build();
    }

    public Visitor header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public String cookie(String name) {
        return cookies.getOrDefault("atrium-" + name, "");
    }

    public Visitor cookie(String name, String value) {
        cookies.put("atrium-" + name, value);
        return this;
    }

    /** A copy of the jar. */
    public Map<String, String> cookies() {
        return Map.copyOf(cookies);
    }

    /** Puts the jar back as it was. */
    public Visitor cookies(Map<String, String> jar) {
        cookies.clear();
        cookies.putAll(jar);
        return this;
    }

    public String host() {
        return host;
    }

    /** Another browser at the same host. */
    public Visitor another() {
        return new Visitor(port, host, client);
    }

    public Answer get(String path) {
        return send("GET", path, null, null);
    }

    public Answer post(String path, Map<String, String> form) {
        return send("POST", path, encode(form), "application/x-www-form-urlencoded");
    }

    public Answer json(String method, String path, String body) {
        return send(method, path, body, "application/json");
    }

    public Answer send(String method, String path, String body, String contentType) {
        try {
            return keep(client.send(request(method, path, body, contentType), Visitor::body));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A body of bytes, in three parts. */
    public Answer send(String method, String path, byte[] before, byte[] body, byte[] after, String contentType) {
        var all = new java.io.ByteArrayOutputStream();
        all.writeBytes(before);
        all.writeBytes(body);
        all.writeBytes(after);
        return sendBytes(method, path, all.toByteArray(), contentType);
    }

    private Answer sendBytes(String method, String path, byte[] body, String contentType) {
        try {
            var request = request(method, path, HttpRequest.BodyPublishers.ofByteArray(body), contentType);
            return keep(CLIENT.send(request, Visitor::body));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The same without waiting; the jar is not changed by what comes back. */
    public CompletableFuture<Answer> postAsync(String path, Map<String, String> form) {
        return client.sendAsync(request("POST", path, encode(form), "application/x-www-form-urlencoded"), Visitor::body)
                .thenApply(r -> new Answer(r.statusCode(), r.headers(), r.body()));
    }

    /** An event stream has no end: of it the head and what comes first. */
    private static HttpResponse.BodySubscriber<byte[]> body(HttpResponse.ResponseInfo info) {
        boolean endless = info.headers()
                .firstValue("Content-Type")
                .filter("text/event-stream"::equals)
                .isPresent();
        return endless ? new First() : HttpResponse.BodySubscribers.ofByteArray();
    }

    /** The first bytes of a body; whatever comes later is not waited for. */
    private static final class First implements HttpResponse.BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> bytes =
                new CompletableFuture<byte[]>().completeOnTimeout(new byte[0], 2, TimeUnit.SECONDS);
        private Flow.Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return bytes;
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            bytes.whenComplete((x, e) -> begun.cancel());
            begun.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            var first = new byte[parts.getFirst().remaining()];
            parts.getFirst().get(first);
            if (first.length == 0) subscription.request(1);
            else bytes.complete(first);
        }

        @Override
        public void onError(Throwable failure) {
            bytes.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            bytes.complete(new byte[0]);
        }
    }

    private HttpRequest request(String method, String path, String body, String contentType) {
        var publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8);
        return request(method, path, publisher, contentType);
    }

    private HttpRequest request(String method, String path, HttpRequest.BodyPublisher body, String contentType) {
        var builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body)
                .header("Host", host + ":" + port);
        if (!method.equals("GET") && !headers.containsKey("Sec-Fetch-Site") && !headers.containsKey("Origin")) {
            builder.header("Sec-Fetch-Site", "same-origin");
        }
        if (contentType != null) builder.header("Content-Type", contentType);
        if (!cookies.isEmpty()) {
            builder.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(c -> c.getKey() + "=" + c.getValue())
                            .collect(Collectors.joining("; ")));
        }
        headers.forEach(builder::header);
        return builder.build();
    }

    private Answer keep(HttpResponse<byte[]> response) {
        for (var header : response.headers().allValues("Set-Cookie")) {
            var pair = header.substring(0, header.indexOf(';'));
            int at = pair.indexOf('=');
            var value = pair.substring(at + 1);
            if (value.isEmpty()) cookies.remove(pair.substring(0, at));
            else cookies.put(pair.substring(0, at), value);
        }
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    public static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(f -> URLEncoder.encode(f.getKey(), StandardCharsets.UTF_8)
                        + "="
                        + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
