package dev.atrium.contacts;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Audiences in PostgreSQL. The verdict itself is the function {@code audience_has}, which whatever has an audience asks. */
final class AudienceStore {
    private static final String INSERT = "INSERT INTO audience (tenant_id, id) VALUES ($1, $2)";
    private static final String DELETE = "DELETE FROM audience WHERE tenant_id = $1 AND id = $2";
    private static final String CLAIM = "SELECT id FROM audience WHERE tenant_id = $1 AND id = $2 FOR UPDATE";
    private static final String CLEAR = "DELETE FROM audience_rule WHERE tenant_id = $1 AND audience_id = $2";
    private static final String RULES = """
            INSERT INTO audience_rule (tenant_id, audience_id, position, effect, kind, tag_id, company_id, segment_id, contact_id)
            SELECT $1, $2, r.position, r.effect, r.kind, CASE r.kind WHEN 'tag' THEN r.thing END,
                   CASE r.kind WHEN 'company' THEN r.thing END, CASE r.kind WHEN 'segment' THEN r.thing END,
                   CASE r.kind WHEN 'contact' THEN r.thing END
              FROM unnest($3::int[], $4::text[], $5::text[], $6::uuid[]) r (position, effect, kind, thing)
             WHERE CASE r.kind
                     WHEN 'tag' THEN EXISTS (SELECT FROM tag t WHERE t.tenant_id = $1 AND t.id = r.thing)
                     WHEN 'company' THEN EXISTS (SELECT FROM company c WHERE c.tenant_id = $1 AND c.id = r.thing)
                     WHEN 'segment' THEN EXISTS (SELECT FROM segment s WHERE s.tenant_id = $1 AND s.id = r.thing)
                     WHEN 'contact' THEN EXISTS (SELECT FROM contact c WHERE c.tenant_id = $1 AND c.id = r.thing)
                     ELSE true END
            """;
    private static final String NAMED = """
            SELECT r.effect, r.kind, coalesce(r.tag_id, r.company_id, r.segment_id, r.contact_id) AS thing,
                   CASE r.kind
                     WHEN 'tag' THEN (SELECT t.name FROM tag t WHERE t.tenant_id = $1 AND t.id = r.tag_id)
                     WHEN 'company' THEN (SELECT c.name FROM company c WHERE c.tenant_id = $1 AND c.id = r.company_id)
                     WHEN 'segment' THEN (SELECT s.name FROM segment s WHERE s.tenant_id = $1 AND s.id = r.segment_id)
                     WHEN 'contact' THEN (SELECT c.full_name FROM contact c WHERE c.tenant_id = $1 AND c.id = r.contact_id)
                     ELSE '' END AS label
              FROM audience_rule r WHERE r.tenant_id = $1 AND r.audience_id = $2 ORDER BY r.effect DESC, r.position LIMIT 20
            """;
    private static final String RULES_OF = """
            SELECT r.audience_id, r.effect, r.kind, coalesce(r.tag_id, r.company_id, r.segment_id, r.contact_id) AS thing
              FROM audience_rule r WHERE r.tenant_id = $1 AND r.audience_id = ANY ($2)
             ORDER BY r.audience_id, r.effect DESC, r.position LIMIT 2000
            """;
    private static final String WHY = "SELECT effect, kind, label, decides FROM audience_why($1, $2, $3) LIMIT 20";
    private static final String HAS = "SELECT audience_has($1, $2, $3)";

    private final Tx tx;

    AudienceStore(Tx tx) {
        this.tx = tx;
    }

    Future<Integer> insert(UUID id) {
        return tx.run(INSERT, tx.tenant(), id);
    }

    Future<Integer> delete(UUID id) {
        return tx.run(DELETE, tx.tenant(), id);
    }

    /** Replaces the rules; false where one names what is not there. */
    Future<Boolean> rules(UUID audience, List<AudienceRules.Rule> rules) {
        // Two who save at once follow one another: rules have their places, and both would take the first.
        tx.run(CLAIM, tx.tenant(), audience);
        new UseStore(tx)
                .hold(rules.stream()
                        .flatMap(rule -> Stream.ofNullable(rule.thing()))
                        .toList());
        tx.run(CLEAR, tx.tenant(), audience);
        return tx.run(
                        RULES,
                        tx.tenant(),
                        audience,
                        IntStream.range(0, rules.size()).boxed().toArray(Integer[]::new),
                        rules.stream()
                                .map(r -> r.include() ? "include" : "exclude")
                                .toArray(String[]::new),
                        rules.stream().map(AudienceRules.Rule::kind).toArray(String[]::new),
                        rules.stream().map(AudienceRules.Rule::thing).toArray(UUID[]::new))
                .map(rows -> rows == rules.size());
    }

    Future<List<Audiences.Named>> named(UUID audience) {
        return tx.list(
                NAMED,
                row -> new Audiences.Named(
                        new AudienceRules.Rule(include(row), row.getString("kind"), row.getUUID("thing")), label(row)),
                tx.tenant(),
                audience);
    }

    /** Of at most a hundred audiences. */
    Future<Map<UUID, List<AudienceRule>>> rulesOf(Collection<UUID> audiences) {
        record Of(UUID audience, AudienceRule rule) {}
        return tx.list(
                        RULES_OF,
                        row -> new Of(
                                row.getUUID("audience_id"),
                                AudienceRule.of(new AudienceRules.Rule(
                                        include(row), row.getString("kind"), row.getUUID("thing")))),
                        tx.tenant(),
                        audiences.toArray(UUID[]::new))
                .map(all -> all.stream()
                        .collect(Collectors.groupingBy(
                                Of::audience, Collectors.mapping(Of::rule, Collectors.toUnmodifiableList()))));
    }

    Future<List<Audiences.Reason>> why(UUID audience, UUID contact) {
        return tx.list(
                WHY,
                row -> new Audiences.Reason(include(row), row.getString("kind"), label(row), row.getBoolean("decides")),
                tx.tenant(),
                audience,
                contact);
    }

    Future<Boolean> has(@Nullable UUID audience, UUID contact) {
        return tx.first(HAS, row -> row.getBoolean(0), tx.tenant(), audience, contact)
                .map(Optional::orElseThrow);
    }

    private static boolean include(Row row) {
        return row.getString("effect").equals("include");
    }

    private static String label(Row row) {
        return Objects.requireNonNullElse(row.getString("label"), "");
    }
}
