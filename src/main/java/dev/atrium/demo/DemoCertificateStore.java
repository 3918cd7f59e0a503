package dev.atrium.demo;

import dev.atrium.db.Tx;
import io.vertx.core.Future;

/** What Ben learned on site and has a certificate of, and that the first course of the portal gives one. */
final class DemoCertificateStore {
    private static final String RULE = """
            INSERT INTO certificate_rule (tenant_id, course_id, enabled, months, remind_days)
            SELECT c.tenant_id, c.id, true, 24, 30 FROM course c WHERE c.tenant_id = $1 AND c.state = 'published'
             ORDER BY c.position, c.id LIMIT 1 ON CONFLICT DO NOTHING
            """;
    private static final String DESIGN = """
            INSERT INTO certificate_design (tenant_id, signatory) VALUES ($1, 'Olivia Owner, Acme Studio') ON CONFLICT DO NOTHING
            """;
    /** What was taught on site, and is not taught any more. */
    private static final String COURSE = """
            INSERT INTO course (tenant_id, id, slug, title, summary, minutes, state, published_at, archived_at, position)
            VALUES ($1, gen_random_uuid(), 'studio-safety', 'Safety in the studio', 'Cables, stands and hot lamps, in an hour on site.', 60,
                    'archived', now() - interval '400 days', now() - interval '90 days', 99)
            ON CONFLICT DO NOTHING
            """;

    private static final String CERTIFICATE = """
            WITH made AS (
              INSERT INTO certificate (tenant_id, id, course_id, contact_id, learner, course, instructors, minutes, look, issued_at,
                                       expires_at, by_hand)
              SELECT c.tenant_id, gen_random_uuid(), c.id, p.id, p.full_name, c.title, 'Olivia Owner', c.minutes,
                     jsonb_build_object('layout', 'classic', 'orientation', 'landscape', 'title', 'Certificate',
                                        'body', E'This certifies that\\n{learner}\\nhas successfully completed\\n{course}',
                                        'signatory', 'Olivia Owner, Acme Studio', 'issuer', b.portal_name, 'accent', b.color_primary,
                                        'zone', 'Europe/Lisbon', 'language', 'en'),
                     now() - interval '120 days', now() + interval '610 days', true
                FROM course c CROSS JOIN account a JOIN contact p ON p.tenant_id = a.tenant_id AND p.id = a.contact_id
                JOIN branding b ON b.tenant_id = a.tenant_id
               WHERE c.tenant_id = $1 AND c.slug = 'studio-safety' AND a.tenant_id = $1 AND a.email = 'ben@example.com'
              RETURNING id)
            INSERT INTO verifiable (tenant_id, id, kind, code) SELECT $1, m.id, 'certificate', '7K3MQ2XWD9PHT4BV' FROM made m
            """;

    private final Tx tx;

    DemoCertificateStore(Tx tx) {
        this.tx = tx;
    }

    Future<Void> award() {
        return tx.run(COURSE, tx.tenant())
                .compose(x -> tx.run(DESIGN, tx.tenant()))
                .compose(x -> tx.run(RULE, tx.tenant()))
                .compose(x -> tx.run(CERTIFICATE, tx.tenant()))
                .mapEmpty();
    }
}
