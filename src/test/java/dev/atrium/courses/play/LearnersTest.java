package dev.atrium.courses.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who takes a course, as staff see and say it. */
class LearnersTest {
    private static final int CROWD = 50;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static Portal portal;
    private static PlayFixture fixture;
    private static UUID tenant;
    private static UUID anaId;
    private static Visitor ana;
    private static Visitor staff;

    @BeforeAll
    static void start() {
        portal = Portal.crowded(CROWD + 10);
        tenant = portal.tenantId(Portal.ACME);
        portal.settings(Portal.ACME, "profile_required = '{}'");
        fixture = new PlayFixture(portal, Portal.ACME);
        anaId = fixture.person("Ana Ruiz", "ana@example.com");
        fixture.person("Ben Berg", "ben@example.com");
        ana = portal.as(Portal.ACME, "ana@example.com");
        portal.staff("Cleo Content", "cleo@staff.example", "content", Portal.ACME);
        staff = portal.asStaff("cleo@staff.example");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static UUID course() {
        var course = fixture.course("taught-" + NUMBER.incrementAndGet());
        fixture.lesson(course, "video", 1, 100, "now");
        fixture.lesson(course, "audio", 2, 100, "now");
        return course;
    }

    private static String at(UUID course, String rest) {
        return "/t/acme/courses/" + course + rest;
    }

    private static String slug(UUID course) {
        return (String) portal.query("SELECT slug FROM course WHERE id = ?", course)
                .getFirst()
                .getFirst();
    }

    private static UUID lesson(UUID course, int position) {
        return (UUID) portal.query("SELECT id FROM lesson WHERE course_id = ? AND position = ?", course, position)
                .getFirst()
                .getFirst();
    }

    @Test
    void a_person_is_let_in_and_out_again() {
        var course = course();
        ana.get("/courses/" + slug(course)).expect(404);
        staff.post(at(course, "/access"), Map.of("who", "person", "email", "ANA@example.com"))
                .expectRedirect(at(course, "/access"));
        ana.get("/courses/" + slug(course)).expect(200);
        staff.get(at(course, "/people")).expect(200).expectText("Ana Ruiz");
        staff.get(at(course, "/people?q=nobody")).expect(200);
        assertFalse(staff.get(at(course, "/people?q=berg")).body().contains("Ana Ruiz"));
        staff.post(at(course, "/access"), Map.of("who", "person", "email", "ana@example.com"))
                .expect(409);
        var grant = portal.query("SELECT id FROM course_grant WHERE course_id = ?", course)
                .getFirst()
                .getFirst();
        staff.post(at(course, "/access/" + grant + "/end"), Map.of()).expectRedirect(at(course, "/access"));
        ana.get("/courses/" + slug(course)).expect(404);
        staff.post(at(course, "/access/" + grant + "/end"), Map.of()).expect(409);
        // What was learned stays, and so does the person in the list.
        staff.get(at(course, "/people")).expect(200).expectText("Ana Ruiz");
        staff.post(at(course, "/access"), Map.of("who", "person", "email", "ana@example.com"))
                .expectRedirect(at(course, "/access"));
        ana.get("/courses/" + slug(course)).expect(200);
        assertEquals(
                2, portal.count("SELECT count(*) FROM audit WHERE action = 'grant.made' AND object_id = ?", course));
        assertEquals(
                1, portal.count("SELECT count(*) FROM audit WHERE action = 'grant.ended' AND object_id = ?", course));
    }

    @Test
    void a_tag_a_company_or_a_group_lets_in_whoever_belongs() {
        var course = course();
        var tag = UUID.randomUUID();
        portal.execute("INSERT INTO tag (tenant_id, id, name) VALUES (?, ?, ?)", tenant, tag, "T" + course);
        staff.post(at(course, "/access"), Map.of("who", "tag:" + tag)).expectRedirect(at(course, "/access"));
        ana.get("/courses/" + slug(course)).expect(404);
        portal.execute("INSERT INTO contact_tag (tenant_id, contact_id, tag_id) VALUES (?, ?, ?)", tenant, anaId, tag);
        ana.get("/courses/" + slug(course)).expect(200);
        staff.get(at(course, "/people")).expect(200).expectText("ana@example.com");
        staff.get(at(course, "/access")).expect(200).expectText("T" + course);
    }

    @Test
    void what_is_said_wrongly_is_said_again_with_what_was_typed() {
        var course = course();
        var access = at(course, "/access");
        staff.post(access, Map.of("who", "person", "email", "nobody@example.com"))
                .expect(422)
                .expectText("nobody@example.com");
        staff.post(access, Map.of("who", "person", "email", "")).expect(422);
        staff.post(access, Map.of("who", "tag:" + UUID.randomUUID())).expect(422);
        staff.post(access, Map.of("who", "nothing")).expect(422);
        staff.post(
                        access,
                        Map.of(
                                "who",
                                "person",
                                "email",
                                "ana@example.com",
                                "starts",
                                "2031-02-01T10:00",
                                "ends",
                                "2031-01-01T10:00"))
                .expect(422);
        staff.post(access, Map.of("who", "person", "email", "ana@example.com", "starts", "tomorrow"))
                .expect(422);
        assertEquals(0, portal.count("SELECT count(*) FROM course_grant WHERE course_id = ?", course));
        staff.post(access, Map.of("who", "person", "email", "ana@example.com", "starts", "2031-01-01T10:00"))
                .expectRedirect(access);
        ana.get("/courses/" + slug(course)).expect(404);
    }

    @Test
    void of_many_who_let_the_same_person_in_at_once_one_does() {
        var course = course();
        var statuses = Race.of(
                CROWD,
                i -> staff.post(at(course, "/access"), Map.of("who", "person", "email", "ana@example.com"))
                        .status());
        assertEquals(1, statuses.stream().filter(status -> status == 303).count());
        assertEquals(
                CROWD - 1, statuses.stream().filter(status -> status == 409).count());
        assertEquals(1, portal.count("SELECT count(*) FROM course_grant WHERE course_id = ?", course));
    }

    @Test
    void a_clock_is_paused_and_goes_on_later_by_as_long() {
        var course = course();
        fixture.grant(course, anaId);
        var person = at(course, "/people/" + anaId);
        staff.post(person + "/pause", Map.of()).expect(409);
        fixture.opened(course, lesson(course, 1), anaId, 60);
        staff.post(person + "/pause", Map.of()).expectRedirect(person);
        staff.post(person + "/pause", Map.of()).expect(409);
        portal.execute("UPDATE enrolment SET paused_at = paused_at - interval '3 days' WHERE course_id = ?", course);
        var gone = Race.of(CROWD, i -> staff.post(person + "/resume", Map.of()).status());
        assertEquals(1, gone.stream().filter(status -> status == 303).count());
        long paused = (long) portal.query("SELECT paused_s FROM enrolment WHERE course_id = ?", course)
                .getFirst()
                .getFirst();
        assertTrue(paused >= 3 * 86_400 && paused < 3 * 86_400 + 120, () -> "once: " + paused);
    }

    @Test
    void a_lesson_is_marked_for_somebody_and_that_is_written_down() {
        var course = course();
        fixture.grant(course, anaId);
        fixture.opened(course, lesson(course, 1), anaId, 60);
        var person = at(course, "/people/" + anaId);
        staff.get(person).expect(200).expectText("Lesson 1");
        staff.post(person + "/lessons/" + lesson(course, 1) + "/done", Map.of()).expectRedirect(person);
        staff.post(person + "/lessons/" + lesson(course, 1) + "/done", Map.of()).expectRedirect(person);
        staff.post(person + "/lessons/" + UUID.randomUUID() + "/done", Map.of()).expect(404);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM audit WHERE action = 'learner.lesson-marked' AND object_id = ? AND detail ->> 'course' = ?",
                        anaId,
                        course.toString()));
        staff.get(at(course, "/progress")).expect(200).expectText("Lesson 1");
        var csv = staff.get(at(course, "/progress.csv")).expect(200).body();
        assertTrue(csv.contains("\"First\",\"Lesson 1\",\"video\",\"true\",\"1\",\"1\""), csv);
        staff.get("/t/acme/courses/" + UUID.randomUUID() + "/people").expect(404);
    }

    @Test
    void the_list_of_a_course_is_taken_along_as_a_file_and_no_cell_computes() {
        var course = course();
        var evil = fixture.person("=1+1", "evil@example.com");
        fixture.grant(course, evil);
        fixture.grant(course, anaId);
        var csv = staff.get(at(course, "/people.csv")).expect(200).body();
        assertTrue(csv.contains("\"'=1+1\"") && csv.contains("ana@example.com"), csv);
        assertEquals(
                1,
                portal.count("SELECT count(*) FROM audit WHERE action = 'learner.exported' AND object_id = ?", course));
    }

    @Test
    void the_list_comes_page_by_page_and_each_once() {
        var course = course();
        for (int i = 0; i < 30; i++) {
            var contact = portal.contact(Portal.ACME, "Person " + i, "person-" + i + "-" + course + "@example.com");
            fixture.grant(course, contact);
        }
        var first = staff.get(at(course, "/people")).expect(200).body();
        var next = first.replaceAll("(?s).*rel=\"next\" href=\"([^\"]+)\".*", "$1")
                .replace("&amp;", "&")
                .replace("&#61;", "=");
        var second = staff.get(next).expect(200).body();
        for (int i = 0; i < 30; i++) {
            var said = ">Person " + i + "<";
            assertEquals(1, (first.contains(said) ? 1 : 0) + (second.contains(said) ? 1 : 0), said);
        }
    }
}
