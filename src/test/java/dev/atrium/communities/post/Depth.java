package dev.atrium.communities.post;

import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Two groups that differ in nothing but how many posts lie behind their first page. */
final class Depth {
    /** How a statement goes about it, and how many rows it looks at. */
    record Plan(List<String> shape, long rows) {}

    private final Square square;
    final UUID shallow = UUID.randomUUID();
    final UUID deep = UUID.randomUUID();

    Depth(Square square, UUID reader) {
        this.square = square;
        group(shallow, "shallow", reader, 40);
        group(deep, "deep", reader, 10_000);
        square.portal.execute("ANALYZE post");
        square.portal.execute("ANALYZE channel");
    }

    private void group(UUID group, String slug, UUID reader, int posts) {
        var portal = square.portal;
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, ?, ?)",
                square.tenant,
                group,
                slug,
                slug);
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, name) SELECT ?, md5(? || n)::uuid, ?, 'Channel ' || n FROM generate_series(1, 4) n",
                square.tenant,
                slug,
                group);
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, role, status, joined_at) VALUES (?, ?, ?, 'owner', 'active', '2020-01-01')",
                square.tenant,
                group,
                reader);
        portal.execute("""
                INSERT INTO post (tenant_id, id, group_id, channel_id, author_id, author_name, title, body, state, published_at)
                SELECT ?, gen_random_uuid(), ?, md5(? || 1)::uuid, ?, 'Ana', 'Post ' || n, 'What was said as number ' || n, 'published',
                       now() - n * interval '1 second' FROM generate_series(1, ?) n""", square.tenant, group, slug, reader, posts);
    }

    /** What PostgreSQL does for a statement whose places {@code $1, $2, …} hold these. */
    Plan plan(String sql, Object... values) {
        var text = sql;
        for (int i = values.length; i > 0; i--) text = text.replace("$" + i, literal(values[i - 1]));
        var said = square.portal
                .query("EXPLAIN (ANALYZE, FORMAT JSON) " + text)
                .getFirst()
                .getFirst()
                .toString();
        var shape = new ArrayList<String>();
        return new Plan(shape, rows(new JsonArray(said).getJsonObject(0).getJsonObject("Plan"), 0, shape));
    }

    private static String literal(Object value) {
        return switch (value) {
            case Optional<?> none -> "NULL::uuid";
            case UUID id -> "'" + id + "'::uuid";
            default -> value.toString();
        };
    }

    private static long rows(JsonObject node, int depth, List<String> shape) {
        shape.add(" ".repeat(depth) + node.getString("Node Type") + " " + node.getString("Index Name", ""));
        long loops = node.getLong("Actual Loops");
        long rows = Math.round((node.getDouble("Actual Rows") + node.getDouble("Rows Removed by Filter", 0.0)) * loops);
        for (var inner : node.getJsonArray("Plans", new JsonArray()))
            rows += rows((JsonObject) inner, depth + 1, shape);
        return rows;
    }

    /** The median of the pages of both, asked for in turn; printed as one line. */
    void time(Visitor who) {
        int rounds = Integer.getInteger("bench.rounds", 10);
        var times = new long[2][rounds];
        for (int i = -5; i < rounds; i++) {
            for (int j = 0; j < 2; j++) {
                long begun = System.nanoTime();
                who.get(j == 0 ? "/groups/shallow" : "/groups/deep").expect(200);
                if (i >= 0) times[j][i] = System.nanoTime() - begun;
            }
        }
        for (var all : times) Arrays.sort(all);
        double few = times[0][rounds / 2] / 1e6;
        double many = times[1][rounds / 2] / 1e6;
        System.out.printf(
                Locale.ROOT,
                "{\"depth\":{\"rounds\":%d,\"ms_40\":%.2f,\"ms_10000\":%.2f,\"ratio\":%.3f}}%n",
                rounds,
                few,
                many,
                many / few);
    }
}
