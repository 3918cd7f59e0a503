package dev.atrium.webhooks;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Leases, tries and circuits in PostgreSQL. Every change asks for the lease's own number. */
final class CourierStore {
    private static final String CLAIM =
            "SELECT tenant_id, id, fence FROM sys_webhook_claim($1, $2, make_interval(secs => $3))";
    private static final String WAITING = "SELECT queued, dead, broken, disabled FROM sys_webhook_waiting()";
    private static final String NEXT = """
            SELECT d.message_id, d.event, d.body, d.attempts, e.url, e.secret,
                   CASE WHEN e.old_until > portal_now() THEN e.old_secret END AS old_secret
              FROM webhook_endpoint e
              JOIN webhook_delivery d ON d.tenant_id = e.tenant_id AND d.endpoint_id = e.id
             WHERE e.tenant_id = $1 AND e.id = $2 AND e.fence = $3 AND e.state = 'on'
               AND (e.open_until IS NULL OR e.open_until <= portal_now())
               AND d.state = 'queued' AND d.due_at <= portal_now()
             ORDER BY d.seq, d.created_at, d.message_id LIMIT 1
            """;
    private static final String RELEASE =
            "UPDATE webhook_endpoint SET leased_until = NULL WHERE tenant_id = $1 AND id = $2 AND fence = $3";
    private static final String HEALTHY = """
            UPDATE webhook_endpoint e SET failures = 0, failing_since = NULL, open_until = NULL, succeeded_at = portal_now()
              FROM (SELECT id, failures FROM webhook_endpoint WHERE tenant_id = $1 AND id = $2 AND fence = $3 FOR UPDATE) was
             WHERE e.tenant_id = $1 AND e.id = was.id
            RETURNING was.failures
            """;
    private static final String FAILING = """
            UPDATE webhook_endpoint e
               SET failures = e.failures + 1, failing_since = coalesce(e.failing_since, portal_now()),
                   open_until = CASE WHEN $4 > 0 THEN portal_now() + make_interval(secs => $4) END,
                   state = CASE WHEN over THEN 'disabled' ELSE e.state END,
                   disabled_at = CASE WHEN over THEN portal_now() ELSE e.disabled_at END,
                   version = e.version + CASE WHEN over THEN 1 ELSE 0 END
              FROM (SELECT id, state = 'on' AND ($5 OR failing_since < portal_now() - interval '3 days') AS over
                      FROM webhook_endpoint WHERE tenant_id = $1 AND id = $2 AND fence = $3 FOR UPDATE) was
             WHERE e.tenant_id = $1 AND e.id = was.id
            RETURNING was.over IS TRUE AS disabled, e.url
            """;
    private static final String FAILURES =
            "SELECT failures FROM webhook_endpoint WHERE tenant_id = $1 AND id = $2 AND fence = $3";
    private static final String DELIVERED = """
            UPDATE webhook_delivery SET state = 'delivered', attempts = attempts + 1, finished_at = portal_now()
             WHERE tenant_id = $1 AND endpoint_id = $2 AND message_id = $3 AND state = 'queued'
            """;
    private static final String LATER = """
            UPDATE webhook_delivery SET attempts = attempts + 1, due_at = portal_now() + make_interval(secs => $4),
                   state = CASE WHEN attempts + 1 >= $5 THEN 'dead' ELSE 'queued' END,
                   finished_at = CASE WHEN attempts + 1 >= $5 THEN portal_now() END
             WHERE tenant_id = $1 AND endpoint_id = $2 AND message_id = $3 AND state = 'queued'
            """;
    private static final String LOG = """
            INSERT INTO webhook_attempt (tenant_id, endpoint_id, message_id, id, status, failure, ms, answer)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8
              FROM webhook_delivery d WHERE d.tenant_id = $1 AND d.endpoint_id = $2 AND d.message_id = $3
            """;
    /** After a recovery nothing waits for its own hour any more. */
    private static final String HURRY = """
            UPDATE webhook_delivery SET due_at = portal_now()
             WHERE tenant_id = $1 AND endpoint_id = $2 AND state = 'queued' AND attempts > 0 AND due_at > portal_now()
            """;

    private static final String GIVE_UP = """
            UPDATE webhook_delivery SET state = 'dead', finished_at = portal_now()
             WHERE tenant_id = $1 AND endpoint_id = $2 AND state = 'queued'
            """;

    /** An endpoint in hand until the lease ends. */
    record Claim(UUID tenant, UUID endpoint, long fence) {}

    /** The next thing to send. Secrets are sealed. */
    record Parcel(
            UUID message,
            String event,
            String body,
            int attempts,
            String url,
            Buffer secret,
            @Nullable Buffer oldSecret) {}

    /** How a try ended. */
    record Ended(UUID id, @Nullable Integer status, String failure, int ms, String answer) {}

    /** What a failure did to the endpoint. */
    record Blow(boolean disabled, String url) {}

    private final Tx tx;

    CourierStore(Tx tx) {
        this.tx = tx;
    }

    static Future<List<Claim>> claim(Db db, int wanted, int perTenant, Duration lease) {
        return db.system(
                CLAIM, row -> new Claim(row.getUUID(0), row.getUUID(1), row.getLong(2)), wanted, perTenant, (double)
                        lease.toSeconds());
    }

    static Future<Webhooks.Backlog> backlog(Db db) {
        return db.system(
                        WAITING,
                        row -> new Webhooks.Backlog(row.getLong(0), row.getLong(1), row.getLong(2), row.getLong(3)))
                .map(List::getFirst);
    }

    Future<Optional<Parcel>> next(Claim claim) {
        return tx.first(NEXT, CourierStore::parcel, tx.tenant(), claim.endpoint(), claim.fence());
    }

    Future<Integer> release(Claim claim) {
        return tx.run(RELEASE, tx.tenant(), claim.endpoint(), claim.fence());
    }

    /** The failures in a row before this success; empty where the lease is another's, and nothing was changed. */
    Future<Optional<Integer>> healthy(Claim claim) {
        return tx.first(HEALTHY, row -> row.getInteger(0), tx.tenant(), claim.endpoint(), claim.fence());
    }

    /** Failures in a row so far; empty where the lease is another's. */
    Future<Optional<Integer>> failures(Claim claim) {
        return tx.first(FAILURES, row -> row.getInteger(0), tx.tenant(), claim.endpoint(), claim.fence());
    }

    /** Counts a failure; {@code gone} where the receiver says that it wants nothing any more. */
    Future<Optional<Blow>> failing(Claim claim, Duration open, boolean gone) {
        return tx.first(
                FAILING,
                row -> new Blow(row.getBoolean("disabled"), row.getString("url")),
                tx.tenant(),
                claim.endpoint(),
                claim.fence(),
                open.toMillis() / 1000.0,
                gone);
    }

    Future<Integer> delivered(Claim claim, UUID message) {
        return tx.run(DELIVERED, tx.tenant(), claim.endpoint(), message);
    }

    Future<Integer> later(Claim claim, UUID message, Duration delay, int tries) {
        return tx.run(LATER, tx.tenant(), claim.endpoint(), message, delay.toMillis() / 1000.0, tries);
    }

    Future<Integer> log(Claim claim, UUID message, Ended ended) {
        return tx.run(
                LOG,
                tx.tenant(),
                claim.endpoint(),
                message,
                ended.id(),
                ended.status(),
                ended.failure(),
                ended.ms(),
                ended.answer());
    }

    Future<Integer> hurry(UUID endpoint) {
        return tx.run(HURRY, tx.tenant(), endpoint);
    }

    Future<Integer> giveUp(UUID endpoint) {
        return tx.run(GIVE_UP, tx.tenant(), endpoint);
    }

    private static Parcel parcel(Row row) {
        return new Parcel(
                row.getUUID("message_id"),
                row.getString("event"),
                row.getString("body"),
                row.getInteger("attempts"),
                row.getString("url"),
                row.getBuffer("secret"),
                row.getBuffer("old_secret"));
    }
}
