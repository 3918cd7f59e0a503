package dev.atrium.proofs;

import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Somebody who listens to one feed, and knows to the moment when it was taken from them. */
final class Ear implements WebSocket.Listener {
    private final CompletableFuture<Void> listens = new CompletableFuture<>();
    private final CompletableFuture<Long> cut = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final String feed;

    private Ear(String feed) {
        this.feed = feed;
    }

    /** By a WebSocket, until it is closed or the feed is heard no more. */
    static Ear socket(HttpClient client, int port, String host, String token, String feed) {
        var ear = new Ear(feed);
        client.newWebSocketBuilder()
                .header("Host", host)
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/feeds"), ear)
                .join();
        return ear.listening();
    }

    /** By an event stream, until it ends. */
    static Ear stream(HttpClient client, int port, String host, String token, String path) {
        return heard(client, port, path, "Host", host, "Authorization", "Bearer " + token);
    }

    /** By the event stream of a page in a browser. */
    static Ear page(HttpClient client, int port, String host, String cookie, String path) {
        return heard(client, port, path, "Host", host, "Cookie", cookie, "Sec-Fetch-Site", "same-origin");
    }

    private static Ear heard(HttpClient client, int port, String path, String... headers) {
        var ear = new Ear("");
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .headers(headers)
                .build();
        var answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                .join();
        if (answer.statusCode() != 200) throw new AssertionError("HTTP " + answer.statusCode());
        Thread.startVirtualThread(() -> ear.read(answer.body()));
        return ear.listening();
    }

    private Ear listening() {
        listens.orTimeout(10, TimeUnit.SECONDS).join();
        return this;
    }

    /** Milliseconds from {@code since}, by the nanoclock, until it was cut; half a minute where it never was. */
    long after(long since) {
        return TimeUnit.NANOSECONDS.toMillis(
                cut.completeOnTimeout(since + TimeUnit.SECONDS.toNanos(30), 30, TimeUnit.SECONDS)
                                .join()
                        - since);
    }

    /** Whether it listens by now, and nobody took it from them. */
    boolean hears() {
        return !cut.isDone();
    }

    private void read(InputStream body) {
        try (body) {
            var bytes = new byte[4096];
            while (body.read(bytes) > 0) listens.complete(null);
        } catch (java.io.IOException e) {
            // A stream that is cut off has ended as well.
            cut.complete(System.nanoTime());
        }
        cut.complete(System.nanoTime());
    }

    @Override
    public void onOpen(WebSocket opened) {
        opened.request(Long.MAX_VALUE);
        opened.sendText(
                new JsonObject().put("op", "subscribe").put("feed", feed).encode(), true);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            hear(new JsonObject(text.toString()));
            text.setLength(0);
        }
        return null;
    }

    private void hear(JsonObject message) {
        switch (message.getString("op")) {
            case "subscribed" -> listens.complete(null);
            case "unsubscribed" -> cut.complete(System.nanoTime());
            case "error" -> listens.completeExceptionally(new AssertionError(message.encode()));
            default -> {}
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        cut.complete(System.nanoTime());
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        cut.complete(System.nanoTime());
    }
}
