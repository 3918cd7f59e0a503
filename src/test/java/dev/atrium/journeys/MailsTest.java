package dev.atrium.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.demo.Message;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.WithBrowser;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every mail that the portal sends, as a reader opens it: the HTML alone, without a script, on all screens. */
@ExtendWith(WithBrowser.class)
class MailsTest {
    @Test
    void every_mail_fits_the_screen_and_asks_nothing_of_the_network(Portal portal) {
        var mails = send(portal);
        for (var screen : Screen.ALL) {
            try (var window = Browser.open(portal, Portal.MAIL_HOST, screen.withoutScript())) {
                mails.forEach((name, mail) -> window.go("/m/" + mail.id() + "/html")
                        .reads("You receive this e-mail because")
                        .noSideScroll()
                        .look("mail-" + name));
            }
        }
        assertEquals(8, mails.size());
    }

    private static Map<String, Message> send(Portal portal) {
        portal.settings(Portal.ACME, "magic_links = true");
        var ina = portal.at(Portal.ACME);
        var mails = new LinkedHashMap<String, Message>();
        ina.post("/signup", signup("Ina Inbox", "ina@example.com")).expectRedirect("/code");
        mails.put("signup-code", portal.mail("ina@example.com"));
        ina.post("/code", Map.of("code", portal.code("ina@example.com"))).expectRedirect("/");
        mails.put(
                "welcome", portal.mail("ina@example.com", mail -> mail.subject().startsWith("Welcome")));
        ina.post("/account/password", Map.of("password", "four-grey-herons")).expect(303);
        mails.put(
                "password-changed",
                portal.mail("ina@example.com", mail -> mail.subject().startsWith("Your password")));
        portal.at(Portal.ACME)
                .post("/login/code", Map.of("email", "ina@example.com"))
                .expectRedirect("/code");
        mails.put(
                "login-code", portal.mail("ina@example.com", mail -> mail.text().contains("/login/link/")));
        portal.at(Portal.ACME)
                .post("/login/code", Map.of("email", "ivo@example.com"))
                .expectRedirect("/code");
        mails.put("no-account", portal.mail("ivo@example.com"));
        portal.account(Portal.ACME, "Ida Known", "ida@example.com");
        portal.at(Portal.ACME)
                .post("/signup", signup("Ida Known", "ida@example.com"))
                .expectRedirect("/code");
        mails.put("account-exists", portal.mail("ida@example.com"));
        portal.account(Portal.ACME, "Edda Erased", "edda@example.com");
        portal.as(Portal.ACME, "edda@example.com")
                .post("/account/data/erase", Map.of("confirm", "yes", "password", Portal.PASSWORD))
                .expect(303);
        mails.put("erasure-asked", portal.mail("edda@example.com"));
        portal.move(Duration.ofDays(15));
        mails.put(
                "erasure-done",
                portal.mail("edda@example.com", mail -> mail.text().contains("last mail")));
        return mails;
    }

    private static Map<String, String> signup(String name, String email) {
        return Map.of("full_name", name, "email", email, "password", "a-quiet-place-9");
    }
}
