package dev.atrium.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonArray;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who the business is, is kept once, checked field by field, and never overwritten by an older form. */
class BusinessProfileTest {
    private static Map<String, String> form(String... more) {
        var form = new HashMap<>(Map.of(
                "name",
                "Acme Studio",
                "legal_name",
                "Acme GmbH",
                "address",
                "Weg 1\nBerlin",
                "tax_id",
                "DE123",
                "currency",
                "EUR",
                "time_zone",
                "Europe/Berlin",
                "language",
                "de",
                "version",
                "0"));
        for (int i = 0; i < more.length; i += 2) form.put(more[i], more[i + 1]);
        return form;
    }

    @Test
    void the_profile_is_kept_checked_and_guarded_by_its_version() {
        try (var portal = Portal.start()) {
            portal.staff("Olivia Owner", "olivia@example.com", "owner", Portal.ACME);
            portal.staff("Sam Support", "sam@example.com", "support", Portal.ACME);
            var olivia = portal.asStaff("olivia@example.com");
            var page = "/t/acme/settings/business";
            portal.asStaff("sam@example.com").get(page).expect(404);
            olivia.post(page, form("currency", "XXX")).expect(422);
            olivia.post(page, form("time_zone", "Moon/Base")).expect(422);
            olivia.post(page, form("language", "tlh")).expect(422);
            olivia.post(page, form("name", "")).expect(422);
            olivia.post(page, form("address", "x".repeat(501))).expect(422).expectText("Acme GmbH");
            olivia.post(page, form()).expectRedirect(page);
            olivia.get(page).expect(200).expectText("Acme GmbH").expectText("DE123");
            olivia.post(page, form("legal_name", "Older")).expect(409);
            olivia.post(page, form("legal_name", "Newer", "version", "1")).expectRedirect(page);
            assertEquals(
                    1,
                    portal.count("SELECT count(*) FROM business_profile WHERE legal_name = 'Newer' AND version = 2"));
            assertEquals(2, portal.count("SELECT count(*) FROM audit WHERE action = 'settings.business-changed'"));
            portal.at(Portal.ACME).get("/login").expect(200).expectText("lang=\"de\"");
            languages_are_those_that_are_offered(portal, olivia, page);
            programs_choose_them_too(portal, olivia);
        }
    }

    /** Pages, the client's choice, and mails: what is not offered is the portal's own language. */
    private static void languages_are_those_that_are_offered(Portal portal, Visitor olivia, String page) {
        portal.account(Portal.ACME, "Fanny French", "fanny@example.com");
        var fanny = portal.as(Portal.ACME, "fanny@example.com");
        var french = Map.of("language", "fr", "time_zone", "");
        fanny.post("/account/language", french).expect(303);
        fanny.get("/account/language").expect(200).expectText("lang=\"fr\"").expectText("value=\"ar\"");
        olivia.post(page, form("version", "2", "languages", "tlh")).expect(422);
        olivia.post(page, form("version", "2", "languages", "en")).expectRedirect(page);
        assertEquals(
                1,
                portal.count("SELECT count(*) FROM tenant_settings WHERE languages = '{en,de}'"),
                "the portal's own is always one of them");
        fanny.get("/account/language").expect(200).expectText("<html lang=\"de\"");
        assertFalse(fanny.get("/account/language").body().contains("value=\"fr\""));
        assertTrue(fanny.get("/account/language").body().contains("value=\"de\" checked"), "what she reads instead");
        fanny.post("/account/language", french).expect(422);
        fanny.post("/language", Map.of("language", "fr", "back", "/")).expect(422);
        fanny.post("/account/profile", Map.of("full_name", "Fanny F.")).expect(303);
        assertEquals(1, portal.count("SELECT count(*) FROM account WHERE language = 'fr'"), "the choice is kept");
        var guest = portal.at(Portal.ACME);
        guest.header("Accept-Language", "fr-FR, ar;q=0.9")
                .get("/login")
                .expect(200)
                .expectText("<html lang=\"de\"");
        assertFalse(guest.get("/login").body().contains("lang=\"ar\""));
        guest.header("Accept-Language", "en").get("/login").expect(200).expectText("<html lang=\"en\"");
        portal.at(Portal.ACME)
                .post("/login/code", Map.of("email", "fanny@example.com"))
                .expect(303);
        assertEquals(
                "de",
                portal.query(
                                "SELECT language FROM mail_outbox WHERE recipient = 'fanny@example.com' ORDER BY created_at DESC LIMIT 1")
                        .getFirst()
                        .getFirst());
        olivia.post(page, form("version", "3", "languages", "fr")).expectRedirect(page);
        fanny.get("/").expect(200).expectText("<html lang=\"fr\"");
    }

    private static void programs_choose_them_too(Portal portal, Visitor olivia) {
        var api = "/api/v1/business/settings/profile";
        var made = olivia.post(
                        "/t/acme/keys",
                        Map.of(
                                "key_name",
                                "Setup",
                                "days",
                                "90",
                                "scope_settings_read",
                                "yes",
                                "scope_settings_write",
                                "yes"))
                .expect(200)
                .body();
        var secret = Pattern.compile("atr_[a-z]+_[A-Za-z0-9_-]{30,}").matcher(made);
        assertTrue(secret.find(), made);
        var key = "Bearer " + secret.group();
        var program = portal.at(Portal.ACME).header("Authorization", key);
        var now = program.get(api).expect(200);
        assertEquals("de", now.json().getString("language"));
        assertEquals(new JsonArray().add("de").add("fr"), now.json().getJsonArray("languages"));
        program.json("PATCH", api, "{\"languages\":[]}").expect(428);
        program.header("If-Match", now.header("ETag"));
        program.json("PATCH", api, "{\"languages\":[\"tlh\"]}").expect(422);
        program.json("PATCH", api, "{\"currency\":\"XXX\"}").expect(422);
        var every = program.json("PATCH", api, "{\"languages\":[],\"language\":\"es\"}")
                .expect(200)
                .json();
        assertEquals(new JsonArray(), every.getJsonArray("languages"));
        assertEquals("Acme GmbH", every.getString("legal_name"), "what is left out stays");
        program.json("PATCH", api, "{\"languages\":[\"es\"]}").expect(412);
        portal.at(Portal.ACME).get("/login").expect(200).expectText("<html lang=\"es\"");
    }
}
