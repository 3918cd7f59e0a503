package dev.atrium.facts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.CursorStore.Cursor;
import dev.atrium.facts.CursorStore.Turn;
import dev.atrium.kernel.Scope;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers new facts and brings them to their readers. Turns are taken tenant by tenant and reader by reader; a reader that
 * fails or hangs keeps its own facts waiting and nobody else's.
 */
public final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final int NUMBERED_AT_ONCE = 1_000;
    private static final int READ_AT_ONCE = 100;
    /** Turns that wait in memory; whoever finds no place is found again by the next look. */
    private static final int WAITING = 10_000;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LONGEST_DELAY_MS = Duration.ofHours(1).toMillis();

    private final Db db;
    private final Readers readers;
    private final int hands;
    private final Set<Turn> waiting = new LinkedHashSet<>();
    private final Set<Turn> running = new HashSet<>();

    /** @param hands turns at a time on this server; one reader has all but one of them at most */
    public Delivery(Db db, Readers readers, int hands) {
        this.db = db;
        this.readers = readers;
        this.hands = hands;
    }

    /** Numbers what is new, and begins to deliver it. Not to be called again before the future completes. */
    public Future<Void> number() {
        return CursorStore.sequence(db, NUMBERED_AT_ONCE).compose(tenants -> {
            var names = readers.names();
            tenants.forEach(numbered -> names.forEach(reader -> enlist(new Turn(numbered.tenant(), reader))));
            pump();
            long facts = tenants.stream().mapToLong(CursorStore.Numbered::facts).sum();
            return facts == NUMBERED_AT_ONCE ? number() : Future.succeededFuture();
        });
    }

    /** Finds who has not read everything: after a start, a lost hint, or a back-off. */
    public Future<Void> look() {
        var names = readers.names();
        if (names.isEmpty()) return Future.succeededFuture();
        return CursorStore.behind(db, names, WAITING / 10).map(turns -> {
            turns.forEach(this::enlist);
            pump();
            return null;
        });
    }

    /** How many turns are taken at this moment. */
    public synchronized int underWay() {
        return running.size();
    }

    /** Lets nobody begin a turn any more. */
    public synchronized void close() {
        waiting.clear();
    }

    private synchronized void enlist(Turn turn) {
        if (waiting.size() < WAITING) waiting.add(turn);
    }

    private void pump() {
        for (var turn = next(); turn != null; turn = next()) {
            var taken = turn;
            take(taken).onComplete(done -> ended(taken, done.succeeded() && done.result()));
        }
    }

    private synchronized @Nullable Turn next() {
        if (running.size() >= hands) return null;
        for (var turn : waiting) {
            long same = running.stream()
                    .filter(r -> r.reader().equals(turn.reader()))
                    .count();
            if (running.contains(turn) || same >= Math.max(1, hands - 1)) continue;
            waiting.remove(turn);
            running.add(turn);
            return turn;
        }
        return null;
    }

    private void ended(Turn turn, boolean more) {
        synchronized (this) {
            running.remove(turn);
            if (more) enlist(turn);
        }
        pump();
    }

    /** Reads one batch; true where more is there. */
    private Future<Boolean> take(Turn turn) {
        var reader = readers.find(turn.reader()).orElseThrow();
        var scope = Scope.job(turn.tenant(), turn.reader());
        var held = new AtomicReference<@Nullable Cursor>();
        var last = new AtomicLong();
        // What the database loses of it in a crash, its cursor loses too: it is read again.
        return db.redoable(
                        scope,
                        tx -> new CursorStore(tx).take(turn.reader()).compose(found -> {
                            if (found.isEmpty()
                                    || found.get().head() <= found.get().seq()) return Future.succeededFuture(false);
                            held.set(found.get());
                            return read(tx, reader, found.get(), last);
                        }))
                .recover(e -> failed(scope, turn, held.get(), last.get(), e));
    }

    private static Future<Boolean> read(Tx tx, Reader reader, Cursor cursor, AtomicLong last) {
        int limit = cursor.seq() < cursor.carefulTo() ? 1 : READ_AT_ONCE;
        return new FactStore(tx)
                .after(cursor.seq(), cursor.head(), reader.kinds().toArray(String[]::new), limit)
                .compose(facts -> {
                    boolean more = facts.size() == limit;
                    long seq = more ? facts.getLast().seq() : cursor.head();
                    if (!facts.isEmpty()) last.set(facts.getLast().seq());
                    return effect(tx, reader, facts)
                            .compose(x -> new CursorStore(tx).move(reader.name(), seq))
                            .map(more);
                });
    }

    private static Future<Void> effect(Tx tx, Reader reader, List<Recorded> facts) {
        return facts.isEmpty()
                ? Future.succeededFuture()
                : reader.read(tx, facts).timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Future<Boolean> failed(Scope scope, Turn turn, @Nullable Cursor cursor, long last, Throwable cause) {
        LOG.atWarn()
                .addKeyValue("tenant", turn.tenant())
                .log("fact reader {} failed: {}", turn.reader(), cause.toString());
        if (cursor == null) return Future.succeededFuture(false);
        return db.write(
                        scope,
                        tx -> new CursorStore(tx)
                                .failed(turn.reader(), cursor, last, delay(cursor.failures()), said(cause)))
                .map(false);
    }

    private static String said(Throwable cause) {
        var message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    /** 1 s, 2 s, 4 s … 1 h. */
    static Duration delay(int failures) {
        return Duration.ofMillis(Math.min(LONGEST_DELAY_MS, 1_000L << Math.min(20, failures)));
    }
}
