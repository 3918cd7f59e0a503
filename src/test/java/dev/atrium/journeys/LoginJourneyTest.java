package dev.atrium.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.Window;
import dev.atrium.harness.WithBrowser;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBrowser.class)
class LoginJourneyTest {
    private static final String ACME = "acme.localhost";

    @Test
    void a_client_signs_in_by_password_completes_the_profile_and_leaves(Portal portal) {
        portal.account(Portal.ACME, "Ana Alves", "ana.desk@example.com");
        try (var window = Browser.open(portal, ACME, Screen.DESK_LIGHT)) {
            window.go("/account/profile").fill("E-mail", "ana.desk@example.com").fill("Password", "not-her-password");
            window.press("Continue").reads("E-mail and password do not match.").look("login-refused");
            window.axe().fill("Password", Portal.PASSWORD).press("Continue").at("/account/profile");
            window.fill("Phone", "+351 912 345 678");
            window.field("Time zone").selectOption("Europe/Lisbon");
            window.press("Save changes").reads("Your profile is saved.");
            window.page().setInputFiles("input[type=file]", picture());
            PlaywrightAssertions.assertThat(window.page().locator("canvas")).isVisible();
            window.look("profile-chosen").press("Upload");
            PlaywrightAssertions.assertThat(window.page().locator(".portrait img"))
                    .isVisible();
            window.reads("Your new picture is in place.").reads("100");
            window.look("profile-complete").axe();
            theme(window);
            window.press("Sign out").at("/signed-out");
            assertFalse(window.hasCookie("session"));
            window.go("/").at("/login");
        }
    }

    /** Chosen at once, and still there on the next page. */
    private static void theme(Window window) {
        var html = window.page().locator("html");
        window.page().locator("summary:has-text('Account menu')").click();
        window.page().waitForResponse(r -> r.url().endsWith("/account/theme"), () -> window.press("Dark"));
        PlaywrightAssertions.assertThat(html).hasAttribute("data-theme", "dark");
        window.go("/account/profile");
        PlaywrightAssertions.assertThat(html).hasAttribute("data-theme", "dark");
        window.page().locator("summary:has-text('Account menu')").click();
        window.look("profile-menu");
    }

    @Test
    void the_app_switcher_is_worked_by_keyboard_alone(Portal portal) {
        portal.account(Portal.ACME, "Ben Boards", "ben.keys@example.com");
        try (var window = Browser.open(portal, ACME, Screen.DESK_DARK)) {
            window.as(portal.as(Portal.ACME, "ben.keys@example.com")).go("/");
            window.key("Tab");
            assertEquals("Skip to content", window.focused());
            window.key("Tab");
            assertEquals("Home", window.focused());
            window.key("Tab", "Tab", "Tab");
            assertEquals("Apps", window.focused());
            // Which app is the first depends on what other tests have made in this portal.
            var first = window.page().locator(".apps-menu a .grow").first().textContent();
            window.key("Enter", "ArrowDown");
            assertEquals(first, window.focused());
            window.look("home-apps").axe().key("Escape");
            assertEquals("Apps", window.focused());
            PlaywrightAssertions.assertThat(window.page().locator("details[open]"))
                    .hasCount(0);
            window.key("Tab");
            assertEquals("Account menu of Ben Boards", window.focused());
            window.key("Enter", "ArrowUp");
            assertEquals("Sign out", window.focused());
            window.key("Home");
            assertEquals("Settings", window.focused());
            window.key("Enter");
            window.at("/account");
        }
    }

    @Test
    void a_code_or_the_link_beside_it_signs_in_where_it_was_asked_for(Portal portal) {
        portal.settings(Portal.ACME, "magic_links = true");
        portal.account(Portal.ACME, "Cara Code", "cara@example.com");
        try (var window = Browser.open(portal, ACME, Screen.PHONE_DARK)) {
            ask(window, "cara@example.com");
            window.page().keyboard().type(portal.code("cara@example.com"));
            window.look("login-code").press("Sign in").at("/").headed("Hello, Cara");
        }
        portal.mailbox().clear();
        try (var window = Browser.open(portal, ACME, Screen.PHONE_DARK)) {
            ask(window, "cara@example.com");
            var link = "/login/link/" + portal.link("cara@example.com");
            try (var other = Browser.open(portal, ACME, Screen.PHONE_LIGHT)) {
                other.go(link).reads("Another browser asked for this link").look("link-other-browser");
                assertFalse(other.hasCookie("session"));
            }
            window.newTab().go(link);
            assertFalse(window.hasCookie("session"), "opening the link changes nothing");
            window.look("link").press("Continue").at("/").headed("Hello, Cara");
            window.go(link).reads("This link has expired").look("link-used");
        }
    }

    @Test
    void several_accounts_under_one_address_are_picked_and_switched(Portal portal) {
        portal.settings(Portal.GLOBEX, "allow_duplicate_contacts = true");
        portal.account(Portal.GLOBEX, "Dora at Work", "dora@example.com");
        portal.account(Portal.GLOBEX, "Dora at Home", "dora@example.com");
        try (var window = Browser.open(portal, "globex.localhost", Screen.DESK_LIGHT)) {
            window.go("/login").fill("E-mail", "dora@example.com").fill("Password", Portal.PASSWORD);
            window.press("Continue").at("/login/accounts").look("accounts").axe();
            window.page().locator("button:has-text('Dora at Work')").click();
            window.at("/").page().locator("summary:has-text('Account menu')").click();
            window.look("home-switch").follow("Switch account").at("/account/switch");
            window.look("switch").axe();
            window.page().locator("button:has-text('Dora at Home')").click();
            window.at("/")
                    .page()
                    .locator("summary:has-text('Account menu of Dora at Home')")
                    .click();
        }
    }

    @Test
    void a_forgotten_password_is_solved_by_a_code(Portal portal) {
        portal.account(Portal.ACME, "Fay Forgets", "fay@example.com");
        try (var window = Browser.open(portal, ACME, Screen.PHONE_LIGHT)) {
            window.go("/login").follow("Forgot your password?").at("/forgot");
            window.fill("E-mail", "fay@example.com")
                    .look("forgot")
                    .press("Send me a code")
                    .at("/code");
            window.page().keyboard().type(portal.code("fay@example.com"));
            window.press("Sign in").at("/account/password").fill("New password", "password");
            window.press("Save new password").reads("That password is among the most used ones");
            window.look("password-refused").axe().fill("New password", "three-small-boats");
            window.press("Save new password").at("/account/sessions").reads("Your new password is set.");
            window.look("sessions-after-password");
            portal.mail("fay@example.com", mail -> mail.subject().startsWith("Your password at"));
        }
        portal.at(Portal.ACME)
                .post("/login", Map.of("email", "fay@example.com", "password", "three-small-boats"))
                .expectRedirect("/");
    }

    private static void ask(Window window, String email) {
        window.go("/login").fill("E-mail", email).press("E-mail me a code").at("/code");
    }

    private static FilePayload picture() {
        var image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, new Color(0xE2A54A), 320, 240, new Color(0x2F5D50)));
        pen.fillRect(0, 0, 320, 240);
        pen.dispose();
        try (var out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return new FilePayload("me.png", "image/png", out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
