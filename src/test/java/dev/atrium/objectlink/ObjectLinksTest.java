package dev.atrium.objectlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.kernel.Principal.Right;
import dev.atrium.secrets.Token;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A link opens one thing, to whoever bears it, until it expires or is revoked; and it is never a session. */
class ObjectLinksTest {
    private static final Pattern URL = Pattern.compile("/o/([A-Za-z0-9_-]{43})");
    private static final String GONE = "This link opens nothing";

    private Portal portal;
    private Visitor cora;
    private UUID news;
    private UUID other;

    @BeforeEach
    void start() {
        portal = Portal.start();
        portal.staff("Cora Content", "cora@example.com", "content", Portal.ACME);
        cora = portal.asStaff("cora@example.com");
        news = announcement("Spring hours", "Open until eight.");
        other = announcement("Secret plans", "Not for everybody.");
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private UUID announcement(String title, String body) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO announcement (tenant_id, id, title, body, author) VALUES (?, ?, ?, ?, 'Acme')",
                portal.tenantId(Portal.ACME),
                id,
                title,
                body);
        return id;
    }

    private String page() {
        return "/t/acme/announcements/" + news + "/links";
    }

    /** Makes a link; its path. */
    private String link(String email) {
        var body = cora.post(page(), Map.of("days", "7", "email", email))
                .expect(200)
                .body();
        return path(body);
    }

    private static String path(String text) {
        var matcher = URL.matcher(text);
        assertTrue(matcher.find(), text);
        return "/o/" + matcher.group(1);
    }

    @Test
    void the_page_says_where_a_link_opens_nothing_yet() {
        var words = "Until it is published its links open nothing";
        assertFalse(cora.get(page()).expect(200).body().contains(words));
        portal.execute("UPDATE announcement SET published_at = NULL WHERE id = ?", news);
        cora.get(page()).expect(200).expectText(words);
        portal.at(Portal.ACME).get(link("")).expect(404);
    }

    @Test
    void whoever_bears_a_link_reads_that_one_announcement() {
        var path = link("");
        var page = portal.at(Portal.ACME)
                .get(path)
                .expect(200)
                .expectText("Spring hours")
                .expectText("Open until eight.");
        assertFalse(page.body().contains("Secret plans"));
        assertEquals("no-referrer", page.header("Referrer-Policy"));
        assertEquals("private, no-store", page.header("Cache-Control"));
        assertEquals("noindex", page.header("X-Robots-Tag"));
        assertEquals("", page.header("Set-Cookie"), "it is no session");
        assertEquals(
                "1",
                portal.query("SELECT uses FROM object_link")
                        .getFirst()
                        .getFirst()
                        .toString());
        cora.get("/t/acme/announcements").expect(200).expectText(page());
        cora.get(page()).expect(200).expectText("opened 1 time");
        assertFalse(cora.get(page()).body().contains(path), "shown once");
        assertEquals(
                0,
                portal.count(
                        "SELECT count(*) FROM object_link WHERE strpos(object_link::text, ?) > 0", path.substring(3)),
                "kept as its hash alone");
    }

    @Test
    void a_link_is_no_session_and_a_session_is_no_link() {
        var path = link("");
        var token = path.substring(3);
        portal.at(Portal.ACME).cookie("session", token).get("/").expectRedirect("/login");
        portal.at(Portal.ACME)
                .header("Authorization", "Bearer " + token)
                .get("/api/v1/me")
                .expect(401);
        portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        var ana = portal.as(Portal.ACME, "ana@example.com");
        var page = ana.get(path).expect(200);
        assertFalse(page.body().contains("Ana Almeida"), "nobody is known there");
        portal.at(Portal.ACME).get("/o/" + ana.cookie("session")).expect(404).expectText(GONE);
    }

    @Test
    void expired_revoked_unknown_of_another_kind_or_portal_look_the_same() {
        var revoked = link("");
        var id =
                portal.query("SELECT id FROM object_link").getFirst().getFirst().toString();
        cora.post(page() + "/revoke", Map.of("id", id)).expectRedirect(page());
        cora.post(page() + "/revoke", Map.of("id", id)).expect(404);
        var kind = link("");
        portal.execute("UPDATE object_link SET kind = 'invoice' WHERE revoked_at IS NULL");
        var early = link("");
        portal.execute("UPDATE object_link SET expires_at = now() WHERE kind = 'announcement' AND revoked_at IS NULL");
        var deleted = link("");
        var expected = seen(portal.at(Portal.ACME), "/o/" + Token.random().text());
        assertTrue(expected.contains(GONE), expected);
        for (var path : new String[] {revoked, kind, early}) assertEquals(expected, seen(portal.at(Portal.ACME), path));
        portal.execute("DELETE FROM announcement WHERE id = ?", news);
        assertEquals(expected, seen(portal.at(Portal.ACME), deleted));
        var living = seen(portal.at(Portal.GLOBEX), "/o/" + Token.random().text());
        assertEquals(living, seen(portal.at(Portal.GLOBEX), deleted));
        portal.at(Portal.ACME).get("/o/nonsense").expect(404).expectText(GONE);
    }

    private static String seen(Visitor visitor, String path) {
        return visitor.get(path)
                .expect(404)
                .body()
                .replace(path.substring(3), "TOKEN")
                .replaceAll("nonce=\"[^\"]*\"", "nonce");
    }

    @Test
    void a_link_lives_as_long_as_was_said() {
        var path = link("");
        portal.move(Duration.ofDays(7).minusMinutes(1));
        portal.at(Portal.ACME).get(path).expect(200);
        portal.move(Duration.ofMinutes(2));
        portal.at(Portal.ACME).get(path).expect(404);
        cora = portal.asStaff("cora@example.com");
        cora.post(page(), Map.of("days", "3650")).expect(422).expectText("Please choose one of the lifetimes.");
    }

    @Test
    void what_is_revoked_is_revoked_for_everybody_at_once() {
        var path = link("");
        var id =
                portal.query("SELECT id FROM object_link").getFirst().getFirst().toString();
        var answers = Race.of(
                40,
                i -> i == 7
                        ? cora.post(page() + "/revoke", Map.of("id", id)).status()
                        : portal.at(Portal.ACME).get(path).status());
        long opened = answers.stream().filter(status -> status == 200).count();
        assertEquals(opened, portal.count("SELECT uses FROM object_link"), "each opening is counted, no refusal is");
        for (int i = 0; i < 20; i++) portal.at(Portal.ACME).get(path).expect(404);
        assertEquals(opened, portal.count("SELECT uses FROM object_link"));
    }

    @Test
    void a_new_link_goes_to_whom_the_old_one_was_made_for_and_to_nobody_else() {
        portal.contact(Portal.ACME, "Ida Invited", "ida@example.com");
        var hers = link("ida@example.com");
        var anybodys = link("");
        portal.move(Duration.ofDays(8));
        var told = asked(hers);
        assertEquals(told, asked(anybodys), "the answer tells nothing");
        assertEquals(told, asked("/o/" + Token.random().text()));
        var mail = portal.mail("ida@example.com");
        portal.at(Portal.ACME).get(path(mail.text())).expect(200).expectText("Spring hours");
        for (int i = 0; i < 5; i++) asked(hers);
        assertEquals(3, portal.mails("ida@example.com"), "at most three an hour");
        assertEquals(3, portal.count("SELECT count(*) FROM mail_outbox"));
    }

    private String asked(String path) {
        return portal.at(Portal.ACME)
                .post(path + "/again", Map.of())
                .expect(200)
                .expectText("Look into your e-mail")
                .body()
                .replace(path.substring(3), "TOKEN")
                .replaceAll("nonce=\"[^\"]*\"", "nonce");
    }

    @Test
    void no_new_link_comes_of_a_revoked_one() {
        portal.contact(Portal.ACME, "Ida Invited", "ida@example.com");
        var path = link("ida@example.com");
        var id =
                portal.query("SELECT id FROM object_link").getFirst().getFirst().toString();
        cora.post(page() + "/revoke", Map.of("id", id)).expect(303);
        asked(path);
        assertEquals(0, portal.mails("ida@example.com"));
        assertEquals(1, portal.count("SELECT count(*) FROM object_link"));
    }

    @Test
    void a_form_names_no_contact_of_nobody_and_no_link_of_another_thing() {
        cora.post(page(), Map.of("days", "7", "email", "nobody@example.com"))
                .expect(422)
                .expectText("No contact has this address.");
        link("");
        var id =
                portal.query("SELECT id FROM object_link").getFirst().getFirst().toString();
        cora.post("/t/acme/announcements/" + other + "/links/revoke", Map.of("id", id))
                .expect(404);
        assertEquals(0, portal.count("SELECT count(*) FROM object_link WHERE revoked_at IS NOT NULL"));
        assertEquals(1, portal.count("SELECT count(*) FROM audit WHERE action = 'link.created'"));
    }

    @Test
    void a_right_implies_looking_and_nothing_else() {
        for (var right : Right.values()) {
            for (var wanted : Right.values())
                assertEquals(right == wanted || wanted == Right.VIEW, right.allows(wanted), right + " " + wanted);
        }
    }
}
