package dev.atrium.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.WithBrowser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBrowser.class)
class ConsoleJourneyTest {
    @Test
    void staff_sign_in_copy_the_address_and_read_the_api_reference(Portal portal) {
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        try (var window = Browser.open(portal, "console.localhost", Screen.DESK_LIGHT)) {
            window.go("/").at("/login").fill("E-mail", "olivia@staff.example").fill("Password", "wrong-password");
            window.press("Continue").reads("E-mail and password do not match.").look("console-login-refused");
            window.axe()
                    .fill("Password", Portal.PASSWORD)
                    .press("Continue")
                    .at("/t/acme")
                    .headed("Acme Studio");
            window.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
            window.press("Copy").reads("Copied").look("console-dashboard");
            assertEquals(
                    "http://acme.localhost:" + portal.port(),
                    window.page().evaluate("() => navigator.clipboard.readText()"));
            window.follow("API reference").at("/api").headed("API reference");
            var operations = window.page().locator("details.operation");
            operations.first().locator("summary").click();
            PlaywrightAssertions.assertThat(operations.first()).hasAttribute("open", "");
            window.look("console-api").axe();
            window.page().locator("summary:has-text('Account menu')").click();
            window.press("Sign out").at("/signed-out").go("/t/acme").at("/login");
        }
    }
}
