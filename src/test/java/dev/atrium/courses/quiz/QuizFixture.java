package dev.atrium.courses.quiz;

import dev.atrium.harness.Portal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Quizzes of a test, put where they lie. */
public final class QuizFixture {
    /** Words that stand in what is right, and may stand nowhere else. */
    public static final String CANARY = "Sesame-canary";

    private final Portal portal;
    private final UUID tenant;

    public QuizFixture(Portal portal, String slug) {
        this.portal = portal;
        this.tenant = portal.tenantId(slug);
    }

    public UUID person(String slug, String name) {
        var account = portal.account(slug, name, name + "@example.com");
        return (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
    }

    /** A published course with one section of the same id. */
    public UUID course(String slug) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO course (tenant_id, id, slug, title, state, published_at) VALUES (?, ?, ?, ?, 'published', now() - interval '30 days')",
                tenant,
                id,
                slug,
                "Course " + slug);
        portal.execute(
                "INSERT INTO course_section (tenant_id, id, course_id, title) VALUES (?, ?, ?, 'First')",
                tenant,
                id,
                id);
        return id;
    }

    public void grant(UUID course, UUID contact) {
        portal.execute(
                "INSERT INTO course_grant (tenant_id, id, course_id, contact_id) VALUES (?, ?, ?, ?)",
                tenant,
                UUID.randomUUID(),
                course,
                contact);
    }

    /** A quiz lesson of that section without questions; {@code rules} sets columns of its quiz. */
    public UUID quiz(UUID course, String rules) {
        var id = UUID.randomUUID();
        quiz(course, course, id, "What do you remember?", "Look again before.", rules);
        return id;
    }

    public void quiz(UUID course, UUID section, UUID id, String title, String body, String rules) {
        portal.execute(
                "INSERT INTO lesson (tenant_id, id, course_id, section_id, title, position, kind, body, completion) VALUES (?, ?, ?, ?, ?, 20, 'quiz', ?, 'quiz_passed')",
                tenant,
                id,
                course,
                section,
                title,
                body);
        if (!rules.isEmpty())
            portal.execute("UPDATE quiz SET " + rules + " WHERE tenant_id = ? AND lesson_id = ?", tenant, id);
    }

    /** One of each kind, worth one, two, one, one and one; {@code said} stands in all that is asked. */
    public List<UUID> questions(UUID lesson, String said) {
        var ids = new ArrayList<UUID>();
        ids.add(question(lesson, "single", said, 1, List.of(said + " a", said + " b", said + " c"), List.of(1)));
        ids.add(question(lesson, "multiple", said, 2, List.of(said + " a", said + " b", said + " c"), List.of(0, 2)));
        ids.add(question(lesson, "true_false", said, 1, List.of(), List.of(0)));
        ids.add(question(lesson, "short", said, 1, List.of(), List.of()));
        ids.add(question(lesson, "order", said, 1, List.of(said + " a", said + " b", said + " c"), List.of(0, 1, 2)));
        return ids;
    }

    public UUID question(UUID lesson, String kind, String text, int points, List<String> options, List<Integer> right) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO quiz_question (tenant_id, id, lesson_id, position, asked, key) VALUES (?, ?, ?, (SELECT count(*) FROM quiz_question WHERE lesson_id = ?), ?::jsonb, ?::jsonb)",
                tenant,
                id,
                lesson,
                lesson,
                asked(id, kind, text, points, options).encode(),
                key(kind, right, CANARY).encode());
        return id;
    }

    static JsonObject asked(UUID id, String kind, String text, int points, List<String> options) {
        return new JsonObject()
                .put("id", id.toString())
                .put("kind", kind)
                .put("text", text)
                .put("points", points)
                .put("partial", kind.equals("multiple"))
                .put("options", new JsonArray(List.copyOf(options)));
    }

    static JsonObject key(String kind, List<Integer> right, String why) {
        return new JsonObject()
                .put("right", new JsonArray(List.copyOf(right)))
                .put("accepted", kind.equals("short") ? new JsonArray().add(CANARY) : new JsonArray())
                .put("explanation", why);
    }

    /** An attempt with the questions as they stand; {@code submitted}: half of the points were won. */
    public UUID attempt(UUID id, UUID course, UUID lesson, UUID contact, int number, boolean submitted, String said) {
        portal.execute(
                """
                INSERT INTO quiz_attempt (tenant_id, id, lesson_id, course_id, contact_id, number, due_at, pass, asked, keys, answers, most,
                                          started_at, submitted_at, marks, points, percent)
                SELECT ?, ?, ?, ?, ?, ?, now() + interval '1 hour', 70, jsonb_agg(q.asked ORDER BY q.position), jsonb_agg(q.key ORDER BY q.position),
                       jsonb_object_agg(q.id, jsonb_build_object('choice', '[]'::jsonb, 'text', ?::text)) FILTER (WHERE q.asked->>'kind' = 'short'),
                       sum((q.asked->>'points')::int), now() - make_interval(hours => 9 - ?), CASE WHEN ? THEN now() - interval '1 hour' END,
                       CASE WHEN ? THEN jsonb_agg(jsonb_build_object('id', q.id, 'points', 0, 'of', q.asked->'points')) END, 0, 0
                  FROM quiz_question q WHERE q.tenant_id = ? AND q.lesson_id = ?""", tenant, id, lesson, course, contact, number, said, number, submitted, submitted, tenant, lesson);
        return id;
    }
}
