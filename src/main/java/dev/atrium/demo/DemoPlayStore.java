package dev.atrium.demo;

import dev.atrium.db.Tx;
import io.vertx.core.Future;

/** Where the demo's people are in its videos, and what Ana wrote down there. */
final class DemoPlayStore {
    /** Half of what they have not completed, all of what they have. */
    private static final String WATCHED = """
            INSERT INTO lesson_progress AS p (tenant_id, lesson_id, contact_id, course_id, watched, position_s)
            SELECT $1, l.id, e.contact_id, l.course_id, int4multirange(int4range(0, greatest(1, l.seconds / 2))), l.seconds / 2
              FROM enrolment e JOIN lesson l ON l.tenant_id = e.tenant_id AND l.course_id = e.course_id
             WHERE e.tenant_id = $1 AND l.published AND l.kind IN ('video', 'audio') AND l.media_id IS NOT NULL AND l.seconds > 0
            ON CONFLICT (tenant_id, lesson_id, contact_id) DO UPDATE
               SET watched = CASE WHEN p.completed_at IS NULL THEN excluded.watched
                                  ELSE int4multirange(int4range(0, 2 * excluded.position_s + 1)) END
            """;

    private static final String NOTES = """
            INSERT INTO lesson_note (tenant_id, id, lesson_id, contact_id, second, body)
            SELECT $1, gen_random_uuid(), x.id, x.contact_id, n.second, n.body
              FROM (SELECT l.id, a.contact_id
                      FROM enrolment e JOIN account a ON a.tenant_id = e.tenant_id AND a.contact_id = e.contact_id AND a.email = 'ana@example.com'
                      JOIN lesson l ON l.tenant_id = e.tenant_id AND l.course_id = e.course_id
                     WHERE e.tenant_id = $1 AND l.published AND l.kind IN ('video', 'audio') ORDER BY l.position, l.id LIMIT 1) x,
                   (VALUES (12, 'Try this with the north window.'), (47, 'White card to the left, black to the right.')) n (second, body)
            """;

    private final Tx tx;

    DemoPlayStore(Tx tx) {
        this.tx = tx;
    }

    Future<Void> play() {
        return tx.run(WATCHED, tx.tenant())
                .compose(x -> tx.run(NOTES, tx.tenant()))
                .mapEmpty();
    }
}
