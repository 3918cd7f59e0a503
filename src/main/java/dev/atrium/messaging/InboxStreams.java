package dev.atrium.messaging;

import dev.atrium.db.Db;
import dev.atrium.kernel.Periodic;
import dev.atrium.kernel.Problem;
import dev.atrium.live.Feeds;
import dev.atrium.session.StaffSessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Outlet;
import dev.atrium.web.Permission;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Open inboxes of staff on this node: each hears that the inbox, or the thread it shows, is another now, and reads anew what it
 * may see. All of them are asked for together, at once where roles or portals change and otherwise three times a second: whose
 * session, role or portal has ended is cut, and whoever missed a hint, or read too slowly, is told where the feed stands.
 */
final class InboxStreams {
    private static final long TICK_MS = 300;
    private static final int MOST = 2_000;
    private static final int PER_PERSON = 20;

    /** Somebody's open page. */
    private static final class Line {
        final UUID session;
        final UUID staff;
        final UUID tenant;
        final @Nullable UUID thread;
        final Outlet outlet;
        final Context context;
        /** The newest number that was told, by feed; written on the line's own loop. */
        final Map<UUID, Long> told = new ConcurrentHashMap<>();

        Line(InboxStore.Reader who, UUID tenant, @Nullable UUID thread, Outlet outlet, Context context) {
            this.session = who.session();
            this.staff = who.staff();
            this.tenant = tenant;
            this.thread = thread;
            this.outlet = outlet;
            this.context = context;
        }

        boolean shows(UUID of, UUID feed) {
            return tenant.equals(of) && (feed.equals(tenant) || feed.equals(thread));
        }

        /** Told once; whoever is full is told by the next tick. */
        void stands(UUID feed, long seq) {
            context.runOnContext(x -> {
                if (outlet.full() || told.getOrDefault(feed, 0L) >= seq) return;
                told.put(feed, seq);
                write(
                        "changed",
                        new JsonObject()
                                .put("feed", feed.equals(tenant) ? "inbox" : "thread")
                                .put("seq", seq));
            });
        }

        void write(String event, JsonObject data) {
            outlet.write(bytes(event, data));
        }

        void end() {
            context.runOnContext(x -> outlet.end(bytes("end", new JsonObject())));
        }

        private static Buffer bytes(String event, JsonObject data) {
            return Buffer.buffer(
                    ("event: " + event + "\ndata: " + data.encode() + "\n\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private final Vertx vertx;
    private final Db db;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    /** Guarded by {@link #lines}, as is {@link #again}. */
    private boolean asking;
    /** Something has changed since the question that is under way. */
    private boolean again;

    InboxStreams(Vertx vertx, Db db) {
        this.vertx = vertx;
        this.db = db;
        Feeds.heard(vertx.eventBus(), hint -> {
            for (var line : lines) if (line.shows(hint.tenant(), hint.feed())) line.stands(hint.feed(), hint.seq());
        });
        Feeds.typed(vertx.eventBus(), this::typed);
        for (var address : List.of(StaffSessions.CHANGED, Hosts.CHANGED))
            vertx.eventBus().<String>consumer(address, message -> look(true));
        Periodic.every(vertx, TICK_MS, () -> look(false));
    }

    /** Fails with 429 {@code sockets-full} where they, or all on this node, have as many open as there may be. */
    void room(UUID staff) {
        if (lines.size() >= MOST
                || lines.stream().filter(line -> line.staff.equals(staff)).count() >= PER_PERSON)
            throw Problem.later(429, "sockets-full", 10);
    }

    /** @param heads where the inbox and the thread stand */
    void listen(InboxStore.Reader who, UUID tenant, @Nullable UUID thread, Outlet outlet, Map<UUID, Long> heads) {
        var line = new Line(who, tenant, thread, outlet, vertx.getOrCreateContext());
        line.told.putAll(heads);
        outlet.onLeft(() -> lines.remove(line));
        lines.add(line);
        line.write("open", new JsonObject());
    }

    private void typed(Feeds.Typing typing) {
        for (var line : lines) {
            if (!line.tenant.equals(typing.tenant()) || !typing.feed().equals(line.thread)) continue;
            if (typing.who().equals(line.staff.toString())) continue;
            line.context.runOnContext(x -> {
                if (!line.outlet.full()) line.write("typing", new JsonObject().put("name", typing.name()));
            });
        }
    }

    private void look(boolean changed) {
        if (lines.isEmpty()) return;
        synchronized (lines) {
            again |= changed && asking;
            if (asking) return;
            asking = true;
        }
        ask();
    }

    private void ask() {
        var asked = new ArrayList<>(lines);
        var open = asked.stream()
                .map(line -> new InboxLineStore.Open(line.session, line.tenant, line.thread))
                .toList();
        InboxLineStore.now(db, open)
                .onSuccess(found -> found.forEach(state -> settle(asked.get(state.line() - 1), state)))
                // Rather nobody hears than somebody who may not: they come back and are asked for then.
                .onFailure(e -> asked.forEach(Line::end))
                .onComplete(x -> asked());
    }

    private void asked() {
        synchronized (lines) {
            asking = again;
            again = false;
            if (!asking) return;
        }
        ask();
    }

    private static void settle(Line line, InboxLineStore.State state) {
        if (!Permission.CONTACTS.of(state.role())) {
            line.end();
            return;
        }
        line.stands(line.tenant, state.inbox());
        if (line.thread != null) line.stands(line.thread, state.thread());
    }
}
