package dev.atrium.communities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.secrets.ApiSecret;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Following people: whom one may, how many, what ends it, and that nobody hears of it. */
class FollowingTest {
    private static final String API = "/api/v1/following";
    private static final String LIST = "/communities/following";

    private static Portal portal;
    private static UUID tenant;
    private static Visitor ana;
    private static Visitor olivia;
    private static UUID anaId;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        tenant = portal.tenantId(Portal.ACME);
        portal.settings(Portal.ACME, "profile_blocks = '{}'");
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        olivia = portal.asStaff("olivia@staff.example");
        anaId = contactOf(portal.account(Portal.ACME, "Ana Almeida", "ana@example.com"));
        ana = portal.as(Portal.ACME, "ana@example.com");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static UUID contactOf(UUID account) {
        return (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
    }

    /** Somebody with an account by which nobody signs in. */
    private static UUID someone(String name) {
        return contactOf(portal.account(Portal.ACME, name, name + "@example.com", null));
    }

    private static UUID group(String slug, UUID... people) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, ?, ?)",
                tenant,
                id,
                slug,
                "Group " + slug);
        for (var person : people) join(id, person);
        return id;
    }

    private static void join(UUID group, UUID person) {
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, status, joined_at) VALUES (?, ?, ?, 'active', now())",
                tenant,
                group,
                person);
    }

    private static void leave(UUID group, UUID person) {
        portal.execute("DELETE FROM membership WHERE group_id = ? AND contact_id = ?", group, person);
    }

    private static int put(Visitor who, UUID person) {
        return who.send("PUT", API + "/" + person, null, null).status();
    }

    private static int end(Visitor who, UUID person) {
        return who.send("DELETE", API + "/" + person, null, null).status();
    }

    private static long rows(UUID who, UUID followed) {
        return portal.count(
                "SELECT count(*) FROM person_follow WHERE contact_id = ? AND followed_id = ?", who, followed);
    }

    private static String form(String slug, UUID person) {
        return "/groups/" + slug + "/members/" + person + "/follow";
    }

    @Test
    void a_member_is_followed_from_their_page_and_listed_and_unfollowed_again() {
        var carl = someone("carl");
        group("pages", anaId, carl);
        var page = "/groups/pages/members/" + carl;
        ana.get(page).expect(200).expectText("action=\"" + form("pages", carl) + "\"");
        ana.post(form("pages", carl), Map.of("follow", "yes")).expectRedirect(page);
        ana.post(form("pages", carl), Map.of("follow", "yes")).expectRedirect(page);
        assertEquals(1, rows(anaId, carl));
        assertTrue(ana.get(page).body().contains("value=\"yes\" hidden"));
        ana.get(LIST).expect(200).expectText("carl").expectText("Group pages");
        ana.get("/groups/pages/members").expect(200).expectText("Followed");
        ana.get("/groups/pages/members?followed=yes").expect(200).expectText("carl");
        assertFalse(
                ana.get("/groups/pages/members?followed=yes").body().contains("/members/" + anaId),
                "only the followed");
        ana.post(form("pages", carl), Map.of("follow", "perhaps")).expect(422);
        ana.post(LIST, Map.of("person", carl.toString(), "follow", "no")).expectRedirect(LIST);
        ana.post(LIST, Map.of("person", carl.toString(), "follow", "no")).expectRedirect(LIST);
        assertEquals(0, rows(anaId, carl));
        assertTrue(ana.get(page).body().contains("value=\"no\" hidden"));
        ana.get("/groups/pages/members?followed=yes").expect(200).expectText("You follow nobody in this group");
        assertFalse(ana.get("/groups/pages/members/" + anaId).body().contains("data-followed"), "not oneself");
    }

    @Test
    void nobody_is_followed_whom_one_does_not_meet() {
        var dan = someone("dan");
        var shadow = portal.contact(Portal.ACME, "Shadow", "shadow@example.com");
        var stranger = someone("stranger");
        var asked = someone("asked");
        var barred = someone("barred");
        var away = contactOf(portal.account(Portal.GLOBEX, "Far", "far@example.com", null));
        var gone = someone("gone");
        portal.execute("UPDATE account SET status = 'disabled' WHERE contact_id = ?", gone);
        var group = group("meeting", anaId, dan, shadow, gone);
        for (var standing : Map.of(asked, "requested", barred, "banned").entrySet())
            portal.execute(
                    "INSERT INTO membership (tenant_id, group_id, contact_id, status) VALUES (?, ?, ?, ?)",
                    tenant,
                    group,
                    standing.getKey(),
                    standing.getValue());
        for (var nobody : List.of(anaId, shadow, stranger, asked, barred, away, gone, UUID.randomUUID())) {
            assertEquals(404, put(ana, nobody));
            assertEquals(404, end(ana, nobody));
            ana.post(form("meeting", nobody), Map.of("follow", "yes")).expect(404);
            ana.post(LIST, Map.of("person", nobody.toString(), "follow", "yes")).expect(404);
        }
        assertEquals(200, put(ana, dan));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM person_follow WHERE contact_id = ? AND followed_id = ?", anaId, dan));
        var other = group("elsewhere", dan);
        assertEquals(
                404, ana.post(form("elsewhere", dan), Map.of("follow", "no")).status(), "not by a group of others");
        assertEquals(1, rows(anaId, dan));
        assertEquals(0, portal.count("SELECT count(*) FROM person_follow WHERE contact_id = followed_id"));
        portal.execute("DELETE FROM community_group WHERE id = ?", other);
    }

    @Test
    void a_block_ends_it_both_ways_and_prevents_it_until_it_is_lifted() {
        var eve = contactOf(portal.account(Portal.ACME, "eve", "eve@example.com"));
        var asEve = portal.as(Portal.ACME, "eve@example.com");
        group("quarrel", anaId, eve);
        assertEquals(200, put(ana, eve));
        assertEquals(200, put(asEve, anaId));
        ana.post("/messages/block", Map.of("person", eve.toString())).expect(303);
        assertEquals(0, rows(anaId, eve) + rows(eve, anaId));
        assertEquals(404, put(ana, eve));
        assertEquals(404, put(asEve, anaId));
        assertFalse(asEve.get("/groups/quarrel/members/" + anaId).body().contains("data-followed"));
        ana.post("/messages/unblock", Map.of("person", eve.toString())).expect(303);
        assertEquals(0, rows(anaId, eve) + rows(eve, anaId), "what was ended does not come back");
        assertEquals(200, put(asEve, anaId));
    }

    @Test
    void whoever_leaves_the_last_shared_group_is_still_listed_and_can_be_unfollowed() {
        var fay = someone("fay");
        var group = group("parting", anaId, fay);
        assertEquals(200, put(ana, fay));
        leave(group, fay);
        assertEquals(1, rows(anaId, fay));
        ana.get(LIST).expect(200).expectText("You share no group any more");
        var line = ana.get(API).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("id").equals(fay.toString()))
                .findFirst()
                .orElseThrow();
        assertEquals(false, line.getBoolean("shared"));
        assertEquals(404, put(ana, fay), "not begun anew");
        assertEquals(204, end(ana, fay));
        assertEquals(404, end(ana, fay));
    }

    @Test
    void the_list_is_given_out_by_pages_who_was_followed_last_first() {
        var gil = contactOf(portal.account(Portal.ACME, "gil", "gil@example.com"));
        var asGil = portal.as(Portal.ACME, "gil@example.com");
        asGil.get(LIST).expect(200).expectText("You follow nobody yet");
        var people = many("paged", 60, group("paging", gil));
        for (var one : people)
            portal.execute(
                    "INSERT INTO person_follow (tenant_id, contact_id, followed_id, at) VALUES (?, ?, ?, clock_timestamp())",
                    tenant,
                    gil,
                    one);
        var first = asGil.get(API + "?limit=50").expect(200).json();
        assertEquals(50, first.getJsonArray("items").size());
        assertEquals(
                people.getLast().toString(),
                first.getJsonArray("items").getJsonObject(0).getString("id"));
        var second = asGil.get(first.getString("next")).expect(200).json();
        assertEquals(10, second.getJsonArray("items").size());
        assertEquals(null, second.getString("next"));
        asGil.get(LIST).expect(200).expectText("rel=\"next\"");
        var after = asGil.get(API + "?limit=48").json().getString("next").replaceAll(".*cursor=([^&]*).*", "$1");
        asGil.get(LIST + "?after=" + after).expect(200).expectText("To the beginning");
    }

    /** So many with accounts, in the group. */
    private static List<UUID> many(String name, int count, UUID group) {
        portal.execute("""
                WITH made AS (
                  INSERT INTO contact (tenant_id, id, full_name, email)
                  SELECT ?, gen_random_uuid(), ? || n, ? || n || '@example.com' FROM generate_series(1, ?) n RETURNING tenant_id, id, email),
                known AS (
                  INSERT INTO account (tenant_id, id, contact_id, email, origin)
                  SELECT tenant_id, gen_random_uuid(), id, email, 'granted' FROM made)
                INSERT INTO membership (tenant_id, group_id, contact_id, status, joined_at)
                SELECT tenant_id, ?, id, 'active', now() FROM made""", tenant, name, name, count, group);
        return portal
                .query("SELECT id FROM contact WHERE tenant_id = ? AND email LIKE ? ORDER BY id", tenant, name + "%")
                .stream()
                .map(row -> (UUID) row.getFirst())
                .toList();
    }

    @Test
    void fifty_at_once_make_one_row() {
        var hal = someone("hal");
        group("crowd", anaId, hal);
        int broken = 0;
        for (int round = 0; round < 3; round++) {
            portal.execute("DELETE FROM person_follow WHERE followed_id = ?", hal);
            var answers = Race.of(
                    50,
                    i -> i % 2 == 0
                            ? put(ana, hal)
                            : ana.post(form("crowd", hal), Map.of("follow", "yes"))
                                    .status());
            if (rows(anaId, hal) != 1 || !new HashSet<>(answers).equals(new HashSet<>(List.of(200, 303)))) broken++;
        }
        System.out.println("{\"proof\":\"follow-once\",\"rounds\":3,\"broken\":" + broken + "}");
        assertEquals(0, broken);
    }

    @Test
    void five_hundred_are_followed_and_not_one_more_however_many_at_once() {
        var ida = contactOf(portal.account(Portal.ACME, "ida", "ida@example.com"));
        var asIda = portal.as(Portal.ACME, "ida@example.com");
        var people = many("idol", 550, group("idols", ida));
        for (var one : people.subList(0, 480))
            portal.execute(
                    "INSERT INTO person_follow (tenant_id, contact_id, followed_id) VALUES (?, ?, ?)",
                    tenant,
                    ida,
                    one);
        var answers = Race.of(50, i -> put(asIda, people.get(480 + i)));
        assertEquals(500, portal.count("SELECT count(*) FROM person_follow WHERE contact_id = ?", ida));
        assertEquals(20, answers.stream().filter(status -> status == 200).count());
        assertEquals(30, answers.stream().filter(status -> status == 409).count());
        assertEquals(200, put(asIda, people.getFirst()), "whoever is followed already stays so");
        var refused = asIda.send("PUT", API + "/" + people.getLast(), null, null);
        assertEquals("follows-many", refused.expect(409).json().getString("code"));
        asIda.post(form("idols", people.getLast()), Map.of("follow", "yes"))
                .expect(409)
                .expectText("You follow 500 people");
        assertEquals(204, end(asIda, people.getFirst()));
        assertEquals(200, put(asIda, people.getLast()));
    }

    @Test
    void a_block_is_not_overlooked_by_who_follows_at_the_same_moment() {
        var jon = contactOf(portal.account(Portal.ACME, "jon", "jon@example.com"));
        var asJon = portal.as(Portal.ACME, "jon@example.com");
        group("race", anaId, jon);
        int both = 0;
        int failed = 0;
        for (int round = 0; round < 10; round++) {
            portal.execute("DELETE FROM chat_block WHERE tenant_id = ?", tenant);
            var answers = Race.of(12, i -> switch (i % 3) {
                case 0 -> put(ana, jon);
                case 1 -> put(asJon, anaId);
                default ->
                    asJon.post("/messages/block", Map.of("person", anaId.toString()))
                            .status();
            });
            if (rows(anaId, jon) + rows(jon, anaId) != 0) both++;
            failed += (int) answers.stream().filter(status -> status >= 500).count();
        }
        portal.execute("DELETE FROM chat_block WHERE tenant_id = ?", tenant);
        System.out.println("{\"proof\":\"blocked-and-followed\",\"rounds\":10,\"broken\":" + both + "}");
        assertEquals(0, both);
        assertEquals(0, failed);
    }

    @Test
    void nobody_is_told_of_it_and_staff_who_look_as_the_client_do_not_see_it() {
        var kim = contactOf(portal.account(Portal.ACME, "kim", "kim@example.com"));
        var asKim = portal.as(Portal.ACME, "kim@example.com");
        group("quiet", anaId, kim);
        var before = traces(kim);
        assertEquals(200, put(ana, kim));
        assertEquals(before, traces(kim));
        assertFalse(asKim.get("/groups/quiet/members/" + anaId).body().contains("Followed"));
        assertFalse(asKim.get("/groups/quiet/members").body().contains(" · Followed"));
        var account = portal.query("SELECT id FROM account WHERE contact_id = ?", anaId)
                .getFirst()
                .getFirst();
        var away = olivia.post(
                        "/t/acme/view-as", Map.of("account", account.toString(), "reason", "A question of theirs"))
                .expect(303)
                .location();
        var looking = portal.at(Portal.ACME);
        looking.post(away.substring(away.indexOf("/view-as/")), Map.of()).expectRedirect("/");
        looking.get(LIST).expect(403);
        assertFalse(
                looking.get("/groups/quiet/members/" + kim).expect(200).body().contains("data-followed"));
        var listed =
                looking.get("/groups/quiet/members?followed=yes").expect(200).body();
        assertTrue(listed.contains("/members/" + anaId) && !listed.contains("Followed"), listed);
        asKim.get(LIST).expect(200).expectText("You follow nobody yet");
    }

    private static String traces(UUID contact) {
        return portal.query("""
                        SELECT (SELECT count(*) FROM notification), (SELECT count(*) FROM fact),
                               (SELECT count(*) FROM audit), (SELECT count(*) FROM mail_outbox), (SELECT count(*) FROM feed_event WHERE feed_id = ?)""", contact).toString();
    }

    @Test
    void it_is_exported_erased_and_follows_two_contacts_that_become_one() {
        var lea = someone("lea");
        var mia = someone("mia");
        var ned = someone("ned");
        var twin = portal.contact(Portal.ACME, "twin", "twin@example.com");
        var group = group("family", anaId, lea, mia, ned);
        join(group, twin);
        follow(lea, mia);
        follow(twin, mia);
        follow(lea, twin);
        follow(twin, lea);
        follow(ned, twin);
        follow(twin, ned);
        portal.execute(
                "INSERT INTO chat_block (tenant_id, contact_id, blocked_id) VALUES (?, ?, ?)", tenant, lea, anaId);
        follow(anaId, twin);
        olivia.post(
                        "/t/acme/contacts/" + lea + "/merge",
                        Map.of("other", twin.toString(), "version", version(lea), "other_version", version(twin)))
                .expect(303);
        assertEquals(new TreeSet<>(List.of(mia, ned)), followed(lea), "once, not themselves");
        assertEquals(new TreeSet<>(List.of(lea)), followed(ned));
        assertEquals(0, rows(anaId, lea), "not across a block");
        assertTrue(exported(lea).contains(mia.toString()), "with whom they follow");
        olivia.post("/t/acme/contacts/" + mia + "/data/erase", Map.of("confirm", "yes", "why", "asked", "when", "now"))
                .expect(303);
        assertEquals(new TreeSet<>(List.of(ned)), followed(lea), "an erased person is followed by nobody");
        olivia.post("/t/acme/contacts/" + lea + "/data/erase", Map.of("confirm", "yes", "why", "asked", "when", "now"))
                .expect(303);
        assertEquals(new TreeSet<UUID>(), followed(lea));
        assertEquals(new TreeSet<UUID>(), followed(ned));
    }

    private static String exported(UUID contact) {
        portal.execute("BEGIN");
        try {
            portal.query("SELECT set_config('app.tenant', ?, true)", tenant.toString());
            return portal.query("SELECT line::text FROM person_rows(?, 'person_follow', NULL, 10)", contact)
                    .toString();
        } finally {
            portal.execute("ROLLBACK");
        }
    }

    private static void follow(UUID who, UUID whom) {
        portal.execute(
                "INSERT INTO person_follow (tenant_id, contact_id, followed_id) VALUES (?, ?, ?)", tenant, who, whom);
    }

    private static TreeSet<UUID> followed(UUID who) {
        var all = new TreeSet<UUID>();
        portal.query("SELECT followed_id FROM person_follow WHERE contact_id = ?", who)
                .forEach(row -> all.add((UUID) row.getFirst()));
        return all;
    }

    private static String version(UUID contact) {
        return portal.query("SELECT version::text FROM contact WHERE id = ?", contact)
                .getFirst()
                .getFirst()
                .toString();
    }

    @Test
    void a_program_needs_the_scope() {
        var pat = someone("pat");
        group("scopes", anaId, pat);
        for (var scope : List.of("communities:read", "communities:write")) {
            var program = portal.at(Portal.ACME).header("Authorization", "Bearer " + key(scope));
            boolean reads = scope.endsWith("read");
            assertEquals(reads ? 200 : 403, program.get(API).status());
            assertEquals(reads ? 403 : 200, put(program, pat));
            assertEquals(reads ? 403 : 204, end(program, pat));
        }
    }

    private static String key(String scope) {
        var fresh = ApiSecret.random(ApiSecret.Owner.ACCOUNT);
        portal.execute(
                "INSERT INTO api_key (tenant_id, id, prefix, secret_hash, name, account_id, scopes, expires_at)"
                        + " SELECT tenant_id, gen_random_uuid(), ?, ?, 'Test', id, ARRAY[?], now() + interval '1 day' FROM account WHERE contact_id = ?",
                fresh.prefix(),
                fresh.hash(),
                scope,
                anaId);
        return fresh.text();
    }
}
