package dev.atrium.demo;

import dev.atrium.db.Tx;
import io.vertx.core.Future;

/** How far the demo's people are in its courses: Ben at the end of the first, the others somewhere before it. */
final class DemoLearnStore {
    private static final String GRANT = """
            INSERT INTO course_grant (tenant_id, id, course_id, contact_id, created_at)
            SELECT $1, gen_random_uuid(), c.id, a.contact_id, now() - interval '20 days'
              FROM course c JOIN account a ON a.tenant_id = c.tenant_id AND a.email = $2
             WHERE c.tenant_id = $1 AND c.state = 'published' LIMIT 20
            ON CONFLICT DO NOTHING
            """;
    private static final String BEGUN = """
            INSERT INTO enrolment (tenant_id, course_id, contact_id, enrolled_at, opened_at, seen_at)
            SELECT $1, c.id, a.contact_id, now() - interval '20 days', now() - interval '19 days', now() - interval '3 hours'
              FROM course c JOIN account a ON a.tenant_id = c.tenant_id AND a.email = $2
             WHERE c.tenant_id = $1 AND c.state = 'published' ORDER BY c.position, c.id LIMIT 1
            ON CONFLICT DO NOTHING
            """;
    /** The first lessons, that part of them in percent. */
    private static final String DONE = """
            INSERT INTO lesson_progress (tenant_id, lesson_id, contact_id, course_id, opened_at, completed_at)
            SELECT $1, x.id, x.contact_id, x.course_id, now() - (x.n + 1) * interval '5 hours', now() - x.n * interval '5 hours'
              FROM (SELECT l.id, e.contact_id, e.course_id, row_number() OVER (ORDER BY s.position, s.id, l.position, l.id) AS n, count(*) OVER () AS whole
                      FROM enrolment e
                      JOIN account a ON a.tenant_id = e.tenant_id AND a.contact_id = e.contact_id AND a.email = $2
                      JOIN course_section s ON s.tenant_id = e.tenant_id AND s.course_id = e.course_id
                      JOIN lesson l ON l.tenant_id = e.tenant_id AND l.section_id = s.id AND l.published
                     WHERE e.tenant_id = $1) x
             WHERE x.n * 100 <= x.whole * $3::int
            ON CONFLICT DO NOTHING
            """;

    private static final String FINISHED = """
            UPDATE enrolment e SET completed_at = now() - interval '4 days'
              FROM account a
             WHERE e.tenant_id = $1 AND a.tenant_id = e.tenant_id AND a.contact_id = e.contact_id AND a.email = $2
            """;

    private final Tx tx;

    DemoLearnStore(Tx tx) {
        this.tx = tx;
    }

    Future<Void> learn() {
        return begin("ana@example.com", 50)
                .compose(x -> begin("ben@example.com", 100))
                .compose(x -> begin("lucia@example.com", 45))
                .compose(x -> begin("samir@example.com", 30))
                .compose(x -> tx.run(FINISHED, tx.tenant(), "ben@example.com"))
                .mapEmpty();
    }

    private Future<Integer> begin(String email, int percent) {
        return tx.run(GRANT, tx.tenant(), email)
                .compose(x -> tx.run(BEGUN, tx.tenant(), email))
                .compose(x -> tx.run(DONE, tx.tenant(), email, percent));
    }
}
