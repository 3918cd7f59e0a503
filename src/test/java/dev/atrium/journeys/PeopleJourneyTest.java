package dev.atrium.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.WithBrowser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBrowser.class)
class PeopleJourneyTest {
    @Test
    void staff_create_a_contact_tag_somebody_and_an_app_vanishes_for_the_others(Portal portal) {
        portal.staff("Petra People", "petra@staff.example", "owner", Portal.ACME);
        portal.account(Portal.ACME, "Iris In", "iris.in@example.com");
        portal.account(Portal.ACME, "Otto Out", "otto.out@example.com");
        var iris = portal.as(Portal.ACME, "iris.in@example.com");
        var otto = portal.as(Portal.ACME, "otto.out@example.com");
        try (var window = Browser.open(portal, "console.localhost", Screen.DESK_LIGHT)
                .as(portal.asStaff("petra@staff.example"))) {
            window.go("/t/acme").follow("Contacts");
            window.headed("Contacts").go("/t/acme/contacts/new").headed("New contact");
            window.fill("Name", "Nina New").fill("E-mail", "nina@example.com").press("Create contact");
            window.headed("Nina New").reads("The contact is created.");
            window.fill("New note", "Wants to hear from us in spring.").press("Save note");
            window.reads("Wants to hear from us in spring.")
                    .look("journey-contact")
                    .axe();
            window.go("/t/acme/contacts?q=iris").page().locator("a.person").click();
            window.headed("Iris In").fill("Add a tag", "Inner circle").press("Add");
            window.reads("The tags are saved.");
            window.go("/t/acme/apps")
                    .page()
                    .locator("a[href='/t/acme/apps/account']")
                    .click();
            window.page()
                    .locator("select[name=who_0]")
                    .selectOption(new com.microsoft.playwright.options.SelectOption().setLabel("Inner circle"));
            window.look("journey-audience").axe().press("Save changes");
            window.at("/t/acme/apps")
                    .reads("The app is saved.")
                    .reads("tag Inner circle")
                    .look("journey-apps");
            window.fill("E-mail of a contact", "otto.out@example.com").press("Show");
            window.headed("What this client sees")
                    .reads("No rule lets them in.")
                    .look("journey-sees");
        }
        assertEquals(200, iris.get("/account/profile").status());
        assertEquals(404, otto.get("/account/profile").status());
        assertEquals(404, otto.get("/api/v1/me").status());
        try (var window =
                Browser.open(portal, "acme.localhost", Screen.PHONE_LIGHT).as(otto)) {
            window.go("/");
            assertEquals(
                    0, window.page().locator("nav.bottom a[href='/account']").count());
        } finally {
            portal.execute(
                    "DELETE FROM app_switch WHERE tenant_id = ? AND app = 'account'", portal.tenantId(Portal.ACME));
            portal.changed(Portal.ACME);
        }
        try (var window =
                Browser.open(portal, "acme.localhost", Screen.PHONE_LIGHT).as(otto)) {
            window.go("/");
            assertEquals(
                    1, window.page().locator("nav.bottom a[href='/account']").count());
        }
    }
}
