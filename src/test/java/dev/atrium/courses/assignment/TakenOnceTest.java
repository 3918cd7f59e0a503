package dev.atrium.courses.assignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is a file of one thing is none of another; what is told of work is asked of the door; and what two clocks make of one. */
class TakenOnceTest {
    private static final int CROWD = 50;
    private static Portal portal;
    private static HandFixture fixture;
    private static UUID tenant;
    private static UUID anaId;
    private static Visitor ana;
    private static Visitor staff;
    private static int number;

    @BeforeAll
    static void start() {
        portal = Portal.crowded(CROWD + 10);
        portal.settings(Portal.ACME, "profile_required = '{}'");
        tenant = portal.tenantId(Portal.ACME);
        fixture = new HandFixture(portal);
        anaId = fixture.person("Ana Ruiz", "ana@example.com");
        ana = portal.as(Portal.ACME, "ana@example.com");
        portal.staff("Cleo Content", "cleo@staff.example", "content", Portal.ACME);
        staff = portal.asStaff("cleo@staff.example");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private record Made(UUID course, UUID lesson, String path) {
        String one() {
            return "/t/acme/courses/" + course + "/hand-ins/" + fixture.work(lesson, anaId);
        }
    }

    private static Made made() {
        var course = fixture.course("once-" + ++number);
        var lesson = fixture.assignment(course);
        fixture.grant(course, anaId);
        return new Made(course, lesson, HandFixture.path(course, lesson));
    }

    private static Visitor program() {
        var token = ana.post("/api/v1/tokens", Map.of()).expect(200).json().getString("access_token");
        return portal.at(Portal.ACME).header("Authorization", "Bearer " + token);
    }

    private static String uploaded(Visitor program) {
        var bytes = "%PDF-1.4 uploaded";
        var sent = new JsonObject().put("name", "plan.pdf").put("size", bytes.length());
        var id = program.json("POST", "/api/v1/uploads", sent.encode())
                .expect(201)
                .json()
                .getString("id");
        program.header("Upload-Offset", "0")
                .send("PATCH", "/api/v1/uploads/" + id, bytes, "application/offset+octet-stream")
                .expect(204);
        program.json("POST", "/api/v1/uploads/" + id + "/complete", "{}").expect(200);
        return id;
    }

    private static long uses(String upload) {
        return portal.count("SELECT count(*) FROM hand_in_file WHERE media_id = ?::uuid", upload)
                + portal.count("SELECT count(*) FROM message_file WHERE media_id = ?::uuid", upload)
                + portal.count("SELECT count(*) FROM post_attachment WHERE media_id = ?::uuid", upload);
    }

    @Test
    void an_upload_that_fifty_want_at_once_is_a_file_of_one_thing() {
        var it = made();
        var other = made();
        var program = program();
        var chat = program.json("POST", "/api/v1/conversations", "{}")
                .expect(201)
                .json()
                .getString("id");
        for (int round = 0; round < 3; round++) {
            var upload = uploaded(program);
            var attach = new JsonObject().put("upload", upload).encode();
            var said = new JsonObject()
                    .put("body", "Here")
                    .put("files", new JsonArray().add(upload))
                    .encode();
            var got = Race.of(CROWD, i -> switch (i % 3) {
                case 0 ->
                    program.json("POST", "/api/v1" + it.path() + "/files", attach)
                            .status();
                case 1 ->
                    program.json("POST", "/api/v1" + other.path() + "/files", attach)
                            .status();
                default ->
                    program.json("POST", "/api/v1/conversations/" + chat + "/messages", said)
                            .status();
            });
            assertEquals(1, uses(upload), got.toString());
            assertTrue(
                    got.stream().allMatch(status -> List.of(200, 201, 404, 429).contains(status)), got.toString());
            assertEquals(
                    1,
                    portal.count(
                            "SELECT count(*) FROM media_object WHERE id = ?::uuid AND taken_by IS NOT NULL", upload));
            portal.execute("DELETE FROM rate_limit");
        }
    }

    @Test
    void what_is_a_file_of_one_thing_is_refused_to_the_others_one_after_the_other_too() {
        var it = made();
        var program = program();
        var chat = program.json("POST", "/api/v1/conversations", "{}")
                .expect(201)
                .json()
                .getString("id");
        var first = uploaded(program);
        var attach = new JsonObject().put("upload", first).encode();
        program.json("POST", "/api/v1" + it.path() + "/files", attach).expect(200);
        program.json("POST", "/api/v1" + it.path() + "/files", attach).expect(200);
        var said = new JsonObject().put("body", "Here").put("files", new JsonArray().add(first));
        program.json("POST", "/api/v1/conversations/" + chat + "/messages", said.encode())
                .expect(404);
        program.send("DELETE", "/api/v1/uploads/" + first, "", "application/json")
                .expect(404);
        // Let go of, it is nobody's.
        program.send("DELETE", "/api/v1" + it.path() + "/files/" + first, "", "application/json")
                .expect(204);
        program.json("POST", "/api/v1" + it.path() + "/files", attach).expect(404);
        var second = uploaded(program);
        said.put("files", new JsonArray().add(second));
        program.json("POST", "/api/v1/conversations/" + chat + "/messages", said.encode())
                .expect(201);
        program.json(
                        "POST",
                        "/api/v1" + it.path() + "/files",
                        new JsonObject().put("upload", second).encode())
                .expect(404);
        assertEquals(1, uses(second));
    }

    @Test
    void of_fifty_that_take_an_upload_away_or_hand_it_in_the_one_or_the_other_happens() {
        var it = made();
        var program = program();
        for (int round = 0; round < 3; round++) {
            var upload = uploaded(program);
            var attach = new JsonObject().put("upload", upload).encode();
            var got = Race.of(
                    CROWD,
                    i -> i % 2 == 0
                            ? program.json("POST", "/api/v1" + it.path() + "/files", attach)
                                    .status()
                            : program.send("DELETE", "/api/v1/uploads/" + upload, "", "application/json")
                                    .status());
            assertEquals(
                    uses(upload),
                    portal.count("SELECT count(*) FROM media_object WHERE id = ?::uuid AND state = 'ready'", upload),
                    got.toString());
        }
    }

    /** Everything that was to be told has been. */
    private static void settled() {
        var waiting = "SELECT count(*) FROM job WHERE kind = 'assignment.tell' AND state = 'queued'";
        for (int i = 0; i < 300 && portal.count(waiting) > 0; i++) Portal.pause(50);
        assertEquals(0, portal.count(waiting));
        assertEquals(0, portal.count("SELECT count(*) FROM job WHERE kind = 'assignment.tell' AND state = 'dead'"));
    }

    private static void decide(Made it, String decision, int version) {
        staff.post(
                        it.one() + "/decide",
                        Map.of("decision", decision, "number", Integer.toString(version), "feedback", "Look again."))
                .expect(303);
    }

    private static long told(Made it) {
        return portal.count(
                "SELECT count(*) FROM mail_outbox WHERE contact_id = ? AND about_id = ?",
                anaId,
                fixture.work(it.lesson(), anaId));
    }

    @Test
    void whoever_may_not_see_the_lesson_when_it_is_told_hears_nothing_of_it() {
        var it = made();
        HandFixture.handIn(ana, it.path(), "Words").expect(303);
        decide(it, "returned", 1);
        settled();
        assertEquals(1, told(it));
        HandFixture.handIn(ana, it.path(), "Words again").expect(303);
        portal.execute(
                "UPDATE lesson SET unlock = 'at', unlock_at = now() + interval '1 day' WHERE id = ?", it.lesson());
        decide(it, "accepted", 2);
        staff.post(
                        it.one() + "/messages",
                        Map.of(
                                "message",
                                "Well done",
                                "nonce",
                                UUID.randomUUID().toString()))
                .expect(303);
        settled();
        assertEquals(1, told(it));
        portal.execute("UPDATE lesson SET unlock = 'now', unlock_at = NULL WHERE id = ?", it.lesson());
        portal.execute("UPDATE course_grant SET ends_at = now() WHERE course_id = ?", it.course());
        staff.post(it.one() + "/reopen", Map.of()).expect(303);
        settled();
        assertEquals(1, told(it));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM notification WHERE contact_id = ? AND about_id = ?",
                        anaId,
                        fixture.work(it.lesson(), anaId)));
        // Once they may again, they hear of what happens then.
        portal.execute("UPDATE course_grant SET ends_at = NULL WHERE course_id = ?", it.course());
        HandFixture.handIn(ana, it.path(), "Third words").expect(303);
        decide(it, "rejected", 3);
        settled();
        assertEquals(2, told(it));
    }

    private static void enrolled(UUID course, UUID contact, String paused, long pausedSeconds) {
        portal.execute(
                "INSERT INTO enrolment (tenant_id, course_id, contact_id, enrolled_at, paused_at, paused_s) VALUES (?, ?, ?, now() - interval '40 days', now() - ?::interval, ?)",
                tenant,
                course,
                contact,
                paused,
                pausedSeconds);
    }

    private static void opened(Made it, UUID contact, long pausedBefore) {
        portal.execute(
                "INSERT INTO lesson_progress (tenant_id, lesson_id, contact_id, course_id, opened_at, credited_at, room_s) VALUES (?, ?, ?, ?, now() - interval '20 days', now() - interval '1 day', 7)",
                tenant,
                it.lesson(),
                contact,
                it.course());
        portal.execute(
                "UPDATE lesson_progress SET paused_s = ? WHERE lesson_id = ? AND contact_id = ?",
                pausedBefore,
                it.lesson(),
                contact);
    }

    /** For how long the clock has stood still in all, and since the lesson was opened, in whole hours. */
    private static List<Object> stood(Made it) {
        return portal.query(
                        "SELECT round(stood_still(e.paused_at, e.paused_s) / 3600.0)::int, round((stood_still(e.paused_at, e.paused_s) - p.paused_s) / 3600.0)::int, e.paused_at IS NOT NULL FROM enrolment e JOIN lesson_progress p ON p.course_id = e.course_id AND p.contact_id = e.contact_id WHERE e.course_id = ?",
                        it.course())
                .getFirst();
    }

    private static void joined(UUID twin) {
        portal.execute("SELECT set_config('app.tenant', ?, false)", tenant.toString());
        portal.execute("SELECT contact_absorb(?, ?)", anaId, twin);
    }

    @Test
    void of_two_contacts_that_become_one_no_pause_is_lost_or_doubled() {
        int hour = 3600;
        var twin = portal.contact(Portal.ACME, "Ana twin", "ana.once@example.com");
        // Theirs alone: it comes as it is, though the one that stays had none.
        var moved = made();
        enrolled(moved.course(), twin, "48 hours", 24 * hour);
        opened(moved, twin, 60 * hour);
        // Both stood still at once; the one that goes stands still yet.
        var both = made();
        enrolled(both.course(), anaId, null, 30 * hour);
        opened(both, anaId, 25 * hour);
        enrolled(both.course(), twin, "48 hours", 0);
        opened(both, twin, 8 * hour);
        // The one that stays had the longer pause.
        var longer = made();
        enrolled(longer.course(), anaId, "10 hours", 100 * hour);
        opened(longer, anaId, 90 * hour);
        enrolled(longer.course(), twin, null, 70 * hour);
        portal.execute(
                "UPDATE lesson_progress SET credited_at = now(), room_s = 3 WHERE lesson_id = ? AND contact_id = ?",
                moved.lesson(),
                twin);
        joined(twin);
        assertEquals(List.of(72, 12, true), stood(moved));
        assertEquals(List.of(48, 40, true), stood(both));
        assertEquals(List.of(110, 20, true), stood(longer));
        assertEquals(
                1,
                portal.count("SELECT count(*) FROM lesson_progress WHERE lesson_id = ? AND room_s = 3", moved.lesson()),
                "what was left of a sitting comes along");
    }
}
