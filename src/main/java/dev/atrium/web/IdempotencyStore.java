package dev.atrium.web;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/** Keys of repeatable requests and the answers they got, kept for 24 hours. */
final class IdempotencyStore {
    // Asked first and without waiting: an insert alone would hold a connection for as long as the other request takes.
    private static final String LOCK = """
            SELECT pg_try_advisory_xact_lock(hashtextextended($1::uuid::text || ' ' || $2::uuid::text || ' ' || $3, 7246003))
            """;
    private static final String CLAIM = """
            INSERT INTO api_answer AS a (tenant_id, actor_id, key, request_hash) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant_id, actor_id, key) DO UPDATE
               SET request_hash = excluded.request_hash, status = 0, headers = '{}', body = '', created_at = portal_now()
             WHERE a.created_at <= portal_now() - interval '24 hours'
            """;
    private static final String FIND = """
            SELECT request_hash, status, headers, body FROM api_answer WHERE tenant_id = $1 AND actor_id = $2 AND key = $3
            """;
    private static final String KEEP = """
            UPDATE api_answer SET status = $4, headers = $5, body = $6 WHERE tenant_id = $1 AND actor_id = $2 AND key = $3
            """;

    /** An answer that was given before, and the hash of what it answered. */
    record Kept(Buffer requestHash, Reply.Sealed reply) {}

    private final Tx tx;
    private final UUID actor;
    private final String key;

    IdempotencyStore(Tx tx, UUID actor, String key) {
        this.tx = tx;
        this.actor = actor;
        this.key = key;
    }

    /** Whether no other request with this key is under way; holds it until the transaction ends. */
    Future<Boolean> lock() {
        return tx.first(LOCK, row -> row.getBoolean(0), tx.tenant(), actor, key).map(Optional::orElseThrow);
    }

    /** Whether the key is new, or older than a day. */
    Future<Boolean> claim(Buffer requestHash) {
        return tx.run(CLAIM, tx.tenant(), actor, key, requestHash).map(rows -> rows == 1);
    }

    Future<Kept> find() {
        return tx.first(
                        FIND,
                        row -> new Kept(
                                row.getBuffer("request_hash"),
                                Reply.Sealed.of(
                                        row.getInteger("status"),
                                        (JsonObject) row.getValue("headers"),
                                        row.getString("body"))),
                        tx.tenant(),
                        actor,
                        key)
                .map(Optional::orElseThrow);
    }

    Future<Void> keep(Reply.Sealed reply) {
        return tx.run(KEEP, tx.tenant(), actor, key, reply.status(), reply.headersAsJson(), reply.body())
                .mapEmpty();
    }
}
