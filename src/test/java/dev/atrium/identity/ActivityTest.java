package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Factors;
import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.kernel.Cursor;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ActivityTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start();
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @Test
    void a_person_sees_what_happened_in_their_account_and_nobody_elses() {
        portal.account(Portal.ACME, "Ana Activity", "ana@example.com");
        portal.account(Portal.ACME, "Ben Bystander", "ben@example.com");
        var ana = portal.as(Portal.ACME, "ana@example.com");
        ana.post("/account/profile", Map.of("name", "Ana A.", "time_zone", "Asia/Tokyo", "language", "en"))
                .expect(303);
        ana.get("/account/activity")
                .expect(200)
                .expectText("Signed in")
                .expectText("Profile changed")
                .expectText("<time datetime=");
        var ben = portal.as(Portal.ACME, "ben@example.com");
        assertFalse(ben.get("/account/activity").expect(200).body().contains("Profile changed"));
        ben.post("/logout", Map.of()).expect(303);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM fact f JOIN contact c ON c.id = f.contact_id WHERE f.kind = 'session.ended' AND c.email = 'ben@example.com'"));
    }

    @Test
    void a_key_for_a_program_is_told_when_it_is_made_and_when_it_ends() {
        portal.account(Portal.ACME, "Kim Keys", "kim@example.com");
        var kim = portal.as(Portal.ACME, "kim@example.com");
        kim.post(
                        "/account/keys",
                        Map.of(
                                "nonce",
                                UUID.randomUUID().toString(),
                                "key_name",
                                "Calendar sync",
                                "days",
                                "30",
                                "scope_profile_read",
                                "yes"))
                .expect(200);
        kim.get("/account/activity?show=changes")
                .expect(200)
                .expectText("Key for a program made")
                .expectText("Calendar sync");
        var key = (UUID) portal.query("SELECT id FROM api_key WHERE name = 'Calendar sync'")
                .getFirst()
                .getFirst();
        kim.post("/account/keys/revoke", Map.of("id", key.toString())).expect(303);
        kim.get("/account/activity?show=changes").expect(200).expectText("Key for a program revoked");
        assertEquals(2, portal.count("SELECT count(*) FROM fact WHERE object = 'key' AND object_id = ?", key));
    }

    @Test
    void a_long_history_is_turned_page_by_page_without_gap_or_repetition() {
        var account = portal.account(Portal.GLOBEX, "Lena Long", "lena@example.com");
        // Seven in each moment, so that a page ends among those of one.
        var day = portal.query("SELECT now() - interval '1 day'").getFirst().getFirst();
        for (int i = 0; i < 70; i++) portal.execute("""
                    INSERT INTO fact (tenant_id, id, kind, at, actor_kind, contact_id, object, object_id, expires_at)
                    SELECT tenant_id, ?, 'profile.changed', ?::timestamptz - ? * interval '1 second', 'client', contact_id, 'account', id, now() + interval '1 day'
                      FROM account WHERE id = ?""", UUID.randomUUID(), day, i / 7, account);
        var lena = portal.as(Portal.GLOBEX, "lena@example.com");
        var seen = new HashSet<String>();
        var next = "/api/v1/activity";
        int pages = 0;
        do {
            var page = new JsonObject(lena.get(next).expect(200).body());
            for (var item : page.getJsonArray("items"))
                assertTrue(seen.add(((JsonObject) item).getString("id")), "told twice");
            next = page.getString("next");
            pages++;
        } while (next != null);
        assertEquals(71, seen.size());
        assertEquals(3, pages);
        lena.get("/api/v1/activity?cursor=yesterday").expect(422);
        lena.get("/api/v1/activity?limit=101").expect(422);
        lena.get("/account/activity?before=yesterday").expect(200);
        for (var far : List.of(Long.toString(Long.MAX_VALUE), "-1", "noon", ""))
            lena.get("/account/activity?before=" + new Cursor(far, UUID.randomUUID()).text())
                    .expect(200);
        var older = Pattern.compile("/account/activity\\?before(?:=|&#61;)([A-Za-z0-9_-]+)")
                .matcher(lena.get("/account/activity").expect(200).body());
        assertTrue(older.find());
        assertFalse(lena.get("/account/activity?before=" + older.group(1))
                .expect(200)
                .body()
                .contains("Signed in</"));
    }

    @Test
    void ways_in_that_were_tried_in_vain_are_told_and_bounded() {
        portal.account(Portal.ACME, "Kno Cked", "knocked@example.com");
        var guesser = portal.at(Portal.ACME);
        guesser.post("/login", Forms.login("knocked@example.com", "not-my-phrase-3"))
                .expect(422);
        guesser.post("/login/code", Forms.email("knocked@example.com")).expect(303);
        var right = portal.code("knocked@example.com");
        guesser.post("/code", Forms.code(right.equals("000000") ? "111111" : "000000"))
                .expect(422);
        var enrolled = Factors.enrol(portal, Portal.ACME, "knocked@example.com");
        var second = portal.at(Portal.ACME);
        second.post("/login", Forms.login("knocked@example.com", Portal.PASSWORD))
                .expectRedirect("/login/factor");
        second.post("/login/factor", Forms.code("000000")).expect(422);
        for (var kind : List.of("password.refused", "code.refused", "factor.refused")) noted(kind, 1);
        enrolled.visitor()
                .get("/account/activity?show=entry")
                .expect(200)
                .expectText("wrong password")
                .expectText("wrong code")
                .expectText("wrong second factor")
                .expectText("127.0.0.1");
        assertEquals(
                3,
                portal.count(
                        "SELECT count(*) FROM fact WHERE kind LIKE '%.refused' AND expires_at < now() + interval '91 days'"));
        // Beyond a number nothing more is written, whoever goes on guessing.
        portal.execute("UPDATE rate_limit SET count = 20 WHERE key LIKE 'refused:%'");
        guesser.post("/login", Forms.login("knocked@example.com", "not-my-phrase-4"))
                .expect(422);
        guesser.post("/login", Forms.login("nobody-here@example.com", "not-my-phrase-4"))
                .expect(422);
        for (int i = 0; i < 200 && portal.count("SELECT count FROM rate_limit WHERE key LIKE 'refused:%'") < 21; i++)
            Portal.pause(20);
        noted("password.refused", 1);
    }

    /** It is written when the answer has left. */
    private static void noted(String kind, long times) {
        for (int i = 0; i < 200 && portal.count("SELECT count(*) FROM fact WHERE kind = ?", kind) < times; i++)
            Portal.pause(20);
        assertEquals(times, portal.count("SELECT count(*) FROM fact WHERE kind = ?", kind), kind);
    }
}
