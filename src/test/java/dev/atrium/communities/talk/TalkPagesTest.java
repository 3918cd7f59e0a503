package dev.atrium.communities.talk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people do about posts on their pages, without a script, and what others are told of it. */
class TalkPagesTest {
    private static Agora agora;
    private static Visitor ana;
    private static UUID anaId;
    private static Visitor ben;
    private static UUID benId;

    @BeforeAll
    static void start() {
        agora = new Agora(Map.of("limits.posts-per-minute", "200"));
        anaId = agora.person("Ana", "owner");
        benId = agora.person("Ben", "member");
        ana = agora.as("Ana");
        ben = agora.as("Ben");
    }

    @AfterAll
    static void stop() {
        agora.close();
    }

    private static String page(UUID post) {
        return "/groups/makers/posts/" + post;
    }

    private static UUID newest() {
        return (UUID) agora.portal
                .query("SELECT id FROM comment ORDER BY created_at DESC, id DESC LIMIT 1")
                .getFirst()
                .getFirst();
    }

    /** What lies in somebody's bell of a type, once it is there. */
    private static long told(UUID contact, String type) {
        return agora.portal.count(
                "SELECT coalesce(sum(times), 0) FROM notification WHERE contact_id = ? AND type = ?", contact, type);
    }

    private static void waitFor(UUID contact, String type, long times) {
        long until = System.nanoTime() + 10_000_000_000L;
        while (told(contact, type) < times && System.nanoTime() < until) Thread.onSpinWait();
        assertEquals(times, told(contact, type), type);
    }

    @Test
    void a_comment_is_said_answered_changed_removed_and_brought_back_by_forms() {
        var post = Agora.post(ana, agora.open, "Look here");
        ben.post(page(post) + "/comments", Map.of("say", "1", "body", "Fine <b>work</b> @[Ana](contact:" + anaId + ")"))
                .expect(303);
        var comment = newest();
        // whoever is named is told after the answer; once the name is edited away there is nobody to tell
        waitFor(anaId, "community.mentioned", 1);
        ana.get(page(post))
                .expect(200)
                .expectText("Fine &lt;b&gt;work&lt;/b&gt;")
                .expectText("class=\"mention\"");
        ana.get(page(post) + "?at=" + comment + "&reply=" + comment)
                .expect(200)
                .expectText("value=\"" + comment + "\"");
        ana.post(page(post) + "/comments", Map.of("say", "1", "parent", comment.toString(), "body", "Thanks"))
                .expect(303);
        ben.get(page(post)).expect(200).expectText("Thanks");
        ben.get(page(post) + "?at=" + comment + "&edit=" + comment).expect(200).expectText("name=\"version\"");
        ben.post(page(post) + "/comments/" + comment + "/edit", Map.of("body", "Finer work", "version", "1"))
                .expect(303);
        ben.post(page(post) + "/comments/" + comment + "/remove", Map.of()).expect(303);
        ben.get(page(post) + "?removed=" + comment).expect(200).expectText("/comments/" + comment + "/restore");
        ben.post(page(post) + "/comments/" + comment + "/restore", Map.of()).expect(303);
        ana.get(page(post)).expect(200).expectText("Finer work");
        ben.post(page(post) + "/comments", Map.of("say", "1", "body", "x".repeat(8_001)))
                .expect(422);
        waitFor(benId, "community.reply", 1);
        assertEquals(
                0,
                agora.portal.count(
                        "SELECT count(*) FROM notification WHERE type = 'community.comment' AND about_id = ?", post),
                "whoever is named is not told twice");
    }

    @Test
    void reactions_ring_once_a_person_in_one_line_and_muting_ends_it() {
        var post = Agora.post(ana, agora.open, "Like me");
        for (var name : new String[] {"Carl", "Dora"}) {
            agora.person(name, "member");
            var who = agora.as(name);
            who.post(page(post) + "/react", Map.of("word", "love")).expect(303);
            who.post(page(post) + "/react", Map.of("word", "none")).expect(303);
            who.post(page(post) + "/react", Map.of("word", "like")).expect(303);
        }
        assertEquals(1, agora.portal.count("SELECT count(*) FROM notification WHERE about_id = ?", post));
        assertEquals(2, agora.portal.count("SELECT times FROM notification WHERE about_id = ?", post));
        ana.get("/groups/makers").expect(200).expectText("aria-pressed=\"false\"");
        ana.post(page(post) + "/follow", Map.of("state", "muted")).expect(303);
        ben.post(page(post) + "/react", Map.of("word", "wow")).expect(303);
        assertEquals(2, agora.portal.count("SELECT times FROM notification WHERE about_id = ?", post));
        ben.post(page(post) + "/react", Map.of("word", "hate")).expect(422);
    }

    private static long toldAnything(UUID contact, String email) {
        return agora.portal.count("SELECT count(*) FROM notification WHERE contact_id = ?", contact)
                + agora.portal.count(
                        "SELECT count(*) FROM mail_outbox WHERE recipient = ? AND kind LIKE 'community.%'", email);
    }

    /** Names and answers somebody, and feels something about what they said. */
    private static void bother(Visitor who, UUID post, UUID comment, UUID contact) {
        who.post(
                        page(post) + "/comments",
                        Map.of(
                                "say",
                                "1",
                                "parent",
                                comment.toString(),
                                "body",
                                "@[You](contact:" + contact + ") there"))
                .expect(303);
        who.post(page(post) + "/react", Map.of("word", "like")).expect(303);
        who.post(page(post) + "/comments/" + comment + "/react", Map.of("word", "sad"))
                .expect(303);
    }

    @Test
    void a_muted_post_tells_nothing_by_bell_or_mail_whatever_happens_in_it() {
        var mia = agora.person("Mia", "member");
        var nils = agora.person("Nils", "member");
        var mias = agora.as("Mia");
        var post = Agora.post(mias, agora.open, "I am through with this");
        agora.as("Nils")
                .post(page(post) + "/follow", Map.of("state", "following"))
                .expect(303);
        mias.post(page(post) + "/comments", Map.of("say", "1", "body", "Really"))
                .expect(303);
        var comment = newest();
        waitFor(nils, "community.comment", 1);
        mias.post(page(post) + "/follow", Map.of("state", "muted")).expect(303);
        bother(ben, post, comment, mia);
        waitFor(nils, "community.comment", 2);
        assertEquals(0, toldAnything(mia, "mia@example.com"));
        mias.post(page(post) + "/follow", Map.of("state", "")).expect(303);
        bother(ana, post, comment, mia);
        waitFor(mia, "community.mentioned", 1);
    }

    @Test
    void nobody_hears_of_what_those_say_or_feel_whom_they_blocked() {
        var pat = agora.person("Pat", "member");
        var rob = agora.person("Rob", "member");
        var pats = agora.as("Pat");
        var post = Agora.post(pats, agora.open, "Leave me alone");
        agora.as("Rob")
                .post(page(post) + "/follow", Map.of("state", "following"))
                .expect(303);
        pats.post(page(post) + "/comments", Map.of("say", "1", "body", "Please"))
                .expect(303);
        var comment = newest();
        waitFor(rob, "community.comment", 1);
        agora.portal.execute(
                "INSERT INTO chat_block (tenant_id, contact_id, blocked_id) VALUES (?, ?, ?)",
                agora.tenant,
                pat,
                benId);
        bother(ben, post, comment, pat);
        waitFor(rob, "community.comment", 2);
        assertEquals(0, toldAnything(pat, "pat@example.com"));
        bother(ana, post, comment, pat);
        waitFor(pat, "community.mentioned", 1);
    }

    private static JsonObject bell(Visitor who) {
        return who.get("/api/v1/notifications").expect(200).json();
    }

    private static void waitForCall(UUID object) {
        long until = System.nanoTime() + 10_000_000_000L;
        while (agora.portal.count("SELECT count(*) FROM everyone_call WHERE object_id = ?", object) == 0
                && System.nanoTime() < until) Thread.onSpinWait();
    }

    @Test
    void a_call_of_everyone_and_new_posts_are_one_row_for_all_that_each_bell_reads_for_itself() {
        agora.person("Fay", "member");
        var gus = agora.person("Gus", "member");
        var fay = agora.as("Fay");
        var gusBell = agora.as("Gus");
        gusBell.json("PUT", "/api/v1/groups/makers/notify", "{\"posts\":\"none\"}")
                .expect(200);
        gusBell.json("PUT", "/api/v1/groups/makers/notify", "{\"posts\":\"some\"}")
                .expect(422);
        agora.person("Out", "");
        agora.as("Out").get("/groups/makers/notify").expect(404);
        Agora.post(ben, agora.open, "I am no admin, @everyone");
        var post = Agora.post(ana, agora.open, "Come all, @everyone");
        waitForCall(post);
        var second = Agora.post(ana, agora.open, "And again, @everyone");
        var call = bell(fay);
        assertEquals(1, call.getInteger("unread"));
        var line = call.getJsonArray("items").getJsonObject(0);
        assertEquals("Ana calls everyone in Makers.", line.getString("text"));
        assertEquals(page(post), line.getString("link"));
        assertFalse(line.getBoolean("read"));
        assertEquals(0, agora.portal.count("SELECT count(*) FROM notification WHERE type = 'community.everyone'"));
        assertEquals(0, bell(gusBell).getInteger("unread"), "who wants to hear nothing hears nothing");
        assertFalse(bell(ana).encode().contains("\"community.everyone\""), "nor does who called");
        fay.get("/notifications").expect(200).expectText("calls everyone");
        fay.post("/notifications/open", Map.of("id", line.getString("id"))).expectRedirect(page(post));
        assertEquals(0, bell(fay).getInteger("unread"));
        assertTrue(bell(fay).getJsonArray("items").getJsonObject(0).getBoolean("read"));

        fay.post("/groups/makers/notify", Map.of("posts", "all")).expect(303);
        fay.get("/groups/makers/notify").expect(200).expectText("value=\"all\" checked");
        assertEquals(0, bell(fay).getInteger("unread"), "what was there before is no news");
        Agora.post(ben, agora.open, "One");
        Agora.post(ben, agora.open, "Two");
        Agora.post(ana, agora.closed, "Not for all");
        var posts = bell(fay);
        assertEquals(1, posts.getInteger("unread"));
        assertEquals(
                "Ben posted in Makers.",
                posts.getJsonArray("items").getJsonObject(0).getString("text"));
        fay.get("/notifications").expect(200).expectText("2 times");
        fay.get("/groups/makers/channels/" + agora.open).expect(200);
        assertEquals(0, bell(fay).getInteger("unread"), "who looked there has read it");
        Agora.post(ben, agora.open, "Three");
        assertEquals(1, bell(fay).getInteger("unread"));
        assertEquals(
                1,
                fay.json("POST", "/api/v1/notifications/read", "{}")
                        .expect(200)
                        .json()
                        .getInteger("read"));
        assertEquals(0, bell(fay).getInteger("unread"));
        assertEquals(0, agora.portal.count("SELECT count(*) FROM notification WHERE contact_id = ?", gus));
        assertEquals(0, agora.portal.count("SELECT count(*) FROM everyone_call WHERE object_id = ?", second));
        waitForMail("community.everyone", "ben@example.com");
        assertEquals(0, mails("community.everyone", "gus@example.com"));
        assertEquals(
                0, mails("community.new_posts", "fay@example.com"), "nobody gets mail of each who did not ask for it");
    }

    private static void waitForBell(Visitor who, String text) {
        long until = System.nanoTime() + 10_000_000_000L;
        while (!bell(who).encode().contains(text) && System.nanoTime() < until) Thread.onSpinWait();
        assertTrue(bell(who).encode().contains(text), () -> bell(who).encode());
    }

    @Test
    void who_calls_everyone_in_vain_is_told_so_and_what_they_wrote_stays() {
        var callers = agora.another("callers", anaId, agora.person("Cal", "member"));
        var cal = agora.as("Cal");
        var posts = "/api/v1/groups/callers/posts";
        var json = new JsonObject().put("channel", callers.toString()).put("body", "Now, @everyone");
        var now = ana.json("POST", posts, json.encode()).expect(201).json();
        assertEquals("called", now.getString("everyone"));
        var first = UUID.fromString(now.getString("id"));
        waitForCall(first);
        var form = new HashMap<>(Map.of(
                "id",
                UUID.randomUUID().toString(),
                "channel",
                callers.toString(),
                "body",
                "Once more, @everyone",
                "act",
                "post"));
        // The page is shown from its top, where that is said.
        ana.post("/groups/callers/posts", form).expectRedirect("/groups/callers/channels/" + callers);
        ana.get("/groups/callers/channels/" + callers)
                .expect(200)
                .expectText("called together already today")
                .expectText("Once more");
        assertNull(ana.json(
                        "POST",
                        posts,
                        json.put("body", "And `@everyone` is code").encode())
                .expect(201)
                .json()
                .getString("everyone"));
        var late = ana.json("POST", posts, json.put("body", "@everyone!").encode())
                .expect(201)
                .json();
        assertEquals("spent", late.getString("everyone"));
        ana.get(late.getString("url")).expect(200).expectText("everyone</span>");
        var comments = "/api/v1/posts/" + first + "/comments";
        var said = cal.json("POST", comments, "{\"body\":\"Yes, @everyone\"}")
                .expect(201)
                .json();
        assertEquals("not_yours", said.getString("everyone"));
        assertNull(cal.get(comments + "/" + said.getString("id"))
                .expect(200)
                .json()
                .getString("everyone"));
        cal.post(
                        now.getString("url") + "/comments",
                        Map.of("id", UUID.randomUUID().toString(), "body", "Hey @everyone"))
                .expect(303);
        cal.get(now.getString("url")).expect(200).expectText("only those who run the group can call all of it");
        waitForBell(ana, "community.everyone_spent");
        waitForBell(cal, "community.everyone_not_yours");
        assertEquals(
                1,
                agora.portal.count(
                        "SELECT count(*) FROM everyone_call e JOIN post p ON p.id = e.post_id WHERE p.channel_id = ?",
                        callers));

        // A typing mistake that is put right the next day calls nobody again.
        agora.portal.execute("UPDATE everyone_call SET day = day - 1");
        var edited = ana.header("If-Match", "*")
                .json("PATCH", "/api/v1/posts/" + first, "{\"body\":\"Now then, @everyone\"}");
        assertEquals("called", edited.expect(200).json().getString("everyone"));
        var next = ana.json(
                        "POST", posts, json.put("body", "A new day, @everyone").encode())
                .expect(201)
                .json();
        waitForCall(UUID.fromString(next.getString("id")));
        assertEquals(1, agora.portal.count("SELECT count(*) FROM everyone_call WHERE object_id = ?", first));
    }

    @Test
    void one_of_staff_whose_scheduled_call_of_everyone_came_too_late_hears_so_in_the_console() {
        var channel = agora.another("callees", anaId, agora.person("Dee", "member"));
        var group = agora.portal
                .query("SELECT group_id FROM channel WHERE id = ?", channel)
                .getFirst()
                .getFirst();
        for (var name : List.of("cora", "otis"))
            agora.portal.staff(name, name + "@staff.example", "content", Portal.ACME);
        var desk = agora.portal.asStaff("cora@staff.example");
        var first = new JsonObject().put("channel", channel.toString()).put("body", "All of us, @everyone");
        var now = ana.json("POST", "/api/v1/groups/callees/posts", first.encode())
                .expect(201)
                .json();
        waitForCall(UUID.fromString(now.getString("id")));
        var late = UUID.randomUUID();
        desk.post(
                        "/t/acme/communities/" + group + "/posts",
                        Map.of(
                                "nonce",
                                late.toString(),
                                "channel",
                                channel.toString(),
                                "body",
                                "From the business, @everyone",
                                "act",
                                "schedule",
                                "at",
                                Instant.now().plusSeconds(86_400).toString().substring(0, 16)))
                .expectRedirect("/t/acme/communities/" + group + "/drafts");
        agora.portal.execute("UPDATE post SET publish_at = now() WHERE id = ?", late);
        agora.portal.execute("UPDATE job SET due_at = now() WHERE key = ?", late.toString());
        var told = "FROM staff_notification WHERE type = 'team.everyone_in_vain'";
        long until = System.nanoTime() + 30_000_000_000L;
        while (agora.portal.count("SELECT count(*) " + told) == 0 && System.nanoTime() < until) Thread.onSpinWait();
        assertEquals(1, agora.portal.count("SELECT count(*) " + told), "whoever wrote it, and nobody else");
        desk.get("/t/acme/bell").expect(200).expectText("Nobody was called by your @everyone in callees");
        var link = agora.portal
                .query("SELECT link_path " + told
                        + " AND staff_id = (SELECT id FROM staff WHERE email = 'cora@staff.example')")
                .getFirst()
                .getFirst();
        assertEquals("/communities/" + group + "/posts/" + late, link);
        desk.get("/t/acme" + link).expect(200).expectText("From the business");
    }

    @Test
    void a_poll_comes_in_with_its_post_or_neither_does() {
        var id = UUID.randomUUID();
        var fields = new HashMap<>(Map.of(
                "id",
                id.toString(),
                "channel",
                agora.open.toString(),
                "body",
                "Which one?",
                "option1",
                "This",
                "act",
                "post"));
        ana.post("/groups/makers/posts", fields).expect(422).expectText("value=\"This\"");
        assertEquals(0, agora.portal.count("SELECT count(*) FROM post WHERE id = ?", id));
        ana.post("/groups/makers/drafts", fields).expect(204);
        assertEquals(0, agora.portal.count("SELECT count(*) FROM poll WHERE post_id = ?", id));
        fields.put("option3", "That");
        fields.put("multiple", "1");
        fields.put("anonymous", "1");
        ana.post("/groups/makers/drafts", fields).expect(204);
        assertEquals(2, agora.portal.count("SELECT count(*) FROM poll_option WHERE post_id = ?", id));
        ana.post("/groups/makers/posts", fields).expect(303);
        ben.get(page(id)).expect(200).expectText("That").expectText("type=\"checkbox\" name=\"option\"");
        ben.post(page(id) + "/vote", Map.of("option", "2")).expect(303);
        ben.get(page(id) + "/poll").expect(200).expectText("data-poll-results").expectText("value=\"1\"");
        assertFalse(ana.get(page(id) + "/poll").expect(200).body().contains("data-poll-results"));
        agora.as("Ben").get(page(UUID.randomUUID()) + "/poll").expect(404);

        var sent = new JsonObject()
                .put("id", UUID.randomUUID().toString())
                .put("channel", agora.open.toString())
                .put("body", "When?")
                .put("poll", new JsonObject().put("options", new JsonArray().add("Now")));
        ana.json("POST", "/api/v1/groups/makers/posts", sent.encode()).expect(422);
        sent.getJsonObject("poll").put("options", new JsonArray().add("Now").add("Later"));
        ana.json("POST", "/api/v1/groups/makers/posts", sent.encode()).expect(201);
        ana.json("POST", "/api/v1/groups/makers/posts", sent.encode()).expect(201);
        var poll = ben.get("/api/v1/posts/" + sent.getString("id") + "/poll")
                .expect(200)
                .json();
        assertEquals(2, poll.getJsonArray("options").size());
    }

    @Test
    void a_level_stands_beside_the_name_of_whoever_wants_to_be_on_the_board() {
        var hal = agora.person("Hal", "member");
        var who = agora.as("Hal");
        var post = Agora.post(who, agora.open, "Give me points");
        for (var name : new String[] {"L1", "L2", "L3", "L4", "L5"}) {
            agora.person(name, "member");
            agora.as(name).post(page(post) + "/react", Map.of("word", "love")).expect(303);
        }
        assertTrue(
                agora.portal.count("SELECT count(*) FROM job WHERE kind = 'points.badges'") <= 2,
                "one job for all that are pressed within minutes");
        agora.portal.execute("SELECT group_levels_keep(?, ?)", agora.tenant, agora.group);
        var json = ben.get("/api/v1/posts/" + post).expect(200).json();
        assertEquals(2, json.getJsonObject("author").getInteger("level"));
        assertEquals(5, json.getJsonObject("reacted").getInteger("love"));
        ben.get("/groups/makers").expect(200).expectText("Level 2");
        agora.portal.execute("UPDATE membership SET on_board = false WHERE contact_id = ?", hal);
        assertEquals(
                0,
                ben.get("/api/v1/posts/" + post)
                        .expect(200)
                        .json()
                        .getJsonObject("author")
                        .getInteger("level"));
    }

    private static void waitForMail(String type, String email) {
        long until = System.nanoTime() + 10_000_000_000L;
        while (mails(type, email) == 0 && System.nanoTime() < until) Thread.onSpinWait();
        assertEquals(1, mails(type, email), type);
    }

    private static long mails(String type, String email) {
        return agora.portal.count("SELECT count(*) FROM mail_outbox WHERE kind = ? AND recipient = ?", type, email);
    }

    @Test
    void a_poll_is_asked_with_a_draft_and_answered_on_its_page() {
        var draft = UUID.randomUUID();
        ana.post(
                        "/groups/makers/posts",
                        Map.of(
                                "id",
                                draft.toString(),
                                "channel",
                                agora.open.toString(),
                                "body",
                                "Which one?",
                                "act",
                                "draft"))
                .expect(303);
        var at = "/groups/makers/drafts/" + draft;
        ana.get(at).expect(200).expectText("name=\"option1\"");
        ana.post(at + "/poll", Map.of("option1", "Only one")).expect(422);
        ana.post(at + "/poll", Map.of("option1", "Tea", "option2", "Coffee", "anonymous", "1"))
                .expect(303);
        ana.post(
                        at,
                        Map.of(
                                "id",
                                draft.toString(),
                                "channel",
                                agora.open.toString(),
                                "body",
                                "Which one?",
                                "act",
                                "post"))
                .expect(303);
        ben.get(page(draft)).expect(200).expectText("Coffee");
        ben.post(page(draft) + "/vote", Map.of("option", "2")).expect(303);
        ben.get("/groups/makers").expect(200).expectText("<progress max=\"1\" value=\"1\"");
        ana.post(page(draft) + "/poll/close", Map.of()).expect(303);
        ben.post(page(draft) + "/vote", Map.of("option", "1")).expect(409);
    }

    private static Map<String, String> with(Map<String, String> form, String... more) {
        var all = new HashMap<>(form);
        for (int i = 0; i < more.length; i += 2) all.put(more[i], more[i + 1]);
        return all;
    }

    private static long polls(UUID post, String as) {
        return agora.portal.count(
                "SELECT count(*) FROM poll q JOIN post p ON p.id = q.post_id WHERE q.post_id = ? AND " + as, post);
    }

    @Test
    void staff_ask_with_what_they_write_and_it_is_open_from_its_publication_on() {
        for (var name : List.of("pola", "piet"))
            agora.portal.staff(name, name + "@staff.example", "content", Portal.ACME);
        var desk = agora.portal.asStaff("pola@staff.example");
        var root = "/t/acme/communities/" + agora.group;
        var id = UUID.randomUUID();
        var typed = Map.of("nonce", id.toString(), "channel", agora.open.toString(), "body", "What shall we drink?");
        var tea = Map.of("option1", "Tea", "option2", "Coffee", "days", "1");
        desk.get(root + "/posts").expect(200).expectText("name=\"option1\"");
        desk.post(root + "/posts", with(typed, "option1", "Tea", "option2", "tea"))
                .expect(422)
                .expectText("value=\"Tea\"");
        desk.post(root + "/posts", with(with(typed, "act", "draft", "option1", "Tea"), "option2", "Milk"))
                .expectRedirect(root + "/drafts/" + id);
        var draft = root + "/drafts/" + id;
        desk.get(draft).expect(200).expectText("value=\"Milk\"").expectText("/poll/remove");
        // What a script keeps meanwhile is half a poll, and takes nothing away.
        desk.post(root + "/drafts", with(typed, "option1", "Water")).expect(204);
        desk.get(draft).expect(200).expectText("value=\"Milk\"");
        desk.post(draft + "/poll", Map.of("option1", "Only one")).expect(422).expectText("value=\"Only one\"");
        desk.post(draft + "/poll", tea).expectRedirect(draft);
        desk.get(draft + "?preview=yes")
                .expect(200)
                .expectText("<fieldset class=\"poll-options\" disabled>")
                .expectText("<span dir=\"auto\">Coffee</span>")
                .expectText("1 day");
        var other = agora.portal.asStaff("piet@staff.example");
        other.post(draft + "/poll", tea).expect(404);
        other.post(draft + "/poll/remove", Map.of()).expect(404);
        desk.post("/t/acme/communities/" + UUID.randomUUID() + "/drafts/" + id + "/poll", tea)
                .expect(404);
        desk.post(draft + "/poll/remove", Map.of()).expectRedirect(draft);
        desk.post(draft + "/poll/remove", Map.of()).expect(404);
        desk.post(draft + "/poll", tea).expectRedirect(draft);
        var at = Instant.now().plusSeconds(200_000).toString().substring(0, 16);
        desk.post(draft, with(typed, "act", "schedule", "at", at)).expectRedirect(root + "/drafts");
        assertEquals(1, polls(id, "q.days = 1 AND q.closes_at IS NULL"), "nobody knows its end yet");
        agora.portal.execute("UPDATE post SET publish_at = now() WHERE id = ?", id);
        agora.portal.execute("UPDATE job SET due_at = now() WHERE key = ?", id.toString());
        long until = System.nanoTime() + 30_000_000_000L;
        while (ben.get("/api/v1/posts/" + id).status() == 404 && System.nanoTime() < until) Thread.onSpinWait();
        assertEquals(1, polls(id, "q.closes_at = p.published_at + interval '24 hours'"));
        var thread = root + "/posts/" + id;
        desk.get(thread).expect(200).expectText("<progress max=\"1\" value=\"0\"");
        ben.post(page(id) + "/vote", Map.of("option", "2")).expect(303);
        desk.get(thread).expect(200).expectText("<progress max=\"1\" value=\"1\"");
        desk.get(root + "/posts").expect(200).expectText("<progress max=\"1\" value=\"1\"");
        other.post(thread + "/poll/close", Map.of()).expectRedirect(thread);
        other.post(thread + "/poll/close", Map.of()).expect(404);
        ben.post(page(id) + "/vote", Map.of("option", "1")).expect(409);

        var now = UUID.randomUUID();
        desk.post(root + "/posts", with(with(typed, "nonce", now.toString()), "option1", "Yes", "option2", "No"))
                .expectRedirect(root + "/posts");
        assertEquals(1, polls(now, "q.days IS NULL AND q.closes_at IS NULL AND p.state = 'published'"));
        var week = UUID.randomUUID();
        desk.post(
                        root + "/posts",
                        with(with(with(typed, "nonce", week.toString()), "option1", "A", "option2", "B"), "days", "7"))
                .expectRedirect(root + "/posts");
        assertEquals(1, polls(week, "q.closes_at >= p.published_at + interval '168 hours'"));
        ana.get(page(week)).expect(200).expectText("name=\"option\"");
    }

    @Test
    void the_search_finds_what_one_may_see_and_escapes_it() {
        var open = Agora.post(ana, agora.open, "The zebrafish & co <script>swims</script>");
        Agora.post(ana, agora.closed, "A secret zebrafish");
        ben.json("POST", "/api/v1/posts/" + open + "/comments", "{\"body\":\"Zebrafishes are small\"}")
                .expect(201);
        var mine = ben.get("/api/v1/search/posts?q=zebraf").expect(200).json().getJsonArray("items");
        assertEquals(2, mine.size(), mine::encode);
        assertEquals(
                3,
                ana.get("/api/v1/search/posts?q=zebraf")
                        .expect(200)
                        .json()
                        .getJsonArray("items")
                        .size());
        assertEquals(
                1,
                ana.get("/api/v1/search/posts?q=zebraf&person=" + benId)
                        .expect(200)
                        .json()
                        .getJsonArray("items")
                        .size());
        assertEquals(
                0,
                ana.get("/api/v1/search/posts?q=zebraf&to=2020-01-01")
                        .expect(200)
                        .json()
                        .getJsonArray("items")
                        .size());
        assertEquals(
                1,
                ana.get("/api/v1/search/posts?q=zebraf&by=be")
                        .expect(200)
                        .json()
                        .getJsonArray("items")
                        .size());
        assertEquals(
                0,
                ana.get("/api/v1/search/posts?by=nobody")
                        .expect(200)
                        .json()
                        .getJsonArray("items")
                        .size());
        ana.get("/groups/makers/search?by=Ben").expect(200).expectText("Zebrafishes are small");
        ana.get("/communities/search?person=" + benId)
                .expect(200)
                .expectText("Zebrafishes are small")
                .expectText("value=\"Ben\"");
        assertFalse(ben.get("/groups/makers/search?by=Ana").expect(200).body().contains("secret zebrafish"));
        assertTrue(ben.get("/communities/people?q=an").expect(200).body().contains("Ana"));
        ana.get("/api/v1/search/posts?q=zebraf&to=soon").expect(422);
        ana.get("/api/v1/search/posts?q=z").expect(422);
        for (var odd : new String[] {"%27", "%22", "-", "%28%29", "a+%3A%2A+%7C", "%5C%27+or", "%F0%9F%98%80x"})
            ana.get("/groups/makers/search?q=" + odd).expect(200);
        var page = ben.get("/groups/makers/search?q=zebrafish").expect(200);
        page.expectText("<mark>zebrafish</mark>").expectText("&amp; co");
        assertFalse(page.body().contains("<script>swims"));
        assertFalse(page.body().contains("secret"));
        ben.get("/communities/search?q=zebrafish").expect(200).expectText("<mark>");
        assertTrue(
                new JsonObject(ben.get("/groups/makers/people?q=an").expect(200).body())
                        .getJsonArray("items")
                        .encode()
                        .contains("Ana"));
    }
}
