package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.web.Precondition;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Channels as those change them who run them. */
final class ChannelDeskStore {
    static final int MOST = 100;
    static final int MOST_INSIDE = 500;

    private static final String ALL = """
            SELECT c.id, c.group_id, c.type, c.name, c.description, c.icon, c.private, c.post_policy, c.archived_at IS NOT NULL AS archived,
                   c.version, (SELECT count(*)::int FROM channel_member x WHERE x.tenant_id = c.tenant_id AND x.channel_id = c.id) AS inside
              FROM channel c WHERE c.tenant_id = $1 AND c.group_id = $2
            """;
    private static final String LIST = ALL + " ORDER BY c.archived_at IS NOT NULL, c.position, c.id LIMIT 200";
    private static final String ONE = ALL + " AND c.id = $3";
    private static final String TAKEN =
            "SELECT 1 FROM channel WHERE tenant_id = $1 AND group_id = $2 AND name_key = lower($3) AND id <> $4";
    private static final String INSERT = """
            INSERT INTO channel (tenant_id, id, group_id, type, name, description, icon, private, post_policy, position)
            SELECT $1, $2, g.id, $4, $5, $6, $7, $8, $9, x.last + 1
              FROM community_group g,
                   LATERAL (SELECT count(*) AS n, coalesce(max(c.position), 0) AS last FROM channel c
                             WHERE c.tenant_id = $1 AND c.group_id = g.id) x
             WHERE g.tenant_id = $1 AND g.id = $3 AND x.n < 100
            ON CONFLICT DO NOTHING
            """;
    private static final String CHANGE = """
            UPDATE channel c SET type = $5, name = $6, description = $7, icon = $8, post_policy = $9, version = c.version + 1
             WHERE c.tenant_id = $1 AND c.group_id = $2 AND c.id = $3 AND ($10 OR c.version::text = ANY($4))
            """;
    private static final String ARCHIVE = """
            UPDATE channel SET archived_at = portal_now(), version = version + 1
             WHERE tenant_id = $1 AND group_id = $2 AND id = $3 AND archived_at IS NULL
            """;
    private static final String RESTORE = """
            UPDATE channel SET archived_at = NULL, version = version + 1
             WHERE tenant_id = $1 AND group_id = $2 AND id = $3 AND archived_at IS NOT NULL
            """;
    private static final String DELETE = "DELETE FROM channel WHERE tenant_id = $1 AND group_id = $2 AND id = $3";
    /** All of them get the place that they have in the list, and the moved one changes with its neighbour. */
    private static final String MOVE = """
            WITH listed AS (
              SELECT c.id, row_number() OVER (ORDER BY c.archived_at IS NOT NULL, c.position, c.id)::int AS n
                FROM channel c WHERE c.tenant_id = $1 AND c.group_id = $2),
            mine AS (SELECT n FROM listed WHERE id = $3),
            placed AS (
              SELECT l.id, CASE WHEN l.n = m.n THEN m.n + $4 WHEN l.n = m.n + $4 THEN m.n ELSE l.n END AS n FROM listed l, mine m)
            UPDATE channel c SET position = p.n FROM placed p WHERE c.tenant_id = $1 AND c.id = p.id AND c.position <> p.n
            """;

    private static final String INSIDE = """
            SELECT x.contact_id, c.full_name, x.manager, x.added_at
              FROM channel_member x JOIN contact c ON c.tenant_id = x.tenant_id AND c.id = x.contact_id
             WHERE x.tenant_id = $1 AND x.channel_id = $2 ORDER BY x.manager DESC, lower(c.full_name), x.contact_id LIMIT 500
            """;
    private static final String OUTSIDE = """
            SELECT m.contact_id, c.full_name
              FROM membership m JOIN contact c ON c.tenant_id = m.tenant_id AND c.id = m.contact_id
             WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.status = 'active'
               AND NOT EXISTS (SELECT FROM channel_member x WHERE x.tenant_id = $1 AND x.channel_id = $3 AND x.contact_id = m.contact_id)
               AND ($4 = '' OR position(lower($4) IN lower(c.full_name)) > 0)
             ORDER BY lower(c.full_name), m.contact_id LIMIT 100
            """;
    private static final String LET_IN = """
            INSERT INTO channel_member AS x (tenant_id, group_id, channel_id, contact_id, manager)
            SELECT $1, $2, c.id, m.contact_id, $5
              FROM channel c JOIN membership m ON m.tenant_id = c.tenant_id AND m.group_id = c.group_id AND m.contact_id = $4 AND m.status = 'active'
             WHERE c.tenant_id = $1 AND c.group_id = $2 AND c.id = $3
               AND ((SELECT count(*) FROM channel_member n WHERE n.tenant_id = $1 AND n.channel_id = $3) < 500
                 OR EXISTS (SELECT FROM channel_member n WHERE n.tenant_id = $1 AND n.channel_id = $3 AND n.contact_id = $4))
               FOR KEY SHARE OF m
            ON CONFLICT (tenant_id, channel_id, contact_id) DO UPDATE SET manager = excluded.manager
            RETURNING xmax = 0 AS fresh
            """;
    private static final String PUT_OUT =
            "DELETE FROM channel_member WHERE tenant_id = $1 AND group_id = $2 AND channel_id = $3 AND contact_id = $4";

    /** @param policy who may begin a post; {@code inside} how many belong to it of their own */
    record Channel(
            UUID id,
            UUID group,
            String type,
            String name,
            String description,
            String icon,
            boolean closed,
            String policy,
            boolean archived,
            int version,
            int inside) {}

    /** Somebody of a private channel, or a manager of an open one. */
    record Insider(UUID contact, String name, boolean manager) {}

    private final Tx tx;

    ChannelDeskStore(Tx tx) {
        this.tx = tx;
    }

    /** In the order of the rail, those that are archived last. */
    Future<List<Channel>> all(UUID group) {
        return tx.list(LIST, ChannelDeskStore::channel, tx.tenant(), group);
    }

    Future<Optional<Channel>> find(UUID group, UUID id) {
        return tx.first(ONE, ChannelDeskStore::channel, tx.tenant(), group, id);
    }

    Future<Boolean> taken(UUID group, String name, UUID but) {
        return tx.first(TAKEN, row -> true, tx.tenant(), group, name, but).map(Optional::isPresent);
    }

    /** False where the name is taken, or there are {@link #MOST}. */
    Future<Boolean> insert(UUID id, UUID group, ChannelDraft d) {
        return one(tx.run(
                INSERT, tx.tenant(), id, group, d.type(), d.name(), d.description(), d.icon(), d.closed(), d.policy()));
    }

    /** False where it was made from another version. */
    Future<Boolean> change(UUID group, UUID id, Precondition from, ChannelDraft d) {
        return one(tx.run(
                CHANGE,
                tx.tenant(),
                group,
                id,
                from.asArray(),
                d.type(),
                d.name(),
                d.description(),
                d.icon(),
                d.policy(),
                from.any()));
    }

    Future<Boolean> archive(UUID group, UUID id) {
        return one(tx.run(ARCHIVE, tx.tenant(), group, id));
    }

    Future<Boolean> restore(UUID group, UUID id) {
        return one(tx.run(RESTORE, tx.tenant(), group, id));
    }

    Future<Boolean> delete(UUID group, UUID id) {
        return one(tx.run(DELETE, tx.tenant(), group, id));
    }

    /** One place up or down; nothing at the end of the list. */
    Future<Boolean> move(UUID group, UUID id, boolean up) {
        return tx.run(MOVE, tx.tenant(), group, id, up ? -1 : 1).map(rows -> rows > 0);
    }

    Future<List<Insider>> inside(UUID channel) {
        return tx.list(
                INSIDE,
                row -> new Insider(row.getUUID("contact_id"), row.getString("full_name"), row.getBoolean("manager")),
                tx.tenant(),
                channel);
    }

    /** Members of the group who could be let in, at most a hundred. */
    Future<List<Insider>> outside(UUID group, UUID channel, String words) {
        return tx.list(
                OUTSIDE,
                row -> new Insider(row.getUUID("contact_id"), row.getString("full_name"), false),
                tx.tenant(),
                group,
                channel,
                words);
    }

    /** True where they were not in it before; empty where they are no member of the group. */
    Future<Optional<Boolean>> letIn(UUID group, UUID channel, UUID person, boolean manager) {
        return tx.first(LET_IN, row -> row.getBoolean("fresh"), tx.tenant(), group, channel, person, manager);
    }

    Future<Boolean> putOut(UUID group, UUID channel, UUID person) {
        return one(tx.run(PUT_OUT, tx.tenant(), group, channel, person));
    }

    private static Future<Boolean> one(Future<Integer> rows) {
        return rows.map(n -> n == 1);
    }

    private static Channel channel(Row row) {
        return new Channel(
                row.getUUID("id"),
                row.getUUID("group_id"),
                row.getString("type"),
                row.getString("name"),
                row.getString("description"),
                row.getString("icon"),
                row.getBoolean("private"),
                row.getString("post_policy"),
                row.getBoolean("archived"),
                row.getInteger("version"),
                row.getInteger("inside"));
    }
}
