package dev.atrium.notifications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.SmtpSink;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Hmac;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a mail, and who is told of it. */
class DeliveryTest {
    private static final String SECRET = "a-secret-of-the-mail-server";
    private static final Pattern GO = Pattern.compile("/go/([A-Za-z0-9_-]{22})");

    private static SmtpSink sink;
    private static Portal portal;

    @BeforeAll
    static void start() {
        sink = SmtpSink.open(0);
        portal = Portal.start(Map.of(
                "mail.port",
                Integer.toString(sink.port()),
                "mail.bounce-secret",
                SECRET,
                "limits.requests-per-ip-per-second",
                "100000"));
        portal.staff("Olga Owner", "olga@staff.example", "owner", Portal.ACME);
    }

    @AfterAll
    static void stop() {
        portal.close();
        sink.close();
    }

    private static List<Object> row(String email) {
        return portal.query(
                        "SELECT id, message_id, state, html FROM mail_outbox WHERE recipient = ? ORDER BY created_at DESC",
                        email)
                .getFirst();
    }

    private static void waitFor(String email, String state) {
        for (int i = 0; i < 500 && !row(email).get(2).equals(state); i++) Portal.pause(20);
        assertEquals(state, row(email).get(2));
    }

    private static String sign(long at, String body, String secret) {
        var head = (at + ".").getBytes(StandardCharsets.UTF_8);
        return "t=" + at + ",v1=" + Hmac.hex(secret, head, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer hook(String signature, String body) {
        return portal.atConsole()
                .header("Sec-Fetch-Site", "cross-site")
                .header("X-Atrium-Signature", signature)
                .json("POST", "/hooks/mail/bounce", body);
    }

    private static String bounce(String messageId, String status) {
        return "{\"message_id\":\"" + messageId + "\",\"status\":\"" + status
                + "\",\"diagnostic\":\"smtp; 550 no such\\r\\nuser\"}";
    }

    private static long now() {
        return portal.house().clock().now().getEpochSecond();
    }

    @Test
    void a_bounce_is_noted_once_and_only_from_who_knows_the_secret() {
        portal.at(Portal.ACME)
                .post("/login/code", Forms.email("back@example.com"))
                .expect(303);
        waitFor("back@example.com", "accepted");
        var body = bounce((String) row("back@example.com").get(1), "5.1.1");
        long now = now();
        for (var forged : List.of(
                "",
                "t=" + now,
                sign(now, body, "another secret of somebody"),
                sign(now, body + " ", SECRET),
                sign(now - 301, body, SECRET),
                sign(now + 330, body, SECRET),
                sign(now, body, SECRET).replace("t=" + now, "t=" + (now + 1)),
                sign(now, body, SECRET).toUpperCase(java.util.Locale.ROOT))) {
            hook(forged.isEmpty() ? "none" : forged, body).expect(401);
        }
        waitFor("back@example.com", "accepted");
        var soft = bounce((String) row("back@example.com").get(1), "4.2.2");
        assertEquals(
                "ignored",
                hook(sign(now, soft, SECRET), soft).expect(200).json().getString("result"));
        var results = Race.of(
                50, i -> hook(sign(now, body, SECRET), body).expect(200).json().getString("result"));
        assertEquals(1, results.stream().filter("noted"::equals).count(), results.toString());
        assertEquals(49, results.stream().filter("known"::equals).count(), results.toString());
        waitFor("back@example.com", "bounced");
        assertEquals(1, portal.count("SELECT count(*) FROM audit WHERE action = 'mail.bounced'"));
        var unknown = bounce("<nobody@example.com>", "5.1.1");
        assertEquals(
                "unknown",
                hook(sign(now, unknown, SECRET), unknown).expect(200).json().getString("result"));
        hook(sign(now, "{", SECRET), "{").expect(422);
        hook(
                        sign(now, "{\"message_id\":\"\",\"status\":\"5.1.1\",\"diagnostic\":\"\",\"x\":1}", SECRET),
                        "{\"message_id\":\"\",\"status\":\"5.1.1\",\"diagnostic\":\"\",\"x\":1}")
                .expect(422);
    }

    private static UUID changePassword(String email) {
        var account = portal.account(Portal.ACME, "Pia Opens", email);
        portal.as(Portal.ACME, email)
                .post("/account/password", Map.of("password", "four-grey-herons", "current", Portal.PASSWORD))
                .expect(303);
        waitFor(email, "accepted");
        return account;
    }

    private static long opened(String email) {
        return portal.count("SELECT count(*) FROM mail_outbox WHERE recipient = ? AND opened_at IS NOT NULL", email);
    }

    @Test
    void a_mail_counts_as_opened_when_its_reader_uses_it_and_never_by_a_scanner() {
        changePassword("pia@example.com");
        portal.account(Portal.ACME, "Not Pia", "notpia@example.com");
        var found = GO.matcher(row("pia@example.com").get(3).toString());
        assertTrue(found.find());
        var path = "/go/" + found.group(1);
        for (int i = 0; i < 10; i++) {
            var answer = portal.at(Portal.ACME).get(path).expect(303);
            assertTrue(answer.location().startsWith("/login?next="), answer.location());
        }
        portal.as(Portal.ACME, "notpia@example.com").get(path).expectRedirect("/");
        assertEquals(0, opened("pia@example.com"), "scanners and others leave no trace");
        var pia = portal.at(Portal.ACME);
        pia.post("/login", Map.of("email", "pia@example.com", "password", "four-grey-herons", "next", path))
                .expectRedirect(path);
        pia.get(path).expectRedirect("/account/sessions");
        assertEquals(1, opened("pia@example.com"));
        var first = portal.query(
                "SELECT opened_at FROM mail_outbox WHERE recipient = 'pia@example.com' AND opened_at IS NOT NULL");
        pia.get(path).expectRedirect("/account/sessions");
        assertEquals(
                first,
                portal.query(
                        "SELECT opened_at FROM mail_outbox WHERE recipient = 'pia@example.com' AND opened_at IS NOT NULL"));
    }

    @Test
    void the_log_shows_mails_but_no_codes_and_each_contact_its_own() {
        var account = changePassword("log@example.com");
        portal.at(Portal.ACME)
                .post("/login/code", Forms.email("log@example.com"))
                .expect(303);
        waitFor("log@example.com", "accepted");
        var olga = portal.asStaff("olga@staff.example");
        var list = olga.get("/t/acme/mail?to=log@example.com&state=accepted").expect(200);
        list.expectText("Your password at Acme Studio was changed").expectText("Sign-in code");
        assertFalse(list.body().matches("(?s).*[0-9]{6} is your code.*"), "a code in the list");
        var code = portal.query(
                        "SELECT id FROM mail_outbox WHERE recipient = 'log@example.com' AND kind = 'account.login_code'")
                .getFirst()
                .getFirst();
        var shown = olga.get("/t/acme/mail/" + code).expect(200).body();
        assertFalse(shown.contains("is your code for") || shown.contains("<iframe"), shown);
        olga.get("/t/acme/mail/" + code + "/html").expect(404);
        var open = portal.query(
                        "SELECT id FROM mail_outbox WHERE recipient = 'log@example.com' AND kind = 'account.password_changed'")
                .getFirst()
                .getFirst();
        olga.get("/t/acme/mail/" + open).expect(200).expectText("<iframe");
        var frame = olga.get("/t/acme/mail/" + open + "/html").expect(200);
        assertTrue(
                frame.header("Content-Security-Policy").endsWith("sandbox"), frame.header("Content-Security-Policy"));
        var contact = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
        var mails = portal.house()
                .db()
                .read(
                        Scope.job(portal.tenantId(Portal.ACME), "test"),
                        tx -> NotificationsModule.mailsOf(tx, contact, 10))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        assertEquals(
                List.of("account.login_code", "account.password_changed"),
                mails.stream().map(MailLine::type).toList());
    }

    @Test
    void only_mails_that_can_be_ended_say_how() {
        var types = portal.house().notifications().types();
        var declared = types.find("account.welcome").orElseThrow();
        types.redeclare(declared.duty(NotificationType.Duty.SECURITY));
        try {
            var account = portal.account(Portal.ACME, "Lis Header", "lis@example.com");
            var tenant = portal.house()
                    .hosts()
                    .tenant(portal.tenantId(Portal.ACME))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .orElseThrow();
            for (var type : List.of(types.find("account.welcome").orElseThrow(), declared)) {
                portal.house()
                        .db()
                        .write(
                                Scope.job(tenant.id(), "test"),
                                tx -> portal.house()
                                        .notifications()
                                        .tell(tx, tenant, Notice.of(type, new Recipient.Account(account), Map.of())))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
            }
        } finally {
            types.redeclare(declared);
        }
        for (int i = 0; i < 500 && letters().size() < 2; i++) Portal.pause(20);
        var headers = letters().stream()
                .map(letter -> String.join("\n", letter.headers()))
                .toList();
        assertEquals(2, headers.size());
        assertEquals(
                1, headers.stream().filter(h -> h.contains("List-Unsubscribe:")).count());
        var with = headers.stream()
                .filter(h -> h.contains("List-Unsubscribe:"))
                .findFirst()
                .orElseThrow();
        assertTrue(with.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), with);
        assertTrue(
                Pattern.compile("List-Unsubscribe:\\s*<http://acme.localhost:[0-9]+/unsubscribe/[A-Za-z0-9_-]+>")
                        .matcher(with)
                        .find(),
                with);
    }

    private static List<SmtpSink.Letter> letters() {
        return sink.accepted().stream()
                .filter(letter -> letter.recipient().equals("lis@example.com"))
                .toList();
    }
}
