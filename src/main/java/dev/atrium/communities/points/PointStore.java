package dev.atrium.communities.points;

import dev.atrium.db.Tx;
import dev.atrium.web.Faces;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Points of a group as the rows of reactions and awards say them. */
final class PointStore {
    /** Whoever does not want to stand on it stands on it for nobody, staff included. */
    private static final String BOARD = """
            SELECT p.contact_id, p.points, group_level($1, $2, e.points) AS level, rank() OVER (ORDER BY p.points DESC)::int AS place,
                   c.full_name, a.id AS account_id, coalesce(a.avatar, '') AS avatar
              FROM group_points($1, $2, $3, NULL) p
              JOIN membership m ON m.tenant_id = $1 AND m.group_id = $2 AND m.contact_id = p.contact_id AND m.status = 'active' AND m.on_board
              JOIN contact c ON c.tenant_id = $1 AND c.id = p.contact_id
              JOIN group_points($1, $2, NULL, NULL) e ON e.contact_id = p.contact_id
              LEFT JOIN LATERAL (SELECT x.id, x.avatar FROM account x WHERE x.tenant_id = $1 AND x.contact_id = p.contact_id LIMIT 1) a ON true
             ORDER BY p.points DESC, lower(c.full_name), p.contact_id LIMIT 50
            """;

    private static final String OF = """
            SELECT p.contact_id, p.points, group_level($1, $2, p.points) AS level FROM group_points($1, $2, NULL, $3) p LIMIT 1000
            """;
    private static final String MINE = """
            SELECT m.on_board FROM membership m WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.contact_id = $3 AND m.status = 'active'
            """;
    private static final String SHOW = """
            UPDATE membership m SET on_board = $4, version = m.version + 1
             WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.contact_id = $3 AND m.status = 'active' AND m.on_board <> $4
            """;
    private static final String LEVELS =
            "SELECT level, points, name, reward FROM level_rule WHERE tenant_id = $1 AND group_id = $2 ORDER BY level LIMIT 9";
    private static final String SAVE = """
            INSERT INTO level_rule (tenant_id, group_id, level, points, name, reward)
            SELECT $1, $2, x.level, x.points, x.name, x.reward FROM unnest($3::int[], $4::int[], $5::text[], $6::text[]) AS x (level, points, name, reward)
            ON CONFLICT (tenant_id, group_id, level) DO UPDATE SET points = EXCLUDED.points, name = EXCLUDED.name, reward = EXCLUDED.reward
            """;
    /** Awards of one member come one after the other, so that the day's cap holds. */
    private static final String HOLD = """
            SELECT 1 FROM membership m JOIN community_group g ON g.tenant_id = m.tenant_id AND g.id = m.group_id AND g.points_on
             WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.contact_id = $3 AND m.status = 'active' FOR NO KEY UPDATE OF m
            """;
    /** What the day has no room for is noted with what there is room for, so that the key is used up all the same. */
    private static final String AWARD = """
            INSERT INTO point_award (tenant_id, group_id, contact_id, kind, key, points)
            SELECT $1, $2, $3, $4, $5, greatest(0, least($6, 50 - coalesce(sum(a.points), 0)::int)) FROM point_award a
             WHERE a.tenant_id = $1 AND a.contact_id = $3 AND a.group_id = $2
               AND a.at >= date_trunc('day', portal_now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
            ON CONFLICT (tenant_id, group_id, contact_id, kind, key) DO NOTHING
            RETURNING points
            """;

    private static final String KEEP = "SELECT group_levels_keep($1, $2)";
    /** Counted and noted in one statement: of any number at once one says it. */
    private static final String REACHED = """
            UPDATE membership m SET level_told = x.level
              FROM (SELECT group_level($1, $2, coalesce((SELECT p.points FROM group_points($1, $2, NULL, ARRAY[$3::uuid]) p), 0)) AS level) x,
                   community_group g
             WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.contact_id = $3 AND m.status = 'active' AND m.level_told < x.level
               AND g.tenant_id = $1 AND g.id = $2 AND g.points_on
            RETURNING x.level, g.name, g.slug,
                      coalesce((SELECT l.reward FROM level_rule l WHERE l.tenant_id = $1 AND l.group_id = $2 AND l.level = x.level), '') AS reward
            """;

    private static final String GROUP = "SELECT name, points_on FROM community_group WHERE tenant_id = $1 AND id = $2";

    /** A line of a board; those with as many points share a place. */
    record Line(UUID contact, int place, String name, String avatar, long points, int level) {}

    /** What one person has. */
    record Have(UUID contact, long points, int level) {}

    /** @param reward what the business gives for the level; empty for nothing */
    record Reached(int level, String group, String slug, String reward) {}

    /** A group as pages of points name it. */
    record Named(String name, boolean on) {}

    private final Tx tx;

    PointStore(Tx tx) {
        this.tx = tx;
    }

    /** Notes the level of every member where it has changed. */
    Future<Void> keepLevels(UUID group) {
        return tx.run(KEEP, tx.tenant(), group).mapEmpty();
    }

    /** Those with the most points since then, at most fifty. */
    Future<List<Line>> board(UUID group, @Nullable Instant since) {
        return tx.list(BOARD, PointStore::line, tx.tenant(), group, time(since));
    }

    /** What people have in all; who has none is missing. */
    Future<List<Have>> of(UUID group, List<UUID> people) {
        return tx.list(
                OF,
                row -> new Have(row.getUUID("contact_id"), row.getLong("points"), row.getInteger("level")),
                tx.tenant(),
                group,
                people.toArray(UUID[]::new));
    }

    /** Whether a member stands on the board; empty for whoever is none. */
    Future<Optional<Boolean>> shown(UUID group, UUID contact) {
        return tx.first(MINE, row -> row.getBoolean(0), tx.tenant(), group, contact);
    }

    Future<Integer> show(UUID group, UUID contact, boolean shown) {
        return tx.run(SHOW, tx.tenant(), group, contact, shown);
    }

    Future<Levels> levels(UUID group) {
        return tx.list(
                        LEVELS,
                        row -> new Level(
                                row.getInteger("level"),
                                row.getInteger("points"),
                                row.getString("name"),
                                row.getString("reward")),
                        tx.tenant(),
                        group)
                .map(rows -> rows.size() == Levels.COUNT ? new Levels(rows) : Levels.USUAL);
    }

    Future<Integer> levels(UUID group, Levels levels) {
        return tx.run(
                SAVE,
                tx.tenant(),
                group,
                levels.all().stream().map(Level::level).toArray(Integer[]::new),
                levels.all().stream().map(Level::points).toArray(Integer[]::new),
                levels.all().stream().map(Level::name).toArray(String[]::new),
                levels.all().stream().map(Level::reward).toArray(String[]::new));
    }

    /** How many points were given; empty where the key was used before, or they are in no group that counts points. */
    Future<Optional<Integer>> award(UUID group, UUID contact, String kind, String key, int points) {
        return tx.first(HOLD, row -> true, tx.tenant(), group, contact)
                .compose(held -> held.isEmpty()
                        ? Future.succeededFuture(Optional.<Integer>empty())
                        : tx.first(AWARD, row -> row.getInteger(0), tx.tenant(), group, contact, kind, key, points));
    }

    /** The level that they have reached and were not told of; empty where there is none. */
    Future<Optional<Reached>> reached(UUID group, UUID contact) {
        return tx.first(
                REACHED,
                row -> new Reached(
                        row.getInteger("level"), row.getString("name"), row.getString("slug"), row.getString("reward")),
                tx.tenant(),
                group,
                contact);
    }

    Future<Optional<Named>> named(UUID group) {
        return tx.first(GROUP, row -> new Named(row.getString(0), row.getBoolean(1)), tx.tenant(), group);
    }

    private static Line line(Row row) {
        var account = row.getUUID("account_id");
        return new Line(
                row.getUUID("contact_id"),
                row.getInteger("place"),
                row.getString("full_name"),
                account == null ? "" : Faces.url(account, row.getString("avatar")),
                row.getLong("points"),
                row.getInteger("level"));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
