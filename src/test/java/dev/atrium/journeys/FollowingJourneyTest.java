package dev.atrium.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.Window;
import dev.atrium.harness.WithBrowser;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Following a member in place: the button that does something is shown and keeps the focus, and the database agrees. */
@ExtendWith(WithBrowser.class)
class FollowingJourneyTest {
    private static UUID member(Portal portal, UUID group, String name, String email) {
        var account = portal.account(Portal.ACME, name, email);
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, status, joined_at)"
                        + " SELECT tenant_id, ?, contact_id, 'active', now() FROM account WHERE id = ?",
                group,
                account);
        return (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
    }

    private static void presses(Window window, String shown, String next) {
        window.page().locator("form[data-followed] button:not([hidden])").click();
        var button = window.page().locator("form[data-followed] button:not([hidden])");
        assertThat(button).containsText(next);
        assertThat(button).isFocused();
        assertThat(window.page().locator("form[data-followed] button[hidden]")).containsText(shown);
    }

    @Test
    void a_member_is_followed_and_unfollowed_without_leaving_the_page(Portal portal) {
        portal.settings(Portal.ACME, "profile_blocks = '{}'");
        var group = UUID.randomUUID();
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, 'journey-follow', 'Followers')",
                portal.tenantId(Portal.ACME),
                group);
        var fred = member(portal, group, "Fred Follows", "fred.follows@example.com");
        var gina = member(portal, group, "Gina Good", "gina.good@example.com");
        var reader = portal.as(Portal.ACME, "fred.follows@example.com");
        var followed = "SELECT count(*) FROM person_follow WHERE contact_id = ? AND followed_id = ?";
        for (var screen : new Screen[] {Screen.PHONE_LIGHT, Screen.DESK_DARK}) {
            try (var window = Browser.open(portal, "acme.localhost", screen).as(reader)) {
                var page = "/groups/journey-follow/members/" + gina;
                window.go(page).headed("Gina Good");
                presses(window, "Follow", "Unfollow");
                assertEquals(1, portal.count(followed, fred, gina));
                window.at(page).look("journey-follow").axe();
                window.go("/communities/following").headed("People you follow").reads("Gina Good");
                presses(window, "Unfollow", "Follow");
                assertEquals(0, portal.count(followed, fred, gina));
                window.look("journey-following").axe().noSideScroll();
            }
        }
    }
}
