package dev.atrium.communities;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Groups in PostgreSQL, as the business and those who look for one see them. */
final class GroupStore {
    static final int FOUND = 60;

    static final String COLUMNS = """
            g.id, g.slug, g.name, g.description, g.visibility, g.accent, g.cover_id, g.icon, g.inviting = 'members' AS members_invite,
            g.first_posts, g.chatting, g.points_on, g.status = 'archived' AS archived, g.members, g.created_at, g.version""";
    private static final String FIND =
            "SELECT " + COLUMNS + " FROM community_group g WHERE g.tenant_id = $1 AND g.id = $2";
    private static final String DISCOVER = "SELECT " + COLUMNS + """
            , coalesce(m.status = 'requested', false) AS requested, i.contact_id IS NOT NULL AS invited
              FROM community_group g
              LEFT JOIN membership m ON m.tenant_id = g.tenant_id AND m.group_id = g.id AND m.contact_id = $2
              LEFT JOIN group_invitation i ON i.tenant_id = g.tenant_id AND i.group_id = g.id AND i.contact_id = $2
                    AND i.expires_at > portal_now()
             WHERE g.tenant_id = $1 AND g.status = 'active' AND group_known(g, $2) AND coalesce(m.status <> 'active', true)
               AND ($3 = '' OR position(lower($3) IN lower(g.name || ' ' || g.description)) > 0)
             ORDER BY invited DESC, requested DESC, g.members DESC, g.id LIMIT 60
            """;
    private static final String MINE = "SELECT " + COLUMNS + """
            , false AS requested, false AS invited
              FROM community_group g
              JOIN membership m ON m.tenant_id = g.tenant_id AND m.group_id = g.id AND m.contact_id = $2 AND m.status = 'active'
             WHERE g.tenant_id = $1 AND ($3 = '' OR position(lower($3) IN lower(g.name || ' ' || g.description)) > 0)
             ORDER BY g.status, lower(g.name), g.id LIMIT 200
            """;
    private static final String UNREAD = """
            SELECT m.group_id FROM membership m
              JOIN community_group g ON g.tenant_id = m.tenant_id AND g.id = m.group_id AND g.status = 'active'
             WHERE m.tenant_id = $1 AND m.contact_id = $2 AND m.status = 'active' AND EXISTS (
               SELECT FROM channel c
                 LEFT JOIN channel_read r ON r.tenant_id = c.tenant_id AND r.channel_id = c.id AND r.contact_id = $2
                WHERE c.tenant_id = $1 AND c.group_id = m.group_id AND channel_seen(c, $2) AND EXISTS (
                  SELECT FROM post p WHERE p.tenant_id = $1 AND p.channel_id = c.id AND p.state = 'published'
                     AND p.published_at > coalesce(r.read_at, m.joined_at) AND p.author_id IS DISTINCT FROM $2))
             LIMIT 200
            """;

    private static final String FRESH = """
            SELECT g.name, g.slug, g.icon, g.id, u.n FROM membership m
              JOIN community_group g ON g.tenant_id = m.tenant_id AND g.id = m.group_id AND g.status = 'active',
              LATERAL (SELECT count(*)::int AS n FROM (
                SELECT 1 FROM channel c
                  LEFT JOIN channel_read r ON r.tenant_id = c.tenant_id AND r.channel_id = c.id AND r.contact_id = $2
                  JOIN post p ON p.tenant_id = c.tenant_id AND p.channel_id = c.id AND p.state = 'published'
                   AND p.published_at > coalesce(r.read_at, m.joined_at) AND p.author_id IS DISTINCT FROM $2
                 WHERE c.tenant_id = $1 AND c.group_id = m.group_id AND channel_seen(c, $2) LIMIT 100) x) u
             WHERE m.tenant_id = $1 AND m.contact_id = $2 AND m.status = 'active' AND u.n > 0
             ORDER BY u.n DESC, g.id LIMIT 3
            """;

    /** A group in which {@code posts} (at most 100) came that somebody has not seen. */
    record Fresh(UUID id, String name, String slug, String icon, int posts) {}

    /** A group with what it is to the one who looks. */
    record Found(Group group, boolean requested, boolean invited) {}

    private final Tx tx;

    GroupStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Group>> find(UUID id) {
        return tx.first(FIND, GroupStore::group, tx.tenant(), id);
    }

    /** Groups that {@code contact} could come into, those first that wait for them; at most {@link #FOUND}. */
    Future<List<Found>> discover(UUID contact, String words) {
        return tx.list(DISCOVER, GroupStore::found, tx.tenant(), contact, words);
    }

    /** Groups that {@code contact} is in, those that are archived last. */
    Future<List<Found>> mine(UUID contact, String words) {
        return tx.list(MINE, GroupStore::found, tx.tenant(), contact, words);
    }

    /** Those of their groups in which something came that {@code contact} has not seen. */
    Future<Set<UUID>> unread(UUID contact) {
        return tx.list(UNREAD, row -> row.getUUID(0), tx.tenant(), contact).map(Set::copyOf);
    }

    /** Where most is new to {@code contact}: at most three groups. */
    Future<List<Fresh>> fresh(UUID contact) {
        return tx.list(
                FRESH,
                row -> new Fresh(
                        row.getUUID("id"),
                        row.getString("name"),
                        row.getString("slug"),
                        row.getString("icon"),
                        row.getInteger("n")),
                tx.tenant(),
                contact);
    }

    private static Found found(Row row) {
        return new Found(group(row), row.getBoolean("requested"), row.getBoolean("invited"));
    }

    static Group group(Row row) {
        return new Group(
                row.getUUID("id"),
                row.getString("slug"),
                row.getString("name"),
                row.getString("description"),
                row.getString("visibility"),
                row.getString("accent"),
                row.getUUID("cover_id"),
                row.getString("icon"),
                row.getBoolean("members_invite"),
                row.getInteger("first_posts"),
                row.getBoolean("chatting"),
                row.getBoolean("points_on"),
                row.getBoolean("archived"),
                row.getInteger("members"),
                Objects.requireNonNull(row.getOffsetDateTime("created_at")).toInstant(),
                row.getInteger("version"));
    }
}
