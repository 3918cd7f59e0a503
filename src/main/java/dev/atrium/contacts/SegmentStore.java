package dev.atrium.contacts;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Segments in PostgreSQL. */
final class SegmentStore {
    static final int MOST = 200;
    /** Contacts that a count looks at: a third of a second's work at most. */
    static final int LOOKED_AT = 10_000;

    /** How many fit, 1000 being that or more; {@code partial} where only the newest {@link #LOOKED_AT} were asked. */
    record Count(long fits, boolean partial) {
        boolean many() {
            return fits >= 1000;
        }
    }

    private static final String SELECT = """
            SELECT s.id, s.name, s.matching,
                   (SELECT coalesce(jsonb_agg(jsonb_build_object(
                             'kind', r.kind, 'value', coalesce(r.tag_id::text, r.company_id::text,
                               CASE r.kind WHEN 'field' THEN r.field_key || ':' || r.op || ':' || r.word ELSE r.word END)) ORDER BY r.position), '[]')
                      FROM segment_rule r WHERE r.tenant_id = $1 AND r.segment_id = s.id) AS rules
              FROM segment s
            """;
    private static final String ALL = SELECT + " WHERE s.tenant_id = $1 ORDER BY s.name_key LIMIT 200";
    private static final String FIND = SELECT + " WHERE s.tenant_id = $1 AND s.id = $2";
    private static final String INSERT = """
            INSERT INTO segment (tenant_id, id, name, matching)
            SELECT $1, $2, $3, $4 WHERE (SELECT count(*) FROM segment WHERE tenant_id = $1) < 200 ON CONFLICT DO NOTHING
            """;
    private static final String CHANGE = """
            UPDATE segment s SET name = $3, matching = $4 WHERE s.tenant_id = $1 AND s.id = $2
               AND NOT EXISTS (SELECT FROM segment o WHERE o.tenant_id = $1 AND o.name_key = lower($3) AND o.id <> $2)
            """;
    private static final String CLEAR = "DELETE FROM segment_rule WHERE tenant_id = $1 AND segment_id = $2";
    private static final String RULES = """
            INSERT INTO segment_rule (tenant_id, segment_id, position, kind, tag_id, company_id, field_key, op, word)
            SELECT $1, $2, r.position, r.kind, CASE WHEN r.kind IN ('tag', 'untag') THEN r.value::uuid END,
                   CASE r.kind WHEN 'company' THEN r.value::uuid END, r.key, r.op,
                   CASE WHEN r.kind IN ('tag', 'untag', 'company') THEN '' ELSE r.value END
              FROM unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::text[]) r (position, kind, value, key, op)
             WHERE CASE r.kind
                     WHEN 'field' THEN EXISTS (SELECT FROM custom_field f WHERE f.tenant_id = $1 AND f.key = r.key)
                     WHEN 'untag' THEN EXISTS (SELECT FROM tag t WHERE t.tenant_id = $1 AND t.id = r.value::uuid)
                     WHEN 'tag' THEN EXISTS (SELECT FROM tag t WHERE t.tenant_id = $1 AND t.id = r.value::uuid)
                     WHEN 'company' THEN EXISTS (SELECT FROM company c WHERE c.tenant_id = $1 AND c.id = r.value::uuid)
                     ELSE true END
            """;
    private static final String DELETE = """
            DELETE FROM segment s WHERE s.tenant_id = $1 AND s.id = $2
               AND NOT EXISTS (SELECT FROM audience_rule r WHERE r.tenant_id = $1 AND r.segment_id = $2)
            """;
    // A figure for people, not a bill: beyond a thousand it says no more than that, and of very many it asks the newest
    // alone.
    private static final String COUNT = """
            SELECT (SELECT count(*) FROM (
                     SELECT FROM (SELECT c.id FROM contact c WHERE c.tenant_id = $1
                                   ORDER BY c.created_at DESC, c.id DESC LIMIT $3) newest
                      WHERE segment_has($1, $2, newest.id) LIMIT 1000) x),
                   EXISTS (SELECT FROM contact c WHERE c.tenant_id = $1 ORDER BY c.created_at DESC, c.id DESC OFFSET $3)
            """;

    // The last contact that was looked at comes along where there are more behind it.
    private static final String MEMBERS = """
            WITH looked AS (SELECT c.id, c.full_name, c.email FROM contact c
                             WHERE c.tenant_id = $1 AND ($3::uuid IS NULL OR c.id > $3) ORDER BY c.id LIMIT $5),
                 found AS (SELECT l.id, l.full_name, l.email FROM looked l WHERE segment_has($1, $2, l.id) ORDER BY l.id LIMIT $4)
            SELECT id, full_name, email, true AS fits FROM found
            UNION ALL
            SELECT l.id, '', '', false
              FROM (SELECT id FROM looked ORDER BY id DESC LIMIT 1) l WHERE (SELECT count(*) FROM looked) = $5
             ORDER BY fits DESC, id
            """;

    /** Whom it finds; {@code more} is the last contact that was looked at, null where nobody is left. */
    record Part(
            List<SegmentsApi.SegmentMember> members,
            @Nullable UUID more) {}

    private final Tx tx;

    SegmentStore(Tx tx) {
        this.tx = tx;
    }

    Future<List<Segment>> all() {
        return tx.list(ALL, SegmentStore::segment, tx.tenant());
    }

    Future<Optional<Segment>> find(UUID id) {
        return tx.first(FIND, SegmentStore::segment, tx.tenant(), id);
    }

    /** False where there is one of this name or id, or there are {@link #MOST}. */
    Future<Boolean> insert(Segment.Draft d) {
        return tx.run(INSERT, tx.tenant(), d.id(), d.name(), d.all() ? "all" : "any")
                .map(rows -> rows == 1);
    }

    /** False where another has this name, or there is none. */
    Future<Boolean> change(UUID id, Segment.Draft d) {
        return tx.run(CHANGE, tx.tenant(), id, d.name(), d.all() ? "all" : "any")
                .map(rows -> rows == 1);
    }

    /** Replaces the rules; false where one names what is not there. */
    Future<Boolean> rules(UUID id, List<Segment.Rule> rules) {
        new UseStore(tx)
                .hold(rules.stream()
                        .filter(Segment.Rule::names)
                        .map(rule -> UUID.fromString(rule.value()))
                        .toList());
        tx.run(CLEAR, tx.tenant(), id);
        return tx.run(
                        RULES,
                        tx.tenant(),
                        id,
                        IntStream.range(0, rules.size()).boxed().toArray(Integer[]::new),
                        rules.stream().map(Segment.Rule::kind).toArray(String[]::new),
                        rules.stream()
                                .map(rule -> rule.compares() ? rule.parts()[2] : rule.value())
                                .toArray(String[]::new),
                        rules.stream().map(rule -> part(rule, 0)).toArray(String[]::new),
                        rules.stream().map(rule -> part(rule, 1)).toArray(String[]::new))
                .map(rows -> rows == rules.size());
    }

    private static String part(Segment.Rule rule, int i) {
        return rule.compares() ? rule.parts()[i] : "";
    }

    /** False where an audience names it, or there is none. */
    Future<Boolean> delete(UUID id) {
        return tx.run(DELETE, tx.tenant(), id).map(rows -> rows == 1);
    }

    /** How many it finds now, of the newest {@code looked}. */
    Future<Count> count(UUID id, int looked) {
        return tx.first(COUNT, row -> new Count(row.getLong(0), row.getBoolean(1)), tx.tenant(), id, looked)
                .map(Optional::orElseThrow);
    }

    /** The next that it finds after this contact, among the next {@link #LOOKED_AT}. */
    Future<Part> members(UUID id, @Nullable UUID after, int rows) {
        record Line(SegmentsApi.SegmentMember member, boolean fits) {}
        return tx.list(
                        MEMBERS,
                        row -> new Line(
                                new SegmentsApi.SegmentMember(row.getUUID(0), row.getString(1), row.getString(2)),
                                row.getBoolean(3)),
                        tx.tenant(),
                        id,
                        after,
                        rows,
                        LOOKED_AT)
                .map(lines -> new Part(
                        lines.stream().filter(Line::fits).map(Line::member).toList(),
                        lines.stream()
                                .filter(line -> !line.fits())
                                .map(line -> line.member().contact())
                                .findFirst()
                                .orElse(null)));
    }

    private static Segment segment(Row row) {
        var rules = row.getJsonArray("rules").stream()
                .map(JsonObject.class::cast)
                .map(json -> new Segment.Rule(json.getString("kind"), json.getString("value")))
                .toList();
        return new Segment(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("matching").equals("all"),
                rules);
    }
}
