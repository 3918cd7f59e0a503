package dev.atrium.webhooks;

import dev.atrium.db.Tx;
import dev.atrium.facts.Recorded;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Page;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is to be sent, and was, in PostgreSQL. */
final class DeliveryStore {
    /** That wait for one endpoint; what comes then is counted and not kept. */
    static final int MOST_WAITING = 10_000;
    /** Sent again by one press of a button. */
    static final int MOST_AGAIN = 10_000;

    // One statement for all endpoints and all facts of a batch, and once in effect however often the batch is read.
    private static final String ENQUEUE = """
            WITH fresh AS (
              SELECT e.id AS endpoint_id, f.message_id, f.event, f.seq, f.body, f.contact_id,
                     (SELECT count(*) FROM webhook_delivery w WHERE w.tenant_id = $1 AND w.endpoint_id = e.id AND w.state = 'queued')
                       + row_number() OVER (PARTITION BY e.id ORDER BY f.seq) <= $3 AS fits
                FROM jsonb_to_recordset($2::jsonb) AS f (message_id uuid, event text, seq bigint, body text, contact_id uuid, at timestamptz)
                JOIN webhook_endpoint e ON e.tenant_id = $1 AND e.state = 'on' AND f.event = ANY (e.events) AND f.at >= e.created_at
                     AND ($4::uuid IS NULL OR e.id = $4)),
            missed AS (
              UPDATE webhook_endpoint e SET missed = e.missed + m.facts
                FROM (SELECT endpoint_id, count(*) AS facts FROM fresh WHERE NOT fits GROUP BY endpoint_id) m
               WHERE e.tenant_id = $1 AND e.id = m.endpoint_id)
            INSERT INTO webhook_delivery (tenant_id, endpoint_id, message_id, event, seq, body, contact_id)
            SELECT $1, f.endpoint_id, f.message_id, f.event, f.seq, f.body, f.contact_id
              FROM fresh f WHERE f.fits
            ON CONFLICT (tenant_id, endpoint_id, message_id) DO NOTHING
            """;
    private static final String ONE_MORE = """
            INSERT INTO webhook_delivery (tenant_id, endpoint_id, message_id, event, seq, body)
            SELECT $1, e.id, $3, $4, 0, $5 FROM webhook_endpoint e WHERE e.tenant_id = $1 AND e.id = $2
            ON CONFLICT (tenant_id, endpoint_id, message_id) DO NOTHING
            """;
    private static final String SEEN = """
            SELECT d.message_id, d.event, d.state, d.attempts, d.created_at, d.due_at, d.finished_at, d.body, l.status, l.failure
              FROM webhook_delivery d
              LEFT JOIN LATERAL (SELECT a.status, a.failure FROM webhook_attempt a
                                  WHERE a.tenant_id = $1 AND a.endpoint_id = d.endpoint_id AND a.message_id = d.message_id
                                  ORDER BY a.at DESC, a.id DESC LIMIT 1) l ON true
             WHERE d.tenant_id = $1 AND d.endpoint_id = $2
            """;
    private static final String LIST = SEEN + """
             AND ($3 = '' OR d.state = $3)
             AND ($4::timestamptz IS NULL OR (d.created_at, d.message_id) < ($4, $5))
             ORDER BY d.created_at DESC, d.message_id DESC LIMIT $6
            """;
    private static final String ONE = SEEN + " AND d.message_id = $3";
    private static final String TRIES = """
            SELECT at, status, failure, ms, answer FROM webhook_attempt
             WHERE tenant_id = $1 AND endpoint_id = $2 AND message_id = $3 ORDER BY at DESC, id DESC LIMIT 100
            """;
    private static final String AGAIN = """
            UPDATE webhook_delivery SET state = 'queued', attempts = 0, due_at = portal_now(), finished_at = NULL
             WHERE tenant_id = $1 AND endpoint_id = $2 AND message_id = $3
            """;
    private static final String ALL_AGAIN = """
            UPDATE webhook_delivery d SET state = 'queued', attempts = 0, due_at = portal_now(), finished_at = NULL
             WHERE (d.tenant_id, d.endpoint_id, d.message_id) IN
               (SELECT x.tenant_id, x.endpoint_id, x.message_id FROM webhook_delivery x
                 WHERE x.tenant_id = $1 AND x.endpoint_id = $2 AND x.state = 'dead' AND x.created_at >= $3
                 ORDER BY x.seq LIMIT $4)
            """;
    private static final String FORGET_MISSED =
            "UPDATE webhook_endpoint SET missed = 0 WHERE tenant_id = $1 AND id = $2 AND missed > 0";
    private static final String UNSENT = """
            SELECT f.id, f.seq, f.kind, f.at, f.actor_kind, f.actor_id, f.contact_id, f.object, f.object_id, f.data
              FROM fact f JOIN webhook_endpoint e ON e.tenant_id = $1 AND e.id = $2
             WHERE f.tenant_id = $1 AND f.seq IS NOT NULL AND f.at >= greatest($3, e.created_at) AND f.kind = ANY (e.events)
               AND NOT EXISTS (SELECT FROM webhook_delivery d
                                WHERE d.tenant_id = $1 AND d.endpoint_id = $2 AND d.message_id = f.id)
             ORDER BY f.seq LIMIT $4
            """;
    private static final String COUNT = """
            SELECT count(*) FILTER (WHERE state = 'queued') AS queued, count(*) FILTER (WHERE state = 'delivered') AS delivered,
                   count(*) FILTER (WHERE state = 'dead') AS dead
              FROM webhook_delivery WHERE tenant_id = $1 AND endpoint_id = $2
            """;

    /** How many of each state there are, of the last thirty days. */
    record Counts(long queued, long delivered, long dead) {}

    private final Tx tx;

    DeliveryStore(Tx tx) {
        this.tx = tx;
    }

    /** Queues each fact at every endpoint that wants it. */
    Future<Integer> enqueue(List<Recorded> facts, EventKinds kinds) {
        return enqueue(facts, null, kinds);
    }

    /** The same for one endpoint alone. */
    Future<Integer> enqueue(List<Recorded> facts, @Nullable UUID endpoint, EventKinds kinds) {
        var rows = new JsonArray();
        for (var fact : facts) {
            var contact = fact.contact();
            rows.add(new JsonObject()
                    .put("message_id", fact.id().toString())
                    .put("event", fact.kind())
                    .put("seq", fact.seq())
                    .put("body", kinds.body(fact))
                    .put("contact_id", contact == null ? null : contact.toString())
                    .put("at", fact.at().toString()));
        }
        return tx.run(ENQUEUE, tx.tenant(), rows, (long) MOST_WAITING, endpoint);
    }

    /** One message to one endpoint; false where it was queued before. */
    Future<Boolean> add(UUID endpoint, UUID message, String event, String body) {
        return tx.run(ONE_MORE, tx.tenant(), endpoint, message, event, body).map(rows -> rows == 1);
    }

    /** The newest first; {@code state} may be empty. */
    Future<List<Delivered>> list(UUID endpoint, String state, Page.Wanted page) {
        var after = page.after();
        return tx.list(
                LIST,
                Delivered::from,
                tx.tenant(),
                endpoint,
                state,
                after.map(Cursor::time)
                        .map(at -> OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                        .orElse(null),
                after.map(Cursor::id).orElse(null),
                page.rows());
    }

    Future<Optional<Delivered.Whole>> find(UUID endpoint, UUID message) {
        var tries = tx.list(TRIES, Delivered.Attempt::from, tx.tenant(), endpoint, message);
        return tx.first(
                        ONE,
                        row -> new Seen(Delivered.from(row), row.getString("body")),
                        tx.tenant(),
                        endpoint,
                        message)
                .compose(found ->
                        tries.map(all -> found.map(seen -> new Delivered.Whole(seen.delivery(), seen.body(), all))));
    }

    private record Seen(Delivered delivery, String body) {}

    /** Whether there is such a message; it is due now, with all its tries, whatever became of it. */
    Future<Boolean> again(UUID endpoint, UUID message) {
        return tx.run(AGAIN, tx.tenant(), endpoint, message).map(rows -> rows == 1);
    }

    /** How many that were given up since are due now. */
    Future<Integer> allAgain(UUID endpoint, Instant since) {
        return tx.run(ALL_AGAIN, tx.tenant(), endpoint, since.atOffset(ZoneOffset.UTC), MOST_AGAIN);
    }

    /** Facts since then that it wants and that were never queued for it: it was off, disabled or had too many waiting. */
    Future<List<Recorded>> unsent(UUID endpoint, Instant since, int most) {
        tx.run(FORGET_MISSED, tx.tenant(), endpoint);
        return tx.list(UNSENT, DeliveryStore::recorded, tx.tenant(), endpoint, since.atOffset(ZoneOffset.UTC), most);
    }

    Future<Counts> count(UUID endpoint) {
        return tx.first(
                        COUNT,
                        row -> new Counts(row.getLong("queued"), row.getLong("delivered"), row.getLong("dead")),
                        tx.tenant(),
                        endpoint)
                .map(Optional::orElseThrow);
    }

    private static Recorded recorded(Row row) {
        return new Recorded(
                row.getUUID("id"),
                row.getLong("seq"),
                row.getString("kind"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("actor_kind"),
                row.getUUID("actor_id"),
                row.getUUID("contact_id"),
                row.getString("object"),
                row.getUUID("object_id"),
                row.getJsonObject("data"));
    }
}
