package dev.atrium.courses.play;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Playing over HTTP: ranges behind the door, seconds that count, notes that are private. */
class PlayTest {
    private static final int CROWD = 50;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static Portal portal;
    private static PlayFixture fixture;
    private static UUID tenant;
    private static Visitor ana;
    private static UUID anaId;
    private static Visitor ben;
    private static UUID benId;

    @BeforeAll
    static void start() {
        portal = Portal.crowded(CROWD + 10);
        tenant = portal.tenantId(Portal.ACME);
        portal.settings(Portal.ACME, "profile_required = '{}'");
        fixture = new PlayFixture(portal, Portal.ACME);
        anaId = fixture.person("Ana", "ana@example.com");
        benId = fixture.person("Ben", "ben@example.com");
        ana = portal.as(Portal.ACME, "ana@example.com");
        ben = portal.as(Portal.ACME, "ben@example.com");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private record Made(String slug, UUID course, UUID lesson) {
        String path() {
            return "/courses/" + slug + "/lessons/" + lesson;
        }
    }

    /** A course for Ana with one lesson that lasts so long, which she opened so many seconds ago. */
    private static Made made(int lasts, int openedAgo) {
        var slug = "played-" + NUMBER.incrementAndGet();
        var course = fixture.course(slug);
        var lesson = fixture.lesson(course, "video", 1, lasts, "now");
        fixture.grant(course, anaId);
        fixture.opened(course, lesson, anaId, openedAgo);
        return new Made(slug, course, lesson);
    }

    private static JsonObject report(int... ranges) {
        var all = new JsonArray();
        for (int i = 0; i < ranges.length; i += 2)
            all.add(new JsonObject().put("from", ranges[i]).put("to", ranges[i + 1]));
        return new JsonObject().put("ranges", all).put("position", ranges.length == 0 ? 0 : ranges[ranges.length - 1]);
    }

    private static Answer played(Visitor visitor, Made made, JsonObject report) {
        // Each from an address of its own: no network asks for so much.
        return portal.from(NUMBER.incrementAndGet() % CROWD, visitor.host())
                .cookies(visitor.cookies())
                .json("POST", made.path() + "/played", report.encode());
    }

    /** The same person, who asks for a part. */
    private static Visitor ranged(Visitor visitor, String range) {
        return visitor.another().cookies(visitor.cookies()).header("Range", range);
    }

    private static int watched(UUID lesson, UUID contact) {
        return (int) portal.query(
                        "SELECT seconds_in(watched) FROM lesson_progress WHERE lesson_id = ? AND contact_id = ?",
                        lesson,
                        contact)
                .getFirst()
                .getFirst();
    }

    private static boolean done(UUID lesson, UUID contact) {
        return portal.count(
                        "SELECT count(*) FROM lesson_progress WHERE lesson_id = ? AND contact_id = ? AND completed_at IS NOT NULL",
                        lesson,
                        contact)
                == 1;
    }

    @Test
    void every_range_is_behind_the_door() {
        var made = made(20, 0);
        var whole = PlayFixture.silence(20);
        var all = ana.get(made.path() + "/media").expect(200);
        assertArrayEquals(whole, all.bytes());
        assertEquals("audio/mpeg", all.header("Content-Type"));
        assertEquals("bytes", all.header("Accept-Ranges"));
        assertTrue(all.header("Content-Disposition").isEmpty());
        var part = ranged(ana, "bytes=100-299").get(made.path() + "/media").expect(206);
        assertArrayEquals(Arrays.copyOfRange(whole, 100, 300), part.bytes());
        assertEquals("bytes 100-299/" + whole.length, part.header("Content-Range"));
        ranged(ana, "bytes=" + whole.length + "-").get(made.path() + "/media").expect(416);
        // Whoever has no access finds neither file nor lesson, in whole or in part.
        ben.get(made.path() + "/media").expect(404);
        ranged(ben, "bytes=0-9").get(made.path() + "/media").expect(404);
        portal.execute("UPDATE course_grant SET ends_at = now() WHERE course_id = ?", made.course());
        ranged(ana, "bytes=0-9").get(made.path() + "/media").expect(404);
        assertEquals(404, played(ana, made, report(0, 10)).status());
    }

    @Test
    void a_lesson_that_is_not_open_yet_gives_no_byte() {
        var made = made(20, 0);
        portal.execute(
                "UPDATE lesson SET unlock = 'at', unlock_at = now() + interval '1 day' WHERE id = ?", made.lesson());
        fixture.captions(made.lesson(), "en", "WEBVTT\n\n00:01.000 --> 00:02.000\nSecret\n");
        ana.get(made.path() + "/media").expect(403);
        ana.get(made.path() + "/captions/en").expect(403);
        ana.get(made.path() + "/notes").expect(403);
        assertEquals(403, played(ana, made, report(0, 10)).status());
        assertEquals(
                403,
                ana.post(made.path() + "/notes", Map.of("body", "Too early")).status());
    }

    @Test
    void what_is_no_video_is_not_played_in_a_page() {
        var made = made(20, 0);
        portal.execute(
                "UPDATE media_object SET type = 'application/pdf' WHERE id = (SELECT media_id FROM lesson WHERE id = ?)",
                made.lesson());
        ana.get(made.path() + "/media").expect(404);
    }

    @Test
    void ninety_percent_of_distinct_seconds_complete_it() {
        var made = made(100, 300);
        var first = played(ana, made, report(0, 50, 20, 60)).expect(200).json();
        assertEquals(60, first.getInteger("watched"));
        assertFalse(first.getBoolean("done"));
        // Heard twice is heard once.
        assertEquals(60, played(ana, made, report(10, 40)).json().getInteger("watched"));
        assertEquals(89, played(ana, made, report(60, 89)).json().getInteger("watched"));
        assertFalse(done(made.lesson(), anaId));
        assertTrue(played(ana, made, report(89, 90)).json().getBoolean("done"));
        assertTrue(done(made.lesson(), anaId));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM enrolment WHERE course_id = ? AND completed_at IS NOT NULL",
                        made.course()));
        // Beyond its end there is nothing to hear.
        assertEquals(100, played(ana, made, report(90, 5000)).json().getInteger("watched"));
    }

    @Test
    void dragging_the_handle_through_earns_no_more_than_time_has_passed_twice() {
        var made = made(1000, 30);
        int credited = played(ana, made, report(0, 1000)).json().getInteger("watched");
        assertTrue(credited >= 70 && credited <= 80, () -> "30 s twice and ten: " + credited);
        int again = played(ana, made, report(0, 1000)).json().getInteger("watched");
        assertTrue(again <= credited + 6, () -> "asked again at once: " + again);
        for (int i = 0; i < 20; i++)
            played(ana, made, report(i * 50, i * 50 + 50)).expect(200);
        assertTrue(watched(made.lesson(), anaId) < 100, "twenty more times");
        assertFalse(done(made.lesson(), anaId));
        portal.execute(
                "UPDATE lesson_progress SET credited_at = credited_at - interval '600 seconds' WHERE lesson_id = ?",
                made.lesson());
        assertTrue(played(ana, made, report(0, 1000)).json().getBoolean("done"));
    }

    @Test
    void to_have_opened_it_yesterday_is_no_proof_of_having_watched_it() {
        var made = made(1000, 86_400);
        assertEquals(10, played(ana, made, report(0, 1000)).json().getInteger("watched"), "told past the page");
        portal.execute(
                "UPDATE lesson_progress SET credited_at = credited_at - interval '1 day', room_s = 5000 WHERE lesson_id = ?",
                made.lesson());
        ana.get(made.path()).expect(200);
        int credited = played(ana, made, report(0, 1000)).json().getInteger("watched");
        assertTrue(credited >= 20 && credited <= 26, () -> "a sitting that has just begun: " + credited);
        portal.execute(
                "UPDATE lesson_progress SET credited_at = credited_at - interval '8 minutes' WHERE lesson_id = ?",
                made.lesson());
        ana.get(made.path()).expect(200);
        assertTrue(
                played(ana, made, report(0, 1000)).json().getInteger("watched") >= 980,
                "to open the page again takes nothing from the sitting");
    }

    @Test
    void a_length_that_only_the_player_claims_completes_nothing() {
        var made = made(0, 3600);
        assertFalse(played(ana, made, report(0, 1).put("lasts", 1)).json().getBoolean("done"));
        assertFalse(done(made.lesson(), anaId));
        var page = ana.get(made.path()).expect(200).body();
        assertTrue(page.contains(made.path() + "/done"), "they say so themselves");
        ana.post(made.path() + "/done", Map.of()).expect(303);
        assertTrue(done(made.lesson(), anaId));
    }

    @Test
    void two_devices_at_once_add_up() {
        var made = made(600, 3600);
        var other = ana.another().cookies(ana.cookies());
        Race.of(
                CROWD,
                i -> played(i % 2 == 0 ? ana : other, made, report(i * 10, i * 10 + 12))
                        .expect(200));
        assertEquals(502, watched(made.lesson(), anaId));
    }

    @Test
    void the_sum_of_distinct_seconds_is_that_of_a_plain_model() {
        var made = made(2000, 7200);
        var random = new Random(7);
        var model = new boolean[2000];
        for (int i = 0; i < 100; i++) {
            int from = random.nextInt(1990);
            int to = from + 1 + random.nextInt(60);
            for (int s = from; s < Math.min(to, 2000); s++) model[s] = true;
            int known = 0;
            for (var heard : model) known += heard ? 1 : 0;
            assertEquals(known, played(ana, made, report(from, to)).json().getInteger("watched"), "report " + i);
        }
    }

    @Test
    void of_many_reports_at_once_that_complete_it_one_does() {
        var made = made(100, 3600);
        Race.of(CROWD, i -> played(ana, made, report(0, 95)).expect(200));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM fact WHERE kind = 'lesson.completed' AND object_id = ?", made.lesson()));
        assertEquals(95, watched(made.lesson(), anaId));
    }

    @Test
    void the_end_says_what_comes_next_once_it_is_open() {
        var made = made(100, 3600);
        var next = fixture.lesson(made.course(), "audio", 2, 10, "after_previous");
        var early = played(ana, made, report(0, 10).put("ended", true)).json();
        assertTrue(early.getJsonObject("next") == null, "still shut");
        var end = played(ana, made, report(10, 100).put("ended", true)).json();
        assertEquals(
                "/courses/" + made.slug() + "/lessons/" + next,
                end.getJsonObject("next").getString("url"));
        assertTrue(end.getJsonObject("next").getBoolean("begins"));
    }

    @Test
    void a_lesson_that_is_gone_answers_so() {
        var made = made(100, 10);
        portal.execute("DELETE FROM lesson WHERE id = ?", made.lesson());
        var answer = played(ana, made, report(0, 10));
        assertEquals(404, answer.status());
        assertTrue(answer.header("Content-Type").startsWith("application/problem+json"));
        ana.get(made.path() + "/media").expect(404);
    }

    @Test
    void a_report_that_was_kept_for_somebody_else_is_not_taken() {
        var made = made(100, 60);
        var answer = played(ana, made, report(0, 10).put("learner", benId.toString()));
        assertEquals(409, answer.status());
        assertEquals("played-another", answer.json().getString("code"));
        assertEquals(0, watched(made.lesson(), anaId));
        assertEquals(
                200,
                played(ana, made, report(0, 10).put("learner", anaId.toString()))
                        .status());
        for (var wrong : List.of(report(5, 5), report(0, 90_000), report(0, 5).put("position", -1)))
            assertEquals(422, played(ana, made, wrong).status(), wrong::encode);
    }

    @Test
    void the_player_begins_where_they_were_and_shows_the_transcript() {
        var made = made(100, 3600);
        fixture.captions(made.lesson(), "en", "WEBVTT\n\n00:07.000 --> 00:09.000\nSoft & <b>hard</b> light\n");
        played(ana, made, report(0, 42)).expect(200);
        var page = ana.get(made.path()).expect(200).body();
        assertTrue(page.contains(made.path() + "/media#t=42"), "resumes");
        assertTrue(page.contains("Soft &amp; hard light") && page.contains("?t=7"), "transcript");
        assertTrue(page.contains("/captions/en?v"), "captions");
        assertTrue(ana.get(made.path() + "?t=0:50").expect(200).body().contains("/media#t=50"), "a link's second");
        var vtt = ana.get(made.path() + "/captions/en").expect(200);
        assertEquals("text/vtt; charset=utf-8", vtt.header("Content-Type"));
        ana.get(made.path() + "/captions/xx").expect(404);
    }

    @Test
    void notes_are_ones_own() {
        var made = made(100, 10);
        fixture.grant(made.course(), benId);
        var at = made.path() + "/notes";
        ana.post(at, Map.of("at", "1:23", "body", "North window")).expectRedirect(at);
        var id = portal.query("SELECT id FROM lesson_note WHERE lesson_id = ?", made.lesson())
                .getFirst()
                .getFirst();
        var page = ana.get(at).expect(200).body();
        assertTrue(page.contains("North window") && page.contains("?t=83"));
        assertTrue(ana.get(made.path()).expect(200).body().contains("North window"), "beside the player");
        assertFalse(ben.get(at).expect(200).body().contains("North window"));
        ben.post(at + "/" + id + "/edit", Map.of("body", "Mine")).expect(404);
        ben.post(at + "/" + id + "/delete", Map.of()).expect(404);
        ana.post(at, Map.of("at", "soon", "body", "x")).expect(422).expectText("1:23");
        ana.post(at, Map.of("body", " ")).expect(422);
        ana.post(at + "/" + id + "/edit", Map.of("at", "", "body", "South window"))
                .expectRedirect(at);
        assertTrue(ana.get(at + "/part").expect(200).body().contains("South window"));
        ana.post(at + "/" + id + "/delete", Map.of()).expectRedirect(at);
        assertEquals(0, portal.count("SELECT count(*) FROM lesson_note WHERE lesson_id = ?", made.lesson()));
    }

    @Test
    void notes_end_at_five_hundred_however_many_come_at_once() {
        var made = made(100, 10);
        portal.execute(
                "INSERT INTO lesson_note (tenant_id, id, lesson_id, contact_id, body) SELECT ?, gen_random_uuid(), ?, ?, 'x' FROM generate_series(1, 490)",
                tenant,
                made.lesson(),
                anaId);
        var answers = Race.of(
                CROWD,
                i -> ana.post(made.path() + "/notes", Map.of("body", "Note " + i))
                        .status());
        assertEquals(10, answers.stream().filter(status -> status == 303).count());
        assertEquals(500, portal.count("SELECT count(*) FROM lesson_note WHERE lesson_id = ?", made.lesson()));
    }

    @Test
    void programs_of_the_account_play_and_write_notes_too() {
        var made = made(100, 3600);
        var root = "/api/v1/courses/" + made.course() + "/lessons/" + made.lesson();
        assertEquals(
                60,
                ana.json("POST", root + "/played", report(0, 60).encode())
                        .expect(200)
                        .json()
                        .getInteger("watched"));
        ranged(ana, "bytes=0-9").get(root + "/media").expect(206);
        var note = ana.json(
                        "POST",
                        root + "/notes",
                        new JsonObject()
                                .put("second", 5)
                                .put("body", "By program")
                                .encode())
                .expect(201);
        ana.json("PUT", note.location(), new JsonObject().put("body", "Changed").encode())
                .expect(200);
        var list = ana.get(root + "/notes").expect(200).json().getJsonArray("items");
        assertEquals("Changed", list.getJsonObject(0).getString("body"));
        ben.get(root + "/notes").expect(404);
        assertEquals(
                204, ana.send("DELETE", note.location(), "", "application/json").status());
    }
}
