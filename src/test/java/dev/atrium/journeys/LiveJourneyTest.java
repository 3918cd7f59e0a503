package dev.atrium.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.Visitor;
import dev.atrium.harness.Window;
import dev.atrium.harness.WithBrowser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens is on open pages without a reload: between people who chat, the team, and the readers of a group. */
@ExtendWith(WithBrowser.class)
class LiveJourneyTest {
    /** A client of the group, whose contact is in it. */
    private static Visitor member(Portal portal, UUID group, String name, String email) {
        var account = portal.account(Portal.ACME, name, email);
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, status, joined_at)"
                        + " SELECT tenant_id, ?, contact_id, 'active', now() - interval '1 day' FROM account WHERE id = ?",
                group,
                account);
        return portal.as(Portal.ACME, email);
    }

    private static UUID group(Portal portal, String slug) {
        var group = UUID.randomUUID();
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, ?, 'Journey')",
                portal.tenantId(Portal.ACME),
                group,
                slug);
        return group;
    }

    private static Window window(Portal portal, Visitor visitor, Screen screen) {
        return Browser.open(portal, visitor.host(), screen).live().as(visitor);
    }

    /** Waits until this stands in the thread; the list beside it says it as well. */
    private static void hears(Window window, String words) {
        assertThat(window.page().locator(".messages .words").getByText(words)).isVisible();
    }

    private static void say(Window window, String words) {
        window.page().locator("[data-composer] textarea[name=body]").fill(words);
        window.press("Send");
    }

    @Test
    void two_chat_the_team_answers_and_badges_follow(Portal portal) {
        var group = group(portal, "journey-chat");
        var lena = member(portal, group, "Lena Live", "lena@example.com");
        var marc = member(portal, group, "Marc Live", "marc@example.com");
        portal.staff("Olga Owner", "olga-live@staff.example", "owner", Portal.ACME);
        var olga = portal.asStaff("olga-live@staff.example");
        var contact = portal.query("SELECT contact_id FROM account WHERE email = 'marc@example.com'")
                .getFirst()
                .getFirst();
        var path = lena.post("/messages/new", Map.of("person", contact.toString()))
                .expect(303)
                .location();
        path = path.substring(path.indexOf("/messages/"));
        try (var one = window(portal, lena, Screen.DESK_LIGHT);
                var other = window(portal, marc, Screen.PHONE_LIGHT);
                var team = window(portal, olga, Screen.DESK_DARK)) {
            one.go(path);
            other.go("/");
            say(one, "Are you there?");
            assertThat(other.page().locator("#messages-badge [data-badge=messages]"))
                    .hasText("1");
            other.go(path);
            hears(other, "Are you there?");
            assertThat(one.page().locator(".seen")).isVisible();
            other.page().locator("[data-composer] textarea[name=body]").pressSequentially("Y");
            assertThat(one.page().locator("p[data-typing]")).hasText("Marc Live is typing…");
            say(other, "Yes, here.");
            hears(one, "Yes, here.");
            one.look("chat-live");
            team.go("/t/acme/inbox");
            other.go("/messages/team");
            say(other, "Is Friday fine?");
            team.page().locator(".chats .item").getByText("Is Friday fine?").click();
            hears(team, "Is Friday fine?");
            other.go("/");
            say(team, "Friday it is.");
            assertThat(other.page().locator(".bubble [data-badge=team]")).hasText("1");
            other.page().locator("[data-bubble]").click();
            hears(other, "Friday it is.");
            other.look("bubble-live");
            assertThat(other.page().locator(".bubble [data-badge=team]")).isHidden();
            assertThat(team.page().locator(".seen")).isVisible();
            team.look("inbox-live");
        }
    }

    @Test
    void a_message_with_a_file_goes_on_after_a_break_and_nothing_typed_is_lost(Portal portal) throws Exception {
        var group = group(portal, "journey-pieces");
        var rosa = member(portal, group, "Rosa Live", "rosa@example.com");
        var file = Files.createTempFile("plans", ".txt");
        Files.write(file, "a line of the plan\n".repeat(600_000).getBytes(StandardCharsets.US_ASCII));
        try (var window = window(portal, rosa, Screen.PHONE_LIGHT)) {
            var page = window.page();
            var field = page.locator("[data-composer] textarea[name=body]");
            window.go("/messages/team");
            field.fill("Typed before the page was left");
            window.go("/");
            window.go("/messages/team");
            assertThat(field).hasValue("Typed before the page was left");
            field.fill("With the plans");
            page.locator("[data-composer] input[type=file]").setInputFiles(file);
            var cut = new AtomicInteger();
            page.route("**/api/v1/uploads/*", route -> {
                // The second piece is lost twice.
                if (route.request().method().equals("PATCH")
                        && !route.request().headers().get("upload-offset").equals("0")
                        && cut.incrementAndGet() <= 2) route.abort();
                else route.resume();
            });
            window.press("Send");
            assertThat(page.locator("[data-upload-sending]")).isVisible();
            window.look("chat-sending");
            field.fill("With the plans and this");
            // What was lost is sent again after a while, longer each time.
            assertThat(page.locator(".messages a").getByText(file.getFileName().toString()))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(30_000));
            hears(window, "With the plans");
            assertThat(field).hasValue("and this");
            page.context().setOffline(true);
            window.press("Send");
            window.reads("Not sent yet");
            window.look("chat-unsent");
            page.context().setOffline(false);
            hears(window, "and this");
            assertThat(field).hasValue("");
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void a_group_page_is_in_step_in_two_browsers_and_after_a_break(Portal portal) {
        var group = group(portal, "journey-group");
        portal.settings(Portal.ACME, "profile_blocks = '{}'");
        var channel = channel(portal, group);
        var nora = member(portal, group, "Nora Live", "nora@example.com");
        var otto = member(portal, group, "Otto Live", "otto@example.com");
        var path = "/groups/journey-group/channels/" + channel;
        for (int i = 0; i < 3; i++) post(nora, path, "Old post " + i + "\n\n" + "A line.\n\n".repeat(20));
        try (var reader = window(portal, otto, Screen.PHONE_LIGHT);
                var tab = window(portal, otto, Screen.DESK_LIGHT)) {
            reader.go(path).at(path).reads("Old post 2");
            tab.go(path).at(path).reads("Old post 2");
            post(nora, path, "Straight on the page");
            reader.reads("Straight on the page");
            tab.reads("Straight on the page");
            reader.page().evaluate("window.scrollTo(0, document.body.scrollHeight)");
            post(nora, path, "First under the pill");
            post(nora, path, "Second under the pill");
            var pill = reader.page().locator(".live-pill");
            assertThat(pill).hasText("2 new posts");
            reader.look("group-pill");
            pill.click();
            reader.reads("Second under the pill").reads("First under the pill");
            reader.page().context().setOffline(true);
            reader.page().evaluate("window.scrollTo(0, 0)");
            for (int i = 0; i < 3; i++) post(nora, path, "While away " + i);
            tab.reads("While away 2");
            reader.page().context().setOffline(false);
            for (int i = 0; i < 3; i++)
                assertThat(reader.page().getByText("While away " + i)).hasCount(1);
        }
    }

    @Test
    void what_waits_under_the_pill_is_new_until_it_was_reached(Portal portal) {
        var group = group(portal, "journey-pill");
        portal.settings(Portal.ACME, "profile_blocks = '{}'");
        var channel = channel(portal, group);
        var uma = member(portal, group, "Uma Live", "uma@example.com");
        var vito = member(portal, group, "Vito Live", "vito@example.com");
        var path = "/groups/journey-pill/channels/" + channel;
        for (int i = 0; i < 3; i++) post(uma, path, "Old post " + i + "\n\n" + "A line.\n\n".repeat(20));
        try (var reader = window(portal, vito, Screen.PHONE_LIGHT)) {
            var page = reader.page();
            reader.go(path).reads("Old post 2");
            fresh(portal, reader, channel, "vito@example.com", 0);
            post(uma, path, "Straight on the page");
            page.getByText("Straight on the page").scrollIntoViewIfNeeded();
            fresh(portal, reader, channel, "vito@example.com", 0);
            page.evaluate("window.scrollTo(0, document.body.scrollHeight)");
            post(uma, path, "First under the pill");
            post(uma, path, "Second under the pill");
            var pill = page.locator(".live-pill");
            assertThat(pill).hasText("2 new posts");
            // Longer than the page rests between two words that something was read.
            page.waitForTimeout(3_200);
            page.evaluate("window.scrollTo(0, 0)");
            for (int i = 0; i < 5; i++) page.keyboard().press("Shift");
            post(uma, path, "Third behind them");
            assertThat(pill).hasText("3 new posts");
            fresh(portal, reader, channel, "vito@example.com", 3);
            var second = portal.query("SELECT id FROM post WHERE body = 'Second under the pill'")
                    .getFirst()
                    .getFirst();
            uma.post("/groups/journey-pill/posts/" + second + "/remove", Map.of())
                    .expect(303);
            assertThat(pill).hasText("2 new posts");
            pill.click();
            assertThat(page.locator("ol.posts > li").first()).containsText("Third behind them");
            reader.reads("First under the pill");
            assertThat(page.getByText("Second under the pill")).hasCount(0);
            assertThat(pill).isHidden();
            fresh(portal, reader, channel, "vito@example.com", 0);
        }
    }

    /** Presses something until so many posts of a channel are new to who reads. */
    private static void fresh(Portal portal, Window reader, UUID channel, String email, long wanted) {
        var sql =
                "SELECT count(*) FROM post p JOIN account a ON a.email = ? JOIN channel_read r ON r.channel_id = p.channel_id AND r.contact_id = a.contact_id"
                        + " WHERE p.channel_id = ? AND p.state = 'published' AND p.published_at > r.read_at";
        long found = -1;
        for (int i = 0; i < 200 && found != wanted; i++) {
            if (i > 0) Portal.pause(25);
            reader.page().keyboard().press("Shift");
            found = portal.count(sql, email, channel);
        }
        assertEquals(wanted, found);
    }

    @Test
    void a_poll_that_comes_in_is_voted_in_and_other_groups_are_counted(Portal portal) {
        var group = group(portal, "journey-polls");
        portal.settings(Portal.ACME, "profile_blocks = '{}'");
        var channel = channel(portal, group);
        var pia = member(portal, group, "Pia Live", "pia@example.com");
        var quin = member(portal, group, "Quin Live", "quin@example.com");
        var path = "/groups/journey-polls/channels/" + channel;
        try (var one = window(portal, pia, Screen.DESK_LIGHT);
                var other = window(portal, quin, Screen.DESK_LIGHT);
                var elsewhere = window(portal, quin, Screen.DESK_DARK)) {
            one.go(path);
            other.go(path);
            elsewhere.go("/communities");
            one.page().locator(".composer summary").first().click();
            one.page().locator(".composer textarea[name=body]").fill("Which day?");
            one.page().locator(".poll-ask summary").click();
            one.page().locator("input[name=option1]").fill("Monday");
            one.page().locator("input[name=option2]").fill("Tuesday");
            one.press("Post");
            assertThat(other.page().locator(".post-slot .poll")).isVisible();
            var counted = elsewhere.page().locator("[data-badge=communities]").first();
            assertThat(counted).hasText("1");
            // Whoever votes has read what they vote in.
            other.page().getByLabel("Tuesday").check();
            other.press("Vote");
            assertThat(other.page().locator(".poll-results .mine")).containsText("Tuesday");
            other.look("poll-live");
            assertThat(one.page().locator("[data-poll-said]")).containsText("1");
            one.page().getByLabel("Tuesday").check();
            one.press("Vote");
            assertThat(other.page().locator(".poll-results .mine strong")).hasText("2");
            assertThat(counted).isHidden();
            elsewhere.go("/communities");
            assertThat(counted).isHidden();
            assertThat(other.page().locator("[data-badge=communities]").first()).isHidden();
        }
    }

    @Test
    void a_group_page_counts_what_comes_into_other_channels_itself_and_asks_where_it_cannot_know(Portal portal) {
        var group = group(portal, "journey-counts");
        portal.settings(Portal.ACME, "profile_blocks = '{}'");
        var here = "/groups/journey-counts/channels/" + channel(portal, group);
        var other = channel(portal, group, "Elsewhere");
        var there = "/groups/journey-counts/channels/" + other;
        var ines = member(portal, group, "Ines Live", "ines@example.com");
        var olaf = member(portal, group, "Olaf Live", "olaf@example.com");
        try (var reader = window(portal, olaf, Screen.DESK_LIGHT)) {
            var page = reader.page();
            var asked = new AtomicInteger();
            page.onRequest(request -> {
                if (request.url().endsWith("/communities/unread")) asked.incrementAndGet();
            });
            reader.go(here);
            var figure = page.locator("[data-channel-count='" + other + "']");
            var badge = page.locator("[data-badge=communities]").first();
            for (int i = 1; i <= 2; i++) {
                post(ines, there, "Elsewhere " + i);
                assertThat(figure).hasText(Integer.toString(i));
                assertThat(badge).hasText(Integer.toString(i));
            }
            post(ines, here, "Read where it comes");
            reader.reads("Read where it comes");
            post(olaf, there, "Said in another window");
            post(ines, there, "Elsewhere 3");
            assertThat(figure).hasText("3");
            assertThat(badge).hasText("3");
            reader.look("group-counts");
            // As many seconds as it takes to be asked for, had there been a sign.
            page.waitForTimeout(3_000);
            assertEquals(0, asked.get(), "what is heard is counted, and not asked for");
            olaf.get(there).expect(200);
            assertThat(figure).isHidden();
            assertThat(badge).isHidden();
            var gone = post(ines, there, "Taken back");
            assertThat(figure).hasText("1");
            ines.post("/groups/journey-counts/posts/" + gone + "/remove", Map.of())
                    .expect(303);
            assertThat(figure).isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(15_000));
            assertThat(badge).isHidden();
        }
    }

    private static UUID channel(Portal portal, UUID group) {
        return channel(portal, group, "General");
    }

    private static UUID channel(Portal portal, UUID group, String name) {
        var channel = UUID.randomUUID();
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, type, name) VALUES (?, ?, ?, 'discussion', ?)",
                portal.tenantId(Portal.ACME),
                channel,
                group,
                name);
        return channel;
    }

    private static UUID post(Visitor who, String channel, String body) {
        var id = UUID.randomUUID();
        who.post(
                        channel.substring(0, channel.indexOf("/channels/")) + "/posts",
                        Map.of(
                                "channel",
                                channel.substring(channel.lastIndexOf('/') + 1),
                                "body",
                                body,
                                "id",
                                id.toString()))
                .expect(303);
        return id;
    }
}
