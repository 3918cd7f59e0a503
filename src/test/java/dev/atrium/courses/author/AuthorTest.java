package dev.atrium.courses.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Courses as authors write them, at the console and by programs. */
class AuthorTest {
    private static final String VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\nA window\n";
    private static Portal portal;
    private static Visitor olivia;
    private static Desk desk;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        portal.staff("Sam Support", "sam@staff.example", "support", Portal.ACME);
        olivia = portal.asStaff("olivia@staff.example");
        desk = new Desk(portal, olivia, "/t/acme/courses");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static List<String> order(String course) {
        return portal.query("""
                        SELECT s.title || ':' || coalesce(string_agg(l.title, ',' ORDER BY l.position), '')
                          FROM course_section s LEFT JOIN lesson l ON l.section_id = s.id
                         WHERE s.course_id = ? GROUP BY s.id, s.title, s.position ORDER BY s.position""", Desk.id(course)).stream()
                .map(row -> row.getFirst().toString())
                .toList();
    }

    private static long said(String action, String course) {
        return portal.count(
                "SELECT count(*) FROM audit WHERE action = ? AND (object_id = ? OR detail->>'course' = ?)",
                action,
                Desk.id(course),
                Desk.id(course).toString());
    }

    @Test
    void a_course_is_written_published_archived_and_deleted() {
        var course = desk.course("Light for Products");
        olivia.get("/t/acme/courses?state=draft").expect(200).expectText("Light for Products");
        assertFalse(olivia.get("/t/acme/courses?state=published").body().contains("Light for Products"));
        assertEquals(
                "light-for-products",
                portal.query("SELECT slug FROM course WHERE id = ?", Desk.id(course))
                        .getFirst()
                        .getFirst());
        olivia.post("/t/acme/courses/new", Map.of("title", "Other", "course_slug", "light-for-products"))
                .expect(422)
                .expectText("Another course has this address");
        olivia.post(course + "/state", Map.of("to", "published")).expect(409).expectText("No lesson is shown");
        olivia.post(course + "/state", Map.of("to", "archived")).expect(409).expectText("A draft was never seen");

        var section = desk.section(course, "Beginnings");
        var lesson = desk.lesson(course, section, "Windows", "text");
        olivia.get(lesson).expect(200).expectText("Windows");
        desk.change(lesson, "body", "## Look\n\nAt the window.", "published", "yes")
                .expect(303);
        desk.change(lesson, "version", "1").expect(412);
        olivia.get(course + "/preview").expect(200).expectText("Windows");
        olivia.get(course + "/preview/" + Desk.id(lesson)).expect(200).expectText("At the window.");

        for (var state : List.of("published", "published", "archived", "draft", "published"))
            olivia.post(course + "/state", Map.of("to", state)).expect(303);
        assertEquals(2, said("course.published", course));
        assertEquals(1, said("course.archived", course));
        assertEquals(1, said("course.unpublished", course));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM fact WHERE kind = 'lesson.added' AND object_id = ?", Desk.id(lesson)));

        olivia.post(course + "/delete", Map.of()).expect(422);
        olivia.post(course + "/delete", Map.of("sure", "yes")).expect(303);
        olivia.get(course).expect(404);
        assertEquals(0, portal.count("SELECT count(*) FROM lesson WHERE course_id = ?", Desk.id(course)));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM fact WHERE kind = 'course.deleted' AND object_id = ?", Desk.id(course)));
    }

    @Test
    void what_is_said_about_a_course_is_kept_and_what_is_wrong_is_said_at_its_field() {
        var course = desk.course("About");
        olivia.post(
                        course + "/about",
                        Map.of(
                                "title", "Über Licht",
                                "course_slug", "ueber-licht",
                                "summary", "In one sentence",
                                "description", "**Bold**",
                                "minutes", "90",
                                "anchor", "first_open",
                                "name_0", "Olivia",
                                "about_0", "Photographer",
                                "version", "1"))
                .expect(303);
        olivia.get(course + "/preview").expectText("<strong>Bold</strong>").expectText("Photographer");
        assertEquals(
                List.of("ueber-licht", "first_open", false, 90),
                portal.query("SELECT slug, anchor, advances, minutes FROM course WHERE id = ?", Desk.id(course))
                        .getFirst());
        olivia.post(course + "/about", Map.of("title", "X", "anchor", "enrolment", "version", "1"))
                .expect(412);
        var refused = olivia.post(
                        course + "/about",
                        Map.of(
                                "title", "",
                                "course_slug", "No!",
                                "minutes", "-3",
                                "anchor", "sometime",
                                "about_1", "Nobody",
                                "version", "2"))
                .expect(422);
        for (var text : List.of("Three to 80 small letters", "A whole number from 0 to 100,000"))
            refused.expectText(text);
    }

    @Test
    void lessons_are_moved_by_arrows_and_by_dragging_over_sections() {
        var course = desk.course("Order");
        var first = desk.section(course, "A");
        var second = desk.section(course, "B");
        var one = desk.lesson(course, first, "1", "text");
        desk.lesson(course, first, "2", "text");
        desk.lesson(course, second, "3", "text");
        assertEquals(List.of("A:1,2", "B:3"), order(course));
        olivia.post(one + "/move", Map.of("to", "down")).expect(303);
        assertEquals(List.of("A:2,1", "B:3"), order(course));
        olivia.post(one + "/move", Map.of("to", "down")).expect(303);
        assertEquals(List.of("A:2", "B:1,3"), order(course));
        olivia.post(one + "/move", Map.of("section", second.toString(), "before", ""))
                .expect(303);
        assertEquals(List.of("A:2", "B:3,1"), order(course));
        olivia.post(course + "/sections/" + second + "/move", Map.of("to", "up"))
                .expect(303);
        assertEquals(List.of("B:3,1", "A:2"), order(course));
        olivia.post(course + "/sections/" + second + "/delete", Map.of())
                .expect(409)
                .expectText("Move or delete its lessons");
        olivia.post(one + "/move", Map.of("section", UUID.randomUUID().toString()))
                .expect(404);
        olivia.post(one + "/move", Map.of("to", "sideways")).expect(422);
    }

    @Test
    void fifty_at_once_leave_one_order_and_no_more_lessons_than_a_course_may_have() {
        var course = desk.course("Crowd");
        var section = desk.section(course, "A");
        var answers = Race.of(
                50,
                i -> olivia.postAsync(
                                course + "/lessons",
                                Map.of("section", section.toString(), "title", "L" + i, "kind", "text"))
                        .join());
        answers.forEach(answer -> answer.expect(303));
        var lesson = "/t/acme/courses/" + Desk.id(course) + "/lessons/";
        var ids = portal.query("SELECT id FROM lesson WHERE course_id = ?", Desk.id(course));
        Race.of(
                50,
                i -> olivia.postAsync(
                                lesson + ids.get(i).getFirst() + "/move", Map.of("to", i % 2 == 0 ? "up" : "down"))
                        .join());
        assertEquals(
                50,
                portal.count(
                        "SELECT count(DISTINCT position) FROM lesson WHERE course_id = ? AND position BETWEEN 0 AND 49",
                        Desk.id(course)));
        portal.execute("""
                INSERT INTO lesson (tenant_id, id, course_id, section_id, title, kind, completion, position)
                SELECT tenant_id, gen_random_uuid(), course_id, id, 'x', 'text', 'manual', 100 + n FROM course_section, generate_series(1, 149) n
                 WHERE id = ?""", section);
        var last = Race.of(
                20,
                i -> olivia.postAsync(
                                course + "/lessons",
                                Map.of("section", section.toString(), "title", "L" + i, "kind", "text"))
                        .join());
        assertEquals(1, last.stream().filter(answer -> answer.status() == 303).count());
        assertEquals(200, portal.count("SELECT count(*) FROM lesson WHERE course_id = ?", Desk.id(course)));
    }

    @Test
    void lessons_that_would_wait_for_one_another_are_refused_however_they_come_to() {
        var course = desk.course("Circles");
        var section = desk.section(course, "A");
        var one = desk.lesson(course, section, "One", "text");
        var two = desk.lesson(course, section, "Two", "text");
        var later = desk.section(course, "B");
        var three = desk.lesson(course, later, "Three", "text");
        desk.change(two, "unlock", "after_lesson", "unlock_lesson", Desk.id(one).toString())
                .expect(303);
        desk.change(one, "unlock", "after_lesson", "unlock_lesson", Desk.id(two).toString())
                .expect(422)
                .expectText("would wait for itself");
        desk.change(one, "unlock", "after_lesson", "unlock_lesson", Desk.id(one).toString())
                .expect(422);
        desk.change(
                        one,
                        "unlock",
                        "after_lesson",
                        "unlock_lesson",
                        UUID.randomUUID().toString())
                .expect(404);
        desk.change(three, "unlock", "after_previous").expect(303);
        olivia.post(
                        course + "/sections/" + section,
                        Map.of(
                                "title",
                                "A",
                                "unlock",
                                "after_lesson",
                                "unlock_lesson",
                                Desk.id(three).toString()))
                .expect(422)
                .expectText("would wait for itself");
        // By its arrow the second lesson would come to stand before what it waits for, which waits for what stands
        // before.
        desk.change(one, "unlock", "after_previous").expect(303);
        olivia.post(two + "/move", Map.of("to", "up")).expect(409).expectText("would wait for itself");
        assertEquals(List.of("A:One,Two", "B:Three"), order(course));
        desk.change(two, "unlock", "days", "unlock_days", "7").expect(303);
        olivia.get(course).expectText("Opens after 7 days");
        desk.change(two, "unlock", "days", "unlock_days", "x").expect(422);
        desk.change(two, "unlock", "at", "unlock_at", "2026-12-24T18:00").expect(303);
        olivia.get(course).expectText("Opens on");
    }

    @Test
    void each_kind_takes_what_is_its_own() {
        var course = desk.course("Kinds");
        var section = desk.section(course, "A");
        var video = desk.lesson(course, section, "Video", "video");
        olivia.get(course).expectText("No file yet");
        desk.change(video, "embed", "https://evil.example/x", "completion", "manual")
                .expect(422)
                .expectText("not allowed in frames");
        desk.change(video, "embed", "https://www.youtube.com/watch?v=dQw4w9WgXcQ")
                .expect(422)
                .expectText("cannot be measured");
        desk.change(video, "embed", "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "completion", "manual")
                .expect(303);
        assertEquals(
                "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
                portal.query("SELECT embed FROM lesson WHERE id = ?", Desk.id(video))
                        .getFirst()
                        .getFirst());
        desk.file(video + "/file", "lesson_file", "worksheet.pdf", Desk.PDF)
                .expect(422)
                .expectText("not the kind of file");
        desk.file(video + "/file", "lesson_file", "window.mp4", Desk.MP4).expect(303);
        assertEquals(
                List.of("", true),
                portal.query("SELECT embed, media_id IS NOT NULL FROM lesson WHERE id = ?", Desk.id(video))
                        .getFirst());
        desk.change(video, "embed", "https://player.vimeo.com/video/1", "completion", "manual")
                .expect(422);
        desk.change(video, "completion", "watched").expect(303);
        olivia.get(course).expectText("Say how long it lasts");
        desk.change(video, "completion", "watched", "length", "1:75").expect(422);
        desk.change(video, "completion", "watched", "length", "1:02:03").expect(303);
        assertEquals(
                3723,
                portal.query("SELECT seconds FROM lesson WHERE id = ?", Desk.id(video))
                        .getFirst()
                        .getFirst());
        assertEquals(
                new String(Desk.MP4, StandardCharsets.ISO_8859_1),
                new String(olivia.get(video + "/file").expect(200).bytes(), StandardCharsets.ISO_8859_1));

        olivia.post(video + "/captions", Map.of("language", "en", "label", "English", "vtt", VTT))
                .expect(303);
        olivia.post(video + "/captions", Map.of("language", "Klingon!", "vtt", VTT))
                .expect(422);
        olivia.post(video + "/captions", Map.of("language", "de", "vtt", "1\n00:01"))
                .expect(422)
                .expectText("begins with the word WEBVTT");
        desk.file(video + "/captions?language=de", "captions", "x.vtt", VTT.getBytes(StandardCharsets.UTF_8))
                .expect(422);
        assertEquals(1, portal.count("SELECT count(*) FROM lesson_caption WHERE lesson_id = ?", Desk.id(video)));
        olivia.post(video + "/captions", Map.of("language", "es", "vtt", VTT)).expect(303);
        assertEquals(
                List.of(List.of("English"), List.of("Español")),
                portal.query("SELECT label FROM lesson_caption WHERE lesson_id = ? ORDER BY language", Desk.id(video)));
        olivia.post(video + "/captions/remove", Map.of("language", "es")).expect(303);
        olivia.post(video + "/captions/remove", Map.of("language", "en")).expect(303);
        olivia.post(video + "/captions/remove", Map.of("language", "en")).expect(404);

        var live = desk.lesson(course, section, "Live", "live");
        desk.change(live, "meets_at", "2026-12-01T18:00", "meets_minutes", "60", "meets_link", "http://plain.example/")
                .expect(422);
        desk.change(live, "meets_at", "2026-12-01T18:00", "meets_minutes", "60", "meets_link", "https://meet.example/x")
                .expect(303);
        olivia.get(course + "/preview/" + Desk.id(live)).expectText("https://meet.example/x");
        var text = desk.lesson(course, section, "Text", "text");
        desk.change(text, "completion", "watched").expect(422);
        desk.change(text, "completion", "viewed").expect(422);
        desk.change(text, "completion", "viewed", "completion_seconds", "30").expect(303);
        olivia.post(text + "/captions", Map.of("language", "en", "vtt", VTT)).expect(409);
        for (var kind : List.of("quiz", "assignment", "audio", "file"))
            olivia.get(desk.lesson(course, section, kind, kind)).expect(200);
        olivia.post(course + "/lessons", Map.of("section", section.toString(), "title", "x", "kind", "podcast"))
                .expect(422);
    }

    @Test
    void files_end_with_the_last_lesson_that_shows_them() {
        var course = desk.course("Files");
        var section = desk.section(course, "A");
        var lesson = desk.lesson(course, section, "Sheet", "file");
        desk.file(lesson + "/file", "lesson_file", "a.pdf", Desk.PDF).expect(303);
        var media = (UUID) portal.query("SELECT media_id FROM lesson WHERE id = ?", Desk.id(lesson))
                .getFirst()
                .getFirst();
        desk.change(lesson, "unlock", "days", "unlock_days", "3", "published", "yes")
                .expect(303);
        var copy = olivia.post(course + "/copy", Map.of()).expect(303).location();
        olivia.get(copy).expect(200).expectText("Files (copy)").expectText("Opens after 3 days");
        assertEquals(2, portal.count("SELECT count(*) FROM lesson WHERE media_id = ?", media));
        olivia.post(course + "/delete", Map.of("sure", "yes")).expect(303);
        assertEquals(1, portal.count("SELECT count(*) FROM media_object WHERE id = ?", media));
        var copied = portal.query("SELECT id FROM lesson WHERE media_id = ?", media)
                .getFirst()
                .getFirst();
        olivia.post(copy + "/lessons/" + copied + "/file/remove", Map.of()).expect(303);
        assertEquals(0, portal.count("SELECT count(*) FROM media_object WHERE id = ?", media));
    }

    @Test
    void files_end_with_the_course_that_holds_them() {
        var course = desk.course("Ending");
        var lesson = desk.lesson(course, desk.section(course, "A"), "Sheet", "file");
        desk.file(lesson + "/file", "lesson_file", "a.pdf", Desk.PDF).expect(303);
        var media = (UUID) portal.query("SELECT media_id FROM lesson WHERE id = ?", Desk.id(lesson))
                .getFirst()
                .getFirst();
        olivia.post(course + "/delete", Map.of("sure", "yes")).expect(303);
        assertEquals(0, portal.count("SELECT count(*) FROM lesson WHERE media_id = ?", media));
        assertEquals(0, portal.count("SELECT count(*) FROM media_object WHERE id = ?", media));
    }

    @Test
    void a_large_file_comes_piece_by_piece() {
        var course = desk.course("Pieces");
        var lesson = desk.lesson(course, desk.section(course, "A"), "Film", "video");
        var wanted = new JsonObject()
                .put("name", "film.mp4")
                .put("size", Desk.MP4.length)
                .encode();
        var upload = lesson + "/uploads/"
                + olivia.json("POST", lesson + "/uploads", wanted)
                        .expect(201)
                        .json()
                        .getString("id");
        var text = new String(Desk.MP4, StandardCharsets.US_ASCII);
        var sender = portal.asStaff("olivia@staff.example").header("Upload-Offset", "0");
        sender.send("PATCH", upload, text, "application/offset+octet-stream");
        olivia.json("POST", upload + "/complete", "{}").expect(200);
        assertEquals(
                1, portal.count("SELECT count(*) FROM lesson WHERE id = ? AND media_id IS NOT NULL", Desk.id(lesson)));
    }

    @Test
    void whoever_does_not_publish_finds_nothing() {
        var course = desk.course("Closed");
        var sam = portal.asStaff("sam@staff.example");
        sam.get("/t/acme/courses").expect(404);
        sam.get(course).expect(404);
        sam.post(course + "/state", Map.of("to", "published")).expect(404);
    }

    private static Visitor program(String... scopes) {
        var form = new java.util.HashMap<String, String>(Map.of(
                "key_name", "LMS", "days", "90", "nonce", UUID.randomUUID().toString()));
        for (var scope : scopes) form.put("scope_" + scope.replace(':', '_'), "yes");
        var page = portal.asStaff("olivia@staff.example")
                .post("/t/acme/keys", form)
                .expect(200)
                .body();
        var secret = java.util.regex.Pattern.compile("atr_(?:acct|live)_[0-9A-Za-z]{49}")
                .matcher(page);
        assertTrue(secret.find());
        return portal.at(Portal.ACME).header("Authorization", "Bearer " + secret.group());
    }

    @Test
    void programs_write_courses_too() {
        var writer = program("courses:read", "courses:write");
        var made = writer.json(
                        "POST",
                        "/api/v1/business/courses",
                        "{\"title\":\"By program\",\"instructors\":[{\"name\":\"Bot\"}]}")
                .expect(201);
        var path = made.location();
        var whole = writer.json("POST", path + "/sections", "{\"title\":\"A\",\"unlock\":\"days\",\"unlock_days\":3}")
                .expect(200)
                .json();
        var section = whole.getJsonArray("sections").getJsonObject(0);
        assertEquals(3, section.getInteger("unlock_days"));
        var wish = new JsonObject()
                .put("section", section.getString("id"))
                .put("title", "One")
                .put("kind", "text")
                .put("published", true);
        var lesson = writer.json("POST", path + "/lessons", wish.encode()).expect(201);
        writer.json(
                        "POST",
                        path + "/lessons",
                        wish.copy().put("unlock", "after_lesson").encode())
                .expect(422);
        writer.json("POST", path + "/lessons", wish.copy().put("unlock_days", 3).encode())
                .expect(422);
        writer.json(
                        "POST",
                        path + "/lessons",
                        wish.copy().put("kind", "podcast").encode())
                .expect(422);
        writer.json("POST", path + "/state", "{\"state\":\"published\"}").expect(200);
        assertEquals("published", writer.get(path).expect(200).json().getString("state"));
        var titles = new JsonArray();
        writer.get("/api/v1/business/courses?state=published")
                .json()
                .getJsonArray("items")
                .forEach(row -> titles.add(((JsonObject) row).getString("title")));
        assertTrue(titles.contains("By program"));
        writer.json("PUT", lesson.location(), "{\"title\":\"Uno\"}").expect(428);
        var etag = writer.get(lesson.location()).expect(200).header("ETag");
        assertEquals("\"1\"", etag);
        writer.send("DELETE", lesson.location(), null, null).expect(204);
        writer.get(lesson.location()).expect(404);
        program("courses:read")
                .json("POST", "/api/v1/business/courses", "{\"title\":\"x\"}")
                .expect(403);
        writer.send("DELETE", path, null, null).expect(204);
    }
}
