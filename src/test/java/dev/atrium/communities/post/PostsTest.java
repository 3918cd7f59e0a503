package dev.atrium.communities.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.webhooks.Hooks;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What comes into a channel, and what does not. */
class PostsTest {
    private static final String POSTS = "/api/v1/groups/makers/posts";
    private static Square square;
    private static Visitor ana;
    private static UUID anaId;
    private static Visitor ben;
    private static UUID benId;
    private static Visitor stranger;

    @BeforeAll
    static void start() {
        square = new Square(Portal.start(Map.of("limits.posts-per-minute", "40")));
        anaId = square.person("Ana", "owner");
        benId = square.person("Ben", "member");
        square.person("Stranger", "");
        ana = square.portal.as(Portal.ACME, "ana@example.com");
        ben = square.portal.as(Portal.ACME, "ben@example.com");
        stranger = square.portal.as(Portal.ACME, "stranger@example.com");
    }

    @AfterAll
    static void stop() {
        square.close();
    }

    private static String body(UUID id, UUID channel, String text) {
        var json = new JsonObject().put("channel", channel.toString()).put("body", text);
        if (id != null) json.put("id", id.toString());
        return json.encode();
    }

    private static Answer post(Visitor who, UUID channel, String text) {
        return who.json("POST", POSTS, body(null, channel, text));
    }

    private static List<String> bodies(Answer list) {
        var found = new ArrayList<String>();
        list.expect(200).json().getJsonArray("items").forEach(one -> found.add(((JsonObject) one).getString("body")));
        return found;
    }

    @Test
    void what_is_posted_is_read_by_those_who_see_the_channel_and_by_nobody_else() {
        var made = post(ben, square.open, "Hello **all**").expect(201);
        var id = made.json().getString("id");
        assertEquals("published", made.json().getString("state"));
        assertEquals("/api/v1/posts/" + id, made.location());
        assertEquals(made.json(), ana.get("/api/v1/posts/" + id).expect(200).json());
        assertTrue(bodies(ana.get(POSTS)).contains("Hello **all**"));
        assertTrue(bodies(ana.get("/api/v1/groups/" + square.group + "/posts?channel=" + square.open))
                .contains("Hello **all**"));
        stranger.get(POSTS).expect(404);
        stranger.get("/api/v1/posts/" + id).expect(404);
        post(stranger, square.open, "Let me in").expect(404);

        var secret =
                post(ana, square.closed, "For the board").expect(201).json().getString("id");
        ben.get("/api/v1/posts/" + secret).expect(404);
        post(ben, square.closed, "May I?").expect(404);
        assertTrue(!bodies(ben.get(POSTS)).contains("For the board"));
        assertTrue(bodies(ana.get(POSTS)).contains("For the board"));
        square.intoChannel(square.closed, benId);
        ben.get("/api/v1/posts/" + secret).expect(200);
        square.portal.execute("DELETE FROM channel_member WHERE contact_id = ?", benId);
        assertEquals(
                List.of("group", "channel"),
                square
                        .portal
                        .query(
                                "SELECT f.kind FROM feed_event e JOIN feed f ON f.id = e.feed_id WHERE e.object_id IN (?, ?)"
                                        + " ORDER BY f.kind DESC",
                                UUID.fromString(id),
                                UUID.fromString(secret))
                        .stream()
                        .map(List::getFirst)
                        .toList(),
                "an open channel is told in the group's feed, a closed one in its own");
    }

    @Test
    void where_the_policy_a_mute_or_an_archive_stands_in_the_way_nothing_is_kept() {
        post(ben, square.news, "I have news").expect(403);
        post(ana, square.news, "We have news").expect(201);
        square.portal.execute(
                "UPDATE membership SET muted_until = now() + interval '1 hour' WHERE contact_id = ?", benId);
        post(ben, square.open, "Hm").expect(403);
        square.portal.execute("UPDATE membership SET muted_until = NULL WHERE contact_id = ?", benId);
        var old = square.channel("Old things", "discussion", false, "all");
        square.portal.execute("UPDATE channel SET archived_at = now() WHERE id = ?", old);
        post(ana, old, "Still there?").expect(403);
        post(ana, UUID.randomUUID(), "Nowhere").expect(404);
        ana.json("POST", "/api/v1/groups/others/posts", body(null, square.open, "In another's name"))
                .expect(404);
        post(ana, square.open, " ").expect(422);
        post(ana, square.open, "x".repeat(20_001)).expect(422);
    }

    @Test
    void sent_twice_it_is_posted_once_and_an_id_of_others_is_refused() {
        var id = UUID.randomUUID();
        var first = ana.json("POST", POSTS, body(id, square.open, "Only once")).expect(201);
        var again =
                ana.json("POST", POSTS, body(id, square.open, "Something else")).expect(201);
        assertEquals(first.json(), again.json());
        ben.json("POST", POSTS, body(id, square.open, "Mine")).expect(409);
        var raced = UUID.randomUUID();
        var answers = Race.of(
                12,
                n -> ana.json("POST", POSTS, body(raced, square.open, "Raced")).status());
        assertTrue(answers.stream().allMatch(status -> status == 201), answers::toString);
        assertEquals(1, square.portal.count("SELECT count(*) FROM post WHERE id = ?", raced));
        assertEquals(1, square.portal.count("SELECT count(*) FROM feed_event WHERE object_id = ?", raced));
        assertEquals(
                1,
                square.portal.count(
                        "SELECT count(*) FROM fact WHERE object_id = ? AND kind = 'post.published'", raced));
    }

    @Test
    void of_many_at_once_no_more_are_kept_than_a_person_may_post_in_a_minute() {
        square.person("Hasty", "member");
        var hasty = square.portal.as(Portal.ACME, "hasty@example.com");
        var answers = Race.of(60, n -> post(hasty, square.chat, "No. " + n).status());
        assertEquals(40, answers.stream().filter(status -> status == 201).count(), answers::toString);
        assertEquals(20, answers.stream().filter(status -> status == 429).count(), answers::toString);
        square.portal.execute(
                "UPDATE rate_limit SET resets_at = now() - interval '1 second' WHERE key = ?",
                "posts:"
                        + square.portal
                                .query("SELECT id FROM contact WHERE full_name = 'Hasty'")
                                .getFirst()
                                .getFirst());
        post(hasty, square.chat, "Later").expect(201);
        var read = new ArrayList<String>();
        var next = POSTS + "?limit=7&channel=" + square.chat;
        while (next != null) {
            var page = hasty.get(next).expect(200);
            read.addAll(bodies(page));
            next = page.json().getString("next");
        }
        assertEquals(41, read.size());
        assertEquals(41, read.stream().distinct().count());
    }

    @Test
    void the_first_posts_of_a_new_member_wait_where_the_group_wants_that() {
        square.person("Newcomer", "member");
        var newcomer = square.portal.as(Portal.ACME, "newcomer@example.com");
        square.portal.execute("UPDATE community_group SET first_posts = 1 WHERE id = ?", square.group);
        var made = post(newcomer, square.open, "My first words").expect(201);
        assertEquals("waiting", made.json().getString("state"));
        var id = made.json().getString("id");
        newcomer.get("/api/v1/posts/" + id).expect(200);
        ana.get("/api/v1/posts/" + id).expect(404);
        post(ana, square.open, "Owners never wait").expect(201).expectText("published");
        square.portal.execute("UPDATE community_group SET first_posts = 0 WHERE id = ?", square.group);
    }

    private static Answer change(Visitor who, String post, String version, String json) {
        return who.header("If-Match", '"' + version + '"').json("PATCH", "/api/v1/posts/" + post, json);
    }

    private static String id(Answer made) {
        return made.expect(201).json().getString("id");
    }

    private static JsonArray items(Answer list) {
        return list.expect(200).json().getJsonArray("items");
    }

    @Test
    void a_program_changes_its_own_post_where_nobody_was_faster_and_what_it_said_before_stays() {
        var post = id(post(ben, square.open, "First"));
        ben.json("PATCH", "/api/v1/posts/" + post, "{\"body\":\"No version\"}").expect(428);
        var changed = change(ben, post, "1", "{\"title\":\"Now\",\"body\":\"Second\"}")
                .expect(200);
        assertEquals("\"2\"", changed.header("ETag"));
        assertEquals("Second", changed.json().getString("body"));
        change(ben, post, "1", "{\"body\":\"Late\"}").expect(412);
        change(ben, post, "2", "{\"title\":\"\",\"body\":\" \"}").expect(422);
        change(ana, post, "2", "{\"body\":\"Not hers\"}").expect(404);
        change(stranger, post, "2", "{\"body\":\"Not theirs\"}").expect(404);
        var past = items(ana.get("/api/v1/posts/" + post + "/history"));
        assertEquals(1, past.size());
        assertEquals("First", past.getJsonObject(0).getString("body"));
        assertEquals(1, past.getJsonObject(0).getInteger("version"));
        stranger.get("/api/v1/posts/" + post + "/history").expect(404);
        var answers = Race.of(
                8, n -> change(ben, post, "2", "{\"body\":\"No. " + n + "\"}").status());
        assertEquals(1, answers.stream().filter(status -> status == 200).count(), answers::toString);
    }

    @Test
    void what_is_removed_comes_back_for_whoever_may_bring_it_back() {
        var post = id(post(ben, square.open, "In and out"));
        var at = "/api/v1/posts/" + post;
        stranger.send("DELETE", at, null, null).expect(404);
        ben.send("DELETE", at, null, null).expect(204);
        ben.send("DELETE", at, null, null).expect(404);
        ana.get(at).expect(404);
        assertEquals(
                "In and out",
                ben.json("POST", at + "/restore", "").expect(200).json().getString("body"));
        ana.send("DELETE", at, null, null).expect(204);
        ben.json("POST", at + "/restore", "").expect(404);
        ana.json("POST", at + "/restore", "").expect(200);
    }

    @Test
    void three_posts_of_a_channel_are_pinned_at_most_and_by_those_who_moderate_it() {
        var channel = square.channel("Pins", "discussion", false, "all");
        var posts = List.of("a", "b", "c", "d").stream()
                .map(text -> "/api/v1/posts/" + id(post(ana, channel, text)) + "/pin")
                .toList();
        ben.json("PUT", posts.getFirst(), "").expect(404);
        var answers = Race.of(4, n -> ana.json("PUT", posts.get(n), "").status());
        assertEquals(3, answers.stream().filter(status -> status == 204).count(), answers::toString);
        assertEquals(1, answers.stream().filter(status -> status == 409).count(), answers::toString);
        var pinned = posts.get(answers.indexOf(204));
        ben.send("DELETE", pinned, null, null).expect(404);
        ana.send("DELETE", pinned, null, null).expect(204);
        ana.send("DELETE", pinned, null, null).expect(204);
        ana.json("PUT", posts.get(answers.indexOf(409)), "").expect(204);
    }

    @Test
    void a_program_keeps_drafts_schedules_them_and_gives_them_files_of_its_account() {
        var drafts = "/api/v1/groups/makers/drafts";
        var said = new JsonObject().put("channel", square.open.toString()).put("body", "To come");
        var draft = drafts + "/" + id(ben.json("POST", drafts, said.encode()));
        ana.get(draft).expect(404);
        assertEquals("draft", ben.get(draft).expect(200).json().getString("state"));
        assertTrue(items(ana.get(drafts)).isEmpty());
        var later = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS);
        var scheduled = said.copy().put("publish_at", later.toString());
        var kept = ben.json("PUT", draft, scheduled.encode()).expect(200).json();
        assertEquals("scheduled", kept.getString("state"));
        assertEquals(later, kept.getInstant("publish_at"));
        ben.json(
                        "PUT",
                        draft,
                        said.copy().put("publish_at", "2001-01-01T00:00:00Z").encode())
                .expect(422);
        ana.json("PUT", draft, said.encode()).expect(404);
        for (int i = 1; i <= 11; i++) {
            var file = new JsonObject().put("upload", upload(ben, "plan " + i)).encode();
            ana.json("POST", draft + "/files", file).expect(404);
            ben.json("POST", draft + "/files", file).expect(i == 11 ? 422 : 200);
            if (i < 11) ben.json("POST", draft + "/files", file).expect(200);
        }
        ben.json(
                        "POST",
                        draft + "/files",
                        new JsonObject().put("upload", upload(ana, "hers")).encode())
                .expect(404);
        var files = ben.get(draft).expect(200).json().getJsonArray("files");
        assertEquals(10, files.size());
        var first = files.getJsonObject(0).getString("id");
        ben.send("DELETE", draft + "/files/" + first, null, null).expect(204);
        ben.get("/api/v1/uploads/" + first).expect(404);
        var post = ben.json("POST", draft + "/publish", "").expect(200).json();
        assertEquals("published", post.getString("state"));
        assertEquals(9, post.getJsonArray("files").size());
        ben.json("POST", draft + "/publish", "").expect(404);
        var file = "/api/v1/posts/" + post.getString("id") + "/files/"
                + files.getJsonObject(1).getString("id");
        ana.get(file).expect(303);
        stranger.get(file).expect(404);
        var other = drafts + "/" + id(ben.json("POST", drafts, said.encode()));
        ana.send("DELETE", other, null, null).expect(404);
        ben.send("DELETE", other, null, null).expect(204);
        ben.get(other).expect(404);
    }

    @Test
    void what_is_scheduled_is_published_when_its_time_has_come() {
        var drafts = "/api/v1/groups/makers/drafts";
        var said = new JsonObject()
                .put("channel", square.open.toString())
                .put("body", "In time")
                .put("publish_at", Instant.now().plusSeconds(3_600).toString());
        var post = id(ben.json("POST", drafts, said.encode()));
        ana.get("/api/v1/posts/" + post).expect(404);
        square.portal.execute("UPDATE post SET publish_at = now() WHERE id = ?", UUID.fromString(post));
        square.portal.execute("UPDATE job SET due_at = now() WHERE key = ?", post);
        long until = System.nanoTime() + 30_000_000_000L;
        while (ana.get("/api/v1/posts/" + post).status() == 404 && System.nanoTime() < until) Thread.onSpinWait();
        assertEquals(
                "published", ana.get("/api/v1/posts/" + post).expect(200).json().getString("state"));
    }

    private static String upload(Visitor who, String text) {
        var announced = new JsonObject().put("name", text + ".txt").put("size", text.length());
        var upload = id(who.json("POST", "/api/v1/uploads", announced.encode()));
        who.header("Upload-Offset", "0")
                .send("PATCH", "/api/v1/uploads/" + upload, text, "application/offset+octet-stream")
                .expect(204);
        who.json("POST", "/api/v1/uploads/" + upload + "/complete", "{}").expect(200);
        return upload;
    }

    private static List<String> leads(Visitor who, String post) {
        var found = new ArrayList<String>();
        who.get("/api/v1/posts/" + post)
                .expect(200)
                .json()
                .getJsonArray("leads")
                .forEach(one -> found.add(((JsonObject) one).getString("title")));
        return found;
    }

    private static void group(String slug, String name, String visibility) {
        square.portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name, visibility) VALUES (?, ?, ?, ?, ?)",
                square.tenant,
                UUID.randomUUID(),
                slug,
                name,
                visibility);
    }

    @Test
    void a_link_shows_what_it_leads_to_where_all_who_see_the_post_may_see_that() {
        var titled = new JsonObject().put("title", "The fair").put("body", "On **Friday**");
        var open = id(ana.json(
                "POST", POSTS, titled.put("channel", square.open.toString()).encode()));
        var secret = id(ana.json(
                "POST",
                POSTS,
                titled.put("channel", square.closed.toString())
                        .put("title", "Budget")
                        .encode()));
        group("hidden-ones", "Hidden ones", "secret");
        group("knocking", "Knocking", "private");
        group("anybody", "Anybody", "public");
        var meeting = UUID.randomUUID();
        square.portal.execute(
                "INSERT INTO event (tenant_id, id, group_id, title, starts_at, ends_at, zone)"
                        + " VALUES (?, ?, ?, 'Open evening', now() + interval '1 day', now() + interval '26 hours', 'UTC')",
                square.tenant,
                meeting,
                square.group);
        var here = "/groups/makers/posts/";
        var both = "See " + here + open + " and (" + here + secret + ") and /groups/makers/events/" + meeting;
        var said = id(post(ana, square.open, both));
        assertEquals(List.of("The fair", "Open evening"), leads(ben, said));
        assertEquals(List.of("The fair", "Open evening"), leads(ana, said), "of one post all see the same");
        assertEquals(
                List.of("The fair", "Budget", "Open evening"),
                leads(ana, id(post(ana, square.closed, both))),
                "in the closed channel everybody may see it");
        assertEquals(
                List.of("Anybody"),
                leads(ben, id(post(ben, square.open, "/groups/hidden-ones /groups/knocking /groups/anybody"))));
        assertEquals(
                List.of("Makers"),
                leads(
                        ben,
                        id(post(
                                ben,
                                square.open,
                                "https://evil.example/groups/anybody https://" + Portal.ACME
                                        + ".localhost:8443/groups/makers /groups/makers/about"))));
        ana.send("DELETE", "/api/v1/posts/" + open, null, null).expect(204);
        assertEquals(List.of("Open evening"), leads(ben, said), "as it stands there now");
    }

    @Test
    void a_page_of_an_allowed_host_may_be_shown_in_a_frame_and_its_host_alone_is_let_in() {
        square.portal.settings(Portal.ACME, "embed_hosts = '{videos.example}'");
        var own = id(post(ben, square.open, "Look:\n\nhttps://cdn.videos.example/v/1"));
        var shown = ben.get("/groups/makers/posts/" + own + "/shown").expect(200);
        assertTrue(shown.header("Content-Security-Policy").contains("frame-src 'self' https://cdn.videos.example;")
                || shown.header("Content-Security-Policy").endsWith("frame-src 'self' https://cdn.videos.example"));
        assertTrue(shown.body().contains("src=\"https://cdn.videos.example/v/1\""));
        assertTrue(shown.body().contains("sandbox="));
        var feed = ben.get("/groups/makers/posts/" + own).expect(200);
        assertTrue(!feed.body().contains("<iframe"), "nothing is loaded from there until somebody asks");
        for (var text : List.of(
                "https://evil.example/v/1",
                "https://videos.example.evil.example/v/1",
                "see https://cdn.videos.example/v/1 there",
                "```\nhttps://cdn.videos.example/v/1\n```"))
            ben.get("/groups/makers/posts/" + id(post(ben, square.open, text)) + "/shown")
                    .expect(404);
        square.portal.settings(Portal.ACME, "embed_hosts = '{}'");
        ben.get("/groups/makers/posts/" + own + "/shown").expect(404);
    }

    @Test
    void staff_read_a_thread_answer_in_it_and_change_what_they_wrote_themselves() {
        square.portal.staff("Olga Owner", "olga@staff.example", "owner", Portal.ACME);
        var desk = square.portal.asStaff("olga@staff.example");
        var root = "/t/acme/communities/" + square.group + "/posts";
        desk.post(
                        root,
                        Map.of(
                                "nonce",
                                UUID.randomUUID().toString(),
                                "channel",
                                square.open.toString(),
                                "body",
                                "From the studio"))
                .expect(303);
        var own = square.portal
                .query("SELECT id FROM post WHERE staff_id IS NOT NULL AND body = 'From the studio'")
                .getFirst()
                .getFirst()
                .toString();
        desk.get(root + "/" + own + "?edit=" + own).expect(200).expectText("name=\"version\"");
        desk.post(root + "/edit", Map.of("post", own, "version", "1", "body", "From the whole studio"))
                .expect(303);
        ben.get("/groups/makers/posts/" + own).expect(200).expectText("From the whole studio");
        var asked = id(post(ben, square.open, "May I?"));
        desk.post(root + "/edit", Map.of("post", asked, "version", "1", "body", "Never his words"))
                .expect(404);
        desk.post(
                        root + "/" + asked + "/comments",
                        Map.of("nonce", UUID.randomUUID().toString(), "body", "You **may**"))
                .expect(303);
        var comment = square.portal
                .query("SELECT id FROM comment WHERE post_id = ?", UUID.fromString(asked))
                .getFirst()
                .getFirst()
                .toString();
        var thread = root + "/" + asked;
        desk.get(thread).expect(200).expectText("You <strong>may</strong>");
        ben.get("/groups/makers/posts/" + asked)
                .expect(200)
                .expectText("You <strong>may</strong>")
                .expectText("Team");
        desk.post(thread + "/comments/edit", Map.of("comment", comment, "version", "1", "body", "You may not"))
                .expect(303);
        desk.post(thread + "/comments/remove", Map.of("comment", comment)).expect(303);
        desk.get(thread + "?removed=" + comment).expect(200).expectText("/comments/restore");
        desk.post(thread + "/comments/restore", Map.of("comment", comment)).expect(303);
        ben.get("/groups/makers/posts/" + asked).expect(200).expectText("You may not");
        desk.get("/t/acme/communities/" + UUID.randomUUID() + "/posts/" + asked).expect(404);
    }

    @Test
    void a_program_of_the_business_changes_removes_brings_back_and_pins() {
        var house = new Hooks(square.portal).program(Portal.ACME, "groups:read groups:write");
        var narrow = new Hooks(square.portal).program(Portal.ACME, "groups:read");
        var root = "/api/v1/business/groups/" + square.group + "/posts";
        var channel = square.channel("House", "discussion", false, "all");
        var own = id(house.json("POST", root, body(null, channel, "From the house")));
        var his = id(post(ben, channel, "Not theirs"));
        var one = root + "/" + own;
        var now = house.get(one).expect(200);
        assertTrue(now.json().getJsonObject("author").getBoolean("team"));
        house.json("PATCH", one, "{\"body\":\"Unseen\"}").expect(428);
        var changed = house.header("If-Match", now.header("ETag"))
                .json("PATCH", one, "{\"body\":\"From **all** of the house\"}")
                .expect(200);
        assertEquals("From **all** of the house", changed.json().getString("body"));
        house.header("If-Match", now.header("ETag"))
                .json("PATCH", one, "{\"body\":\"Late\"}")
                .expect(412);
        house.header("If-Match", "*")
                .json("PATCH", root + "/" + his, "{\"body\":\"Never his words\"}")
                .expect(404);
        assertEquals(
                1,
                ben.get("/api/v1/posts/" + own + "/history")
                        .expect(200)
                        .json()
                        .getJsonArray("items")
                        .size());

        narrow.send("DELETE", root + "/" + his, null, null).expect(403);
        house.send("DELETE", root + "/" + his, null, null).expect(204);
        ben.get("/api/v1/posts/" + his).expect(404);
        house.get(root + "/" + his).expect(404);
        ben.json("POST", "/api/v1/posts/" + his + "/restore", "").expect(404);
        house.json("POST", root + "/" + his + "/restore", "").expect(204);
        house.json("POST", root + "/" + his + "/restore", "").expect(404);
        ben.get("/api/v1/posts/" + his).expect(200);
        assertEquals(
                2,
                square.portal.count(
                        "SELECT count(*) FROM audit WHERE object_id = ? AND action IN ('post.removed', 'post.restored')",
                        UUID.fromString(his)));

        house.json("PUT", one + "/pin", "").expect(204);
        house.json("PUT", one + "/pin", "").expect(204);
        assertTrue(ben.get("/api/v1/posts/" + own).expect(200).json().getBoolean("pinned"));
        for (int i = 0; i < 2; i++)
            house.json("PUT", root + "/" + id(post(ben, channel, "more " + i)) + "/pin", "")
                    .expect(204);
        house.json("PUT", root + "/" + his + "/pin", "").expect(409);
        house.send("DELETE", one + "/pin", null, null).expect(204);
        house.json("PUT", root + "/" + his + "/pin", "").expect(204);
        house.json("PUT", "/api/v1/business/groups/" + UUID.randomUUID() + "/posts/" + his + "/pin", "")
                .expect(404);
    }

    private static Answer file(Visitor who, String path, String name, String text) {
        var head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: text/plain\r\n\r\n";
        return who.send("POST", path, head + text + "\r\n--b--\r\n", "multipart/form-data; boundary=b");
    }

    private static String asking(String text, String poll) {
        return new JsonObject()
                .put("channel", square.open.toString())
                .put("body", text)
                .put("poll", new JsonObject(poll))
                .encode();
    }

    @Test
    void a_program_of_the_business_asks_reads_and_closes_polls() {
        var house = new Hooks(square.portal).program(Portal.ACME, "groups:read groups:write");
        var narrow = new Hooks(square.portal).program(Portal.ACME, "groups:read");
        var posts = "/api/v1/business/groups/" + square.group + "/posts/";
        var days = "{\"options\":[\"Mon\",\"Tue\"],\"days\":2}";
        var own = id(house.json("POST", posts.substring(0, posts.length() - 1), asking("Which day?", days)));
        var poll = narrow.get(posts + own + "/poll").expect(200).json();
        assertEquals(2, poll.getInteger("days"));
        assertTrue(poll.getBoolean("results"), "the business reads results without a vote");
        assertEquals(
                1,
                square.portal.count(
                        "SELECT count(*) FROM poll WHERE post_id = ? AND closes_at > now() + interval '47 hours'",
                        UUID.fromString(own)));
        narrow.json("PUT", posts + own + "/poll", days).expect(403);
        var changed = "{\"options\":[\"Mon\",\"Tue\",\"Wed\"],\"closes_at\":\""
                + Instant.now().plusSeconds(9_000) + "\"}";
        poll = house.json("PUT", posts + own + "/poll", changed).expect(200).json();
        assertEquals(3, poll.getJsonArray("options").size());
        assertEquals(null, poll.getInteger("days"));
        house.json("PUT", posts + own + "/poll", changed.replace("}", ",\"days\":3}"))
                .expect(422);
        house.json("PUT", posts + own + "/poll", "{\"options\":[\"Mon\",\"Tue\"],\"days\":0}")
                .expect(422);
        ben.json("PUT", "/api/v1/posts/" + own + "/poll/vote", "{\"options\":[3]}")
                .expect(200);
        house.json("PUT", posts + own + "/poll", days).expect(409);
        house.send("DELETE", posts + own + "/poll", null, null).expect(409);
        var third = house.get(posts + own + "/poll")
                .expect(200)
                .json()
                .getJsonArray("options")
                .getJsonObject(2);
        assertEquals(1, third.getInteger("votes"));
        var hers = id(ana.json("POST", POSTS, asking("And mine?", days)));
        house.json("PUT", posts + hers + "/poll", days).expect(404);
        house.send("DELETE", posts + hers + "/poll", null, null).expect(404);
        assertTrue(house.json("POST", posts + hers + "/poll/close", "")
                .expect(200)
                .json()
                .getBoolean("closed"));
        house.json("POST", posts + hers + "/poll/close", "").expect(404);
        ben.json("PUT", "/api/v1/posts/" + hers + "/poll/vote", "{\"options\":[1]}")
                .expect(409);
        var plain = id(house.json(
                "POST", posts.substring(0, posts.length() - 1), body(null, square.open, "Nothing is asked")));
        house.get(posts + plain + "/poll").expect(404);
        house.json("PUT", posts + plain + "/poll", days).expect(200);
        house.send("DELETE", posts + plain + "/poll", null, null).expect(204);
        house.get("/api/v1/business/groups/" + UUID.randomUUID() + "/posts/" + own + "/poll")
                .expect(404);
    }

    @Test
    void what_was_typed_while_a_channel_was_closed_is_shown_to_be_taken_along() {
        var channel = square.channel("Ends", "discussion", false, "all");
        square.portal.execute("UPDATE channel SET archived_at = now() WHERE id = ?", channel);
        ben.post(
                        "/groups/makers/posts",
                        Map.of(
                                "id",
                                UUID.randomUUID().toString(),
                                "fixed",
                                channel.toString(),
                                "channel",
                                channel.toString(),
                                "title",
                                "A long story",
                                "body",
                                "Typed for an hour"))
                .expect(409)
                .expectText("Nothing was posted")
                .expectText("A long story")
                .expectText("Typed for an hour");
    }

    @Test
    void what_another_window_still_holds_of_a_draft_that_was_posted_is_not_lost() {
        var channel = square.channel("Windows", "chat", false, "all");
        var id = UUID.randomUUID().toString();
        var typed = Map.of("id", id, "channel", channel.toString(), "body", "In one window");
        var other = with(typed, "body", "In the other window");
        ben.post("/groups/makers/drafts", typed).expect(204);
        ben.post("/groups/makers/posts", typed).expect(303);
        ben.post("/groups/makers/drafts", typed).expect(204);
        assertEquals(
                "post-exists",
                ben.post("/groups/makers/drafts", other).expect(409).json().getString("code"));
        ben.post("/groups/makers/posts", typed).expectRedirect("/groups/makers/channels/" + channel + "#post-" + id);
        ben.post("/groups/makers/posts", other).expect(303);
        ben.post("/groups/makers/drafts/" + id, with(typed, "body", "On the page of the draft"))
                .expect(303);
        ana.post("/groups/makers/drafts/" + id, other).expect(404);
        var bodies = square.portal.query(
                "SELECT body FROM post WHERE channel_id = ? AND body IN ('In one window', 'In the other window', 'On the page of the draft') ORDER BY published_at",
                channel);
        assertEquals(
                List.of(List.of("In one window"), List.of("In the other window"), List.of("On the page of the draft")),
                bodies);
        ben.post("/groups/makers/posts/" + id + "/edit", Map.of("body", "Said better", "version", "2"))
                .expect(303);
        ben.post("/groups/makers/posts", typed).expectRedirect("/groups/makers/channels/" + channel + "#post-" + id);
        assertEquals(
                1,
                square.portal.count(
                        "SELECT count(*) FROM post WHERE id = ? AND body = 'Said better'", UUID.fromString(id)));
        assertEquals(
                0,
                square.portal.count("SELECT count(*) FROM post WHERE body = 'In one window'"),
                "sent again, it is not said again");
    }

    @Test
    void staff_keep_drafts_give_them_files_and_a_time_as_members_do() {
        square.portal.staff("Dora Drafts", "dora@staff.example", "content", Portal.ACME);
        square.portal.staff("Otto Other", "otto@staff.example", "owner", Portal.ACME);
        var desk = square.portal.asStaff("dora@staff.example");
        var other = square.portal.asStaff("otto@staff.example");
        var root = "/t/acme/communities/" + square.group;
        var id = UUID.randomUUID().toString();
        var typed = Map.of("nonce", id, "channel", square.open.toString(), "body", "From the business");
        desk.post(root + "/drafts", typed).expect(204);
        desk.get(root + "/posts").expect(200).expectText(root + "/drafts");
        desk.get(root + "/drafts").expect(200).expectText("From the business");
        assertFalse(other.get(root + "/drafts").expect(200).body().contains("From the business"));
        var draft = root + "/drafts/" + id;
        other.get(draft).expect(404);
        ben.get("/groups/makers/posts/" + id).expect(404);
        desk.post(root + "/posts", with(typed, "body", "From all of the business", "act", "draft"))
                .expectRedirect(draft);
        desk.post(draft, with(typed, "body", "From **all** of the business", "act", "preview"))
                .expectRedirect(draft + "?preview=yes");
        desk.get(draft + "?preview=yes").expect(200).expectText("<strong>all</strong>");
        file(desk, draft + "/files", "plan.txt", "The plan").expect(303);
        file(other, draft + "/files", "plan.txt", "The plan").expect(404);
        var media = square.portal
                .query("SELECT media_id FROM post_attachment WHERE post_id = ?", UUID.fromString(id))
                .getFirst()
                .getFirst();
        assertEquals("The plan", desk.get(draft + "/files/" + media).expect(200).body());
        other.get(draft + "/files/" + media).expect(404);
        desk.post(draft, with(typed, "act", "schedule", "at", "2001-01-01T00:00"))
                .expect(422);
        var at = Instant.now().plus(2, ChronoUnit.DAYS).toString().substring(0, 16);
        desk.post(draft, with(typed, "act", "schedule", "at", at)).expectRedirect(root + "/drafts");
        desk.get(draft).expect(200).expectText("value=\"" + at.substring(0, 10));
        ben.get("/groups/makers/posts/" + id).expect(404);
        square.portal.execute("UPDATE post SET publish_at = now() WHERE id = ?", UUID.fromString(id));
        square.portal.execute("UPDATE job SET due_at = now() WHERE key = ?", id);
        long until = System.nanoTime() + 30_000_000_000L;
        while (ben.get("/api/v1/posts/" + id).status() == 404 && System.nanoTime() < until) Thread.onSpinWait();
        var post = ben.get("/api/v1/posts/" + id).expect(200).json();
        assertTrue(post.getJsonObject("author").getBoolean("team"));
        ben.get("/api/v1/posts/" + id + "/files/" + media).expect(303);
        desk.get(draft).expect(404);
        desk.post(draft, with(typed, "body", "From **all** of the business", "act", "post"))
                .expectRedirect(root + "/posts");
        other.post(draft, with(typed, "act", "post")).expect(404);
        assertEquals(1, square.portal.count("SELECT count(*) FROM post WHERE body = 'From **all** of the business'"));

        var away = UUID.randomUUID().toString();
        desk.post(root + "/drafts", with(typed, "nonce", away)).expect(204);
        other.post(root + "/drafts/" + away + "/discard", Map.of()).expect(404);
        desk.post(root + "/drafts/" + away + "/discard", Map.of()).expectRedirect(root + "/drafts");
        desk.get(root + "/drafts/" + away).expect(404);
        for (int i = 0; i < 30; i++)
            desk.post(root + "/drafts", with(typed, "nonce", UUID.randomUUID().toString()))
                    .expect(204);
        desk.post(root + "/posts", with(typed, "nonce", UUID.randomUUID().toString(), "act", "draft"))
                .expect(409)
                .expectText("From the business");
    }

    private static Map<String, String> with(Map<String, String> form, String... more) {
        var all = new HashMap<>(form);
        for (int i = 0; i < more.length; i += 2) all.put(more[i], more[i + 1]);
        return all;
    }

    /** The feeds by which what is new to them comes, by channel. */
    private static Map<String, String> news(Visitor who) {
        var feeds = new HashMap<String, String>();
        who.get("/communities/unread")
                .expect(200)
                .json()
                .getJsonArray("channels")
                .forEach(one -> {
                    var channel = (JsonObject) one;
                    feeds.put(channel.getString("id"), channel.getString("feed"));
                });
        return feeds;
    }

    @Test
    void what_was_reached_on_an_open_page_is_read_in_its_channel_and_in_no_other() {
        var cleo = square.person("Cleo", "member");
        square.intoChannel(square.closed, cleo);
        var reader = square.portal.as(Portal.ACME, "cleo@example.com");
        var open = post(ana, square.open, "For all of us").expect(201).json().getString("id");
        var closed = post(ana, square.closed, "For us few").expect(201).json().getString("id");
        var news = news(reader);
        assertEquals("group:" + square.group, news.get(square.open.toString()));
        assertEquals("channel:" + square.closed, news.get(square.closed.toString()));
        reader.post("/groups/makers/posts/" + open + "/read", Map.of()).expect(204);
        assertEquals(Set.of(square.closed.toString()), news(reader).keySet());
        reader.post("/groups/makers/posts/" + closed + "/read", Map.of()).expect(204);
        assertEquals(Set.of(), news(reader).keySet());
    }

    @Test
    void ten_thousand_posts_behind_a_page_cost_what_forty_cost() {
        square.person("Deeply", "");
        var reader = (UUID) square.portal
                .query("SELECT id FROM contact WHERE email = 'deeply@example.com'")
                .getFirst()
                .getFirst();
        var depth = new Depth(square, reader);
        var ever = "'9999-12-31'::timestamptz";
        var last = new UUID(-1, -1);
        var all = Optional.empty();
        var plans = List.of(depth.shallow, depth.deep).stream()
                .map(group -> List.of(
                        depth.plan(PostStore.LIST, square.tenant, reader, group, all, ever, last, 31),
                        depth.plan(SpotStore.ALL, square.tenant, reader, group)))
                .toList();
        for (int i = 0; i < 2; i++) {
            var few = plans.get(0).get(i);
            var many = plans.get(1).get(i);
            assertEquals(few.shape(), many.shape());
            assertTrue(many.rows() <= few.rows() * 1.2, few.rows() + " rows, and " + many.rows());
        }
        depth.time(square.portal.as(Portal.ACME, "deeply@example.com"));
    }
}
