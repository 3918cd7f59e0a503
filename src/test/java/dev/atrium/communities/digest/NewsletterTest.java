package dev.atrium.communities.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When the mail of a group leaves: by pure calculation, and week after week by a clock that is moved. */
class NewsletterTest {
    private static final ZoneId LISBON = ZoneId.of("Europe/Lisbon");
    private static final int WEEKS = 6;

    private Duration moved = Duration.ZERO;

    private static Instant next(String pace, String now) {
        return Newsletter.next(pace, Instant.parse(now), LISBON);
    }

    @Test
    void each_pace_leaves_at_eight_in_the_readers_morning_summer_time_or_not() {
        assertEquals(Instant.parse("2027-03-27T08:00:00Z"), next("daily", "2027-03-26T08:00:00Z"));
        assertEquals(Instant.parse("2027-03-28T07:00:00Z"), next("daily", "2027-03-27T08:00:01Z"), "clocks went on");
        assertEquals(Instant.parse("2027-03-29T07:00:00Z"), next("weekly", "2027-03-23T12:00:00Z"));
        assertEquals(Instant.parse("2027-04-05T07:00:00Z"), next("weekly", "2027-03-29T07:00:00Z"), "once");
        assertEquals(Instant.parse("2027-04-12T07:00:00Z"), next("biweekly", "2027-03-29T07:00:00Z"));
        assertEquals(Instant.parse("2027-04-05T07:00:00Z"), next("monthly", "2027-03-29T07:00:00Z"));
        assertEquals(Instant.parse("2027-05-03T07:00:00Z"), next("monthly", "2027-04-05T07:00:00Z"));
        assertEquals(Instant.parse("2027-05-03T07:00:00Z"), next("monthly", "2027-04-30T23:30:00Z"), "May in Lisbon");
    }

    @Test
    void week_after_week_each_gets_what_they_chose_and_nothing_where_nothing_happened() {
        try (var portal = Portal.start()) {
            var tenant = portal.tenantId(Portal.ACME);
            portal.settings(Portal.ACME, "profile_blocks = '{}', time_zone = 'UTC'");
            var group = UUID.randomUUID();
            var channel = UUID.randomUUID();
            portal.execute(
                    "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, 'makers', 'Makers')",
                    tenant,
                    group);
            portal.execute(
                    "INSERT INTO channel (tenant_id, id, group_id, name) VALUES (?, ?, ?, 'General')",
                    tenant,
                    channel,
                    group);
            var people = new HashMap<String, UUID>();
            for (var pace : DigestRoutes.PACES) people.put(pace, reader(portal, group, pace));
            var start = now();
            var got = new HashMap<String, List<Integer>>();
            for (int week = 1; week <= WEEKS; week++) {
                if (week != 3) post(portal, channel, "Of week " + week);
                toMonday(portal);
                settled(portal);
                for (var pace : DigestRoutes.PACES)
                    got.computeIfAbsent(pace, x -> new ArrayList<>()).add(mails(portal, people.get(pace)));
            }
            assertEquals(List.of(1, 2, 2, 3, 4, 5), got.get("daily"), "one for what piled up, none for nothing");
            assertEquals(List.of(1, 2, 2, 3, 4, 5), got.get("weekly"));
            // Which Monday of two it is depends on the day on which this runs.
            boolean odd = got.get("biweekly").getFirst() == 1;
            assertEquals(odd ? List.of(1, 1, 2, 2, 3, 3) : List.of(0, 1, 1, 2, 2, 3), got.get("biweekly"));
            assertEquals(monthly(start), got.get("monthly"));
            assertEquals(List.of(0, 0, 0, 0, 0, 0), got.get("off"));
            int newest = odd ? 5 : 6;
            var last = portal.mail("biweekly@example.com", mail -> mail.text().contains("Of week " + newest))
                    .text();
            assertTrue(last.contains("Of week " + (newest - 1)) && !last.contains("Of week " + (newest - 2)), last);
        }
    }

    @Test
    void an_owner_is_mailed_nothing_of_private_channels_that_they_do_not_belong_to() {
        try (var portal = Portal.start()) {
            var tenant = portal.tenantId(Portal.ACME);
            portal.settings(Portal.ACME, "profile_blocks = '{}', time_zone = 'UTC'");
            var group = UUID.randomUUID();
            portal.execute(
                    "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, 'makers', 'Makers')",
                    tenant,
                    group);
            var open = channel(portal, group, "General", false);
            var board = channel(portal, group, "Board", true);
            var owner = reader(portal, group, "weekly");
            portal.execute("UPDATE membership SET role = 'owner' WHERE contact_id = ?", owner);
            post(portal, open, "Said to all");
            post(portal, board, "Said inside");
            meeting(portal, group, null, "Walk");
            meeting(portal, group, board, "Hearing");
            toMonday(portal);
            var first = portal.mail("weekly@example.com", mail -> mail.text().contains("Said to all"))
                    .text();
            assertTrue(first.contains("Walk"), first);
            assertFalse(first.contains("Said inside") || first.contains("Hearing"), first);
            post(portal, open, "Said later");
            comment(portal, board);
            toMonday(portal);
            var second = portal.mail("weekly@example.com", mail -> mail.text().contains("Said later"))
                    .text();
            assertFalse(second.contains("Said inside"), second);
            portal.execute(
                    "INSERT INTO channel_member (tenant_id, group_id, channel_id, contact_id) VALUES (?, ?, ?, ?)",
                    tenant,
                    group,
                    board,
                    owner);
            comment(portal, board);
            post(portal, board, "Said among us");
            toMonday(portal);
            var third = portal.mail("weekly@example.com", mail -> mail.text().contains("Said among us"))
                    .text();
            assertTrue(third.contains("Said inside"), third);
        }
    }

    @Test
    void a_conversation_that_somebody_muted_is_in_no_mail_of_theirs() {
        try (var portal = Portal.start()) {
            var tenant = portal.tenantId(Portal.ACME);
            portal.settings(Portal.ACME, "profile_blocks = '{}', time_zone = 'UTC'");
            var group = UUID.randomUUID();
            portal.execute(
                    "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, 'makers', 'Makers')",
                    tenant,
                    group);
            var channel = channel(portal, group, "General", false);
            var quiet = reader(portal, group, "weekly");
            reader(portal, group, "daily");
            post(portal, channel, "Goes on and on");
            var mute =
                    "INSERT INTO post_follow (tenant_id, post_id, contact_id, state) SELECT tenant_id, id, ?, 'muted' FROM post WHERE title = ?";
            portal.execute(mute, quiet, "Goes on and on");
            for (var week : List.of("One", "Two")) {
                post(portal, channel, week);
                toMonday(portal);
                for (var pace : List.of("weekly", "daily")) {
                    var mail = portal.mail(
                                    pace + "@example.com", one -> one.text().contains(week))
                            .text();
                    assertEquals(pace.equals("daily"), mail.contains("Goes on and on"), mail);
                }
                comment(portal, channel);
            }
        }
    }

    private static UUID channel(Portal portal, UUID group, String name, boolean closed) {
        var channel = UUID.randomUUID();
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, name, private) VALUES (?, ?, ?, ?, ?)",
                portal.tenantId(Portal.ACME),
                channel,
                group,
                name,
                closed);
        return channel;
    }

    /** Far ahead, and made just now. */
    private void meeting(Portal portal, UUID group, UUID channel, String title) {
        portal.execute(
                "INSERT INTO event (tenant_id, id, group_id, channel_id, title, starts_at, ends_at, zone, created_at)"
                        + " SELECT tenant_id, gen_random_uuid(), id, ?::uuid, ?, x.at + interval '60 days', x.at + interval '61 days', 'UTC', x.at"
                        + " FROM community_group, (SELECT ?::timestamptz AS at) x WHERE id = ?",
                channel,
                title,
                now().toString(),
                group);
    }

    /** Somebody goes on with what was said first in a channel. */
    private void comment(Portal portal, UUID channel) {
        portal.execute(
                "INSERT INTO comment (tenant_id, id, post_id, author_name, body, created_at)"
                        + " SELECT tenant_id, gen_random_uuid(), id, 'Author', 'And more.', ?::timestamptz FROM post"
                        + " WHERE channel_id = ? ORDER BY published_at LIMIT 1",
                now().toString(),
                channel);
    }

    private static UUID reader(Portal portal, UUID group, String pace) {
        var email = pace + "@example.com";
        var account = portal.account(Portal.ACME, pace, email);
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, status, joined_at)"
                        + " SELECT tenant_id, ?, contact_id, 'active', now() FROM account WHERE id = ?",
                group,
                account);
        var reader = portal.as(Portal.ACME, email);
        reader.post("/groups/makers/digest", Map.of("pace", "daily")).expect(303);
        reader.post("/groups/makers/digest", Map.of("pace", pace)).expect(303);
        return (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
    }

    private Instant now() {
        return Instant.now().plus(moved);
    }

    private void post(Portal portal, UUID channel, String title) {
        var author = portal.contact(Portal.ACME, "Author", title.replace(' ', '.') + "@example.com");
        portal.execute(
                "INSERT INTO post (tenant_id, id, channel_id, group_id, author_id, author_name, state, title, body, published_at)"
                        + " SELECT tenant_id, gen_random_uuid(), id, group_id, ?, 'Author', 'published', ?, 'Words.', ?::timestamptz FROM channel WHERE id = ?",
                author,
                title,
                now().toString(),
                channel);
    }

    /** Half past eight of the next Monday. */
    private void toMonday(Portal portal) {
        var now = now();
        var monday = LocalDate.ofInstant(now, ZoneOffset.UTC)
                .with(TemporalAdjusters.next(DayOfWeek.MONDAY))
                .atTime(LocalTime.of(8, 30))
                .toInstant(ZoneOffset.UTC);
        var by = Duration.between(now, monday);
        portal.move(by);
        moved = moved.plus(by);
    }

    /** Until all work that is due by now has left the work for its next time. */
    private void settled(Portal portal) {
        var sql =
                "SELECT count(*) FROM job WHERE kind = 'communities.digest' AND state = 'queued' AND due_at > ?::timestamptz";
        for (int i = 0; i < 400 && portal.count(sql, now().toString()) < 4; i++) Portal.pause(25);
        assertEquals(4, portal.count(sql, now().toString()));
    }

    /** What was written to them so far. */
    private static int mails(Portal portal, UUID contact) {
        return (int) portal.count(
                "SELECT count(*) FROM mail_outbox WHERE kind = 'community.newsletter' AND contact_id = ?", contact);
    }

    /** On the first Monday of each month. */
    private static List<Integer> monthly(Instant start) {
        var day = LocalDate.ofInstant(start, ZoneOffset.UTC);
        var all = new ArrayList<Integer>();
        int count = 0;
        for (int week = 1; week <= WEEKS; week++) {
            day = day.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
            if (day.getDayOfMonth() <= 7) count++;
            all.add(count);
        }
        return all;
    }
}
