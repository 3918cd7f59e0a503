package dev.atrium.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Factors;
import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One person from the invitation to the last mail, over HTTP and SMTP: they use everything that writes down something of them, take
 * it all out, wish to be erased, think better of it, and are erased. Then the whole database is searched for them.
 */
class WholeWayTest {
    private static final String NAME = "Quirinia Zwetschgenbaum";
    private static final String FIRST = "quirinia@first.example";
    private static final String SECOND = "zwetschgenbaum@second.example";
    private static final Map<String, String> WISH = Map.of("confirm", "yes");

    private Portal portal;
    private Visitor olivia;

    @BeforeEach
    void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        olivia = portal.asStaff("olivia@staff.example");
        portal.settings(Portal.ACME, "magic_links = true");
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    @Test
    void a_person_takes_everything_out_and_leaves_no_trace_that_nobody_declared() throws Exception {
        var me = joins();
        lives(me);
        var moved = moves(me);
        var contact = contact();
        takesEverythingOut(moved);
        thinksBetterOfIt(moved);
        isErased(contact);
        var left = traces();
        System.out.println("rows that hold name or address after erasure: "
                + left.values().stream().mapToLong(Long::longValue).sum() + " " + left);
        assertEquals(Map.of(), left);
        portal.at(Portal.ACME)
                .post("/login", Forms.login(SECOND, Portal.PASSWORD))
                .expect(422);
        for (var kept : portal.query(
                "SELECT x->>'table', x->>'reason' FROM erasure, jsonb_array_elements(outcome) x WHERE x->>'done' = 'kept' AND (x->>'rows')::int > 0"))
            assertFalse(kept.get(1).toString().isEmpty(), kept + " stays without a reason");
    }

    private Visitor joins() {
        olivia.post("/t/acme/invitations/new", Map.of("email", FIRST, "full_name", NAME))
                .expect(303);
        var mail = portal.mail(FIRST).text();
        var link = mail.substring(mail.indexOf("/invitation/")).split("\\s")[0];
        var me = portal.at(Portal.ACME);
        me.post(link, Map.of("full_name", NAME, "password", Portal.PASSWORD)).expectRedirect("/");
        return me;
    }

    private UUID contact() {
        return (UUID) portal.query("SELECT contact_id FROM account").getFirst().getFirst();
    }

    /** What leaves rows: profile, picture, key, passkey, wrong and right ways in, links, notes and tasks of staff. */
    private void lives(Visitor me) throws IOException {
        me.post("/account/profile", Map.of("name", NAME, "time_zone", "Europe/Berlin", "language", "en"))
                .expect(303);
        var head =
                "--X\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"quirinia.png\"\r\nContent-Type: image/png\r\n\r\n";
        me.send(
                        "POST",
                        "/account/avatar",
                        head.getBytes(StandardCharsets.ISO_8859_1),
                        Files.readAllBytes(Path.of("src/main/resources/demo/logo-acme.png")),
                        "\r\n--X--\r\n".getBytes(StandardCharsets.ISO_8859_1),
                        "multipart/form-data; boundary=X")
                .expect(303);
        me.post("/account/keys", Map.of("key_name", NAME, "days", "90", "scope_profile_read", "yes"))
                .expect(200);
        Factors.passkey(portal, me);
        var other = portal.at(Portal.ACME);
        other.post("/login", Forms.login(FIRST, "not-my-phrase-3")).expect(422);
        other.post("/login/code", Forms.email(FIRST)).expectRedirect("/code");
        other.post("/code", Forms.code(portal.code(FIRST))).expect(303);
        portal.at(Portal.ACME).post("/login/code", Forms.email(FIRST)).expectRedirect("/code");
        var page = "/t/acme/contacts/" + contact();
        olivia.post(page + "/sign-in-links", Map.of("hours", "72", "life", "72"))
                .expect(303);
        olivia.post(page + "/notes", Map.of("body", NAME + " likes plums")).expect(303);
        olivia.post(page + "/tasks", Map.of("task_title", "Call " + NAME)).expect(303);
        olivia.post("/t/acme/view-as", Map.of("account", account().toString(), "reason", "Help with an invoice"));
    }

    private UUID account() {
        return (UUID) portal.query("SELECT id FROM account").getFirst().getFirst();
    }

    private Visitor moves(Visitor me) {
        me.post("/account/email", Map.of("email", SECOND)).expectRedirect("/account/email");
        var old = portal.mail(
                FIRST, m -> m.subject().contains("e-mail address") || m.text().contains(SECOND));
        var code = old.text().replaceAll("(?s).*?\\b([0-9]{6})\\b.*", "$1");
        me.post("/account/email/code", Map.of("side", "old", "code_old", code)).expectRedirect("/account/email");
        me.post("/account/email/code", Map.of("side", "new", "code_new", portal.code(SECOND)))
                .expectRedirect("/account/email");
        assertEquals(1, portal.accounts(SECOND));
        return me;
    }

    private void takesEverythingOut(Visitor me) throws Exception {
        var answer = me.post("/account/data/archive", Map.of());
        var files = unzip(answer);
        var manifest = new JsonObject(text(files.get("manifest.json")));
        assertEquals(files.size() - 1, manifest.getJsonArray("files").size());
        for (var table : List.of("contact", "account", "mail_outbox", "note", "task", "invitation", "email_change")) {
            var file = files.get("tables/" + table + ".jsonl");
            assertTrue(file != null && file.length > 0, table + " lacks of " + files.keySet());
            text(file).lines().forEach(JsonObject::new);
        }
        assertTrue(
                files.keySet().stream().anyMatch(path -> path.startsWith("files/")),
                files.keySet().toString());
        assertTrue(text(files.get("tables/contact.jsonl")).contains(NAME));
        assertTrue(text(files.get("tables/account.jsonl")).contains(SECOND));
        assertTrue(text(files.get("index.html")).contains(NAME));
        var all = files.values().stream().map(WholeWayTest::text).reduce("", String::concat);
        for (var secret : List.of("password_hash", "secret_hash", "token_hash", "$argon2id$"))
            assertFalse(all.contains(secret), secret + " is nobody's to read");
    }

    private void thinksBetterOfIt(Visitor me) {
        me.post("/account/data/erase", WISH).expectRedirect("/signed-out");
        assertEquals(0, portal.sessions(SECOND));
        assertTrue(portal.mail(SECOND, m -> m.text().contains("/account/data"))
                .text()
                .contains("/account/data"));
        portal.move(Duration.ofDays(13));
        var back = signedIn();
        back.get("/account").expect(200);
        back.get("/account/data").expect(200).expectText("Keep my account");
        back.post("/account/data/keep", Map.of()).expectRedirect("/account/data");
        portal.move(Duration.ofDays(2));
        assertEquals("cancelled", state());
        assertEquals(0, portal.count("SELECT count(*) FROM job WHERE kind = 'erasure.due' AND state = 'ready'"));
        signedIn().get("/account/data").expect(200).expectText("Erase my account");
        assertEquals(1, portal.accounts(SECOND));
    }

    private Visitor signedIn() {
        var visitor = portal.at(Portal.ACME);
        visitor.post("/login", Forms.login(SECOND, Portal.PASSWORD)).expectRedirect("/");
        return visitor;
    }

    private String state() {
        return (String) portal.query("SELECT state FROM erasure ORDER BY asked_at DESC LIMIT 1")
                .getFirst()
                .getFirst();
    }

    private void isErased(UUID contact) {
        signedIn().post("/account/data/erase", WISH).expectRedirect("/signed-out");
        // Somebody goes on trying to get in meanwhile: what counts attempts names the address too.
        portal.at(Portal.ACME)
                .post("/login", Forms.login(SECOND, "not-my-phrase-3"))
                .expect(422);
        portal.move(Duration.ofDays(14).plusMinutes(1));
        for (int i = 0; i < 500 && portal.accounts(SECOND) > 0; i++) Portal.pause(20);
        assertEquals(0, portal.accounts(SECOND));
        assertEquals("done", state());
        portal.mail(SECOND, m -> m.text().contains("last mail"));
        for (int i = 0; i < 500 && portal.mails(SECOND) > 0; i++) {
            if (i % 50 == 49) portal.move(Duration.ofMinutes(12));
            Portal.pause(20);
        }
        assertEquals(0, portal.mails(SECOND) + portal.mails(FIRST), "the last mail is forgotten too");
        assertEquals(
                List.of(List.of("Erased person")), portal.query("SELECT full_name FROM contact WHERE id = ?", contact));
    }

    /** Every row of every table, as text, that holds a part of the name or one of the addresses. */
    private Map<String, Long> traces() {
        var found = new TreeMap<String, Long>();
        for (var row : portal.query("SELECT tablename FROM pg_tables WHERE schemaname = 'portal'")) {
            var table = row.getFirst().toString();
            long rows = portal.count("SELECT count(*) FROM portal.\"" + table
                    + "\" t WHERE t::text ILIKE '%quirinia%' OR t::text ILIKE '%zwetschgenbaum%'");
            if (rows > 0) found.put(table, rows);
        }
        return found;
    }

    private static Map<String, byte[]> unzip(Answer answer) {
        answer.expect(200);
        var files = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.bytes()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                files.put(entry.getName(), zip.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
