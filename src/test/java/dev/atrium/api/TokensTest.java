package dev.atrium.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.account(Portal.ACME, "Ana Ruiz", "ana@example.com");
        portal.account(Portal.ACME, "Ben Okri", "ben@example.com");
        portal.account(Portal.ACME, "Cleo Ash", "cleo@example.com");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static String token(Visitor visitor) {
        return visitor.json("POST", "/api/v1/tokens", "").expect(200).json().getString("access_token");
    }

    private static Visitor program(String slug, String token) {
        return portal.at(slug).header("Authorization", "Bearer " + token);
    }

    private static JsonObject problem(Answer answer, int status, String code) {
        answer.expect(status);
        assertEquals("application/problem+json", answer.header("Content-Type").replaceAll(";.*", ""));
        var json = answer.json();
        assertEquals(code, json.getString("code"));
        assertEquals(status, json.getInteger("status"));
        for (var member : List.of("type", "title", "detail"))
            assertTrue(!json.getString(member).isEmpty(), member);
        return json;
    }

    @Test
    void a_session_makes_a_ten_minute_es256_token_that_reads_and_changes_the_account() {
        var ana = portal.as(Portal.ACME, "ana@example.com");
        var reply = ana.json("POST", "/api/v1/tokens", "").expect(200).json();
        assertEquals("Bearer", reply.getString("token_type"));
        assertEquals(600, reply.getInteger("expires_in"));
        var header = new JsonObject(new String(
                Base64.getUrlDecoder().decode(reply.getString("access_token").split("\\.")[0]),
                StandardCharsets.UTF_8));
        assertEquals("ES256", header.getString("alg"));
        var program = program(Portal.ACME, reply.getString("access_token"));
        assertEquals(
                "ana@example.com", program.get("/api/v1/me").expect(200).json().getString("email"));
        var changed = program.header("If-Match", "*")
                .json("PATCH", "/api/v1/me", "{\"phone\":\"+44 20 7946 0958\"}")
                .expect(200)
                .json();
        assertEquals("+44 20 7946 0958", changed.getString("phone"));
        assertEquals("Ana Ruiz", changed.getString("full_name"));
        assertTrue(program.get("/api/v1/sessions").expect(200).body().contains("\"current\":true"));
    }

    @Test
    void a_token_dies_after_ten_minutes() {
        var program = program(Portal.ACME, token(portal.as(Portal.ACME, "ana@example.com")));
        portal.move(Duration.ofMinutes(10).minusSeconds(10));
        program.get("/api/v1/me").expect(200);
        portal.move(Duration.ofSeconds(11));
        problem(program.get("/api/v1/me"), 401, "token-invalid");
    }

    @Test
    void a_token_dies_with_its_session() {
        var ana = portal.as(Portal.ACME, "ana@example.com");
        var program = program(Portal.ACME, token(ana));
        program.get("/api/v1/me").expect(200);
        ana.post("/logout", Map.of()).expect(303);
        problem(program.get("/api/v1/me"), 401, "token-invalid");
    }

    @Test
    void a_token_of_one_portal_is_none_in_another_and_a_broken_one_is_none_anywhere() {
        var token = token(portal.as(Portal.ACME, "ana@example.com"));
        problem(program(Portal.GLOBEX, token).get("/api/v1/me"), 401, "token-invalid");
        var parts = token.split("\\.");
        var none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        for (var broken : List.of(
                "",
                "x",
                parts[0] + "." + parts[1] + ".",
                none + "." + parts[1] + ".",
                parts[0] + "." + parts[1] + "." + "A".repeat(86))) {
            problem(program(Portal.ACME, broken).get("/api/v1/me"), 401, "token-invalid");
        }
        problem(portal.at(Portal.ACME).get("/api/v1/me"), 401, "token-invalid");
    }

    @Test
    void a_token_begets_no_token_and_ends_no_other_persons_session() {
        var program = program(Portal.ACME, token(portal.as(Portal.ACME, "ana@example.com")));
        problem(program.json("POST", "/api/v1/tokens", ""), 403, "token-begets-none");
        portal.as(Portal.ACME, "cleo@example.com");
        var cleos = portal.query(
                        "SELECT s.id FROM session s JOIN account a ON a.id = s.account_id WHERE a.email = 'cleo@example.com'")
                .getFirst()
                .getFirst();
        problem(program.send("DELETE", "/api/v1/sessions/" + cleos, null, null), 404, "not-found");
        problem(program.send("DELETE", "/api/v1/sessions/" + UUID.randomUUID(), null, null), 404, "not-found");
        problem(program.send("DELETE", "/api/v1/sessions/nonsense", null, null), 404, "not-found");
        assertEquals(1, portal.sessions("cleo@example.com"));
    }

    @Test
    void ending_a_session_is_audited_and_ends_its_token() {
        var ben = portal.as(Portal.ACME, "ben@example.com");
        var other = portal.as(Portal.ACME, "ben@example.com");
        var program = program(Portal.ACME, token(ben));
        var items = program.get("/api/v1/sessions").json().getJsonArray("items");
        for (Object item : items) {
            var session = (JsonObject) item;
            if (session.getBoolean("current")) continue;
            program.send("DELETE", "/api/v1/sessions/" + session.getString("id"), null, null)
                    .expect(204);
            assertEquals(
                    1,
                    portal.count(
                            "SELECT count(*) FROM audit WHERE action = 'session.ended' AND object_id = ?",
                            UUID.fromString(session.getString("id"))));
        }
        other.get("/").expectRedirect("/login");
    }

    @Test
    void unknown_repeated_and_mistyped_members_are_422_and_named() {
        var program = program(Portal.ACME, token(portal.as(Portal.ACME, "ana@example.com")))
                .header("If-Match", "*");
        var wrong = Map.of(
                "{\"email\":\"eve@example.com\"}", "email",
                "{\"tenantId\":1}", "tenantId",
                "{\"role\":\"owner\",\"full_name\":\"A\"}", "role",
                "{\"phone\":\"+4420794609\",\"phone\":\"+4420794610\"}", "phone",
                "{\"full_name\":17}", "full_name",
                "{\"language\":true}", "language",
                "{\"phone\":{\"a\":1}}", "phone",
                "{\"language\":[\"en\"]}", "language");
        wrong.forEach((body, member) -> {
            var json = problem(program.json("PATCH", "/api/v1/me", body), 422, "invalid");
            var error = json.getJsonArray("errors").getJsonObject(0);
            assertEquals(member, error.getString("field"), body);
            assertTrue(error.getString("detail").contains(member), error.encode());
        });
        var tooLong = problem(
                program.json("PATCH", "/api/v1/me", "{\"full_name\":\"" + "x".repeat(201) + "\"}"), 422, "invalid");
        assertEquals(
                "full_name", tooLong.getJsonArray("errors").getJsonObject(0).getString("field"));
        assertEquals("Ana Ruiz", program.get("/api/v1/me").json().getString("full_name"));
        for (var body : List.of("{", "nonsense")) {
            problem(program.json("PATCH", "/api/v1/me", body), 400, "json-broken");
        }
        for (var body : List.of("[]", "{} {}", "null", "\"text\"", "17")) {
            problem(program.json("PATCH", "/api/v1/me", body), 422, "invalid");
        }
    }

    @Test
    void everything_that_goes_wrong_is_a_problem_document() {
        var ana = portal.as(Portal.ACME, "ana@example.com");
        problem(ana.get("/api/v1/nothing"), 404, "not-found");
        problem(ana.json("PUT", "/api/v1/me", "{}"), 405, "method-not-allowed");
        problem(ana.json("PATCH", "/api/v1/me", "x".repeat(70_000)), 413, "payload-too-large");
        problem(ana.header("Sec-Fetch-Site", "cross-site").json("PATCH", "/api/v1/me", "{}"), 403, "cross-site");
    }
}
