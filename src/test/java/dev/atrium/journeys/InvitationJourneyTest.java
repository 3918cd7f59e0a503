package dev.atrium.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.WithBrowser;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBrowser.class)
class InvitationJourneyTest {
    private static final Pattern LINK = Pattern.compile("/invitation/[A-Za-z0-9_-]{43}");

    private static String link(Portal portal, String email) {
        var matcher = LINK.matcher(
                portal.mail(email, mail -> LINK.matcher(mail.text()).find()).text());
        if (!matcher.find()) throw new AssertionError("no invitation for " + email);
        return matcher.group();
    }

    @Test
    void staff_invite_a_contact_who_accepts_and_is_at_home(Portal portal) {
        portal.staff("Ivo Inviter", "ivo@staff.example", "owner", Portal.ACME);
        portal.contact(Portal.ACME, "Greta Guest", "greta@example.com");
        var ivo = portal.asStaff("ivo@staff.example");
        try (var window =
                Browser.open(portal, "console.localhost", Screen.DESK_LIGHT).as(ivo)) {
            window.go("/t/acme").look("journey-invite-dashboard");
            window.page().locator("a[href='/t/acme/invitations/new']").first().click();
            window.headed("Invite to Client Portal")
                    .fill("Find a contact", "greta")
                    .press("Search");
            window.page()
                    .locator("label.pick", new com.microsoft.playwright.Page.LocatorOptions().setHasText("Greta Guest"))
                    .click();
            window.look("journey-invite-pick").axe().press("Send Invite");
            window.headed("Greta Guest")
                    .reads("The invitation is on its way.")
                    .look("journey-invite-sent")
                    .axe();
            window.press("Show a link")
                    .reads("It is shown this once.")
                    .look("journey-invite-link")
                    .axe();
        }
        try (var window =
                Browser.open(portal, "acme.localhost", Screen.PHONE_LIGHT).asNobody()) {
            window.go(link(portal, "greta@example.com"))
                    .headed("You are invited")
                    .look("journey-invitation")
                    .axe();
            window.fill("Full name", "Greta G. Guest").press("Accept the invitation");
            window.at("/").look("journey-invitation-home");
        }
        assertEquals(1, portal.accounts("greta@example.com"));
        try (var window =
                Browser.open(portal, "acme.localhost", Screen.PHONE_DARK).asNobody()) {
            window.go("/invitation/" + "A".repeat(43), 404)
                    .look("journey-invitation-gone")
                    .axe();
            window.press("Send me a new one")
                    .headed("Look into your mails")
                    .look("journey-invitation-asked")
                    .axe();
        }
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM invitation WHERE email = 'greta@example.com' AND opened_at < accepted_at"));
        try (var window =
                Browser.open(portal, "console.localhost", Screen.PHONE_DARK).as(ivo)) {
            window.go("/t/acme/invitations");
            PlaywrightAssertions.assertThat(window.page()
                            .locator(
                                    ".badge", new com.microsoft.playwright.Page.LocatorOptions().setHasText("Accepted"))
                            .first())
                    .isVisible();
            window.look("journey-invitations").axe();
            window.go("/t/acme/invitations/many");
            window.page()
                    .locator("textarea[name=list]")
                    .fill("Una Una, una@example.com\nno address\ngreta@example.com\nuna@example.com");
            window.press("Check the list");
            window.reads("1 person will be invited.")
                    .look("journey-invite-preview")
                    .noSideScroll()
                    .axe();
            window.press("Invite 1 person").reads("The invitations are on their way");
        }
        link(portal, "una@example.com");
    }

    @Test
    void a_newcomer_waits_until_staff_let_them_in(Portal portal) {
        portal.staff("Ada Approver", "ada@staff.example", "owner", Portal.ACME);
        var ada = portal.asStaff("ada@staff.example");
        portal.settings(Portal.ACME, "signup_mode = 'approval'");
        try (var window =
                Browser.open(portal, "acme.localhost", Screen.PHONE_LIGHT).asNobody()) {
            window.go("/signup")
                    .look("journey-approval-signup")
                    .fill("Full name", "Nils New")
                    .fill("E-mail", "nils.new@example.com")
                    .fill("Password", "a-quiet-place-9");
            window.press("Create account").at("/code");
            window.page().keyboard().type(portal.code("nils.new@example.com"));
            window.press("Confirm and sign in").at("/signup/waiting");
            window.headed("Thank you. Now it is our turn")
                    .look("journey-approval-waiting")
                    .axe();
        }
        try (var window =
                Browser.open(portal, "console.localhost", Screen.DESK_DARK).as(ada)) {
            window.go("/t/acme/approvals").reads("nils.new@example.com");
            window.page().locator("label.tick").first().click();
            window.look("journey-approvals").axe().press("Approve");
            window.reads("They are let in and have a mail.");
        } finally {
            portal.settings(Portal.ACME, "signup_mode = 'open'");
        }
        portal.mail("nils.new@example.com", mail -> mail.subject().contains("is open"));
        assertEquals(1, portal.accounts("nils.new@example.com"));
    }
}
