package dev.atrium.jobs;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The door to work that falls due. A job is scheduled in the transaction of whatever causes it: after the commit it is
 * certain to be tried, after a rollback it never existed.
 */
public final class Jobs {
    /** Bus address: something may be due. */
    public static final String WAKE = "jobs.wake";

    /** Over all tenants: jobs that wait, those that have been due for ten minutes, and those that were given up. */
    public record Backlog(long queued, long late, long dead) {}

    /** A job that was given up, for an operator's eye. */
    public record Dead(UUID id, String kind, String key, int attempts, String error, Instant at) {}

    private Jobs() {}

    /**
     * Sees to it that a job of {@code kind} runs at {@code dueAt} or soon after. Where one of the same {@code key} is open,
     * its time and payload are changed; where a worker has it in hand at this moment, it runs once more.
     *
     * @param key at most 200 characters
     * @param payload at most 64 KiB as text; ids, and no names or secrets
     */
    public static Future<Void> schedule(Tx tx, String kind, String key, Instant dueAt, JsonObject payload) {
        tx.hint(WAKE);
        return new JobStore(tx)
                .schedule(Ids.next(), kind, key, dueAt, payload, false)
                .mapEmpty();
    }

    /** The same for work that does not wait until a suspended portal is open again: word of the closing itself. */
    public static Future<Void> scheduleThoughClosed(Tx tx, String kind, String key, Instant dueAt, JsonObject payload) {
        tx.hint(WAKE);
        return new JobStore(tx)
                .schedule(Ids.next(), kind, key, dueAt, payload, true)
                .mapEmpty();
    }

    /** Takes back the open job of {@code key}; true where there was one. A worker that has it in hand cannot finish it. */
    public static Future<Boolean> cancel(Tx tx, String kind, String key) {
        return new JobStore(tx).cancel(kind, key).map(gone -> gone == 1);
    }

    /** How the work stands now, over all tenants. */
    public static Future<Backlog> backlog(Db db) {
        return JobStore.backlog(db);
    }

    /** What the tenant has given up, newest first, at most {@code limit}. */
    public static Future<List<Dead>> dead(Tx tx, int limit) {
        return new JobStore(tx).dead(limit);
    }

    /**
     * Lets a job that was given up run again at once, with all its attempts; fails with {@code not-found}, or with
     * {@code job-not-dead} where it was retried or replaced meanwhile.
     */
    public static Future<Void> retry(Tx tx, UUID id) {
        tx.hint(WAKE);
        var store = new JobStore(tx);
        return store.exists(id).compose(known -> {
            if (!known) throw Problem.notFound();
            return store.retry(id).map(rows -> {
                if (rows == 0) throw Problem.of(409, "job-not-dead");
                return null;
            });
        });
    }
}
