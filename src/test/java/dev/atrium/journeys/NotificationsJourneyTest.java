package dev.atrium.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.WithBrowser;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBrowser.class)
class NotificationsJourneyTest {
    @Test
    void a_client_reads_the_bell_and_chooses_without_javascript(Portal portal) {
        var account = portal.account(Portal.ACME, "Nils Notice", "nils@example.com");
        portal.as(Portal.ACME, "nils@example.com")
                .post("/account/password", Map.of("password", "four-grey-herons", "current", Portal.PASSWORD))
                .expect(303);
        var nils = portal.at(Portal.ACME);
        nils.post("/login", Map.of("email", "nils@example.com", "password", "four-grey-herons"))
                .expect(303);
        try (var window = Browser.open(portal, "acme.localhost", Screen.PHONE_LIGHT.withoutScript())) {
            window.as(nils).go("/").look("home-bell");
            window.page().locator("a.bell").click();
            window.at("/notifications").reads("Your password was changed").look("bell");
            window.page().locator(".lines button").first().click();
            window.at("/account/sessions").go("/account/notifications").look("choices");
            window.page().locator("select[name='digest.summary:mail']").selectOption("off");
            window.page().locator("input[name=quiet]").check();
            window.press("Save changes").reads("Your choices are saved.").look("choices-saved");
            assertTrue(window.page().locator("input[name=quiet]").isChecked());
        }
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM notification_choice n JOIN account a ON a.contact_id = n.contact_id WHERE a.id = ? AND pace = 'off'",
                        account));
    }

    @Test
    void staff_write_their_own_words_see_them_and_send_themselves_a_test(Portal portal) {
        portal.staff("Olga Owner", "olga@staff.example", "owner", Portal.ACME);
        var olga = portal.asStaff("olga@staff.example");
        try (var window = Browser.open(portal, "console.localhost", Screen.DESK_LIGHT)) {
            window.as(olga)
                    .go("/t/acme")
                    .follow("Email Settings")
                    .at("/t/acme/notifications")
                    .look("types")
                    .axe();
            window.go("/t/acme/notifications/account.welcome").fill("Subject", "Hello {{nmae}}");
            window.allow(422)
                    .press("Save changes")
                    .reads("there is no variable {{nmae}}. Did you mean {{name}}?")
                    .look("words-refused");
            window.go("/t/acme/notifications/account.welcome")
                    .follow("Default Template")
                    .look("template-copy");
            window.fill("Subject", "Good to see you, {{name}}")
                    .fill("HTML", "<p>Everything of {{portal}} is here.</p><p>Ask us anything.</p><script>x</script>")
                    .press("Save changes")
                    .reads("Your template is saved as a new version.")
                    .reads("Saved without what mails must not carry: script")
                    .reads("Good to see you, Ana Example");
            window.page()
                    .frameLocator("iframe.letter")
                    .getByText("Everything of Acme Studio is here.")
                    .waitFor();
            window.look("words").axe();
            window.press("Send a test to olga@staff.example").reads("The test is on its way to you.");
            assertEquals(
                    "Good to see you, Ana Example",
                    portal.mail("olga@staff.example", mail -> mail.subject().startsWith("Good"))
                            .subject());
            window.follow("Mail").at("/t/acme/mail").look("log").axe();
            var id = (UUID) portal.query(
                            "SELECT id FROM mail_outbox WHERE recipient = 'olga@staff.example' ORDER BY created_at DESC")
                    .getFirst()
                    .getFirst();
            window.go("/t/acme/mail/" + id).look("mail");
        }
    }
}
