package dev.atrium.jobs;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Jobs in PostgreSQL. */
final class JobStore {
    /** What was due before anybody asked for it has been wanted since it was asked for: it is no older than that. */
    private static final String SCHEDULE = """
            INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at, payload, though_closed)
            VALUES ($1, $2, $3, $4, $5, greatest($5, portal_now()), $6, $7)
            ON CONFLICT (tenant_id, kind, key) WHERE state = 'queued' DO UPDATE
               SET due_at = excluded.due_at, wanted_at = excluded.wanted_at, payload = excluded.payload,
                   attempts = 0, again = job.leased_until IS NOT NULL
            """;

    private static final String CANCEL =
            "DELETE FROM job WHERE tenant_id = $1 AND kind = $2 AND key = $3 AND state = 'queued'";
    private static final String CLAIM = """
            SELECT tenant_id, id, kind, key, payload, attempts, fence FROM sys_job_claim($1, $2, $3, $4)
            """;
    private static final String WAITING = "SELECT queued, late, dead FROM sys_job_waiting()";
    private static final String DONE = """
            UPDATE job SET state = CASE WHEN again THEN 'queued' ELSE 'done' END,
                   finished_at = CASE WHEN again THEN NULL ELSE portal_now() END,
                   attempts = CASE WHEN again THEN 0 ELSE attempts END, again = false, leased_until = NULL, last_error = ''
             WHERE tenant_id = $1 AND id = $2 AND state = 'queued' AND fence = $3
            """;
    private static final String LATER = """
            UPDATE job SET due_at = CASE WHEN again THEN due_at ELSE portal_now() + make_interval(secs => $4) END,
                   attempts = CASE WHEN again THEN 0 ELSE attempts END, again = false, leased_until = NULL,
                   last_error = left($5, 500),
                   state = CASE WHEN over THEN 'dead' ELSE 'queued' END,
                   finished_at = CASE WHEN over THEN portal_now() END
              FROM (SELECT tenant_id AS t, id AS i, NOT again AND ($6 OR wanted_at < portal_now() - make_interval(secs => $7)) AS over
                      FROM job WHERE tenant_id = $1 AND id = $2 AND state = 'queued' AND fence = $3 FOR UPDATE) now
             WHERE tenant_id = t AND id = i
            RETURNING state
            """;
    private static final String DEAD = """
            SELECT id, kind, key, attempts, last_error, finished_at FROM job
             WHERE tenant_id = $1 AND state = 'dead' ORDER BY finished_at DESC, id DESC LIMIT $2
            """;
    private static final String EXISTS = "SELECT 1 FROM job WHERE tenant_id = $1 AND id = $2";
    private static final String RETRY = """
            UPDATE job SET state = 'queued', finished_at = NULL, attempts = 0, leased_until = NULL,
                   due_at = portal_now(), wanted_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND state = 'dead' AND NOT EXISTS (
               SELECT 1 FROM job o WHERE o.tenant_id = $1 AND o.kind = job.kind AND o.key = job.key AND o.state = 'queued')
            """;

    private final Tx tx;

    JobStore(Tx tx) {
        this.tx = tx;
    }

    static Future<List<Job>> claim(Db db, int wanted, int perTenant, List<JobKind> kinds) {
        var names = kinds.stream().map(JobKind::name).toArray(String[]::new);
        var leases = kinds.stream()
                .map(kind -> (int) kind.limits().lease().toSeconds())
                .toArray(Integer[]::new);
        return db.system(CLAIM, JobStore::job, wanted, perTenant, names, leases);
    }

    static Future<Jobs.Backlog> backlog(Db db) {
        return db.system(WAITING, row -> new Jobs.Backlog(row.getLong(0), row.getLong(1), row.getLong(2)))
                .map(List::getFirst);
    }

    Future<Integer> schedule(
            UUID id, String kind, String key, Instant dueAt, JsonObject payload, boolean thoughClosed) {
        return tx.run(SCHEDULE, tx.tenant(), id, kind, key, dueAt.atOffset(ZoneOffset.UTC), payload, thoughClosed);
    }

    Future<Integer> cancel(String kind, String key) {
        return tx.run(CANCEL, tx.tenant(), kind, key);
    }

    /** 0 where the job is no longer this claim's. */
    Future<Integer> done(Job job) {
        return tx.run(DONE, tx.tenant(), job.id(), job.fence());
    }

    /** Due again after {@code delay}, or given up where {@code hopeless} or older than {@code age}; its state, if it is this claim's. */
    Future<Optional<String>> later(Job job, Duration delay, String error, boolean hopeless, Duration age) {
        return tx.first(
                LATER,
                row -> row.getString(0),
                tx.tenant(),
                job.id(),
                job.fence(),
                delay.toMillis() / 1000.0,
                error,
                hopeless,
                (double) age.toSeconds());
    }

    Future<List<Jobs.Dead>> dead(int limit) {
        return tx.list(
                DEAD,
                row -> new Jobs.Dead(
                        row.getUUID("id"),
                        row.getString("kind"),
                        row.getString("key"),
                        row.getInteger("attempts"),
                        row.getString("last_error"),
                        row.getOffsetDateTime("finished_at").toInstant()),
                tx.tenant(),
                limit);
    }

    Future<Boolean> exists(UUID id) {
        return tx.first(EXISTS, row -> true, tx.tenant(), id).map(found -> found.orElse(false));
    }

    Future<Integer> retry(UUID id) {
        return tx.run(RETRY, tx.tenant(), id);
    }

    private static Job job(Row row) {
        return new Job(
                row.getUUID("tenant_id"),
                row.getUUID("id"),
                row.getString("kind"),
                row.getString("key"),
                row.getJsonObject("payload"),
                row.getInteger("attempts"),
                row.getLong("fence"));
    }
}
