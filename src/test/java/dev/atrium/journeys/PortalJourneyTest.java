package dev.atrium.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.StubDns;
import dev.atrium.harness.Window;
import dev.atrium.harness.WithBrowser;
import dev.atrium.operator.FirstRun;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole way: from a server that nobody runs to a client who is signed in on the business's own domain. */
@ExtendWith(WithBrowser.class)
class PortalJourneyTest {
    private static final String CONSOLE = "console.localhost";
    private static final String HOST = "members.lumen.localhost";
    private static final Pattern STAFF = Pattern.compile("/invitation/[A-Za-z0-9_-]{43}");
    private static final Pattern CLIENT =
            Pattern.compile("http://" + Pattern.quote(HOST) + ":[0-9]+(/invitation/[A-Za-z0-9_-]{43})");

    private StubDns dns;
    private Portal portal;

    @Test
    void an_empty_server_becomes_a_branded_portal_on_a_domain_of_its_own_with_a_client_in_it() {
        try (var names = new StubDns()
                        .zone("host.test")
                        .a("portals.host.test", "127.0.0.1")
                        .zone("lumen.localhost");
                var house = Portal.start(Map.of(
                        "hosts.base",
                        "portals.localhost",
                        "domains.resolvers",
                        names.address(),
                        "domains.target",
                        "portals.host.test"))) {
            dns = names;
            portal = house;
            operatorOpensAPortal();
            ownerSetsItUp();
            clientComesIn();
        }
    }

    /** The address stands in the server's log. */
    private void operatorOpensAPortal() {
        var path = FirstRun.offer(portal.house().db())
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .orElseThrow();
        try (var window = Browser.open(portal, CONSOLE, Screen.DESK_LIGHT).asNobody()) {
            window.go(path).headed("Welcome to your installation").look("journey-whole-first");
            window.fill("Full name", "Opal Operator").fill("E-mail", "opal@host.test");
            window.fill("New password", Portal.PASSWORD).press("Become the operator");
            signIn(window, "opal@host.test");
            window.headed("Portals").follow("New portal");
            window.fill("Name of the business", "Lumen Studio").fill("Address", "lumen");
            window.fill("E-mail of its owner", "olga@lumen.test").press("Open the portal");
            window.reads("An invitation is on its way").look("journey-whole-opened");
        }
    }

    private static void signIn(Window window, String email) {
        window.headed("Sign in to the console")
                .fill("E-mail", email)
                .fill("Password", Portal.PASSWORD)
                .press("Continue");
    }

    private void ownerSetsItUp() {
        var invitation = STAFF.matcher(portal.mail("olga@lumen.test").text());
        assertTrue(invitation.find());
        try (var window = Browser.open(portal, CONSOLE, Screen.DESK_LIGHT).asNobody()) {
            window.go(invitation.group()).fill("Full name", "Olga Owner");
            window.fill("New password", Portal.PASSWORD).press("Accept");
            signIn(window, "olga@lumen.test");
            window.at("/t/lumen").follow("Continue setup").headed("Set up your portal");
            window.look("journey-whole-setup");
            bringDomain(window);
            window.go("/t/lumen/starters/studio").press("Use this template").reads("The template is applied.");
            window.go("/t/lumen/branding").fill("Portal name", "Lumen Members");
            window.press("Publish").reads("Published.");
            window.go("/t/lumen").reads("http://" + HOST);
            window.page()
                    .locator("section[aria-labelledby=actions] a[href$='/invitations/new']")
                    .click();
            window.fill("E-mail", "nora@example.com").press("Send Invite").reads("The invitation is on its way.");
            window.go("/t/lumen/setup").look("journey-whole-done");
        }
    }

    private void bringDomain(Window window) {
        window.go("/t/lumen")
                .follow("Domain Setup")
                .page()
                .locator("input[name=host]")
                .fill(HOST);
        window.page().locator("form[action$='/custom'] button.primary").click();
        window.headed(HOST);
        var token = portal.query("SELECT token FROM domain WHERE host = ?", HOST)
                .getFirst()
                .getFirst()
                .toString();
        dns.cname(HOST, "portals.host.test").txt("_portal-verify." + HOST, token);
        window.press("Check now").reads("Active").go("/t/lumen/settings/domain");
        window.page().locator("input[name=domain]").last().check();
        window.press("Make it the primary address").reads("http://" + HOST);
    }

    private void clientComesIn() {
        var mail = portal.mail(
                "nora@example.com", sent -> CLIENT.matcher(sent.text()).find());
        var link = CLIENT.matcher(mail.text());
        assertTrue(link.find());
        try (var window = Browser.open(portal, HOST, Screen.PHONE_LIGHT).asNobody()) {
            window.go(link.group(1)).look("journey-whole-invitation");
            window.fill("Full name", "Nora Nine").press("Accept the invitation");
            window.go("/").reads("Nora").look("journey-whole-client").axe();
            assertTrue(
                    window.page().url().startsWith("http://" + HOST + ":"),
                    window.page().url());
            assertTrue(
                    window.page().title().contains("Lumen Members"),
                    window.page().title());
        }
        assertEquals(1, portal.sessions("nora@example.com"));
        assertEquals(
                200,
                portal.atHost("lumen.portals.localhost").get("/login").status(),
                "what was sent before still opens");
    }
}
