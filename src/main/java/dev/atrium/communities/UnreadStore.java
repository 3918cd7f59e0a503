package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.live.FeedName;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Where something is new to somebody, and where it comes from. */
final class UnreadStore {
    /** Channels with something new, each counted up to 100, as the badge counts them (V0290). */
    private static final String CHANNELS = """
            SELECT h.group_id, h.id, h.private, n.posts FROM membership m
              JOIN community_group g ON g.tenant_id = $1 AND g.id = m.group_id AND g.status = 'active'
              JOIN channel h ON h.tenant_id = $1 AND h.group_id = m.group_id AND h.archived_at IS NULL
              LEFT JOIN channel_read r ON r.tenant_id = $1 AND r.channel_id = h.id AND r.contact_id = $2
              CROSS JOIN LATERAL (SELECT count(*)::int AS posts FROM (
                 SELECT 1 FROM post p WHERE p.tenant_id = $1 AND p.channel_id = h.id AND p.state = 'published'
                    AND p.published_at > coalesce(r.read_at, m.joined_at) AND p.author_id IS DISTINCT FROM $2 LIMIT 100) x) n
             WHERE m.tenant_id = $1 AND m.contact_id = $2 AND m.status = 'active' AND n.posts > 0 AND channel_seen(h, $2)
             LIMIT 500
            """;
    /** A private channel tells of itself; the others are told of by their group. */
    private static final String FEEDS = """
            SELECT 'group' AS kind, m.group_id AS id FROM membership m
              JOIN community_group g ON g.tenant_id = $1 AND g.id = m.group_id AND g.status = 'active'
             WHERE m.tenant_id = $1 AND m.contact_id = $2 AND m.status = 'active'
            UNION ALL
            SELECT 'channel', h.id FROM membership m
              JOIN community_group g ON g.tenant_id = $1 AND g.id = m.group_id AND g.status = 'active'
              JOIN channel h ON h.tenant_id = $1 AND h.group_id = m.group_id AND h.private AND h.archived_at IS NULL
             WHERE m.tenant_id = $1 AND m.contact_id = $2 AND m.status = 'active' AND channel_seen(h, $2)
             LIMIT 500
            """;

    /** A channel in which {@code posts} are new, at most 100. */
    record Fresh(UUID group, UUID channel, boolean closed, int posts) {
        FeedName feed() {
            return closed ? FeedName.channel(channel) : FeedName.group(group);
        }
    }

    private final Tx tx;

    UnreadStore(Tx tx) {
        this.tx = tx;
    }

    Future<List<Fresh>> channels(UUID contact) {
        return tx.list(
                CHANNELS,
                row -> new Fresh(
                        row.getUUID("group_id"), row.getUUID("id"), row.getBoolean("private"), row.getInteger("posts")),
                tx.tenant(),
                contact);
    }

    /** The feeds by which posts come that are new to them. */
    Future<List<FeedName>> feeds(UUID contact) {
        return tx.list(
                FEEDS,
                row -> row.getString("kind").equals("group")
                        ? FeedName.group(row.getUUID("id"))
                        : FeedName.channel(row.getUUID("id")),
                tx.tenant(),
                contact);
    }
}
