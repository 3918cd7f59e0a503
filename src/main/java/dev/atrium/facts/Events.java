package dev.atrium.facts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Principal;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The door to the fact log. */
public final class Events {
    /** Bus address: something was recorded and waits for its number. */
    public static final String WAKE = "facts.wake";

    /** Over all tenants: facts without a number, and readers that keep failing. */
    public record Backlog(long fresh, long stuck) {}

    /** Where a page of a history ends. */
    public record Place(Instant at, UUID id) {}

    private Events() {}

    /**
     * Records {@code fact} in the transaction of the change: after the commit every reader gets it, in order and once in
     * effect; after a rollback it never happened.
     */
    public static Future<Void> record(Tx tx, Fact fact) {
        tx.hint(WAKE);
        return new FactStore(tx).insert(Ids.next(), fact).mapEmpty();
    }

    /** A fact and who did it, where that is not whose transaction it is. */
    public record Done(Fact fact, Principal by) {}

    /** The same for what several people did in one transaction, by one statement. */
    public static Future<Void> record(Tx tx, List<Done> done) {
        if (done.isEmpty()) return Future.succeededFuture();
        tx.hint(WAKE);
        return new FactStore(tx).insertAll(done).mapEmpty();
    }

    /** What happened to a contact, newest first: of {@code kinds} those before {@code place}, at most {@code limit}. */
    public static Future<List<Recorded>> about(
            Tx tx, UUID contact, List<FactKind> kinds, @Nullable Place place, int limit) {
        return new FactStore(tx)
                .about(contact, kinds.stream().map(FactKind::name).toArray(String[]::new), place, limit);
    }

    /** How the log stands now. */
    public static Future<Backlog> backlog(Db db) {
        return CursorStore.backlog(db);
    }
}
