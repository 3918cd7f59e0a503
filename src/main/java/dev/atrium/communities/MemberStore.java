package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.web.Faces;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The people of a group, as its members see them. */
final class MemberStore {
    /** {@code $3} is who looks; null for staff, who see everything. */
    private static final String MEMBERS = """
            SELECT m.contact_id, c.full_name, m.role, m.status, m.joined_at, m.requested_at, m.note, m.reason,
                   CASE WHEN m.muted_until > portal_now() THEN m.muted_until END AS muted_until,
                   $3::uuid IS NULL OR profile_seen($1, $3, m.contact_id) AS seen,
                   EXISTS (SELECT FROM person_follow f WHERE f.tenant_id = $1 AND f.contact_id = $3 AND f.followed_id = m.contact_id) AS followed,
                   a.id AS account_id, coalesce(a.avatar, '') AS avatar, coalesce(a.time_zone, '') AS time_zone, c.phone, c.fields
              FROM membership m
              JOIN contact c ON c.tenant_id = m.tenant_id AND c.id = m.contact_id
              LEFT JOIN LATERAL (SELECT x.id, x.avatar, x.time_zone FROM account x
                                  WHERE x.tenant_id = m.tenant_id AND x.contact_id = m.contact_id LIMIT 1) a ON true
             WHERE m.tenant_id = $1 AND m.group_id = $2
            """;

    private static final String PAGE = MEMBERS + """
               AND m.status = 'active' AND ($4 = '' OR position(lower($4) IN lower(c.full_name)) > 0)
               AND ($5 = '' OR m.role = $5)
               AND ($6::timestamptz IS NULL OR (m.joined_at, m.contact_id) < ($6, $7))
             ORDER BY m.joined_at DESC, m.contact_id DESC LIMIT $8
            """;
    private static final String FOLLOWED = PAGE.replace(
            "ORDER BY",
            "AND EXISTS (SELECT FROM person_follow f WHERE f.tenant_id = $1 AND f.contact_id = $3 AND f.followed_id = m.contact_id) ORDER BY");
    private static final String RUNNING = MEMBERS + """
               AND m.status = 'active' AND m.role <> 'member'
             ORDER BY array_position(ARRAY['owner', 'admin', 'moderator'], m.role), lower(c.full_name), m.contact_id LIMIT 50
            """;
    private static final String STANDING = MEMBERS + """
               AND m.status = $4 ORDER BY m.requested_at, m.contact_id LIMIT 200
            """;
    private static final String ONE = MEMBERS + " AND m.contact_id = $4";

    /**
     * Somebody of a group.
     *
     * @param status active, requested or banned
     * @param seen whether who looks may see what they say of themselves; the rest is empty where not
     * @param followed whether who looks follows them
     */
    record Member(
            UUID contact,
            String name,
            String role,
            String status,
            @Nullable Instant joinedAt,
            Instant requestedAt,
            String note,
            String reason,
            @Nullable Instant mutedUntil,
            boolean seen,
            boolean followed,
            String avatarUrl,
            String timeZone,
            String phone,
            JsonObject fields) {
        Cursor place() {
            return Cursor.at(Objects.requireNonNull(joinedAt), contact);
        }
    }

    private final Tx tx;
    private final UUID group;
    private final @Nullable UUID viewer;

    /** @param viewer the contact who looks; null for staff */
    MemberStore(Tx tx, UUID group, @Nullable UUID viewer) {
        this.tx = tx;
        this.group = group;
        this.viewer = viewer;
    }

    /** Those who came last first. */
    Future<List<Member>> page(String words, String role, Optional<Cursor> after, int limit) {
        return page(PAGE, words, role, after, limit);
    }

    /** The same of those whom who looks follows. */
    Future<List<Member>> followed(String words, Optional<Cursor> after, int limit) {
        return page(FOLLOWED, words, "", after, limit);
    }

    private Future<List<Member>> page(String sql, String words, String role, Optional<Cursor> after, int limit) {
        var at = after.map(cursor -> cursor.time().atOffset(ZoneOffset.UTC)).orElse(null);
        var id = after.map(Cursor::id).orElse(null);
        return tx.list(sql, MemberStore::member, tx.tenant(), group, viewer, words, role, at, id, limit);
    }

    /** Owner, admins and moderators, at most fifty. */
    Future<List<Member>> running() {
        return tx.list(RUNNING, MemberStore::member, tx.tenant(), group, viewer);
    }

    /** Those who wait, or who are banned: the oldest first, at most two hundred. */
    Future<List<Member>> standing(String status) {
        return tx.list(STANDING, MemberStore::member, tx.tenant(), group, viewer, status);
    }

    /** Whatever their status is. */
    Future<Optional<Member>> find(UUID contact) {
        return tx.first(ONE, MemberStore::member, tx.tenant(), group, viewer, contact);
    }

    private static Member member(Row row) {
        boolean seen = row.getBoolean("seen");
        var account = row.getUUID("account_id");
        return new Member(
                row.getUUID("contact_id"),
                row.getString("full_name"),
                row.getString("role"),
                row.getString("status"),
                time(row, "joined_at"),
                Objects.requireNonNull(time(row, "requested_at")),
                row.getString("note"),
                row.getString("reason"),
                time(row, "muted_until"),
                seen,
                row.getBoolean("followed"),
                seen && account != null ? Faces.url(account, row.getString("avatar")) : "",
                seen ? row.getString("time_zone") : "",
                seen ? row.getString("phone") : "",
                seen ? row.getJsonObject("fields") : new JsonObject());
    }

    private static @Nullable Instant time(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
