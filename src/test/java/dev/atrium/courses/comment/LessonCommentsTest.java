package dev.atrium.courses.comment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Listener;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said below lessons: who may, who hears of it, and that it is seen by nobody else, whatever the path. */
class LessonCommentsTest {
    private static final int MANY = 50;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final List<Visitor> CROWD = new ArrayList<>();
    private static final List<UUID> CROWD_IDS = new ArrayList<>();

    private static Portal portal;
    private static CommentFixture fixture;
    private static Visitor ana;
    private static UUID anaId;
    private static Visitor ben;
    private static UUID benId;
    private static Visitor stranger;
    private static Visitor cleo;

    @BeforeAll
    static void start() {
        portal = Portal.crowded(MANY + 20, Map.of("limits.posts-per-minute", "200"));
        portal.settings(Portal.ACME, "profile_required = '{}'");
        fixture = new CommentFixture(portal);
        anaId = fixture.person("Ana Ruiz", "ana@example.com");
        benId = fixture.person("Ben Berg", "ben@example.com");
        fixture.person("Stan Stranger", "stan@example.com");
        ana = portal.as(Portal.ACME, "ana@example.com");
        ben = portal.as(Portal.ACME, "ben@example.com");
        stranger = portal.as(Portal.ACME, "stan@example.com");
        portal.staff("Cleo Content", "cleo@staff.example", "content", Portal.ACME);
        cleo = portal.asStaff("cleo@staff.example");
        for (int i = 0; i < MANY; i++) {
            CROWD_IDS.add(fixture.person("Crowd " + i, "crowd" + i + "@example.com"));
            CROWD.add(portal.as(Portal.ACME, "crowd" + i + "@example.com"));
        }
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    /** A course with one lesson that ana and ben take. */
    private record Made(UUID course, String slug, UUID lesson) {
        String page() {
            return "/courses/" + slug + "/lessons/" + lesson;
        }

        String api() {
            return "/api/v1/courses/" + course + "/lessons/" + lesson + "/comments";
        }

        String desk() {
            return "/t/acme/courses/" + course + "/comments";
        }
    }

    private static Made made() {
        var slug = "talked-" + NUMBER.incrementAndGet();
        var course = fixture.course(slug);
        var lesson = fixture.lesson(course, 1, "");
        fixture.grant(course, anaId);
        fixture.grant(course, benId);
        return new Made(course, slug, lesson);
    }

    private static Answer say(Visitor who, Made at, UUID parent, String text) {
        var json = new JsonObject().put("body", text);
        if (parent != null) json.put("parent", parent.toString());
        return who.json("POST", at.api(), json.encode());
    }

    private static UUID id(Answer made) {
        return UUID.fromString(made.expect(201).json().getString("id"));
    }

    private static Answer delete(Visitor who, String path) {
        return who.send("DELETE", path, null, null);
    }

    private static long told(UUID contact, String type) {
        return portal.count(
                "SELECT coalesce(sum(times), 0) FROM notification WHERE contact_id = ? AND type = ?", contact, type);
    }

    private static void waitFor(String what, java.util.function.BooleanSupplier holds) {
        long until = System.nanoTime() + 15_000_000_000L;
        while (!holds.getAsBoolean() && System.nanoTime() < until) Portal.pause(20);
        assertTrue(holds.getAsBoolean(), what);
    }

    /** All that was told by now has been read by whoever tells. */
    private static void settled() {
        waitFor(
                "the reader is at the end",
                () -> portal.count("SELECT count(*) FROM fact f WHERE f.kind LIKE 'lesson-comment.%' AND f.seq IS NULL")
                        == 0);
        Portal.pause(300);
    }

    @Test
    void questions_are_asked_answered_changed_and_taken_back_in_two_levels() {
        var at = made();
        var question = id(say(ana, at, null, "Does it **work** at night?"));
        var reply = id(say(ben, at, question, "With a lamp"));
        var deeper = say(ana, at, reply, "Thank you").expect(201).json();
        assertEquals(question.toString(), deeper.getString("parent"), "a reply to a reply stands beside it");
        var list = ben.get(at.api() + "?limit=2").expect(200).json();
        assertEquals(2, list.getJsonArray("items").size());
        assertEquals(
                1,
                ben.get(list.getString("next"))
                        .expect(200)
                        .json()
                        .getJsonArray("items")
                        .size());
        ana.get(at.page()).expect(200).expectText("<strong>work</strong>").expectText("With a lamp");
        var one = at.api() + "/" + question;
        ben.json("PATCH", one, "{\"body\":\"Not mine\",\"version\":1}").expect(404);
        ana.json("PATCH", one, "{\"body\":\"Does it work by day?\",\"version\":1}")
                .expect(200);
        ana.json("PATCH", one, "{\"body\":\"Late\",\"version\":1}").expect(409);
        say(ana, at, null, "  ").expect(422);
        say(ana, at, null, "x".repeat(8_001)).expect(422);
        say(ana, at, UUID.randomUUID(), "To whom?").expect(409);
        var chosen = UUID.randomUUID();
        var sent = "{\"id\":\"" + chosen + "\",\"body\":\"Once\"}";
        ana.json("POST", at.api(), sent).expect(201);
        ana.json("POST", at.api(), sent).expect(201);
        ben.json("POST", at.api(), sent).expect(409);
        assertEquals(1, portal.count("SELECT count(*) FROM lesson_comment WHERE id = ?", chosen));
        ben.json("PUT", one + "/resolution", "").expect(404);
        ana.send("PUT", one + "/resolution", null, null).expect(204);
        ana.send("PUT", one + "/resolution", null, null).expect(204);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM fact WHERE kind = 'lesson-comment.resolved' AND object_id = ?",
                        question));
        delete(ana, one + "/resolution").expect(204);
        delete(ben, one).expect(404);
        delete(ana, one).expect(204);
        ana.get(one).expect(404);
        // Its place stays for the sake of the replies; its words do not.
        var page = ben.get(at.page()).expect(200);
        assertFalse(page.body().contains("by day"));
        page.expectText("With a lamp");
        ana.post(at.page() + "/comments/" + question + "/restore", Map.of()).expect(303);
        ben.get(at.page()).expect(200).expectText("by day");
    }

    @Test
    void changes_within_a_minute_are_as_few_as_new_words() {
        var at = made();
        var mine = id(say(ana, at, null, "First words"));
        var one = at.api() + "/" + mine;
        ana.json("PATCH", one, "{\"body\":\"Second words\",\"version\":1}").expect(200);
        portal.execute("UPDATE rate_limit SET count = 199 WHERE key = ?", "lesson-comment-edit:" + anaId);
        var changed = Race.of(
                MANY,
                i -> ana.json("PATCH", one, "{\"body\":\"Words " + i + "\",\"version\":2}")
                        .status());
        assertEquals(1, changed.stream().filter(status -> status == 200).count(), changed.toString());
        assertEquals(0, changed.stream().filter(status -> status > 429).count(), changed.toString());
        var stands = portal.query("SELECT body FROM lesson_comment WHERE id = ?", mine)
                .getFirst()
                .getFirst();
        // So many at once are also more than any program may send: what is refused from here on is refused for this
        // reason alone.
        Portal.pause(3000);
        ana.json("PATCH", one, "{\"body\":\"Third words\",\"version\":3}")
                .expect(429)
                .expectText("posts-many");
        // What was typed is there again.
        ana.post(at.page() + "/comments/" + mine + "/edit", Map.of("body", "Typed words", "version", "3"))
                .expect(429)
                .expectText("Typed words");
        assertEquals(
                stands,
                portal.query("SELECT body FROM lesson_comment WHERE id = ?", mine)
                        .getFirst()
                        .getFirst());
        var staffs = at.desk() + "/edit";
        portal.execute(
                "INSERT INTO rate_limit (tenant_id, key, count, resets_at) SELECT ?, 'lesson-comment-edit:' || id, 200, now() + interval '1 minute' FROM staff WHERE email = 'cleo@staff.example'",
                portal.tenantId(Portal.ACME));
        cleo.post(staffs, Map.of("comment", mine.toString(), "body", "Not hers", "version", "3"))
                .expect(429);
        portal.execute("DELETE FROM rate_limit WHERE key LIKE 'lesson-comment-edit:%'");
        ana.json("PATCH", one, "{\"body\":\"Third words\",\"version\":3}").expect(200);
    }

    @Test
    void whoever_may_not_open_the_lesson_sees_and_does_nothing_by_any_path() {
        var at = made();
        var question = id(say(ana, at, null, "Canary words"));
        var shut = fixture.lesson(at.course(), 2, "unlock = 'after_previous'");
        var quiet = fixture.lesson(at.course(), 3, "comments = false");
        portal.execute(
                "INSERT INTO lesson_comment (tenant_id, id, course_id, lesson_id, author_id, author_name, body) VALUES (?, ?, ?, ?, ?, '', 'Canary behind the lock')",
                portal.tenantId(Portal.ACME),
                shut,
                at.course(),
                shut,
                benId);
        portal.execute(
                "INSERT INTO lesson_comment (tenant_id, id, course_id, lesson_id, author_id, author_name, body) VALUES (?, ?, ?, ?, ?, '', 'Canary switched off')",
                portal.tenantId(Portal.ACME),
                quiet,
                at.course(),
                quiet,
                benId);
        var locked = "/courses/" + at.slug() + "/lessons/" + shut;
        assertFalse(ana.get(locked).body().contains("Canary"));
        ana.get(locked + "/comments").expect(403);
        ana.get("/api/v1/courses/" + at.course() + "/lessons/" + shut + "/comments")
                .expect(403);
        ana.get("/api/v1/courses/" + at.course() + "/lessons/" + quiet + "/comments")
                .expect(404);
        assertFalse(ana.get("/courses/" + at.slug() + "/lessons/" + quiet)
                .expect(200)
                .body()
                .contains("Canary"));
        // Another lesson's comment is not there, also on the way through one that is open.
        ana.get(at.api() + "/" + shut).expect(404);
        ana.get(at.page() + "/comments/" + shut + "/part").expect(404);
        assertFalse(ana.get(at.page() + "?at=" + shut).expect(200).body().contains("Canary behind"));
        ana.json("PUT", at.api() + "/" + shut + "/reaction", "{\"word\":\"like\"}")
                .expect(404);
        ana.json("PUT", at.api() + "/" + shut + "/follow", "{\"state\":\"following\"}")
                .expect(404);
        ana.json("POST", at.api() + "/" + shut + "/report", "{\"reason\":\"spam\"}")
                .expect(404);
        ben.json("PATCH", at.api() + "/" + shut, "{\"body\":\"Other\",\"version\":1}")
                .expect(404);
        for (var who : List.of(stranger)) {
            who.get(at.page()).expect(404);
            who.get(at.page() + "/comments").expect(404);
            who.get(at.page() + "/comments/" + question + "/part").expect(404);
            who.get(at.page() + "/people?q=a").expect(404);
            who.get(at.api()).expect(404);
            say(who, at, null, "Let me in").expect(404);
            who.json("PUT", at.api() + "/" + question + "/reaction", "{\"word\":\"like\"}")
                    .expect(404);
        }
        // Access ends by the clock: nothing is theirs any more.
        fixture.over(at.course(), benId);
        ben.get(at.page() + "/comments/" + question + "/part").expect(404);
        ben.get(at.api()).expect(404);
        say(ben, at, question, "Still here").expect(404);
    }

    private static Listener program(Visitor visitor) {
        var listener = Listener.open(portal.port(), "acme.localhost:" + portal.port());
        var token =
                visitor.json("POST", "/api/v1/tokens", "").expect(200).json().getString("access_token");
        listener.say(new JsonObject().put("op", "auth").put("token", token));
        listener.hear("ready");
        return listener;
    }

    @Test
    void a_feed_says_that_something_was_said_and_never_what_and_ends_with_access() {
        var at = made();
        var feed = "thread:" + at.lesson();
        var bens = program(ben).subscribe(feed);
        bens.hear("subscribed");
        program(stranger).subscribe(feed).hear("error");
        var question = id(say(ana, at, null, "Canary in a feed"));
        var heard = bens.hear("event");
        assertEquals("lesson-comment.said", heard.getString("kind"));
        assertEquals(question.toString(), heard.getString("object"));
        assertFalse(heard.encode().contains("Canary"));
        var grant = portal.query(
                        "SELECT id FROM course_grant WHERE course_id = ? AND contact_id = ?", at.course(), benId)
                .getFirst()
                .getFirst();
        cleo.post("/t/acme/courses/" + at.course() + "/access/" + grant + "/end", Map.of())
                .expect(303);
        bens.hear("unsubscribed");
        var anas = program(ana).subscribe(feed);
        anas.hear("subscribed");
        cleo.post(at.desk() + "/switch", Map.of("lesson", at.lesson().toString(), "to", "off"))
                .expect(303);
        anas.hear("unsubscribed");
        program(ana).subscribe(feed).hear("error");
    }

    @Test
    void those_can_be_named_who_spoke_in_the_course_and_may_open_the_lesson() {
        var at = made();
        assertEquals(0, named(at, "be"));
        id(say(ben, at, null, "Here I am"));
        assertEquals(1, named(at, "be"));
        assertEquals(0, named(at, "Ana"));
        var before = told(benId, "course.comment");
        id(say(ana, at, null, "Look, @[Ben Berg](contact:" + benId + ")"));
        waitFor("who is named hears of it", () -> told(benId, "course.comment") == before + 1);
        fixture.over(at.course(), benId);
        assertEquals(0, named(at, "be"));
    }

    private static int named(Made at, String typed) {
        return ana.get(at.page() + "/people?q=" + typed)
                .expect(200)
                .json()
                .getJsonArray("items")
                .size();
    }

    @Test
    void switched_off_while_somebody_writes_keeps_what_they_typed() {
        var at = made();
        portal.execute("UPDATE lesson SET comments = false WHERE id = ?", at.lesson());
        ana.post(at.page() + "/comments", Map.of("say", "1", "body", "Long thought words"))
                .expect(409)
                .expectText("Long thought words");
        ana.get(at.page() + "/comments").expect(404);
    }

    @Test
    void of_fifty_at_once_each_is_counted_once() {
        var at = made();
        CROWD_IDS.forEach(who -> fixture.grant(at.course(), who));
        var question = id(say(ana, at, null, "Count me"));
        var chosen = UUID.randomUUID();
        var same = Race.of(
                MANY,
                n -> ana.json("POST", at.api(), "{\"id\":\"" + chosen + "\",\"body\":\"Once\"}")
                        .status());
        assertTrue(same.stream().allMatch(status -> status == 201), same::toString);
        assertEquals(1, portal.count("SELECT count(*) FROM lesson_comment WHERE id = ?", chosen));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM fact WHERE kind = 'lesson-comment.added' AND object_id = ?", chosen));
        var one = at.api() + "/" + question;
        var felt = Race.of(
                MANY * 2,
                n -> n < MANY
                        ? CROWD.get(n)
                                .json("PUT", one + "/reaction", "{\"word\":\"love\"}")
                                .status()
                        : say(CROWD.get(n - MANY), at, question, "No. " + n).status());
        assertTrue(felt.stream().allMatch(status -> status < 300), felt::toString);
        assertEquals(
                MANY, ana.get(one).expect(200).json().getJsonObject("reactions").getInteger("love"));
        assertEquals(MANY, portal.count("SELECT count(*) FROM lesson_comment WHERE parent_id = ?", question));
        var resolved = Race.of(
                MANY, n -> ana.send("PUT", one + "/resolution", null, null).status());
        assertTrue(resolved.stream().allMatch(status -> status == 204), resolved::toString);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM fact WHERE kind = 'lesson-comment.resolved' AND object_id = ?",
                        question));
        var gone = Race.of(MANY, n -> delete(ana, at.api() + "/" + chosen).status());
        assertEquals(1, gone.stream().filter(status -> status == 204).count(), gone::toString);
        // A page of one question with more replies than stand there leads to all of them.
        ana.get(at.page()).expect(200);
        ana.get(at.page() + "?at=" + question).expect(200).expectText("No. 50");
    }

    @Test
    void those_whom_it_concerns_hear_of_it_and_nobody_else() {
        var at = made();
        fixture.teaches(at.course(), "cleo@staff.example");
        var before = told(anaId, "course.comment");
        var question = id(say(ana, at, null, "Which lamp?"));
        waitFor(
                "the instructor hears of the question",
                () -> portal.count(
                                "SELECT count(*) FROM staff_notification n JOIN staff s ON s.id = n.staff_id WHERE n.type = 'team.lesson_comment' AND s.email = 'cleo@staff.example' AND n.about_id = ?",
                                at.lesson())
                        == 1);
        id(say(ben, at, question, "A warm one"));
        waitFor("the asker hears of the answer", () -> told(anaId, "course.comment") == before + 1);
        assertEquals(
                0,
                portal.count(
                        "SELECT count(*) FROM notification WHERE type = 'course.comment' AND variables::text LIKE '%warm one%'"),
                "what was said stands in no notice");
        // ben takes part; who mutes hears no more, who loses access does not either.
        long bens = told(benId, "course.comment");
        id(say(ana, at, question, "Which warm one?"));
        waitFor("who takes part hears of it", () -> told(benId, "course.comment") == bens + 1);
        ben.json("PUT", at.api() + "/" + question + "/follow", "{\"state\":\"muted\"}")
                .expect(204);
        id(say(ana, at, question, "Any?"));
        var second = id(say(ana, at, null, "Another question"));
        id(say(ben, at, second, "Another answer"));
        waitFor("the reader went on", () -> told(anaId, "course.comment") >= before + 2);
        assertEquals(bens + 1, told(benId, "course.comment"));
        fixture.over(at.course(), benId);
        id(say(ana, at, second, "Do you still read this? @[Ben Berg](contact:" + benId + ")"));
        settled();
        assertEquals(bens + 1, told(benId, "course.comment"));
        assertEquals(0, portal.count("SELECT count(*) FROM lesson_comment_mention WHERE contact_id = ?", benId));
    }

    @Test
    void staff_answer_resolve_take_away_and_switch_off() {
        var at = made();
        fixture.teaches(at.course(), "cleo@staff.example");
        var question = id(say(ana, at, null, "Which paper?"));
        id(say(ben, at, null, "Which ink?"));
        var list = cleo.get(at.desk()).expect(200).expectText("Which paper?").expectText("Which ink?");
        list.expectText("Waits for an answer");
        cleo.post(
                        at.desk(),
                        Map.of(
                                "lesson",
                                at.lesson().toString(),
                                "parent",
                                question.toString(),
                                "body",
                                "Matt.",
                                "resolve",
                                "yes"))
                .expect(303);
        ana.get(at.page())
                .expect(200)
                .expectText("Instructor")
                .expectText("Matt.")
                .expectText("Answered");
        assertFalse(cleo.get(at.desk() + "?state=unresolved").expect(200).body().contains("Which paper?"));
        // What is answered stands behind what waits, though it is older or newer.
        var body = cleo.get(at.desk()).expect(200).body();
        assertTrue(body.indexOf("Which ink?") < body.indexOf("Which paper?"));
        cleo.post(at.desk() + "/resolve", Map.of("comment", question.toString(), "off", "1"))
                .expect(303);
        cleo.post(at.desk(), Map.of("lesson", at.lesson().toString(), "body", " "))
                .expect(422);
        ana.json("POST", at.api() + "/" + question + "/report", "{\"reason\":\"spam\"}")
                .expect(404);
        ben.json("POST", at.api() + "/" + question + "/report", "{\"reason\":\"nothing\"}")
                .expect(422);
        ben.json("POST", at.api() + "/" + question + "/report", "{\"reason\":\"spam\",\"note\":\"Look\"}")
                .expect(204);
        ben.json("POST", at.api() + "/" + question + "/report", "{\"reason\":\"abuse\"}")
                .expect(204);
        cleo.get(at.desk() + "?state=reported").expect(200).expectText("Which paper?");
        cleo.post(at.desk() + "/keep", Map.of("comment", question.toString())).expect(303);
        assertFalse(cleo.get(at.desk() + "?state=reported").expect(200).body().contains("Which paper?"));
        cleo.post(at.desk() + "/remove", Map.of("comment", question.toString())).expect(303);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM audit WHERE action = 'lesson-comment.removed' AND object_id = ?",
                        question));
        // What staff took away its author does not bring back.
        ana.post(at.page() + "/comments/" + question + "/restore", Map.of()).expect(404);
        cleo.post(at.desk() + "/restore", Map.of("comment", question.toString()))
                .expect(303);
        cleo.post(at.desk() + "/switch", Map.of("lesson", at.lesson().toString(), "to", "off"))
                .expect(303);
        assertFalse(ana.get(at.page()).expect(200).body().contains("Which paper?"));
        cleo.post(at.desk() + "/switch", Map.of("lesson", at.lesson().toString(), "to", "on"))
                .expect(303);
        ana.get(at.page()).expect(200).expectText("Which paper?");
    }

    @Test
    void words_of_the_list_are_refused_or_shown_to_staff() {
        var at = made();
        var tenant = portal.tenantId(Portal.ACME);
        portal.execute(
                "INSERT INTO word_rule (tenant_id, id, word, folded, anywhere, act) VALUES (?, ?, 'darnword', 'darnword', false, 'refuse'), (?, ?, 'oddword', 'oddword', false, 'hold')",
                tenant,
                UUID.randomUUID(),
                tenant,
                UUID.randomUUID());
        say(ana, at, null, "What a darnword").expect(409);
        ana.post(at.page() + "/comments", Map.of("say", "1", "body", "What a darnword"))
                .expect(409)
                .expectText("What a darnword");
        var held = id(say(ana, at, null, "An oddword it is"));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM lesson_comment_report WHERE comment_id = ? AND reporter_id IS NULL",
                        held));
        cleo.get(at.desk() + "?state=reported").expect(200).expectText("oddword");
        portal.execute("DELETE FROM word_rule WHERE tenant_id = ?", tenant);
    }

    @Test
    void who_is_erased_leaves_words_without_a_name_or_none() {
        var at = made();
        var gone = fixture.person("Gerd Gone", "gerd@example.com");
        fixture.grant(at.course(), gone);
        var gerd = portal.as(Portal.ACME, "gerd@example.com");
        var answered = id(say(gerd, at, null, "Gerd asks"));
        id(say(ana, at, answered, "And is answered"));
        portal.execute("UPDATE lesson_comment SET author_id = NULL, author_name = '' WHERE author_id = ?", gone);
        ana.get(at.page()).expect(200).expectText("Gerd asks").expectText("Former member");
        assertFalse(ana.get(at.page()).body().contains("Gerd Gone"));
        portal.settings(Portal.ACME, "former_posts = 'erase'");
        var alone = id(say(gerd, at, null, "Gerd says"));
        portal.execute("UPDATE lesson_comment SET author_id = NULL, author_name = '' WHERE author_id = ?", gone);
        assertEquals(0, portal.count("SELECT count(*) FROM lesson_comment WHERE id = ?", alone));
        portal.settings(Portal.ACME, "former_posts = 'keep'");
    }
}
