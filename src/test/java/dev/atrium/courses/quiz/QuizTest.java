package dev.atrium.courses.quiz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Quizzes as people take them: what is asked, what counts, and what is never told. */
class QuizTest {
    private static final int CROWD = 50;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static Portal portal;
    private static QuizFixture fixture;
    private static UUID tenant;
    private static Visitor ana;
    private static UUID anaId;
    private static Visitor ben;

    /** A quiz that Ana may take, and where. */
    private record Made(UUID course, UUID lesson, List<UUID> questions, String page, String api) {
        String quiz() {
            return page + "/quiz";
        }
    }

    @BeforeAll
    static void start() {
        portal = Portal.start();
        tenant = portal.tenantId(Portal.ACME);
        portal.settings(Portal.ACME, "profile_required = '{}'");
        fixture = new QuizFixture(portal, Portal.ACME);
        anaId = fixture.person(Portal.ACME, "ana");
        fixture.person(Portal.ACME, "ben");
        ana = portal.as(Portal.ACME, "ana@example.com");
        ben = portal.as(Portal.ACME, "ben@example.com");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Made made(String rules) {
        // Whatever the other tests began, this one begins at none.
        portal.execute("DELETE FROM rate_limit WHERE key LIKE 'quiz-start:%'");
        var slug = "quiz-" + NUMBER.incrementAndGet();
        var course = fixture.course(slug);
        var lesson = fixture.quiz(course, rules);
        var questions = fixture.questions(lesson, "Asked");
        fixture.grant(course, anaId);
        return new Made(
                course,
                lesson,
                questions,
                "/courses/" + slug + "/lessons/" + lesson,
                "/api/v1/courses/" + course + "/lessons/" + lesson + "/quiz");
    }

    private static String begin(Made made) {
        return ana.post(made.quiz(), Map.of()).expect(303).location();
    }

    private static JsonObject state(Made made) {
        return ana.get(made.api()).expect(200).json();
    }

    private static UUID id(String address) {
        return UUID.fromString(address.substring(address.lastIndexOf('/') + 1));
    }

    /** What is right to each question of an attempt, as a form says it; wrong where {@code wrong}. */
    private static Map<String, String> form(String attempt, boolean wrong) {
        var row = portal.query("SELECT asked::text, keys::text FROM quiz_attempt WHERE id = ?", id(attempt))
                .getFirst();
        var asked = new JsonArray(row.get(0).toString());
        var keys = new JsonArray(row.get(1).toString());
        var form = new HashMap<String, String>();
        for (int i = 0; i < asked.size(); i++) {
            var right = keys.getJsonObject(i).getJsonArray("right");
            var field = "q" + (i + 1);
            switch (asked.getJsonObject(i).getString("kind")) {
                case "single" -> form.put(field, String.valueOf((right.getInteger(0) + (wrong ? 1 : 0)) % 3));
                // A form of a map has each name once: one of two right ones is worth half of the two points.
                case "multiple" ->
                    form.put(field, wrong ? "1" : right.getInteger(0).toString());
                case "true_false" -> form.put(field, wrong ? "1" : "0");
                case "short" -> form.put(field, wrong ? "no idea" : "sesame - CANARY".replace(" ", ""));
                default -> {
                    for (int place = 0; place < right.size(); place++)
                        form.put(
                                field + "_" + (right.getInteger(place) + 1), wrong ? "1" : Integer.toString(place + 1));
                }
            }
        }
        return form;
    }

    private static long facts(String kind, UUID object) {
        return portal.count("SELECT count(*) FROM fact WHERE kind = ? AND object_id = ?", kind, object);
    }

    private static void await(long count, String sql, Object... values) {
        for (int i = 0; i < 300 && portal.count(sql, values) != count; i++) Portal.pause(50);
        assertEquals(count, portal.count(sql, values), sql);
    }

    private static long done(Made made) {
        return portal.count(
                "SELECT count(*) FROM lesson_progress WHERE lesson_id = ? AND completed_at IS NOT NULL", made.lesson());
    }

    @Test
    void a_quiz_is_begun_saved_submitted_and_passed() {
        var made = made("attempts = 2");
        ana.get(made.page())
                .expect(200)
                .expectText("5 questions")
                .expectText("2 attempts left")
                .expectText("Start the quiz");
        var attempt = begin(made);
        assertEquals(attempt, begin(made), "there is one that is open");
        var page = ana.get(attempt).expect(200).expectText("Question 5");
        assertFalse(page.body().contains("data-quiz-due"), "there is no limit");
        ana.post(attempt + "/save", form(attempt, true)).expect(303);
        assertEquals(0, done(made));
        ana.get(attempt).expect(200).expectText("no idea");
        ana.post(attempt + "/keep", form(attempt, false)).expect(204);
        ana.get(made.page()).expect(200).expectText("Go on with the quiz");

        ana.post(attempt + "/submit", form(attempt, false)).expect(303);
        var result = ana.get(attempt).expect(200);
        result.expectText("Passed").expectText("5 of 6 points").expectText("83");
        assertTrue(result.body().contains(QuizFixture.CANARY), "what is passed may be known");
        assertEquals(1, done(made));
        assertEquals(1, facts("quiz.submitted", id(attempt)));
        assertEquals(1, facts("quiz.passed", id(attempt)));
        assertEquals(1, facts("lesson.completed", made.lesson()));
        assertEquals(1, facts("course.completed", made.course()));
        ana.post(attempt + "/keep", form(attempt, true)).expect(409);
        ana.post(attempt + "/save", form(attempt, true)).expect(409).expectText("submitted already");
        ana.post(attempt + "/submit", form(attempt, true)).expect(303);
        assertEquals(83, state(made).getInteger("percent"));
        ben.get(attempt).expect(404);
        ben.post(attempt + "/submit", Map.of()).expect(404);
    }

    @Test
    void what_is_right_is_told_to_nobody_before_it_was_answered_for_good() {
        var made = made("attempts = 3, cooldown = 0");
        var attempt = begin(made);
        var api = made.api() + "/attempts/" + id(attempt);
        var told = new StringBuilder();
        int pages = 0;
        var paths = List.of(
                made.page(),
                attempt,
                made.api(),
                api,
                "/api/v1/courses/" + made.course(),
                "/api/v1/courses/" + made.course() + "/lessons/" + made.lesson(),
                "/courses",
                "/",
                "/account/activity",
                "/notifications");
        for (var path : paths) {
            told.append(ana.get(path).body());
            pages++;
        }
        told.append(ana.post(
                        attempt + "/save",
                        form(attempt, true).entrySet().stream()
                                .filter(one -> !one.getValue().contains("anary"))
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                .body());
        // Their own archive, line by line, as it leaves with whatever is stored of them.
        portal.execute("SELECT set_config('app.tenant', ?, false)", tenant.toString());
        var lines = portal.query("SELECT line::text FROM person_rows(?, 'quiz_attempt', NULL, 1000)", anaId);
        assertFalse(lines.isEmpty());
        lines.forEach(line -> told.append(line.getFirst()));
        portal.query(
                        "SELECT data::text FROM fact WHERE data ->> 'course' = ?",
                        made.course().toString())
                .forEach(line -> told.append(line.getFirst()));
        System.out.println("canaries: " + pages + " pages and documents, "
                + told.toString().split(QuizFixture.CANARY, -1).length + " - 1 tell what is right");
        assertFalse(told.toString().contains(QuizFixture.CANARY));
        var open = ana.get(api).expect(200).json();
        assertNull(open.getJsonArray("marks"));
        for (var question : open.getJsonArray("questions"))
            assertEquals(Set.of("id", "kind", "text", "points", "options"), ((JsonObject) question).fieldNames());

        // Failed, with attempts left: which were wrong is told, what would be right is not, and explanations are.
        ana.post(attempt + "/submit", form(attempt, true)).expect(303);
        var failed = ana.get(attempt).expect(200).expectText("Not passed").expectText("Wrong");
        failed.expectText(QuizFixture.CANARY);
        for (var mark : ana.get(api).expect(200).json().getJsonArray("marks")) {
            assertNull(((JsonObject) mark).getValue("right"));
            assertNull(((JsonObject) mark).getValue("accepted"));
        }
        portal.execute("UPDATE quiz SET explains = false WHERE lesson_id = ?", made.lesson());
        assertFalse(ana.get(attempt).body().contains(QuizFixture.CANARY));
        assertFalse(ana.get(api).body().contains(QuizFixture.CANARY));
        // What the author allows is told; but not while the next attempt is open.
        portal.execute("UPDATE quiz SET explains = true, reveals = true WHERE lesson_id = ?", made.lesson());
        assertTrue(ana.get(api).json().getJsonArray("marks").getJsonObject(0).getValue("right") != null);
        var second = begin(made);
        assertFalse(ana.get(attempt).body().contains(QuizFixture.CANARY));
        assertFalse(ana.get(api).body().contains(QuizFixture.CANARY));
        ana.post(second + "/submit", Map.of()).expect(303);
        // No attempt is left: then it may be known.
        portal.execute(
                "UPDATE quiz SET explains = false, reveals = false, attempts = 2 WHERE lesson_id = ?", made.lesson());
        assertTrue(ana.get(attempt).body().contains(QuizFixture.CANARY));
    }

    @Test
    void of_50_that_begin_at_once_one_attempt_comes() {
        var made = made("attempts = 1, minutes = 30");
        var answers = Race.of(CROWD, i -> ana.post(made.quiz(), Map.of()));
        assertEquals(
                1,
                answers.stream()
                        .map(one -> one.expect(303).location())
                        .distinct()
                        .count());
        assertEquals(1, portal.count("SELECT count(*) FROM quiz_attempt WHERE lesson_id = ?", made.lesson()));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM job WHERE kind = 'quiz.close' AND key = ?",
                        id(answers.getFirst().location()).toString()));
        ana.post(answers.getFirst().location() + "/submit", Map.of()).expect(303);
        Race.of(5, i -> ana.post(made.quiz(), Map.of()).expect(409));
        assertEquals(1, portal.count("SELECT count(*) FROM quiz_attempt WHERE lesson_id = ?", made.lesson()));
        ana.json("POST", made.api() + "/attempts", "").expect(409);
    }

    @Test
    void twenty_are_begun_within_ten_minutes_and_one_that_is_open_can_always_be_gone_on_with() {
        var made = made("attempts = 0");
        for (int i = 0; i < 19; i++) ana.post(begin(made) + "/submit", Map.of()).expect(303);
        var open = begin(made);
        assertEquals(open, begin(made));
        ana.post(open + "/submit", Map.of()).expect(303);
        var refused = Race.of(CROWD, i -> ana.post(made.quiz(), Map.of()));
        for (var one : refused) one.expect(429).expectText("min");
        assertTrue(Integer.parseInt(refused.getFirst().header("Retry-After")) <= 600);
        ana.json("POST", made.api() + "/attempts", "").expect(429);
        assertEquals(20, portal.count("SELECT count(*) FROM quiz_attempt WHERE lesson_id = ?", made.lesson()));
        // Somebody else's are counted for themselves.
        portal.execute("UPDATE rate_limit SET resets_at = now() WHERE key LIKE 'quiz-start:%'");
        begin(made);
    }

    @Test
    void of_50_that_submit_at_once_one_is_counted() {
        var made = made("");
        var attempt = begin(made);
        var right = form(attempt, false);
        var wrong = form(attempt, true);
        Race.of(
                CROWD,
                i -> ana.post(attempt + "/submit", i % 2 == 0 ? right : wrong).expect(303));
        assertEquals(1, facts("quiz.submitted", id(attempt)));
        var percent = portal.query("SELECT percent FROM quiz_attempt WHERE id = ?", id(attempt))
                .getFirst()
                .getFirst();
        assertTrue(List.of(83, 0).contains(percent), "one of the two: " + percent);
        assertEquals(facts("quiz.passed", id(attempt)), facts("lesson.completed", made.lesson()));
        assertEquals(facts("quiz.passed", id(attempt)), percent.equals(83) ? 1 : 0);
    }

    @Test
    void attempts_and_the_time_between_them_are_counted_by_the_server() {
        var made = made("attempts = 2, cooldown = 10, explains = false");
        var first = begin(made);
        ana.post(first + "/submit", form(first, true)).expect(303);
        var refused = ana.post(made.quiz(), Map.of()).expect(409);
        refused.expectText("10 min");
        assertEquals("600", refused.header("Retry-After").replace("599", "600"));
        ana.get(made.page()).expect(200).expectText("You can try again from");
        portal.execute(
                "UPDATE quiz_attempt SET submitted_at = submitted_at - interval '11 minutes' WHERE id = ?", id(first));
        var second = begin(made);
        assertEquals(1, state(made).getJsonArray("attempts").size() - 1);
        ana.post(second + "/submit", form(second, true)).expect(303);
        ana.post(made.quiz(), Map.of()).expect(409).expectText("used all attempts");
        assertEquals(0, state(made).getInteger("left"));
        // Staff give one more, which waits for nothing.
        portal.execute(
                "INSERT INTO quiz_grant (tenant_id, lesson_id, contact_id, extra) VALUES (?, ?, ?, 1)",
                tenant,
                made.lesson(),
                anaId);
        var third = begin(made);
        ana.post(third + "/submit", form(third, false)).expect(303);
        assertEquals(1, done(made));
    }

    @Test
    void the_best_attempt_counts_or_the_last_and_what_is_done_stays_done() {
        var made = made("");
        var first = begin(made);
        ana.post(first + "/submit", form(first, false)).expect(303);
        var second = begin(made);
        ana.post(second + "/submit", form(second, true)).expect(303);
        assertEquals(83, state(made).getInteger("percent"));
        portal.execute("UPDATE quiz SET keeps = 'last' WHERE lesson_id = ?", made.lesson());
        assertEquals(0, state(made).getInteger("percent"));
        assertTrue(state(made).getBoolean("passed"));
        assertEquals(1, done(made));
    }

    @Test
    void an_attempt_keeps_its_questions_whatever_becomes_of_them() {
        var made = made("pool = 3, shuffle_questions = true, shuffle_options = true");
        var attempt = begin(made);
        assertEquals(3, portal.count("SELECT jsonb_array_length(asked) FROM quiz_attempt WHERE id = ?", id(attempt)));
        portal.execute("DELETE FROM quiz_question WHERE lesson_id = ?", made.lesson());
        ana.get(attempt).expect(200).expectText("Question 3");
        ana.post(attempt + "/submit", form(attempt, false)).expect(303);
        ana.get(attempt).expect(200).expectText("Question 3");
        ana.post(made.quiz(), Map.of()).expect(409).expectText("no questions yet");
        ana.get(made.page()).expect(200).expectText("no questions yet");
    }

    @Test
    void what_comes_too_late_is_refused_and_what_was_saved_counts() {
        var made = made("minutes = 10");
        var attempt = begin(made);
        var page = ana.get(attempt).expect(200);
        assertTrue(page.body().contains("data-quiz-due"));
        var saved = form(attempt, false);
        ana.post(attempt + "/keep", saved).expect(204);
        // Within the grace it counts still.
        portal.execute("UPDATE quiz_attempt SET due_at = now() - interval '5 seconds' WHERE id = ?", id(attempt));
        ana.post(attempt + "/keep", saved).expect(204);
        portal.execute("UPDATE quiz_attempt SET due_at = now() - interval '20 seconds' WHERE id = ?", id(attempt));
        ana.post(attempt + "/keep", form(attempt, true)).expect(409);
        ana.post(attempt + "/submit", form(attempt, true)).expect(303);
        ana.get(attempt).expect(200).expectText("Your time was over").expectText("Passed");
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM quiz_attempt WHERE id = ? AND by_clock AND percent = 83", id(attempt)));
        assertEquals(1, done(made));

        var second = begin(made);
        portal.execute("UPDATE quiz_attempt SET due_at = now() - interval '20 seconds' WHERE id = ?", id(second));
        var api = made.api() + "/attempts/" + id(second);
        ana.json("POST", api + "/submit", "{\"answers\": []}").expect(409);
        assertEquals(0, ana.get(api).expect(200).json().getJsonObject("attempt").getInteger("points"));
        assertTrue(ana.get(api).expect(200).json().getJsonObject("attempt").getBoolean("by_clock"));
        // Whoever comes back to an attempt whose time is over finds how it went.
        var third = begin(made);
        portal.execute("UPDATE quiz_attempt SET due_at = now() - interval '20 seconds' WHERE id = ?", id(third));
        ana.get(third).expect(200).expectText("Your time was over");
    }

    @Test
    void what_is_left_open_the_clock_ends() {
        var made = made("minutes = 1");
        var attempt = begin(made);
        ana.post(attempt + "/keep", form(attempt, false)).expect(204);
        portal.execute("UPDATE quiz_attempt SET due_at = now() - interval '30 seconds' WHERE id = ?", id(attempt));
        // Access ends meanwhile: what was begun is counted all the same.
        portal.execute("DELETE FROM course_grant WHERE course_id = ?", made.course());
        portal.execute(
                "UPDATE job SET due_at = now() WHERE kind = 'quiz.close' AND key = ?",
                id(attempt).toString());
        await(
                1,
                "SELECT count(*) FROM quiz_attempt WHERE id = ? AND by_clock AND passed AND submitted_at = due_at",
                id(attempt));
        assertEquals(1, done(made));
        assertEquals(1, facts("quiz.submitted", id(attempt)));
        await(
                0,
                "SELECT count(*) FROM job WHERE kind = 'quiz.close' AND key = ? AND state = 'queued'",
                id(attempt).toString());
        ana.get(attempt).expect(404);
    }

    @Test
    void a_quiz_that_is_locked_a_draft_or_gone_says_so() {
        var made = made("");
        var attempt = begin(made);
        portal.execute(
                "UPDATE lesson SET unlock = 'at', unlock_at = now() + interval '1 day' WHERE id = ?", made.lesson());
        var api = made.api() + "/attempts/" + id(attempt);
        for (var refused : List.of(
                ana.get(attempt),
                ana.post(attempt + "/keep", Map.of()),
                ana.post(attempt + "/submit", Map.of()),
                ana.post(made.quiz(), Map.of()),
                ana.get(made.api()),
                ana.get(api),
                ana.json("PUT", api + "/answers", "{\"answers\": []}"),
                ana.json("POST", api + "/submit", ""),
                ana.json("POST", made.api() + "/attempts", ""))) refused.expect(403);
        portal.execute(
                "UPDATE lesson SET unlock = 'now', unlock_at = NULL, published = false WHERE id = ?", made.lesson());
        for (var gone : List.of(ana.get(attempt), ana.post(attempt + "/submit", Map.of()), ana.get(api)))
            gone.expect(404);
        portal.execute("UPDATE lesson SET published = true WHERE id = ?", made.lesson());
        portal.execute("UPDATE course_grant SET ends_at = now() WHERE course_id = ?", made.course());
        for (var gone : List.of(ana.get(attempt), ana.post(attempt + "/submit", Map.of()), ana.get(api)))
            gone.expect(404);
        assertEquals(
                1,
                portal.count("SELECT count(*) FROM quiz_attempt WHERE id = ? AND submitted_at IS NULL", id(attempt)));
        portal.execute("DELETE FROM lesson WHERE id = ?", made.lesson());
        assertEquals(0, portal.count("SELECT count(*) FROM quiz_attempt WHERE id = ?", id(attempt)));
        ana.get(attempt).expect(404);
    }

    @Test
    void programs_take_a_quiz_as_people_do() {
        var made = made("attempts = 2, minutes = 20");
        var begun = ana.json("POST", made.api() + "/attempts", "").expect(201).json();
        var id = begun.getJsonObject("attempt").getString("id");
        assertTrue(begun.getJsonObject("attempt").getString("due_at") != null);
        assertEquals(id, state(made).getString("open"));
        var api = made.api() + "/attempts/" + id;
        var answers = new JsonArray();
        for (var one : begun.getJsonArray("questions")) {
            var question = (JsonObject) one;
            var answer = new JsonObject().put("question", question.getString("id"));
            switch (question.getString("kind")) {
                case "single" -> answer.put("choice", new JsonArray().add(1));
                case "multiple" -> answer.put("choice", new JsonArray().add(0).add(2));
                case "true_false" -> answer.put("choice", new JsonArray().add(0));
                case "short" -> answer.put("text", "sesame-canary");
                default -> {
                    var options = question.getJsonArray("options").stream()
                            .map(String.class::cast)
                            .toList();
                    answer.put(
                            "choice",
                            new JsonArray(options.stream()
                                    .sorted()
                                    .map(options::indexOf)
                                    .toList()));
                }
            }
            answers.add(answer);
        }
        var sent = new JsonObject().put("answers", answers);
        assertEquals(
                answers.size(),
                ana.json("PUT", api + "/answers", sent.encode())
                        .expect(200)
                        .json()
                        .getJsonArray("answers")
                        .size());
        var bad = answers.copy();
        bad.getJsonObject(0).put("choice", new JsonArray().add(9));
        ana.json("PUT", api + "/answers", new JsonObject().put("answers", bad).encode())
                .expect(422);
        bad.getJsonObject(0)
                .put("choice", new JsonArray().add(0))
                .put("question", UUID.randomUUID().toString());
        ana.json("PUT", api + "/answers", new JsonObject().put("answers", bad).encode())
                .expect(422);
        var result = ana.json("POST", api + "/submit", "").expect(200).json();
        assertEquals(100, result.getJsonObject("attempt").getInteger("percent"));
        assertEquals(5, result.getJsonArray("marks").size());
        assertTrue(result.getJsonArray("marks").getJsonObject(0).getValue("right") != null, "passed: it may be known");
        assertEquals(
                result.getJsonObject("attempt"),
                ana.json("POST", api + "/submit", sent.encode())
                        .expect(200)
                        .json()
                        .getJsonObject("attempt"));
        ana.json("PUT", api + "/answers", sent.encode()).expect(409);
        assertEquals(1, done(made));
        ben.get(made.api()).expect(404);
        ben.get(api).expect(404);
    }

    @Test
    void two_contacts_that_become_one_have_taken_what_either_had() {
        var made = made("attempts = 3");
        var first = begin(made);
        ana.post(first + "/submit", form(first, true)).expect(303);
        var open = begin(made);
        var twin = portal.contact(Portal.ACME, "Ana twin", "ana.quiz@example.com");
        fixture.attempt(UUID.randomUUID(), made.course(), made.lesson(), twin, 1, true, "twin");
        fixture.attempt(UUID.randomUUID(), made.course(), made.lesson(), twin, 2, false, "twin");
        portal.execute(
                "INSERT INTO quiz_grant (tenant_id, lesson_id, contact_id, extra) VALUES (?, ?, ?, 2)",
                tenant,
                made.lesson(),
                twin);
        portal.execute("SELECT set_config('app.tenant', ?, false)", tenant.toString());
        portal.execute("SELECT contact_absorb(?, ?)", anaId, twin);
        assertEquals(
                3,
                portal.count(
                        "SELECT count(*) FROM quiz_attempt WHERE lesson_id = ? AND contact_id = ?",
                        made.lesson(),
                        anaId));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM quiz_attempt WHERE lesson_id = ? AND submitted_at IS NULL",
                        made.lesson()));
        assertEquals(
                1, portal.count("SELECT count(*) FROM quiz_attempt WHERE id = ?", id(open)), "the later one stays");
        assertEquals(
                2,
                portal.count(
                        "SELECT extra FROM quiz_grant WHERE lesson_id = ? AND contact_id = ?", made.lesson(), anaId));
    }

    @Test
    void what_was_typed_too_long_is_shown_again() {
        var made = made("");
        var attempt = begin(made);
        var form = form(attempt, true);
        form.put("q4", "x".repeat(501));
        ana.post(attempt + "/submit", form).expect(422).expectText("x".repeat(501));
        assertEquals(
                1,
                portal.count("SELECT count(*) FROM quiz_attempt WHERE id = ? AND submitted_at IS NULL", id(attempt)));
    }
}
