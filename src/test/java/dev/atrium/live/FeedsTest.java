package dev.atrium.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Listener;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.kernel.Ids;
import dev.atrium.secrets.Token;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Feeds as browsers and programs hear them: over real sockets, against a started portal. */
class FeedsTest {
    private static final Ticks TICKS = new Ticks();
    private static final Pattern PAGE = Pattern.compile("data-listening=\"([^\"]+)\"");
    private static Portal portal;
    private static UUID ana;
    private static UUID ben;

    private UUID feed;

    @BeforeAll
    static void start() {
        portal = Portal.start(Map.of(), List.of(TICKS));
        portal.account(Portal.ACME, "Ana Ruiz", "ana@example.com");
        portal.account(Portal.ACME, "Ben Okri", "ben@example.com");
        ana = contact("ana@example.com");
        ben = contact("ben@example.com");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @BeforeEach
    void aFeed() {
        feed = Ids.next();
        TICKS.admit(feed, ana);
    }

    private static UUID contact(String email) {
        return (UUID) portal.query("SELECT contact_id FROM portal.account WHERE email = ?", email)
                .getFirst()
                .getFirst();
    }

    private static String host() {
        return "acme.localhost:" + portal.port();
    }

    private static String token(Visitor visitor) {
        return visitor.json("POST", "/api/v1/tokens", "").expect(200).json().getString("access_token");
    }

    /** A program of {@code email}, which proves itself in its first message. */
    private static Listener program(Visitor visitor) {
        var listener = Listener.open(portal.port(), host());
        listener.say(new JsonObject().put("op", "auth").put("token", token(visitor)));
        listener.hear("ready");
        return listener;
    }

    private static Visitor as(String email) {
        return portal.as(Portal.ACME, email);
    }

    private String name() {
        return "group:" + feed;
    }

    private static List<Long> seqs(List<JsonObject> events) {
        return events.stream().map(event -> event.getLong("seq")).toList();
    }

    private static List<Long> upTo(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void whoever_listens_hears_what_happens_in_order() {
        var listener = program(as("ana@example.com")).subscribe(name());
        assertEquals(0, listener.hear("subscribed").getLong("head"));
        var ticked = Ticks.tick(portal, feed, 5);
        var events = listener.events(5);
        assertEquals(upTo(1, 5), seqs(events));
        assertEquals(
                ticked, events.stream().map(event -> event.getString("object")).toList());
        assertEquals("tick.made", events.getFirst().getString("kind"));
        assertEquals(ticked.getFirst(), events.getFirst().getJsonObject("data").getString("tick"));
    }

    @Test
    void whoever_comes_back_hears_what_they_missed_and_nothing_twice() {
        Ticks.tick(portal, feed, 250);
        var listener = program(as("ana@example.com")).subscribe(name(), 3);
        assertEquals(250, listener.hear("subscribed").getLong("head"));
        assertEquals(upTo(4, 250), seqs(listener.events(247)));
        Ticks.tick(portal, feed, 2);
        assertEquals(upTo(251, 252), seqs(listener.events(2)));
        assertTrue(listener.silent());
    }

    @Test
    void what_is_too_old_or_never_was_begins_anew_with_the_present_state() {
        Ticks.tick(portal, feed, 5);
        portal.execute("UPDATE portal.feed SET swept = 3 WHERE id = ?", feed);
        portal.execute("DELETE FROM portal.feed_event WHERE feed_id = ? AND seq <= 3", feed);
        var late = program(as("ana@example.com")).subscribe(name(), 1);
        var reset = late.hear("reset");
        assertEquals(5, reset.getLong("head"));
        assertEquals("many", reset.getJsonObject("state").getString("ticks"));
        var early = program(as("ana@example.com")).subscribe(name(), 999);
        assertEquals(5, early.hear("reset").getLong("head"));
        Ticks.tick(portal, feed, 1);
        assertEquals(6, late.hear("event").getLong("seq"));
        assertEquals(6, early.hear("event").getLong("seq"));
    }

    @Test
    void outsiders_hear_nothing_and_cannot_tell_what_there_is() {
        var listener = program(as("ben@example.com")).subscribe(name());
        assertEquals("feed-unknown", listener.hear("error").getString("code"));
        var unknown = "group:" + Ids.next();
        listener.subscribe(unknown);
        assertEquals("feed-unknown", listener.hear("error").getString("code"));
        listener.subscribe("nonsense");
        assertEquals("feed-unknown", listener.hear("error").getString("code"));
        Ticks.tick(portal, feed, 1);
        listener.say(new JsonObject().put("op", "ping"));
        listener.hear("pong");
        assertTrue(listener.silent());
    }

    @Test
    void whoever_is_shut_out_hears_so_within_a_second() {
        TICKS.admit(feed, ben);
        var listener = program(as("ben@example.com")).subscribe(name());
        listener.hear("subscribed");
        Ticks.tick(portal, feed, 1);
        listener.hear("event");
        TICKS.admitted.get(feed).remove(ben);
        long before = System.nanoTime();
        Ticks.change(portal, tx -> {
            Feeds.changed(tx, ben, FeedName.group(feed));
            return Future.succeededFuture();
        });
        assertEquals("feed-closed", listener.hear("unsubscribed").getString("code"));
        assertTrue(System.nanoTime() - before < Duration.ofSeconds(1).toNanos(), "within a second");
        Ticks.tick(portal, feed, 1);
        listener.say(new JsonObject().put("op", "ping"));
        listener.hear("pong");
        assertTrue(listener.silent());
    }

    @Test
    void a_session_that_ends_takes_its_sockets_along() {
        var visitor = as("ana@example.com");
        var listener = program(visitor).subscribe(name());
        listener.hear("subscribed");
        long before = System.nanoTime();
        visitor.post("/logout", Map.of()).expect(303);
        assertEquals(4402, listener.closed());
        assertTrue(System.nanoTime() - before < Duration.ofSeconds(1).toNanos(), "within a second");
    }

    /** The token that an open page bears. */
    private static String pageToken(Visitor visitor) {
        var page = PAGE.matcher(visitor.get("/").expect(200).body());
        assertTrue(page.find());
        return page.group(1);
    }

    /** An open page of a browser. */
    private static Listener page(Visitor visitor, String token) {
        var cookie = "atrium-session=" + visitor.cookie("session");
        var listener = Listener.open(portal.port(), host(), "Cookie", cookie, "Origin", "http://" + host());
        listener.say(new JsonObject().put("op", "auth").put("page", token));
        listener.hear("ready");
        return listener;
    }

    /** An open page of a browser that has not been used for all but a minute of fourteen days. */
    private Listener unused(Visitor visitor) {
        var token = pageToken(visitor);
        seen(visitor, Duration.ofMinutes(1).minusDays(14));
        var listener = page(visitor, token);
        listener.subscribe(name()).hear("subscribed");
        return listener;
    }

    private static boolean stirred(JsonObject message) {
        return "signal".equals(message.getString("op")) && "stirred".equals(message.getString("kind"));
    }

    @Test
    void what_comes_into_a_feed_is_a_sign_to_pages_that_do_not_hear_it_and_to_no_others() {
        var visitor = as("ana@example.com");
        var token = pageToken(visitor);
        var with = page(visitor, token).subscribe("me");
        with.hear("subscribed");
        with.subscribe(name()).hear("subscribed");
        var without = page(visitor, token).subscribe("me");
        without.hear("subscribed");
        // What a page is told of is looked up while it begins to listen: one of these comes after that.
        for (int i = 0; i < 40; i++) {
            Ticks.tick(portal, feed, 1);
            Portal.pause(25);
        }
        assertEquals(
                name(), without.hear(FeedsTest::stirred).getJsonObject("data").getString("feed"));
        with.say(new JsonObject().put("op", "ping"));
        var first = with.hear(message -> stirred(message) || "pong".equals(message.getString("op")));
        assertEquals("pong", first.getString("op"), "what is heard itself needs no sign");
        with.say(new JsonObject().put("op", "unsubscribe").put("feed", name()));
        with.hear("unsubscribed");
        Ticks.tick(portal, feed, 1);
        assertEquals(name(), with.hear(FeedsTest::stirred).getJsonObject("data").getString("feed"));
    }

    /** By the clock of the house, which tests move. */
    private static void seen(Visitor visitor, Duration fromNow) {
        portal.execute(
                "UPDATE session SET last_seen_at = ? WHERE id = ?",
                portal.house().clock().now().plus(fromNow).atOffset(ZoneOffset.UTC),
                session(visitor));
    }

    private static UUID session(Visitor visitor) {
        return (UUID) portal.query("SELECT id FROM session WHERE token_hash = ?", (Object)
                        Token.parse(visitor.cookie("session")).orElseThrow().hash())
                .getFirst()
                .getFirst();
    }

    @Test
    void a_browser_that_is_used_no_more_loses_its_sockets_within_a_second_of_its_end_and_one_in_use_keeps_them() {
        var idle = as("ana@example.com");
        var used = as("ana@example.com");
        var lost = unused(idle);
        var kept = unused(used);
        // Longer than it takes until it is looked whose time has come.
        Portal.pause(700);
        seen(used, Duration.ZERO);
        portal.move(Duration.ofSeconds(61));
        long before = System.nanoTime();
        assertEquals(4402, lost.closed());
        assertTrue(System.nanoTime() - before < Duration.ofSeconds(1).toNanos(), "within a second");
        Ticks.tick(portal, feed, 1);
        kept.hear("event");
    }

    @Test
    void a_token_is_worth_ten_minutes_unless_it_is_renewed() {
        var visitor = as("ana@example.com");
        var renewed = program(visitor);
        var listener = program(visitor);
        portal.move(Duration.ofMinutes(9));
        renewed.say(new JsonObject().put("op", "auth").put("token", token(visitor)));
        renewed.hear("ready");
        portal.move(Duration.ofMinutes(2));
        assertEquals(4402, listener.closed());
        renewed.say(new JsonObject().put("op", "ping"));
        renewed.hear("pong");
    }

    @Test
    void a_page_proves_itself_by_origin_cookie_and_its_own_token() {
        var visitor = as("ana@example.com");
        var session = visitor.cookies().entrySet().stream()
                .filter(cookie -> cookie.getKey().contains("session"))
                .findFirst()
                .orElseThrow();
        var cookie = session.getKey() + "=" + session.getValue();
        for (var origin : List.of(
                "http://globex.localhost:" + portal.port(),
                "http://evil.example",
                "null",
                "http://acme.localhost:" + portal.port() + ".evil.example",
                "http://acme.localhost",
                "http://x.acme.localhost:" + portal.port())) {
            assertEquals(403, Listener.refused(portal.port(), host(), "Cookie", cookie, "Origin", origin), origin);
            assertEquals(403, Listener.refused(portal.port(), host(), "Origin", origin), origin);
        }
        assertEquals(403, Listener.refused(portal.port(), host(), "Cookie", cookie), "no origin at all");
        var page = Listener.open(portal.port(), host(), "Cookie", cookie, "Origin", "http://" + host());
        page.say(new JsonObject().put("op", "auth").put("page", "guessed"));
        assertEquals(4401, page.closed());
    }

    @Test
    void an_event_stream_goes_on_after_the_last_event_id() throws Exception {
        Ticks.tick(portal, feed, 3);
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            var request = java.net.http.HttpRequest.newBuilder(
                            java.net.URI.create("http://127.0.0.1:" + portal.port() + "/feeds/" + name()))
                    .header("Host", host())
                    .header("Authorization", "Bearer " + token(as("ana@example.com")))
                    .header("Last-Event-ID", "1")
                    .build();
            var answer = client.send(request, java.net.http.HttpResponse.BodyHandlers.ofInputStream());
            assertEquals(200, answer.statusCode());
            assertEquals(
                    "text/event-stream",
                    answer.headers().firstValue("Content-Type").orElse(""));
            var lines = new java.io.BufferedReader(new java.io.InputStreamReader(answer.body()));
            var ids = new java.util.ArrayList<String>();
            while (ids.size() < 2) {
                var line = lines.readLine();
                if (line.startsWith("id: ")) ids.add(line.substring(4));
            }
            assertEquals(List.of("2", "3"), ids);
            Ticks.tick(portal, feed, 1);
            String line;
            do line = lines.readLine();
            while (!line.startsWith("id: "));
            assertEquals("id: 4", line);
            answer.body().close();
        }
        as("ben@example.com").get("/feeds/" + name()).expect(403);
        portal.at(Portal.ACME)
                .header("Authorization", "Bearer " + token(as("ben@example.com")))
                .get("/feeds/" + name())
                .expect(404);
    }

    @Test
    void what_is_said_too_often_or_too_long_ends_the_talk() {
        var listener = program(as("ana@example.com"));
        for (int i = 0; i < 30; i++) listener.say(new JsonObject().put("op", "ping"));
        assertEquals(1008, listener.closed());
        var huge = program(as("ana@example.com"));
        huge.say(new JsonObject().put("op", "x".repeat(100_000)));
        assertEquals(1009, huge.closed());
        var pieces = program(as("ana@example.com"));
        for (int i = 0; i < 5; i++) pieces.piece("x".repeat(20_000));
        assertEquals(1009, pieces.closed());
        var bytes = program(as("ana@example.com"));
        bytes.bytes(new byte[] {1, 2, 3});
        assertEquals(1003, bytes.closed());
        var nobody = Listener.open(portal.port(), host());
        nobody.subscribe(name());
        assertEquals("sign-in-first", nobody.hear("error").getString("code"));
        nobody.say(new JsonObject().put("op", "auth").put("token", "eyJhbGciOiJub25lIn0.e30."));
        assertEquals(4401, nobody.closed());
    }

    @Test
    void what_is_wrong_with_one_message_is_answered_and_the_talk_goes_on() {
        var listener = program(as("ana@example.com"));
        for (var broken : List.of("{", "[]", "7", "null", "\"x\"")) {
            listener.text(broken);
            assertEquals("message-broken", listener.hear("error").getString("code"), broken);
        }
        listener.say(new JsonObject().put("op", "shout"));
        assertEquals("op-unknown", listener.hear("error").getString("code"));
        listener.subscribe(name()).hear("subscribed");
        Ticks.tick(portal, feed, 1);
        assertEquals(1, listener.hear("event").getLong("seq"));
    }

    @Test
    void a_lost_hint_is_found_by_the_look_at_the_heads() {
        var listener = program(as("ana@example.com")).subscribe(name());
        listener.hear("subscribed");
        // Written past the house: no hint ever goes on the bus.
        portal.execute(
                "INSERT INTO portal.feed (tenant_id, id, kind, seq) VALUES (?, ?, 'group', 1)",
                portal.tenantId(Portal.ACME),
                feed);
        portal.execute(
                "INSERT INTO portal.feed_event (tenant_id, feed_id, seq, kind, object_id) VALUES (?, ?, 1, 'tick.made', ?)",
                portal.tenantId(Portal.ACME),
                feed,
                Ids.next());
        assertEquals(1, listener.hear("event").getLong("seq"));
    }

    /** What a transaction knows is handed on as it is; what it does not, or what another server added, is read in between. */
    @Test
    void what_is_known_at_the_commit_keeps_its_place_among_what_is_read() {
        var listener = program(as("ana@example.com")).subscribe(name());
        listener.hear("subscribed");
        var expected = new ArrayList<String>();
        for (int i = 0; i < 30; i++) {
            var object = Ids.next();
            boolean known = i % 3 != 0;
            if (i % 7 == 6) {
                portal.execute("UPDATE portal.feed SET seq = seq + 1 WHERE id = ?", feed);
                portal.execute(
                        "INSERT INTO portal.feed_event (tenant_id, feed_id, seq, kind, object_id)"
                                + " SELECT tenant_id, id, seq, 'tick.made', ? FROM portal.feed WHERE id = ?",
                        object,
                        feed);
                expected.add(object.toString());
                continue;
            }
            expected.add(known ? "known " + i : object.toString());
            var said = known ? new JsonObject().put("tick", "known " + i).encode() : null;
            Ticks.change(
                    portal,
                    tx -> Feeds.publish(tx, FeedName.group(feed), new Happening("tick.made", object, null, said)));
        }
        var events = listener.events(30);
        assertEquals(upTo(1, 30), seqs(events));
        for (int i = 0; i < 30; i++) {
            var tick = events.get(i).getJsonObject("data").getString("tick");
            // Whoever reads what is missing reads what is known as well.
            if (!tick.equals(events.get(i).getString("object"))) assertEquals(expected.get(i), tick);
        }
        assertTrue(
                events.stream()
                        .anyMatch(event ->
                                event.getJsonObject("data").getString("tick").startsWith("known")),
                "nothing was handed on");
        assertTrue(listener.silent());
    }

    /** Each is answered with its own result, whoever it went with; one that cannot be done takes nobody along. */
    @Test
    void what_waits_for_one_another_goes_together_and_fails_alone() {
        var sizes = Collections.synchronizedList(new ArrayList<Integer>());
        var gather = new Gather<Integer, Integer>(
                portal.house().vertx(), portal.house().db(), (tx, commands) -> {
                    sizes.add(commands.size());
                    return commands.contains(13)
                            ? Future.failedFuture(new IllegalStateException("thirteen"))
                            : Future.succeededFuture(
                                    commands.stream().map(n -> n * 2).toList());
                });
        var tenant = portal.tenantId(Portal.ACME);
        var answers = Race.of(
                100,
                n -> gather.submit(tenant, "lane", n)
                        .otherwise(-1)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join());
        for (int n = 0; n < 100; n++) assertEquals(n == 13 ? -1 : n * 2, answers.get(n));
        assertTrue(sizes.stream().allMatch(size -> size <= Gather.TOGETHER), sizes::toString);
        assertTrue(sizes.stream().anyMatch(size -> size > 1), sizes::toString);
        sizes.clear();
        for (int n = 0; n < 10; n++)
            gather.submit(tenant, "lane", 1)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        assertEquals(Collections.nCopies(10, 1), sizes);
    }

    @Test
    void fifty_at_once_get_fifty_numbers_without_a_hole() {
        var listener = program(as("ana@example.com")).subscribe(name());
        listener.hear("subscribed");
        dev.atrium.harness.Race.of(50, i -> {
            Ticks.tick(portal, feed, 1);
            return i;
        });
        assertEquals(upTo(1, 50), seqs(listener.events(50)));
        assertFalse(portal.query("SELECT 1 FROM portal.feed WHERE id = ? AND seq = 50", feed)
                .isEmpty());
    }
}
