package dev.atrium.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.secrets.ApiSecret;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys of accounts and of the business: made once, shown once, good for what was ticked, ended at once. */
class ApiKeysTest {
    private static final Pattern SECRET = Pattern.compile("atr_(?:acct|live)_[0-9A-Za-z]{49}");
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        for (var name : List.of("ana", "ben", "cleo", "dora", "emil"))
            portal.account(Portal.ACME, name + " Ruiz", name + "@example.com");
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        portal.staff("Sam Support", "sam@staff.example", "support", Portal.ACME);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Map<String, String> form(String name, String... scopes) {
        var form = new HashMap<>(Map.of(
                "key_name", name, "days", "90", "nonce", UUID.randomUUID().toString()));
        for (var scope : scopes) form.put("scope_" + scope.replace(':', '_'), "yes");
        return form;
    }

    private static String secret(Answer made) {
        var matcher = SECRET.matcher(made.expect(200).body());
        assertTrue(matcher.find(), made.body());
        return matcher.group();
    }

    private static String key(String person, String... scopes) {
        return secret(portal.as(Portal.ACME, person + "@example.com").post("/account/keys", form("Sync", scopes)));
    }

    private static String businessKey(String... scopes) {
        return secret(portal.asStaff("olivia@staff.example").post("/t/acme/keys", form("CRM", scopes)));
    }

    private static Visitor with(String bearer) {
        return portal.at(Portal.ACME).header("Authorization", "Bearer " + bearer);
    }

    private static String token(Visitor program) {
        return program.json("POST", "/api/v1/tokens", "").expect(200).json().getString("access_token");
    }

    private static void refused(Answer answer, int status, String code) {
        assertEquals(code, answer.expect(status).json().getString("code"));
    }

    private static UUID id(String secret) {
        return (UUID) portal.query("SELECT id FROM api_key WHERE prefix = ?", secret.substring(0, 15))
                .getFirst()
                .getFirst();
    }

    @Test
    void a_key_is_shown_once_kept_as_a_hash_and_opens_what_was_ticked() {
        var ana = portal.as(Portal.ACME, "ana@example.com");
        var secret = secret(ana.post("/account/keys", form("Calendar sync", "profile:read")));
        assertFalse(ana.get("/account/keys").expectText("Calendar sync").body().contains(secret));
        assertEquals(0, portal.count("SELECT count(*) FROM api_key k WHERE k::text LIKE ?", "%" + secret + "%"));
        assertEquals(
                1,
                portal.count("SELECT count(*) FROM audit WHERE action = 'key.created' AND object_id = ?", id(secret)));
        assertEquals(
                "ana@example.com",
                with(secret).get("/api/v1/me").expect(200).json().getString("email"));
        refused(with(secret).header("If-Match", "*").json("PATCH", "/api/v1/me", "{}"), 403, "scope-missing");
        refused(with(secret).get("/api/v1/business/contacts"), 403, "scope-missing");
    }

    @Test
    void a_program_trades_its_key_for_tokens_that_can_do_less_and_never_more() {
        var secret = key("ana", "profile:read", "keys:read");
        var reply = with(secret).json("POST", "/api/v1/tokens", "").expect(200).json();
        assertEquals(new JsonArray(List.of("keys:read", "profile:read")), reply.getJsonArray("scopes"));
        assertEquals(600, reply.getInteger("expires_in"));
        var all = with(reply.getString("access_token"));
        all.get("/api/v1/me").expect(200);
        all.get("/api/v1/keys").expect(200);
        refused(all.json("POST", "/api/v1/tokens", ""), 403, "token-begets-none");
        var less = with(with(secret)
                .json("POST", "/api/v1/tokens", "{\"scopes\":[\"keys:read\"]}")
                .expect(200)
                .json()
                .getString("access_token"));
        less.get("/api/v1/keys").expect(200);
        refused(less.get("/api/v1/me"), 403, "scope-missing");
        for (var more : List.of("[\"profile:write\"]", "[\"contacts:read\"]", "[\"keys:read\",\"\"]", "[null]"))
            refused(with(secret).json("POST", "/api/v1/tokens", "{\"scopes\":" + more + "}"), 422, "invalid");
        portal.move(Duration.ofMinutes(10).plusSeconds(1));
        refused(all.get("/api/v1/me"), 401, "token-invalid");
        with(token(with(secret))).get("/api/v1/me").expect(200);
    }

    @Test
    void a_revoked_key_takes_its_tokens_along_at_once() {
        var secret = key("ben", "profile:read", "keys:read", "keys:write");
        var token = token(with(secret));
        with(token).get("/api/v1/me").expect(200);
        portal.as(Portal.ACME, "ben@example.com")
                .post("/account/keys/revoke", Map.of("id", id(secret).toString()))
                .expectRedirect("/account/keys");
        refused(with(secret).get("/api/v1/me"), 401, "token-invalid");
        refused(with(token).get("/api/v1/me"), 401, "token-invalid");
        refused(with(secret).json("POST", "/api/v1/tokens", ""), 401, "token-invalid");
        assertEquals(
                1,
                portal.count("SELECT count(*) FROM audit WHERE action = 'key.revoked' AND object_id = ?", id(secret)));
        var second = key("ben", "keys:write");
        with(second).send("DELETE", "/api/v1/keys/" + id(second), null, null).expect(204);
        refused(with(second).send("DELETE", "/api/v1/keys/" + id(second), null, null), 401, "token-invalid");
    }

    @Test
    void a_key_dies_with_its_time_and_with_its_account() {
        var secret = key("cleo", "profile:read");
        portal.execute("UPDATE api_key SET expires_at = now() + interval '1 hour' WHERE id = ?", id(secret));
        var token = token(with(secret));
        portal.execute("UPDATE account SET status = 'disabled' WHERE email = 'cleo@example.com'");
        refused(with(secret).get("/api/v1/me"), 401, "token-invalid");
        refused(with(token).get("/api/v1/me"), 401, "token-invalid");
        portal.execute("UPDATE account SET status = 'active' WHERE email = 'cleo@example.com'");
        with(secret).get("/api/v1/me").expect(200);
        portal.execute("UPDATE api_key SET expires_at = now() - interval '2 hours' WHERE id = ?", id(secret));
        refused(with(token).get("/api/v1/me"), 401, "token-invalid");
        portal.as(Portal.ACME, "cleo@example.com").get("/account/keys").expectText("expired");
    }

    @Test
    void a_key_of_one_portal_is_none_in_another_and_a_guessed_one_is_none_anywhere() {
        var secret = key("ana", "profile:read");
        var wanted = portal.at(Portal.ACME)
                .header("Authorization", "Bearer nonsense")
                .get("/api/v1/me")
                .expect(401);
        int let = 0;
        for (int i = 0; i < 200; i++) {
            var guess = i == 0
                    ? secret.substring(0, secret.length() - 1) + (secret.endsWith("0") ? "1" : "0")
                    : ApiSecret.random(ApiSecret.Owner.ACCOUNT).text();
            var answer = with(guess).get("/api/v1/me");
            if (answer.status() != 401 || !answer.body().equals(wanted.body())) let++;
        }
        System.out.println("keys: " + let + " of 200 guesses were let in or answered unlike nonsense");
        assertEquals(0, let);
        var elsewhere = portal.at(Portal.GLOBEX).header("Authorization", "Bearer " + secret);
        assertEquals(wanted.body(), elsewhere.get("/api/v1/me").expect(401).body());
        assertEquals("Bearer", wanted.header("WWW-Authenticate"));
    }

    @Test
    void keys_of_the_business_open_its_contacts_and_no_ones_account() {
        var secret = businessKey("contacts:read");
        with(secret).get("/api/v1/business/contacts").expect(200).expectText("ana@example.com");
        with(token(with(secret))).get("/api/v1/business/contacts").expect(200);
        refused(with(secret).get("/api/v1/me"), 403, "scope-missing");
        refused(with(secret).json("POST", "/api/v1/business/contacts", "{}"), 403, "scope-missing");
        refused(portal.at(Portal.ACME).get("/api/v1/business/contacts"), 401, "token-invalid");
        refused(portal.as(Portal.ACME, "ana@example.com").get("/api/v1/business/contacts"), 401, "token-invalid");
        portal.asStaff("sam@staff.example").get("/t/acme/keys").expect(404);
        portal.asStaff("sam@staff.example")
                .post("/t/acme/keys", form("CRM", "contacts:read"))
                .expect(404);
        assertFalse(portal.asStaff("sam@staff.example")
                .get("/t/acme")
                .expect(200)
                .body()
                .contains("/t/acme/keys"));
        var olivia = portal.asStaff("olivia@staff.example");
        olivia.get("/t/acme").expectText("/t/acme/keys");
        olivia.post("/t/acme/keys/revoke", Map.of("id", id(secret).toString())).expectRedirect("/t/acme/keys");
        refused(with(secret).get("/api/v1/business/contacts"), 401, "token-invalid");
    }

    @Test
    void a_form_sent_twice_makes_one_key_and_a_wrong_one_keeps_what_was_typed() {
        var dora = portal.as(Portal.ACME, "dora@example.com");
        var form = form("Twice", "profile:read");
        var answers = Race.of(10, i -> dora.another().cookies(dora.cookies()).post("/account/keys", form));
        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 200).count());
        assertEquals(
                9, answers.stream().filter(answer -> answer.status() == 303).count());
        assertEquals(1, portal.count("SELECT count(*) FROM api_key WHERE name = 'Twice'"));
        var wrong = form("", "profile:read");
        wrong.put("days", "3650");
        var again = dora.post("/account/keys", wrong).expect(422);
        again.expectText("Give the key a name").expectText("choose how long").expectText("value=\"yes\" checked");
        dora.post("/account/keys", form("None")).expect(422).expectText("Tick at least one");
        dora.post("/account/keys", form("Invented", "contacts:read"))
                .expect(422)
                .expectText("Tick at least one");
        dora.post("/account/keys", form("a\u202eb", "profile:read")).expect(422);
    }

    @Test
    void nobody_has_more_than_twenty_keys_however_many_forms_are_sent_at_once() {
        var emil = portal.as(Portal.ACME, "emil@example.com");
        var answers = Race.of(
                30, i -> emil.another().cookies(emil.cookies()).post("/account/keys", form("K" + i, "profile:read")));
        assertEquals(
                20, answers.stream().filter(answer -> answer.status() == 200).count());
        assertEquals(
                10, answers.stream().filter(answer -> answer.status() == 409).count());
        assertEquals(20, portal.count("SELECT count(*) FROM api_key WHERE name LIKE 'K%'"));
    }

    @Test
    void the_list_says_when_a_key_was_last_used_and_tells_no_secret() {
        var secret = key("ben", "keys:read");
        var items = with(secret).get("/api/v1/keys").expect(200).json().getJsonArray("items");
        assertTrue(items.stream()
                .map(JsonObject.class::cast)
                .anyMatch(item -> item.getString("id").equals(id(secret).toString())));
        assertFalse(items.encode().contains(secret));
        for (int i = 0;
                i < 100
                        && portal.count(
                                        "SELECT count(*) FROM api_key WHERE id = ? AND last_used_at IS NOT NULL",
                                        id(secret))
                                == 0;
                i++) Portal.pause(20);
        assertNotEquals(
                null,
                portal.query("SELECT last_used_at FROM api_key WHERE id = ?", id(secret))
                        .getFirst()
                        .getFirst());
    }
}
