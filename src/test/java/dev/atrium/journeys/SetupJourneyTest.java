package dev.atrium.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.WithBrowser;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From an empty portal to a client who is at home in it. */
@ExtendWith(WithBrowser.class)
class SetupJourneyTest {
    private static final Pattern LINK = Pattern.compile("/invitation/[A-Za-z0-9_-]{43}");

    @Test
    void an_owner_sets_an_empty_portal_up_and_its_first_client_comes_in(Portal portal) {
        portal.execute(
                "INSERT INTO tenant (tenant_id, slug, name) VALUES (gen_random_uuid(), 'lumen', 'Lumen Studio')");
        var tenant = portal.tenantId("lumen");
        portal.execute("INSERT INTO tenant_settings (tenant_id) VALUES (?)", tenant);
        portal.execute("INSERT INTO branding (tenant_id, portal_name) VALUES (?, 'Lumen Studio')", tenant);
        portal.changed("lumen");
        portal.staff("Lena Lumen", "lena@staff.example", "owner", "lumen");
        var lena = portal.asStaff("lena@staff.example");
        try (var window =
                Browser.open(portal, "console.localhost", Screen.DESK_LIGHT).as(lena)) {
            window.go("/t/lumen").look("journey-setup-dashboard").axe();
            window.follow("Continue setup")
                    .headed("Set up your portal")
                    .look("journey-setup")
                    .axe();
            window.follow("See the templates").look("journey-setup-gallery").axe();
            window.page().locator("a.starter[href$='/studio']").click();
            window.headed("Studio").look("journey-setup-starter").axe().press("Use this template");
            window.at("/t/lumen/setup").reads("The template is applied.");
            window.page()
                    .locator("form:has(input[value=domain]):has(input[value=skipped]) button")
                    .click();
            window.at("/t/lumen/setup").look("journey-setup-half");
            window.go("/t/lumen/apps").look("journey-setup-apps").axe();
            window.page().locator("select[name=landing]").selectOption("app:account");
            window.press("Save Settings").reads("The app permissions are saved.");
            window.go("/t/lumen/settings/business")
                    .look("journey-setup-business")
                    .axe();
            window.go("/t/lumen/announcements/new")
                    .look("journey-setup-announcement")
                    .axe();
            window.fill("Title", "New opening hours");
            window.page().locator("textarea[name=body]").fill("open **late**");
            window.page().locator("select[name=timing]").selectOption("now");
            window.press("Preview")
                    .reads("This is a preview.")
                    .look("journey-setup-preview")
                    .axe();
            window.press("Save announcement").reads("The announcement is saved.");
            window.go("/t/lumen").page().locator("#actions").scrollIntoViewIfNeeded();
            window.page().locator("a[href='/t/lumen/invitations/new']").first().click();
            window.fill("E-mail", "nora@example.com").press("Send Invite");
            window.reads("The invitation is on its way.");
            window.go("/t/lumen/setup").reads("Your portal is set up").look("journey-setup-done");
        }
        var mail = LINK.matcher(
                portal.mail("nora@example.com", m -> LINK.matcher(m.text()).find())
                        .text());
        if (!mail.find()) throw new AssertionError("no invitation");
        try (var window =
                Browser.open(portal, "lumen.localhost", Screen.PHONE_LIGHT).asNobody()) {
            window.go(mail.group());
            window.fill("Full name", "Nora Nine").press("Accept the invitation");
            window.at("/account");
            window.go("/").reads("late").look("journey-setup-client").axe();
            window.page().locator("nav.bottom a[href^='/pages/']").click();
            window.headed("Before your shoot").look("journey-setup-page").axe();
        }
        assertEquals(1, portal.count("SELECT count(*) FROM session WHERE tenant_id = ?", tenant));
        try (var window =
                Browser.open(portal, "console.localhost", Screen.PHONE_DARK).as(lena)) {
            window.go("/t/lumen")
                    .noSideScroll()
                    .look("journey-setup-dashboard-phone")
                    .axe();
            window.go("/t/lumen/apps")
                    .noSideScroll()
                    .look("journey-setup-apps-phone")
                    .axe();
            window.go("/t/lumen/starters")
                    .noSideScroll()
                    .look("journey-setup-gallery-phone")
                    .axe();
        }
    }
}
