package dev.atrium.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.WithBrowser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An owner brands the portal: types, looks, publishes, hides the words over the picture by the help article's snippet, goes back. */
@ExtendWith(WithBrowser.class)
class BrandingJourneyTest {
    private static final String CONSOLE = "console.localhost";
    private static final String SNIPPET = ".text-5xl {\n\ndisplay: none;\n\n}\n\n.my-4 {\n\ndisplay: none;\n\n}";

    @Test
    void an_owner_brands_the_portal_and_hides_the_words_over_the_picture() {
        try (var portal = Portal.start()) {
            portal.staff("Bea Brand", "bea@staff.example", "owner", Portal.ACME);
            try (var staff = Browser.open(portal, CONSOLE, Screen.DESK_LIGHT)) {
                staff.as(portal.asStaff("bea@staff.example")).go("/t/acme/branding");
                staff.look("branding-empty").axe();
                staff.fill("Portal name", "Harbour Film");
                staff.fill("Portal description", "Photography and film for people who make things.");
                staff.fill("Brand color one", "#ffd24d");
                // Saved as it is typed, and the preview shows it.
                staff.reads("Draft saved");
                var frame = staff.page().frameLocator(".preview-frame iframe");
                PlaywrightAssertions.assertThat(frame.locator(".text-5xl")).hasText("Harbour Film");
                PlaywrightAssertions.assertThat(frame.locator(".my-4"))
                        .hasText("Photography and film for people who make things.");
                staff.page()
                        .locator("input[name=logo]")
                        .setInputFiles(Path.of("src/main/resources/demo/logo-acme.png"));
                staff.reads("Choose the part to show").look("branding-crop");
                staff.press("Use this part").reads("Saved as a draft");
                staff.look("branding-draft").axe();
                for (var screen : new Screen[] {Screen.DESK_DARK, Screen.PHONE_LIGHT})
                    staff.drawnAs(screen, window -> window.noSideScroll().look("branding-draft"));
                for (var page : new String[] {"home", "mail"}) {
                    staff.page().locator("[data-page=" + page + "]").click();
                    staff.page().waitForTimeout(300);
                    staff.look("branding-preview-" + page);
                }
                for (var choice : new String[] {"[data-device=phone]", "[data-mode=dark]", "[data-page=home]"})
                    staff.page().locator(choice).click();
                staff.page().waitForTimeout(300);
                staff.look("branding-preview-phone-dark");
                staff.page()
                        .locator("summary", new com.microsoft.playwright.Page.LocatorOptions().setHasText("Advanced"))
                        .click();
                staff.fill("Custom CSS", SNIPPET + "\n@import 'https://evil.example/x.css';");
                staff.press("Publish").reads("Published. Clients see it from now on.");
                staff.reads("Of at-rules only @media is taken.")
                        .look("branding-published")
                        .axe();
                assertEquals(
                        SNIPPET + "\n@import 'https://evil.example/x.css';",
                        staff.field("Custom CSS").inputValue());
            }
            try (var guest = Browser.open(portal, "acme.localhost", Screen.DESK_LIGHT)) {
                guest.go("/login").look("branding-snippet");
                PlaywrightAssertions.assertThat(guest.page().locator(".text-5xl"))
                        .isHidden();
                PlaywrightAssertions.assertThat(guest.page().locator(".my-4")).isHidden();
                guest.go("/login?safe=1");
                PlaywrightAssertions.assertThat(guest.page().locator(".text-5xl"))
                        .isVisible();
            }
            try (var staff = Browser.open(portal, CONSOLE, Screen.DESK_LIGHT.withoutScript())) {
                staff.as(portal.asStaff("bea@staff.example")).go("/t/acme/branding");
                staff.fill("Portal name", "Without Scripts").press("Publish").reads("Published.");
                staff.follow("Versions").look("branding-versions");
                staff.press("Go back to version 1").reads("That version is published again.");
            }
            try (var guest = Browser.open(portal, "acme.localhost", Screen.PHONE_DARK)) {
                guest.go("/login").look("branding-back");
                assertFalse(guest.page().content().contains("Without Scripts"));
            }
        }
    }
}
