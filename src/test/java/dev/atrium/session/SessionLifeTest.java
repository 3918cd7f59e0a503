package dev.atrium.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.secrets.Token;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionLifeTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start(Portal.proxied());
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Visitor signedIn(String email) {
        if (portal.accounts(email) == 0) portal.account(Portal.ACME, "Sam Sol", email);
        return portal.as(Portal.ACME, email);
    }

    /** A found session is believed for five seconds of the real clock, which no test moves: drop it instead. */
    private static void forget(Visitor visitor) {
        var hash = Token.parse(visitor.cookie("session")).orElseThrow().hash();
        var stale = new JsonArray().add(Base64.getEncoder().encodeToString(hash));
        portal.house().vertx().eventBus().publish("session.stale", stale);
        Portal.pause(50);
    }

    @Test
    void signing_out_ends_here_one_device_or_all_and_at_once() {
        var here = signedIn("out@example.com");
        var there = signedIn("out@example.com");
        var third = signedIn("out@example.com");
        for (var device : List.of(here, there, third)) device.get("/").expect(200);
        var cookie = here.cookie("session");
        here.post("/logout", Map.of()).expectRedirect("/signed-out");
        assertEquals("", here.cookie("session"));
        portal.at(Portal.ACME).cookie("session", cookie).get("/").expectRedirect("/login");
        there.get("/").expect(200);
        var other = portal.query(
                        "SELECT s.id FROM session s JOIN account a ON a.id = s.account_id WHERE a.email = 'out@example.com' ORDER BY s.created_at DESC LIMIT 1")
                .getFirst()
                .getFirst();
        there.post("/account/sessions/end", Map.of("id", other.toString())).expectRedirect("/account/sessions");
        third.get("/").expectRedirect("/login");
        there.post("/account/sessions/end", Map.of("id", UUID.randomUUID().toString()))
                .expect(404);
        var fourth = signedIn("out@example.com");
        fourth.get("/").expect(200);
        there.post("/logout/everywhere", Map.of()).expectRedirect("/signed-out?everywhere=1");
        fourth.get("/").expectRedirect("/login");
        assertEquals(0, portal.sessions("out@example.com"));
    }

    @Test
    void nobody_ends_another_persons_session() {
        signedIn("victim@example.com").get("/").expect(200);
        var id = portal.query(
                        "SELECT s.id FROM session s JOIN account a ON a.id = s.account_id WHERE a.email = 'victim@example.com'")
                .getFirst()
                .getFirst();
        signedIn("nosy@example.com")
                .post("/account/sessions/end", Map.of("id", id.toString()))
                .expect(404);
        assertEquals(1, portal.sessions("victim@example.com"));
    }

    @Test
    void a_session_ends_after_14_idle_days_and_after_90_days_whatever_happens() {
        var idle = signedIn("idle@example.com");
        portal.move(Duration.ofDays(14).plusMinutes(1));
        forget(idle);
        idle.get("/").expectRedirect("/login");
        var busy = signedIn("busy@example.com");
        for (int day = 0; day < 88; day += 11) {
            portal.move(Duration.ofDays(11));
            forget(busy);
            busy.get("/").expect(200);
            Portal.pause(100);
        }
        portal.move(Duration.ofDays(2).plusMinutes(1));
        forget(busy);
        busy.get("/").expectRedirect("/login");
    }

    @Test
    void a_planted_cookie_is_never_a_session() {
        portal.account(Portal.ACME, "Fix Ated", "fixated@example.com");
        int used = 0;
        for (int i = 0; i < 50; i++) {
            var planted = (i + "x".repeat(43)).substring(0, 43);
            var victim = portal.from("203.0.113." + i, Portal.ACME).cookie("session", planted);
            victim.post("/login", Forms.login("fixated@example.com", Portal.PASSWORD))
                    .expect(303);
            assertNotEquals(planted, victim.cookie("session"));
            if (portal.at(Portal.ACME).cookie("session", planted).get("/").status() == 200) used++;
        }
        System.out.println("{\"proof\":\"session-fixation\",\"planted\":50,\"used\":" + used + "}");
        assertEquals(0, used);
    }

    @Test
    void a_session_cookie_that_comes_twice_is_none() {
        var own = signedIn("tossed@example.com");
        portal.at(Portal.ACME)
                .header("Cookie", "atrium-session=" + own.cookie("session") + "; atrium-session=" + "x".repeat(43))
                .get("/")
                .expectRedirect("/login");
    }

    @Test
    void an_ended_session_never_comes_back_from_the_cache() {
        for (int round = 0; round < 10; round++) {
            var device = signedIn("cached@example.com");
            var cookie = device.cookie("session");
            Race.of(
                    9,
                    i -> i == 0
                            ? device.post("/logout", Map.of())
                            : portal.at(Portal.ACME).cookie("session", cookie).get("/"));
            portal.at(Portal.ACME).cookie("session", cookie).get("/").expectRedirect("/login");
        }
    }
}
