package dev.atrium.notifications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.SmtpSink;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Scope;
import io.vertx.core.Future;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MailShapeTest {
    private static final byte[] PIXEL = java.util.Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static SmtpSink sink;
    private static Portal portal;

    @BeforeAll
    static void start() {
        sink = SmtpSink.open(0);
        portal = Portal.start(
                Map.of("mail.port", Integer.toString(sink.port()), "limits.codes-per-ip-per-hour", "1000"));
    }

    @AfterAll
    static void stop() {
        portal.close();
        sink.close();
    }

    private static SmtpSink.Letter letter(String email) {
        portal.at(Portal.ACME).post("/login/code", Forms.email(email)).expectRedirect("/code");
        for (int i = 0; i < 500; i++) {
            var found = sink.accepted().stream()
                    .filter(mail -> mail.recipient().equals(email))
                    .findFirst();
            if (found.isPresent()) return found.get();
            Portal.pause(10);
        }
        throw new AssertionError("no mail to " + email);
    }

    private static void brand(String assignment, Object value) {
        portal.execute(
                "UPDATE branding SET " + assignment + " WHERE tenant_id = ?", value, portal.tenantId(Portal.ACME));
        portal.changed(Portal.ACME);
    }

    @Test
    void the_senders_name_arrives_as_the_business_writes_it() throws Exception {
        int n = 0;
        for (var name : List.of(
                "Acme Studio",
                "Bäckerei Müller & Söhne",
                "Acme (UK) Ltd",
                "Smile :-)",
                "The \"Best\" Co",
                "Back\\slash",
                "a <b@c.example> d",
                "Comma, Inc.",
                "東京スタジオ株式会社のとても長い名前のポータルサイト",
                "Wave 🌊 Surf 🏄‍♀️",
                "=?utf-8?q?x?=",
                "semi;colon: x")) {
            brand("portal_name = ?", name);
            var letter = letter("name" + n++ + "@example.com");
            var from = new InternetAddress(letter.header("From"), true);
            assertEquals(name, from.getPersonal());
            assertEquals("portal@localhost.localdomain", from.getAddress());
            assertEquals(
                    "MAIL FROM:<portal@localhost.localdomain>",
                    letter.commands().getFirst());
            assertTrue(
                    MimeUtility.decodeText(MimeUtility.unfold(letter.header("Subject")))
                            .endsWith(name),
                    letter.header("Subject"));
            for (var header : List.of("From", "Subject")) {
                letter.header(header)
                        .lines()
                        .filter(part -> part.contains("=?"))
                        .forEach(part -> assertTrue(part.length() <= 76, part));
            }
        }
        brand("portal_name = ?", "Acme Studio");
    }

    @Test
    void a_mail_is_text_and_html_with_the_tenants_name_logo_and_colours_and_says_that_a_machine_wrote_it() {
        portal.account(Portal.ACME, "Zoë O’Neill & Co", "shape@example.com");
        brand("logo_type = 'image/png', logo = ?", PIXEL);
        var letter = letter("shape@example.com");
        brand("logo_type = NULL, logo = ?", null);
        assertEquals("auto-generated", letter.header("Auto-Submitted"));
        var row = portal.query(
                        "SELECT message_id, html, text, subject FROM mail_outbox WHERE recipient = 'shape@example.com'")
                .getFirst();
        assertEquals(row.getFirst(), letter.header("Message-ID"));
        for (var part : List.of(
                "multipart/alternative", "multipart/related", "text/plain", "text/html", "Content-ID: <logo@portal>")) {
            assertTrue((letter.headers() + letter.body()).contains(part), part);
        }
        var html = row.get(1).toString();
        assertTrue(html.contains("cid:logo@portal") && html.contains("alt=\"Acme Studio\""));
        assertTrue(html.contains("<title>" + row.get(3) + "</title>"), "no title");
        assertTrue(html.contains("Enter it on the page that asked for it."), "no preheader");
        assertTrue(html.matches("(?s).*background: #[0-9a-f]{6}; color: #[0-9a-f]{6};.*"), "a button without colours");
        assertTrue(html.contains("Zoë O’Neill &amp; Co"));
        assertTrue(
                row.get(2).toString().contains("Hello Zoë O’Neill & Co,"),
                row.get(2).toString());
        assertTrue(row.get(2).toString().contains("Acme Studio"));
    }

    @Test
    void a_stranger_cannot_make_the_portal_mail_words_of_theirs() {
        portal.at(Portal.ACME)
                .post("/signup", Forms.signup("Win at http://evil.example", "unasked@example.com", "a-quiet-place-9"))
                .expectRedirect("/code");
        var row =
                portal.query("SELECT subject || html || text FROM mail_outbox WHERE recipient = 'unasked@example.com'");
        assertFalse(row.getFirst().getFirst().toString().contains("evil"));
    }

    @Test
    void a_rollback_takes_its_mail_along() {
        var house = portal.house();
        var tenant = house.hosts()
                .tenant(portal.tenantId(Portal.ACME))
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .orElseThrow();
        var type = house.notifications().types().find("account.no_account").orElseThrow();
        var notice =
                Notice.of(type, new Recipient.Address(new Email("rollback@example.com"), Locale.ENGLISH), Map.of());
        var done = house.db()
                .write(
                        Scope.job(tenant.id(), "test"),
                        tx -> house.notifications()
                                .tell(tx, tenant, notice)
                                .compose(x -> Future.failedFuture(new IllegalStateException("changed our mind"))));
        assertTrue(done.toCompletionStage()
                .toCompletableFuture()
                .handle((x, e) -> e != null)
                .join());
        assertEquals(0, portal.mails("rollback@example.com"));
    }

    private static List<String> workersMail() {
        return sink.accepted().stream()
                .map(SmtpSink.Letter::recipient)
                .filter(to -> to.startsWith("worker"))
                .toList();
    }

    @Test
    void three_workers_send_each_mail_once_and_a_claim_is_nobody_elses() {
        var house = portal.house();
        var posts = List.of(
                new MailPost(
                        house.vertx(),
                        house.db(),
                        house.keys(),
                        house.pictures(),
                        house.config().mail(),
                        new TeamNews(house.notifications())),
                new MailPost(
                        house.vertx(),
                        house.db(),
                        house.keys(),
                        house.pictures(),
                        house.config().mail(),
                        new TeamNews(house.notifications())));
        for (int i = 0; i < 40; i++) {
            portal.execute(
                    "INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id) VALUES (?, gen_random_uuid(), 'test', ?, 'A', 'S', 'h', 't', '<x@y>')",
                    portal.tenantId(i % 2 == 0 ? Portal.ACME : Portal.GLOBEX),
                    "worker" + i + "@example.com");
            posts.forEach(post -> post.fill(() -> {})
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join());
        }
        for (int i = 0; i < 500 && workersMail().size() < 40; i++) Portal.pause(20);
        Portal.pause(300);
        var recipients = workersMail();
        assertEquals(40, new HashSet<>(recipients).size());
        assertEquals(40, recipients.size(), "a mail was sent twice");
        assertEquals(
                40,
                portal.count(
                        "SELECT count(*) FROM mail_outbox WHERE kind = 'test' AND state = 'accepted' AND attempts = 1"));
        posts.forEach(MailPost::close);
    }

    @Test
    void a_claim_takes_from_every_tenant_in_turn_and_leaves_what_is_leased() {
        portal.execute("UPDATE mail_outbox SET state = 'accepted' WHERE state = 'queued'");
        for (int i = 0; i < 30; i++) {
            portal.execute(
                    "INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id, due_at) VALUES (?, gen_random_uuid(), 'turn', 'x@example.com', 'A', 'S', 'h', 't', '<x@y>', now() - interval '1 hour' + make_interval(secs => ?))",
                    portal.tenantId(i < 25 ? Portal.ACME : Portal.GLOBEX),
                    i);
        }
        var first = portal.query("SELECT tenant_id, id FROM sys_mail_claim(6, 3, interval '2 minutes')");
        var second = portal.query("SELECT tenant_id, id FROM sys_mail_claim(6, 3, interval '2 minutes')");
        portal.execute("DELETE FROM mail_outbox WHERE kind = 'turn'");
        assertTrue(first.size() <= 6);
        var seen = new HashSet<>(first);
        assertTrue(second.stream().noneMatch(seen::contains), "claimed twice");
        assertTrue(first.stream()
                        .filter(claim -> claim.getFirst().equals(portal.tenantId(Portal.ACME)))
                        .count()
                <= 3);
    }
}
