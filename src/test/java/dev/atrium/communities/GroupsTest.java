package dev.atrium.communities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Listener;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.webhooks.Hooks;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Coming into groups, running them, and being put out again. */
class GroupsTest {
    private static Portal portal;
    private static Visitor olivia;
    private static final Map<String, UUID> CONTACTS = new HashMap<>();
    private static final Map<String, Visitor> VISITORS = new HashMap<>();

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        olivia = portal.asStaff("olivia@staff.example");
        for (var name : List.of("ana", "ben", "cleo", "dan", "eve")) {
            var account = portal.account(Portal.ACME, name, name + "@example.com");
            CONTACTS.put(name, (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                    .getFirst()
                    .getFirst());
        }
        portal.settings(Portal.ACME, "profile_blocks = '{}'");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    /** Signed in once: more often than a person does is refused. */
    private static Visitor as(String name) {
        return VISITORS.computeIfAbsent(name, known -> portal.as(Portal.ACME, known + "@example.com"));
    }

    /** A group that Ana owns, made on the console; its id. */
    private static UUID group(String slug, String visibility) {
        var fields = new HashMap<String, String>();
        fields.put("name", "Group " + slug);
        fields.put("group_slug", slug);
        fields.put("visibility", visibility);
        fields.put("first_posts", "0");
        fields.put("owner", "ana@example.com");
        fields.put("nonce", UUID.randomUUID().toString());
        olivia.post("/t/acme/communities/new", fields).expect(303);
        return (UUID) portal.query("SELECT id FROM community_group WHERE slug = ?", slug)
                .getFirst()
                .getFirst();
    }

    private static String standing(UUID group, String name) {
        var rows = portal.query(
                "SELECT status || ' ' || role FROM membership WHERE group_id = ? AND contact_id = ?",
                group,
                CONTACTS.get(name));
        return rows.isEmpty() ? "" : (String) rows.getFirst().getFirst();
    }

    private static String people(String slug, String name, String act) {
        return "/groups/" + slug + "/manage/people/" + CONTACTS.get(name) + "/" + act;
    }

    @Test
    void a_public_group_is_joined_in_one_step_and_left_in_one() {
        var group = group("open-doors", "public");
        assertEquals("active owner", standing(group, "ana"));
        var ben = as("ben");
        ben.get("/communities").expect(200).expectText("Group open-doors");
        ben.post("/groups/open-doors/join", Map.of()).expectRedirect("/groups/open-doors");
        ben.post("/groups/open-doors/join", Map.of()).expectRedirect("/groups/open-doors");
        assertEquals("active member", standing(group, "ben"));
        assertEquals(2L, portal.count("SELECT members FROM community_group WHERE id = ?", group));
        assertEquals(
                1L,
                portal.count(
                        "SELECT count(*) FROM feed_event WHERE feed_id = ? AND kind = 'member.joined' AND object_id = ?",
                        group,
                        CONTACTS.get("ben")));
        ben.get("/groups/open-doors/members").expect(200).expectText("ana");
        ben.get("/groups/open-doors/manage").expect(404);
        ben.post("/groups/open-doors/leave", Map.of()).expectRedirect("/communities");
        assertEquals("", standing(group, "ben"));
        as("ana").post("/groups/open-doors/leave", Map.of()).expect(409);
        assertEquals("active owner", standing(group, "ana"));
    }

    @Test
    void a_private_group_asks_whoever_runs_it_and_tells_what_became_of_it() {
        var group = group("knock-first", "private");
        var ben = as("ben");
        ben.post("/groups/knock-first/join", Map.of("note", "Let me in!")).expect(303);
        assertEquals("requested member", standing(group, "ben"));
        ben.get("/groups/knock-first/members").expect(404);
        var ana = as("ana");
        ana.get("/groups/knock-first/manage/requests").expect(200).expectText("Let me in!");
        var one = "/groups/knock-first/manage/requests/" + CONTACTS.get("ben");
        ben.post(one + "/approve", Map.of()).expect(404);
        ana.post(one + "/approve", Map.of()).expect(303);
        ana.post(one + "/decline", Map.of()).expect(303);
        assertEquals("active member", standing(group, "ben"));
        ben.get("/groups/knock-first/members").expect(200);
        ben.get("/notifications").expect(200).expectText("Group knock-first");
        var cleo = as("cleo");
        cleo.post("/groups/knock-first/join", Map.of()).expect(303);
        ana.post("/groups/knock-first/manage/requests/" + CONTACTS.get("cleo") + "/decline", Map.of())
                .expect(303);
        assertEquals("", standing(group, "cleo"));
    }

    @Test
    void a_secret_group_is_nothing_to_strangers_and_open_to_whoever_is_invited() {
        var group = group("behind-the-wall", "secret");
        var ben = as("ben");
        var nothing = ben.get("/groups/no-such-group").expect(404);
        assertEquals(
                nothing.body().length(),
                ben.get("/groups/behind-the-wall").expect(404).body().length());
        ben.post("/groups/behind-the-wall/join", Map.of()).expect(404);
        assertFalse(ben.get("/communities").body().contains("behind-the-wall"));
        as("ana")
                .post("/groups/behind-the-wall/invite", Map.of("email", "ben@example.com"))
                .expect(303);
        ben.get("/groups/behind-the-wall").expect(200);
        ben.post("/groups/behind-the-wall/join", Map.of()).expect(303);
        assertEquals("active member", standing(group, "ben"));
        assertEquals(0L, portal.count("SELECT count(*) FROM group_invitation WHERE group_id = ?", group));
    }

    @Test
    void an_invitation_brings_a_stranger_through_the_portals_door_into_the_group() {
        var group = group("strangers-welcome", "secret");
        as("ana")
                .post("/groups/strangers-welcome/invite", Map.of("email", "new@example.org"))
                .expect(303);
        var mail = portal.mail("new@example.org");
        var at = mail.text().indexOf("/invitation/");
        var path = mail.text().substring(at, mail.text().indexOf('\n', at)).strip();
        assertTrue(path.endsWith("?next=%2Fgroups%2Fstrangers-welcome"), path);
        var fresh = portal.at(Portal.ACME);
        fresh.post(path, Map.of("full_name", "Nora New", "password", "four-grey-herons"))
                .expectRedirect("/groups/strangers-welcome");
        fresh.get("/groups/strangers-welcome").expect(200);
        assertEquals(
                1L,
                portal.count(
                        "SELECT count(*) FROM membership m JOIN contact c ON c.id = m.contact_id WHERE m.group_id = ? AND c.email = 'new@example.org' AND m.status = 'active'",
                        group));
        for (int i = 0; i < 2000 && told(group) == 0; i++) Portal.pause(2);
        assertEquals(1L, told(group), "the group hears of whoever came");
    }

    private static long told(UUID group) {
        return portal.count(
                "SELECT count(*) FROM feed_event e JOIN contact c ON c.id = e.object_id WHERE e.feed_id = ? AND e.kind = 'member.joined' AND c.email = 'new@example.org'",
                group);
    }

    @Test
    void nobody_acts_on_whoever_stands_as_high_as_they_do() {
        var group = group("ranks", "public");
        for (var name : List.of("ben", "cleo", "dan"))
            as(name).post("/groups/ranks/join", Map.of()).expect(303);
        var ana = as("ana");
        ana.post(people("ranks", "ben", "role"), Map.of("role", "admin")).expect(303);
        ana.post(people("ranks", "cleo", "role"), Map.of("role", "moderator")).expect(303);
        assertEquals("active admin", standing(group, "ben"));
        var ben = as("ben");
        var cleo = as("cleo");
        ben.post(people("ranks", "cleo", "role"), Map.of("role", "admin")).expect(422);
        ben.post(people("ranks", "ana", "remove"), Map.of()).expect(409);
        cleo.post(people("ranks", "ben", "ban"), Map.of()).expect(409);
        cleo.post(people("ranks", "dan", "role"), Map.of("role", "moderator")).expect(403);
        as("dan").post(people("ranks", "cleo", "mute"), Map.of("mute", "day")).expect(404);
        cleo.post(people("ranks", "dan", "mute"), Map.of("mute", "day")).expect(303);
        assertEquals(
                1L,
                portal.count(
                        "SELECT count(*) FROM membership WHERE group_id = ? AND muted_until > now() + interval '23 hours'",
                        group));
        cleo.post(people("ranks", "dan", "ban"), Map.of("reason", "spam")).expect(303);
        assertEquals("banned member", standing(group, "dan"));
        as("dan").get("/groups/ranks").expect(404);
        as("dan").post("/groups/ranks/join", Map.of()).expect(404);
        cleo.post(people("ranks", "dan", "unban"), Map.of()).expect(303);
        as("dan").post("/groups/ranks/join", Map.of()).expect(303);
    }

    @Test
    void a_private_channel_is_for_those_alone_who_are_let_in_and_its_managers_run_it() {
        var group = group("rooms", "public");
        for (var name : List.of("ben", "cleo", "dan"))
            as(name).post("/groups/rooms/join", Map.of()).expect(303);
        var ana = as("ana");
        ana.post(people("rooms", "ben", "role"), Map.of("role", "admin")).expect(303);
        var ben = as("ben");
        ben.post(
                        "/groups/rooms/manage/channels",
                        Map.of("channel_name", "Backroom", "type", "chat", "policy", "all", "closed", "yes"))
                .expect(303);
        var channel = portal.query("SELECT id FROM channel WHERE group_id = ? AND name = 'Backroom'", group)
                .getFirst()
                .getFirst();
        var page = "/groups/rooms/manage/channels/" + channel;
        assertFalse(as("cleo").get("/groups/rooms").body().contains("Backroom"));
        ana.post(people("rooms", "cleo", "role"), Map.of("role", "admin")).expect(303);
        var cleo = as("cleo");
        assertFalse(
                cleo.get("/groups/rooms/manage/channels").body().contains("Backroom"), "an admin has no power inside");
        cleo.get(page).expect(404);
        ben.post(page + "/people", Map.of("person", CONTACTS.get("dan").toString()))
                .expect(303);
        as("dan").get("/groups/rooms").expect(200).expectText("Backroom");
        as("dan").get(page).expect(404);
        ana.get(page).expect(200);
        ben.post(page + "/people/remove", Map.of("person", CONTACTS.get("dan").toString()))
                .expect(303);
        assertFalse(as("dan").get("/groups/rooms").body().contains("Backroom"));
        ben.post(page + "/archive", Map.of()).expect(303);
        ben.post(page + "/delete", Map.of()).expect(303);
        assertEquals(0L, portal.count("SELECT count(*) FROM channel WHERE name = 'Backroom'"));
    }

    @Test
    void an_archived_group_is_read_and_lets_nobody_in_and_a_deleted_one_is_gone() {
        var group = group("old-times", "public");
        var ana = as("ana");
        ana.post("/groups/old-times/manage/archive", Map.of()).expect(303);
        ana.get("/groups/old-times").expect(200);
        as("ben").post("/groups/old-times/join", Map.of()).expect(409);
        assertEquals(
                0L,
                portal.count(
                        "SELECT count(*) FROM channel c WHERE c.group_id = ? AND channel_open(c, ?)",
                        group,
                        CONTACTS.get("ana")));
        ana.post("/groups/old-times/manage/restore", Map.of()).expect(303);
        ana.post("/groups/old-times/manage/delete", Map.of("confirm", "Group other"))
                .expect(422);
        ana.post("/groups/old-times/manage/delete", Map.of("confirm", "Group old-times"))
                .expect(303);
        assertEquals(0L, portal.count("SELECT count(*) FROM membership WHERE group_id = ?", group));
        ana.get("/groups/old-times").expect(404);
    }

    @Test
    void of_two_who_change_a_group_at_once_the_second_is_told() {
        group("edits", "public");
        var ana = as("ana");
        var fields = Map.of("name", "Edited", "group_slug", "edits", "visibility", "private", "version", "1");
        ana.post("/groups/edits/manage", fields).expect(303);
        ana.post("/groups/edits/manage", fields).expect(412);
        group("edits-two", "public");
        ana.post(
                        "/groups/edits/manage",
                        Map.of("name", "Edited", "group_slug", "edits-two", "visibility", "private", "version", "2"))
                .expect(422);
    }

    @Test
    void a_group_has_one_owner_however_many_hand_it_over_at_once() {
        var group = group("one-crown", "public");
        for (var name : List.of("ben", "cleo", "dan", "eve"))
            as(name).post("/groups/one-crown/join", Map.of()).expect(303);
        var ana = as("ana");
        int twice = 0;
        for (int round = 0; round < 5; round++) {
            portal.execute("UPDATE membership SET role = 'member' WHERE group_id = ?", group);
            portal.execute(
                    "UPDATE membership SET role = 'owner' WHERE group_id = ? AND contact_id = ?",
                    group,
                    CONTACTS.get("ana"));
            var answers = new ArrayList<CompletableFuture<Answer>>();
            for (var name : List.of("ben", "cleo", "dan", "eve"))
                answers.add(ana.postAsync(people("one-crown", name, "owner"), Map.of()));
            long done = answers.stream()
                    .map(CompletableFuture::join)
                    .filter(answer -> answer.status() == 303)
                    .count();
            if (done != 1
                    || portal.count("SELECT count(*) FROM membership WHERE group_id = ? AND role = 'owner'", group)
                            != 1) twice++;
        }
        System.out.println("{\"proof\":\"one-owner\",\"rounds\":5,\"broken\":" + twice + "}");
        assertEquals(0, twice);
    }

    @Test
    void however_often_somebody_joins_and_leaves_at_once_the_count_is_true() {
        var group = group("revolving-door", "public");
        var answers = new ArrayList<CompletableFuture<Answer>>();
        for (var name : List.of("ben", "cleo", "dan", "eve")) {
            var who = as(name);
            for (int i = 0; i < 4; i++) {
                answers.add(who.postAsync("/groups/revolving-door/join", Map.of()));
                answers.add(who.postAsync("/groups/revolving-door/leave", Map.of()));
            }
        }
        var failed = answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.status() >= 500)
                .count();
        assertEquals(0, failed);
        assertEquals(
                portal.count("SELECT count(*) FROM membership WHERE group_id = ? AND status = 'active'", group),
                portal.count("SELECT members FROM community_group WHERE id = ?", group));
    }

    @Test
    void staff_see_every_group_and_put_people_in_and_out() {
        var group = group("the-house", "secret");
        var here = "/t/acme/communities/" + group;
        olivia.get("/t/acme/communities").expect(200).expectText("Group the-house");
        olivia.post(here + "/members", Map.of("email", "ben@example.com")).expect(303);
        assertEquals("active member", standing(group, "ben"));
        olivia.post(here + "/members", Map.of("email", "nobody@example.com")).expect(422);
        olivia.get(here + "/members").expect(200).expectText("ben");
        olivia.post(here + "/people/" + CONTACTS.get("ben") + "/remove", Map.of())
                .expect(303);
        assertEquals("", standing(group, "ben"));
        portal.staff("Bea Billing", "bea@staff.example", "billing", Portal.ACME);
        portal.asStaff("bea@staff.example").get("/t/acme/communities").expect(404);
    }

    private static UUID someone(String name, UUID group, String role) {
        var contact = portal.contact(Portal.ACME, name, name + "@example.com");
        CONTACTS.put(name, contact);
        if (!role.isEmpty()) belongs(group, contact, role);
        return contact;
    }

    private static void belongs(UUID group, UUID contact, String role) {
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, role, status, joined_at)"
                        + " VALUES (?, ?, ?, ?, 'active', clock_timestamp())",
                portal.tenantId(Portal.ACME),
                group,
                contact,
                role);
    }

    private static void merge(UUID kept, UUID gone) {
        olivia.post(
                        "/t/acme/contacts/" + kept + "/merge",
                        Map.of("other", gone.toString(), "version", version(kept), "other_version", version(gone)))
                .expect(303);
    }

    private static String version(UUID contact) {
        return portal.query("SELECT version::text FROM contact WHERE id = ?", contact)
                .getFirst()
                .getFirst()
                .toString();
    }

    private static void erase(UUID contact) {
        olivia.post(
                        "/t/acme/contacts/" + contact + "/data/erase",
                        Map.of("confirm", "yes", "why", "asked", "when", "now"))
                .expect(303);
    }

    private static UUID ungoverned(String slug) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, ?, ?)",
                portal.tenantId(Portal.ACME),
                id,
                slug,
                "Group " + slug);
        return id;
    }

    @Test
    void of_two_contacts_that_become_one_the_one_who_stays_is_what_is_more_and_no_group_loses_its_owner() {
        var owned = ungoverned("merge-owned");
        var both = ungoverned("merge-both");
        var barred = ungoverned("merge-barred");
        var gone = someone("mia-old", owned, "owner");
        var kept = someone("mia", both, "member");
        belongs(both, gone, "owner");
        belongs(barred, kept, "moderator");
        belongs(barred, gone, "member");
        portal.execute(
                "UPDATE membership SET status = 'banned', joined_at = NULL WHERE group_id = ? AND contact_id = ?",
                barred,
                gone);
        var closed = UUID.randomUUID();
        var tenant = portal.tenantId(Portal.ACME);
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, name, private) VALUES (?, ?, ?, 'Closed', true)",
                tenant,
                closed,
                both);
        portal.execute(
                "INSERT INTO channel_member (tenant_id, group_id, channel_id, contact_id, manager) VALUES (?, ?, ?, ?, true)",
                tenant,
                both,
                closed,
                gone);
        var event = UUID.randomUUID();
        portal.execute(
                "INSERT INTO event (tenant_id, id, group_id, title, starts_at, ends_at, zone, capacity) VALUES (?, ?, ?, 'Walk', now() + interval '9 days', now() + interval '10 days', 'UTC', 1)",
                tenant,
                event,
                both);
        portal.execute(
                "INSERT INTO event_answer (tenant_id, event_id, contact_id, answer) VALUES (?, ?, ?, 'maybe'), (?, ?, ?, 'yes')",
                tenant,
                event,
                kept,
                tenant,
                event,
                gone);
        merge(kept, gone);
        assertEquals("active owner", standing(owned, "mia"));
        assertEquals("active owner", standing(both, "mia"));
        assertEquals("banned member", standing(barred, "mia"), "a ban holds");
        assertEquals(1L, portal.count("SELECT members FROM community_group WHERE id = ?", both));
        assertEquals(
                1L,
                portal.count(
                        "SELECT count(*) FROM channel_member WHERE channel_id = ? AND contact_id = ? AND manager",
                        closed,
                        kept));
        assertEquals(
                List.of(List.of("yes", 1, 0)),
                portal.query(
                        "SELECT a.answer, e.going, e.maybe FROM event_answer a JOIN event e ON e.id = a.event_id WHERE a.event_id = ? AND a.contact_id = ?",
                        event,
                        kept));
        assertEquals(
                0L,
                portal.count("SELECT count(*) FROM job WHERE kind = 'group.owner-gone' AND key = ?", both.toString()));
    }

    @Test
    void the_group_of_an_erased_owner_passes_to_who_helped_longest_or_to_the_team_who_are_told() {
        var helped = ungoverned("left-to-friends");
        var alone = ungoverned("left-to-staff");
        var owner = someone("oto", helped, "owner");
        belongs(alone, owner, "owner");
        someone("second", helped, "member");
        someone("third", helped, "admin");
        someone("fourth", helped, "admin");
        someone("fifth", alone, "moderator");
        erase(owner);
        assertEquals("active owner", standing(helped, "third"));
        assertEquals("active admin", standing(helped, "fourth"));
        assertEquals(0L, portal.count("SELECT count(*) FROM membership WHERE group_id = ? AND role = 'owner'", alone));
        olivia.get("/t/acme/communities/" + alone + "/members").expect(200).expectText("fifth");
        for (int i = 0; i < 1000 && heard(alone) + heard(helped) < 2; i++) Portal.pause(5);
        assertEquals(2L, heard(alone) + heard(helped), "the business reads it in its audit");
        for (int i = 0;
                i < 1000 && !olivia.get("/t/acme/bell").body().contains("The owner of a group was deleted");
                i++) Portal.pause(5);
        olivia.get("/t/acme/bell").expectText("The owner of a group was deleted");
    }

    private static long heard(UUID group) {
        return portal.count("SELECT count(*) FROM audit WHERE action = 'group.owner-gone' AND object_id = ?", group);
    }

    private static UUID said(UUID group, UUID channel, UUID author, String body) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO post (tenant_id, id, group_id, channel_id, author_id, author_name, body, published_at) VALUES (?, ?, ?, ?, ?, 'x', ?, now())",
                portal.tenantId(Portal.ACME),
                id,
                group,
                channel,
                author,
                body);
        return id;
    }

    private static UUID commented(UUID post, UUID author, UUID parent, String body) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO comment (tenant_id, id, post_id, parent_id, author_id, author_name, body) VALUES (?, ?, ?, ?, ?, 'x', ?)",
                portal.tenantId(Portal.ACME),
                id,
                post,
                parent,
                author,
                body);
        return id;
    }

    @Test
    void what_an_erased_client_wrote_stays_under_no_name_or_goes_as_the_business_chose() {
        var group = ungoverned("what-was-said");
        var channel = UUID.randomUUID();
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, name) VALUES (?, ?, ?, 'Talk')",
                portal.tenantId(Portal.ACME),
                channel,
                group);
        belongs(group, CONTACTS.get("ana"), "member");
        var first = someone("writer-one", group, "member");
        var stays = said(group, channel, first, "kept words");
        erase(first);
        as("ana")
                .get("/groups/what-was-said/posts/" + stays)
                .expect(200)
                .expectText("Former member")
                .expectText("kept words");

        olivia.post("/t/acme/communities/former", Map.of("former", "other")).expect(422);
        olivia.post("/t/acme/communities/former", Map.of("former", "erase")).expect(303);
        olivia.post("/t/acme/communities/former", Map.of("former", "erase")).expect(303);
        assertEquals(
                1L, portal.count("SELECT count(*) FROM audit WHERE action = 'group.former-posts-chosen'"), "said once");
        var second = someone("writer-two", group, "member");
        var alone = said(group, channel, second, "nobody answered this");
        commented(alone, second, null, "but myself");
        var answered = said(group, channel, second, "ana answered this");
        var theirs = commented(answered, second, null, "a word of mine");
        var reply = commented(answered, CONTACTS.get("ana"), theirs, "a reply of hers");
        var last = commented(stays, second, null, "the last word");
        erase(second);
        assertEquals(0L, portal.count("SELECT count(*) FROM post WHERE id = ?", alone));
        assertEquals(0L, portal.count("SELECT count(*) FROM comment WHERE id = ?", last));
        assertEquals(1L, portal.count("SELECT count(*) FROM comment WHERE id = ? AND removed_at IS NULL", reply));
        var page = as("ana").get("/groups/what-was-said/posts/" + answered).expect(200);
        page.expectText("What was written here has been erased.").expectText("a reply of hers");
        assertFalse(page.body().contains("ana answered this") || page.body().contains("a word of mine"));
        assertEquals(
                1L,
                portal.count(
                        "SELECT count(*) FROM feed_event WHERE feed_id = ? AND kind = 'post.removed' AND object_id = ?",
                        group,
                        alone));
        assertEquals(
                1L,
                portal.count(
                        "SELECT count(*) FROM feed_event WHERE feed_id = ? AND kind = 'post.edited' AND object_id = ?",
                        group,
                        answered));
        olivia.post("/t/acme/communities/former", Map.of("former", "keep")).expect(303);
    }

    @Test
    void who_looks_into_a_private_channel_from_outside_is_read_by_those_who_manage_it() {
        var group = group("glass-room", "public");
        for (var name : List.of("ben", "cleo"))
            as(name).post("/groups/glass-room/join", Map.of()).expect(303);
        var channel = UUID.randomUUID();
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, name, private) VALUES (?, ?, ?, 'Inner', true)",
                portal.tenantId(Portal.ACME),
                channel,
                group);
        for (var name : List.of("ben", "cleo"))
            portal.execute(
                    "INSERT INTO channel_member (tenant_id, group_id, channel_id, contact_id, manager) VALUES (?, ?, ?, ?, ?)",
                    portal.tenantId(Portal.ACME),
                    group,
                    channel,
                    CONTACTS.get(name),
                    name.equals("ben"));
        var post = said(group, channel, CONTACTS.get("cleo"), "between us");
        var page = "/groups/glass-room/manage/channels/" + channel;
        var ben = as("ben");
        ben.get("/groups/glass-room/channels/" + channel).expect(200).expectText("Who is in this channel");
        ben.get(page).expect(200).expectText("Nobody has looked in from outside.");
        ben.get("/groups/glass-room/manage/channels").expect(404);
        as("cleo").get(page).expect(404);
        as("cleo").get("/groups/glass-room/channels/" + channel).expect(200).expectText("between us");
        assertEquals(0L, visits(channel), "whoever belongs to it does not visit it");

        var ana = as("ana");
        ana.get("/groups/glass-room/posts/" + post).expect(200);
        ana.get("/groups/glass-room/channels/" + channel).expect(200);
        ana.get("/api/v1/posts/" + post).expect(200);
        assertEquals(1L, visits(channel), "one line of a person and hour");
        olivia.get("/t/acme/communities/" + group + "/posts").expect(200).expectText("between us");
        assertEquals(2L, visits(channel));
        ben.get(page).expect(200).expectText("Olivia Owner").expectText(">ana<");
        ana.get(page).expect(200).expectText("Olivia Owner");
        ana.post("/groups/glass-room/posts/" + post + "/remove", Map.of()).expect(303);
        var cleo = CONTACTS.get("cleo").toString();
        ben.get(page).expect(200).expectText("Make manager").expectText("No manager any more");
        ben.post(page + "/people", Map.of("person", cleo, "manager", "yes")).expectRedirect(page);
        as("cleo").get(page).expect(200);
        as("cleo")
                .post(page + "/people", Map.of("person", CONTACTS.get("ben").toString()))
                .expect(303);
        ben.get(page).expect(404);
        ben.get("/groups/glass-room/channels/" + channel).expect(200);
        as("cleo")
                .post(page + "/people", Map.of("person", CONTACTS.get("ben").toString(), "manager", "yes"))
                .expect(303);
        ben.post(page + "/people/remove", Map.of("person", cleo)).expectRedirect(page);
    }

    private static JsonObject json(Answer answer) {
        return answer.expect(200).json();
    }

    @Test
    void programs_of_those_who_run_a_group_make_links_and_read_who_looked_in() {
        var group = group("by-program", "secret");
        var house = new Hooks(portal).program(Portal.ACME, "groups:read groups:write");
        belongs(group, CONTACTS.get("ben"), "member");
        belongs(group, CONTACTS.get("eve"), "admin");
        var own = "/api/v1/groups/by-program/links";
        var theirs = "/api/v1/business/groups/" + group + "/links";
        var id = UUID.randomUUID();
        var wanted =
                new JsonObject().put("id", id.toString()).put("straight", true).put("most", 2);
        var made = as("eve").json("POST", own, wanted.encode()).expect(201).json();
        as("eve").json("POST", own, wanted.encode()).expect(201);
        as("ben").json("POST", own, "{}").expect(403);
        as("ben").get(own).expect(403);
        as("dan").get(own).expect(404);
        assertEquals(1, json(as("ana").get(own)).getJsonArray("items").size());
        house.json("POST", theirs, "{\"most\":0}").expect(422);
        house.json("POST", theirs, "{\"expires_at\":\"2001-01-01T00:00:00Z\"}").expect(422);
        var other = house.json("POST", theirs, "{}").expect(201).json();
        assertEquals(2, json(house.get(theirs)).getJsonArray("items").size());
        var path = made.getString("url").substring(made.getString("url").indexOf("/join/"));
        by(as("dan"), path).expect(303);
        assertEquals("active member", standing(group, "dan"));
        var used = json(as("ana").get(own)).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(link -> link.getString("id").equals(id.toString()))
                .findFirst()
                .orElseThrow();
        assertEquals(1, used.getInteger("used"));
        as("ben").send("DELETE", own + "/" + id, null, null).expect(403);
        as("ana").send("DELETE", own + "/" + other.getString("id"), null, null).expect(204);
        house.send("DELETE", theirs + "/" + id, null, null).expect(204);
        house.send("DELETE", theirs + "/" + id, null, null).expect(404);
        as("cleo").get(path).expect(404);
        assertEquals(
                2L,
                portal.count(
                        "SELECT count(*) FROM audit WHERE object_id = ? AND action = 'group.link-revoked'", group));

        var channel = UUID.randomUUID();
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, name, private) VALUES (?, ?, ?, 'Inner', true)",
                portal.tenantId(Portal.ACME),
                channel,
                group);
        portal.execute(
                "INSERT INTO channel_member (tenant_id, group_id, channel_id, contact_id, manager) VALUES (?, ?, ?, ?, true)",
                portal.tenantId(Portal.ACME),
                group,
                channel,
                CONTACTS.get("ben"));
        said(group, channel, CONTACTS.get("ben"), "between us");
        as("ana").get("/groups/by-program/channels/" + channel).expect(200);
        olivia.get("/t/acme/communities/" + group + "/posts").expect(200);
        var visits = "/api/v1/groups/by-program/channels/" + channel + "/visits";
        var read = json(as("ben").get(visits)).getJsonArray("items");
        assertEquals(2, read.size());
        assertTrue(read.encode().contains("Olivia Owner"), read::encode);
        as("eve").get(visits).expect(404);
        as("dan").get(visits).expect(404);
        assertEquals(
                read.encode(),
                json(house.get("/api/v1/business/groups/" + group + "/channels/" + channel + "/visits"))
                        .getJsonArray("items")
                        .encode());
    }

    /** A private channel that one person manages, and nobody else belongs to. */
    private static UUID inner(UUID group, String manager) {
        var channel = UUID.randomUUID();
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, name, private) VALUES (?, ?, ?, 'Inner', true)",
                portal.tenantId(Portal.ACME),
                channel,
                group);
        portal.execute(
                "INSERT INTO channel_member (tenant_id, group_id, channel_id, contact_id, manager) VALUES (?, ?, ?, ?, true)",
                portal.tenantId(Portal.ACME),
                group,
                channel,
                CONTACTS.get(manager));
        return channel;
    }

    /** Who was noted since the last time, by name. */
    private static List<String> looked(UUID channel) {
        var names = portal.query("SELECT name FROM channel_visit WHERE channel_id = ? ORDER BY name", channel).stream()
                .map(row -> (String) row.getFirst())
                .toList();
        portal.execute("DELETE FROM channel_visit WHERE channel_id = ?", channel);
        return names;
    }

    @Test
    void whoever_searches_listens_moderates_or_asks_by_a_key_in_a_private_channel_is_noted_as_by_its_page() {
        var group = group("dark-room", "public");
        as("ben").post("/groups/dark-room/join", Map.of()).expect(303);
        var tenant = portal.tenantId(Portal.ACME);
        var channel = inner(group, "ben");
        var post = said(group, channel, CONTACTS.get("ben"), "zanzibar between us");
        var ana = as("ana");
        var ben = as("ben");
        for (var who : List.of(ana, ben)) {
            var name = who == ana ? List.of("ana") : List.<String>of();
            who.get("/groups/dark-room/search?q=zanzibar").expect(200).expectText("zanzibar");
            assertEquals(name, looked(channel), "a search of the group");
            who.get("/communities/search?q=zanzibar").expect(200).expectText("zanzibar");
            assertEquals(name, looked(channel), "a search of all groups");
            who.get("/api/v1/search/posts?q=zanzibar").expect(200);
            assertEquals(name, looked(channel), "a search of a program");
            who.get("/api/v1/posts/" + post + "/comments").expect(200);
            assertEquals(name, looked(channel), "comments");
            for (var feed : List.of("channel:" + channel, "thread:" + post)) {
                listens(
                        who.json("POST", "/api/v1/tokens", "")
                                .expect(200)
                                .json()
                                .getString("access_token"),
                        feed);
                assertEquals(name, looked(channel), feed);
            }
            who.get("/groups/dark-room/search?q=nothing-of-it").expect(200);
            assertEquals(List.of(), looked(channel));
        }
        portal.execute(
                "INSERT INTO report (tenant_id, id, group_id, post_id, reporter_id, reason) VALUES (?, ?, ?, ?, ?, 'spam')",
                tenant,
                UUID.randomUUID(),
                group,
                post,
                CONTACTS.get("ben"));
        ana.get("/groups/dark-room/manage/queue").expect(200).expectText("zanzibar");
        assertEquals(List.of("ana"), looked(channel), "the queue of the group");
        ana.get("/api/v1/groups/dark-room/queue").expect(200);
        assertEquals(List.of("ana"), looked(channel), "and for programs");
        for (var page : List.of("queue", group + "/queue", group + "/posts/" + post)) {
            olivia.get("/t/acme/communities/" + page).expect(200).expectText("zanzibar");
            assertEquals(List.of("Olivia Owner"), looked(channel), page);
        }
        var key = businessKey("groups:read");
        var program = portal.at(Portal.ACME).header("Authorization", "Bearer " + key);
        for (var path : List.of("queue", "groups/" + group + "/posts", "groups/" + group + "/posts/" + post)) {
            assertTrue(
                    program.get("/api/v1/business/" + path).expect(200).body().contains("zanzibar"), path);
            assertEquals(List.of("Visits"), looked(channel), path);
        }
        for (var feed : List.of("channel:" + channel, "thread:" + post)) {
            listens(key, feed);
            assertEquals(List.of("Visits"), looked(channel), feed);
        }
    }

    @Test
    void whoever_takes_one_post_of_a_private_channel_a_picture_or_a_file_of_it_is_noted_once() throws IOException {
        var group = group("dark-desk", "public");
        as("ben").post("/groups/dark-desk/join", Map.of()).expect(303);
        var channel = inner(group, "ben");
        var post = UUID.randomUUID();
        var ben = as("ben");
        var file = withPicture(ben, "dark-desk", channel, post);
        var comment = commented(post, CONTACTS.get("ben"), null, "more between us");
        var page = "/groups/dark-desk/posts/" + post;
        var program = "/api/v1/posts/" + post;
        var ways = List.of(
                page + "/files/" + file,
                program + "/files/" + file,
                "/media/" + file + "?size=320",
                page + "/history",
                page + "/poll",
                program,
                program + "/history",
                program + "/poll",
                program + "/reactions",
                program + "/comments/" + comment + "/reactions");
        var ana = as("ana");
        for (var way : ways) {
            assertTrue(ana.get(way).status() < 400, way);
            ana.get(way);
            assertEquals(List.of("ana"), looked(channel), way);
            assertTrue(ben.get(way).status() < 400, way);
            assertEquals(List.of(), looked(channel), "who belongs there: " + way);
        }
        for (var report : List.of(page + "/report", "/groups/dark-desk/comments/" + comment + "/report")) {
            ana.get(report).expect(200).expectText("between us");
            assertEquals(List.of("ana"), looked(channel), report);
        }
        olivia.get("/t/acme/communities/" + group + "/posts/" + post + "/files/" + file)
                .expect(200);
        assertEquals(List.of("Olivia Owner"), looked(channel), "a file on the console");
        var key = portal.at(Portal.ACME).header("Authorization", "Bearer " + businessKey("client-files:read"));
        var own = UUID.randomUUID();
        ben.post("/groups/dark-desk/drafts", said(own, channel, "not said yet")).expect(204);
        var hers = UUID.randomUUID();
        ana.post("/groups/dark-desk/drafts", said(hers, channel, "nor this")).expect(204);
        upload(ana, "/groups/dark-desk/drafts/" + hers).expect(303);
        ana.get("/groups/dark-desk/posts/" + hers + "/files/" + attached(hers)).expect(303);
        assertEquals(List.of(), looked(channel), "what is nobody's but hers");
        upload(ben, "/groups/dark-desk/drafts/" + own).expect(303);
        for (var one : List.of(file, attached(own)))
            key.get("/api/v1/business/contacts/" + CONTACTS.get("ben") + "/files/" + one + "/content")
                    .expect(303);
        assertEquals(List.of("Visits"), looked(channel), "a file by a key, though not of a draft");
    }

    @Test
    void whoever_looks_at_a_meeting_of_a_private_channel_from_outside_is_noted() {
        var group = group("dark-hall", "public");
        as("ben").post("/groups/dark-hall/join", Map.of()).expect(303);
        var channel = inner(group, "ben");
        var event = UUID.randomUUID();
        portal.execute(
                "INSERT INTO event (tenant_id, id, group_id, channel_id, title, starts_at, ends_at, zone)"
                        + " VALUES (?, ?, ?, ?, 'Hearing', now() + interval '9 days', now() + interval '10 days', 'UTC')",
                portal.tenantId(Portal.ACME),
                event,
                group,
                channel);
        var page = "/groups/dark-hall/events/" + event;
        for (var way : List.of(page, "/api/v1" + page)) {
            as("ana").get(way).expect(200).expectText("Hearing");
            assertEquals(List.of("ana"), looked(channel), way);
            as("ben").get(way).expect(200);
            assertEquals(List.of(), looked(channel), way);
        }
        olivia.get("/t/acme/communities/" + group + "/events/" + event).expect(200);
        assertEquals(List.of("Olivia Owner"), looked(channel));
        var key = portal.at(Portal.ACME).header("Authorization", "Bearer " + businessKey("groups:read"));
        for (var more : List.of("", "/answers")) {
            key.get("/api/v1/business/groups/" + group + "/events/" + event + more)
                    .expect(200);
            assertEquals(List.of("Visits"), looked(channel), more);
        }
    }

    private static Map<String, String> said(UUID post, UUID channel, String body) {
        return Map.of("id", post.toString(), "channel", channel.toString(), "body", body);
    }

    /** A post with a picture and a poll that said something else before; the picture's id. */
    private static UUID withPicture(Visitor who, String slug, UUID channel, UUID post) throws IOException {
        var said = new HashMap<>(said(post, channel, "between us"));
        who.post("/groups/" + slug + "/drafts", said).expect(204);
        upload(who, "/groups/" + slug + "/drafts/" + post).expect(303);
        said.putAll(Map.of("act", "post", "option1", "Yes", "option2", "No"));
        who.post("/groups/" + slug + "/drafts/" + post, said).expect(303);
        var version =
                portal.query("SELECT version FROM post WHERE id = ?", post).getFirst();
        who.post(
                        "/groups/" + slug + "/posts/" + post + "/edit",
                        Map.of(
                                "body",
                                "still between us",
                                "version",
                                version.getFirst().toString()))
                .expect(303);
        return attached(post);
    }

    private static Answer upload(Visitor who, String draft) throws IOException {
        var head =
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"plan.png\"\r\nContent-Type: image/png\r\n\r\n";
        return who.send(
                "POST",
                draft + "/files",
                head.getBytes(StandardCharsets.US_ASCII),
                Files.readAllBytes(Path.of("src/main/resources/demo/logo-globex.png")),
                "\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII),
                "multipart/form-data; boundary=b");
    }

    private static UUID attached(UUID post) {
        return (UUID) portal.query("SELECT media_id FROM post_attachment WHERE post_id = ?", post)
                .getFirst()
                .getFirst();
    }

    @Test
    void what_the_bell_says_of_a_post_is_read_by_looking_at_it() {
        var group = group("bell-room", "public");
        as("ben").post("/groups/bell-room/join", Map.of()).expect(303);
        var channel = UUID.randomUUID();
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, name) VALUES (?, ?, ?, 'Open')",
                portal.tenantId(Portal.ACME),
                channel,
                group);
        var posts = List.of(
                said(group, channel, CONTACTS.get("ana"), "looked at"),
                said(group, channel, CONTACTS.get("ana"), "not looked at"));
        for (var post : posts)
            for (var name : List.of("ben", "cleo"))
                portal.execute(
                        "INSERT INTO notification (tenant_id, id, contact_id, type, about, about_id) VALUES (?, ?, ?, 'community.comment', 'post', ?)",
                        portal.tenantId(Portal.ACME),
                        UUID.randomUUID(),
                        CONTACTS.get(name),
                        post);
        var ben = portal.as(Portal.ACME, "ben@example.com");
        ben.get("/groups/bell-room/posts/" + posts.getFirst()).expect(200);
        var unread = portal.query(
                "SELECT contact_id, about_id FROM notification WHERE about = 'post' AND read_at IS NULL AND about_id IN (?, ?)",
                posts.getFirst(),
                posts.getLast());
        assertEquals(3, unread.size(), unread.toString());
        assertFalse(unread.contains(List.of(CONTACTS.get("ben"), posts.getFirst())), unread.toString());
    }

    private static void listens(String token, String feed) {
        var listener =
                Listener.open(portal.port(), "acme.localhost:" + portal.port(), "Authorization", "Bearer " + token);
        listener.subscribe(feed).hear("subscribed");
        listener.cut();
    }

    private static String businessKey(String scope) {
        var made = olivia.post(
                "/t/acme/keys",
                Map.of(
                        "key_name",
                        "Visits",
                        "days",
                        "90",
                        "nonce",
                        UUID.randomUUID().toString(),
                        "scope_" + scope.replace(':', '_'),
                        "yes"));
        var found = Pattern.compile("atr_live_[0-9A-Za-z]{49}")
                .matcher(made.expect(200).body());
        assertTrue(found.find());
        return found.group();
    }

    private static long visits(UUID channel) {
        return portal.count("SELECT count(*) FROM channel_visit WHERE channel_id = ?", channel);
    }

    private static String link(Visitor who, String slug, Map<String, String> more) {
        var fields = new HashMap<>(more);
        fields.put("nonce", UUID.randomUUID().toString());
        who.post("/groups/" + slug + "/manage/links", fields).expect(303);
        var page =
                who.get("/groups/" + slug + "/manage/invitations").expect(200).body();
        int at = page.indexOf("/join/");
        return page.substring(at, at + "/join/".length() + 43);
    }

    private static Answer by(Visitor who, String link) {
        who.post(link, Map.of());
        return who.get(link.replace("/join/", "/joining/"));
    }

    @Test
    void a_link_leads_a_stranger_through_sign_up_straight_into_the_group() {
        var group = group("by-link", "private");
        var link = link(as("ana"), "by-link", Map.of("straight", "yes", "lasts", "week"));
        portal.settings(Portal.ACME, "signup_mode = 'open'");
        var fresh = portal.at(Portal.ACME);
        fresh.get(link).expect(200).expectText("Group by-link");
        fresh.get("/join/" + "A".repeat(43)).expect(404);
        fresh.post(link, Map.of()).expectRedirect(link.replace("/join/", "/joining/"));
        var login = fresh.get(link.replace("/join/", "/joining/")).expect(303).location();
        assertTrue(login.contains("next=%2Fjoining%2F"), login);
        portal.account(Portal.ACME, "Lina Link", "lina@example.com");
        var known = portal.as(Portal.ACME, "lina@example.com");
        known.get(link.replace("/join/", "/joining/")).expectRedirect(link);
        assertEquals(0L, members(group, "lina@example.com"), "a link that somebody else opens asks first");
        by(known, link).expectRedirect("/groups/by-link");
        by(known, link).expectRedirect("/groups/by-link");
        assertEquals(1L, members(group, "lina@example.com"));
        assertEquals(List.of(List.of(1)), portal.query("SELECT used FROM group_link WHERE group_id = ?", group));
    }

    private static long members(UUID group, String email) {
        return portal.count(
                "SELECT count(*) FROM membership m JOIN contact c ON c.id = m.contact_id WHERE m.group_id = ? AND c.email = ? AND m.status = 'active'",
                group,
                email);
    }

    @Test
    void a_link_asks_in_a_private_group_unless_it_says_otherwise_and_leads_nowhere_once_taken_back() {
        var group = group("link-asks", "private");
        var ana = as("ana");
        var link = link(ana, "link-asks", Map.of());
        by(as("ben"), link).expectRedirect("/groups/link-asks");
        assertEquals("requested member", standing(group, "ben"));
        as("ben")
                .post(
                        "/groups/link-asks/manage/links",
                        Map.of("nonce", UUID.randomUUID().toString()))
                .expect(404);
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, status) VALUES (?, ?, ?, 'banned')",
                portal.tenantId(Portal.ACME),
                group,
                CONTACTS.get("dan"));
        by(as("dan"), link).expect(404);
        assertEquals("banned member", standing(group, "dan"));
        var id = portal.query("SELECT id FROM group_link WHERE group_id = ?", group)
                .getFirst()
                .getFirst();
        ana.post("/groups/link-asks/manage/links/" + id + "/revoke", Map.of()).expect(303);
        as("cleo").get(link).expect(404);
        as("cleo").post(link, Map.of()).expect(404);
        assertEquals("", standing(group, "cleo"));
        ana.post(
                        "/groups/link-asks/manage/links",
                        Map.of("nonce", UUID.randomUUID().toString(), "most", "0"))
                .expect(422);
    }

    @Test
    void of_many_who_come_at_once_by_a_link_for_two_two_are_in() {
        var group = group("link-for-two", "secret");
        var link = link(as("ana"), "link-for-two", Map.of("straight", "yes", "most", "2"));
        var names = List.of("ben", "cleo", "dan", "eve");
        var visitors = names.stream().map(GroupsTest::as).toList();
        visitors.forEach(who -> who.post(link, Map.of()).expect(303));
        dev.atrium.harness.Race.of(
                8,
                i -> visitors.get(i % 4)
                        .get(link.replace("/join/", "/joining/"))
                        .status());
        assertEquals(
                2L,
                names.stream()
                        .filter(name -> standing(group, name).equals("active member"))
                        .count());
        assertEquals(List.of(List.of(2)), portal.query("SELECT used FROM group_link WHERE group_id = ?", group));
    }
}
