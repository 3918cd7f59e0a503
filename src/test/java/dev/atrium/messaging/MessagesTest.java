package dev.atrium.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Listener;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.secrets.ApiSecret;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients write to one another and to the business, and nobody else reads along. */
class MessagesTest {
    private static Portal portal;
    private static UUID tenant;
    private static UUID group;
    private static Visitor olivia;

    @BeforeAll
    static void start() {
        portal = Portal.start(Map.of(
                "limits.messages-per-person-per-minute",
                "40",
                "limits.conversations-per-person-per-hour",
                "10",
                "limits.sign-in-per-ip-per-minute",
                "1000"));
        tenant = portal.tenantId(Portal.ACME);
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        portal.staff("Sam Support", "sam@staff.example", "support", Portal.ACME);
        portal.staff("Carlo Content", "carlo@staff.example", "content", Portal.ACME);
        olivia = portal.asStaff("olivia@staff.example");
        group = UUID.randomUUID();
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, 'circle', 'Circle')",
                tenant,
                group);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    /** A client who is in the group, and their contact's id. */
    private record Client(Visitor at, UUID contact, UUID account, String email) {}

    private static Client client(String name) {
        var email = name.toLowerCase(java.util.Locale.ROOT) + "@example.com";
        var account = portal.account(Portal.ACME, name, email);
        var contact = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, status, joined_at) VALUES (?, ?, ?, 'active', now())",
                tenant,
                group,
                contact);
        return new Client(portal.as(Portal.ACME, email), contact, account, email);
    }

    private static String begin(Client who, Client... others) {
        var people = new StringBuilder("title=");
        for (var other : others) people.append("&person=").append(other.contact());
        var way = who.at()
                .send("POST", "/messages/new", people.toString(), "application/x-www-form-urlencoded")
                .expect(303)
                .location();
        return way.substring(way.indexOf("/messages/"));
    }

    private static Answer say(Visitor at, String path, String body) {
        return at.post(path, Map.of("body", body, "nonce", UUID.randomUUID().toString()));
    }

    private static String bearer(UUID account, String... scopes) {
        var fresh = ApiSecret.random(account == null ? ApiSecret.Owner.BUSINESS : ApiSecret.Owner.ACCOUNT);
        portal.execute(
                "INSERT INTO api_key (tenant_id, id, prefix, secret_hash, name, account_id, scopes, expires_at)"
                        + " VALUES (?, ?, ?, ?, 'Test', ?, string_to_array(?, ' '), now() + interval '1 day')",
                tenant,
                UUID.randomUUID(),
                fresh.prefix(),
                fresh.hash(),
                account,
                String.join(" ", scopes));
        return "Bearer " + fresh.text();
    }

    @Test
    void two_who_share_a_group_write_to_one_another_and_a_third_finds_nothing() {
        var ann = client("Ann");
        var bob = client("Bob");
        var eve = client("Eve");
        ann.at().get("/messages/new?q=bo").expect(200).expectText("Bob");
        var path = begin(ann, bob);
        assertEquals(path, begin(bob, ann), "there is one conversation of two");
        say(ann.at(), path, "Hello <script>alert(1)</script> Bob").expect(303);
        bob.at().get("/").expect(200).expectText(", 1 unread");
        bob.at().get(path).expect(200).expectText("&lt;script&gt;");
        assertFalse(bob.at().get("/").expect(200).body().contains(", 1 unread"), "what was read is read at once");
        ann.at().get(path).expect(200).expectText("Seen");
        eve.at().get(path).expect(404);
        say(eve.at(), path, "Let me in").expect(404);
        eve.at().get(path + "/about").expect(404);
        olivia.get("/t/acme/inbox" + path.substring("/messages".length())).expect(404);
        assertFalse(olivia.get("/t/acme/inbox").expect(200).body().contains("Hello"), "the business reads no chats");
    }

    @Test
    void what_is_sent_twice_is_said_once_and_numbers_follow_one_another() {
        var ina = client("Ina");
        var jan = client("Jan");
        var path = begin(ina, jan);
        var id = UUID.fromString(path.substring("/messages/".length()));
        var nonce = UUID.randomUUID().toString();
        var tries = new ArrayList<CompletableFuture<Answer>>();
        for (int i = 0; i < 6; i++)
            tries.add((i % 2 == 0 ? ina : jan)
                    .at()
                    .postAsync(
                            path,
                            Map.of(
                                    "body",
                                    "Once " + (i % 2),
                                    "nonce",
                                    i % 2 == 0 ? nonce : UUID.randomUUID().toString())));
        tries.forEach(CompletableFuture::join);
        assertEquals(1, portal.count("SELECT count(*) FROM message WHERE conversation_id = ? AND body = 'Once 0'", id));
        assertEquals(
                List.of(1L, 2L, 3L, 4L),
                portal.query("SELECT seq FROM message WHERE conversation_id = ? ORDER BY seq", id).stream()
                        .map(row -> (Long) row.getFirst())
                        .toList());
        assertEquals(
                List.of(1L, 2L, 3L, 4L),
                portal
                        .query(
                                "SELECT seq FROM feed_event WHERE feed_id = ? AND kind = 'message.sent' ORDER BY seq",
                                id)
                        .stream()
                        .map(row -> (Long) row.getFirst())
                        .toList());
    }

    @Test
    void two_who_begin_at_once_have_one_conversation() {
        var kim = client("Kim");
        var leo = client("Leo");
        var tries = IntStream.range(0, 8)
                .mapToObj(i -> i % 2 == 0
                        ? kim.at()
                                .postAsync(
                                        "/messages/new",
                                        Map.of("person", leo.contact().toString()))
                        : leo.at()
                                .postAsync(
                                        "/messages/new",
                                        Map.of("person", kim.contact().toString())))
                .toList();
        var ways = tries.stream()
                .map(CompletableFuture::join)
                .map(answer -> answer.expect(303).location())
                .distinct()
                .toList();
        assertEquals(1, ways.size(), ways.toString());
    }

    @Test
    void whoever_wants_to_be_left_alone_is() {
        var mia = client("Mia");
        var ned = client("Ned");
        var oda = client("Oda");
        portal.execute(
                "INSERT INTO social_settings (tenant_id, contact_id, messages_from) VALUES (?, ?, 'staff')",
                tenant,
                oda.contact());
        mia.at()
                .post("/messages/new", Map.of("person", oda.contact().toString()))
                .expect(404);
        assertFalse(mia.at().get("/messages/new").expect(200).body().contains("Oda"));
        var path = begin(mia, ned);
        say(mia.at(), path, "Hi").expect(303);
        ned.at()
                .post("/messages/block", Map.of("person", mia.contact().toString()))
                .expect(303);
        say(mia.at(), path, "Are you there?").expect(409);
        say(ned.at(), path, "Blocked, and yet I write").expect(409);
        mia.at()
                .post("/messages/new", Map.of("person", ned.contact().toString()))
                .expect(303);
        say(mia.at(), path, "Still no").expect(409);
        ned.at()
                .post("/messages/unblock", Map.of("person", mia.contact().toString()))
                .expect(303);
        say(mia.at(), path, "Again").expect(303);
        portal.execute(
                "UPDATE membership SET muted_until = now() + interval '1 day' WHERE contact_id = ?", mia.contact());
        var pia = client("Pia");
        mia.at()
                .post("/messages/new", Map.of("person", pia.contact().toString()))
                .expect(404);
    }

    @Test
    void a_group_grows_to_twenty_and_whoever_comes_later_sees_what_is_said_then() {
        var quy = client("Quy");
        var ron = client("Ron");
        var sue = client("Sue");
        var tom = client("Tom");
        var path = begin(quy, ron, sue);
        say(ron.at(), path, "Before Tom").expect(303);
        quy.at()
                .post(path + "/people", Map.of("person", tom.contact().toString()))
                .expect(303);
        say(sue.at(), path, "After Tom").expect(303);
        var seen = tom.at().get(path).expect(200).expectText("After Tom").body();
        assertFalse(seen.contains("Before Tom"));
        quy.at().post(path + "/name", Map.of("title", "Book club")).expect(303);
        ron.at().get(path).expect(200).expectText("Book club").expectText("Tom came into the group");
        quy.at().post(path + "/leave", Map.of()).expect(303);
        quy.at().get(path).expect(404);
        say(quy.at(), path, "One more thing").expect(404);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM participant WHERE conversation_id = ?::uuid AND owner AND left_at IS NULL",
                        path.substring("/messages/".length())));
        var many = IntStream.range(0, 20).mapToObj(i -> client("Many" + i)).toList();
        many.getFirst()
                .at()
                .send(
                        "POST",
                        "/messages/new",
                        String.join(
                                        "&",
                                        many.stream()
                                                .map(c -> "person=" + c.contact())
                                                .toList()) + "&person=" + tom.contact(),
                        "application/x-www-form-urlencoded")
                .expect(422);
    }

    @Test
    void what_a_blocked_person_says_in_a_group_is_a_quiet_line_until_it_is_opened() {
        var bea = client("Bea");
        var cal = client("Cal");
        var don = client("Don");
        var path = begin(bea, cal, don);
        var id = path.substring("/messages/".length());
        bea.at()
                .post("/messages/block", Map.of("person", cal.contact().toString()))
                .expect(303);
        var loud = UUID.randomUUID().toString();
        var listener = Listener.open(
                        portal.port(),
                        "acme.localhost:" + portal.port(),
                        "Authorization",
                        bearer(bea.account(), "feeds:read"))
                .subscribe("thread:" + id);
        listener.hear("subscribed");
        cal.at().post(path, Map.of("body", "Loud words", "nonce", loud)).expect(303);
        var heard = listener.hear("event");
        assertEquals(loud, heard.getString("object"));
        assertFalse(heard.encode().contains("Loud words"), "a group's feed tells no words");
        assertFalse(
                bea.at().get("/").expect(200).body().contains(", 1 unread"), "it counts for nobody who blocked them");
        don.at().get("/").expect(200).expectText(", 1 unread");
        var list = bea.at().get("/messages").expect(200);
        assertFalse(list.body().contains("Loud words"));
        var page = bea.at().get(path).expect(200).expectText("A message of somebody you blocked");
        assertFalse(page.body().contains("Loud words"));
        page.expectText("data-hushed=\"" + cal.contact() + "\"");
        bea.at().get(path + "?show=" + loud).expect(200).expectText("Loud words");
        don.at().get(path).expect(200).expectText("Loud words");
        bea.at().get(path + "/about").expect(200).expectText("Unblock");
        var api = portal.at(Portal.ACME).header("Authorization", bearer(bea.account(), "messages:read"));
        var at = "/api/v1/conversations/" + id;
        var item = api.get(at + "/messages")
                .expect(200)
                .json()
                .getJsonArray("items")
                .getJsonObject(0);
        assertTrue(item.getBoolean("hidden"));
        assertEquals("", item.getString("body"));
        assertEquals(0, api.get(at).expect(200).json().getInteger("unread"));
        assertEquals(
                "Loud words",
                api.get(at + "/messages/" + loud).expect(200).json().getString("body"));
        say(don.at(), path, "A kind word").expect(303);
        portal.move(Duration.ofMinutes(3));
        try {
            assertTrue(portal.mail(bea.email(), m -> true).subject().contains("Don"), "told of the other one");
            assertEquals(1, portal.mails(bea.email()));
        } finally {
            portal.move(Duration.ofMinutes(-3));
        }
        cal.at().post(path + "/remove", Map.of("message", loud)).expect(303);
        bea.at().get(path).expectText("Somebody you blocked took a message back");
        bea.at()
                .post("/messages/unblock", Map.of("person", cal.contact().toString()))
                .expect(303);
        bea.at().get(path).expect(200).expectText("This message was taken back");
    }

    private static UUID team(Client who) {
        return (UUID) portal.query(
                        "SELECT p.conversation_id FROM participant p JOIN conversation v ON v.id = p.conversation_id WHERE contact_id = ? AND v.kind = 'business'",
                        who.contact())
                .getFirst()
                .getFirst();
    }

    private static void merge(Client kept, Client gone) {
        Function<UUID, String> version = id -> portal.query("SELECT version FROM contact WHERE id = ?", id)
                .getFirst()
                .getFirst()
                .toString();
        olivia.post(
                        "/t/acme/contacts/" + kept.contact() + "/merge",
                        Map.of(
                                "other",
                                gone.contact().toString(),
                                "version",
                                version.apply(kept.contact()),
                                "other_version",
                                version.apply(gone.contact()),
                                "pick_account",
                                "kept"))
                .expect(303);
    }

    @Test
    void of_two_threads_of_one_person_there_is_one_in_order_with_what_was_unread() {
        var kept = client("Greta");
        var gone = client("Gretel");
        var pal = client("Palle");
        say(kept.at(), "/messages/team", "one").expect(303);
        var first = team(kept);
        olivia.get("/t/acme/inbox/" + first).expect(200);
        say(gone.at(), "/messages/team", "two").expect(303);
        var second = team(gone);
        say(kept.at(), "/messages/team", "three").expect(303);
        olivia.get("/t/acme/inbox/" + first).expect(200);
        say(olivia, "/t/acme/inbox/" + first, "four").expect(303);
        kept.at().get("/messages/team").expect(200);
        olivia.post("/t/acme/inbox/" + first + "/assign", Map.of("staff", "")).expect(303);
        var looking = portal.query("SELECT id FROM staff WHERE email = 'olivia@staff.example'")
                .getFirst()
                .getFirst();
        olivia.post("/t/acme/inbox/" + second + "/assign", Map.of("staff", looking.toString()))
                .expect(303);
        var chat = begin(kept, pal);
        say(pal.at(), chat, "To one").expect(303);
        var twin = begin(gone, pal);
        say(pal.at(), twin, "To the other").expect(303);
        var circle = begin(pal, kept, gone);
        merge(kept, gone);
        assertEquals(first, team(kept));
        assertEquals(
                List.of(List.of(1L, "one"), List.of(2L, "two"), List.of(3L, "three"), List.of(4L, "four")),
                portal.query("SELECT seq, body FROM message WHERE conversation_id = ? ORDER BY seq", first));
        assertEquals(
                List.of(List.of(1L, 4L, true, looking)),
                portal.query(
                        "SELECT team_seq, last_seq, waiting_since IS NOT NULL, assigned_to FROM conversation WHERE id = ?",
                        first),
                "the team has not read the second, the client still waits, and Olivia looks after it");
        assertEquals(0, portal.count("SELECT count(*) FROM conversation WHERE id = ?", second));
        olivia.get("/t/acme/inbox/" + first).expect(200).expectText("two").expectText("four");
        kept.at().get(chat).expect(200).expectText("To one").expectText("To the other");
        pal.at().get(twin).expect(404);
        pal.at().get(chat).expect(200).expectText("To the other");
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM participant WHERE conversation_id = ?::uuid AND contact_id = ? AND left_at IS NULL",
                        circle.substring("/messages/".length()),
                        kept.contact()));
        say(kept.at(), "/messages/team", "five").expect(303);
        assertEquals(1, portal.count("SELECT count(*) FROM message WHERE seq = 5 AND conversation_id = ?", first));
    }

    @Test
    void what_is_unread_is_counted_on_every_page_and_said_to_open_ones() {
        var ugo = client("Ugo");
        var vea = client("Vea");
        var path = begin(ugo, vea);
        for (int i = 0; i < 3; i++) say(ugo.at(), path, "Word " + i).expect(303);
        say(vea.at(), "/messages/team", "Hello").expect(303);
        say(olivia, "/t/acme/inbox/" + team(vea), "Good day").expect(303);
        vea.at()
                .get("/")
                .expectText("data-badge=\"messages\" aria-hidden=\"true\">4<")
                .expectText("data-badge=\"team\" aria-hidden=\"true\">1<");
        var head = portal.count("SELECT seq FROM feed WHERE id = ?", vea.contact());
        vea.at().get("/messages/team").expect(200);
        assertEquals(
                head + 1, portal.count("SELECT seq FROM feed WHERE id = ?", vea.contact()), "other tabs hear of it");
        vea.at().get("/").expectText("data-badge=\"messages\" aria-hidden=\"true\">3<");
        vea.at().post(path + "/mute", Map.of()).expect(303);
        assertFalse(vea.at().get("/").expect(200).body().contains("3 unread"), "what is muted is not counted");
        portal.execute(
                "INSERT INTO notification (tenant_id, id, contact_id, type) SELECT ?, gen_random_uuid(), ?, 'messages.received' FROM generate_series(1, 120)",
                tenant,
                vea.contact());
        vea.at().post(path + "/mute", Map.of("muted", "no")).expect(303);
        vea.at().get("/").expectText("data-badge=\"notifications\" aria-hidden=\"true\">99+<");
        vea.at().post("/notifications/read", Map.of()).expect(303);
        assertFalse(vea.at().get("/").expect(200).body().contains("99+"));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM feed_event WHERE feed_id = ? AND kind = 'unread.changed'",
                        vea.contact()));
    }

    @Test
    void a_search_finds_what_one_may_see_and_nothing_else() {
        var sol = client("Sol");
        var tia = client("Tia");
        var uwe = client("Uwe");
        var path = begin(sol, tia);
        say(sol.at(), path, "The heliotrope is <ready").expect(303);
        var circle = begin(tia, sol, uwe);
        say(uwe.at(), circle, "heliotropes everywhere").expect(303);
        say(sol.at(), "/messages/team", "Do you sell heliotrope?").expect(303);
        var found = tia.at().get("/messages/search?q=heliotr").expect(200);
        found.expectText("<mark>heliotrope</mark> is").expectText("<mark>heliotropes</mark> everywhere");
        assertFalse(found.body().contains("Do you sell"), "a thread of somebody else with the business");
        assertFalse(uwe.at().get("/messages/search?q=heliotr").body().contains("ready"));
        tia.at()
                .post("/messages/block", Map.of("person", uwe.contact().toString()))
                .expect(303);
        assertFalse(
                tia.at().get("/messages/search?q=heliotr").expect(200).body().contains("everywhere"));
        olivia.get("/t/acme/inbox/search?q=heliotrope").expect(200).expectText("Do you sell");
        assertFalse(olivia.get("/t/acme/inbox/search?q=heliotrope").body().contains("ready"), "chats are not theirs");
        var api = portal.at(Portal.ACME).header("Authorization", bearer(sol.account(), "messages:read"));
        assertEquals(
                3,
                api.get("/api/v1/search/messages?q=heliotr")
                        .expect(200)
                        .json()
                        .getJsonArray("items")
                        .size());
        api.get("/api/v1/search/messages?q=h").expect(422);
        for (var odd : List.of("%27%27%27", "a%20%26%20%7C", "%22", "%3A%2A", "%00x", "%3Cimg%3E"))
            sol.at().get("/messages/search?q=xx" + odd).expect(200);
        var house = portal.at(Portal.ACME).header("Authorization", bearer(null, "inbox:read"));
        assertEquals(
                1,
                house.get("/api/v1/business/search/messages?q=heliotrope")
                        .expect(200)
                        .json()
                        .getJsonArray("items")
                        .size());
    }

    @Test
    void one_changes_and_takes_back_ones_own_within_a_day() {
        var una = client("Una");
        var vic = client("Vic");
        var path = begin(una, vic);
        var nonce = UUID.randomUUID().toString();
        una.at().post(path, Map.of("body", "Frist", "nonce", nonce)).expect(303);
        vic.at()
                .post(path + "/edit", Map.of("message", nonce, "body", "Forged"))
                .expect(409);
        una.at().post(path + "/edit", Map.of("message", nonce, "body", "First")).expect(303);
        vic.at().get(path).expectText("First").expectText("edited");
        vic.at().post(path + "/remove", Map.of("message", nonce)).expect(404);
        portal.move(Duration.ofHours(25));
        try {
            una.at()
                    .post(path + "/edit", Map.of("message", nonce, "body", "Too late"))
                    .expect(409);
            una.at().post(path + "/remove", Map.of("message", nonce)).expect(303);
        } finally {
            portal.move(Duration.ofHours(-25));
        }
        vic.at().get(path).expectText("taken back");
        assertEquals(0, portal.count("SELECT count(*) FROM message WHERE id = ?::uuid AND body <> ''", nonce));
    }

    @Test
    void a_file_goes_to_those_who_see_the_message_and_to_nobody_else() {
        var wim = client("Wim");
        var xia = client("Xia");
        var yve = client("Yve");
        var path = begin(wim, xia);
        wim.at()
                .send(
                        "POST",
                        path,
                        ("--x\r\nContent-Disposition: form-data; name=\"nonce\"\r\n\r\n" + UUID.randomUUID()
                                        + "\r\n--x\r\nContent-Disposition: form-data; name=\"body\"\r\n\r\n\r\n"
                                        + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"plan.pdf\"\r\nContent-Type: application/pdf\r\n\r\n")
                                .getBytes(StandardCharsets.UTF_8),
                        "%PDF-1.4 the plan".getBytes(StandardCharsets.UTF_8),
                        "\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8),
                        "multipart/form-data; boundary=x")
                .expect(303);
        var found = Pattern.compile("/messages/[0-9a-f-]+/files/[0-9a-f-]+")
                .matcher(xia.at().get(path).expect(200).expectText("plan.pdf").body());
        assertTrue(found.find());
        var way = xia.at().get(found.group()).expect(303).location();
        var files = portal.atHost("files.localhost");
        var there = way.substring(way.indexOf('/', "https://".length()));
        assertEquals("%PDF-1.4 the plan", files.get(there).expect(200).body());
        yve.at().get(found.group()).expect(404);
        var message = portal.query("SELECT message_id FROM message_file WHERE name = 'plan.pdf'")
                .getFirst()
                .getFirst()
                .toString();
        wim.at().post(path + "/remove", Map.of("message", message)).expect(303);
        files.get(there).expect(404);
    }

    private static final String PIECES = "%PDF-1.4 in two pieces, cut between them";

    /** An upload of which a part has come. */
    private static String begun(Visitor who, String base) {
        var wanted = new JsonObject().put("name", "pieces.pdf").put("size", PIECES.length());
        var id = who.json("POST", base, wanted.encode()).expect(201).json().getString("id");
        piece(who, base + "/" + id, 0, PIECES.substring(0, 10));
        return id;
    }

    private static void piece(Visitor who, String path, int from, String bytes) {
        who.header("Upload-Offset", Integer.toString(from))
                .send("PATCH", path, bytes, "application/offset+octet-stream")
                .expect(204);
    }

    @Test
    void a_file_that_came_in_pieces_goes_with_what_is_said_and_once() {
        var sam = client("Pieter");
        say(sam.at(), "/messages/team", "Something follows").expect(303);
        var thread = team(sam);
        var other = client("Quirin");
        for (var way : List.of(
                new Way(sam.at(), other.at(), "/messages/team", "/api/v1/uploads"),
                new Way(olivia, sam.at(), "/t/acme/inbox/" + thread, "/t/acme/inbox/uploads"))) {
            var upload = begun(same(way.who()), way.base());
            var nonce = UUID.randomUUID().toString();
            var form = Map.of("nonce", nonce, "body", "With a file", "upload", upload);
            assertTrue(way.who().post(way.path(), form).status() >= 400, "not all of it has come");
            assertEquals(0, portal.count("SELECT count(*) FROM message WHERE id = ?::uuid", nonce));
            piece(same(way.who()), way.base() + "/" + upload, 10, PIECES.substring(10));
            if (way.path().startsWith("/messages"))
                way.stranger().post(way.path(), form).expect(422);
            way.who().post(way.path(), form).expect(303);
            assertEquals(1, portal.count("SELECT count(*) FROM message_file WHERE message_id = ?::uuid", nonce));
            // The answer was lost, and the script says it again.
            way.who().post(way.path(), form).expect(303);
            assertEquals(1, portal.count("SELECT count(*) FROM message WHERE id = ?::uuid", nonce));
            way.who()
                    .post(way.path(), Map.of("nonce", UUID.randomUUID().toString(), "body", "", "upload", upload))
                    .expect(422)
                    .expectText("upload the file again");
        }
        sam.at().get("/messages/team").expectText("pieces.pdf");
    }

    /** The same browser, for a header that goes with one request alone. */
    private static Visitor same(Visitor who) {
        return who.another().cookies(who.cookies());
    }

    private record Way(Visitor who, Visitor stranger, String path, String base) {}

    @Test
    void whoever_does_not_read_within_minutes_is_told_once_and_quietly() {
        var zoe = client("Zoe");
        var abe = client("Abe");
        var path = begin(zoe, abe);
        say(zoe.at(), path, "One secret").expect(303);
        say(zoe.at(), path, "Two").expect(303);
        assertEquals(0, portal.mails(abe.email()));
        portal.move(Duration.ofMinutes(3));
        try {
            var mail = portal.mail(abe.email(), m -> m.subject().contains("Zoe"));
            assertFalse(mail.text().contains("secret"), "no words of a message leave by mail");
            assertEquals(1, portal.mails(abe.email()));
            assertEquals(1, lines(abe), "and their bell says so");
            abe.at().get(path).expect(200).expectText("One secret");
            assertEquals(0, lines(abe), "until they have read the conversation");
        } finally {
            portal.move(Duration.ofMinutes(-3));
        }
    }

    private static long lines(Client who) {
        return portal.count(
                "SELECT count(*) FROM notification WHERE contact_id = ? AND about = 'conversation' AND read_at IS NULL",
                who.contact());
    }

    @Test
    void a_client_and_the_business_write_in_one_thread_that_somebody_looks_after() {
        var cleo = client("Cleo");
        say(cleo.at(), "/messages/team", "Is Friday fine?").expect(303);
        say(cleo.at(), "/messages/team", "Or Monday?").expect(303);
        var id = portal.query(
                        "SELECT p.conversation_id FROM participant p JOIN conversation v ON v.id = p.conversation_id WHERE contact_id = ? AND v.kind = 'business'",
                        cleo.contact())
                .getFirst()
                .getFirst()
                .toString();
        var inbox = "/t/acme/inbox/" + id;
        olivia.get("/t/acme/inbox?show=waiting").expect(200).expectText("Cleo");
        olivia.get(inbox).expect(200).expectText("Is Friday fine?");
        cleo.at().get("/messages/team").expect(200).expectText("Seen");
        say(olivia, inbox, "Friday it is").expect(303);
        cleo.at().get("/").expectText(", 1 unread");
        cleo.at().get("/messages/team").expect(200).expectText("Friday it is").expectText("Team");
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM conversation WHERE id = ?::uuid AND assigned_to IS NOT NULL AND waiting_since IS NULL",
                        id));
        var sam = portal.query("SELECT id FROM staff WHERE email = 'sam@staff.example'")
                .getFirst()
                .getFirst();
        var carlo = portal.query("SELECT id FROM staff WHERE email = 'carlo@staff.example'")
                .getFirst()
                .getFirst();
        olivia.post(inbox + "/assign", Map.of("staff", sam.toString())).expect(303);
        olivia.post(inbox + "/assign", Map.of("staff", carlo.toString())).expect(404);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM staff_notification WHERE staff_id = ? AND type = 'team.thread_assigned'",
                        sam));
        olivia.post(inbox + "/close", Map.of()).expect(303);
        olivia.get("/t/acme/inbox?show=done").expectText("Cleo");
        say(cleo.at(), "/messages/team", "Thanks").expect(303);
        olivia.get("/t/acme/inbox?show=waiting").expectText("Cleo");
        portal.asStaff("carlo@staff.example").get("/t/acme/inbox").expect(404);
        assertEquals(
                3,
                portal.count(
                        "SELECT count(*) FROM fact WHERE kind = 'message.received' AND contact_id = ?",
                        cleo.contact()));
    }

    /** An event stream of somebody of staff, by lines. */
    private static BufferedReader stream(Visitor staff, String path) throws Exception {
        var session = staff.cookies().entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + portal.port() + path))
                                .header("Host", "console.localhost:" + portal.port())
                                .header("Cookie", session)
                                .header("Sec-Fetch-Site", "same-origin")
                                .header("Accept", "text/event-stream")
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(200, answer.statusCode());
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private static String hears(BufferedReader stream, String event) throws Exception {
        while (true) {
            var line = stream.readLine();
            if (line == null) throw new AssertionError("the stream has ended before " + event);
            if (line.equals("event: " + event)) return stream.readLine();
        }
    }

    @Test
    void the_team_hears_of_its_inbox_at_once_and_nothing_more_once_it_is_not_theirs() throws Exception {
        var rae = client("Rae");
        say(rae.at(), "/messages/team", "Anybody there?").expect(303);
        var thread = team(rae);
        portal.staff("Sven Shift", "shift@staff.example", "support", Portal.ACME);
        var sven = portal.asStaff("shift@staff.example");
        sven.get("/t/acme/inbox/" + UUID.randomUUID() + "/live").expect(404);
        sven.get("/t/acme/inbox/live").expect(422);
        portal.asStaff("carlo@staff.example").get("/t/acme/inbox/live").expect(404);
        try (var inbox = stream(sven, "/t/acme/inbox/live");
                var open = stream(sven, "/t/acme/inbox/" + thread + "/live")) {
            hears(inbox, "open");
            hears(open, "open");
            say(rae.at(), "/messages/team", "Hello?").expect(303);
            assertTrue(hears(inbox, "changed").contains("inbox"));
            var both = hears(open, "changed") + hears(open, "changed");
            assertTrue(both.contains("inbox") && both.contains("thread"), both);
            var listener = Listener.open(
                            portal.port(),
                            "acme.localhost:" + portal.port(),
                            "Authorization",
                            bearer(rae.account(), "feeds:read"))
                    .subscribe("thread:" + thread);
            listener.hear("subscribed");
            olivia.post("/t/acme/inbox/" + thread + "/typing", Map.of()).expect(204);
            assertTrue(hears(open, "typing").contains("Olivia Owner"));
            assertEquals(
                    "Olivia Owner",
                    listener.hear("signal").getJsonObject("data").getString("name"));
            olivia.get("/t/acme/inbox/" + thread).expect(200);
            assertTrue(hears(inbox, "changed").contains("inbox"), "somebody has read it");
            olivia.post("/t/acme/inbox/" + thread + "/close", Map.of()).expect(303);
            hears(inbox, "changed");
            var began = System.nanoTime();
            portal.execute("UPDATE staff_role SET role = 'content' WHERE staff_id = (SELECT id FROM staff WHERE email ="
                    + " 'shift@staff.example')");
            hears(inbox, "end");
            hears(open, "end");
            assertTrue(Duration.ofNanos(System.nanoTime() - began).toMillis() < 1_000, "cut within a second");
            portal.execute("UPDATE staff_role SET role = 'support' WHERE staff_id = (SELECT id FROM staff WHERE email ="
                    + " 'shift@staff.example')");
        }
        try (var inbox = stream(sven, "/t/acme/inbox/live")) {
            hears(inbox, "open");
            var person = portal.query("SELECT id FROM staff WHERE email = 'shift@staff.example'")
                    .getFirst()
                    .getFirst();
            var began = System.nanoTime();
            olivia.post("/t/acme/team/" + person + "/remove", Map.of()).expect(303);
            hears(inbox, "end");
            assertTrue(Duration.ofNanos(System.nanoTime() - began).toMillis() < 1_000, "cut within a second");
        }
    }

    @Test
    void nobody_is_written_to_first_who_wants_no_conversation_and_yet_may_begin_one() {
        var dina = client("Dina");
        portal.execute(
                "INSERT INTO social_settings (tenant_id, contact_id, messages_from) VALUES (?, ?, 'nobody')",
                tenant,
                dina.contact());
        var with = "/t/acme/inbox/with/" + dina.contact();
        olivia.get(with).expect(200).expectText("wants nobody to begin");
        say(olivia, with, "Hello Dina").expect(409);
        say(dina.at(), "/messages/team", "I begin").expect(303);
        say(olivia, with, "Hello Dina").expect(303);
        dina.at().get("/messages/team").expectText("Hello Dina");
    }

    @Test
    void a_reported_message_is_shown_to_the_business_and_nothing_else_is() {
        var emy = client("Emy");
        var fay = client("Fay");
        var path = begin(emy, fay);
        say(emy.at(), path, "A private word").expect(303);
        var nonce = UUID.randomUUID().toString();
        emy.at()
                .post(path, Map.of("body", "You are a nuisance", "nonce", nonce))
                .expect(303);
        emy.at().get(path + "/report/" + nonce).expect(404);
        fay.at().get(path + "/report/" + nonce).expect(200).expectText("You are a nuisance");
        for (int i = 0; i < 2; i++)
            fay.at()
                    .post(path + "/report/" + nonce, Map.of("reason", "abuse", "note", "Again"))
                    .expect(303);
        var page = olivia.get("/t/acme/inbox/reports").expect(200).expectText("You are a nuisance");
        assertFalse(page.body().contains("A private word"));
        var report = portal.query("SELECT id FROM message_report WHERE message_id = ?::uuid", nonce);
        assertEquals(1, report.size());
        olivia.post("/t/acme/inbox/reports/" + report.getFirst().getFirst(), Map.of("outcome", "removed"))
                .expect(303);
        fay.at().get(path).expectText("removed by the business");
        olivia.post("/t/acme/inbox/reports/" + report.getFirst().getFirst(), Map.of("outcome", "kept"))
                .expect(404);
    }

    @Test
    void programs_do_what_people_do_and_no_more() {
        var gil = client("Gil");
        var hal = client("Hal");
        var api = portal.at(Portal.ACME)
                .header("Authorization", bearer(gil.account(), "messages:read", "messages:write"));
        var chat = api.json(
                        "POST",
                        "/api/v1/conversations",
                        new JsonObject()
                                .put("people", new JsonArray().add(hal.contact().toString()))
                                .encode())
                .expect(201)
                .json();
        var at = "/api/v1/conversations/" + chat.getString("id");
        var id = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++)
            assertEquals(
                    1,
                    api.json(
                                    "POST",
                                    at + "/messages",
                                    new JsonObject()
                                            .put("id", id)
                                            .put("body", "By program")
                                            .encode())
                            .expect(201)
                            .json()
                            .getLong("seq"));
        hal.at().get("/messages/" + chat.getString("id")).expectText("By program");
        var said = api.get(at + "/messages").expect(200).json().getJsonArray("items");
        assertEquals(1, said.size());
        var stranger = portal.at(Portal.ACME)
                .header("Authorization", bearer(client("Ira").account(), "messages:read", "messages:write"));
        stranger.get(at).expect(404);
        stranger.json("POST", at + "/read", "{\"seq\": 1}").expect(404);
        portal.at(Portal.ACME)
                .header("Authorization", bearer(hal.account(), "messages:read"))
                .json("POST", at + "/messages", "{\"body\": \"No scope\"}")
                .expect(403);
        var house = portal.at(Portal.ACME).header("Authorization", bearer(null, "inbox:read", "inbox:write"));
        house.get("/api/v1/business/conversations/" + chat.getString("id")).expect(404);
        var answer = house.json(
                        "POST",
                        "/api/v1/business/contacts/" + gil.contact() + "/messages",
                        "{\"body\": \"Your pictures are ready.\"}")
                .expect(201)
                .json();
        gil.at().get("/messages/team").expectText("Your pictures are ready.");
        var thread = "/api/v1/business/conversations/" + answer.getString("conversation");
        assertEquals(1, house.get(thread).expect(200).json().getLong("read"));
        assertTrue(house.json("PATCH", thread, "{\"closed\": true}")
                .expect(200)
                .json()
                .getBoolean("closed"));
    }

    @Test
    void the_business_switches_chats_and_the_bubble_off() {
        var jo = client("Jo");
        var kai = client("Kai");
        var path = begin(jo, kai);
        jo.at().get("/").expectText("data-bubble");
        olivia.post("/t/acme/inbox/settings", Map.of()).expect(303);
        try {
            assertFalse(jo.at().get("/").expect(200).body().contains("data-bubble"));
            jo.at().get(path).expect(404);
            jo.at().get("/messages/new").expect(404);
            say(jo.at(), "/messages/team", "Still here").expect(303);
        } finally {
            olivia.post("/t/acme/inbox/settings", Map.of("bubble", "yes", "chats", "yes"))
                    .expect(303);
        }
        jo.at().get(path).expect(200);
    }

    @Test
    void somebody_who_floods_is_held_back() {
        var lou = client("Lou");
        int refused = 0;
        for (int i = 0; i < 44; i++)
            if (say(lou.at(), "/messages/team", "Word " + i).status() == 429) refused++;
        assertEquals(4, refused);
        assertEquals(40, portal.count("SELECT count(*) FROM message WHERE author_id = ?", lou.contact()));
    }

    @Test
    void erasing_a_client_takes_their_thread_and_leaves_others_what_they_received() {
        var max = client("Max");
        var nia = client("Nia");
        var path = begin(max, nia);
        say(max.at(), path, "Remember me").expect(303);
        say(max.at(), "/messages/team", "To the business").expect(303);
        portal.execute("SELECT set_config('app.tenant', ?, false)", tenant.toString());
        portal.execute("DELETE FROM participant WHERE contact_id = ?", max.contact());
        portal.execute("UPDATE message SET author_id = NULL, author_name = '' WHERE author_id = ?", max.contact());
        assertEquals(0, portal.count("SELECT count(*) FROM message WHERE body = 'To the business'"));
        nia.at().get(path).expect(200).expectText("Remember me").expectText("Former member");
        say(nia.at(), path, "Hello?").expect(409);
        assertNotEquals(0, portal.count("SELECT count(*) FROM message WHERE body = 'Remember me'"));
    }
}
