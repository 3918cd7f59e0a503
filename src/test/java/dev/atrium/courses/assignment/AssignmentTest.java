package dev.atrium.courses.assignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Work from the first word to its end, as its learner and staff see it. */
class AssignmentTest {
    private static final int CROWD = 50;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static Portal portal;
    private static HandFixture fixture;
    private static UUID anaId;
    private static Visitor ana;
    private static UUID benId;
    private static Visitor ben;
    private static Visitor staff;

    @BeforeAll
    static void start() {
        portal = Portal.crowded(CROWD + 10);
        portal.settings(Portal.ACME, "profile_required = '{}'");
        fixture = new HandFixture(portal);
        anaId = fixture.person("Ana Ruiz", "ana@example.com");
        benId = fixture.person("Ben Berg", "ben@example.com");
        ana = portal.as(Portal.ACME, "ana@example.com");
        ben = portal.as(Portal.ACME, "ben@example.com");
        portal.staff("Cleo Content", "cleo@staff.example", "content", Portal.ACME);
        portal.staff("Sam Support", "sam@staff.example", "support", Portal.ACME);
        staff = portal.asStaff("cleo@staff.example");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private record Made(UUID course, UUID lesson, String path) {
        String desk(String rest) {
            return "/t/acme/courses/" + course + "/hand-ins" + rest;
        }

        UUID work(UUID contact) {
            return fixture.work(lesson, contact);
        }

        String one(UUID contact) {
            return desk("/" + work(contact));
        }
    }

    private static Made made() {
        var course = fixture.course("asked-" + NUMBER.incrementAndGet());
        var lesson = fixture.assignment(course);
        fixture.grant(course, anaId);
        return new Made(course, lesson, HandFixture.path(course, lesson));
    }

    private static Map<String, String> verdict(String decision, int number) {
        return Map.of("decision", decision, "number", Integer.toString(number), "feedback", "Look at the light.");
    }

    @Test
    void work_is_written_handed_in_returned_handed_in_again_and_accepted() {
        var it = made();
        ana.get(it.path()).expect(200).expectText("not handed in");
        HandFixture.form(ana, it.path(), "My **first** words", "save", "front.pdf", HandFixture.PDF)
                .expect(303);
        ana.get("/courses/" + it.course() + "/lessons/" + it.lesson())
                .expect(200)
                .expectText("My **first** words")
                .expectText("front.pdf");
        staff.get(it.desk("")).expect(200).expectText("Nothing has been handed in yet.");
        HandFixture.handIn(ana, it.path(), "My **second** words").expect(303);
        staff.get(it.desk("")).expect(200).expectText("Ana Ruiz").expectText("1 waits");
        var page = staff.get(it.one(anaId)).expect(200).body();
        assertTrue(page.contains("<strong>second</strong>") && page.contains("front.pdf"), page);
        ana.post(it.path() + "/draft", Map.of("body", "too late")).expect(409);
        // What cannot be kept any more is at least shown again.
        ana.post(it.path(), Map.of("body", "typed elsewhere", "act", "save"))
                .expect(409)
                .expectText("typed elsewhere");
        // Nothing is returned without a word.
        staff.post(it.one(anaId) + "/decide", Map.of("decision", "returned", "number", "1", "feedback", " "))
                .expect(422);
        staff.post(it.one(anaId) + "/decide", verdict("returned", 1)).expect(303);
        assertTrue(portal.mail("ana@example.com", m -> m.subject().contains("First series was returned"))
                .toString()
                .contains("/go/"));
        ana.get(it.path()).expect(200).expectText("Look at the light.").expectText("front.pdf");
        HandFixture.handIn(ana, it.path(), "My third words").expect(303);
        staff.get(it.one(anaId)).expect(200).expectText("second").expectText("My third words");
        staff.post(it.one(anaId) + "/decide", verdict("accepted", 2)).expect(303);
        ana.get(it.path()).expect(200).expectText("Your work is accepted");
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM lesson_progress WHERE lesson_id = ? AND contact_id = ? AND completed_at IS NOT NULL",
                        it.lesson(),
                        anaId));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM enrolment WHERE course_id = ? AND completed_at IS NOT NULL",
                        it.course()));
        assertEquals(
                2,
                portal.count("SELECT count(*) FROM hand_in_file WHERE hand_in_id = ? AND number > 0", it.work(anaId)));
        for (var kind : new String[] {"submitted", "returned", "accepted"})
            assertTrue(
                    portal.count(
                                    "SELECT count(*) FROM audit WHERE action = ? AND object_id = ?",
                                    "assignment." + kind,
                                    it.work(anaId))
                            > 0,
                    kind);
        assertEquals(
                2,
                portal.count(
                        "SELECT count(*) FROM fact WHERE kind = 'assignment.submitted' AND object_id = ?",
                        it.work(anaId)));
    }

    @Test
    void of_many_who_hand_the_same_in_at_once_one_does_and_of_many_who_decide_one() {
        var it = made();
        ana.post(it.path() + "/draft", Map.of("body", "Begun")).expect(204);
        var sent = Race.of(
                CROWD, i -> HandFixture.handIn(ana, it.path(), "Words " + i).status());
        assertEquals(1, sent.stream().filter(status -> status == 303).count(), sent.toString());
        assertEquals(CROWD - 1, sent.stream().filter(status -> status == 409).count(), sent.toString());
        var work = it.work(anaId);
        assertEquals(1, portal.count("SELECT count(*) FROM hand_in_version WHERE hand_in_id = ?", work));
        var decisions = new String[] {"accepted", "returned", "rejected"};
        var decided = Race.of(
                CROWD,
                i -> staff.post(it.one(anaId) + "/decide", verdict(decisions[i % 3], 1))
                        .status());
        assertEquals(1, decided.stream().filter(status -> status == 303).count(), decided.toString());
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM audit WHERE object_id = ? AND action IN ('assignment.accepted', 'assignment.returned', 'assignment.rejected')",
                        work));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM hand_in h JOIN hand_in_version v ON v.hand_in_id = h.id AND v.decision = h.state WHERE h.id = ?",
                        work));
        portal.execute("UPDATE hand_in SET state = 'rejected' WHERE id = ?", work);
        var opened = Race.of(
                CROWD, i -> staff.post(it.one(anaId) + "/reopen", Map.of()).status());
        assertEquals(1, opened.stream().filter(status -> status == 303).count(), opened.toString());
    }

    @Test
    void nothing_is_handed_in_empty_too_long_or_too_often() {
        var it = made();
        HandFixture.handIn(ana, it.path(), "  ").expect(422).expectText("before you hand it in");
        HandFixture.handIn(ana, it.path(), "x".repeat(20_001)).expect(422);
        fixture.terms(it.lesson(), "resubmissions = 0");
        HandFixture.handIn(ana, it.path(), "Once").expect(303);
        // What could not be handed in again is not returned; at its end it can be opened once more.
        staff.post(it.one(anaId) + "/decide", verdict("returned", 1)).expect(409);
        staff.post(it.one(anaId) + "/decide", verdict("rejected", 1)).expect(303);
        ana.get(it.path()).expect(200).expectText("Your work was not accepted");
        HandFixture.handIn(ana, it.path(), "Again").expect(409);
        staff.post(it.one(anaId) + "/reopen", Map.of()).expect(303);
        HandFixture.handIn(ana, it.path(), "Again").expect(303);
        staff.post(it.one(anaId) + "/decide", verdict("returned", 2)).expect(409);
        // A version that was not looked at is not decided on.
        staff.post(it.one(anaId) + "/decide", verdict("accepted", 1)).expect(409);
        staff.post(it.one(anaId) + "/decide", verdict("accepted", 2)).expect(303);
    }

    @Test
    void after_the_due_date_work_is_late_or_refused_and_the_text_stays() {
        var it = made();
        fixture.terms(it.lesson(), "due = 'at', due_at = now() - interval '1 hour'");
        HandFixture.handIn(ana, it.path(), "Late words").expect(303);
        staff.get(it.one(anaId)).expect(200).expectText("late");
        var strict = made();
        fixture.terms(strict.lesson(), "due = 'at', due_at = now() - interval '1 hour', late = false");
        HandFixture.handIn(ana, strict.path(), "Refused words").expect(409).expectText("Refused words");
        ana.get(strict.path()).expect(200).expectText("Refused words").expectText("The due date is over");
        assertEquals("draft", fixture.state(strict.work(anaId)));
        // Days count from the first opening of the lesson.
        var days = made();
        fixture.terms(days.lesson(), "due = 'days', due_days = 3, late = false");
        ana.post(days.path() + "/draft", Map.of("body", "Begun")).expect(204);
        portal.execute(
                "UPDATE lesson_progress SET opened_at = now() - interval '4 days' WHERE lesson_id = ?", days.lesson());
        HandFixture.handIn(ana, days.path(), "Refused words").expect(409);
        // While their clock stood still, so did these days.
        portal.execute("UPDATE enrolment SET paused_s = 86400 * 2 WHERE course_id = ?", days.course());
        HandFixture.handIn(ana, days.path(), "In time").expect(303);
        assertEquals(
                0,
                portal.count("SELECT count(*) FROM hand_in_version WHERE hand_in_id = ? AND late", days.work(anaId)));
        // What was returned is taken after the due date.
        staff.post(days.one(anaId) + "/decide", verdict("returned", 1)).expect(303);
        portal.execute("UPDATE enrolment SET paused_s = 0 WHERE course_id = ?", days.course());
        HandFixture.handIn(ana, days.path(), "After all").expect(303);
    }

    @Test
    void points_are_given_by_the_rubric_as_it_is_then() {
        var it = made();
        var terms = "/t/acme/courses/" + it.course() + "/lessons/" + it.lesson() + "/assignment";
        staff.get(terms).expect(200);
        staff.post(
                        terms,
                        Map.of(
                                "due",
                                "none",
                                "version",
                                "0",
                                "resubmissions",
                                "2",
                                "criterion_0",
                                "Light",
                                "points_0",
                                "",
                                "levels_0",
                                "much"))
                .expect(422)
                .expectText("much");
        staff.post(
                        terms,
                        Map.of(
                                "due",
                                "days",
                                "due_days",
                                "7",
                                "version",
                                "0",
                                "resubmissions",
                                "2",
                                "criterion_0",
                                "Light",
                                "levels_0",
                                "0 none\n5 some\n10 soft",
                                "criterion_1",
                                "Sides",
                                "points_1",
                                "3",
                                "accept_points",
                                "8"))
                .expect(303);
        staff.post(terms, Map.of("due", "none", "version", "0", "resubmissions", "2"))
                .expect(412);
        ana.get(it.path()).expect(200).expectText("Light").expectText("10: soft");
        HandFixture.handIn(ana, it.path(), "Words").expect(303);
        var decide = it.one(anaId) + "/decide";
        staff.post(decide, Map.of("decision", "accepted", "number", "1", "score_0", "7", "score_1", "3"))
                .expect(422);
        staff.post(decide, Map.of("decision", "accepted", "number", "1", "score_0", "10"))
                .expect(422);
        staff.post(decide, Map.of("decision", "accepted", "number", "1", "score_0", "", "score_1", ""))
                .expect(422)
                .expectText("at least 8 points");
        staff.post(
                        decide,
                        Map.of(
                                "decision",
                                "accepted",
                                "number",
                                "1",
                                "score_0",
                                "5",
                                "score_1",
                                "2",
                                "feedback",
                                "kept text"))
                .expect(422)
                .expectText("kept text");
        staff.post(decide, Map.of("decision", "accepted", "number", "1", "score_0", "5", "score_1", "3"))
                .expect(303);
        portal.execute(
                "UPDATE assignment_terms SET rubric = '[]', accept_points = NULL WHERE lesson_id = ?", it.lesson());
        ana.get(it.path()).expect(200).expectText("8 of 13 points").expectText("Sides");
    }

    @Test
    void files_are_five_at_most_and_nobody_elses_to_open() {
        var it = made();
        for (int i = 0; i < 5; i++)
            HandFixture.form(ana, it.path(), "Words", "save", "page" + i + ".pdf", HandFixture.PDF)
                    .expect(303);
        HandFixture.form(ana, it.path(), "Kept words", "save", "page6.pdf", HandFixture.PDF)
                .expect(422);
        ana.get(it.path()).expect(200).expectText("Kept words");
        HandFixture.form(ana, it.path(), "Words", "save", "run.exe", new byte[] {'M', 'Z', 0, 1})
                .expect(422);
        var work = it.work(anaId);
        var file = (UUID) portal.query("SELECT media_id FROM hand_in_file WHERE hand_in_id = ? LIMIT 1", work)
                .getFirst()
                .getFirst();
        ana.get(it.path() + "/files/" + file).expect(200);
        ben.get(it.path() + "/files/" + file).expect(404);
        fixture.grant(it.course(), benId);
        ben.get(it.path() + "/files/" + file).expect(404);
        HandFixture.handIn(ana, it.path(), "Words").expect(303);
        staff.get(it.one(anaId) + "/files/" + file).expect(200);
        // What was handed in is not taken back by the way of uploads.
        assertEquals(
                5,
                portal.count(
                        "SELECT count(*) FROM media_object o JOIN hand_in_file f ON f.media_id = o.id WHERE f.hand_in_id = ? AND o.state = 'ready'",
                        work));
        staff.post(it.one(anaId) + "/decide", verdict("returned", 1)).expect(303);
        ana.post(it.path() + "/files/remove", Map.of("remove", file.toString(), "body", "Anew"))
                .expect(303);
        ben.post(it.path() + "/files/remove", Map.of("remove", file.toString())).expect(404);
        // The first version has it still.
        staff.get(it.one(anaId) + "/files/" + file).expect(200);
        portal.execute("DELETE FROM lesson WHERE id = ?", it.lesson());
        assertEquals(0, portal.count("SELECT count(*) FROM media_object WHERE id = ?", file));
        ana.get(it.path()).expect(404);
        ana.get(it.path() + "/files/" + file).expect(404);
    }

    @Test
    void what_is_not_open_shows_nothing_and_takes_nothing() {
        var it = made();
        HandFixture.handIn(ana, it.path(), "Canary words").expect(303);
        ben.get(it.path()).expect(404);
        HandFixture.handIn(ben, it.path(), "Words").expect(404);
        portal.execute(
                "UPDATE lesson SET unlock = 'at', unlock_at = now() + interval '1 day' WHERE id = ?", it.lesson());
        assertFalse(ana.get(it.path()).expect(403).body().contains("Canary words"));
        ana.post(it.path() + "/messages", Map.of("message", "Hello")).expect(403);
        portal.execute(
                "UPDATE lesson SET unlock = 'now', unlock_at = NULL, published = false WHERE id = ?", it.lesson());
        ana.get(it.path()).expect(404);
        portal.execute("UPDATE lesson SET published = true WHERE id = ?", it.lesson());
        portal.execute("UPDATE course_grant SET ends_at = now(), starts_at = NULL WHERE course_id = ?", it.course());
        ana.get(it.path()).expect(404);
        HandFixture.handIn(ana, it.path(), "Words").expect(404);
        // Staff still see what was handed in, and it can be accepted.
        staff.get(it.one(anaId)).expect(200).expectText("Canary words");
        staff.post(it.one(anaId) + "/decide", verdict("accepted", 1)).expect(303);
    }

    @Test
    void learner_and_staff_write_to_one_another() {
        var it = made();
        ana.post(it.path() + "/messages", Map.of("message", "Anybody?")).expect(409);
        HandFixture.handIn(ana, it.path(), "Words").expect(303);
        ana.post(
                        it.path() + "/messages",
                        Map.of(
                                "message",
                                "Is it sharp?",
                                "nonce",
                                UUID.randomUUID().toString()))
                .expect(303);
        staff.get(it.one(anaId)).expect(200).expectText("Is it sharp?");
        var nonce = UUID.randomUUID().toString();
        var said = Race.of(
                CROWD / 5,
                i -> staff.post(it.one(anaId) + "/messages", Map.of("message", "Sharp enough", "nonce", nonce))
                        .status());
        assertTrue(said.stream().allMatch(status -> status == 303), said.toString());
        assertEquals(2, portal.count("SELECT count(*) FROM hand_in_message WHERE hand_in_id = ?", it.work(anaId)));
        ana.get(it.path()).expect(200).expectText("Sharp enough").expectText("Cleo Content");
        ana.post(it.path() + "/messages", Map.of("message", " ")).expect(422);
    }

    @Test
    void who_teaches_the_course_marks_in_it_and_is_told() {
        var it = made();
        var sam = portal.asStaff("sam@staff.example");
        sam.get(it.desk("")).expect(404);
        portal.execute(
                "INSERT INTO course_instructor (tenant_id, course_id, id, name, staff_id) SELECT ?, ?, ?, 'Sam', id FROM staff WHERE email = 'sam@staff.example'",
                portal.tenantId(Portal.ACME),
                it.course(),
                UUID.randomUUID());
        HandFixture.handIn(ana, it.path(), "Words").expect(303);
        assertTrue(portal.mail("sam@staff.example", m -> m.subject().contains("First series"))
                .toString()
                .contains("/hand-ins/"));
        sam.get(it.desk("")).expect(200).expectText("Ana Ruiz");
        sam.post(it.one(anaId) + "/decide", verdict("accepted", 1)).expect(303);
        var other = made();
        HandFixture.handIn(ana, other.path(), "Words").expect(303);
        sam.get(other.one(anaId)).expect(404);
        sam.post(other.one(anaId) + "/decide", verdict("accepted", 1)).expect(404);
        // The work of another course is none of this one.
        staff.get(it.desk("/" + other.work(anaId))).expect(404);
    }

    @Test
    void programs_hand_in_and_mark_by_the_same_rules() {
        var it = made();
        var token = ana.post("/api/v1/tokens", Map.of()).expect(200).json().getString("access_token");
        var program = portal.at(Portal.ACME).header("Authorization", "Bearer " + token);
        var api = "/api/v1" + it.path();
        assertEquals("draft", program.get(api).expect(200).json().getString("state"));
        program.json(
                        "PUT",
                        api + "/draft",
                        new JsonObject().put("text", "By hand").encode())
                .expect(200);
        assertEquals("By hand", program.get(api).json().getString("text"));
        program.json("POST", api + "/submit", new JsonObject().put("text", "").encode())
                .expect(422);
        var file = uploaded(program);
        var attach = new JsonObject().put("upload", file).encode();
        for (int i = 0; i < 2; i++) program.json("POST", api + "/files", attach).expect(200);
        assertEquals(1, program.get(api).json().getJsonArray("files").size(), "added twice, it is there once");
        var other = made();
        program.json("POST", "/api/v1" + other.path() + "/files", attach).expect(404);
        program.get(api + "/files/" + file).expect(200);
        var sent = program.json(
                        "POST",
                        api + "/submit",
                        new JsonObject().put("text", "Done").encode())
                .expect(200)
                .json();
        assertEquals("submitted", sent.getString("state"));
        assertEquals(1, sent.getJsonArray("versions").size());
        // What was handed in is neither taken out nor deleted as an upload.
        program.send("DELETE", api + "/files/" + file, "", "application/json").expect(404);
        program.send("DELETE", "/api/v1/uploads/" + file, "", "application/json")
                .expect(404);
        program.json(
                        "POST",
                        api + "/submit",
                        new JsonObject().put("text", "Done").encode())
                .expect(409);
        program.json(
                        "POST",
                        api + "/messages",
                        new JsonObject().put("text", "Hello").encode())
                .expect(201);
    }

    private static String uploaded(Visitor program) {
        var bytes = "%PDF-1.4 uploaded";
        var id = program.json(
                        "POST",
                        "/api/v1/uploads",
                        new JsonObject()
                                .put("name", "plan.pdf")
                                .put("size", bytes.length())
                                .encode())
                .expect(201)
                .json()
                .getString("id");
        program.header("Upload-Offset", "0")
                .send("PATCH", "/api/v1/uploads/" + id, bytes, "application/offset+octet-stream")
                .expect(204);
        program.json("POST", "/api/v1/uploads/" + id + "/complete", "{}").expect(200);
        return id;
    }

    @Test
    void what_is_asked_travels_with_a_copy_of_the_course() {
        var it = made();
        fixture.terms(
                it.lesson(),
                "due = 'days', due_days = 9, resubmissions = 1, rubric = '[{\"title\": \"Light\", \"points\": 4, \"levels\": []}]', accept_points = 2");
        var copy = staff.post("/t/acme/courses/" + it.course() + "/copy", Map.of())
                .expect(303)
                .location();
        var id = UUID.fromString(copy.substring(copy.lastIndexOf('/') + 1));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM assignment_terms a JOIN lesson l ON l.id = a.lesson_id WHERE l.course_id = ? AND a.due_days = 9 AND a.resubmissions = 1 AND a.accept_points = 2 AND a.rubric -> 0 ->> 'title' = 'Light'",
                        id));
        var zip = staff.get("/t/acme/courses/" + it.course() + "/export")
                .expect(200)
                .bytes();
        var back = file("/t/acme/courses/import", "zip", zip);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM assignment_terms a JOIN lesson l ON l.id = a.lesson_id WHERE l.course_id = ? AND a.due_days = 9 AND a.accept_points = 2",
                        UUID.fromString(back.substring(back.lastIndexOf('/') + 1))));
    }

    private static String file(String path, String field, byte[] bytes) {
        var head = "--x\r\nContent-Disposition: form-data; name=\"" + field
                + "\"; filename=\"course.zip\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        return staff.send(
                        "POST",
                        path,
                        head.getBytes(StandardCharsets.UTF_8),
                        bytes,
                        "\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8),
                        "multipart/form-data; boundary=x")
                .expect(303)
                .location();
    }

    @Test
    void two_contacts_who_become_one_have_handed_in_both() {
        var it = made();
        fixture.grant(it.course(), benId);
        HandFixture.handIn(ana, it.path(), "Of Ana").expect(303);
        HandFixture.handIn(ben, it.path(), "Of Ben").expect(303);
        staff.post(it.one(benId) + "/decide", verdict("accepted", 1)).expect(303);
        var work = it.work(anaId);
        portal.execute("BEGIN");
        try {
            portal.query(
                    "SELECT set_config('app.tenant', ?, true)",
                    portal.tenantId(Portal.ACME).toString());
            portal.query("SELECT count(*) FROM (SELECT hand_in_absorb(?, ?)) x", anaId, benId);
            assertEquals(
                    2,
                    portal.count(
                            "SELECT count(*) FROM hand_in_version WHERE hand_in_id = ? AND contact_id = ?",
                            work,
                            anaId));
            assertEquals("accepted", fixture.state(work));
            assertEquals(
                    0,
                    portal.count(
                            "SELECT count(*) FROM hand_in WHERE lesson_id = ? AND contact_id = ?", it.lesson(), benId));
        } finally {
            portal.execute("ROLLBACK");
        }
    }

    @Test
    void the_queue_comes_page_by_page_what_waits_first() {
        var it = made();
        var tenant = portal.tenantId(Portal.ACME);
        for (int i = 0; i < 30; i++) {
            var contact =
                    portal.contact(Portal.ACME, "Person " + i, "queued-" + i + "-" + it.course() + "@example.com");
            var id = UUID.randomUUID();
            portal.execute(
                    "INSERT INTO hand_in (tenant_id, id, lesson_id, course_id, contact_id, state, versions, submitted_at) VALUES (?, ?, ?, ?, ?, ?, 1, now() - ? * interval '1 hour')",
                    tenant,
                    id,
                    it.lesson(),
                    it.course(),
                    contact,
                    i % 3 == 0 ? "submitted" : "accepted",
                    i);
            portal.execute(
                    "INSERT INTO hand_in_version (tenant_id, hand_in_id, number, contact_id) VALUES (?, ?, 1, ?)",
                    tenant,
                    id,
                    contact);
        }
        var first = staff.get(it.desk("")).expect(200).body();
        assertTrue(first.indexOf(">Person 27<") < first.indexOf(">Person 0<"), "the longest first");
        assertTrue(first.indexOf(">Person 0<") < first.indexOf(">Person 1<"), "what waits first");
        var next = first.replaceAll("(?s).*rel=\"next\" href=\"([^\"]+)\".*", "$1")
                .replace("&amp;", "&")
                .replace("&#61;", "=");
        var second = staff.get(next).expect(200).body();
        for (int i = 0; i < 30; i++) {
            var said = ">Person " + i + "<";
            assertEquals(1, (first.contains(said) ? 1 : 0) + (second.contains(said) ? 1 : 0), said);
        }
        var waiting = staff.get(it.desk("?state=submitted")).expect(200).body();
        assertTrue(waiting.contains(">Person 3<") && !waiting.contains(">Person 1<"));
        assertTrue(staff.get(it.desk("?q=nobodyatall")).expect(200).body().contains("Nothing was found"));
    }
}
