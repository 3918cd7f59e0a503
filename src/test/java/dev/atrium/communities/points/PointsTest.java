package dev.atrium.communities.points;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.kernel.Scope;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Points, levels, boards, and the mail of a group. */
class PointsTest {
    private static Portal portal;
    private static UUID tenant;
    private static UUID group;
    private static UUID open;
    private static UUID closed;
    private static UUID anaId;
    private static UUID benId;
    private static Visitor ana;
    private static Visitor ben;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        tenant = portal.tenantId(Portal.ACME);
        portal.settings(Portal.ACME, "profile_required = '{}', time_zone = 'UTC'");
        group = UUID.randomUUID();
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, 'makers', 'Makers')",
                tenant,
                group);
        open = channel(false);
        closed = channel(true);
        anaId = person("ana", "owner");
        benId = person("ben", "member");
        ana = portal.as(Portal.ACME, "ana@example.com");
        ben = portal.as(Portal.ACME, "ben@example.com");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static UUID channel(boolean closed) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, name, private) VALUES (?, ?, ?, ?, ?)",
                tenant,
                id,
                group,
                "c" + closed,
                closed);
        return id;
    }

    private static UUID person(String name, String role) {
        var account = portal.account(Portal.ACME, name, name + "@example.com");
        var contact = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
        member(contact, role);
        return contact;
    }

    private static void member(UUID contact, String role) {
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, role, status, joined_at) VALUES (?, ?, ?, ?, 'active', now())",
                tenant,
                group,
                contact,
                role);
    }

    private static UUID someone(String name) {
        var contact = portal.contact(Portal.ACME, name, name + "@example.com");
        member(contact, "member");
        return contact;
    }

    private static UUID post(UUID author, UUID channel, String body) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO post (tenant_id, id, group_id, channel_id, author_id, author_name, body, published_at) VALUES (?, ?, ?, ?, ?, 'x', ?, portal_now())",
                tenant,
                id,
                group,
                channel,
                author,
                body);
        return id;
    }

    private static void like(UUID who, UUID post, String ago) {
        portal.execute(
                "INSERT INTO reaction (tenant_id, object_id, contact_id, post_id, word, at) VALUES (?, ?, ?, ?, 'like', portal_now() - ?::interval)",
                tenant,
                post,
                who,
                post,
                ago);
    }

    private static Map<UUID, Long> board(String window) {
        var found = new HashMap<UUID, Long>();
        ana.get("/api/v1/groups/makers/board?window=" + window)
                .expect(200)
                .json()
                .getJsonArray("items")
                .forEach(one -> {
                    var line = (JsonObject) one;
                    found.put(UUID.fromString(line.getString("contact")), line.getLong("points"));
                });
        return found;
    }

    @Test
    void a_reaction_is_a_point_until_it_or_what_it_was_given_to_is_gone() {
        var author = someone("carl");
        var first = post(author, open, "One");
        var second = post(author, open, "Two");
        for (int i = 0; i < 5; i++) like(someone("fan" + i), first, "1 hour");
        like(author, first, "1 hour");
        like(anaId, second, "10 days");
        assertEquals(5, board("week").get(author), "not one's own, not what is older");
        assertEquals(6, board("month").get(author));
        assertEquals(6, board("all").get(author));
        portal.execute(
                "DELETE FROM reaction WHERE object_id = ? AND contact_id = (SELECT id FROM contact WHERE full_name = 'fan0')",
                first);
        assertEquals(5, board("all").get(author));
        portal.execute(
                "UPDATE post SET state = 'removed', removed_at = now(), removed_by = 'moderator' WHERE id = ?", first);
        assertEquals(1, board("all").get(author));
        portal.execute("UPDATE post SET state = 'published', removed_at = NULL, removed_by = '' WHERE id = ?", first);
        assertEquals(5, board("all").get(author));
        var comment = UUID.randomUUID();
        portal.execute(
                "INSERT INTO comment (tenant_id, id, post_id, author_id, author_name, body) VALUES (?, ?, ?, ?, 'x', 'Ah')",
                tenant,
                comment,
                second,
                author);
        portal.execute(
                "INSERT INTO reaction (tenant_id, object_id, contact_id, post_id, word) VALUES (?, ?, ?, ?, 'wow')",
                tenant,
                comment,
                benId,
                second);
        assertEquals(6, board("all").get(author));
        portal.execute("UPDATE comment SET removed_at = now(), removed_by = 'author' WHERE id = ?", comment);
        assertEquals(5, board("all").get(author));
        ana.get("/groups/makers/board?window=all").expect(200).expectText("carl");
    }

    @Test
    void whoever_gives_and_takes_in_rings_gets_little_of_it() {
        var one = someone("ring one");
        var two = someone("ring two");
        var calm = someone("calm");
        for (int day = 0; day < 5; day++) {
            for (int i = 0; i < 4; i++) like(two, post(one, open, "r" + day + i), day + " days 1 minute");
            for (int i = 0; i < 4; i++) like(one, post(two, open, "s" + day + i), day + " days 1 minute");
            for (int i = 0; i < 4; i++) like(benId, post(calm, open, "t" + day + i), day + " days 1 minute");
        }
        assertEquals(15, board("all").get(calm), "three a day of one person");
        var ringed = board("all").get(one);
        assertTrue(
                ringed == 3 || ringed == 6,
                "three a week where two give one another; five days lie in one week or two: " + ringed);
    }

    @Test
    void whoever_does_not_want_to_stand_there_does_not() {
        like(anaId, post(benId, open, "Mine"), "1 minute");
        assertEquals(1, board("week").get(benId));
        ben.post("/groups/makers/board", Map.of()).expect(303);
        assertFalse(board("week").containsKey(benId));
        ben.get("/groups/makers/board").expect(200).expectText("Your points");
        ben.json("PUT", "/api/v1/groups/makers/board/me", "{\"shown\":true}").expect(200);
        assertEquals(1, board("week").get(benId));
    }

    @Test
    void levels_rise_and_bear_names_and_rewards() {
        var fields = new HashMap<String, String>();
        for (int i = 1; i <= 9; i++) {
            fields.put("points_" + i, Integer.toString((i - 1) * 2));
            fields.put("name_" + i, "Step " + i);
            fields.put("reward_" + i, i == 2 ? "A print of your choice" : "");
        }
        ben.post("/groups/makers/manage/levels", fields).expect(404);
        ana.post("/groups/makers/manage/levels", fields).expect(303);
        ana.get("/groups/makers/board").expect(200).expectText("A print of your choice");
        fields.put("points_4", "1");
        ana.post("/groups/makers/manage/levels", fields).expect(422);
        var author = someone("leveller");
        like(benId, post(author, open, "L"), "1 minute");
        like(anaId, post(author, open, "M"), "1 minute");
        var level = ana.get("/api/v1/groups/makers/board?window=all").json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(line -> line.getString("contact").equals(author.toString()))
                .findFirst()
                .orElseThrow()
                .getInteger("level");
        assertEquals(2, level);
        portal.execute("DELETE FROM level_rule");
    }

    @Test
    void points_from_elsewhere_are_given_once_and_fifty_a_day() throws Exception {
        var who = someone("learner");
        var db = portal.house().db();
        var all = IntStream.range(0, 20)
                .mapToObj(i -> db.write(
                        Scope.job(tenant, "test"), tx -> Points.award(tx, group, who, "lesson", 4, "lesson-" + i % 15)))
                .toList();
        int sum = 0;
        for (var one : all) sum += one.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertEquals(50, sum);
        assertEquals(50L, board("week").get(who));
        assertEquals(
                0,
                db.write(Scope.job(tenant, "test"), tx -> Points.award(tx, group, UUID.randomUUID(), "lesson", 4, "x"))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS));
    }

    @Test
    void a_group_comes_by_mail_in_the_morning_and_not_where_nothing_happened() {
        var reader = person("dora", "member");
        var dora = portal.as(Portal.ACME, "dora@example.com");
        dora.get("/groups/makers/digest").expect(200);
        dora.post("/groups/makers/digest", Map.of("pace", "hourly")).expect(422);
        dora.post("/groups/makers/digest", Map.of("pace", "daily")).expect(303);
        assertEquals("daily", dora.get("/api/v1/groups/makers/digest").json().getString("pace"));
        portal.move(Duration.ofMinutes(1));
        post(benId, open, "What a **fine** day");
        post(anaId, closed, "For the board alone");
        post(reader, open, "My own words");
        portal.move(Duration.ofDays(1));
        var mail = portal.mail("dora@example.com");
        assertEquals("What happened in Makers", mail.subject());
        assertTrue(mail.text().replace("\r", "").contains("* What a fine day\n  ben\n"), mail.text());
        assertFalse(mail.text().contains("board alone"));
        assertFalse(mail.text().contains("My own words"));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM job WHERE kind = 'communities.digest' AND state = 'queued' AND due_at > portal_now()"));
        var before = portal.mails("dora@example.com");
        portal.move(Duration.ofDays(1));
        until("SELECT count(*) FROM group_digest WHERE told_at > portal_now() - interval '1 hour'");
        assertEquals(before, portal.mails("dora@example.com"), "nothing happened");
        dora.json("PUT", "/api/v1/groups/makers/digest", "{\"pace\":\"off\"}").expect(200);
        assertEquals(
                0, portal.count("SELECT count(*) FROM job WHERE kind = 'communities.digest' AND state = 'queued'"));
        assertEquals(List.of(), portal.query("SELECT pace FROM group_digest WHERE contact_id = ?", reader));
    }

    @Test
    void whoever_reaches_a_level_is_told_once() {
        var author = person("riser", "member");
        var post = post(author, open, "Look");
        for (int i = 0; i < 5; i++) like(someone("early" + i), post, "1 minute");
        like(author, post, "1 minute");
        due("points.congratulate");
        until("SELECT count(*) FROM notification WHERE type = 'community.level_reached' AND contact_id = '" + author
                + "'");
        portal.as(Portal.ACME, "riser@example.com")
                .get("/notifications")
                .expect(200)
                .expectText("You reached level 2 in Makers");
        due("points.badges");
        until("SELECT count(*) FROM membership WHERE level = 2 AND contact_id = '" + author + "'");
        portal.execute("DELETE FROM reaction WHERE object_id = ?", post);
        for (int i = 0; i < 5; i++) like(someone("late" + i), post, "1 minute");
        due("points.congratulate");
        until("SELECT 1 - count(*) FROM job WHERE kind = 'points.congratulate' AND state = 'queued' AND key LIKE '%"
                + author + "'");
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM notification WHERE type = 'community.level_reached' AND contact_id = ?",
                        author));
        ana.get("/groups/makers").expect(200);
    }

    @Test
    void the_weekly_mail_names_the_thread_that_went_on_the_posts_and_the_events_and_nobody_who_is_blocked() {
        var reader = person("wanda", "member");
        var foe = person("foe", "member");
        var wanda = portal.as(Portal.ACME, "wanda@example.com");
        var old = post(benId, open, "An old question");
        post(foe, open, "old words of a foe");
        portal.execute(
                "UPDATE post SET published_at = portal_now() - interval '1 day' WHERE id = ? OR author_id = ?",
                old,
                foe);
        wanda.post("/groups/makers/digest", Map.of("pace", "weekly")).expect(303);
        portal.execute(
                "INSERT INTO chat_block (tenant_id, contact_id, blocked_id) VALUES (?, ?, ?)", tenant, reader, foe);
        for (var author : List.of(anaId, benId, foe))
            portal.execute(
                    "INSERT INTO comment (tenant_id, id, post_id, author_id, author_name, body, created_at) VALUES (?, ?, ?, ?, 'x', 'Yes', portal_now())",
                    tenant,
                    UUID.randomUUID(),
                    old,
                    author);
        post(foe, open, "Words of a foe");
        portal.execute("UPDATE post SET reactions = 99 WHERE id = ?", post(anaId, open, "Words of a friend"));
        portal.execute(
                "INSERT INTO event (tenant_id, id, group_id, title, starts_at, ends_at, zone) VALUES (?, ?, ?, 'A walk', portal_now() + interval '10 days', portal_now() + interval '11 days', 'UTC')",
                tenant,
                UUID.randomUUID(),
                group);
        portal.execute(
                "UPDATE group_digest SET told_at = portal_now() - interval '1 hour' WHERE contact_id = ?", reader);
        due("communities.digest");
        var mail = portal.mail("wanda@example.com");
        var text = mail.text().replace("\r", "");
        assertTrue(text.contains("Most talked about\n\n* Words of a friend\n  ana · 99 reactions\n"), text);
        assertTrue(text.contains("Still going on\n\n* An old question\n  2 new comments · ben\n"), text);
        assertTrue(text.contains("Coming up\n\n* A walk\n"), text);
        assertTrue(mail.html().contains("<strong>Coming up</strong>"), mail.html());
        assertFalse(mail.text().contains("foe"), mail.text());
        wanda.post("/groups/makers/digest", Map.of("pace", "monthly")).expect(303);
        wanda.post("/groups/makers/digest", Map.of("pace", "off")).expect(303);
    }

    /** Time passes for one kind of work alone: other tests count what lies in a week. */
    private static void due(String kind) {
        portal.execute(
                "UPDATE job SET due_at = portal_now() - interval '1 minute' WHERE kind = ? AND state = 'queued'", kind);
    }

    private static void until(String sql) {
        for (int i = 0; i < 200 && portal.count(sql) == 0; i++) Portal.pause(50);
        assertTrue(portal.count(sql) > 0, sql);
    }
}
