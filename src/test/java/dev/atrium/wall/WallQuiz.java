package dev.atrium.wall;

import dev.atrium.courses.quiz.QuizFixture;
import dev.atrium.harness.Portal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A quiz in the course of {@link WallLearn}, taken once and under way again. Made as it was whenever it is asked for. */
final class WallQuiz {
    /** What the walk types into its forms and sends as their JSON. */
    static final Map<String, Map<String, String>> FIELDS = Map.ofEntries(
            Map.entry(
                    "/t/:slug/courses/:course/lessons/:lesson/quiz",
                    Map.of("pass_percent", "50", "keeps", "best", "version", "1")),
            Map.entry(
                    "/t/:slug/courses/:course/lessons/:lesson/quiz/questions/new",
                    Map.of("kind", "short", "text", "Walked", "accepted", "Walked", "points", "1")),
            Map.entry(
                    "/t/:slug/courses/:course/lessons/:lesson/quiz/questions/:question",
                    Map.of(
                            "text",
                            "Walked",
                            "option_1",
                            "Yes",
                            "option_2",
                            "No",
                            "right",
                            "1",
                            "points",
                            "1",
                            "version",
                            "1")),
            Map.entry("/t/:slug/courses/:course/lessons/:lesson/quiz/questions/:question/move", Map.of("to", "down")),
            Map.entry("/t/:slug/courses/:course/lessons/:lesson/quiz/grants", Map.of("seen", "1")),
            Map.entry(
                    "/api/v1/courses/:course/lessons/:lesson/quiz/attempts/:attempt/answers", Map.of("answers", "[]")),
            Map.entry("/api/v1/courses/:course/lessons/:lesson/quiz/attempts/:attempt/submit", Map.of("answers", "[]")),
            Map.entry("/api/v1/business/courses/:course/lessons/:lesson/quiz/grants", Map.of("seen", "1")),
            Map.entry(
                    "/api/v1/business/courses/:course/lessons/:lesson/quiz",
                    Map.ofEntries(
                            Map.entry("attempts", "0"),
                            Map.entry("cooldown_minutes", "0"),
                            Map.entry("limit_minutes", "0"),
                            Map.entry("pass_percent", "50"),
                            Map.entry("shuffle_questions", "false"),
                            Map.entry("shuffle_options", "false"),
                            Map.entry("pool", "0"),
                            Map.entry("keeps", "best"),
                            Map.entry("explains", "true"),
                            Map.entry("reveals", "false"),
                            Map.entry(
                                    "questions",
                                    "[{\"question\":{\"kind\":\"true_false\",\"text\":\"Walked\",\"points\":1,\"partial\":false,\"options\":[],\"right\":[0],\"accepted\":[],\"explanation\":\"\"}}]"))));

    private final Portal portal;

    WallQuiz(Portal portal) {
        this.portal = portal;
    }

    static UUID id(String tenant, String who, String entity) {
        return UUID.nameUUIDFromBytes(("quiz " + tenant + " " + who + " " + entity).getBytes(StandardCharsets.UTF_8));
    }

    void furnish(String tenant, String who, UUID contact) {
        var at = portal.tenantId(tenant);
        var course = WallLearn.id(tenant, who, "course");
        var lesson = id(tenant, who, "lesson");
        // The business wrote it: it stays when the client is erased.
        var words = Canary.around(tenant, who);
        portal.execute("""
                INSERT INTO lesson (tenant_id, id, course_id, section_id, title, position, kind, body, completion, required)
                VALUES (?, ?, ?, ?, ?, 2, 'quiz', ?, 'quiz_passed', false) ON CONFLICT DO NOTHING""", at, lesson, course, WallLearn.id(tenant, who, "section"), words, words);
        portal.execute("DELETE FROM quiz_attempt WHERE tenant_id = ? AND lesson_id = ?", at, lesson);
        portal.execute("DELETE FROM quiz_grant WHERE tenant_id = ? AND lesson_id = ?", at, lesson);
        portal.execute("DELETE FROM quiz_question WHERE tenant_id = ? AND lesson_id = ?", at, lesson);
        portal.execute("UPDATE quiz SET version = 1, pass = 70 WHERE tenant_id = ? AND lesson_id = ?", at, lesson);
        var fixture = new QuizFixture(portal, tenant);
        fixture.question(lesson, "single", words, 1, List.of(words + " a", words + " b"), List.of(0));
        portal.execute(
                "UPDATE quiz_question SET id = ?, asked = jsonb_set(asked, '{id}', to_jsonb(?::text)) WHERE tenant_id = ? AND lesson_id = ?",
                id(tenant, who, "question"),
                id(tenant, who, "question").toString(),
                at,
                lesson);
        fixture.question(lesson, "short", words, 1, List.of(), List.of());
        var own = Canary.of(tenant, who);
        fixture.attempt(id(tenant, who, "done"), course, lesson, contact, 1, true, own);
        fixture.attempt(id(tenant, who, "open"), course, lesson, contact, 2, false, own);
        portal.execute(
                "INSERT INTO quiz_grant (tenant_id, lesson_id, contact_id, extra) VALUES (?, ?, ?, 1)",
                at,
                lesson,
                contact);
    }
}
