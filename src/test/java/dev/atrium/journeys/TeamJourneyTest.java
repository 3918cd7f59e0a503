package dev.atrium.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.Window;
import dev.atrium.harness.WithBrowser;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBrowser.class)
class TeamJourneyTest {
    @Test
    void an_owner_invites_support_who_accepts_and_sees_only_what_support_sees(Portal portal) {
        portal.staff("Olga Owner", "olga.team@staff.example", "owner", Portal.ACME);
        portal.account(Portal.ACME, "Cora Client", "cora.team@example.com");
        try (var window = Browser.open(portal, "console.localhost", Screen.DESK_LIGHT)
                .as(portal.asStaff("olga.team@staff.example"))) {
            window.go("/t/acme").follow("Team").at("/t/acme/team").headed("Team");
            window.fill("E-mail", "sara.team@staff.example");
            window.page().locator("input[name=role][value=support]").check();
            window.press("Send the invitation").reads("The invitation is on its way by e-mail.");
            window.look("journey-team-invited").axe();
        }
        var mail = portal.mail("sara.team@staff.example").text();
        var link = Pattern.compile("/invitation/[A-Za-z0-9_-]{43}").matcher(mail);
        if (!link.find()) throw new AssertionError(mail);
        try (var window = Browser.open(portal, "console.localhost", Screen.PHONE_LIGHT)) {
            window.go(link.group())
                    .headed("You are invited")
                    .reads("Support")
                    .look("journey-team-invitation")
                    .axe();
            window.fill("Full name", "Sara Support")
                    .fill("New password", Portal.PASSWORD)
                    .press("Accept");
            window.at("/login").fill("E-mail", "sara.team@staff.example").fill("Password", Portal.PASSWORD);
            window.press("Continue").at("/t/acme");
        }
        try (var window = Browser.open(portal, "console.localhost", Screen.DESK_DARK)
                .as(portal.asStaff("sara.team@staff.example"))) {
            window.go("/t/acme").look("journey-team-support");
            seesOnly(window);
            window.go("/t/acme/team", 404);
            window.go("/t/acme/view-as").fill("Why do you look?", "She cannot find her invoice");
            window.page().locator("button[aria-label='View as Cora Client']").click();
            window.press("Continue").reads("You see the portal as Cora Client");
        }
        try (var window = Browser.open(portal, "acme.localhost", Screen.PHONE_LIGHT)
                .as(portal.as(Portal.ACME, "cora.team@example.com"))) {
            window.go("/account/sessions").reads("Sara Support").reads("She cannot find her invoice");
        }
        try (var window = Browser.open(portal, "console.localhost", Screen.DESK_LIGHT)
                .as(portal.asStaff("olga.team@staff.example"))) {
            window.go("/t/acme/audit")
                    .reads("Sara Support joined the team")
                    .look("journey-audit")
                    .axe();
            window.page().locator("select[name=group]").selectOption("view");
            window.press("Show").reads("Reason: She cannot find her invoice").look("journey-audit-view");
        }
    }

    private static void seesOnly(Window window) {
        var places = window.page().locator("nav.shelf .places a.entry");
        var names =
                places.allInnerTexts().stream().map(String::strip).distinct().toList();
        for (var hidden : List.of("Team", "Audit log", "API keys", "Apps and links", "Announcements"))
            assertEquals(-1, names.indexOf(hidden), hidden);
        PlaywrightAssertions.assertThat(places.filter(new Locator.FilterOptions().setHasText("Contacts")))
                .hasCount(1);
    }
}
