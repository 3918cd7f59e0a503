package dev.atrium.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How the API refuses, and how much of it anybody gets. */
class MannersTest {
    private static final Pattern LEFT = Pattern.compile("\"minute\";r=([0-9]+);t=([0-9]+)");

    private static void problem(Answer answer, int status, String code) {
        answer.expect(status);
        assertTrue(answer.header("Content-Type").startsWith("application/problem+json"), answer.header("Content-Type"));
        assertEquals(code, answer.json().getString("code"));
        assertEquals(status, answer.json().getInteger("status"));
    }

    private static Visitor ana(Portal portal) {
        portal.account(Portal.ACME, "Ana Ruiz", "ana@example.com");
        return portal.as(Portal.ACME, "ana@example.com");
    }

    @Test
    void every_refusal_under_api_is_a_problem_document() {
        try (var portal = Portal.start()) {
            var ana = ana(portal);
            problem(ana.get("/api/v1/nothing"), 404, "not-found");
            problem(ana.get("/api/v2/me"), 404, "not-found");
            problem(portal.atConsole().get("/api/v1/me"), 404, "not-found");
            problem(portal.atHost("nobody.localhost").get("/api/v1/me"), 421, "unknown-host");
            problem(portal.at(Portal.ACME).get("/api/v1/me"), 401, "token-invalid");
            problem(ana.json("PATCH", "/api/v1/me", "x".repeat(70_000)), 413, "payload-too-large");
            var html = ana.another().cookies(ana.cookies()).header("Accept", "text/html");
            problem(html.get("/api/v1/me"), 406, "not-acceptable");
            for (var type : List.of(
                    "text/plain",
                    "application/x-www-form-urlencoded",
                    "application/xml",
                    "application/json; charset=latin1"))
                problem(ana.send("PATCH", "/api/v1/me", "{}", type), 415, "unsupported-media-type");
            problem(ana.send("PATCH", "/api/v1/me", "{}", null), 415, "unsupported-media-type");
            var packed = ana.another().cookies(ana.cookies()).header("Content-Encoding", "gzip");
            problem(packed.json("PATCH", "/api/v1/me", "{}"), 415, "unsupported-media-type");
            problem(ana.json("PATCH", "/api/v1/me", "{}"), 428, "if-match-missing");
            ana.send("PATCH", "/api/v1/me", "{}", "application/json; charset=UTF-8")
                    .expect(428);
        }
    }

    @Test
    void another_method_is_405_and_told_which_would_do() {
        try (var portal = Portal.start()) {
            var ana = ana(portal);
            var me = ana.json("PUT", "/api/v1/me", "{}");
            problem(me, 405, "method-not-allowed");
            assertEquals("GET, HEAD, PATCH", me.header("Allow"));
            var one = ana.get("/api/v1/sessions/01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
            problem(one, 405, "method-not-allowed");
            assertEquals("DELETE", one.header("Allow"));
            assertEquals("GET, HEAD", ana.post("/", Map.of()).expect(405).header("Allow"));
            problem(ana.json("PUT", "/api/v1/sessions/", "{}"), 404, "not-found");
        }
    }

    @Test
    void the_profile_has_a_version_and_no_change_of_it_is_lost() {
        try (var portal = Portal.start()) {
            var ana = ana(portal);
            var read = ana.get("/api/v1/me").expect(200);
            ana.get("/").expect(200);
            assertEquals(read.header("ETag"), ana.get("/api/v1/me").header("ETag"));
            var other = ana.another().cookies(ana.cookies()).header("If-Match", read.header("ETag"));
            var changed = other.json("PATCH", "/api/v1/me", "{\"phone\":\"+44 20 7946 0958\"}")
                    .expect(200);
            problem(other.json("PATCH", "/api/v1/me", "{\"full_name\":\"Too Late\"}"), 412, "version-stale");
            var now = ana.get("/api/v1/me");
            assertEquals(changed.body(), now.body());
            assertEquals(changed.header("ETag"), now.header("ETag"));
            // Whatever else shows in the bytes is part of their version.
            portal.settings(Portal.ACME, "profile_required = '{full_name,avatar}'");
            assertTrue(!ana.get("/api/v1/me").header("ETag").equals(now.header("ETag")));
            var theme = Map.of("name", "Ana Ruiz", "phone", "", "time_zone", "Europe/Lisbon", "language", "en");
            ana.post("/account/profile", theme).expect(303);
            problem(other.json("PATCH", "/api/v1/me", "{}"), 412, "version-stale");
        }
    }

    @Test
    void answers_say_what_is_left_and_whoever_uses_it_up_waits() {
        try (var portal = Portal.start(Map.of("limits.api-requests-per-minute", "5"))) {
            var ana = ana(portal);
            for (int left = 4; left >= 0; left--) {
                var answer = ana.get("/api/v1/me").expect(200);
                assertEquals("\"minute\";q=5;w=60", answer.header("RateLimit-Policy"));
                var matcher = LEFT.matcher(answer.header("RateLimit"));
                assertTrue(matcher.matches(), answer.header("RateLimit"));
                assertEquals(left, Integer.parseInt(matcher.group(1)));
                assertTrue(Integer.parseInt(matcher.group(2)) <= 60);
            }
            var refused = ana.get("/api/v1/me");
            problem(refused, 429, "too-many-requests");
            int wait = Integer.parseInt(refused.header("Retry-After"));
            assertTrue(wait >= 1 && wait <= 60, "wait " + wait);
            assertTrue(refused.header("RateLimit").startsWith("\"minute\";r=0;"), refused.header("RateLimit"));
            // Another browser of the same account shares it; another account, and a page, do not.
            portal.as(Portal.ACME, "ana@example.com").get("/api/v1/me").expect(429);
            ana.get("/").expect(200);
            portal.account(Portal.ACME, "Ben Okri", "ben@example.com");
            portal.as(Portal.ACME, "ben@example.com").get("/api/v1/me").expect(200);
            // Who shows nothing that opens is counted by network.
            var guess = portal.at(Portal.ACME).header("Authorization", "Bearer x");
            for (int i = 0; i < 5; i++) guess.get("/api/v1/me").expect(401);
            guess.get("/api/v1/me").expect(429);
        }
    }
}
