package dev.atrium.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Factors;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.Window;
import dev.atrium.harness.WithBrowser;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Passkeys and an authenticator app in a real browser, with a virtual authenticator. */
@ExtendWith(WithBrowser.class)
class PasskeyJourneyTest {
    /** An authenticator inside the device that always finds its owner. Chromium's lives as long as the process of the page. */
    private record Authenticator(CDPSession cdp, JsonObject id) {
        static Authenticator of(Window window) {
            var cdp = window.page().context().newCDPSession(window.page());
            cdp.send("WebAuthn.enable");
            var options = new JsonObject();
            options.addProperty("protocol", "ctap2");
            options.addProperty("transport", "internal");
            options.addProperty("hasResidentKey", true);
            options.addProperty("hasUserVerification", true);
            options.addProperty("isUserVerified", true);
            options.addProperty("automaticPresenceSimulation", true);
            var all = new JsonObject();
            all.add("options", options);
            var id = new JsonObject();
            id.add(
                    "authenticatorId",
                    cdp.send("WebAuthn.addVirtualAuthenticator", all).get("authenticatorId"));
            return new Authenticator(cdp, id);
        }

        /** Each credential that is made, told at once: a page later the authenticator may be gone. */
        BlockingQueue<JsonObject> made() {
            var made = new LinkedBlockingQueue<JsonObject>();
            cdp.on("WebAuthn.credentialAdded", event -> made.add(event.getAsJsonObject("credential")));
            return made;
        }

        void holds(JsonObject credential) {
            var one = id.deepCopy();
            one.add("credential", credential);
            cdp.send("WebAuthn.addCredential", one);
        }
    }

    private static void signIn(Window window, String email) {
        window.go("/login").fill("E-mail", email);
        window.page().locator("#f-password").fill(Portal.PASSWORD);
        window.press("Continue");
    }

    @Test
    void a_passkey_is_added_signs_in_and_is_removed(Portal portal) {
        portal.account(Portal.ACME, "Vera Virtual", "vera@example.com");
        try (var window = Browser.open(portal, "acme.localhost", Screen.DESK_LIGHT)) {
            var made = Authenticator.of(window).made();
            // Nothing is offered before there is one: the first sign-in is by password.
            signIn(window, "vera@example.com");
            window.at("/").go("/account/security").reads("You have no passkey yet.");
            window.press("Add a passkey");
            window.reads("Your passkey was added.");
            window.look("passkey-added").axe();
            assertEquals(
                    1,
                    portal.count(
                            "SELECT count(*) FROM passkey p JOIN account a ON a.id = p.owner_id WHERE a.email = 'vera@example.com' AND p.rp_id = 'acme.localhost'"));
            var credential = Objects.requireNonNull(made.poll());
            window.page().context().clearCookies();
            window.go("/login");
            assertEquals("username webauthn", window.page().locator("#f-email").getAttribute("autocomplete"));
            Authenticator.of(window).holds(credential);
            window.press("Sign in with a passkey");
            window.page().waitForURL(url -> url.endsWith("localhost:" + portal.port() + "/"));
            assertTrue(window.hasCookie("session"));
            window.go("/account/security");
            window.page()
                    .locator(
                            "details.menu summary",
                            new com.microsoft.playwright.Page.LocatorOptions().setHasText("Change"))
                    .first()
                    .click();
            window.press("Remove");
            window.reads("The passkey was removed.");
            window.reads("You have no passkey yet.");
        }
    }

    @Test
    void an_app_is_set_up_and_asked_for(Portal portal) {
        portal.account(Portal.ACME, "Otto Otp", "otto@example.com");
        try (var window = Browser.open(portal, "acme.localhost", Screen.PHONE_LIGHT)) {
            signIn(window, "otto@example.com");
            window.at("/").go("/account/security").press("Set up").headed("Set up an authenticator app");
            window.look("security-app-journey");
            var secret = Factors.secret(window.page().content());
            window.page().locator("#f-code").fill(Factors.code(portal, secret));
            window.press("Switch it on")
                    .headed("Your recovery codes")
                    .look("security-codes")
                    .axe();
            window.page()
                    .locator("a[download]")
                    .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.VISIBLE));
            window.page().context().clearCookies();
            portal.move(Duration.ofSeconds(30));
            signIn(window, "otto@example.com");
            window.headed("Second factor").look("factor-journey");
            window.page().locator("#f-code").fill(Factors.code(portal, secret));
            window.press("Confirm").at("/");
        }
    }
}
