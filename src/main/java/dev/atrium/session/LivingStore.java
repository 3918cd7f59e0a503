package dev.atrium.session;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Which of many sessions and keys have not ended, in one question for all of them. */
final class LivingStore {
    /** How many may be asked for at a time. */
    static final int MANY = 1_000;

    private static final String SESSIONS =
            """
            SELECT h.id, h.account_id, a.contact_id, h.ends_at, AUDIENCES, LACKS
              FROM (SELECT s.id, s.account_id, least(s.ends_at, s.last_seen_at + interval '14 days') AS ends_at
                      FROM session s WHERE s.tenant_id = $1 AND s.id = ANY ($2::uuid[])
                     UNION ALL
                    SELECT k.id, k.account_id, k.expires_at
                      FROM api_key k WHERE k.tenant_id = $1 AND k.id = ANY ($2::uuid[]) AND k.revoked_at IS NULL) h
              JOIN account a ON a.tenant_id = $1 AND a.id = h.account_id AND a.status = 'active'
              JOIN contact c ON c.tenant_id = $1 AND c.id = a.contact_id
             WHERE h.ends_at > portal_now()
             LIMIT $3
            """.replace("AUDIENCES", SessionStore.AUDIENCES).replace("LACKS", SessionStore.LACKS);
    private static final String KEYS = """
            SELECT k.id, k.expires_at FROM api_key k
             WHERE k.tenant_id = $1 AND k.id = ANY ($2::uuid[]) AND k.account_id IS NULL AND k.revoked_at IS NULL
               AND k.expires_at > portal_now()
             LIMIT $3
            """;

    private final Tx tx;

    LivingStore(Tx tx) {
        this.tx = tx;
    }

    Future<Map<UUID, Living>> sessions(List<UUID> ids) {
        return tx.list(SESSIONS, LivingStore::living, tx.tenant(), ids.toArray(UUID[]::new), MANY)
                .map(rows -> {
                    Map<UUID, Living> living = new HashMap<>();
                    rows.forEach(row -> living.put(row.id(), row));
                    return living;
                });
    }

    /** Keys of the business, and when each ends. */
    Future<Map<UUID, Instant>> keys(List<UUID> ids) {
        return tx.list(
                        KEYS,
                        row -> Map.entry(row.getUUID("id"), instant(row, "expires_at")),
                        tx.tenant(),
                        ids.toArray(UUID[]::new),
                        MANY)
                .map(rows -> {
                    Map<UUID, Instant> ends = new HashMap<>();
                    rows.forEach(row -> ends.put(row.getKey(), row.getValue()));
                    return ends;
                });
    }

    private static Living living(Row row) {
        return new Living(
                row.getUUID("id"),
                row.getUUID("account_id"),
                row.getUUID("contact_id"),
                Set.of(row.getArrayOfUUIDs("audiences")),
                Set.of(row.getArrayOfStrings("lacks")),
                instant(row, "ends_at"));
    }

    private static Instant instant(Row row, String column) {
        return Objects.requireNonNull(row.getOffsetDateTime(column)).toInstant();
    }
}
