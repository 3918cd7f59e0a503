package dev.atrium.live;

import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Viewer;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One WebSocket's talk: what it may say and when. Whatever is wrong with one message is answered; what never stops ends the talk. */
final class Talk {
    private static final long TO_PROVE_MS = 10_000;
    private static final int A_SECOND = 20;
    private static final int FEEDS = 100;
    private static final Future<Void> DONE = Future.succeededFuture();
    private static final int LONGEST = 64 * 1024;

    private final LiveModule live;
    private final SocketLine line;
    /** What the browser's cookie said; it counts once the page has proven itself as well. */
    private final Callers.@Nullable Caller cookie;

    private final Optional<Viewer> viewer;
    private int said;
    private long second;
    /** What is said is done one after the other: whoever proves themselves and subscribes in one breath is understood. */
    private Future<Void> last = Future.succeededFuture();

    private Talk(LiveModule live, SocketLine line, Callers.@Nullable Caller cookie, Optional<Viewer> viewer) {
        this.live = live;
        this.line = line;
        this.cookie = cookie;
        this.viewer = viewer;
    }

    /** Who bore a token when the socket was opened, and what frees the place that was taken for it. */
    record Proven(Callers.Caller caller, Runnable place) {}

    /** Takes the socket over. */
    static void begin(
            LiveModule live,
            Vertx vertx,
            Tenant tenant,
            ServerWebSocket socket,
            Callers.@Nullable Caller cookie,
            Optional<Proven> proven,
            Optional<Viewer> viewer) {
        var line = new SocketLine(live.hub(), tenant, socket);
        var talk = new Talk(live, line, cookie, viewer);
        // After a lost connection closing is nothing.
        socket.exceptionHandler(e -> line.close(broken(e)));
        socket.closeHandler(x -> line.gone());
        socket.textMessageHandler(talk::hear);
        socket.binaryMessageHandler(x -> line.close(Goodbye.BINARY));
        socket.pongHandler(x -> line.heard());
        line.hub.add(line);
        line.say(Words.welcome(tenant.name()));
        proven.ifPresent(who -> talk.proven(who.caller(), Optional.empty(), who.place()));
        if (socket.isClosed()) line.gone();
        vertx.setTimer(TO_PROVE_MS, x -> {
            if (line.caller().isEmpty()) line.close(Goodbye.UNKNOWN);
        });
    }

    /** A frame that is longer than frames may be, or no frame. */
    private static Goodbye broken(Throwable e) {
        return e instanceof CorruptedWebSocketFrameException frame
                        && frame.closeStatus().code() != Goodbye.LONG.code
                ? Goodbye.BROKEN
                : Goodbye.LONG;
    }

    private void hear(String text) {
        if (line.closed()) return;
        line.heard();
        long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
        said = now == second ? said + 1 : 1;
        second = now;
        if (said > A_SECOND || text.length() > LONGEST) {
            line.close(said > A_SECOND ? Goodbye.WRONG : Goodbye.LONG);
            return;
        }
        try {
            var message = new JsonObject(text);
            last = last.transform(x -> hear(message));
        } catch (DecodeException | ClassCastException e) {
            line.say(Words.error("message-broken", ""));
        }
    }

    private Future<Void> hear(JsonObject message) {
        if (line.closed()) return DONE;
        try {
            return switch (message.getString("op", "")) {
                case "auth" -> prove(message);
                case "subscribe" -> subscribe(message);
                case "ping" -> said(new JsonObject().put("op", "pong"));
                case "unsubscribe" -> unsubscribe(message.getString("feed", ""));
                case "signal" -> signal(message);
                default -> said(Words.error("op-unknown", ""));
            };
        } catch (ClassCastException e) {
            return said(Words.error("message-broken", ""));
        }
    }

    private Future<Void> said(JsonObject message) {
        line.say(message);
        return DONE;
    }

    private Future<Void> prove(JsonObject message) {
        var page = message.getString("page");
        if (page != null) {
            if (cookie != null && live.callers().page(line.tenant, cookie, page)) return comes(cookie, viewer);
            line.close(Goodbye.UNKNOWN);
            return DONE;
        }
        return line.hub
                .here(live.callers().bearer(line.tenant, message.getString("token", "")))
                .otherwise(Optional.empty())
                .compose(found -> {
                    if (found.isPresent()) return comes(found.get(), Optional.empty());
                    line.close(Goodbye.UNKNOWN);
                    return DONE;
                });
    }

    /** A token that is renewed must be of the same account: what is listened to was opened for that one. */
    private Future<Void> comes(Callers.Caller caller, Optional<Viewer> reads) {
        var before = line.caller();
        if (before.isPresent()) {
            if (before.get().who().equals(caller.who())) proven(caller, reads, line.left);
            else line.close(Goodbye.UNKNOWN);
            return DONE;
        }
        return line.hub.here(live.places().take(line.tenant, caller.who())).transform(done -> {
            // Whether there is room could not be asked now: they come back.
            if (done.failed()) line.close(Goodbye.LEAVING);
            else done.result().ifPresentOrElse(place -> proven(caller, reads, place), () -> line.close(Goodbye.MANY));
            return DONE;
        });
    }

    private void proven(Callers.Caller caller, Optional<Viewer> reads, Runnable place) {
        if (line.closed()) {
            place.run();
            return;
        }
        line.left = place;
        line.is(caller);
        line.viewer = reads;
        live.known(line);
        line.say(new JsonObject().put("op", "ready"));
    }

    private Future<Void> subscribe(JsonObject message) {
        var caller = line.caller();
        var asked = message.getString("feed", "");
        if (caller.isEmpty()) return said(Words.error("sign-in-first", asked));
        var session = caller.get().session();
        var feed = FeedName.parse(asked, session == null ? null : session.contact());
        if (feed.isEmpty()) return said(Words.error("feed-unknown", asked));
        if (line.subs.size() >= FEEDS) return said(Words.error("feeds-many", asked));
        long since = message.getValue("since") instanceof Number number ? Math.max(0, number.longValue()) : -1;
        return line.hub
                .here(live.callers().inLine(live.teller(), line.tenant, caller.get(), List.of(feed.get())))
                .transform(done -> {
                    if (line.closed()) return DONE;
                    if (done.failed()) return said(Words.error("unavailable", asked));
                    if (done.result().getFirst().isEmpty()) return said(Words.error("feed-unknown", asked));
                    listen(asked, done.result().getFirst().get(), since);
                    return DONE;
                });
    }

    private void listen(String asked, FeedName feed, long since) {
        var room = new Room(line.tenant.id(), feed);
        // Two names of one feed are one subscription: nothing comes twice.
        var there = line.subs.get(room);
        if (there == null) line.hub.join(new Sub(line, room, asked, since));
        else line.say(Words.subscribed(there, there.sent));
    }

    private Future<Void> unsubscribe(String asked) {
        named(asked).ifPresent(sub -> {
            line.hub.leave(sub);
            line.say(Words.unsubscribed(asked, "asked"));
        });
        return DONE;
    }

    private Future<Void> signal(JsonObject message) {
        var session = line.session;
        if (session != null)
            named(message.getString("feed", ""))
                    .ifPresent(sub -> live.signals().typing(sub, session, message.getString("about", "")));
        return DONE;
    }

    /** By the name that was asked for, or that of the feed that tells for it. */
    private Optional<Sub> named(String feed) {
        return line.subs.values().stream()
                .filter(sub -> sub.asked.equals(feed) || sub.room.feed().text().equals(feed))
                .findFirst();
    }
}
