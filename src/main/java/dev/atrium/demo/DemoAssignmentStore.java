package dev.atrium.demo;

import dev.atrium.db.Tx;
import io.vertx.core.Future;

/** What the first course's assignment asks for, Ana's work that waits, and Ben's that is accepted. */
final class DemoAssignmentStore {
    private static final String TERMS = """
            INSERT INTO assignment_terms (tenant_id, lesson_id, due, due_days, late, resubmissions, accept_points, rubric)
            SELECT l.tenant_id, l.id, 'days', 14, true, 3, 8,
                   '[{"title": "Light", "points": 10, "levels": [{"points": 0, "title": "Flat"}, {"points": 5, "title": "From one side"},
                                                                {"points": 10, "title": "Soft, from one side"}]},
                     {"title": "Three sides", "points": 5, "levels": []}]'
              FROM lesson l WHERE l.tenant_id = $1 AND l.kind = 'assignment' AND l.published
            ON CONFLICT DO NOTHING
            """;
    private static final String WORK = """
            WITH made AS (
              INSERT INTO hand_in (tenant_id, id, lesson_id, course_id, contact_id, state, body, versions, submitted_at, decided_at)
              SELECT e.tenant_id, gen_random_uuid(), l.id, l.course_id, e.contact_id, $3, $4, 1, now() - interval '5 hours',
                     CASE WHEN $3 = 'accepted' THEN now() - interval '4 hours' END
                FROM enrolment e JOIN account a ON a.tenant_id = e.tenant_id AND a.contact_id = e.contact_id AND a.email = $2
                JOIN lesson l ON l.tenant_id = e.tenant_id AND l.course_id = e.course_id AND l.kind = 'assignment' AND l.published
               WHERE e.tenant_id = $1 ORDER BY l.position, l.id LIMIT 1
              RETURNING tenant_id, id, contact_id)
            INSERT INTO hand_in_version (tenant_id, hand_in_id, number, contact_id, body, submitted_at, decision, decided_at, marker, points,
                                         most, scores, feedback)
            SELECT m.tenant_id, m.id, 1, m.contact_id, $4, now() - interval '5 hours', CASE WHEN $3 = 'accepted' THEN $3 ELSE '' END,
                   CASE WHEN $3 = 'accepted' THEN now() - interval '4 hours' END,
                   CASE WHEN $3 = 'accepted' THEN 'Olivia Owner' ELSE '' END, CASE WHEN $3 = 'accepted' THEN 15 END,
                   CASE WHEN $3 = 'accepted' THEN 15 END,
                   CASE WHEN $3 = 'accepted' THEN '[{"title": "Light", "points": 10, "most": 10},
                                                    {"title": "Three sides", "points": 5, "most": 5}]'::jsonb ELSE '[]'::jsonb END,
                   CASE WHEN $3 = 'accepted' THEN 'The shadow of the handle is lovely. Keep that card.' ELSE '' END
              FROM made m
            """;
    private static final String SAID = """
            INSERT INTO hand_in_message (tenant_id, id, hand_in_id, contact_id, of_team, author, body, at)
            SELECT h.tenant_id, gen_random_uuid(), h.id, h.contact_id, n.team, n.author, n.body, now() - n.hours * interval '1 hour'
              FROM hand_in h, (VALUES (false, 'Ben Okafor', 'May I use two cards?', 3), (true, 'Olivia Owner', 'As many as you like.', 2))
                                n (team, author, body, hours)
             WHERE h.tenant_id = $1 AND h.state = 'accepted'
            """;

    private final Tx tx;

    DemoAssignmentStore(Tx tx) {
        this.tx = tx;
    }

    Future<Void> hand() {
        return tx.run(TERMS, tx.tenant())
                .compose(x -> tx.run(
                        WORK,
                        tx.tenant(),
                        "ana@example.com",
                        "submitted",
                        "My teapot, from **three sides**, beside the kitchen window.\n\n- front\n- left\n- from above"))
                .compose(x -> tx.run(
                        WORK,
                        tx.tenant(),
                        "ben@example.com",
                        "accepted",
                        "A jug with a handle. The card stands on its left, just outside the picture."))
                .compose(x -> tx.run(SAID, tx.tenant()))
                .mapEmpty();
    }
}
