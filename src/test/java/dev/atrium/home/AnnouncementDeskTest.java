package dev.atrium.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What staff announce is read by those it is for, from when it is meant to be, on every way. */
class AnnouncementDeskTest {
    private static final String DESK = "/t/acme/announcements";
    private Portal portal;
    private Visitor cora;
    private Visitor ana;
    private Visitor ben;

    @BeforeEach
    void start() {
        portal = Portal.start();
        portal.settings(Portal.ACME, "time_zone = 'Pacific/Auckland'");
        portal.staff("Cora Content", "cora@example.com", "content", Portal.ACME);
        portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        portal.account(Portal.ACME, "Ben Okafor", "ben@example.com");
        cora = portal.asStaff("cora@example.com");
        ana = portal.as(Portal.ACME, "ana@example.com");
        ben = portal.as(Portal.ACME, "ben@example.com");
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private static Map<String, String> form(String title, String timing, String... more) {
        var form = new HashMap<>(Map.of("title", title, "body", "Line one\nline two", "timing", timing));
        form.put("nonce", UUID.randomUUID().toString());
        for (int i = 0; i < more.length; i += 2) form.put(more[i], more[i + 1]);
        return form;
    }

    private UUID written(String title) {
        return (UUID) portal.query("SELECT id FROM announcement WHERE title = ?", title)
                .getFirst()
                .getFirst();
    }

    /** On the home page, in the list of programs, and alone. */
    private static boolean reads(Visitor visitor, String title, UUID id) {
        boolean page = visitor.get("/").expect(200).body().contains(title);
        boolean list = visitor.get("/api/v1/announcements").expect(200).body().contains(title);
        boolean one = visitor.get("/api/v1/announcements/" + id).status() == 200;
        assertTrue(page == list && list == one, title + " " + page + list + one);
        return page;
    }

    private String version(UUID id) {
        return portal.query("SELECT version FROM announcement WHERE id = ?", id)
                .getFirst()
                .getFirst()
                .toString();
    }

    private long facts(String kind) {
        return portal.count("SELECT count(*) FROM fact WHERE kind = ?", kind);
    }

    @Test
    void a_draft_is_read_by_nobody_and_published_by_a_button() {
        cora.post(DESK + "/new", form("Spring hours", "draft")).expectRedirect(DESK);
        var id = written("Spring hours");
        assertFalse(reads(ana, "Spring hours", id));
        assertTrue(cora.get(DESK).expect(200).body().contains("Draft"));
        cora.post(DESK + "/" + id + "/publish", Map.of()).expect(303);
        cora.post(DESK + "/" + id + "/publish", Map.of()).expect(303);
        assertTrue(reads(ana, "Spring hours", id));
        assertEquals(1, facts("announcement.published"));
        cora.post(DESK + "/" + id + "/unpublish", Map.of()).expect(303);
        assertFalse(reads(ana, "Spring hours", id));
        assertEquals(1, facts("announcement.unpublished"));
        cora.post(DESK + "/" + id + "/delete", Map.of()).expect(303);
        cora.get(DESK + "/" + id).expect(404);
        assertEquals(4, portal.count("SELECT count(*) FROM audit WHERE object = 'announcement'"));
    }

    @Test
    void one_for_some_is_read_by_them_alone() {
        cora.post(DESK + "/new", form("Only for Ana", "now", "person", "ana@example.com"))
                .expect(303);
        var id = written("Only for Ana");
        assertTrue(reads(ana, "Only for Ana", id));
        assertFalse(reads(ben, "Only for Ana", id));
        var unknown = ben.get("/api/v1/announcements/" + UUID.randomUUID()).expect(404);
        assertEquals(
                unknown.json().getString("type"),
                ben.get("/api/v1/announcements/" + id).expect(404).json().getString("type"));
        cora.post(DESK + "/" + id, form("Only for Ana", "now", "version", "0")).expect(303);
        assertTrue(reads(ben, "Only for Ana", id), "for everybody again");
        assertEquals(0, portal.count("SELECT count(*) FROM audience"), "the audience went with its last thing");
    }

    @Test
    void a_scheduled_one_appears_at_its_time_in_the_tenants_zone_and_is_a_fact_then() {
        var at = LocalDateTime.now(ZoneId.of("Pacific/Auckland"))
                .plusHours(5)
                .withSecond(0)
                .withNano(0);
        cora.post(DESK + "/new", form("Tomorrow", "later", "at", at.toString())).expect(303);
        var id = written("Tomorrow");
        assertFalse(reads(ana, "Tomorrow", id));
        assertTrue(cora.get(DESK + "/" + id).expect(200).body().contains(at.toString()), "the form says the time");
        portal.move(Duration.ofHours(4));
        assertFalse(reads(ana, "Tomorrow", id));
        assertEquals(0, facts("announcement.published"));
        portal.move(Duration.ofMinutes(61));
        assertTrue(reads(ana, "Tomorrow", id));
        for (int i = 0; i < 500 && facts("announcement.published") == 0; i++) Portal.pause(20);
        assertEquals(1, facts("announcement.published"));
    }

    @Test
    void what_was_scheduled_and_taken_back_never_appears() {
        var at = LocalDateTime.now(ZoneId.of("Pacific/Auckland"))
                .plusHours(2)
                .withSecond(0)
                .withNano(0);
        cora.post(DESK + "/new", form("Never", "later", "at", at.toString())).expect(303);
        var id = written("Never");
        cora.post(DESK + "/" + id + "/unpublish", Map.of()).expect(303);
        portal.move(Duration.ofHours(3));
        assertFalse(reads(ana, "Never", id));
        assertEquals(0, portal.count("SELECT count(*) FROM job WHERE kind = 'announcement.due' AND state = 'queued'"));
        assertEquals(0, facts("announcement.published") + facts("announcement.unpublished"));
    }

    @Test
    void what_is_wrong_is_said_field_by_field_and_what_was_typed_stays() {
        var refused = cora.post(DESK + "/new", form("", "later", "body", "", "at", "2020-01-01T10:00"))
                .expect(422)
                .body();
        for (var field : List.of("e-title", "e-body", "e-at")) assertTrue(refused.contains(field), field);
        cora.post(DESK + "/new", form("x".repeat(201), "now")).expect(422);
        cora.post(DESK + "/new", form("Kept words", "sometime")).expect(422).expectText("Kept words");
        cora.post(DESK + "/new", form("No time", "later")).expect(422);
        cora.post(DESK + "/new", form("Whom", "now", "who_0", "tag:" + UUID.randomUUID()))
                .expect(409);
        assertEquals(0, portal.count("SELECT count(*) FROM announcement"));
        assertEquals(0, portal.count("SELECT count(*) FROM audience"));
    }

    @Test
    void of_many_who_change_it_at_once_one_is_saved_and_the_others_are_told() {
        cora.post(DESK + "/new", form("Raced", "now")).expect(303);
        var id = written("Raced");
        var cookie = cora.cookie("staff");
        var answers = Race.of(
                20,
                i -> portal.atConsole()
                        .cookie("staff", cookie)
                        .post(DESK + "/" + id, form("Raced " + i, "now", "version", "0", "person", "ana@example.com"))
                        .status());
        assertEquals(1, answers.stream().filter(status -> status == 303).count());
        assertEquals(19, answers.stream().filter(status -> status == 409).count());
        assertEquals(1, portal.count("SELECT count(*) FROM audience"), "what lost left nothing behind");
        assertEquals(1, facts("announcement.published"));
    }

    @Test
    void the_same_form_sent_twice_makes_one() {
        var form = form("Once", "now");
        var cookie = cora.cookie("staff");
        Race.of(
                10,
                i -> portal.atConsole()
                        .cookie("staff", cookie)
                        .post(DESK + "/new", form)
                        .status());
        cora.post(DESK + "/new", form).expect(303);
        assertEquals(1, portal.count("SELECT count(*) FROM announcement"));
        assertEquals(1, facts("announcement.published"));
    }

    @Test
    void one_that_ends_disappears_by_itself_and_one_that_may_be_put_away_is_gone_for_whoever_did() {
        var until = LocalDateTime.now(ZoneId.of("Pacific/Auckland"))
                .plusHours(3)
                .withSecond(0)
                .withNano(0);
        cora.post(DESK + "/new", form("Ends soon", "now", "until", until.toString(), "dismissable", "yes"))
                .expect(303);
        cora.post(DESK + "/new", form("Stays", "now")).expect(303);
        var ends = written("Ends soon");
        var stays = written("Stays");
        assertTrue(ana.get("/").body().contains("<p>Line one<br"), "Markdown, and line breaks stay");
        ben.post("/announcements/" + ends + "/dismiss", Map.of()).expectRedirect("/");
        ben.post("/announcements/" + ends + "/dismiss", Map.of()).expectRedirect("/");
        ben.post("/announcements/" + stays + "/dismiss", Map.of()).expect(404);
        ben.post("/announcements/" + UUID.randomUUID() + "/dismiss", Map.of()).expect(404);
        assertFalse(ben.get("/").body().contains("Ends soon"));
        assertTrue(ana.get("/").body().contains("Ends soon"), "what Ben put away is there for Ana");
        assertEquals(0, facts("announcement.ended"));
        portal.move(Duration.ofHours(4));
        assertFalse(reads(ana, "Ends soon", ends));
        for (int i = 0; i < 500 && facts("announcement.ended") == 0; i++) Portal.pause(20);
        assertEquals(1, facts("announcement.ended"));
        cora.post(DESK + "/" + ends + "/unpublish", Map.of()).expect(303);
        assertEquals(0, facts("announcement.unpublished"), "nobody read it any more");
        cora.post(DESK + "/" + ends + "/publish", Map.of()).expect(409);
        assertEquals(0, portal.count("SELECT count(*) FROM job WHERE kind = 'announcement.end' AND state = 'queued'"));
        cora.post(DESK + "/" + ends, form("Ends soon", "now", "version", version(ends), "until", "2199-01-01T10:00"))
                .expect(303);
        assertTrue(reads(ana, "Ends soon", ends));
        assertEquals(3, facts("announcement.published"), "both at first, and one again");
        assertEquals(1, portal.count("SELECT count(*) FROM job WHERE kind = 'announcement.end' AND state = 'queued'"));
        cora.post(DESK + "/" + ends, form("Ends soon", "now", "version", version(ends)))
                .expect(303);
        assertEquals(0, portal.count("SELECT count(*) FROM job WHERE kind = 'announcement.end' AND state = 'queued'"));
        portal.execute("UPDATE announcement SET ends_at = published_at + interval '1 microsecond' WHERE id = ?", ends);
        assertTrue(cora.get(DESK).body().contains("Over"));
        cora.post(DESK + "/new", form("Backwards", "now", "until", "2020-01-01T10:00"))
                .expect(422);
        cora.post(DESK + "/new", form("Looked at", "now", "body", "**strong**", "preview", "yes"))
                .expect(422)
                .expectText("<strong>strong</strong>");
        assertEquals(2, portal.count("SELECT count(*) FROM announcement"));
    }
}
