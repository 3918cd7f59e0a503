package dev.atrium.invitation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.secrets.ApiSecret;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InvitationApiTest {
    private static final String ROOT = "/api/v1/business/invitations";
    private static Portal portal;
    private static String both;
    private static String reader;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        both = key("{invitations:read,invitations:write}");
        reader = key("{invitations:read}");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static String key(String scopes) {
        var fresh = ApiSecret.random(ApiSecret.Owner.BUSINESS);
        portal.execute("""
                INSERT INTO api_key (tenant_id, id, name, prefix, secret_hash, scopes, expires_at)
                VALUES (?, ?, 'CRM', ?, ?, ?::text[], now() + interval '100 days')""", portal.tenantId(Portal.ACME), UUID.randomUUID(), fresh.prefix(), fresh.hash(), scopes);
        return fresh.text();
    }

    private static Visitor program(String key) {
        return portal.at(Portal.ACME).header("Authorization", "Bearer " + key);
    }

    private static String body(String email) {
        return "{\"email\":\"" + email + "\",\"full_name\":\"Ana Ruiz\"}";
    }

    @Test
    void a_program_invites_reminds_and_takes_back() {
        var made = program(both).json("POST", ROOT, body("api@example.com")).expect(201);
        assertEquals("sent", made.json().getString("state"));
        assertFalse(made.body().contains("/invitation/"), "no answer holds a link");
        assertEquals(
                made.body(), program(reader).get(made.location()).expect(200).body());
        assertEquals(1, portal.mails("api@example.com"));
        program(both).json("POST", made.location() + "/resend", "").expect(429);
        portal.move(Duration.ofMinutes(2));
        program(both).json("POST", made.location() + "/resend", "").expect(200);
        assertEquals(2, portal.mails("api@example.com"));
        var gone = program(both).json("POST", made.location() + "/revoke", "").expect(200);
        assertEquals("revoked", gone.json().getString("state"));
        program(both).json("POST", made.location() + "/revoke", "").expect(409);
        assertTrue(portal.count(
                        "SELECT count(*) FROM audit WHERE actor_kind = 'business' AND action = 'invitation.revoked'")
                == 1);
    }

    @Test
    void the_same_key_invites_once() {
        var first = program(both).header("Idempotency-Key", "k1").json("POST", ROOT, body("once@example.com"));
        var second = program(both).header("Idempotency-Key", "k1").json("POST", ROOT, body("once@example.com"));
        assertEquals(201, first.status());
        assertEquals(first.body(), second.body());
        assertEquals(1, portal.mails("once@example.com"));
    }

    @Test
    void the_list_is_narrowed_and_paged() {
        for (int i = 0; i < 3; i++)
            program(both)
                    .json("POST", ROOT, "{\"email\":\"page" + i + "@example.com\",\"send\":false}")
                    .expect(201);
        var page =
                program(reader).get(ROOT + "?state=draft&limit=2").expect(200).json();
        assertEquals(2, page.getJsonArray("items").size());
        var rest = program(reader).get(page.getString("next")).expect(200).json();
        assertEquals(1, rest.getJsonArray("items").size());
        var one = program(reader)
                .get(ROOT + "?email=page1@example.com")
                .expect(200)
                .json();
        assertEquals(1, one.getJsonArray("items").size());
        program(reader).get(ROOT + "?state=nonsense").expect(422);
    }

    @Test
    void a_reader_invites_nobody_and_no_nonsense_is_mailed() {
        program(reader).json("POST", ROOT, body("reader@example.com")).expect(403);
        var mails = portal.count("SELECT count(*) FROM mail_outbox");
        for (var sent : List.of(
                "{\"email\":[\"a@example.com\",\"b@example.com\"]}",
                "{\"email\":{\"a\":\"a@example.com\"}}",
                "{\"email\":\"Ana <a@example.com>\"}",
                "{\"email\":\"a@example.com\\r\\nBcc: b@example.com\"}",
                "{\"email\":\"a@example.com\",\"email\":\"b@example.com\"}",
                "{\"email\":\"a@example.com,b@example.com\"}",
                "{\"email\":\"a@example.com\",\"role\":\"owner\"}",
                "{\"email\":\"\"}")) program(both).json("POST", ROOT, sent).expect(422);
        assertEquals(mails, portal.count("SELECT count(*) FROM mail_outbox"));
        portal.account(Portal.ACME, "Has One", "api-has@example.com");
        program(both).json("POST", ROOT, body("api-has@example.com")).expect(409);
    }
}
