package dev.atrium.communities.moderation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reports, the queue, posts that wait, and words that are not said. */
class ModerationTest {
    private static final String QUEUE = "/api/v1/groups/makers/queue";
    private static Portal portal;
    private static UUID tenant;
    private static UUID group;
    private static UUID open;
    private static UUID closed;
    private static Visitor ana;
    private static UUID anaId;
    private static Visitor mo;
    private static UUID moId;
    private static Visitor ben;
    private static UUID benId;
    private static Visitor cleo;
    private static Visitor stranger;
    private static Visitor staff;

    @BeforeAll
    static void start() {
        portal = Portal.start(Map.of("limits.posts-per-minute", "200"));
        tenant = portal.tenantId(Portal.ACME);
        portal.settings(Portal.ACME, "profile_required = '{}'");
        group = UUID.randomUUID();
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, 'makers', 'Makers')",
                tenant,
                group);
        open = channel("General", false);
        closed = channel("Board", true);
        anaId = person("ana", "owner");
        moId = person("mo", "moderator");
        benId = person("ben", "member");
        person("cleo", "member");
        person("stranger", "");
        portal.execute(
                "INSERT INTO channel_member (tenant_id, group_id, channel_id, contact_id) VALUES (?, ?, ?, ?)",
                tenant,
                group,
                closed,
                benId);
        ana = portal.as(Portal.ACME, "ana@example.com");
        mo = portal.as(Portal.ACME, "mo@example.com");
        ben = portal.as(Portal.ACME, "ben@example.com");
        cleo = portal.as(Portal.ACME, "cleo@example.com");
        stranger = portal.as(Portal.ACME, "stranger@example.com");
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        staff = portal.asStaff("olivia@staff.example");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static UUID channel(String name, boolean closed) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, name, private) VALUES (?, ?, ?, ?, ?)",
                tenant,
                id,
                group,
                name,
                closed);
        return id;
    }

    private static UUID person(String name, String role) {
        var account = portal.account(Portal.ACME, name, name + "@example.com");
        var contact = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
        if (!role.isEmpty())
            portal.execute(
                    "INSERT INTO membership (tenant_id, group_id, contact_id, role, status, joined_at) VALUES (?, ?, ?, ?, 'active', now())",
                    tenant,
                    group,
                    contact,
                    role);
        return contact;
    }

    private static Answer post(Visitor who, UUID channel, String text) {
        return who.json(
                "POST",
                "/api/v1/groups/makers/posts",
                new JsonObject()
                        .put("channel", channel.toString())
                        .put("body", text)
                        .encode());
    }

    private static Answer asked(Visitor who, String text, String... options) {
        return who.json(
                "POST",
                "/api/v1/groups/makers/posts",
                new JsonObject()
                        .put("channel", open.toString())
                        .put("body", text)
                        .put("poll", new JsonObject().put("options", new JsonArray(List.of(options))))
                        .encode());
    }

    private static String posted(Visitor who, UUID channel, String text) {
        return post(who, channel, text).expect(201).json().getString("id");
    }

    private static UUID comment(String post, UUID author, String text) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO comment (tenant_id, id, post_id, author_id, author_name, body) VALUES (?, ?, ?, ?, 'x', ?)",
                tenant,
                id,
                UUID.fromString(post),
                author,
                text);
        return id;
    }

    private static Answer report(Visitor who, String kind, Object id) {
        return who.json(
                "POST",
                "/api/v1/groups/makers/reports",
                new JsonObject()
                        .put("kind", kind)
                        .put("id", id.toString())
                        .put("reason", "spam")
                        .encode());
    }

    private static Answer decide(Visitor who, Object item, String decision) {
        return who.json(
                "POST",
                QUEUE + "/" + item,
                new JsonObject()
                        .put("decision", decision)
                        .put("length", "day")
                        .put("reason", "Please.")
                        .encode());
    }

    private static List<String> waiting(Visitor who) {
        return who.get(QUEUE).expect(200).json().getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .toList();
    }

    private static long told(UUID contact, String type) {
        return portal.count("SELECT count(*) FROM notification WHERE contact_id = ? AND type = ?", contact, type);
    }

    private static void until(BooleanSupplier there) {
        for (int i = 0; i < 200 && !there.getAsBoolean(); i++) Portal.pause(50);
        assertTrue(there.getAsBoolean());
    }

    private static void words(String list, Map<String, List<String>> words) {
        portal.execute("DELETE FROM word_rule WHERE tenant_id = ?", tenant);
        staff.post(
                        "/t/acme/communities/" + list,
                        Map.of(
                                "hold", String.join("\n", words.getOrDefault("hold", List.of())),
                                "refuse", String.join("\n", words.getOrDefault("refuse", List.of()))))
                .expect(303);
    }

    @Test
    void what_is_reported_reaches_those_who_moderate_and_is_decided_once() {
        var id = posted(ben, open, "Buy my **lamps**");
        var page = "/groups/makers/posts/" + id + "/report";
        cleo.get(page).expect(200).expectText("Buy my");
        ben.get(page).expect(404);
        stranger.get(page).expect(404);
        cleo.post(page, Map.of("reason", "nonsense")).expect(422);
        cleo.post(page, Map.of("reason", "spam", "note", "Third time")).expect(303);
        report(cleo, "post", id).expect(200);
        assertEquals(1, portal.count("SELECT count(*) FROM report WHERE post_id = ?", UUID.fromString(id)));
        report(ana, "post", id).expect(200);
        assertTrue(waiting(mo).contains(id));
        ben.get(QUEUE).expect(404);
        ben.get("/groups/makers/manage/queue").expect(404);
        decide(cleo, id, "remove").expect(404);
        mo.get("/groups/makers/manage/queue").expect(200).expectText("Third time");
        assertFalse(mo.get("/groups/makers/manage/queue").body().contains("cleo"), "who reported is for staff alone");
        assertTrue(staff.get("/t/acme/communities/queue").expect(200).body().contains("cleo"));
        portal.move(Duration.ofMinutes(2));
        until(() -> told(moId, "community.reported") == 1);
        decide(mo, id, "approve").expect(404);
        var answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> decide(
                                i % 2 == 0
                                        ? portal.as(Portal.ACME, "mo@example.com")
                                        : portal.as(Portal.ACME, "ana@example.com"),
                                id,
                                "remove")
                        .status()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertEquals(1, answers.stream().filter(status -> status == 200).count(), answers.toString());
        cleo.get("/api/v1/posts/" + id).expect(404);
        assertFalse(waiting(mo).contains(id));
        assertEquals(1, told(benId, "community.content_removed"));
        assertEquals(
                2,
                portal.count(
                        "SELECT count(*) FROM report WHERE outcome = 'removed' AND post_id = ?", UUID.fromString(id)));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM audit WHERE action = 'moderation.removed' AND object_id = ?",
                        UUID.fromString(id)));
    }

    @Test
    void comments_and_members_are_reported_kept_muted_and_banned() {
        var post = posted(ana, open, "What do you think?");
        var rude = comment(post, benId, "You are wrong");
        cleo.get("/groups/makers/comments/" + rude + "/report").expect(200);
        report(cleo, "comment", rude).expect(200);
        decide(mo, rude, "keep").expect(200);
        decide(mo, rude, "keep").expect(404);
        var worse = comment(post, benId, "You are very wrong");
        report(cleo, "comment", worse).expect(200);
        mo.post("/groups/makers/manage/queue/" + worse, Map.of("decision", "remove"))
                .expect(303);
        assertEquals(1, portal.count("SELECT count(*) FROM comment WHERE id = ? AND removed_by = 'moderator'", worse));

        var dora = person("dora", "member");
        var doras = portal.as(Portal.ACME, "dora@example.com");
        report(cleo, "member", dora).expect(200);
        decide(mo, dora, "mute").expect(200);
        post(doras, open, "Hello?").expect(403);
        assertEquals(1, told(dora, "community.muted"));
        report(ana, "member", dora).expect(200);
        decide(mo, dora, "ban").expect(200);
        doras.get("/groups/makers").expect(404);
        report(cleo, "member", moId).expect(200);
        decide(mo, moId, "ban").expect(404);
        decide(ana, moId, "keep").expect(200);
    }

    @Test
    void what_was_kept_is_reported_again_once_it_says_something_else_and_a_member_after_a_day() {
        var id = posted(ben, open, "Harmless");
        report(cleo, "post", id).expect(200);
        decide(mo, id, "keep").expect(200);
        report(cleo, "post", id).expect(200);
        assertFalse(waiting(mo).contains(id), "kept, it stays kept");
        ben.post("/groups/makers/posts/" + id + "/edit", Map.of("body", "Not harmless", "version", "1"))
                .expect(303);
        report(cleo, "post", id).expect(200);
        assertTrue(waiting(mo).contains(id));
        decide(mo, id, "keep").expect(200);
        var post = posted(ana, open, "What do you say?");
        var said = ben.json("POST", "/api/v1/posts/" + post + "/comments", "{\"body\":\"Nothing\"}")
                .expect(201)
                .json()
                .getString("id");
        report(cleo, "comment", said).expect(200);
        decide(mo, said, "keep").expect(200);
        ben.json("PATCH", "/api/v1/posts/" + post + "/comments/" + said, "{\"body\":\"Worse\",\"version\":1}")
                .expect(200);
        report(cleo, "comment", said).expect(200);
        assertTrue(waiting(mo).contains(said));
        decide(mo, said, "keep").expect(200);
        var gus = person("gus", "member");
        report(cleo, "member", gus).expect(200);
        decide(mo, gus, "mute").expect(200);
        report(cleo, "member", gus).expect(200);
        assertFalse(waiting(mo).contains(gus.toString()), "decided a moment ago");
        portal.execute("UPDATE report SET decided_at = now() - interval '25 hours' WHERE person_id = ?", gus);
        report(cleo, "member", gus).expect(200);
        assertTrue(waiting(mo).contains(gus.toString()));
        decide(mo, gus, "keep").expect(200);
        assertEquals(1, portal.count("SELECT count(*) FROM report WHERE person_id = ?", gus));
    }

    @Test
    void nobody_decides_about_what_they_wrote_themselves() {
        var post = posted(mo, open, "By who moderates");
        var said = comment(post, moId, "And more of it");
        report(cleo, "post", post).expect(200);
        report(cleo, "comment", said).expect(200);
        for (var own : List.of(post, said.toString())) {
            assertFalse(waiting(mo).contains(own));
            decide(mo, own, "keep").expect(404);
            assertTrue(waiting(ana).contains(own));
            decide(ana, own, "keep").expect(200);
        }
    }

    @Test
    void what_stands_in_a_closed_channel_is_for_those_who_see_it() {
        var id = posted(ben, closed, "For the board");
        report(cleo, "post", id).expect(404);
        report(ana, "post", id).expect(200);
        assertFalse(waiting(mo).contains(id), "moderators are not in it");
        decide(mo, id, "remove").expect(404);
        decide(ana, id, "keep").expect(200);
    }

    @Test
    void first_posts_wait_until_somebody_lets_them_through() {
        var erik = person("erik", "member");
        var eriks = portal.as(Portal.ACME, "erik@example.com");
        portal.execute("UPDATE community_group SET first_posts = 1 WHERE id = ?", group);
        try {
            var made = post(eriks, open, "My first words").expect(201).json();
            assertEquals("waiting", made.getString("state"));
            var id = made.getString("id");
            cleo.get("/api/v1/posts/" + id).expect(404);
            decide(mo, id, "remove").expect(404);
            decide(mo, id, "approve").expect(200);
            decide(mo, id, "approve").expect(404);
            assertEquals(
                    "My first words",
                    cleo.get("/api/v1/posts/" + id).expect(200).json().getString("body"));
            assertEquals(1, portal.count("SELECT passed FROM membership WHERE contact_id = ?", erik));
            assertEquals(
                    1,
                    portal.count(
                            "SELECT count(*) FROM feed_event WHERE object_id = ? AND kind = 'post.published'",
                            UUID.fromString(id)));
            assertEquals(1, told(erik, "community.post_approved"));
            assertEquals(
                    "published",
                    post(eriks, open, "My second words").expect(201).json().getString("state"));
            var fritz = person("fritz", "member");
            var frtz = portal.as(Portal.ACME, "fritz@example.com");
            var back = post(frtz, open, "Not yet").expect(201).json().getString("id");
            staff.post("/t/acme/communities/queue/" + back, Map.of("decision", "decline", "reason", "Too short"))
                    .expect(303);
            assertEquals(
                    1,
                    portal.count("SELECT count(*) FROM post WHERE id = ? AND state = 'draft'", UUID.fromString(back)));
            assertEquals(1, told(fritz, "community.post_declined"));
        } finally {
            portal.execute("UPDATE community_group SET first_posts = 0 WHERE id = ?", group);
        }
    }

    @Test
    void words_are_found_whole_whatever_their_case_and_marks() {
        words(
                "words",
                Map.of("hold", List.of("Crème brûlée", "賭場", "Straße"), "refuse", List.of("ＣＡＳＩＮＯ", "спам", "قمار")));
        for (var refused :
                List.of("casino!", "the CASINO", "c\u200bas\u00adino", "cáşińo", "Ничего, СПАМ.", "هذا قِمَار فقط"))
            assertEquals(
                    "words-refused", post(ben, open, refused).expect(409).json().getString("code"), refused);
        for (var held : List.of("creme brulee, please", "CRÈME\nBRÛLÉE", "我去賭場玩", "in der STRASSE"))
            assertEquals("waiting", post(ben, open, held).expect(201).json().getString("state"), held);
        for (var fine : List.of("casinos", "occasino", "creme und brulee", "антиспам", "Straßen"))
            assertEquals("published", post(ben, open, fine).expect(201).json().getString("state"), fine);
        assertEquals(
                "published", post(mo, open, "No casino here").expect(201).json().getString("state"), "moderators may");
        var plain = posted(ben, open, "Nothing special");
        portal.execute("UPDATE post SET version = version WHERE id = ?", UUID.fromString(plain));
        var comment = comment(plain, benId, "creme brulee!");
        assertTrue(waiting(mo).contains(comment.toString()));
        assertEquals(
                "words-refused",
                asked(ben, "Where to?", "the CASINO", "home").expect(409).json().getString("code"));
        assertEquals(0, portal.count("SELECT count(*) FROM post WHERE body = 'Where to?'"));
        var poll = asked(ben, "Which?", "creme brulee", "cake").expect(201).json();
        assertEquals("published", poll.getString("state"));
        assertTrue(waiting(mo).contains(poll.getString("id")), "it stands there, and before a moderator");
        asked(mo, "Really?", "casino", "home").expect(201);
        words("words", Map.of());
        assertEquals("published", post(ben, open, "casino").expect(201).json().getString("state"));
    }

    @Test
    void a_group_has_words_of_its_own_and_only_those_who_moderate_change_them() {
        ben.get("/groups/makers/manage/words").expect(404);
        ben.post("/groups/makers/manage/words", Map.of("hold", "x")).expect(404);
        mo.post("/groups/makers/manage/words", Map.of("hold", "zorp\nZÖRP\n", "refuse", "zürp"))
                .expect(303);
        mo.get("/groups/makers/manage/words").expect(200).expectText("zorp");
        assertEquals(2, portal.count("SELECT count(*) FROM word_rule WHERE group_id = ?", group));
        post(ben, open, "a zurp").expect(409);
        mo.post("/groups/makers/manage/words", Map.of("hold", "!!!")).expect(422);
        assertEquals(
                2,
                portal.count("SELECT count(*) FROM word_rule WHERE group_id = ?", group),
                "refused, nothing is lost");
        mo.post("/groups/makers/manage/words", Map.of("hold", "")).expect(303);
        assertEquals(0, portal.count("SELECT count(*) FROM word_rule WHERE group_id = ?", group));
    }

    @Test
    void what_was_scheduled_waits_too_and_the_batch_goes_on_without_what_is_refused() {
        words("words", Map.of("refuse", List.of("grumble")));
        var writers = List.of(
                ben, cleo, portal.as(Portal.ACME, "ben@example.com"), portal.as(Portal.ACME, "cleo@example.com"));
        var all = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> IntStream.range(0, 3)
                        .mapToObj(n -> post(writers.get(i), open, i + n == 0 ? "grumble" : "fine " + i + n)
                                .status())
                        .toList()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .flatMap(List::stream)
                .toList();
        assertEquals(1, all.stream().filter(status -> status == 409).count(), all.toString());
        assertEquals(11, all.stream().filter(status -> status == 201).count(), all.toString());
        words("words", Map.of());
    }
}
