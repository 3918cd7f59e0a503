package dev.atrium.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.Window;
import dev.atrium.harness.WithBrowser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBrowser.class)
class SignupJourneyTest {
    private static final String PASTE = """
            (text) => {
              const data = new DataTransfer();
              data.setData("text", text);
              document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
            }""";

    @Test
    void a_stranger_pastes_the_mailed_code_and_is_at_home(Portal portal) {
        try (var window = Browser.open(portal, "acme.localhost", Screen.PHONE_LIGHT)) {
            askForCode(window, "Nora Newcomer", "nora@example.com");
            var code = portal.code("nora@example.com");
            window.page().keyboard().type(otherThan(code));
            assertEquals(6, window.page().locator(".boxes b").filter(digit()).count(), "six boxes show six digits");
            window.look("signup-code").press("Confirm and sign in").reads("That code is not right. Tries left: 4.");
            assertEquals("code", window.page().evaluate("() => document.activeElement.name"));
            window.look("signup-code-wrong").axe();
            window.page().evaluate(PASTE, code.substring(0, 3) + " " + code.substring(3));
            assertEquals(code, window.field("Six-digit code").inputValue());
            window.press("Confirm and sign in").at("/").headed("Hello, Nora").look("home-first");
            assertTrue(window.hasCookie("session"));
            window.go("/signup").at("/");
        }
    }

    @Test
    void the_same_works_without_javascript(Portal portal) {
        try (var window = Browser.open(portal, "acme.localhost", Screen.PHONE_LIGHT.withoutScript())) {
            askForCode(window, "Otto Plain", "otto@example.com");
            var code = portal.code("otto@example.com");
            window.look("signup-code").fill("Six-digit code", otherThan(code)).press("Confirm and sign in");
            window.reads("That code is not right. Tries left: 4.").look("signup-code-wrong");
            window.allow(429).press("Send a new code").reads("A code was sent a moment ago.");
            window.fill("Six-digit code", code.substring(0, 3) + " " + code.substring(3))
                    .press("Confirm and sign in");
            window.at("/").headed("Hello, Otto").look("home-first");
            window.page().locator("summary:has-text('Account of')").click();
            window.look("home-menu");
            window.press("Dark").at("/");
            assertEquals("dark", window.page().locator("html").getAttribute("data-theme"));
        }
    }

    private static com.microsoft.playwright.Locator.FilterOptions digit() {
        return new com.microsoft.playwright.Locator.FilterOptions()
                .setHasText(java.util.regex.Pattern.compile("[0-9]"));
    }

    private static void askForCode(Window window, String name, String email) {
        window.go("/").at("/login").follow("Create an account").at("/signup");
        window.fill("Full name", name).fill("E-mail", "nobody").fill("Password", "password1");
        window.page().locator("form").first().evaluate("form => form.noValidate = true");
        window.press("Create account").reads("That does not look like an e-mail address.");
        window.look("signup-refused").fill("E-mail", email).fill("Password", "a-quiet-place-9");
        PlaywrightAssertions.assertThat(window.field("Full name")).hasValue(name);
        window.look("signup-filled").press("Create account").at("/code").reads(email);
    }

    /** A code that is not this one. */
    private static String otherThan(String code) {
        return code.equals("111111") ? "222222" : "111111";
    }
}
