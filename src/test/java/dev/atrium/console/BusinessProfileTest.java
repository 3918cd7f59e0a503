package dev.atrium.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Portal;
import java.util.HashMap;
import java.util.Map;
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
        }
    }
}
