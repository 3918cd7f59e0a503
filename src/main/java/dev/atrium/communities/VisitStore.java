package dev.atrium.communities;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
    /** Whether the group's owner, who does not belong to the channel, has not been noted within this hour. */
    private static final String OWNER_DUE = """
            SELECT EXISTS (SELECT FROM channel c
                             JOIN membership m ON m.tenant_id = c.tenant_id AND m.group_id = c.group_id AND m.contact_id = $3 AND m.role = 'owner'
                            WHERE c.tenant_id = $1 AND c.id = $2 AND c.private
                              AND NOT EXISTS (SELECT FROM channel_member x
                                               WHERE x.tenant_id = c.tenant_id AND x.channel_id = c.id AND x.contact_id = $3))
               AND NOT NOTED
            """;

    private static final String PROGRAM_DUE = "SELECT NOT NOTED";
    private static final String NOTED = """
            EXISTS (SELECT FROM channel_visit v WHERE v.tenant_id = $1 AND v.channel_id = $2 AND v.visitor_id = $3
                       AND v.hour = date_trunc('hour', portal_now()))
            """;
    private static final String LIST = """
            SELECT v.name, v.staff_id IS NOT NULL AS team, v.at FROM channel_visit v
             WHERE v.tenant_id = $1 AND v.channel_id = $2 ORDER BY v.at DESC, v.visitor_id LIMIT $3
            """;

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

    Future<Boolean> ownerDue(UUID channel, UUID contact) {
        return due(OWNER_DUE, channel, contact);
    }

    Future<Boolean> programDue(UUID channel, UUID key) {
        return due(PROGRAM_DUE, channel, key);
    }

    private Future<Boolean> due(String sql, UUID channel, UUID visitor) {
        return tx.first(sql.replace("NOTED", NOTED), row -> row.getBoolean(0), tx.tenant(), channel, visitor)
                .map(found -> found.orElse(false));
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
