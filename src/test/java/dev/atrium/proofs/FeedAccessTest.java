package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.App;
import dev.atrium.harness.Listener;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.operator.Operators;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may listen, until when, and how many: at a server, and at a second one that no bus reaches. */
class FeedAccessTest {
    private static final Pattern SECRET = Pattern.compile("atr_(?:acct|live)_[0-9A-Za-z]{49}");
    private static final String ACME = "acme.localhost";
    private static final String GLOBEX = "globex.localhost";
    /** The promises, in milliseconds: where the bus says it, and where each server has to look itself. */
    private static final long SECOND = 1_000;

    private static final long TEN = 10_000;

    private static final UUID GROUP = Ids.next();
    private static final UUID OPEN = Ids.next();
    private static final UUID CLOSED = Ids.next();
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private static Portal portal;
    private static App second;
    private static HttpClient client;
    private static Visitor olivia;
    private static Visitor opal;
    private static Person owner;
    private static Visitor stranger;

    /** Somebody in the group and in its closed channel, in one browser of theirs. */
    private record Person(Visitor visitor, UUID contact) {
        String token() {
            return token(visitor);
        }

        static String token(Visitor visitor) {
            return visitor.json("POST", "/api/v1/tokens", "").expect(200).json().getString("access_token");
        }
    }

    @BeforeAll
    static void start() {
        var settings = new HashMap<>(Proof.raised());
        settings.put("http.public-port", "8080");
        settings.put("limits.handshakes-per-second", "100000");
        settings.put("limits.requests-per-ip-per-second", "100000");
        settings.put("limits.sockets-per-account", "100");
        portal = Portal.start(settings);
        second = portal.second();
        // By HTTP/2 a client would say two names: its own and the one that stands in Host.
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var tenant = portal.tenantId(Portal.ACME);
        portal.settings(Portal.ACME, "profile_blocks = '{}'");
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, 'fire', 'Fire')", tenant, GROUP);
        for (var channel : List.of(OPEN, CLOSED))
            portal.execute(
                    "INSERT INTO channel (tenant_id, id, group_id, name, private) VALUES (?, ?, ?, ?, ?)",
                    tenant,
                    channel,
                    GROUP,
                    channel.equals(CLOSED) ? "Closed" : "Open",
                    channel.equals(CLOSED));
        owner = person("owner");
        portal.account(Portal.GLOBEX, "Gwen", "gwen@example.com");
        stranger = portal.as(Portal.GLOBEX, "gwen@example.com");
        portal.staff("Olivia", "olivia@staff.example", "owner", Portal.ACME);
        olivia = portal.asStaff("olivia@staff.example");
        portal.staff("Opal", "opal@staff.example", "support", Portal.ACME);
        new Operators(portal.house().db(), portal.house().clock())
                .make(new Email("opal@staff.example"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        opal = portal.asStaff("opal@staff.example");
    }

    @AfterAll
    static void stop() {
        second.stop();
        portal.close();
    }

    private static Person person(String role) {
        int n = PEOPLE.incrementAndGet();
        var email = "p" + n + "@example.com";
        var account = portal.account(Portal.ACME, "Person " + n, email);
        var contact = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
        var tenant = portal.tenantId(Portal.ACME);
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, role, joined_at) VALUES (?, ?, ?, ?, now())",
                tenant,
                GROUP,
                contact,
                role);
        portal.execute(
                "INSERT INTO channel_member (tenant_id, channel_id, group_id, contact_id) VALUES (?, ?, ?, ?)",
                tenant,
                CLOSED,
                GROUP,
                contact);
        return new Person(portal.as(Portal.ACME, email), contact);
    }

    private static String secret(Visitor visitor, String path, String scope) {
        var made = visitor.post(
                path,
                Map.of(
                        "key_name",
                        "Proof",
                        "days",
                        "90",
                        "nonce",
                        UUID.randomUUID().toString(),
                        "scope_" + scope.replace(':', '_'),
                        "yes"));
        var found = SECRET.matcher(made.expect(200).body());
        assertTrue(found.find(), made.body());
        return found.group();
    }

    private static String key(String secret) {
        return portal.query("SELECT id FROM api_key WHERE prefix = ?", secret.substring(0, 15))
                .getFirst()
                .getFirst()
                .toString();
    }

    /** How somebody's right to listen ends. */
    private enum Ending {
        SIGNED_OUT("group"),
        LEFT("group"),
        BANNED("group"),
        PUT_OUT("channel"),
        OWN_KEY_REVOKED("group"),
        BUSINESS_KEY_REVOKED("channel"),
        APP_OFF("group"),
        SUSPENDED("group");

        final String kind;

        Ending(String kind) {
            this.kind = kind;
        }

        boolean ofAll() {
            return this == APP_OFF || this == SUSPENDED;
        }

        /** Whoever bears it listens. */
        String token(Person person) {
            return switch (this) {
                case OWN_KEY_REVOKED -> secret(person.visitor(), "/account/keys", "feeds:read");
                case BUSINESS_KEY_REVOKED -> secret(olivia, "/t/acme/keys", "groups:read");
                default -> person.token();
            };
        }

        void by(Person person, String token) {
            var manage = "/groups/fire/manage/";
            switch (this) {
                case SIGNED_OUT -> person.visitor().post("/logout", Map.of()).expect(303);
                case LEFT ->
                    person.visitor().post("/groups/fire/leave", Map.of()).expect(303);
                case BANNED ->
                    owner.visitor()
                            .post(manage + "people/" + person.contact() + "/ban", Map.of("reason", "spam"))
                            .expect(303);
                case PUT_OUT ->
                    owner.visitor()
                            .post(
                                    manage + "channels/" + CLOSED + "/people/remove",
                                    Map.of("person", person.contact().toString()))
                            .expect(303);
                case OWN_KEY_REVOKED ->
                    person.visitor()
                            .post("/account/keys/revoke", Map.of("id", key(token)))
                            .expect(303);
                case BUSINESS_KEY_REVOKED ->
                    olivia.post("/t/acme/keys/revoke", Map.of("id", key(token))).expect(303);
                case APP_OFF ->
                    olivia.post("/t/acme/apps/communities", Map.of("icon", "users", "position", "3"))
                            .expect(303);
                case SUSPENDED ->
                    opal.post("/operator/tenants/" + portal.tenantId(Portal.ACME) + "/suspend", Map.of())
                            .expect(303);
            }
        }

        void undo() {
            if (this == APP_OFF)
                olivia.post("/t/acme/apps/communities", Map.of("icon", "users", "position", "3", "enabled", "yes"))
                        .expect(303);
            if (this == SUSPENDED)
                opal.post("/operator/tenants/" + portal.tenantId(Portal.ACME) + "/resume", Map.of())
                        .expect(303);
        }
    }

    /**
     * Something that was to be cut.
     *
     * @param ms until it was, by all who listened
     * @param within the promise, in milliseconds
     * @param added what the machine itself added meanwhile, at most
     */
    private record Cut(String what, long ms, long within, long added) {
        /** Since {@code since}, by the nanoclock, of the ear that was cut last. */
        static Cut of(String what, List<Ear> ears, long since, long within, Yardstick machine) {
            long ms = ears.stream().mapToLong(ear -> ear.after(since)).max().orElseThrow();
            return new Cut(
                    what,
                    ms,
                    within,
                    machine.added(since, since + Duration.ofMillis(ms + 1).toNanos()));
        }

        boolean late() {
            return ms > within + added;
        }

        /** Whether the machine was fit to time anything. */
        boolean says() {
            return added <= Yardstick.MOST_MS;
        }
    }

    private interface Timed {
        List<Cut> once();
    }

    /** Timed anew where the machine stood still meanwhile. */
    private static List<Cut> timed(Timed timed) {
        for (int tries = 1; ; tries++) {
            var cuts = timed.once();
            if (tries == Yardstick.TRIES || cuts.stream().allMatch(Cut::says)) return cuts;
        }
    }

    /** Prints, and fails where one was too late, or nothing was said in all tries. */
    private static void within(String proof, List<Cut> cuts, Object... figures) {
        var all = new ArrayList<Object>(List.of(figures));
        all.addAll(
                List.of("machine_ms", cuts.stream().mapToLong(Cut::added).max().orElseThrow()));
        Proof.print(proof, cuts.size(), cuts.stream().filter(Cut::late).count(), "0", all.toArray());
        assertEquals(
                List.of(),
                cuts.stream().filter(cut -> cut.late() || !cut.says()).toList());
    }

    private static long longest(List<Cut> cuts, long within) {
        return cuts.stream()
                .filter(cut -> cut.within() == within)
                .mapToLong(Cut::ms)
                .max()
                .orElseThrow();
    }

    /** Pages of another portal, at the server and at the one without a bus: as often to the database as it goes for a cut. */
    private static Yardstick machine() {
        var here = stranger;
        var there = new Visitor(second.httpPort(), here.host()).cookies(here.cookies());
        return new Yardstick(List.of(() -> looksTwice(here), () -> looksTwice(there)));
    }

    private static void looksTwice(Visitor visitor) {
        for (int i = 0; i < 2; i++) visitor.get("/notifications").expect(200);
    }

    /** Until a WebSocket and an event stream were cut, at the server itself and at the one without a bus. */
    private static List<Cut> cut(Ending ending, Yardstick machine) {
        var person = person("member");
        var token = ending.token(person);
        var feed = ending.kind + ":" + (ending.kind.equals("group") ? GROUP : CLOSED);
        var path = (ending == Ending.BUSINESS_KEY_REVOKED ? "/api/v1/business/feeds/" : "/feeds/") + feed;
        var here = List.of(
                Ear.socket(client, portal.port(), ACME, token, feed),
                Ear.stream(client, portal.port(), ACME, token, path));
        var there = List.of(
                Ear.socket(client, second.httpPort(), ACME, token, feed),
                Ear.stream(client, second.httpPort(), ACME, token, path));
        ending.by(person, token);
        long since = System.nanoTime();
        var cuts = List.of(
                Cut.of(ending.name(), here, since, SECOND, machine),
                Cut.of(ending + " without the bus", there, since, TEN, machine));
        ending.undo();
        return cuts;
    }

    @Test
    void whoever_may_not_listen_any_more_is_cut_within_a_second_and_without_the_bus_within_ten() throws Exception {
        int rounds = Proof.scaled(10);
        var all = new ArrayList<Cut>();
        try (var machine = machine()) {
            for (int round = 0; round < rounds; round++) {
                var each = new ArrayList<Future<List<Cut>>>();
                try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (var ending : Ending.values())
                        if (!ending.ofAll()) each.add(threads.submit(() -> timed(() -> cut(ending, machine))));
                }
                for (var cuts : each) all.addAll(cuts.get());
                for (var ending : Ending.values()) if (ending.ofAll()) all.addAll(timed(() -> cut(ending, machine)));
                // The portal was closed meanwhile, and everybody signed out.
                owner = new Person(portal.as(Portal.ACME, "p1@example.com"), owner.contact());
            }
        }
        within(
                "feeds-cut",
                all,
                "rounds",
                rounds,
                "max_ms",
                longest(all, SECOND),
                "max_ms_without_bus",
                longest(all, TEN));
    }

    private static List<Cut> manyCut(Yardstick machine) {
        int people = 10;
        int each = 50;
        var ears = new ArrayList<Ear>();
        for (int i = 0; i < people; i++) {
            var token = person("member").token();
            for (int k = 0; k < each; k++)
                ears.add(Ear.socket(
                        client, portal.port(), ACME, token, k % 2 == 0 ? "group:" + GROUP : "channel:" + CLOSED));
        }
        Ending.APP_OFF.by(owner, "");
        long since = System.nanoTime();
        var cut = Cut.of(ears.size() + " at once", ears, since, SECOND, machine);
        Ending.APP_OFF.undo();
        return List.of(cut);
    }

    @Test
    void what_is_taken_from_many_at_once_is_taken_from_each_within_a_second() {
        try (var machine = machine()) {
            var cuts = timed(() -> manyCut(machine));
            within("feeds-cut-many", cuts, "max_ms", longest(cuts, SECOND));
        }
    }

    private static List<Cut> endedByTime(Yardstick machine) {
        var person = person("member");
        var key = secret(person.visitor(), "/account/keys", "feeds:read");
        var business = secret(olivia, "/t/acme/keys", "groups:read");
        var soon = portal.house().clock().now().plusSeconds(60).atOffset(ZoneOffset.UTC);
        portal.execute(
                "UPDATE session SET ends_at = ? WHERE account_id = (SELECT id FROM account WHERE contact_id = ?)",
                soon,
                person.contact());
        for (var secret : List.of(key, business))
            portal.execute("UPDATE api_key SET expires_at = ? WHERE id = ?", soon, UUID.fromString(key(secret)));
        var cookie = "atrium-session=" + person.visitor().cookie("session");
        var ears = List.of(
                Ear.page(client, portal.port(), ACME, cookie, "/feeds/channel:" + CLOSED),
                Ear.stream(client, portal.port(), ACME, key, "/feeds/group:" + GROUP),
                Ear.socket(client, portal.port(), ACME, key, "group:" + GROUP),
                Ear.stream(client, portal.port(), ACME, business, "/api/v1/business/feeds/group:" + GROUP));
        // Longer than it takes until it is looked whose time has come.
        Portal.pause(700);
        assertTrue(ears.stream().allMatch(Ear::hears));
        portal.move(Duration.ofSeconds(61));
        long since = System.nanoTime();
        var cuts = ears.stream()
                .map(ear -> Cut.of("by time", List.of(ear), since, SECOND, machine))
                .toList();
        portal.move(Duration.ofSeconds(-61));
        return cuts;
    }

    @Test
    void a_session_or_a_key_that_time_alone_ends_takes_its_lines_with_it_within_a_second() {
        try (var machine = machine()) {
            var cuts = timed(() -> endedByTime(machine));
            within("feeds-ended-by-time", cuts, "max_ms", longest(cuts, SECOND));
        }
    }

    private static List<String> strangers() {
        return List.of(
                "http://globex.localhost",
                "https://globex.localhost",
                "http://globex.localhost:8080",
                "http://console.localhost",
                "http://mail.localhost",
                "http://localhost",
                "http://127.0.0.1",
                "http://[::1]",
                "http://evil.example",
                "https://evil.example",
                "null",
                "http://acme.localhost.evil.example",
                "http://evil-acme.localhost",
                "http://evilacme.localhost",
                "http://x.acme.localhost",
                "http://www.acme.localhost",
                "http://acme.localhos",
                "http://acmelocalhost",
                "http://acme.localhost.",
                "http://xn--cme-7cd.localhost",
                "http://acme.localhost:80",
                "http://acme.localhost:8080",
                "http://acme.localhost:65535",
                "https://acme.localhost:443",
                "https://acme.localhost:8443",
                "ftp://acme.localhost",
                "ws://acme.localhost",
                "wss://acme.localhost",
                "file://",
                "file://acme.localhost",
                "data:text/html,x",
                "chrome-extension://abcdefgh",
                "about:blank",
                "acme.localhost",
                "//acme.localhost",
                "http://acme.localhost/",
                "http://acme.localhost/path",
                "http://user@acme.localhost",
                "http://acme.localhost@evil.example",
                "http://acme.localhost, http://evil.example",
                "http://evil.example http://acme.localhost",
                "http://acme.localhost#@evil.example");
    }

    @Test
    void no_origin_but_the_own_one_opens_a_socket() {
        var cookie = "atrium-session=" + person("member").visitor().cookie("session");
        int wrong = 0;
        for (var origin : strangers()) {
            if (Listener.refused(portal.port(), ACME, "Cookie", cookie, "Origin", origin) != 403) wrong++;
            if (Listener.refused(portal.port(), ACME, "Origin", origin) != 403) wrong++;
        }
        if (Listener.refused(portal.port(), ACME, "Cookie", cookie) != 403) wrong++;
        if (Listener.refused(
                        portal.port(),
                        ACME,
                        "Cookie",
                        cookie,
                        "Origin",
                        "http://acme.localhost",
                        "Origin",
                        "http://evil.example")
                != 403) wrong++;
        Proof.print("feeds-origins", strangers().size() * 2L + 2, wrong, "0");
        assertEquals(0, wrong);
        Listener.open(portal.port(), ACME, "Cookie", cookie, "Origin", "http://acme.localhost")
                .cut();
        Listener.open(portal.port(), ACME, "Authorization", "Bearer " + owner.token())
                .cut();
        Listener.open(portal.port(), ACME).cut();
    }

    private static int opened(int port, String token, List<Listener> open) {
        try {
            open.add(Listener.open(port, GLOBEX, "Authorization", "Bearer " + token));
            return 101;
        } catch (java.util.concurrent.CompletionException e) {
            return ((java.net.http.WebSocketHandshakeException) e.getCause())
                    .getResponse()
                    .statusCode();
        }
    }

    @Test
    void a_portal_has_as_many_sockets_as_it_may_on_all_servers_together() {
        portal.account(Portal.GLOBEX, "Gil", "gil@example.com");
        var token = Person.token(portal.as(Portal.GLOBEX, "gil@example.com"));
        var tenant = portal.tenantId(Portal.GLOBEX);
        portal.execute(
                "INSERT INTO tenant_limit (tenant_id, sockets_allowed) VALUES (?, 6) ON CONFLICT (tenant_id) DO UPDATE SET sockets_allowed = 6",
                tenant);
        List<Listener> open = java.util.Collections.synchronizedList(new ArrayList<>());
        var ports = List.of(portal.port(), second.httpPort());
        var answers = Race.of(20, i -> opened(ports.get(i % 2), token, open));
        assertEquals(6, answers.stream().filter(status -> status == 101).count(), answers.toString());
        assertEquals(14, answers.stream().filter(status -> status == 503).count());
        var late = Listener.open(portal.port(), GLOBEX);
        late.say(new JsonObject().put("op", "auth").put("token", token));
        assertEquals(4429, late.closed());
        open.removeFirst().cut();
        long begun = System.nanoTime();
        int tries = 0;
        while (opened(ports.get(1), token, open) != 101 && tries++ < 200) Portal.pause(20);
        long freed = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        assertTrue(tries < 200, "a place that was left is free at once");
        open.forEach(Listener::cut);
        for (int i = 0; i < 200 && held(tenant) > 0; i++) Portal.pause(20);
        assertEquals(0, held(tenant), "all places are given back");
        // Another server held them all, and was killed.
        portal.execute(
                "INSERT INTO socket_place (tenant_id, node, open, until) VALUES (?, ?, 6, now() + interval '30 seconds')",
                tenant,
                UUID.randomUUID());
        assertEquals(503, opened(ports.get(0), token, open));
        portal.move(Duration.ofSeconds(31));
        assertEquals(101, opened(ports.get(0), token, open));
        open.forEach(Listener::cut);
        Proof.print("feeds-places", 20, 6, "6 of 20", "freed_ms", freed);
    }

    private static long held(UUID tenant) {
        return portal.count("SELECT coalesce(sum(open), 0) FROM socket_place WHERE tenant_id = ?", tenant);
    }

    @Test
    void a_program_of_the_business_hears_what_its_scope_says() {
        var key = secret(olivia, "/t/acme/keys", "groups:read");
        var listener = Listener.open(portal.port(), ACME, "Authorization", "Bearer " + key);
        listener.hear("ready");
        var post = owner.visitor()
                .json(
                        "POST",
                        "/api/v1/groups/" + GROUP + "/posts",
                        new JsonObject()
                                .put("channel", OPEN.toString())
                                .put("body", "First")
                                .encode())
                .expect(201)
                .json()
                .getString("id");
        for (var feed : List.of("group:" + GROUP, "channel:" + CLOSED, "thread:" + post))
            assertEquals(feed, listener.subscribe(feed).hear("subscribed").getString("feed"));
        for (var feed : List.of("me", "group:" + UUID.randomUUID(), "thread:" + UUID.randomUUID()))
            assertEquals("feed-unknown", listener.subscribe(feed).hear("error").getString("code"), feed);
        owner.visitor()
                .json(
                        "POST",
                        "/api/v1/groups/" + GROUP + "/posts",
                        new JsonObject()
                                .put("channel", CLOSED.toString())
                                .put("body", "Second")
                                .encode())
                .expect(201);
        var heard = listener.hear("event");
        assertEquals("channel:" + CLOSED, heard.getString("feed"));
        assertEquals("Second", heard.getJsonObject("data").getString("body"));
        var token = portal.at(Portal.ACME)
                .header("Authorization", "Bearer " + key)
                .json("POST", "/api/v1/tokens", "")
                .expect(200)
                .json()
                .getString("access_token");
        Listener.open(portal.port(), ACME, "Authorization", "Bearer " + token)
                .subscribe("group:" + GROUP)
                .hear("subscribed");
        var other = secret(olivia, "/t/acme/keys", "contacts:read");
        var deaf = Listener.open(portal.port(), ACME, "Authorization", "Bearer " + other);
        assertEquals(
                "feed-unknown", deaf.subscribe("group:" + GROUP).hear("error").getString("code"));
        portal.at(Portal.ACME)
                .header("Authorization", "Bearer " + other)
                .get("/api/v1/business/feeds/group:" + GROUP)
                .expect(403);
        portal.at(Portal.ACME)
                .header("Authorization", "Bearer " + key)
                .get("/api/v1/business/feeds/group:" + UUID.randomUUID())
                .expect(404);
    }
}
