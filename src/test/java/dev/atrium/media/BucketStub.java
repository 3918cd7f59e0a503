package dev.atrium.media;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A bucket that believes nobody: signature and body hash are computed here once more, from what came over the wire. */
final class BucketStub implements AutoCloseable {
    static final String ACCESS = "stub-access";
    static final String SECRET = "stub-secret";
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=stub-access/([0-9]{8})/([a-z0-9-]+)/s3/aws4_request,SignedHeaders=([a-z0-9;-]+),Signature=([0-9a-f]{64})");

    final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    /** When not 0: what every PUT is answered with. */
    volatile int refuse;
    /** Whether it answers {@link #refuse} before it has read anything. */
    volatile boolean early;
    /** Whether it closes the connection instead of answering. */
    volatile boolean hangsUp;

    private final HttpServer server;

    BucketStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (hangsUp) return;
            if (early && refuse != 0) {
                exchange.sendResponseHeaders(refuse, -1);
                return;
            }
            var body = exchange.getRequestBody().readAllBytes();
            var path = exchange.getRequestURI().getRawPath();
            int status = proven(exchange, path, body) ? answer(exchange, path, body) : 403;
            if (status != 0) exchange.sendResponseHeaders(status, -1);
        }
    }

    private int answer(HttpExchange exchange, String path, byte[] body) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                if (refuse != 0) return refuse;
                objects.put(path, body);
                return 200;
            }
            case "DELETE" -> {
                objects.remove(path);
                return 204;
            }
            default -> {
                var found = objects.get(path);
                if (found == null) return 404;
                var range = exchange.getRequestHeaders()
                        .getFirst("Range")
                        .substring(6)
                        .split("-");
                var part = Arrays.copyOfRange(found, Integer.parseInt(range[0]), Integer.parseInt(range[1]) + 1);
                exchange.sendResponseHeaders(206, part.length);
                exchange.getResponseBody().write(part);
                return 0;
            }
        }
    }

    private static boolean proven(HttpExchange exchange, String path, byte[] body) {
        var said = exchange.getRequestHeaders().getFirst("Authorization");
        var form = AUTHORIZATION.matcher(said == null ? "" : said);
        if (!form.matches()) return false;
        var hash = hex(digest(body));
        if (!hash.equals(exchange.getRequestHeaders().getFirst("x-amz-content-sha256"))) return false;
        var headers = new TreeMap<String, String>();
        for (var name : form.group(3).split(";"))
            headers.put(name, exchange.getRequestHeaders().getFirst(name));
        if (!headers.containsKey("host") || !headers.containsKey("x-amz-date")) return false;
        var canonical = new StringBuilder(exchange.getRequestMethod() + "\n" + path + "\n\n");
        headers.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        canonical.append('\n').append(form.group(3)).append('\n').append(hash);
        var day = form.group(1);
        var text = "AWS4-HMAC-SHA256\n" + headers.get("x-amz-date") + "\n" + day + "/" + form.group(2)
                + "/s3/aws4_request\n" + hex(digest(canonical.toString().getBytes()));
        var key = mac(mac(mac(mac(("AWS4" + SECRET).getBytes(), day), form.group(2)), "s3"), "aws4_request");
        return hex(mac(key, text)).equals(form.group(4));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes());
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
