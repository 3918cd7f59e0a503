package dev.atrium.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.Visitor;
import dev.atrium.harness.Window;
import dev.atrium.harness.WithBrowser;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The calendar of a group by keyboard alone, and without scripts. */
@ExtendWith(WithBrowser.class)
class MonthJourneyTest {
    private static final String MONTH = "/groups/journey-month/events?month=2027-08";

    private static UUID group(Portal portal, String slug) {
        var tenant = portal.tenantId(Portal.ACME);
        portal.settings(Portal.ACME, "profile_blocks = '{}'");
        var group = UUID.randomUUID();
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, ?, 'Months')",
                tenant,
                group,
                slug);
        event(portal, group, "Walk", "2027-08-12 16:00Z");
        event(portal, group, "Talk", "2027-08-12 16:00Z");
        event(portal, group, "Late", "2027-08-19 23:30Z");
        return group;
    }

    private static void event(Portal portal, UUID group, String title, String at) {
        portal.execute(
                "INSERT INTO event (tenant_id, id, group_id, title, starts_at, ends_at, zone)"
                        + " SELECT ?, gen_random_uuid(), ?, ?, at, at + interval '1 hour', 'Europe/Lisbon' FROM (SELECT ?::timestamptz AS at) x",
                portal.tenantId(Portal.ACME),
                group,
                title,
                at);
    }

    private static Visitor member(Portal portal, UUID group, String email, String zone) {
        var account = portal.account(Portal.ACME, "Mona Month", email);
        portal.execute("UPDATE account SET time_zone = ? WHERE id = ?", zone, account);
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, status, joined_at)"
                        + " SELECT tenant_id, ?, contact_id, 'active', now() FROM account WHERE id = ?",
                group,
                account);
        return portal.as(Portal.ACME, email);
    }

    private static Locator day(Window window, String day) {
        return window.page().locator("#day-" + day);
    }

    private static void leads(Window window, String key, String day) {
        window.page().keyboard().press(key);
        assertThat(day(window, day)).isFocused();
        assertEquals(1, window.page().locator(".month-grid td[tabindex='0']").count(), "one tab stop");
    }

    @Test
    void days_are_reached_by_arrow_keys_and_months_by_pages(Portal portal) {
        var group = group(portal, "journey-month");
        var mona = member(portal, group, "mona@example.com", "Europe/Lisbon");
        try (var window = Browser.open(portal, mona.host(), Screen.DESK_LIGHT).as(mona)) {
            window.go(MONTH);
            assertThat(window.page().getByRole(AriaRole.GRID)).isVisible();
            window.page().locator("a[rel=next]").focus();
            leads(window, "Tab", "2027-08-01");
            window.axe();
            leads(window, "ArrowDown", "2027-08-08");
            leads(window, "ArrowRight", "2027-08-09");
            leads(window, "Home", "2027-08-08");
            leads(window, "End", "2027-08-14");
            leads(window, "ArrowLeft", "2027-08-13");
            leads(window, "Control+End", "2027-08-31");
            leads(window, "PageDown", "2027-09-30");
            leads(window, "ArrowRight", "2027-10-01");
            leads(window, "ArrowUp", "2027-09-24");
            leads(window, "PageUp", "2027-08-24");
            leads(window, "Shift+PageDown", "2028-08-24");
            leads(window, "Shift+PageUp", "2027-08-24");
            leads(window, "ArrowUp", "2027-08-17");
            leads(window, "Control+Home", "2027-08-01");
            for (var to : new String[] {"2027-08-08", "2027-08-15"}) leads(window, "ArrowDown", to);
            for (var to : new String[] {"2027-08-14", "2027-08-13", "2027-08-12"}) leads(window, "ArrowLeft", to);
            window.page().keyboard().press("Enter");
            assertThat(day(window, "2027-08-12").locator("a").first()).isFocused();
            window.page().keyboard().press("ArrowDown");
            assertThat(day(window, "2027-08-12").locator("a").last()).isFocused();
            leads(window, "Escape", "2027-08-12");
            window.look("month-grid");
            window.page().keyboard().press("Enter");
            window.page().keyboard().press("Enter");
            assertThat(window.page()).hasURL(Pattern.compile("/groups/journey-month/events/[0-9a-f-]{36}$"));
        }
        phone(portal, mona, MONTH);
        plain(portal, mona, MONTH, "Europe/Lisbon", "2027-08-20");
        var nick = member(portal, group, "nick@example.com", "America/New_York");
        plain(portal, nick, MONTH, "America/New York", "2027-08-19");
    }

    @Test
    void staff_have_the_same_calendar_by_the_clocks_of_the_portal(Portal portal) {
        var group = group(portal, "journey-month-desk");
        portal.settings(Portal.ACME, "time_zone = 'Asia/Tokyo'");
        portal.staff("Stina Staff", "stina@staff.example", "content", Portal.ACME);
        var stina = portal.asStaff("stina@staff.example");
        var month = "/t/acme/communities/" + group + "/events?month=2027-08";
        try (var window = Browser.open(portal, stina.host(), Screen.DESK_DARK).as(stina)) {
            window.go(month);
            assertThat(window.page().getByRole(AriaRole.GRID)).isVisible();
            window.page().locator("a[rel=next]").focus();
            leads(window, "Tab", "2027-08-01");
            window.axe();
            leads(window, "ArrowDown", "2027-08-08");
            leads(window, "PageDown", "2027-09-08");
            leads(window, "PageUp", "2027-08-08");
            leads(window, "Control+End", "2027-08-31");
            window.look("month-desk");
            day(window, "2027-08-13").getByText("Walk").click();
            assertThat(window.page()).hasURL(Pattern.compile("/communities/" + group + "/events/[0-9a-f-]{36}$"));
        }
        phone(portal, stina, month);
        plain(portal, stina, month, "Times are in the portal’s zone: Asia/Tokyo", "2027-08-20");
    }

    /** A list of days, as it was: each link is a stop of its own. */
    private static void phone(Portal portal, Visitor reader, String month) {
        try (var window =
                Browser.open(portal, reader.host(), Screen.PHONE_LIGHT).as(reader)) {
            window.go(month);
            assertThat(window.page().locator(".month-grid")).not().hasAttribute("role", "grid");
            assertEquals(0, window.page().locator(".month-grid [tabindex]").count());
        }
    }

    /** By links alone, in the zone of whoever reads. */
    private static void plain(Portal portal, Visitor reader, String month, String zone, String late) {
        var screen = Screen.DESK_LIGHT.withoutScript();
        try (var window = Browser.open(portal, reader.host(), screen).as(reader)) {
            window.go(month).page().locator("a[rel=next]").click();
            window.reads("September 2027");
            window.page().locator("a[rel=prev]").click();
            window.reads("August 2027").reads(zone);
            assertThat(day(window, late).getByText("Late")).isVisible();
        }
    }
}
