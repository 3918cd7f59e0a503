package dev.atrium.courses.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Courses as people take them, from the first look to the end. */
class LearnTest {
    private static final int CROWD = 50;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static Portal portal;
    private static LearnFixture fixture;
    private static UUID tenant;
    private static Visitor ana;
    private static UUID anaId;
    private static Visitor ben;

    @BeforeAll
    static void start() {
        portal = Portal.crowded(CROWD + 10);
        tenant = portal.tenantId(Portal.ACME);
        portal.settings(Portal.ACME, "profile_required = '{}'");
        fixture = new LearnFixture(portal);
        anaId = fixture.person("ana");
        fixture.person("ben");
        ana = portal.as(Portal.ACME, "ana@example.com");
        ben = portal.as(Portal.ACME, "ben@example.com");
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static String slug() {
        return "course-" + NUMBER.incrementAndGet();
    }

    private static JsonObject of(UUID course) {
        return ana.get("/api/v1/courses/" + course).expect(200).json();
    }

    private static JsonObject lesson(JsonObject course, UUID id) {
        return course.getJsonArray("sections").stream()
                .flatMap(section -> ((JsonObject) section).getJsonArray("lessons").stream())
                .map(JsonObject.class::cast)
                .filter(lesson -> lesson.getString("id").equals(id.toString()))
                .findFirst()
                .orElseThrow();
    }

    private static String done(UUID course, UUID lesson) {
        return "/api/v1/courses/" + course + "/lessons/" + lesson + "/done";
    }

    private static long facts(String kind, UUID object) {
        return portal.count("SELECT count(*) FROM fact WHERE kind = ? AND object_id = ?", kind, object);
    }

    @Test
    void whoever_may_take_it_finds_goes_through_and_finishes_it() {
        var slug = slug();
        var course = fixture.course(slug, "published");
        var section = fixture.section(course, 1);
        var first = fixture.lesson(course, section, 1, "");
        var second = fixture.lesson(course, section, 2, "unlock = 'after_previous'");
        var optional = fixture.lesson(course, section, 3, "required = false");
        var draft = fixture.lesson(course, section, 4, "published = false");
        ana.get("/courses/" + slug).expect(404);
        ana.get("/api/v1/courses/" + course).expect(404);
        fixture.grant(course, anaId);
        portal.changed(Portal.ACME);

        ana.get("/courses").expect(200).expectText("Course " + slug);
        assertEquals(
                0,
                portal.count("SELECT count(*) FROM enrolment WHERE course_id = ?", course),
                "looking is no beginning");
        var page = ana.get("/courses/" + slug).expect(200).expectText("Lesson 1");
        assertFalse(page.body().contains("Lesson 4"), "a draft is shown to nobody");
        assertEquals(
                1,
                portal.count("SELECT count(*) FROM enrolment WHERE course_id = ? AND opened_at IS NOT NULL", course));
        assertEquals(1, facts("course.enrolled", course));
        var base = "/courses/" + slug + "/lessons/";
        var locked = ana.get(base + second).expect(200);
        assertFalse(locked.body().contains("Secret words 2"));
        ana.get("/api/v1/courses/" + course + "/lessons/" + second).expect(403);
        ana.post(base + second + "/done", Map.of()).expect(403);
        ana.get(base + draft).expect(404);
        ana.get(base + first).expect(200).expectText("Secret words 1");

        assertEquals(
                base + second,
                ana.post(base + first + "/done", Map.of()).expect(303).header("Location"));
        ana.get(base + second).expect(200).expectText("Secret words 2");
        assertEquals(50, of(course).getInteger("percent"));
        ana.post(base + first + "/undone", Map.of()).expect(303);
        assertEquals(0, of(course).getInteger("percent"));
        assertFalse(lesson(of(course), second).getBoolean("open"));
        ana.post(base + first + "/done", Map.of()).expect(303);
        ana.get("/").expect(200).expectText("Course " + slug).expectText("Lesson 2");
        assertEquals(
                "/courses/" + slug,
                ana.post(base + second + "/done", Map.of()).expect(303).header("Location"));
        assertEquals(100, of(course).getInteger("percent"));
        assertFalse(lesson(of(course), optional).getBoolean("done"));
        assertEquals(1, facts("course.completed", course));

        // What is added later takes nothing from whoever has finished; and undoing neither.
        fixture.lesson(course, section, 5, "");
        ana.post(base + first + "/undone", Map.of()).expect(303);
        assertEquals(100, of(course).getInteger("percent"));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM notification WHERE contact_id = ? AND type = 'course.completed' AND about_id = ?",
                        anaId,
                        course));
    }

    @Test
    void nobody_else_knows_of_it() {
        var slug = slug();
        var course = fixture.course(slug, "published");
        var lesson = fixture.lesson(course, fixture.section(course, 1), 1, "");
        fixture.grant(course, anaId);
        for (var path :
                List.of("/courses/" + slug, "/courses/" + slug + "/lessons/" + lesson, "/api/v1/courses/" + course))
            ben.get(path).expect(404);
        ben.json("POST", done(course, lesson), "").expect(404);
        portal.execute(
                "UPDATE course_grant SET ends_at = now() - interval '1 second', starts_at = now() - interval '1 day' WHERE course_id = ?",
                course);
        ana.get("/courses/" + slug).expect(404);
        portal.execute(
                "UPDATE course_grant SET ends_at = NULL, starts_at = now() + interval '1 day' WHERE course_id = ?",
                course);
        ana.get("/courses/" + slug).expect(404);
        portal.execute("UPDATE course_grant SET starts_at = NULL WHERE course_id = ?", course);
        portal.execute("UPDATE course SET state = 'draft' WHERE id = ?", course);
        ana.get("/courses/" + slug).expect(404);
        portal.execute("UPDATE course SET state = 'archived', archived_at = now() WHERE id = ?", course);
        ana.get("/courses/" + slug).expect(404);
        portal.execute(
                "INSERT INTO enrolment (tenant_id, course_id, contact_id) VALUES (?, ?, ?)", tenant, course, anaId);
        ana.get("/courses/" + slug).expect(200);
    }

    @Test
    void the_outline_says_exactly_when_a_lesson_opens() {
        var slug = slug();
        var course = fixture.course(slug, "published");
        var lesson = fixture.lesson(
                course, fixture.section(course, 1), 1, "unlock = 'at', unlock_at = '2031-06-01T10:00:00Z'");
        fixture.grant(course, anaId);
        assertEquals("2031-06-01T10:00:00Z", lesson(of(course), lesson).getString("opens_at"));
        ana.get("/courses/" + slug).expect(200).expectText("2031-06-01T10:00:00Z");
        ana.get("/courses/" + slug + "/lessons/" + lesson).expect(200).expectText("2031-06-01T10:00:00Z");
    }

    @Test
    void seconds_in_sight_count_no_faster_than_time_passes() {
        var slug = slug();
        var course = fixture.course(slug, "published");
        var lesson =
                fixture.lesson(course, fixture.section(course, 1), 1, "completion = 'viewed', completion_seconds = 20");
        fixture.grant(course, anaId);
        var path = "/courses/" + slug + "/lessons/" + lesson;
        ana.get(path).expect(200);
        ana.post(path + "/done", Map.of()).expect(409);
        for (int i = 0; i < 5; i++)
            ana.post(path + "/viewed", Map.of("seconds", "60")).expect(200);
        assertEquals(0, of(course).getInteger("percent"));
        portal.execute(
                "UPDATE lesson_progress SET viewed_at = now() - interval '30 seconds' WHERE lesson_id = ?", lesson);
        assertTrue(ana.post(path + "/viewed", Map.of("seconds", "30"))
                .expect(200)
                .json()
                .getBoolean("done"));
        assertEquals(100, of(course).getInteger("percent"));
    }

    @Test
    void the_link_of_a_live_session_is_given_near_its_time_alone() {
        var slug = slug();
        var course = fixture.course(slug, "published");
        var lesson = fixture.lesson(
                course,
                fixture.section(course, 1),
                1,
                "kind = 'live', meets_at = now() + interval '2 hours', meets_minutes = 30, meets_link = 'https://meet.example.com/room'");
        fixture.grant(course, anaId);
        var path = "/courses/" + slug + "/lessons/" + lesson;
        assertFalse(ana.get(path).expect(200).body().contains("meet.example.com"));
        portal.execute("UPDATE lesson SET meets_at = now() + interval '10 minutes' WHERE id = ?", lesson);
        assertTrue(ana.get(path).expect(200).body().contains("https://meet.example.com/room"));
        portal.execute(
                "UPDATE lesson SET meets_at = now() - interval '40 minutes', replay = 'https://video.example.com/replay' WHERE id = ?",
                lesson);
        var over = ana.get(path).expect(200).body();
        assertFalse(over.contains("meet.example.com"));
        assertTrue(over.contains("https://video.example.com/replay"));
    }

    @Test
    void of_50_that_end_the_last_lessons_at_once_one_finishes_the_course() {
        var course = fixture.course(slug(), "published");
        var section = fixture.section(course, 1);
        var lessons = new ArrayList<UUID>();
        for (int i = 0; i < CROWD; i++) lessons.add(fixture.lesson(course, section, i, ""));
        fixture.grant(course, anaId);
        var answers = Race.of(
                CROWD, i -> ana.json("POST", done(course, lessons.get(i)), "").status());
        assertEquals(List.of(), answers.stream().filter(status -> status != 200).toList());
        assertEquals(1, facts("course.enrolled", course));
        assertEquals(1, facts("course.completed", course));
        assertEquals(
                CROWD,
                portal.count(
                        "SELECT count(*) FROM fact WHERE kind = 'lesson.completed' AND data ->> 'course' = ?",
                        course.toString()));
        assertEquals(100, of(course).getInteger("percent"));
    }

    @Test
    void of_50_that_end_the_same_lesson_at_once_one_does() {
        var course = fixture.course(slug(), "published");
        var lesson = fixture.lesson(course, fixture.section(course, 1), 1, "");
        fixture.grant(course, anaId);
        Race.of(CROWD, i -> ana.json("POST", done(course, lesson), "").expect(200));
        assertEquals(1, facts("lesson.completed", lesson));
        assertEquals(1, facts("course.completed", course));
    }

    @Test
    void a_course_whose_last_open_lesson_is_taken_out_is_finished_at_the_next_look() {
        var slug = slug();
        var course = fixture.course(slug, "published");
        var section = fixture.section(course, 1);
        var first = fixture.lesson(course, section, 1, "");
        var second = fixture.lesson(course, section, 2, "");
        fixture.grant(course, anaId);
        ana.json("POST", done(course, first), "").expect(200);
        portal.execute("DELETE FROM lesson WHERE id = ?", second);
        assertEquals(0, facts("course.completed", course));
        ana.get("/courses/" + slug).expect(200);
        assertEquals(1, facts("course.completed", course));
    }

    @Test
    void no_path_opens_what_is_not_open() {
        var slug = slug();
        var course = fixture.course(slug, "published");
        var section = fixture.section(course, 1);
        var first = fixture.lesson(course, section, 1, "");
        var shut = new ArrayList<UUID>();
        shut.add(fixture.lesson(course, section, 2, "unlock = 'after_previous'"));
        shut.add(fixture.lesson(course, section, 3, "unlock = 'after_lesson', unlock_lesson = '" + first + "'"));
        shut.add(fixture.lesson(course, section, 4, "unlock = 'days', unlock_days = 400"));
        shut.add(fixture.lesson(course, section, 5, "unlock = 'at', unlock_at = now() + interval '1 day'"));
        shut.add(fixture.lesson(course, section, 6, "published = false"));
        var later = fixture.section(course, 2);
        portal.execute("UPDATE course_section SET unlock = 'after_previous' WHERE id = ?", later);
        shut.add(fixture.lesson(course, later, 1, ""));
        fixture.grant(course, anaId);
        var guest = portal.at(Portal.ACME);
        int opened = 0;
        int asked = 0;
        for (var who : List.of(ana, ben, guest)) {
            for (var lesson : who == ana ? shut : both(shut, first)) {
                var page = "/courses/" + slug + "/lessons/" + lesson;
                var api = "/api/v1/courses/" + course + "/lessons/" + lesson;
                var answers = List.of(
                        who.get(page),
                        who.get(page + "/file"),
                        who.post(page + "/done", Map.of()),
                        who.post(page + "/undone", Map.of()),
                        who.post(page + "/viewed", Map.of("seconds", "9")),
                        who.get(api),
                        who.json("POST", api + "/done", ""),
                        who.json("DELETE", api + "/done", ""),
                        who.json("POST", api + "/viewed", "{\"seconds\": 9}"));
                asked += answers.size();
                for (var answer : answers) if (answer.body().contains("Secret words")) opened++;
            }
        }
        System.out.println("locked lessons: " + opened + " of " + asked + " answers opened one");
        assertEquals(0, opened);
        assertEquals(0, portal.count("SELECT count(*) FROM lesson_progress WHERE course_id = ?", course));
    }

    private static List<UUID> both(List<UUID> some, UUID one) {
        var all = new ArrayList<>(some);
        all.add(one);
        return all;
    }

    @Test
    void two_contacts_that_become_one_have_learned_what_either_had() {
        var course = fixture.course(slug(), "published");
        var section = fixture.section(course, 1);
        var first = fixture.lesson(course, section, 1, "");
        var second = fixture.lesson(course, section, 2, "");
        fixture.grant(course, anaId);
        ana.json("POST", done(course, first), "").expect(200);
        var twin = portal.contact(Portal.ACME, "Ana twin", "ana.twin@example.com");
        fixture.grant(course, twin);
        portal.execute(
                "INSERT INTO enrolment (tenant_id, course_id, contact_id, enrolled_at) VALUES (?, ?, ?, now() - interval '9 days')",
                tenant,
                course,
                twin);
        portal.execute(
                "INSERT INTO lesson_progress (tenant_id, lesson_id, contact_id, course_id, completed_at) VALUES (?, ?, ?, ?, now())",
                tenant,
                second,
                twin,
                course);
        portal.execute("SELECT set_config('app.tenant', ?, false)", tenant.toString());
        portal.execute("SELECT contact_absorb(?, ?)", anaId, twin);
        assertEquals(
                2,
                portal.count(
                        "SELECT count(*) FROM lesson_progress WHERE course_id = ? AND contact_id = ? AND completed_at IS NOT NULL",
                        course,
                        anaId));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM enrolment WHERE course_id = ? AND enrolled_at < now() - interval '8 days'",
                        course));
        assertEquals(1, portal.count("SELECT count(*) FROM course_grant WHERE course_id = ?", course));
    }

    @Test
    void the_sql_rule_of_access_is_the_plain_one() {
        int differences = 0;
        int open = 0;
        for (int seed = 0; seed < 300; seed++) {
            var one = new AccessCase(portal, tenant, seed);
            boolean found = (Boolean) portal.query("SELECT course_open(?, ?, ?)", tenant, one.course, one.contact)
                    .getFirst()
                    .getFirst();
            if (found) open++;
            if (found != one.expected) differences++;
        }
        System.out.println("access: " + differences + " of 300 differ, " + open + " open");
        assertEquals(0, differences);
        assertTrue(open > 50 && open < 250, "of both: " + open);
    }

    @Test
    void the_list_of_the_api_says_how_far_one_is() {
        var course = fixture.course(slug(), "published");
        var section = fixture.section(course, 1);
        var first = fixture.lesson(course, section, 1, "");
        fixture.lesson(course, section, 2, "");
        fixture.lesson(course, section, 3, "");
        fixture.grant(course, anaId);
        ana.json("POST", done(course, first), "").expect(200);
        var one = ana.get("/api/v1/courses").expect(200).json().getJsonArray("items", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .filter(item -> item.getString("id").equals(course.toString()))
                .findFirst()
                .orElseThrow();
        assertEquals(33, one.getInteger("percent"));
        assertEquals(3, one.getInteger("lessons"));
        ana.json("DELETE", done(course, first), "").expect(200);
        assertEquals(0, of(course).getInteger("percent"));
    }
}
