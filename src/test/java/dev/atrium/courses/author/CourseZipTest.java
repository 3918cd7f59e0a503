package dev.atrium.courses.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Courses taken along and brought back; and files that pretend to be one. */
class CourseZipTest {
    private static final String VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\nA window\n";
    private static Portal portal;
    private static Desk acme;
    private static Desk globex;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME, Portal.GLOBEX);
        var olivia = portal.asStaff("olivia@staff.example");
        acme = new Desk(portal, olivia, "/t/acme/courses");
        globex = new Desk(portal, olivia, "/t/globex/courses");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Map<String, byte[]> unzip(byte[] bytes) throws IOException {
        var all = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                all.put(entry.getName(), zip.readAllBytes());
        }
        return all;
    }

    @Test
    void a_course_comes_to_another_portal_with_all_that_it_is_made_of() throws IOException {
        var course = acme.course("Licht & Schatten");
        var section = acme.section(course, "Anfang");
        var video = acme.lesson(course, section, "Fenster", "video");
        acme.file(video + "/file", "lesson_file", "Fenster ä.mp4", Desk.MP4).expect(303);
        acme.change(video, "length", "8:00", "completion", "watched", "published", "yes")
                .expect(303);
        acme.staff()
                .post(video + "/captions", Map.of("language", "de", "label", "Deutsch", "vtt", VTT))
                .expect(303);
        var sheet = acme.lesson(course, section, "Blatt", "file");
        acme.file(sheet + "/file", "lesson_file", "Blatt.pdf", Desk.PDF).expect(303);
        acme.change(
                        sheet,
                        "unlock",
                        "after_lesson",
                        "unlock_lesson",
                        Desk.id(video).toString(),
                        "body",
                        "Lies es.")
                .expect(303);
        var away = acme.staff().get(course + "/export").expect(200).bytes();
        var files = unzip(away);
        assertEquals(4, files.size(), files.keySet().toString());

        var made = globex.file("/t/globex/courses/import", "zip", "course.zip", away)
                .expect(303)
                .location();
        var there = Desk.id(made);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM course WHERE id = ? AND tenant_id = ? AND title = 'Licht & Schatten' AND state = 'draft'",
                        there,
                        portal.tenantId(Portal.GLOBEX)));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM lesson l JOIN media_object o ON o.id = l.media_id AND o.name = 'Fenster ä.mp4' WHERE l.course_id = ? AND l.seconds = 480 AND l.completion = 'watched'",
                        there));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM lesson l JOIN lesson w ON w.id = l.unlock_lesson AND w.title = 'Fenster' WHERE l.course_id = ? AND l.body = 'Lies es.'",
                        there));
        assertEquals(
                VTT,
                portal.query(
                                "SELECT c.vtt FROM lesson_caption c JOIN lesson l ON l.id = c.lesson_id WHERE l.course_id = ?",
                                there)
                        .getFirst()
                        .getFirst());
        // Taken along from there it is the same again.
        var again = unzip(globex.staff().get(made + "/export").expect(200).bytes());
        assertEquals(text(files, "course.json"), text(again, "course.json"));
        // Brought back where its address is taken, it gets another one.
        var back = acme.file("/t/acme/courses/import", "zip", "course.zip", away)
                .expect(303)
                .location();
        assertEquals(
                "licht-schatten-2",
                portal.query("SELECT slug FROM course WHERE id = ?", Desk.id(back))
                        .getFirst()
                        .getFirst());
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    private static JsonObject lesson(String kind) {
        return new JsonObject()
                .put("title", "One")
                .put("kind", kind)
                .put("published", true)
                .put("required", true)
                .put("body", "")
                .put("embed", "")
                .put("seconds", 0)
                .put("meets_minutes", 0)
                .put("meets_link", "")
                .put("replay", "")
                .put("completion", "manual")
                .put("completion_seconds", 0)
                .put("opens", new JsonObject().put("unlock", "now"))
                .put("comments", false)
                .put("captions", new JsonArray());
    }

    private static JsonObject course(JsonObject... lessons) {
        var all = new JsonArray();
        for (var lesson : lessons) all.add(lesson);
        return new JsonObject()
                .put("format", 1)
                .put("title", "Hostile")
                .put("slug", "hostile")
                .put("summary", "")
                .put("description", "")
                .put("minutes", 0)
                .put("anchor", "enrolment")
                .put("advances", true)
                .put("instructors", new JsonArray())
                .put(
                        "sections",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("title", "A")
                                        .put("opens", new JsonObject().put("unlock", "now"))
                                        .put("lessons", all)));
    }

    private static byte[] zip(JsonObject course, String... more) {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("course.json", course.encode().getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < more.length; i += 2) files.put(more[i], more[i + 1].getBytes(StandardCharsets.ISO_8859_1));
        return Desk.zip(files);
    }

    private static void refused(byte[] bytes, String says) {
        acme.file("/t/acme/courses/import", "zip", "course.zip", bytes)
                .expect(422)
                .expectText(says);
    }

    @Test
    void what_is_no_course_is_refused_and_leaves_nothing() throws IOException {
        var before = portal.count("SELECT count(*) FROM course");
        var files = portal.count("SELECT count(*) FROM media_object WHERE state = 'ready'");
        refused("PK no zip at all".getBytes(StandardCharsets.US_ASCII), "no ZIP file");
        var whole = zip(course(lesson("text")));
        var cut = java.util.Arrays.copyOf(whole, whole.length - 30);
        refused(cut, "no ZIP file");
        for (var path : new String[] {
            "../../etc/passwd", "/etc/passwd", "files/../x", "files\\x", "C:\\x", "other.json", "files/a/b", "files/.."
        }) refused(zip(course(lesson("text")), path, "x"), "no part of a course");
        refused(Desk.zip(Map.of("files/x", new byte[1])), "course.json is missing");
        refused(zip(new JsonObject().put("format", 1)), "course.json is not as it should be");
        refused(zip(course(lesson("text")).put("extra", 1)), "look at extra");
        refused(zip(course(lesson("text")).put("format", 2)), "format 2");
        refused(zip(course(lesson("text").put("title", ""))), "Lesson 1 is not as it should be: look at title");
        refused(zip(course(lesson("text"), lesson("podcast"))), "Lesson 2 is not as it should be: look at kind");
        refused(
                zip(course(lesson("text")
                        .put(
                                "opens",
                                new JsonObject().put("unlock", "after_lesson").put("lesson", 7)))),
                "look at lesson");
        refused(
                zip(course(lesson("text")
                        .put(
                                "opens",
                                new JsonObject().put("unlock", "after_lesson").put("lesson", 1)))),
                "would wait for itself");
        refused(zip(course(lesson("file").put("file", "files/x"))), "files/x is missing");
        refused(
                zip(course(lesson("file").put("file", "files/x")), "files/x", "\0\1\2 nothing known"),
                "of a kind that is not taken");
        refused(
                zip(course(lesson("video").put("file", "files/x")), "files/x", "%PDF-1.4 no video"),
                "not what its lesson shows");
        refused(zip(course(lesson("video").put("embed", "https://evil.example/"))), "host is not allowed");
        refused(
                zip(
                        course(lesson("video")
                                .put(
                                        "captions",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("language", "en")
                                                        .put("label", "E")
                                                        .put("file", "captions/a.vtt")))),
                        "captions/a.vtt",
                        "no captions"),
                "look at captions");
        var many = new JsonObject[201];
        java.util.Arrays.fill(many, lesson("text"));
        refused(zip(course(many)), "at most 200 lessons");
        assertEquals(before, portal.count("SELECT count(*) FROM course"));
        assertEquals(files, portal.count("SELECT count(*) FROM media_object WHERE state = 'ready'"));
    }

    @Test
    void what_grows_without_end_is_cut_off() {
        var zeros = new byte[64 * 1024 * 1024];
        var files = new HashMap<String, byte[]>();
        files.put(
                "course.json",
                course(lesson("file").put("file", "files/x")).encode().getBytes(StandardCharsets.UTF_8));
        files.put("files/x", zeros);
        var bomb = Desk.zip(files);
        assertTrue(bomb.length < 100_000);
        refused(bomb, "far larger than it could be");
        var wide = new LinkedHashMap<String, byte[]>();
        wide.put("course.json", course(lesson("text")).encode().getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 5_001; i++) wide.put("files/" + i, new byte[0]);
        refused(Desk.zip(wide), "more than 5,000 files");
        var json = new HashMap<String, byte[]>();
        json.put(
                "course.json",
                (" ".repeat(13 * 1024 * 1024) + course(lesson("text")).encode()).getBytes(StandardCharsets.UTF_8));
        refused(Desk.zip(json), "too large");
    }
}
