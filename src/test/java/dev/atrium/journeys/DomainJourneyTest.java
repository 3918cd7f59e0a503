package dev.atrium.journeys;

import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.StubDns;
import dev.atrium.harness.Window;
import dev.atrium.harness.WithBrowser;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBrowser.class)
class DomainJourneyTest {
    private static final String PAGE = "/t/acme/settings/domain";
    private static final String HOST = "members.firm.test";

    @Test
    void an_owner_brings_a_domain_from_the_first_click_to_the_address_of_the_portal() {
        try (var dns = new StubDns()
                        .zone("host.test")
                        .a("portals.host.test", "192.0.2.10")
                        .zone("firm.test");
                var portal = Portal.start(Map.of(
                        "domains.resolvers",
                        dns.address(),
                        "domains.target",
                        "portals.host.test",
                        "domains.timeout-ms",
                        "1000"))) {
            portal.staff("Olga Owner", "olga.domain@staff.example", "owner", Portal.ACME);
            dns.cname("shop.firm.test", "shops.example.net");
            try (var window = Browser.open(portal, "console.localhost", Screen.DESK_LIGHT)
                    .as(portal.asStaff("olga.domain@staff.example"))) {
                window.go("/t/acme").follow("Domain Setup").at(PAGE).headed("Domain Setup");
                window.look("journey-domain-empty").axe();
                window.allow(422);
                claim(window, "shop.firm.test");
                window.reads("it points to shops.example.net").look("journey-domain-refused");
                claim(window, HOST);
                window.headed(HOST).reads("There is no record at this name yet");
                window.look("journey-domain-pending").axe();
                enter(dns, portal);
                window.press("Check now")
                        .reads("Active")
                        .look("journey-domain-active")
                        .axe();
                window.go(PAGE);
                window.page().locator("input[name=domain]").last().check();
                window.press("Make it the primary address").reads("http://" + HOST);
                window.look("journey-domain-primary");
            }
            try (var window = Browser.open(portal, "console.localhost", Screen.PHONE_DARK)
                    .as(portal.asStaff("olga.domain@staff.example"))) {
                dns.clear(HOST).a(HOST, "104.16.0.1").cname(HOST, "portals.host.test");
                window.go(PAGE).look("journey-domain-phone").noSideScroll();
                window.page()
                        .locator("a.item[href*='/settings/domain/']")
                        .first()
                        .click();
                window.headed(HOST).press("Check now").reads("which DNS forbids");
                window.look("journey-domain-failing").noSideScroll().axe();
            }
        }
    }

    private static void claim(Window window, String host) {
        window.page().locator("input[name=host]").fill(host);
        window.page().locator("form[action$='/custom'] button.primary").click();
    }

    private static void enter(StubDns dns, Portal portal) {
        var token = portal.query("SELECT token FROM domain WHERE host = ?", HOST)
                .getFirst()
                .getFirst()
                .toString();
        dns.cname(HOST, "portals.host.test").txt("_portal-verify." + HOST, token);
    }
}
