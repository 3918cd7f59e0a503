package dev.atrium.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person takes out what is stored of them, and is erased: after time to think, once, and never under a legal hold. */
class PersonDataTest {
    private static final String ANA = "ana@example.com";
    private static final Map<String, String> WISH = Map.of("confirm", "yes", "password", Portal.PASSWORD);

    private Portal portal;
    private UUID account;
    private UUID contact;

    @BeforeEach
    void start() {
        portal = Portal.start();
        account = portal.account(Portal.ACME, "Ana Archive", ANA);
        contact = contactOf(account);
        portal.staff("Ola Owner", "ola@staff.example", "owner", Portal.ACME);
        portal.staff("Sue Support", "sue@staff.example", "support", Portal.ACME);
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private UUID contactOf(UUID of) {
        return (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", of)
                .getFirst()
                .getFirst();
    }

    private Visitor ana() {
        return portal.as(Portal.ACME, ANA);
    }

    private String name() {
        return (String) portal.query("SELECT full_name FROM contact WHERE id = ?", contact)
                .getFirst()
                .getFirst();
    }

    private void eventuallyErased() {
        for (int i = 0; i < 500 && !name().equals("Erased person"); i++) Portal.pause(20);
        assertEquals("Erased person", name());
    }

    private static Map<String, byte[]> unzip(Answer answer) {
        answer.expect(200);
        assertEquals("application/zip", answer.header("Content-Type"));
        assertTrue(answer.header("Content-Disposition").startsWith("attachment;"));
        var files = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.bytes()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                files.put(entry.getName(), zip.readAllBytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return files;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void mails(int n, String to) {
        portal.execute("""
                INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id, state)
                SELECT ?, gen_random_uuid(), 'welcome', ?, 'Acme', 'Mail ' || n, '', 'the text ' || n, '<' || n || '@x>', 'accepted'
                  FROM generate_series(1, ?) n""", portal.tenantId(Portal.ACME), to, n);
    }

    @Test
    void the_archive_is_whole_and_its_manifest_is_true() throws Exception {
        mails(250, ANA);
        mails(5, "ben@example.com");
        portal.execute(
                "INSERT INTO avatar (tenant_id, account_id, etag, type, bytes) VALUES (?, ?, 'e', 'image/png', ?)",
                portal.tenantId(Portal.ACME),
                account,
                "the picture".getBytes(StandardCharsets.UTF_8));
        var files = unzip(ana().post("/account/data/archive", Map.of()));
        var manifest = new JsonObject(text(files.get("manifest.json")));
        assertEquals(contact.toString(), manifest.getString("contact"));
        assertEquals(files.size() - 1, manifest.getJsonArray("files").size(), "all but itself");
        for (var item : manifest.getJsonArray("files")) {
            var file = (JsonObject) item;
            var bytes = files.get(file.getString("path"));
            var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            assertEquals(file.getString("sha256"), HexFormat.of().formatHex(hash), file.getString("path"));
            assertEquals(file.getLong("bytes"), bytes.length);
        }
        var mails = text(files.get("tables/mail_outbox.jsonl"))
                .lines()
                .map(JsonObject::new)
                .toList();
        assertEquals(250, mails.size());
        assertEquals(
                250,
                mails.stream().map(mail -> mail.getString("subject")).distinct().count());
        assertEquals("the picture", text(files.get("files/picture.png")));
        assertFalse(text(files.get("tables/account.jsonl")).contains("password_hash"));
        assertTrue(text(files.get("index.html")).contains("Ana Archive"));
        assertEquals(
                1,
                portal.count("SELECT count(*) FROM audit WHERE action = 'data.exported' AND object_id = ?", contact));
    }

    @Test
    void the_readable_page_speaks_the_persons_language_and_escapes_what_they_wrote() {
        portal.execute("UPDATE contact SET full_name = ? WHERE id = ?", "<script>alert(1)</script>", contact);
        portal.execute("UPDATE account SET language = 'de' WHERE id = ?", account);
        var page = text(unzip(ana().post("/account/data/archive", Map.of())).get("index.html"));
        assertTrue(page.contains("<html lang=\"de\">") && page.contains("Kontaktdaten"), page);
        assertFalse(page.contains("<script>"), page);
    }

    @Test
    void archives_are_limited_by_the_hour() {
        var ana = ana();
        for (int i = 0; i < DataRoutes.ARCHIVES_PER_HOUR; i++)
            ana.post("/account/data/archive", Map.of()).expect(200);
        ana.post("/account/data/archive", Map.of()).expect(429);
        portal.move(Duration.ofHours(2));
        ana().post("/account/data/archive", Map.of()).expect(200);
    }

    @Test
    void without_proof_nothing_is_taken_out_and_without_consent_nothing_is_erased() {
        var ana = ana();
        ana.post("/account/data/erase", Map.of("password", Portal.PASSWORD)).expect(422);
        portal.move(Duration.ofMinutes(16));
        ana.post("/account/data/erase", Map.of("confirm", "yes")).expect(403);
        var led = ana.post("/account/data/archive", Map.of()).expect(303).location();
        assertTrue(led.startsWith("/account/confirm"), led);
        ana.get("/api/v1/me/data/archive").expect(403);
        assertEquals(0, portal.count("SELECT count(*) FROM audit WHERE action = 'data.exported'"));
        assertEquals(0, portal.count("SELECT count(*) FROM erasure"));
        ana.get("/account/data").expect(200);
    }

    @Test
    void a_mailed_code_is_as_good_as_the_password() {
        var visitor = portal.at(Portal.ACME);
        visitor.post("/login/code", Map.of("email", ANA)).expectRedirect("/code");
        visitor.post("/code", Map.of("code", portal.code(ANA))).expect(303);
        visitor.post("/account/data/erase", Map.of("confirm", "yes")).expectRedirect("/signed-out");
        assertEquals(1, portal.count("SELECT count(*) FROM erasure WHERE state = 'pending'"));
    }

    @Test
    void whoever_changes_their_mind_in_time_stays() {
        var ana = ana();
        ana.post("/account/data/erase", WISH).expectRedirect("/signed-out");
        assertEquals(0, portal.sessions(ANA), "every device is signed out");
        assertTrue(portal.mail(ANA).text().contains("/account/data"));
        var back = ana();
        back.get("/")
                .expect(200)
                .expectText("You will be erased on")
                .expectText("Until then you can change your mind.");
        back.get("/account/data").expect(200).expectText("Keep my account");
        back.post("/account/data/keep", Map.of()).expectRedirect("/account/data");
        assertFalse(back.get("/").expect(200).body().contains("You will be erased"), "who stays is told nothing");
        portal.move(Duration.ofDays(15));
        Portal.pause(2_500);
        assertEquals("Ana Archive", name());
        ana().get("/account/data").expect(200);
    }

    @Test
    void after_the_time_to_think_the_person_is_gone_and_so_is_the_last_mail() {
        mails(3, ANA);
        ana().post("/account/data/erase", WISH).expect(303);
        portal.move(Duration.ofDays(13));
        Portal.pause(2_500);
        assertEquals("Ana Archive", name(), "not before its time");
        portal.move(Duration.ofDays(2));
        eventuallyErased();
        assertEquals(0, portal.accounts(ANA));
        portal.mail(ANA, mail -> mail.text().contains("last mail"));
        portal.move(Duration.ofMinutes(12));
        for (int i = 0; i < 500 && portal.mails(ANA) > 0; i++) {
            if (i % 100 == 99) portal.move(Duration.ofMinutes(12));
            Portal.pause(20);
        }
        assertEquals(0, portal.mails(ANA), "the last mail is forgotten");
        assertEquals(0, portal.count("SELECT count(*) FROM rate_limit WHERE key LIKE '%' || ?", ANA));
        assertEquals(0, portal.count("SELECT count(*) FROM audit WHERE detail::text LIKE '%' || ? || '%'", ANA));
        assertEquals(
                1,
                portal.count("SELECT count(*) FROM erasure WHERE state = 'done' AND outcome::text LIKE '%deleted%'"));
        assertEquals(
                1, portal.count("SELECT count(*) FROM fact WHERE kind = 'contact.erased' AND object_id = ?", contact));
    }

    @Test
    void where_there_is_no_time_to_think_it_happens_at_once() {
        portal.settings(Portal.ACME, "erasure_days = 0");
        var ana = ana();
        ana.get("/").expect(200);
        var elsewhere = ana();
        elsewhere.get("/").expect(200);
        ana.post("/account/data/erase", WISH).expectRedirect("/signed-out");
        elsewhere.get("/").expectRedirect("/login");
        assertEquals("Erased person", name());
        assertEquals(0, portal.accounts(ANA));
        portal.mail(ANA, mail -> mail.text().contains("last mail"));
    }

    @Test
    void of_many_wishes_at_once_one_is_heard() {
        var visitors = new Visitor[20];
        for (int i = 0; i < visitors.length; i++) visitors[i] = ana();
        Race.of(
                visitors.length,
                i -> visitors[i].post("/account/data/erase", WISH).status());
        assertEquals(1, portal.count("SELECT count(*) FROM erasure"));
        assertEquals(1, portal.count("SELECT count(*) FROM job WHERE kind = 'erasure.due'"));
        assertEquals(1, portal.count("SELECT count(*) FROM mail_outbox WHERE kind = 'account.erasure_asked'"));
    }

    @Test
    void a_legal_hold_refuses_and_says_why_and_a_wish_waits_for_its_end() {
        var path = "/t/acme/contacts/" + contact + "/data";
        var ola = portal.asStaff("ola@staff.example");
        ola.post(path + "/hold", Map.of("reason", "a lawsuit about fees")).expect(303);
        ana().post("/account/data/erase", WISH).expect(409).expectText("a lawsuit about fees");
        ola.post(path + "/erase", Map.of("confirm", "yes", "why", "asked", "when", "later"))
                .expect(409)
                .expectText("a lawsuit about fees");
        ola.post(path + "/hold", Map.of("reason", "")).expect(303);
        ana().post("/account/data/erase", WISH).expect(303);
        ola.post(path + "/hold", Map.of("reason", "an audit")).expect(303);
        portal.move(Duration.ofDays(15));
        Portal.pause(2_500);
        assertEquals("Ana Archive", name());
        portal.asStaff("ola@staff.example")
                .post(path + "/hold", Map.of("reason", ""))
                .expect(303);
        eventuallyErased();
    }

    @Test
    void staff_answer_for_a_person_who_asked_by_letter_as_far_as_their_role_goes() {
        var letter = portal.contact(Portal.ACME, "Lee Letter", "lee@example.com");
        var path = "/t/acme/contacts/" + letter + "/data";
        var sue = portal.asStaff("sue@staff.example");
        assertFalse(sue.get(path).expect(200).body().contains(path + "/erase"));
        var files = unzip(sue.post(path + "/archive", Map.of()));
        assertTrue(text(files.get("tables/contact.jsonl")).contains("lee@example.com"));
        sue.post(path + "/erase", Map.of("confirm", "yes")).expect(404);
        sue.post(path + "/hold", Map.of("reason", "no")).expect(404);
        var ola = portal.asStaff("ola@staff.example");
        ola.post(path + "/erase", Map.of()).expect(422);
        ola.post(path + "/erase", Map.of("confirm", "yes")).expect(422);
        ola.post(path + "/erase", Map.of("confirm", "yes", "why", "asked", "when", "later"))
                .expect(303);
        portal.mail("lee@example.com");
        portal.move(Duration.ofDays(15));
        for (int i = 0;
                i < 500 && portal.count("SELECT count(*) FROM contact WHERE email = 'lee@example.com'") > 0;
                i++) Portal.pause(20);
        assertEquals(0, portal.count("SELECT count(*) FROM contact WHERE email = 'lee@example.com'"));
    }

    @Test
    void what_was_mailed_to_a_shared_address_is_not_one_persons_alone() {
        portal.account(Portal.ACME, "Bea Both", ANA);
        portal.settings(Portal.ACME, "erasure_days = 0");
        mails(3, ANA);
        var ana = portal.at(Portal.ACME);
        ana.post("/login", Map.of("email", ANA, "password", Portal.PASSWORD)).expect(303);
        ana.post("/login/accounts", Map.of("account", account.toString())).expect(303);
        assertFalse(unzip(ana.post("/account/data/archive", Map.of())).containsKey("tables/mail_outbox.jsonl"));
        ana.post("/account/data/erase", WISH).expectRedirect("/signed-out");
        assertEquals("Erased person", name());
        assertEquals(3, portal.count("SELECT count(*) FROM mail_outbox WHERE subject LIKE 'Mail %'"));
        assertEquals(1, portal.accounts(ANA), "the other account lives");
        assertEquals(1, portal.count("SELECT count(*) FROM erasure WHERE outcome::text LIKE '%somebody else uses%'"));
    }

    @Test
    void what_was_mailed_to_a_former_address_is_theirs_unless_it_was_anothers_too() {
        portal.settings(Portal.ACME, "erasure_days = 0");
        var ben = contactOf(portal.account(Portal.ACME, "Ben Before", "ben@example.com"));
        mails(2, "ana-before@example.com");
        portal.execute("UPDATE mail_outbox SET contact_id = ? WHERE recipient = 'ana-before@example.com'", contact);
        mails(2, "both-before@example.com");
        portal.execute("UPDATE mail_outbox SET contact_id = ? WHERE recipient = 'both-before@example.com'", contact);
        portal.execute(
                "UPDATE mail_outbox SET contact_id = ? WHERE recipient = 'both-before@example.com' AND subject = 'Mail 2'",
                ben);
        var ana = ana();
        var mails = text(unzip(ana.post("/account/data/archive", Map.of())).get("tables/mail_outbox.jsonl"));
        assertEquals(
                2, mails.lines().filter(line -> line.contains("ana-before@")).count());
        assertFalse(mails.contains("both-before@"), "a letter to Ben is not Ana's");
        ana.post("/account/data/erase", WISH).expect(303);
        assertEquals(0, portal.count("SELECT count(*) FROM mail_outbox WHERE recipient = 'ana-before@example.com'"));
        assertEquals(2, portal.count("SELECT count(*) FROM mail_outbox WHERE recipient = 'both-before@example.com'"));
    }

    @Test
    void programs_may_do_the_same() {
        var ana = ana();
        var overview = ana.get("/api/v1/me/data").expect(200).json();
        assertEquals(14, overview.getInteger("erasure_days"));
        assertFalse(overview.getJsonArray("items").isEmpty());
        assertTrue(unzip(ana.get("/api/v1/me/data/archive")).containsKey("manifest.json"));
        var head = ana.send("HEAD", "/api/v1/me/data/archive", null, null);
        assertEquals(0, head.bytes().length, "nothing follows the head");
        ana.json("DELETE", "/api/v1/me/erasure", null).expect(404);
        assertFalse(ana.json("POST", "/api/v1/me/erasure", "")
                .expect(200)
                .json()
                .getString("due_at")
                .isEmpty());
        var back = ana();
        back.json("DELETE", "/api/v1/me/erasure", null).expect(204);
        assertEquals(1, portal.count("SELECT count(*) FROM erasure WHERE state = 'cancelled'"));
    }
}
