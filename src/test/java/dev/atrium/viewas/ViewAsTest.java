package dev.atrium.viewas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.secrets.Token;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the console to the portal as a client: once, at once, in one browser, for reading only. */
class ViewAsTest {
    private Portal portal;
    private Visitor sven;
    private UUID ana;

    @BeforeEach
    void start() {
        portal = Portal.start();
        portal.staff("Sven Support", "sven@example.com", "support", Portal.ACME);
        ana = portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        sven = portal.asStaff("sven@example.com");
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    /** Asks on the console; the path on the portal's host. */
    private String handOff() {
        var location = sven.post(
                        "/t/acme/view-as", Map.of("account", ana.toString(), "reason", "A question about an invoice"))
                .expect(303)
                .location();
        var origin = "http://acme.localhost:" + portal.port();
        assertTrue(location.startsWith(origin + "/view-as/"), location);
        return location.substring(origin.length());
    }

    private Visitor viewing() {
        var visitor = portal.at(Portal.ACME);
        visitor.post(handOff(), Map.of()).expectRedirect("/");
        return visitor;
    }

    private static final String EXPIRED = "That took too long";

    @Test
    void staff_read_what_the_client_reads_and_a_banner_says_so() {
        viewing()
                .get("/")
                .expect(200)
                .expectText("You see the portal as Ana Almeida; nothing can be changed.")
                .expectText("action=\"/view-ended\"");
    }

    @Test
    void the_page_of_the_console_finds_clients_and_lets_its_form_lead_to_the_portal_alone() {
        portal.account(Portal.ACME, "Ben Okafor", "ben@example.com");
        var page = sven.get("/t/acme/view-as?q=ALME").expect(200);
        assertTrue(page.body().contains("Ana Almeida") && !page.body().contains("Ben Okafor"), page.body());
        assertTrue(
                page.header("Content-Security-Policy")
                        .contains("form-action 'self' http://acme.localhost:" + portal.port() + ";"),
                page.header("Content-Security-Policy"));
        assertFalse(sven.get("/t/acme").header("Content-Security-Policy").contains("acme.localhost"));
        sven.get("/t/acme/view-as?q=%25").expect(200).expectText("No account matches.");
    }

    @Test
    void looking_at_the_hand_off_changes_nothing_and_its_address_stays_secret() {
        var path = handOff();
        var stranger = portal.at(Portal.ACME);
        for (int i = 0; i < 10; i++) {
            var page = stranger.get(path).expect(200).expectText("See the portal as a client");
            assertEquals("no-referrer", page.header("Referrer-Policy"));
            assertEquals("private, no-store", page.header("Cache-Control"));
            assertFalse(page.body().contains("Ana"), "it names nobody");
        }
        assertEquals(0, portal.count("SELECT count(*) FROM view_session"));
        stranger.post(path, Map.of()).expectRedirect("/");
    }

    @Test
    void a_hand_off_lives_for_thirty_seconds() {
        var late = handOff();
        portal.move(Duration.ofSeconds(31));
        portal.at(Portal.ACME).get(late).expect(200).expectText(EXPIRED);
        portal.at(Portal.ACME).post(late, Map.of()).expect(200).expectText(EXPIRED);
        var intime = handOff();
        portal.move(Duration.ofSeconds(28));
        portal.at(Portal.ACME).post(intime, Map.of()).expectRedirect("/");
        assertEquals(1, portal.count("SELECT count(*) FROM view_session"));
    }

    @Test
    void a_hand_off_works_once_of_fifty_at_once() {
        var path = handOff();
        var answers = Race.of(50, i -> portal.at(Portal.ACME).post(path, Map.of()));
        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 303).count());
        assertEquals(
                49,
                answers.stream()
                        .filter(answer -> answer.body().contains(EXPIRED))
                        .count());
        assertEquals(1, portal.count("SELECT count(*) FROM view_session"));
        System.out.println("hand-off: 1 view of 50 requests at once");
    }

    @Test
    void another_browser_uses_a_hand_off_up_and_begins_nothing() {
        var path = handOff();
        var thief = portal.at(Portal.ACME).header("User-Agent", "Thief/1.0");
        thief.post(path, Map.of()).expect(200).expectText(EXPIRED);
        assertEquals("", thief.cookie("view"));
        portal.at(Portal.ACME).post(path, Map.of()).expect(200).expectText(EXPIRED);
        assertEquals(0, portal.count("SELECT count(*) FROM view_session"));
    }

    @Test
    void a_hand_off_opens_no_other_portal_nor_does_a_view() {
        var path = handOff();
        portal.at(Portal.GLOBEX).post(path, Map.of()).expect(200).expectText(EXPIRED);
        var viewer = viewing();
        portal.at(Portal.GLOBEX).cookie("view", viewer.cookie("view")).get("/").expectRedirect("/login");
        // Nor is it a client's session, or one of staff.
        portal.at(Portal.ACME).cookie("session", viewer.cookie("view")).get("/").expectRedirect("/login");
        portal.atConsole()
                .cookie("staff", viewer.cookie("view"))
                .get("/tenants")
                .expectRedirect("/login");
    }

    @Test
    void a_cookie_planted_before_is_never_the_views() {
        var planted = Token.random().text();
        var visitor = portal.at(Portal.ACME).cookie("view", planted);
        var answer = visitor.post(handOff(), Map.of()).expectRedirect("/");
        assertNotEquals(planted, visitor.cookie("view"));
        portal.at(Portal.ACME).cookie("view", planted).get("/").expectRedirect("/login");
        var cookie = answer.header("Set-Cookie");
        assertTrue(
                cookie.matches("atrium-view=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Lax; Max-Age=1800"), cookie);
    }

    @Test
    void the_view_ends_with_its_half_hour_its_staff_session_its_role_and_its_button() {
        var old = viewing();
        portal.move(Duration.ofMinutes(31));
        old.get("/").expectRedirect("/login");

        var ended = viewing();
        var cookie = ended.cookie("view");
        ended.post("/view-ended", Map.of()).expectRedirect("/view-ended");
        ended.get("/view-ended").expect(200).expectText("You are yourself again.");
        ended.cookie("view", cookie).get("/").expectRedirect("/login");

        var demoted = viewing();
        portal.execute("UPDATE staff_role SET role = 'billing'");
        demoted.get("/").expectRedirect("/login");
        sven.get("/t/acme/view-as").expect(404);
        portal.execute("UPDATE staff_role SET role = 'support'");

        var orphan = viewing();
        sven.post("/logout", Map.of()).expect(303);
        orphan.get("/").expectRedirect("/login");
    }

    @Test
    void whoever_signed_out_after_asking_begins_nothing() {
        var path = handOff();
        sven.post("/logout", Map.of()).expect(303);
        portal.at(Portal.ACME).post(path, Map.of()).expect(200).expectText(EXPIRED);
    }

    @Test
    void every_change_is_refused_in_words_and_secrets_are_for_the_clients_eyes() {
        var viewer = viewing();
        viewer.post("/account/theme", Map.of("theme", "dark"))
                .expect(403)
                .expectText("You see the portal as a client does and can change nothing.");
        viewer.post("/logout", Map.of()).expect(403);
        viewer.get("/account/password").expect(403).expectText("Only the client may open this page.");
        viewer.get("/account/switch").expect(403);
        viewer.get("/api/v1/me").expect(403).expectText("view-only");
        viewer.json("POST", "/api/v1/tokens", "{}").expect(403);
        viewer.get("/account/profile").expect(200);
        viewer.send("HEAD", "/", null, null).expect(200);
    }

    @Test
    void it_is_no_visit_of_the_clients_but_the_client_can_read_of_it() {
        var viewer = viewing();
        portal.move(Duration.ofMinutes(2));
        viewer.get("/").expect(200);
        viewer.get("/account/sessions").expect(200);
        assertEquals(1, portal.count("SELECT count(*) FROM account WHERE last_seen_at IS NULL"));
        assertEquals(0, portal.sessions("ana@example.com"));
        viewer.post("/view-ended", Map.of()).expect(303);
        portal.as(Portal.ACME, "ana@example.com")
                .get("/account/sessions")
                .expect(200)
                .expectText("Looked at by staff")
                .expectText("Sven Support");
        var lines = portal.query(
                "SELECT action, actor_kind FROM audit WHERE action LIKE 'view.%' AND actor_id IS NOT NULL ORDER BY at, id");
        assertEquals("[[view.asked, staff], [view.started, staff], [view.ended, staff]]", lines.toString());
    }

    @Test
    void nobody_looks_as_two_clients_at_once() {
        var visitor = viewing();
        var first = visitor.cookie("view");
        visitor.post(handOff(), Map.of()).expectRedirect("/");
        portal.at(Portal.ACME).cookie("view", first).get("/").expectRedirect("/login");
        visitor.get("/").expect(200);
    }
}
