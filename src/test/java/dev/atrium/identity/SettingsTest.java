package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The places of a person's own settings. */
class SettingsTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start();
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Visitor signedIn(String email) {
        portal.account(Portal.ACME, "Ola Owner", email);
        return portal.as(Portal.ACME, email);
    }

    private static long audited(String action, String email) {
        return portal.count(
                "SELECT count(*) FROM audit u JOIN account a ON a.id = u.actor_id WHERE u.action = ? AND a.email = ?",
                action,
                email);
    }

    @Test
    void the_overview_tells_how_things_stand_and_leads_everywhere() {
        var ola = signedIn("ola@example.com");
        var page = ola.get("/account").expect(200);
        for (var place : portal.house().routes().settings())
            assertTrue(page.body().contains("href=\"" + place.path() + "\""), place.path());
        page.expectText("1 device is signed in").expectText("A password is set");
        portal.as(Portal.ACME, "ola@example.com");
        ola.post("/account/password", Map.of("password", "four-grey-herons")).expect(303);
        ola.get("/account").expect(200).expectText("Changed");
        for (var place : portal.house().routes().settings())
            if (!place.path().equals("/account/password"))
                ola.get(place.path()).expect(200).expectText("aria-current=\"page\"");
    }

    @Test
    void language_and_zone_are_kept_and_what_is_none_is_refused() {
        var lea = signedIn("lea@example.com");
        lea.post("/account/language", Map.of("language", "de", "time_zone", "Asia/Tokyo"))
                .expectRedirect("/account/language");
        lea.get("/account/language").expect(200).expectText("Sprache und Zeit").expectText("Asia/Tokyo");
        lea.post("/account/language", Map.of("language", "xx", "time_zone", "Asia/Tokyo"))
                .expect(422);
        lea.post("/account/language", Map.of("language", "de", "time_zone", "Mars/Base"))
                .expect(422);
        assertEquals(1, audited("language.chosen", "lea@example.com"));
    }

    @Test
    void who_may_see_and_reach_the_person_is_kept_for_those_who_ask() throws Exception {
        var sam = signedIn("sam@example.com");
        var contact = (UUID) portal.query("SELECT contact_id FROM account WHERE email = 'sam@example.com'")
                .getFirst()
                .getFirst();
        assertEquals(Social.USUAL, social(contact));
        sam.post(
                        "/account/communities",
                        Map.of("profile_for", "nobody", "messages_from", "staff", "show_online", "yes"))
                .expectRedirect("/account/communities");
        assertEquals(new Social(Social.Seen.NOBODY, Social.Reach.STAFF, true, false, 1), social(contact));
        sam.post("/account/communities", Map.of("profile_for", "everybody", "messages_from", "staff"))
                .expect(422);
        var api = sam.get("/api/v1/social-settings").expect(200);
        assertEquals("staff", api.json().getString("messages_from"));
        sam.another()
                .cookies(sam.cookies())
                .header("If-Match", api.header("ETag"))
                .json("PATCH", "/api/v1/social-settings", "{\"profile_for\":\"members\",\"mail_mentions\":true}")
                .expect(200);
        assertEquals(new Social(Social.Seen.MEMBERS, Social.Reach.STAFF, true, true, 2), social(contact));
        sam.another()
                .cookies(sam.cookies())
                .header("If-Match", api.header("ETag"))
                .json("PATCH", "/api/v1/social-settings", "{\"profile_for\":\"nobody\"}")
                .expect(412);
        assertEquals(2, audited("social.changed", "sam@example.com"));
        assertEquals(
                2, portal.count("SELECT count(*) FROM fact WHERE kind = 'social.changed' AND contact_id = ?", contact));
    }

    private static Social social(UUID contact) throws Exception {
        var scope = dev.atrium.kernel.Scope.guest(portal.tenantId(Portal.ACME), java.util.Locale.ENGLISH);
        return portal.house()
                .db()
                .read(scope, tx -> Social.of(tx, contact))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void all_other_devices_are_signed_out_at_once_and_this_one_is_not() {
        var dora = signedIn("dora@example.com");
        var others = List.of(portal.as(Portal.ACME, "dora@example.com"), portal.as(Portal.ACME, "dora@example.com"));
        others.forEach(other -> other.get("/").expect(200));
        dora.get("/account/sessions")
                .expect(200)
                .expectText("Sign out all others")
                .expectText("this device");
        dora.post("/account/sessions/end-others", Map.of()).expectRedirect("/account/sessions");
        others.forEach(other -> other.get("/").expectRedirect("/login"));
        dora.get("/account/sessions").expect(200);
        assertEquals(1, portal.sessions("dora@example.com"));
        assertEquals(1, audited("sessions.ended", "dora@example.com"));
    }

    @Test
    void a_program_signs_out_every_other_device() {
        portal.account(Portal.ACME, "De Vices", "devices@example.com");
        var here = portal.as(Portal.ACME, "devices@example.com");
        var there = portal.as(Portal.ACME, "devices@example.com");
        var token = here.json("POST", "/api/v1/tokens", "").expect(200).json().getString("access_token");
        portal.at(Portal.ACME)
                .header("Authorization", "Bearer " + token)
                .json("DELETE", "/api/v1/sessions", "")
                .expect(204);
        here.get("/account").expect(200).expectText("no second factor");
        there.get("/account").expectRedirect("/login?next=%2Faccount");
        assertEquals(1, portal.sessions("devices@example.com"));
    }
}
