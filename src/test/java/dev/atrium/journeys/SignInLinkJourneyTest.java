package dev.atrium.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.WithBrowser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Staff switch magic links on and send one; the client opens it from the mailbox and lands where it leads. */
@ExtendWith(WithBrowser.class)
class SignInLinkJourneyTest {
    private static final String CONSOLE = "console.localhost";

    @Test
    void a_link_of_staff_leads_from_the_mailbox_to_the_page_they_chose(Portal portal) {
        portal.settings(Portal.ACME, "magic_links = false");
        portal.staff("Lotte Linker", "lotte@staff.example", "owner", Portal.ACME);
        portal.account(Portal.ACME, "Mia Mailed", "mia@example.com", null);
        var contact = portal.query("SELECT contact_id FROM account WHERE email = 'mia@example.com'")
                .getFirst()
                .getFirst();
        var acme = "http://acme.localhost:" + portal.port();
        try (var staff = Browser.open(portal, CONSOLE, Screen.DESK_LIGHT)) {
            staff.as(portal.asStaff("lotte@staff.example")).go("/t/acme/contacts/" + contact);
            staff.follow("Send sign-in mail")
                    .reads("Magic links are off")
                    .look("sign-in-links-off")
                    .axe();
            staff.follow("Switch them on")
                    .at("/t/acme/settings/sign-in")
                    .look("settings-sign-in")
                    .axe();
            staff.field("Let people in by a link").check();
            staff.press("Save changes").reads("Saved. It holds from now on.");
            staff.go("/t/acme/contacts/" + contact + "/sign-in-links");
            staff.field("Leads to").selectOption("/account/sessions");
            staff.press("Send sign-in link")
                    .reads("The link is on its way.")
                    .look("sign-in-links-sent")
                    .axe();
        }
        portal.mail("mia@example.com");
        try (var client = Browser.open(portal, "acme.localhost", Screen.PHONE_LIGHT)) {
            var path = "/login/link/" + portal.link("mia@example.com");
            // A scanner's browser opens it first, with scripts and all, and uses nothing up.
            try (var scanner = Browser.open(portal, "acme.localhost", Screen.DESK_DARK)) {
                scanner.go(path);
                assertFalse(scanner.hasCookie("session"));
            }
            client.go(path).look("link-of-staff").axe().press("Continue");
            client.at(acme + "/account/sessions").look("link-landed");
            assertEquals(1, portal.sessions("mia@example.com"));
        }
    }

    @Test
    void an_expired_link_brings_a_new_code_in_one_tap(Portal portal) {
        portal.settings(Portal.ACME, "magic_links = true");
        portal.staff("Lars Late", "lars@staff.example", "owner", Portal.ACME);
        portal.account(Portal.ACME, "Tia Tardy", "tia@example.com", null);
        var contact = portal.query("SELECT contact_id FROM account WHERE email = 'tia@example.com'")
                .getFirst()
                .getFirst();
        portal.asStaff("lars@staff.example")
                .post(
                        "/t/acme/contacts/" + contact + "/sign-in-links",
                        Map.of("target", "/account/sessions", "life", "1"))
                .expect(303);
        var path = "/login/link/" + portal.link("tia@example.com");
        portal.execute("UPDATE sign_in_link SET expires_at = created_at WHERE email = 'tia@example.com'");
        for (var screen : List.of(Screen.PHONE_DARK)) {
            try (var client = Browser.open(portal, "acme.localhost", screen)) {
                client.go(path)
                        .reads("This link has expired")
                        .look("link-expired")
                        .axe();
                client.press("Send me a new one").at("/code").reads("If this link was made for you");
                client.look("code-hidden").axe();
                client.page().keyboard().type(portal.code("tia@example.com"));
                client.press("Sign in").at("/account/sessions");
            }
        }
    }
}
