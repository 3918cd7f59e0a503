package dev.atrium.courses.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.courses.quiz.QuizFixture;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Quizzes as authors write them and staff follow them, at the console and by programs. */
class QuizDeskTest {
    private static Portal portal;
    private static Visitor olivia;
    private static Desk desk;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME, Portal.GLOBEX);
        portal.staff("Sam Support", "sam@staff.example", "support", Portal.ACME);
        olivia = portal.asStaff("olivia@staff.example");
        desk = new Desk(portal, olivia, "/t/acme/courses");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static String quiz(String title) {
        var course = desk.course(title);
        return desk.lesson(course, desk.section(course, "A"), title, "quiz") + "/quiz";
    }

    private static UUID lesson(String quiz) {
        return Desk.id(quiz.substring(0, quiz.length() - "/quiz".length()));
    }

    private static Map<String, String> single(String text) {
        return new HashMap<>(Map.of(
                "kind", "single", "text", text, "points", "2", "option_1", "Yes", "option_3", "No", "right", "3"));
    }

    private static UUID add(String quiz, Map<String, String> form) {
        var before = ids(quiz);
        olivia.post(quiz + "/questions/new", form).expect(303);
        return ids(quiz).stream().filter(id -> !before.contains(id)).findFirst().orElseThrow();
    }

    private static List<UUID> ids(String quiz) {
        return portal
                .query("SELECT id FROM quiz_question WHERE lesson_id = ? ORDER BY position, id", lesson(quiz))
                .stream()
                .map(row -> (UUID) row.getFirst())
                .toList();
    }

    private static long said(String action, UUID object) {
        return portal.count("SELECT count(*) FROM audit WHERE action = ? AND object_id = ?", action, object);
    }

    @Test
    void questions_of_each_kind_are_written_moved_changed_and_deleted() {
        var quiz = quiz("Kinds");
        olivia.get(quiz).expect(200).expectText("No questions yet");
        for (var kind : List.of("single", "multiple", "true_false", "short", "order"))
            olivia.get(quiz + "/questions/new?kind=" + kind).expect(200);
        var first = add(quiz, single("First?"));
        var second = add(quiz, Map.of("kind", "true_false", "text", "Second", "right", "2", "points", "1"));
        var third = add(quiz, Map.of("kind", "short", "text", "Third", "accepted", "One\n\nTwo\n", "points", "1"));
        var fourth = add(
                quiz,
                Map.of(
                        "kind",
                        "order",
                        "text",
                        "Fourth",
                        "option_1",
                        "A",
                        "option_2",
                        "B",
                        "option_5",
                        "C",
                        "points",
                        "3",
                        "partial",
                        "yes"));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM quiz_question WHERE id = ? AND key->'right' = '[1]' AND asked->'options' = '[\"Yes\", \"No\"]'",
                        first));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM quiz_question WHERE id = ? AND key->'accepted' = '[\"One\", \"Two\"]'",
                        third));
        assertEquals(
                1,
                portal.count("SELECT count(*) FROM quiz_question WHERE id = ? AND key->'right' = '[0, 1, 2]'", fourth));
        olivia.get(quiz).expect(200).expectText("First?").expectText("Fourth").expectText("4 / 200");
        olivia.get(quiz + "/preview").expect(200).expectText("Fourth").expectText("What is right");

        olivia.post(quiz + "/questions/" + first + "/move", Map.of("to", "down"))
                .expect(303);
        assertEquals(List.of(second, first, third, fourth), ids(quiz));
        olivia.post(quiz + "/questions/" + fourth + "/move", Map.of("before", second.toString()))
                .expect(303);
        olivia.post(quiz + "/questions/" + second + "/move", Map.of("before", ""))
                .expect(303);
        assertEquals(List.of(fourth, first, third, second), ids(quiz));
        olivia.post(
                        quiz + "/questions/" + first + "/move",
                        Map.of("before", UUID.randomUUID().toString()))
                .expect(404);

        var form = single("First, changed?");
        form.put("version", "1");
        olivia.post(quiz + "/questions/" + first, form).expect(303);
        olivia.post(quiz + "/questions/" + first, form).expect(412).expectText("First, changed?");
        olivia.get(quiz + "/questions/" + first).expect(200).expectText("First, changed?");
        olivia.post(quiz + "/questions/" + third + "/delete", Map.of()).expect(303);
        olivia.get(quiz + "/questions/" + third).expect(404);
        assertEquals(4, said("quiz.question-added", lesson(quiz)));
        assertEquals(1, said("quiz.question-changed", lesson(quiz)));
        assertEquals(1, said("quiz.question-removed", lesson(quiz)));
        portal.asStaff("sam@staff.example").get(quiz).expect(404);
    }

    @Test
    void what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost() {
        var quiz = quiz("Wrong");
        var form = single("Kept words");
        form.put("option_3", "Yes");
        form.put("points", "101");
        olivia.post(quiz + "/questions/new", form)
                .expect(422)
                .expectText("Kept words")
                .expectText("stands there twice")
                .expectText("from 1 to 100");
        olivia.post(
                        quiz + "/questions/new",
                        Map.of("kind", "single", "text", "x", "points", "1", "option_1", "Yes", "option_2", "No"))
                .expect(422)
                .expectText("mark what is right");
        olivia.post(
                        quiz + "/questions/new",
                        Map.of("kind", "single", "text", "", "points", "1", "option_1", "Yes", "right", "1"))
                .expect(422)
                .expectText("two options at least");
        olivia.post(quiz + "/questions/new", Map.of("kind", "short", "text", "x", "points", "1", "accepted", " \n "))
                .expect(422)
                .expectText("one answer at least");
        olivia.post(quiz, Map.of("pass_percent", "0", "attempts", "x", "keeps", "worst", "version", "1"))
                .expect(422)
                .expectText("from 1 to 100");
        assertEquals(List.of(), ids(quiz));
        olivia.post(
                        quiz,
                        Map.of(
                                "pass_percent",
                                "60",
                                "attempts",
                                "3",
                                "limit_minutes",
                                "20",
                                "pool",
                                "5",
                                "keeps",
                                "last",
                                "reveals",
                                "yes",
                                "version",
                                "1"))
                .expect(303);
        olivia.get(quiz).expect(200).expectText("fewer questions than that");
        olivia.post(quiz, Map.of("pass_percent", "60", "keeps", "best", "version", "1"))
                .expect(412);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM quiz WHERE lesson_id = ? AND pass = 60 AND attempts = 3 AND minutes = 20 AND pool = 5 AND keeps = 'last' AND reveals AND NOT explains",
                        lesson(quiz)));
        assertEquals(1, said("quiz.changed", lesson(quiz)));
    }

    @Test
    void a_quiz_that_asks_nothing_is_shown_to_nobody() {
        var quiz = quiz("Empty");
        var lesson = quiz.substring(0, quiz.length() - "/quiz".length());
        desk.change(lesson, "published", "yes").expect(422).expectText("no questions yet");
        olivia.get(lesson.substring(0, lesson.indexOf("/lessons"))).expect(200).expectText("No questions yet");
        var only = add(quiz, single("Only?"));
        desk.change(lesson, "published", "yes").expect(303);
        olivia.post(quiz + "/questions/" + only + "/delete", Map.of())
                .expect(409)
                .expectText("would ask nothing");
        assertEquals(List.of(only), ids(quiz));
    }

    @Test
    void a_copy_and_a_file_take_the_questions_along() throws IOException {
        var quiz = quiz("Travels");
        add(quiz, single("Taken along?"));
        add(quiz, Map.of("kind", "order", "text", "Order", "option_1", "A", "option_2", "B", "points", "1"));
        olivia.post(quiz, Map.of("pass_percent", "55", "keeps", "best", "attempts", "4", "version", version(quiz)))
                .expect(303);
        var lesson = quiz.substring(0, quiz.length() - "/quiz".length());
        desk.change(lesson, "published", "yes").expect(303);
        var course = lesson.substring(0, lesson.indexOf("/lessons"));
        var copy = olivia.post(course + "/copy", Map.of()).expect(303).location();
        assertEquals(1, travelled(Desk.id(copy)));
        assertEquals(2, questions(Desk.id(copy)));
        var zip = olivia.get(course + "/export").expect(200).bytes();
        var made = new Desk(portal, olivia, "/t/globex/courses")
                .file("/t/globex/courses/import", "zip", "course.zip", zip)
                .expect(303)
                .location();
        assertEquals(1, travelled(Desk.id(made)));
        assertEquals(2, questions(Desk.id(made)));
        // A file of before there were quizzes: its quiz is a draft, since it asks nothing.
        portal.execute("DELETE FROM quiz_question WHERE lesson_id = ?", lesson(quiz));
        var bare = olivia.post(course + "/copy", Map.of()).expect(303).location();
        assertEquals(0, portal.count("SELECT count(*) FROM lesson WHERE course_id = ? AND published", Desk.id(bare)));
    }

    private static String version(String quiz) {
        return portal.query("SELECT version FROM quiz WHERE lesson_id = ?", lesson(quiz))
                .getFirst()
                .getFirst()
                .toString();
    }

    private static long travelled(UUID course) {
        return portal.count(
                "SELECT count(*) FROM quiz q JOIN lesson l ON l.id = q.lesson_id WHERE l.course_id = ? AND q.pass = 55 AND q.attempts = 4 AND l.published",
                course);
    }

    private static long questions(UUID course) {
        return portal.count(
                "SELECT count(*) FROM quiz_question q JOIN lesson l ON l.id = q.lesson_id WHERE l.course_id = ? AND q.asked->>'id' = q.id::text",
                course);
    }

    @Test
    void staff_see_how_it_goes_and_give_one_more_attempt() {
        var fixture = new QuizFixture(portal, Portal.ACME);
        var ana = fixture.person(Portal.ACME, "ana");
        var course = fixture.course("results");
        var lesson = fixture.quiz(course, "attempts = 1");
        var questions = fixture.questions(lesson, "Asked");
        var attempt = fixture.attempt(UUID.randomUUID(), course, lesson, ana, 1, true, "My words");
        var quiz = "/t/acme/courses/" + course + "/lessons/" + lesson + "/quiz";
        olivia.get(quiz).expect(200).expectText("Somebody has taken this quiz");
        olivia.get(quiz + "/results").expect(200).expectText("ana").expectText("Not passed");
        olivia.get(quiz + "/results?person=" + UUID.randomUUID()).expect(200).expectText("Nobody has taken");
        olivia.get(quiz + "/results/" + attempt)
                .expect(200)
                .expectText("My words")
                .expectText(QuizFixture.CANARY);
        var csv = olivia.get(quiz + "/results.csv").expect(200).body();
        assertTrue(csv.contains("ana@example.com") && csv.contains("\"0\""), csv);
        assertEquals(1, said("quiz.exported", lesson));
        var form = Map.of("contact", ana.toString(), "seen", "0", "attempt", attempt.toString());
        var granted = Race.of(20, i -> olivia.post(quiz + "/grants", form).status());
        assertEquals(1, granted.stream().filter(status -> status == 303).count());
        assertEquals(1, portal.count("SELECT extra FROM quiz_grant WHERE lesson_id = ?", lesson));
        assertEquals(1, said("quiz.attempt-granted", ana));
        olivia.post(quiz + "/grants", Map.of("contact", UUID.randomUUID().toString(), "seen", "0"))
                .expect(404);
        // What somebody has under way is theirs until they submit it.
        var open = fixture.attempt(UUID.randomUUID(), course, lesson, ana, 2, false, "Not yet");
        var page = olivia.get(quiz + "/results/" + open).expect(200).expectText("under way");
        assertTrue(!page.body().contains("Not yet") && !page.body().contains(QuizFixture.CANARY));
        assertEquals(5, questions.size());
    }

    private static Visitor program(String... scopes) {
        var form = new HashMap<String, String>(Map.of(
                "key_name", "LMS", "days", "90", "nonce", UUID.randomUUID().toString()));
        for (var scope : scopes) form.put("scope_" + scope.replace(':', '_'), "yes");
        var page = olivia.post("/t/acme/keys", form).expect(200).body();
        var secret = Pattern.compile("atr_(?:acct|live)_[0-9A-Za-z]{49}").matcher(page);
        assertTrue(secret.find());
        return portal.at(Portal.ACME).header("Authorization", "Bearer " + secret.group());
    }

    @Test
    void programs_write_a_quiz_whole() {
        var quiz = quiz("By program");
        var course = portal.query("SELECT course_id FROM lesson WHERE id = ?", lesson(quiz))
                .getFirst()
                .getFirst();
        var program = program("courses:read", "courses:write", "learners:read", "learners:write");
        var path = "/api/v1/business/courses/" + course + "/lessons/" + lesson(quiz) + "/quiz";
        var whole = program.get(path).expect(200).json();
        assertEquals(0, whole.getJsonArray("questions").size());
        var question = new JsonObject()
                .put("kind", "multiple")
                .put("text", "Which?")
                .put("points", 2)
                .put("partial", true)
                .put("options", new JsonArray().add("A").add("B"))
                .put("right", new JsonArray().add(1))
                .put("accepted", new JsonArray())
                .put("explanation", "");
        whole.put("pass_percent", 80).getJsonArray("questions").add(new JsonObject().put("question", question));
        var written = program.header("If-Match", "\"1\"")
                .json("PUT", path, whole.encode())
                .expect(200)
                .json();
        var id = written.getJsonArray("questions").getJsonObject(0).getString("id");
        written.getJsonArray("questions")
                .getJsonObject(0)
                .getJsonObject("question")
                .put("text", "Which one?");
        written.getJsonArray("questions")
                .add(new JsonObject().put("question", question.copy().put("kind", "single")));
        var again = program.header("If-Match", "*")
                .json("PUT", path, written.encode())
                .expect(200)
                .json();
        assertEquals(id, again.getJsonArray("questions").getJsonObject(0).getString("id"));
        assertEquals(2, again.getJsonArray("questions").size());
        program.header("If-Match", "\"1\"").json("PUT", path, written.encode()).expect(412);
        question.put("right", new JsonArray().add(7));
        program.header("If-Match", "*")
                .json(
                        "PUT",
                        path,
                        again.put("questions", new JsonArray().add(new JsonObject().put("question", question)))
                                .encode())
                .expect(422)
                .expectText("questions.1.right");
        assertEquals(0, program.get(path + "/results").expect(200).json().getInteger("attempts"));
        assertEquals(
                0,
                program.get(path + "/attempts")
                        .expect(200)
                        .json()
                        .getJsonArray("items")
                        .size());
    }
}
