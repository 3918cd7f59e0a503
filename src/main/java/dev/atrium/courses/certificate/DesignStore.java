package dev.atrium.courses.certificate;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How certificates look, and which courses give one. */
final class DesignStore {
    private static final String DESIGN = """
            SELECT d.layout, d.orientation, d.title, d.body, d.signatory, d.version FROM certificate_design d WHERE d.tenant_id = $1
            """;
    private static final String CHANGE = """
            INSERT INTO certificate_design AS d (tenant_id, layout, orientation, title, body, signatory)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (tenant_id) DO UPDATE
               SET layout = $2, orientation = $3, title = $4, body = $5, signatory = $6, version = d.version + 1
             WHERE d.version = $7
            """;
    private static final String RULES = """
            SELECT c.id, c.title, c.state, coalesce(r.enabled, false) AS enabled, coalesce(r.months, 0) AS months,
                   coalesce(r.remind_days, 30) AS remind_days,
                   (SELECT count(*) FROM certificate e WHERE e.tenant_id = c.tenant_id AND e.course_id = c.id AND e.revoked_at IS NULL)::int AS issued
              FROM course c LEFT JOIN certificate_rule r ON r.tenant_id = c.tenant_id AND r.course_id = c.id
             WHERE c.tenant_id = $1 AND ($2::uuid IS NULL OR c.id = $2)
             ORDER BY c.state = 'archived', c.position, c.title, c.id LIMIT $3
            """;
    private static final String RULE = """
            INSERT INTO certificate_rule (tenant_id, course_id, enabled, months, remind_days)
            SELECT c.tenant_id, c.id, $3, $4, $5 FROM course c WHERE c.tenant_id = $1 AND c.id = $2
            ON CONFLICT (tenant_id, course_id) DO UPDATE SET enabled = $3, months = $4, remind_days = $5
            """;
    private static final int MOST = 500;

    /**
     * Whether a course gives certificates.
     *
     * @param issued how many count today
     */
    record Rule(UUID course, String title, String state, boolean enabled, int months, int remindDays, int issued) {}

    private final Tx tx;

    DesignStore(Tx tx) {
        this.tx = tx;
    }

    Future<CertificateDesign> design() {
        return tx.first(
                        DESIGN,
                        row -> new CertificateDesign(
                                row.getString("layout"),
                                row.getString("orientation"),
                                row.getString("title"),
                                row.getString("body"),
                                row.getString("signatory"),
                                row.getInteger("version")),
                        tx.tenant())
                .map(found -> found.orElse(CertificateDesign.FIRST));
    }

    /** False where the design is no longer the version that {@code d} was made from. */
    Future<Boolean> change(CertificateDesign d) {
        return tx.run(CHANGE, tx.tenant(), d.layout(), d.orientation(), d.title(), d.body(), d.signatory(), d.version())
                .map(rows -> rows == 1);
    }

    /** All courses, at most 500. */
    Future<List<Rule>> rules() {
        return rules(null);
    }

    Future<Optional<Rule>> rule(UUID course) {
        return rules(course).map(found -> found.stream().findFirst());
    }

    private Future<List<Rule>> rules(@Nullable UUID course) {
        return tx.list(
                RULES,
                row -> new Rule(
                        row.getUUID("id"),
                        row.getString("title"),
                        row.getString("state"),
                        row.getBoolean("enabled"),
                        row.getInteger("months"),
                        row.getInteger("remind_days"),
                        row.getInteger("issued")),
                tx.tenant(),
                course,
                MOST);
    }

    /** False where there is no such course. */
    Future<Boolean> keep(UUID course, boolean enabled, int months, int remindDays) {
        return tx.run(RULE, tx.tenant(), course, enabled, months, remindDays).map(rows -> rows == 1);
    }
}
