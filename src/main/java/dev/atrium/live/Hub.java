package dev.atrium.live;

import dev.atrium.kernel.Periodic;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The lines of one event loop: what the {@link Node} hands on is encoded once for all lines alike and leaves each in one
 * write. Whatever waits within a turn of the loop goes together. A line that is full is left out and brought up to date from
 * the database when it reads again; one that stays full for half a minute is closed. No locks: everything happens on the loop.
 */
final class Hub {
    private static final long TICK_MS = 100;
    /** Heartbeats go to a part of the lines each tick, so that no turn of the loop writes to all. */
    private static final int BEATS = 150;
    /** Bytes of what was missed that are written to one line at a time: they are its own, unlike what is shared by all. */
    private static final int PIECE = 16 * 1024;

    private final Node node;
    private final Context context;
    private final Told.Rendering rendering;
    private final List<Set<Line>> lines = new ArrayList<>(BEATS);
    private final Map<Room, Set<Sub>> rooms = new HashMap<>();
    /** The newest number that was handed on here. */
    private final Map<Room, Long> heads = new HashMap<>();

    private final Map<Room, List<Batch>> waiting = new LinkedHashMap<>();
    private final Set<Sub> behind = new LinkedHashSet<>();
    private final Around around;
    private boolean flushing;
    private int tick;
    private int newest;

    Hub(Node node, Context context, Told.Rendering rendering) {
        this.node = node;
        this.context = context;
        this.rendering = rendering;
        this.around = new Around(context);
        for (int i = 0; i < BEATS; i++) lines.add(new LinkedHashSet<>());
        Periodic.every(context.owner(), TICK_MS, this::tick);
    }

    /** The same outcome, on this loop. */
    <T> Future<T> here(Future<T> from) {
        Promise<T> promise = Promise.promise();
        from.onComplete(done -> context.runOnContext(x -> promise.handle(done)));
        return promise.future();
    }

    void run(Runnable work) {
        context.runOnContext(x -> work.run());
    }

    void add(Line line) {
        newest = (newest + 1) % BEATS;
        line.beat = newest;
        lines.get(newest).add(line);
    }

    /** Lines of which something is true, as they are now: what is done to them may end them. */
    List<Line> lines(Predicate<Line> of) {
        return lines.stream().flatMap(Set::stream).filter(of).toList();
    }

    /** What comes into feeds that the lines have not opened. */
    Around around() {
        return around;
    }

    void forget(Line line) {
        lines.get(line.beat).remove(line);
        around.put(line, Set.of());
        List.copyOf(line.subs.values()).forEach(this::leave);
    }

    /**
     * Begins to listen: first to what comes, then to what was missed, so that nothing falls between.
     *
     * @param sub whose {@code sent} says after which number
     */
    void join(Sub sub) {
        var line = sub.line;
        rooms.computeIfAbsent(sub.room, room -> new LinkedHashSet<>()).add(sub);
        line.subs.put(sub.room, sub);
        here(node.listen(sub.room, this, line.viewer.isPresent())).onComplete(done -> {
            if (sub.state == Sub.State.ENDED) return;
            if (done.failed()) {
                leave(sub);
                line.unavailable(sub);
                return;
            }
            heads.merge(sub.room, done.result(), Math::max);
            long head = heads.getOrDefault(sub.room, 0L);
            if (sub.sent < 0) sub.sent = head;
            line.say(Words.subscribed(sub, head));
            if (sub.sent > head) beyond(sub);
            else catchUp(sub);
        });
    }

    /** Whoever read from the database may know more than this node has heard by now; whoever knows more than that begins anew. */
    private void beyond(Sub sub) {
        here(node.head(sub.room)).onComplete(done -> {
            if (sub.state == Sub.State.ENDED) return;
            if (done.succeeded() && sub.sent > done.result()) reset(sub, done.result());
            else catchUp(sub);
        });
    }

    void leave(Sub sub) {
        sub.state = Sub.State.ENDED;
        behind.remove(sub);
        sub.line.subs.remove(sub.room, sub);
        var subs = rooms.get(sub.room);
        if (subs == null) return;
        subs.remove(sub);
        if (subs.isEmpty()) {
            rooms.remove(sub.room);
            heads.remove(sub.room);
            waiting.remove(sub.room);
            node.leave(sub.room, this);
        }
    }

    /** Who listens to a feed here. */
    Set<Sub> subs(Room room) {
        return rooms.getOrDefault(room, Set.of());
    }

    /** Who has which feed open in a page, and does not mind to be counted. */
    Map<Room, Set<UUID>> people() {
        var people = new HashMap<Room, Set<UUID>>();
        rooms.forEach((room, subs) -> {
            if (room.feed().kind() == FeedKind.ME) return;
            for (var sub : subs) {
                var session = sub.line.session;
                if (session != null && sub.line.viewer.isPresent() && sub.line.seen)
                    people.computeIfAbsent(room, x -> new HashSet<>()).add(session.contact());
            }
        });
        return people;
    }

    /** What passes and is not kept goes to whoever listens now and keeps up. */
    void pass(Room room, JsonObject message) {
        for (var sub : List.copyOf(subs(room))) {
            if (sub.state == Sub.State.LIVE && sub.line.writable()) sub.line.say(message);
        }
    }

    /** Called by the node, on its own loop. */
    void take(Batch batch) {
        context.runOnContext(x -> {
            if (!rooms.containsKey(batch.room())) return;
            heads.merge(batch.room(), batch.to(), Math::max);
            waiting.computeIfAbsent(batch.room(), room -> new ArrayList<>()).add(batch);
            if (flushing) return;
            flushing = true;
            // At the end of what this turn of the loop brings: posts that come together leave together.
            context.runOnContext(y -> flush());
        });
    }

    private void flush() {
        flushing = false;
        // A write may find that the other side has gone, and its listener leaves within it.
        var come = Map.copyOf(waiting);
        waiting.clear();
        come.forEach((room, batches) -> {
            var subs = rooms.get(room);
            if (subs != null) write(subs.toArray(Sub[]::new), batches);
        });
    }

    private void write(Sub[] subs, List<Batch> batches) {
        long from = batches.getFirst().from();
        long to = batches.getLast().to();
        var told = batches.stream().flatMap(batch -> batch.told().stream()).toList();
        var encoded = new Encoded(told, to);
        try {
            for (var sub : subs) {
                if (sub.state != Sub.State.LIVE || sub.sent >= to) continue;
                if (sub.sent != from - 1 || !sub.line.writable()) {
                    sub.state = Sub.State.BEHIND;
                    behind.add(sub);
                    continue;
                }
                sub.line.write(encoded.of(sub.line));
                sub.sent = to;
            }
        } finally {
            encoded.release();
        }
    }

    /** The same bytes for all lines of a kind, made when the first of it is written to. */
    private final class Encoded {
        private record Kind(Object wire, Object viewer) {}

        private final List<Told> told;
        private final long to;
        private final Map<Kind, ByteBuf> made = new HashMap<>(4);
        private Line first;
        private ByteBuf ofFirst;

        @SuppressWarnings("NullAway.Init") // the first line brings both
        Encoded(List<Told> told, long to) {
            this.told = told;
            this.to = to;
        }

        ByteBuf of(Line line) {
            if (first != null && first.wire().equals(line.wire()) && first.viewer.equals(line.viewer)) return ofFirst;
            var bytes = made.computeIfAbsent(new Kind(line.wire(), line.viewer), kind -> encode(line));
            first = line;
            ofFirst = bytes;
            return bytes;
        }

        private ByteBuf encode(Line line) {
            return line.encode(
                    told.stream()
                            .map(one -> line.viewer
                                    .map(viewer -> one.page(line.tenant, viewer, rendering))
                                    .orElseGet(one::plain))
                            .toList(),
                    to);
        }

        void release() {
            made.values().forEach(ByteBuf::release);
        }
    }

    private void catchUp(Sub sub) {
        if (sub.state == Sub.State.ENDED || sub.state == Sub.State.READING) return;
        behind.remove(sub);
        long head = heads.getOrDefault(sub.room, 0L);
        if (sub.sent >= head) {
            sub.state = Sub.State.LIVE;
            return;
        }
        sub.state = Sub.State.READING;
        here(node.page(sub.room, sub.sent, head, sub.line.viewer.isPresent())).onComplete(done -> {
            if (sub.state == Sub.State.ENDED) return;
            sub.state = Sub.State.BEHIND;
            // What could not be read now is tried again with the next tick.
            if (done.failed()) behind.add(sub);
            else page(sub, done.result());
        });
    }

    private void page(Sub sub, Node.Backlog page) {
        if (sub.sent < page.swept()) {
            reset(sub, heads.getOrDefault(sub.room, 0L));
            return;
        }
        var fresh = piece(sub, page);
        if (!fresh.isEmpty()) {
            var encoded = new Encoded(fresh, fresh.getLast().event().seq());
            try {
                sub.line.write(encoded.of(sub.line));
            } finally {
                encoded.release();
            }
            if (sub.state == Sub.State.ENDED) return;
            sub.sent = fresh.getLast().event().seq();
        }
        if (sub.sent >= heads.getOrDefault(sub.room, 0L)) sub.state = Sub.State.LIVE;
        else if (sub.line.writable() && !fresh.isEmpty()) catchUp(sub);
        else behind.add(sub);
    }

    private static List<Told> piece(Sub sub, Node.Backlog page) {
        var fresh = new ArrayList<Told>();
        int bytes = 0;
        for (var told : page.told()) {
            if (told.event().seq() <= sub.sent) continue;
            bytes += told.plain().length;
            if (bytes > PIECE && !fresh.isEmpty()) break;
            fresh.add(told);
        }
        return fresh;
    }

    /** Too old to go on from, or from a time that never was: the present state instead of what happened since. */
    private void reset(Sub sub, long head) {
        sub.sent = head;
        sub.state = Sub.State.LIVE;
        var session = sub.line.session;
        if (session == null) {
            sub.line.say(Words.reset(sub, head, new JsonObject()));
            return;
        }
        // Told with the state: events that come meanwhile are later than this number, and of them the state may know
        // already.
        here(node.snapshot(sub.room, session)).onComplete(done -> {
            if (sub.state == Sub.State.ENDED) return;
            sub.line.say(Words.reset(sub, head, done.succeeded() ? done.result() : new JsonObject()));
        });
    }

    private void tick() {
        long now = System.nanoTime();
        for (var sub : List.copyOf(behind)) {
            if (sub.line.stays(now)) catchUp(sub);
        }
        heartbeat(now);
    }

    /** Each line hears every fifteen seconds that it is alive, and where its feeds stand. */
    private void heartbeat(long beat) {
        tick = (tick + 1) % BEATS;
        for (var line : List.copyOf(lines.get(tick))) {
            if (!line.stays(beat)) continue;
            line.ping();
            var now = new JsonObject();
            line.subs.values().forEach(sub -> now.put(sub.room.feed().text(), heads.getOrDefault(sub.room, 0L)));
            line.say(Words.heartbeat(now));
        }
    }
}
