package dev.atrium.harness;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Whoever listens to feeds by a WebSocket, in a test. */
public final class Listener implements WebSocket.Listener {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonObject CLOSED = new JsonObject().put("op", "(closed)");

    private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private volatile int closedBy;
    private WebSocket socket;

    private Listener() {}

    /** Opens a socket; {@code headers} are names and values in turns. */
    public static Listener open(int port, String host, String... headers) {
        var listener = new Listener();
        var builder = CLIENT.newWebSocketBuilder().header("Host", host).connectTimeout(Duration.ofSeconds(10));
        for (int i = 0; i < headers.length; i += 2) builder.header(headers[i], headers[i + 1]);
        listener.socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/feeds"), listener)
                .join();
        return listener;
    }

    /** What the server answered where it did not let a socket be opened. */
    public static int refused(int port, String host, String... headers) {
        try {
            open(port, host, headers);
            throw new AssertionError("the socket was opened");
        } catch (CompletionException e) {
            if (e.getCause() instanceof java.net.http.WebSocketHandshakeException refused)
                return refused.getResponse().statusCode();
            throw e;
        }
    }

    public Listener say(JsonObject message) {
        socket.sendText(message.encode(), true).join();
        return this;
    }

    /** Any text, JSON or not. */
    public void text(String text) {
        socket.sendText(text, true).join();
    }

    /** A part of a message that never ends. */
    public void piece(String text) {
        socket.sendText(text, false);
    }

    public void bytes(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    public Listener subscribe(String feed) {
        return say(new JsonObject().put("op", "subscribe").put("feed", feed));
    }

    public Listener subscribe(String feed, long since) {
        return say(new JsonObject().put("op", "subscribe").put("feed", feed).put("since", since));
    }

    /** The next message of this kind, at most ten seconds from now; those before it are passed over. */
    public JsonObject hear(String op) {
        return hear(message -> op.equals(message.getString("op")));
    }

    public JsonObject hear(Predicate<JsonObject> wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        var passed = new ArrayList<JsonObject>();
        while (true) {
            try {
                var message = heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (message == null) throw new AssertionError("not heard within ten seconds; but " + passed);
                if (wanted.test(message)) return message;
                if (message == CLOSED) throw new AssertionError("closed by " + closedBy + " after " + passed);
                passed.add(message);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The next {@code n} events, in the order in which they came. */
    public List<JsonObject> events(int n) {
        var events = new ArrayList<JsonObject>();
        while (events.size() < n) events.add(hear("event"));
        return events;
    }

    /** Waits for the end; the code that the server closed with. */
    public int closed() {
        hear("(closed)");
        return closedBy;
    }

    /** Whether nothing has come that was not heard yet. */
    public boolean silent() {
        return heard.stream().noneMatch(message -> message.getString("op").equals("event"));
    }

    /** Goes without a word. */
    public void cut() {
        socket.abort();
    }

    @Override
    public void onOpen(WebSocket opened) {
        opened.request(Long.MAX_VALUE);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            heard.add(new JsonObject(text.toString()));
            text.setLength(0);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closedBy = code;
        heard.add(CLOSED);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        heard.add(CLOSED);
    }
}
