package dev.atrium.demo;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/** What the demo's quiz asks: a question of each kind; Ana failed it once, Ben passed it at the second attempt. */
final class DemoQuizStore {
    private static final String LESSON = """
            SELECT l.id FROM lesson l WHERE l.tenant_id = $1 AND l.kind = 'quiz' AND l.published ORDER BY l.id LIMIT 1
            """;
    private static final String RULES = """
            UPDATE quiz SET attempts = 3, minutes = 15, pass = 70, shuffle_options = true WHERE tenant_id = $1 AND lesson_id = $2
            """;
    private static final String QUESTION = """
            INSERT INTO quiz_question (tenant_id, id, lesson_id, position, asked, key) VALUES ($1, $2, $3, $4, $5, $6)
            """;
    /** With the questions as they stand; {@code $5} of the six points, as {@code $6} says for each of them. */
    private static final String ATTEMPT = """
            INSERT INTO quiz_attempt (tenant_id, id, lesson_id, course_id, contact_id, number, started_at, due_at, pass, asked, keys, answers,
                                      saved_at, submitted_at, marks, points, most, percent, passed)
            SELECT $1, gen_random_uuid(), l.id, l.course_id, e.contact_id, $4, now() - (9 - $4) * interval '1 day',
                   now() - (9 - $4) * interval '1 day' + interval '15 minutes', 70, q.asked, q.keys, q.answers,
                   now() - (9 - $4) * interval '1 day' + interval '6 minutes', now() - (9 - $4) * interval '1 day' + interval '6 minutes',
                   q.marks, $5, 6, 100 * $5 / 6, $5 > 4
              FROM lesson l JOIN enrolment e ON e.tenant_id = l.tenant_id AND e.course_id = l.course_id
              JOIN account a ON a.tenant_id = e.tenant_id AND a.contact_id = e.contact_id AND a.email = $3
             CROSS JOIN LATERAL (SELECT jsonb_agg(x.asked ORDER BY x.position) AS asked, jsonb_agg(x.key ORDER BY x.position) AS keys,
                                        jsonb_object_agg(x.id, $7::jsonb -> x.position) AS answers,
                                        jsonb_agg(jsonb_build_object('id', x.id, 'points', $6::jsonb -> x.position, 'of', x.asked -> 'points')
                                                  ORDER BY x.position) AS marks
                                   FROM quiz_question x WHERE x.tenant_id = $1 AND x.lesson_id = l.id) q
             WHERE l.tenant_id = $1 AND l.id = $2
            """;

    private final Tx tx;
    private int position;

    DemoQuizStore(Tx tx) {
        this.tx = tx;
    }

    Future<Void> ask() {
        return tx.first(LESSON, row -> row.getUUID("id"), tx.tenant())
                .compose(found -> found.isEmpty() ? Future.succeededFuture() : ask(found.get()));
    }

    private Future<Void> ask(UUID lesson) {
        tx.run(RULES, tx.tenant(), lesson);
        question(
                lesson,
                "single",
                "Where does **soft** light come from?",
                List.of("A lamp far away", "A wide cloudy sky", "The sun at noon"),
                List.of(1),
                List.of(),
                "The larger the light is, seen from the thing, the softer it falls.");
        question(
                lesson,
                "multiple",
                "What do you need for the first picture?",
                List.of("A window", "A flash", "A sheet of white card", "A studio"),
                List.of(0, 2),
                List.of(),
                "A window and a card are enough.");
        question(
                lesson,
                "true_false",
                "The card stands on the side of the window.",
                List.of(),
                List.of(1),
                List.of(),
                "It stands on the dark side, and gives the light back.");
        question(
                lesson,
                "short",
                "What falls on the side that is turned away from the window?",
                List.of(),
                List.of(),
                List.of("shadow", "a shadow", "the shadow", "Schatten"),
                "");
        question(
                lesson,
                "order",
                "In which order do you work?",
                List.of("Look", "Light", "Press"),
                List.of(0, 1, 2),
                List.of(),
                "Whoever looks first presses less often.");
        return attempt(lesson, "ana@example.com", 1, 3, List.of(1, 0, 1, 0, 1), 0)
                .compose(x -> attempt(lesson, "ben@example.com", 1, 4, List.of(1, 2, 1, 0, 0), 0))
                .compose(x -> attempt(lesson, "ben@example.com", 2, 6, List.of(1, 2, 1, 1, 1), 1))
                .mapEmpty();
    }

    private void question(
            UUID lesson,
            String kind,
            String text,
            List<String> options,
            List<Integer> right,
            List<String> accepted,
            String explanation) {
        var id = Ids.next();
        boolean several = kind.equals("multiple");
        var asked = new JsonObject()
                .put("id", id.toString())
                .put("kind", kind)
                .put("text", text)
                .put("points", several ? 2 : 1)
                .put("partial", several)
                .put("options", new JsonArray(List.copyOf(options)));
        var key = new JsonObject()
                .put("right", new JsonArray(List.copyOf(right)))
                .put("accepted", new JsonArray(List.copyOf(accepted)))
                .put("explanation", explanation);
        tx.run(QUESTION, tx.tenant(), id, lesson, position++, asked, key);
    }

    /** @param words what was answered to the question that is typed: right where it is 1 */
    private Future<Integer> attempt(UUID lesson, String email, int number, int points, List<Integer> marks, int words) {
        var answers = new JsonArray()
                .add(given(List.of(1), ""))
                .add(given(marks.get(1) == 2 ? List.of(0, 2) : List.of(0, 1), ""))
                .add(given(List.of(1), ""))
                .add(given(List.of(), words == 1 ? "Shadow" : "Nothing"))
                .add(given(marks.get(4) == 1 ? List.of(1, 2, 3) : List.of(2, 1, 3), ""));
        return tx.run(ATTEMPT, tx.tenant(), lesson, email, number, points, new JsonArray(List.copyOf(marks)), answers);
    }

    private static JsonObject given(List<Integer> choice, String text) {
        return new JsonObject()
                .put("choice", new JsonArray(List.copyOf(choice)))
                .put("text", text);
    }
}
