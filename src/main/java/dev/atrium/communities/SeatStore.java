package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Groups and channels as one contact stands in them. */
final class SeatStore {
    private static final String SEAT = """
            SELECT g.id, g.slug, g.name, g.visibility, g.accent, g.status = 'archived' AS archived, g.members,
                   CASE WHEN m.status = 'active' THEN m.role ELSE '' END AS role,
                   coalesce(m.status = 'requested', false) AS requested,
                   CASE WHEN m.muted_until > portal_now() THEN m.muted_until END AS muted_until
              FROM community_group g
              LEFT JOIN membership m ON m.tenant_id = g.tenant_id AND m.group_id = g.id AND m.contact_id = $2
             WHERE g.tenant_id = $1 AND group_known(g, $2)
            """;
    private static final String BY_ID = SEAT + " AND g.id = $3";
    private static final String BY_SLUG = SEAT + " AND g.slug = $3";
    private static final String MINE =
            SEAT + " AND m.status = 'active' ORDER BY g.status, lower(g.name), g.id LIMIT 200";
    private static final String CHANNELS = """
            SELECT c.id, c.group_id, c.type, c.name, c.description, c.icon, c.private, c.archived_at IS NOT NULL AS archived,
                   channel_open(c, $2) AS writes,
                   coalesce(x.manager, false)
                     OR NOT c.private AND group_role($1, c.group_id, $2) IN ('owner', 'admin') AS manages,
                   (SELECT count(*)::int FROM (
                      SELECT 1 FROM post p WHERE p.tenant_id = $1 AND p.channel_id = c.id AND p.state = 'published'
                         AND p.published_at > coalesce(r.read_at, m.joined_at) AND p.author_id IS DISTINCT FROM $2
                       LIMIT 100) u) AS unread
              FROM channel c
              JOIN membership m ON m.tenant_id = c.tenant_id AND m.group_id = c.group_id AND m.contact_id = $2 AND m.status = 'active'
              LEFT JOIN channel_member x ON x.tenant_id = c.tenant_id AND x.channel_id = c.id AND x.contact_id = $2
              LEFT JOIN channel_read r ON r.tenant_id = c.tenant_id AND r.channel_id = c.id AND r.contact_id = $2
             WHERE c.tenant_id = $1 AND c.group_id = $3 AND channel_seen(c, $2)
             ORDER BY c.archived_at IS NOT NULL, c.position, c.id LIMIT 200
            """;
    private static final String CHANNEL = CHANNELS.replace("c.group_id = $3 AND", "c.id = $3 AND");
    private static final String SEEN = """
            INSERT INTO channel_read (tenant_id, channel_id, contact_id)
            SELECT $1, c.id, $2 FROM channel c WHERE c.tenant_id = $1 AND c.id = $3 AND channel_seen(c, $2)
            ON CONFLICT (tenant_id, channel_id, contact_id) DO UPDATE SET read_at = portal_now()
            """;

    private final Tx tx;

    SeatStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Seat>> seat(UUID contact, String group) {
        var id = Ids.parse(group);
        return id == null
                ? tx.first(BY_SLUG, SeatStore::seat, tx.tenant(), contact, group)
                : tx.first(BY_ID, SeatStore::seat, tx.tenant(), contact, id);
    }

    Future<List<Seat>> mine(UUID contact) {
        return tx.list(MINE, SeatStore::seat, tx.tenant(), contact);
    }

    Future<List<ChannelSeat>> channels(UUID contact, UUID group) {
        return tx.list(CHANNELS, SeatStore::channel, tx.tenant(), contact, group);
    }

    Future<Optional<ChannelSeat>> channel(UUID contact, UUID channel) {
        return tx.first(CHANNEL, SeatStore::channel, tx.tenant(), contact, channel);
    }

    Future<Integer> seen(UUID contact, UUID channel) {
        return tx.run(SEEN, tx.tenant(), contact, channel);
    }

    private static Seat seat(Row row) {
        var muted = row.getOffsetDateTime("muted_until");
        return new Seat(
                row.getUUID("id"),
                row.getString("slug"),
                row.getString("name"),
                row.getString("visibility"),
                row.getString("accent"),
                row.getBoolean("archived"),
                Objects.requireNonNull(row.getString("role")),
                row.getBoolean("requested"),
                muted == null ? null : muted.toInstant(),
                row.getInteger("members"));
    }

    private static ChannelSeat channel(Row row) {
        return new ChannelSeat(
                row.getUUID("id"),
                row.getUUID("group_id"),
                row.getString("type"),
                row.getString("name"),
                row.getString("description"),
                row.getString("icon"),
                row.getBoolean("private"),
                row.getBoolean("archived"),
                row.getBoolean("writes"),
                row.getBoolean("manages"),
                row.getInteger("unread"));
    }
}
