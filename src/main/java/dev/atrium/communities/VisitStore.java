package dev.atrium.communities;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Who looked into private channels without belonging to them, in PostgreSQL: kept for a year. */
final class VisitStore {
    static final int SHOWN = 50;

    private static final String OLD = """
            old AS (
              DELETE FROM channel_visit o USING unnest($2::uuid[]) AS x (id)
               WHERE o.tenant_id = $1 AND o.channel_id = x.id AND o.hour < portal_now() - interval '365 days')
            """;
    /** Whoever belongs to a channel does not visit it. */
    private static final String OWNER = "WITH " + OLD + """
            INSERT INTO channel_visit (tenant_id, channel_id, contact_id, name, hour)
            SELECT c.tenant_id, c.id, $3, $4, date_trunc('hour', portal_now())
              FROM channel c JOIN membership m ON m.tenant_id = c.tenant_id AND m.group_id = c.group_id AND m.contact_id = $3 AND m.role = 'owner'
             WHERE c.tenant_id = $1 AND c.id = ANY($2) AND c.private
               AND NOT EXISTS (SELECT FROM channel_member x WHERE x.tenant_id = c.tenant_id AND x.channel_id = c.id AND x.contact_id = $3)
            ON CONFLICT DO NOTHING
            """;

    private static final String STAFF = "WITH " + OLD + """
            INSERT INTO channel_visit (tenant_id, channel_id, staff_id, name, hour)
            SELECT c.tenant_id, c.id, $3, $4, date_trunc('hour', portal_now()) FROM channel c
             WHERE c.tenant_id = $1 AND c.id = ANY($2) AND c.private
            ON CONFLICT DO NOTHING
            """;
    /** A key of the business, under its name. */
    private static final String PROGRAM = "WITH " + OLD + """
            INSERT INTO channel_visit (tenant_id, channel_id, staff_id, name, hour)
            SELECT c.tenant_id, c.id, k.id, k.name, date_trunc('hour', portal_now())
              FROM channel c JOIN api_key k ON k.tenant_id = c.tenant_id AND k.id = $3
             WHERE c.tenant_id = $1 AND c.id = ANY($2) AND c.private
            ON CONFLICT DO NOTHING
            """;
    /** Of posts: the private channels that they stand in. */
    private static final String OF_POSTS = """
            SELECT DISTINCT c.id FROM post p JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
             WHERE p.tenant_id = $1 AND p.id = ANY ($2::uuid[]) AND c.private LIMIT 100
            """;
    /** The private channel in which $3 stands, where $2 has not been noted there within this hour. */
    private static final String DUE = """
            SELECT c.id FROM channel c
             WHERE c.tenant_id = $1 AND c.private AND c.id = THERE
               AND NOT EXISTS (SELECT FROM channel_visit v WHERE v.tenant_id = $1 AND v.channel_id = c.id AND v.visitor_id = $2
                                  AND v.hour = date_trunc('hour', portal_now()))
            """;
    /** The same where $2 owns the group and does not belong to the channel. */
    private static final String OWNER_DUE = DUE + """
               AND EXISTS (SELECT FROM membership m
                            WHERE m.tenant_id = $1 AND m.group_id = c.group_id AND m.contact_id = $2 AND m.role = 'owner')
               AND NOT EXISTS (SELECT FROM channel_member x WHERE x.tenant_id = $1 AND x.channel_id = c.id AND x.contact_id = $2)
            """;

    private static final String LIST = """
            SELECT v.name, v.staff_id IS NOT NULL AS team, v.at FROM channel_visit v
             WHERE v.tenant_id = $1 AND v.channel_id = $2 ORDER BY v.at DESC, v.visitor_id LIMIT $3
            """;

    /** What is looked at: a channel itself, or a published post, or a comment or file of one. */
    enum Thing {
        CHANNEL("$3::uuid"),
        POST("""
                (SELECT p.channel_id FROM post p WHERE p.tenant_id = $1 AND p.id = $3 AND p.state = 'published')
                """),
        COMMENT("""
                (SELECT p.channel_id FROM comment k JOIN post p ON p.tenant_id = $1 AND p.id = k.post_id AND p.state = 'published'
                  WHERE k.tenant_id = $1 AND k.id = $3)
                """),
        FILE("""
                (SELECT p.channel_id FROM post_attachment f JOIN post p ON p.tenant_id = $1 AND p.id = f.post_id AND p.state = 'published'
                  WHERE f.tenant_id = $1 AND f.media_id = $3)
                """);

        private final String ownerDue;
        private final String due;

        Thing(String channel) {
            this.ownerDue = OWNER_DUE.replace("THERE", channel);
            this.due = DUE.replace("THERE", channel);
        }
    }

    /** @param team somebody, or a program, of the business; otherwise the group's owner */
    public record Visit(String name, boolean team, Instant at) {}

    private final Tx tx;

    VisitStore(Tx tx) {
        this.tx = tx;
    }

    Future<Integer> owner(UUID[] channels, UUID contact, String name) {
        return tx.run(OWNER, tx.tenant(), channels, contact, name);
    }

    Future<Integer> staff(UUID[] channels, UUID staff, String name) {
        return tx.run(STAFF, tx.tenant(), channels, staff, name);
    }

    Future<Integer> program(UUID[] channels, UUID key) {
        return tx.run(PROGRAM, tx.tenant(), channels, key);
    }

    Future<List<UUID>> ofPosts(UUID[] posts) {
        return tx.list(OF_POSTS, row -> row.getUUID(0), tx.tenant(), posts);
    }

    /** The channel that is to note the group's owner; empty where they belong to it, or were noted within the hour. */
    Future<Optional<UUID>> ownerDue(Thing thing, UUID contact, UUID id) {
        return tx.first(thing.ownerDue, row -> row.getUUID(0), tx.tenant(), contact, id);
    }

    /** The channel that is to note somebody, or a key, of the business; empty where they were noted within the hour. */
    Future<Optional<UUID>> teamDue(Thing thing, UUID visitor, UUID id) {
        return tx.first(thing.due, row -> row.getUUID(0), tx.tenant(), visitor, id);
    }

    /** The newest first, at most {@link #SHOWN}. */
    Future<List<Visit>> newest(UUID channel) {
        return tx.list(
                LIST,
                row -> new Visit(
                        row.getString("name"),
                        row.getBoolean("team"),
                        Objects.requireNonNull(row.getOffsetDateTime("at")).toInstant()),
                tx.tenant(),
                channel,
                SHOWN);
    }
}
