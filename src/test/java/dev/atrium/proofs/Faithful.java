package dev.atrium.proofs;

import dev.atrium.harness.Portal;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** A listener that keeps the number of the last event, goes on from there whenever its socket ends, and remembers what each said. */
final class Faithful implements WebSocket.Listener {
    /** What all listeners of a proof have counted. */
    static final class Tally {
        final AtomicLong delivered = new AtomicLong();
        final AtomicLong twice = new AtomicLong();
        final AtomicLong missing = new AtomicLong();
        /** Of something else than what was posted under its id. */
        final AtomicLong wrong = new AtomicLong();

        final AtomicLong reconnects = new AtomicLong();
    }

    /** Made once the house of tests has said which headers a client may set. */
    private final HttpClient client;

    private final Tally tally;
    private final int port;
    private final String token;
    private final String feed;
    private final StringBuilder text = new StringBuilder();
    private final List<UUID> objects = new ArrayList<>();
    private volatile long last;
    private volatile WebSocket socket;
    private volatile boolean over;
    private volatile String refusal = "";

    Faithful(HttpClient client, Tally tally, int port, String token, String feed) {
        this.client = client;
        this.tally = tally;
        this.port = port;
        this.token = token;
        this.feed = feed;
    }

    void connect() {
        if (over) return;
        client.newWebSocketBuilder()
                .header("Host", "acme.localhost")
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/feeds"), this)
                .whenComplete((opened, e) -> {
                    if (e != null) {
                        refusal = e.toString();
                        later();
                    }
                });
    }

    long last() {
        return last;
    }

    /** What the events were about, in the order in which they came. Read once nothing comes any more. */
    List<UUID> objects() {
        return objects;
    }

    String state() {
        return port + " at " + last + ": " + refusal;
    }

    void end() {
        over = true;
        var now = socket;
        if (now != null) now.abort();
    }

    /** Its network is gone, without a word to either side. */
    void cut() {
        var now = socket;
        if (now == null) return;
        now.abort();
        lost(now);
    }

    private void later() {
        tally.reconnects.incrementAndGet();
        Thread.startVirtualThread(() -> {
            Portal.pause(200);
            connect();
        });
    }

    @Override
    public void onOpen(WebSocket opened) {
        refusal = "";
        socket = opened;
        text.setLength(0);
        opened.request(Long.MAX_VALUE);
        opened.sendText(
                new JsonObject()
                        .put("op", "subscribe")
                        .put("feed", feed)
                        .put("since", last)
                        .encode(),
                true);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean end) {
        if (from != socket) return null;
        text.append(data);
        if (end) {
            hear(new JsonObject(text.toString()));
            text.setLength(0);
        }
        return null;
    }

    private void hear(JsonObject message) {
        if (!message.getString("op").equals("event")) return;
        long seq = message.getLong("seq");
        tally.delivered.incrementAndGet();
        if (seq <= last) tally.twice.incrementAndGet();
        else if (seq > last + 1) tally.missing.addAndGet(seq - last - 1);
        if (!message.getJsonObject("data").getString("body", "").equals(body(message.getString("object"))))
            tally.wrong.incrementAndGet();
        objects.add(UUID.fromString(message.getString("object")));
        last = Math.max(last, seq);
    }

    /** What is posted under an id. */
    static String body(String post) {
        return "Post " + post;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        refusal = code + " " + reason;
        lost(from);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        lost(from);
    }

    /** Each socket is lost once, however often it says so. */
    private synchronized void lost(WebSocket from) {
        if (from != socket) return;
        socket = null;
        later();
    }
}
