package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who reads which language: the account's, else the browser's choice, else what it asks for, else the tenant's. */
class LanguageTest {
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
    void the_browser_is_asked_before_anybody_is_known() {
        var page = portal.at(Portal.ACME)
                .header("Accept-Language", "de-AT,en;q=0.5")
                .get("/login");
        assertEquals("de", page.header("Content-Language"));
        assertTrue(page.header("Vary").contains("Accept-Language")
                && page.header("Vary").contains("Cookie"));
        assertTrue(page.body().contains("<html lang=\"de\" dir=\"ltr\""), page.body());
        var missing = portal.at(Portal.ACME).header("Accept-Language", "de").get("/nowhere");
        assertEquals("de", missing.header("Content-Language"));
        assertEquals("Accept-Language, Cookie", missing.header("Vary"));
    }

    @Test
    void a_choice_sticks_without_script_and_comes_back_to_its_page() {
        var guest = portal.at(Portal.ACME).header("Accept-Language", "en");
        assertTrue(guest.get("/signup").body().contains("action=\"/language\""));
        guest.post("/language", Map.of("language", "de", "back", "/signup", "next", "/account/profile"))
                .expectRedirect("/signup?next=%2Faccount%2Fprofile");
        assertEquals("de", guest.get("/login").header("Content-Language"));
        assertEquals("de", guest.get("/forgot").header("Content-Language"));
    }

    @Test
    void a_choice_leads_nowhere_else() {
        var guest = portal.at(Portal.ACME);
        for (var back : new String[] {"https://evil.example/", "//evil.example", "/nowhere", "/login/link/abc", ""}) {
            guest.post("/language", Map.of("language", "de", "back", back)).expectRedirect("/");
        }
        guest.post("/language", Map.of("language", "de", "back", "/login", "next", "//evil.example"))
                .expectRedirect("/login");
    }

    @Test
    void what_is_not_offered_is_refused() {
        var guest = portal.at(Portal.ACME);
        for (var tag : new String[] {"pl", "en-XA", "ar-XB", "", "../de"}) {
            guest.post("/language", Map.of("language", tag, "back", "/login")).expect(422);
            assertEquals("", guest.cookie("language"));
        }
        assertEquals("en", guest.cookie("language", "pl-PL").get("/login").header("Content-Language"));
    }

    @Test
    void the_account_decides_once_somebody_is_signed_in() {
        portal.account(Portal.ACME, "Lena Language", "lena@example.com");
        var lena = portal.as(Portal.ACME, "lena@example.com");
        assertEquals("en", lena.get("/").header("Content-Language"));
        lena.post("/language", Map.of("language", "de", "back", "/account/profile"))
                .expectRedirect("/account/profile");
        assertEquals(
                1L, portal.count("SELECT count(*) FROM account WHERE email = 'lena@example.com' AND language = 'de'"));
        var elsewhere = portal.as(Portal.ACME, "lena@example.com").header("Accept-Language", "en");
        assertEquals("de", elsewhere.get("/").header("Content-Language"));
    }

    @Test
    void the_tenant_speaks_where_nobody_asked() {
        portal.settings(Portal.GLOBEX, "language = 'de'");
        assertEquals("de", portal.at(Portal.GLOBEX).get("/login").header("Content-Language"));
        assertEquals(
                "de",
                portal.at(Portal.GLOBEX)
                        .header("Accept-Language", "pl")
                        .get("/login")
                        .header("Content-Language"));
    }

    @Test
    void the_console_keeps_a_choice_too() {
        var staff = portal.atConsole();
        staff.post("/language", Map.of("language", "de", "back", "/login")).expectRedirect("/login");
        assertEquals("de", staff.get("/login").header("Content-Language"));
    }

    @Test
    void a_code_is_mailed_in_the_language_of_its_account() {
        portal.account(Portal.ACME, "Dora Deutsch", "dora@example.com");
        portal.execute("UPDATE account SET language = 'de' WHERE email = 'dora@example.com'");
        portal.at(Portal.ACME)
                .header("Accept-Language", "en")
                .post("/login/code", Map.of("email", "dora@example.com"))
                .expectRedirect("/code");
        assertTrue(
                portal.mail("dora@example.com").text().contains("Guten Tag Dora Deutsch"),
                portal.mail("dora@example.com").text());
    }

    @Test
    void a_portal_speaks_five_languages_and_arabic_from_right_to_left() {
        var page = portal.at(Portal.ACME)
                .header("Accept-Language", "es-MX,en;q=0.5")
                .get("/login");
        assertEquals("es", page.header("Content-Language"));
        assertTrue(page.body().contains("<html lang=\"es\" dir=\"ltr\""), page.body());
        for (var name : List.of("English", "Deutsch", "Español", "Français", "العربية")) {
            assertTrue(page.body().contains("<bdi>" + name + "</bdi>"), name);
        }
        var guest = portal.at(Portal.ACME);
        guest.post("/language", Map.of("language", "ar", "back", "/login")).expectRedirect("/login");
        var arabic = guest.get("/login");
        assertTrue(arabic.body().contains("<html lang=\"ar\" dir=\"rtl\""), arabic.body());
        assertTrue(arabic.body().contains("تسجيل الدخول"), arabic.body());
        assertTrue(guest.get("/nowhere").body().contains("الصفحة غير موجودة"));
    }

    @Test
    void the_console_offers_the_languages_that_say_everything() {
        var staff = portal.atConsole();
        var page = staff.header("Accept-Language", "ar,de;q=0.5").get("/login");
        assertEquals("de", page.header("Content-Language"));
        assertFalse(page.body().contains("Español"), page.body());
        staff.post("/language", Map.of("language", "es", "back", "/login")).expect(422);
        assertEquals(
                "en", portal.atConsole().cookie("language", "es").get("/login").header("Content-Language"));
    }

    @Test
    void a_mail_is_written_as_its_reader_reads() {
        portal.account(Portal.ACME, "سمير حداد", "samir@example.com");
        portal.execute("UPDATE account SET language = 'ar' WHERE email = 'samir@example.com'");
        portal.at(Portal.ACME)
                .header("Accept-Language", "en")
                .post("/login/code", Map.of("email", "samir@example.com"))
                .expectRedirect("/code");
        var mail = portal.mail("samir@example.com");
        assertTrue(mail.text().contains("مرحبًا"), mail.text());
        assertTrue(mail.html().contains("lang=\"ar\" dir=\"rtl\""), mail.html());
    }

    @Test
    void staff_without_a_language_are_written_to_in_one_that_says_everything() {
        portal.staff("Ella English", "ella@staff.example", "owner", Portal.GLOBEX);
        portal.settings(Portal.GLOBEX, "language = 'ar'");
        try {
            portal.atConsole().post("/forgot", Map.of("email", "ella@staff.example"));
            assertTrue(portal.mail("ella@staff.example").text().contains("Hello Ella English"));
        } finally {
            portal.settings(Portal.GLOBEX, "language = 'en'");
        }
    }

    @Test
    void programs_are_told_in_their_language_what_went_wrong() {
        var answer = portal.at(Portal.ACME).header("Accept-Language", "de").get("/api/v1/me");
        answer.expect(401);
        assertEquals("de", answer.header("Content-Language"));
        assertTrue(answer.body().contains("\"title\":\"Nicht angemeldet\""), answer.body());
        assertFalse(answer.body().contains("Sign in first"), answer.body());
    }
}
