package dev.atrium.identity;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How an account stands, in one look at PostgreSQL. */
final class OverviewStore {
    private static final String FIND = """
            SELECT a.password_hash IS NOT NULL AS password, a.password_set_at,
                   EXISTS (SELECT FROM totp t WHERE t.tenant_id = $1 AND t.owner_id = a.id AND t.confirmed_at IS NOT NULL) AS totp,
                   EXISTS (SELECT FROM passkey p WHERE p.tenant_id = $1 AND p.owner_id = a.id) AS passkey,
                   (SELECT count(*)::int FROM (SELECT 1 FROM session s WHERE s.tenant_id = $1 AND s.account_id = a.id
                       AND s.ends_at > portal_now() AND s.last_seen_at > portal_now() - interval '14 days' LIMIT 50) x) AS devices,
                   (SELECT count(*)::int FROM (SELECT 1 FROM notification_choice n WHERE n.tenant_id = $1
                       AND n.contact_id = a.contact_id LIMIT 100) x) AS choices,
                   (SELECT to_char(q.begins, 'HH24:MI') || ' – ' || to_char(q.ends, 'HH24:MI') FROM quiet_hours q
                     WHERE q.tenant_id = $1 AND q.contact_id = a.contact_id) AS quiet,
                   (SELECT count(*)::int FROM (SELECT 1 FROM api_key k WHERE k.tenant_id = $1 AND k.account_id = a.id
                       AND k.revoked_at IS NULL AND k.expires_at > portal_now() LIMIT 50) x) AS keys,
                   (SELECT e.due_at FROM erasure e WHERE e.tenant_id = $1 AND e.contact_id = a.contact_id
                       AND e.state = 'pending') AS erased_at,
                   EXISTS (SELECT FROM email_change c WHERE c.tenant_id = $1 AND c.account_id = a.id AND c.session_id = $3
                       AND c.state = 'open' AND c.created_at > portal_now() - interval '2 hours') AS moving
              FROM account a WHERE a.tenant_id = $1 AND a.id = $2
            """;

    /** @param quiet the hours without mail, empty where there are none */
    record State(
            boolean password,
            @Nullable Instant passwordSetAt,
            boolean totp,
            boolean passkey,
            int devices,
            int choices,
            String quiet,
            int keys,
            @Nullable Instant erasedAt,
            boolean moving) {}

    private final Tx tx;

    OverviewStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<State>> find(UUID account, UUID session) {
        return tx.first(FIND, OverviewStore::state, tx.tenant(), account, session);
    }

    private static State state(Row row) {
        var quiet = row.getString("quiet");
        return new State(
                row.getBoolean("password"),
                instant(row, "password_set_at"),
                row.getBoolean("totp"),
                row.getBoolean("passkey"),
                row.getInteger("devices"),
                row.getInteger("choices"),
                quiet == null ? "" : quiet,
                row.getInteger("keys"),
                instant(row, "erased_at"),
                row.getBoolean("moving"));
    }

    private static @Nullable Instant instant(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
