package dev.atrium.communities;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Links into groups, in PostgreSQL. Those that lead nowhere any more stay for thirty days, so that one sees how often they were used. */
final class LinkStore {
    /** So many lead into a group at a time. */
    static final int MOST = 20;

    private static final String COLUMNS = """
            SELECT l.id, l.group_id, l.straight, l.most, l.used, l.created_at, l.expires_at, group_link_good(l) AS good FROM group_link l
            """;
    private static final String OPEN = COLUMNS + """
             WHERE l.tenant_id = $1 AND l.group_id = $2 AND l.revoked_at IS NULL
               AND coalesce(l.expires_at > portal_now() - interval '30 days', true) ORDER BY l.created_at DESC, l.id LIMIT 40
            """;
    private static final String ONE = COLUMNS + " WHERE l.tenant_id = $1 AND l.id = $2";
    private static final String INSERT = """
            INSERT INTO group_link (tenant_id, id, group_id, straight, most, expires_at)
            SELECT $1, $3, g.id, $4, $5, $6 FROM community_group g WHERE g.tenant_id = $1 AND g.id = $2 AND g.status = 'active'
               AND (SELECT count(*) FROM group_link l WHERE l.tenant_id = $1 AND l.group_id = $2 AND group_link_good(l)) < 20
            ON CONFLICT DO NOTHING
            """;
    private static final String REVOKE = """
            UPDATE group_link SET revoked_at = portal_now() WHERE tenant_id = $1 AND group_id = $2 AND id = $3 AND revoked_at IS NULL
            """;
    /** First the person, so that one who comes twice at once is counted once; what is full is taken back with all of it. */
    private static final String ENTER = """
            INSERT INTO membership AS m (tenant_id, group_id, contact_id, status, joined_at)
            SELECT $1, g.id, $3, CASE WHEN x.open THEN 'active' ELSE 'requested' END, CASE WHEN x.open THEN portal_now() END
              FROM group_link l JOIN community_group g ON g.tenant_id = l.tenant_id AND g.id = l.group_id
              LEFT JOIN group_invitation i ON i.tenant_id = g.tenant_id AND i.group_id = g.id AND i.contact_id = $3
                    AND i.expires_at > portal_now(),
              LATERAL (SELECT l.straight OR g.visibility = 'public' OR i.contact_id IS NOT NULL AS open) x
             WHERE l.tenant_id = $1 AND l.id = $2 AND group_link_good(l)
            ON CONFLICT (tenant_id, group_id, contact_id) DO UPDATE
               SET status = 'active', joined_at = portal_now(), note = '', version = m.version + 1
             WHERE m.status = 'requested' AND excluded.status = 'active'
            RETURNING status
            """;

    private static final String USE = """
            UPDATE group_link l SET used = l.used + 1
             WHERE l.tenant_id = $1 AND l.id = $2 AND l.revoked_at IS NULL AND coalesce(l.expires_at > portal_now(), true)
               AND coalesce(l.used < l.most, true)
            """;

    private final Tx tx;

    LinkStore(Tx tx) {
        this.tx = tx;
    }

    /** The newest first, those that have expired included for a while. */
    Future<List<JoinLink>> open(UUID group) {
        return tx.list(OPEN, LinkStore::link, tx.tenant(), group);
    }

    Future<Optional<JoinLink>> find(UUID id) {
        return tx.first(ONE, LinkStore::link, tx.tenant(), id);
    }

    /** False where there are {@link #MOST}, the group is archived, or it is there already. */
    Future<Boolean> insert(UUID group, UUID id, boolean straight, @Nullable Integer most, @Nullable Instant expires) {
        return one(tx.run(INSERT, tx.tenant(), group, id, straight, most, at(expires)));
    }

    Future<Boolean> revoke(UUID group, UUID id) {
        return one(tx.run(REVOKE, tx.tenant(), group, id));
    }

    /** {@code active} or {@code requested} as they are from now on; empty where nothing changed. Then {@link #used} must hold. */
    Future<Optional<String>> enter(UUID link, UUID contact) {
        return tx.first(ENTER, row -> row.getString(0), tx.tenant(), link, contact);
    }

    /** Counts one who came; false where the link is used up or ended meanwhile. */
    Future<Boolean> used(UUID link) {
        return one(tx.run(USE, tx.tenant(), link));
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static Future<Boolean> one(Future<Integer> rows) {
        return rows.map(n -> n == 1);
    }

    private static JoinLink link(Row row) {
        var expires = row.getOffsetDateTime("expires_at");
        return new JoinLink(
                row.getUUID("id"),
                row.getUUID("group_id"),
                row.getBoolean("straight"),
                row.getInteger("most"),
                row.getInteger("used"),
                Objects.requireNonNull(row.getOffsetDateTime("created_at")).toInstant(),
                expires == null ? null : expires.toInstant(),
                row.getBoolean("good"));
    }
}
