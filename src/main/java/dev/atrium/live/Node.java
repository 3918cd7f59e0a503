package dev.atrium.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.db.Db;
import dev.atrium.kernel.Periodic;
import dev.atrium.kernel.Scope;
import dev.atrium.session.Session;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one node hears: reads each event that somebody here listens for once, and hands it, in order and without a gap, to the
 * {@link Hub} of each event loop. The bus is a hint; where one was lost, the next one, or a look at the heads every few
 * seconds, finds the gap, and PostgreSQL fills it. All of its state belongs to one event loop.
 */
final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    /** Events that are read at a time. */
    static final int PAGE = 100;

    private static final long LOOK_MS = 5_000;

    private final Db db;
    private final Teller teller;
    private final Context context;
    private final Map<Room, Ear> ears = new HashMap<>();
    private final Cache<PageKey, Future<Backlog>> pages = Caffeine.newBuilder()
            .maximumSize(200)
            .expireAfterWrite(Duration.ofSeconds(2))
            .build();

    /** One page of what a feed has had: {@code head} makes the last one another once the feed went on; of those before it is 0. */
    private record PageKey(Room room, long page, long head, boolean parts) {}

    /** A page of events, and up to where they are gone for good. */
    record Backlog(List<Told> told, long swept) {}

    /** What this node knows of one feed. */
    private static final class Ear {
        final Set<Hub> hubs = new LinkedHashSet<>();
        final Promise<Long> ready = Promise.promise();
        /** The newest number that was handed on; −1 before it is known. */
        long last = -1;
        /** The newest number that anybody spoke of. */
        long heard;

        boolean reading;
        boolean again;
        boolean pages;
    }

    Node(Vertx vertx, Db db, Teller teller) {
        this.db = db;
        this.teller = teller;
        this.context = vertx.getOrCreateContext();
        vertx.eventBus().<Object>consumer(Feeds.HINT, message -> {
            if (message.body() instanceof Fresh fresh) context.runOnContext(x -> fresh(fresh));
            else hint(new JsonObject((String) message.body()));
        });
        context.runOnContext(x -> Periodic.every(vertx, LOOK_MS, this::look));
    }

    private void hint(JsonObject hint) {
        var kind = FeedKind.of(hint.getString("kind"));
        if (kind.isEmpty()) return;
        var room = new Room(
                UUID.fromString(hint.getString("tenant")),
                new FeedName(kind.get(), UUID.fromString(hint.getString("id"))));
        context.runOnContext(x -> heard(room, hint.getLong("seq")));
    }

    private void heard(Room room, long seq) {
        var ear = ears.get(room);
        if (ear == null) return;
        ear.heard = Math.max(ear.heard, seq);
        if (ear.last >= 0 && seq > ear.last) read(room, ear);
    }

    /** What this server has added itself follows on what was handed on, and is not read again; else PostgreSQL tells. */
    private void fresh(Fresh fresh) {
        var room = fresh.room();
        var ear = ears.get(room);
        if (ear == null || ear.last < 0 || ear.reading || fresh.from() != ear.last + 1 || !fresh.whole()) {
            heard(room, fresh.to());
            return;
        }
        ear.heard = Math.max(ear.heard, fresh.to());
        take(room, ear, teller.tell(fresh, ear.pages));
    }

    /**
     * From now on {@code hub} is handed what happens in the feed; gives the number from which on. Called on any thread.
     *
     * @param pages whether somebody there shows parts of pages
     */
    Future<Long> listen(Room room, Hub hub, boolean pages) {
        Promise<Long> heard = Promise.promise();
        context.runOnContext(x -> {
            var ear = ears.computeIfAbsent(room, r -> first(r, new Ear()));
            ear.hubs.add(hub);
            ear.pages |= pages;
            ear.ready.future().onComplete(heard);
        });
        return heard.future();
    }

    private Ear first(Room room, Ear ear) {
        db.read(scope(room), tx -> new FeedStore(tx).head(room.feed()))
                .onComplete(done -> context.runOnContext(x -> {
                    if (done.failed()) {
                        ears.remove(room, ear);
                        ear.ready.fail(done.cause());
                    } else {
                        ear.last = done.result().seq();
                        ear.ready.complete(ear.last);
                        if (ear.heard > ear.last) read(room, ear);
                    }
                }));
        return ear;
    }

    /** Nobody of {@code hub} listens to the feed any more. */
    void leave(Room room, Hub hub) {
        context.runOnContext(x -> {
            var ear = ears.get(room);
            if (ear == null) return;
            ear.hubs.remove(hub);
            if (ear.hubs.isEmpty()) ears.remove(room);
        });
    }

    private void read(Room room, Ear ear) {
        if (ear.reading) {
            ear.again = true;
            return;
        }
        var events = db.read(
                scope(room),
                tx -> new FeedStore(tx)
                        .after(room.feed(), ear.last, PAGE)
                        .compose(found -> found.isEmpty()
                                ? Future.succeededFuture(List.<Told>of())
                                : teller.tell(tx, found, ear.pages)));
        take(room, ear, events);
    }

    /** One after the other: what is heard of meanwhile is read afterwards. */
    private void take(Room room, Ear ear, Future<List<Told>> events) {
        ear.reading = true;
        ear.again = false;
        if (events.isComplete()) taken(room, ear, events);
        else events.onComplete(x -> context.runOnContext(y -> taken(room, ear, events)));
    }

    private void taken(Room room, Ear ear, Future<List<Told>> events) {
        ear.reading = false;
        if (events.failed()) {
            // The look at the heads comes back to it.
            LOG.warn(
                    "feed {} could not be read: {}",
                    room.feed().text(),
                    events.cause().toString());
            return;
        }
        var told = events.result();
        if (!told.isEmpty()) hand(room, ear, told);
        if (ear.again || told.size() == PAGE) read(room, ear);
    }

    private void hand(Room room, Ear ear, List<Told> told) {
        var batch = Batch.of(room, told);
        ear.last = batch.to();
        ear.hubs.forEach(hub -> hub.take(batch));
    }

    /** A page of what the feed has had, the same for all who ask within two seconds. Called on any thread. */
    Future<Backlog> page(Room room, long after, long head, boolean parts) {
        long page = after / PAGE;
        return pages.get(new PageKey(room, page, (page + 1) * PAGE <= head ? 0 : head, parts), key -> {
            Promise<Backlog> promise = Promise.promise();
            db.read(scope(room), tx -> {
                        var store = new FeedStore(tx);
                        var state = store.head(room.feed());
                        return store.after(room.feed(), key.page() * PAGE, PAGE)
                                .compose(events -> state.compose(now -> (events.isEmpty()
                                                ? Future.succeededFuture(List.<Told>of())
                                                : teller.tell(tx, events, parts))
                                        .map(told -> new Backlog(told, now.swept()))));
                    })
                    .onComplete(promise);
            return promise.future();
        });
    }

    /** The newest number of a feed, as the database has it now. */
    Future<Long> head(Room room) {
        return db.read(scope(room), tx -> new FeedStore(tx).head(room.feed())).map(FeedStore.Head::seq);
    }

    /** The present state of a feed as {@code session} may read it. */
    Future<JsonObject> snapshot(Room room, Session session) {
        return db.read(scope(room), tx -> teller.snapshot(tx, session, room.feed()));
    }

    /** Whatever hint was lost is found here: by one statement over all feeds that are listened to. */
    private void look() {
        var known = ears.entrySet().stream()
                .filter(entry -> entry.getValue().last >= 0)
                .map(Map.Entry::getKey)
                .toList();
        if (known.isEmpty()) return;
        FeedStore.heads(
                        db,
                        known.stream().map(Room::tenant).toList(),
                        known.stream().map(room -> room.feed().id()).toList())
                .onSuccess(heads -> context.runOnContext(x -> {
                    var seqs = new HashMap<UUID, Long>();
                    heads.forEach(head -> seqs.put(head.feed(), head.seq()));
                    known.forEach(
                            room -> heard(room, seqs.getOrDefault(room.feed().id(), 0L)));
                }))
                .onFailure(e -> LOG.warn("the heads of feeds could not be read: {}", e.toString()));
    }

    private static Scope scope(Room room) {
        return Scope.job(room.tenant(), "feeds");
    }
}
