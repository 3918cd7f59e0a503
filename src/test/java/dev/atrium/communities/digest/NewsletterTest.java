package dev.atrium.communities.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
