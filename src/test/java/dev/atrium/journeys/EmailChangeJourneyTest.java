package dev.atrium.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.WithBrowser;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBrowser.class)
class EmailChangeJourneyTest {
    private static final Pattern UNDO = Pattern.compile("/account/email/undo/[A-Za-z0-9_-]{43}");

    @Test
    void a_client_moves_to_another_address_with_both_codes_and_the_old_one_takes_it_back(Portal portal) {
        portal.account(Portal.ACME, "Joana Journey", "joana@example.com");
        var joana = portal.as(Portal.ACME, "joana@example.com");
        try (var window = Browser.open(portal, "acme.localhost", Screen.PHONE_LIGHT)) {
            window.as(joana).go("/account").look("settings-overview").axe();
            window.page().locator(".cards a[href='/account/email']").click();
            window.at("/account/email").fill("New address", "joana@new.example").look("email-typed");
            window.press("Send both codes").reads("Confirm both addresses");
            window.page().locator("#f-code_old").fill(portal.code("joana@example.com"));
            window.page().locator("form:has(#f-code_old) button").click();
            window.reads("confirmed").look("email-half").axe();
            window.page().locator("#f-code_new").fill(portal.code("joana@new.example"));
            window.page().locator("form:has(#f-code_new) button").click();
            window.reads("Your new address is in place.").look("email-done");
        }
        assertEquals(1, portal.accounts("joana@new.example"));
        var left = portal.mail(
                "joana@example.com", mail -> UNDO.matcher(mail.text()).find());
        var link = UNDO.matcher(left.text());
        link.find();
        try (var window = Browser.open(portal, "acme.localhost", Screen.DESK_LIGHT.withoutScript())) {
            window.asNobody().go(link.group()).reads("joana@new.example").look("email-undo");
            window.press("Put my address back").at("/login/code").reads("Your address is back");
        }
        assertEquals(1, portal.accounts("joana@example.com"));
    }
}
