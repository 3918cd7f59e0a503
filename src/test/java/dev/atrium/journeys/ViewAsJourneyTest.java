package dev.atrium.journeys;

import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.WithBrowser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Staff go over to the portal as a client, are refused a change, and come back; on a desk and on a phone, and without scripts. */
@ExtendWith(WithBrowser.class)
class ViewAsJourneyTest {
    @Test
    void staff_look_at_the_portal_as_a_client_and_come_back(Portal portal) {
        portal.staff("Vera Viewer", "vera@staff.example", "support", Portal.ACME);
        portal.account(Portal.ACME, "Nina Noted", "nina@example.com");
        for (var screen : List.of(Screen.DESK_LIGHT, Screen.PHONE_DARK, Screen.DESK_DARK.withoutScript())) {
            try (var window = Browser.open(portal, "console.localhost", screen)) {
                var console = "http://console.localhost:" + portal.port();
                var acme = "http://acme.localhost:" + portal.port();
                window.go("/").at("/login").fill("E-mail", "vera@staff.example").fill("Password", Portal.PASSWORD);
                window.press("Continue").at("/t/acme");
                window.go("/t/acme/view-as")
                        .fill("Search by name", "nina")
                        .press("Search")
                        .reads("Nina Noted");
                window.look("view-as-choose");
                if (screen.script()) window.axe();
                window.fill("Why do you look?", "Nina asked what she sees")
                        .press("View as Nina Noted")
                        .headed("See the portal as a client")
                        .look("view-as-continue");
                window.press("Continue").at(acme + "/").reads("You see the portal as Nina Noted");
                window.noSideScroll().look("view-as-home");
                if (screen.script()) window.axe();
                window.go(acme + "/account/sessions")
                        .allow(403)
                        .press("Sign out")
                        .headed("Looking only");
                window.reads("You see the portal as Nina Noted").look("view-as-refused");
                window.press("End").at(acme + "/view-ended").headed("The view has ended");
                window.look("view-as-ended").follow("Back to the console");
                window.at(console + "/t/acme/view-as");
            }
        }
    }
}
