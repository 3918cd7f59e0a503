package dev.atrium.communities.post;

import dev.atrium.db.Tx;
import dev.atrium.notifications.OwnFeed;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The channels of a group as pages of posts need them: what one reader may do in each, and what they have seen. */
final class SpotStore {
    static final String ALL = """
            SELECT c.id, c.type, c.name, c.description, c.icon, c.private, c.archived_at IS NOT NULL AS archived,
                   channel_open(c, $2) AS writes, channel_moderated(c, $2) AS moderates, channel_speaks(c, $2) AS speaks,
                   coalesce(r.read_at, m.joined_at) AS read_at, coalesce(m.muted_until > portal_now(), false) AS muted
              FROM channel c
              JOIN membership m ON m.tenant_id = c.tenant_id AND m.group_id = c.group_id AND m.contact_id = $2 AND m.status = 'active'
              LEFT JOIN channel_read r ON r.tenant_id = c.tenant_id AND r.channel_id = c.id AND r.contact_id = $2
             WHERE c.tenant_id = $1 AND c.group_id = $3 AND channel_seen(c, $2)
             ORDER BY c.archived_at IS NOT NULL, c.position, c.id LIMIT 200
            """;
    /** For staff of the business, who see every channel. */
    private static final String DESK = """
            SELECT g.id AS group_id, g.slug, g.name AS group_name, c.id, c.name,
                   c.id IS NOT NULL AND c.archived_at IS NULL AND g.status = 'active' AS writes
              FROM community_group g LEFT JOIN channel c ON c.tenant_id = g.tenant_id AND c.group_id = g.id
             WHERE g.tenant_id = $1 AND g.id = $2 ORDER BY c.archived_at IS NOT NULL, c.position, c.id LIMIT 200
            """;

    private static final String READ = """
            INSERT INTO channel_read AS r (tenant_id, channel_id, contact_id)
            SELECT $1, c.id, $2 FROM channel c
             WHERE c.tenant_id = $1 AND c.group_id = $3 AND ($4::uuid IS NULL OR c.id = $4)
               AND channel_seen(c, $2) ORDER BY c.id LIMIT 200
            ON CONFLICT (tenant_id, channel_id, contact_id) DO UPDATE SET read_at = portal_now()
             WHERE EXISTS (SELECT FROM post p WHERE p.tenant_id = $1 AND p.channel_id = r.channel_id AND p.state = 'published'
                              AND p.published_at > r.read_at)
            """;
    /** Up to one post of a channel that they see: what came after it is as new as it was. */
    private static final String REACHED = """
            WITH there AS (SELECT p.channel_id, p.published_at FROM post p JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
                            WHERE p.tenant_id = $1 AND p.id = $4 AND p.group_id = $3 AND p.state = 'published' AND channel_seen(c, $2)),
            kept AS (
              INSERT INTO channel_read AS r (tenant_id, channel_id, contact_id, read_at)
              SELECT $1, t.channel_id, $2, t.published_at FROM there t
              ON CONFLICT (tenant_id, channel_id, contact_id) DO UPDATE SET read_at = EXCLUDED.read_at
               WHERE r.read_at < EXCLUDED.read_at
              RETURNING channel_id)
            SELECT EXISTS (SELECT FROM kept) AS kept FROM there
            """;

    private static final String DRAFT = """
            SELECT p.id, p.title, p.body, p.version FROM post p
             WHERE p.tenant_id = $1 AND p.author_id = $2 AND p.channel_id = $3 AND p.state = 'draft'
             ORDER BY p.created_at DESC, p.id DESC LIMIT 1
            """;
    private static final String WAITING = """
            SELECT count(*)::int FROM (SELECT 1 FROM post p WHERE p.tenant_id = $1 AND p.author_id = $2 AND p.group_id = $3
                                          AND p.state IN ('draft', 'scheduled', 'waiting') LIMIT 100) d
            """;

    /**
     * @param readAt what was published after it is new to them
     * @param moderates may remove and pin what others wrote
     * @param speaks may change what they wrote themselves
     */
    record Spot(
            UUID id,
            String type,
            String name,
            String description,
            String icon,
            boolean closed,
            boolean archived,
            boolean writes,
            boolean moderates,
            boolean speaks,
            Instant readAt,
            boolean muted) {
        public boolean chat() {
            return type.equals("chat");
        }

        private static Spot of(Row row) {
            return new Spot(
                    row.getUUID("id"),
                    row.getString("type"),
                    row.getString("name"),
                    row.getString("description"),
                    row.getString("icon"),
                    row.getBoolean("private"),
                    row.getBoolean("archived"),
                    row.getBoolean("writes"),
                    row.getBoolean("moderates"),
                    row.getBoolean("speaks"),
                    Objects.requireNonNull(row.getOffsetDateTime("read_at")).toInstant(),
                    row.getBoolean("muted"));
        }
    }

    /** A channel, or a group without one, as the console lists it. */
    record DeskSpot(
            UUID group,
            String slug,
            String groupName,
            @Nullable UUID id,
            @Nullable String name,
            boolean writes) {}

    /** What somebody has begun to write. */
    record Draft(UUID id, String title, String body, int version) {}

    private final Tx tx;

    SpotStore(Tx tx) {
        this.tx = tx;
    }

    /** Those that the contact sees, in the group's order. */
    Future<List<Spot>> all(UUID contact, UUID group) {
        return tx.list(ALL, Spot::of, tx.tenant(), contact, group);
    }

    /** The group with all of its channels; empty where there is no such group. */
    Future<List<DeskSpot>> desk(UUID group) {
        return tx.list(
                DESK,
                row -> new DeskSpot(
                        row.getUUID("group_id"),
                        row.getString("slug"),
                        row.getString("group_name"),
                        row.getUUID("id"),
                        row.getString("name"),
                        row.getBoolean("writes")),
                tx.tenant(),
                group);
    }

    /** Notes that they have a channel before them, or all of the group; nothing is written where nothing is new. */
    Future<Integer> read(UUID contact, UUID group, @Nullable UUID channel) {
        return tx.run(READ, tx.tenant(), contact, group, channel).onSuccess(rows -> {
            if (rows > 0) OwnFeed.changed(tx, contact);
        });
    }

    /** Notes that they have a post before them, and all that was published before it in its channel; false where they see none such. */
    Future<Boolean> reached(UUID contact, UUID group, UUID post) {
        return tx.first(REACHED, row -> row.getBoolean("kept"), tx.tenant(), contact, group, post)
                .map(found -> {
                    if (found.orElse(false)) OwnFeed.changed(tx, contact);
                    return found.isPresent();
                });
    }

    /** The newest thing that they have begun to write in a channel. */
    Future<Optional<Draft>> draft(UUID contact, UUID channel) {
        return tx.first(
                DRAFT,
                row -> new Draft(
                        row.getUUID("id"), row.getString("title"), row.getString("body"), row.getInteger("version")),
                tx.tenant(),
                contact,
                channel);
    }

    /** How much of theirs is not published, counted up to a hundred. */
    Future<Integer> waiting(UUID contact, UUID group) {
        return tx.first(WAITING, row -> row.getInteger(0), tx.tenant(), contact, group)
                .map(found -> found.orElse(0));
    }
}
