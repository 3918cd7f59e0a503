package dev.atrium.notifications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.SmtpSink;
import dev.atrium.harness.SmtpSink.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever the mail server does, a queued mail is sent, or visibly given up; and nobody at the portal waits for it. */
class MailFaultsTest {
    private static Portal portal;
    private static int port;
    private SmtpSink sink;

    @BeforeAll
    static void start() {
        try (var first = SmtpSink.open(0)) {
            port = first.port();
        }
        portal = Portal.start(Map.of("mail.port", Integer.toString(port), "limits.codes-per-ip-per-hour", "1000"));
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @BeforeEach
    void open() {
        sink = SmtpSink.open(port);
    }

    @AfterEach
    void close() {
        sink.close();
    }

    private static void ask(String slug, String email) {
        portal.at(slug).post("/login/code", Forms.email(email)).expectRedirect("/code");
    }

    private static List<Object> row(String email) {
        return portal.query("SELECT state, attempts, answer FROM mail_outbox WHERE recipient = ?", email)
                .getFirst();
    }

    private static void waitFor(String email, String state) {
        for (int i = 0; i < 250 && !row(email).getFirst().equals(state); i++) Portal.pause(20);
        assertEquals(state, row(email).getFirst(), () -> row(email).toString());
    }

    @Test
    void a_mail_server_that_is_down_stops_nobody_and_loses_nothing() {
        sink.close();
        ask(Portal.ACME, "down@example.com");
        Portal.pause(300);
        assertEquals("queued", row("down@example.com").getFirst());
        sink = SmtpSink.open(port);
        waitFor("down@example.com", "accepted");
        assertEquals(
                1,
                sink.accepted().stream()
                        .filter(letter -> letter.recipient().equals("down@example.com"))
                        .count());
    }

    @Test
    void not_now_is_tried_again_later_under_the_same_message_id() {
        for (var fault : List.of(Fault.RCPT_421, Fault.RCPT_451, Fault.DOT_451, Fault.RESET_AFTER_DOT)) {
            var email = fault.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "@example.com";
            sink.then(fault);
            ask(Portal.ACME, email);
            waitFor(email, "accepted");
            assertEquals(2, row(email).get(1), email);
            var ids = sink.letters().stream()
                    .filter(letter -> letter.recipient().equals(email)
                            && !letter.headers().isEmpty())
                    .map(letter -> letter.header("Message-ID"))
                    .distinct()
                    .toList();
            assertEquals(1, ids.size(), email);
        }
    }

    @Test
    void a_refused_mail_is_given_up_where_it_can_be_seen() {
        for (var fault : List.of(Fault.RCPT_550, Fault.DOT_552)) {
            var email = fault.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "@example.com";
            sink.then(fault);
            ask(Portal.ACME, email);
            waitFor(email, "refused");
            assertEquals(1, row(email).get(1));
            assertTrue(row(email)
                    .get(2)
                    .toString()
                    .contains(fault.name().substring(fault.name().length() - 3)));
        }
        assertEquals(2, portal.count("SELECT dead FROM sys_mail_waiting()"));
    }

    @Test
    void a_server_that_refuses_us_has_not_refused_the_mail() {
        // A connection kept from an earlier mail would not be greeted again.
        sink.close();
        sink = SmtpSink.open(port);
        sink.then(Fault.GREETING_554);
        ask(Portal.ACME, "greeting@example.com");
        waitFor("greeting@example.com", "accepted");
    }

    @Test
    void a_mail_that_hangs_holds_up_neither_the_tenants_others_nor_anybody_elses() {
        sink.then(Fault.HANG_AFTER_DATA);
        ask(Portal.ACME, "hangs@example.com");
        for (int i = 0; i < 200 && sink.letters().isEmpty(); i++) Portal.pause(10);
        long start = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            ask(Portal.ACME, "behind" + i + "@example.com");
            ask(Portal.GLOBEX, "beside" + i + "@example.com");
        }
        for (int i = 0; i < 5; i++) {
            waitFor("behind" + i + "@example.com", "accepted");
            waitFor("beside" + i + "@example.com", "accepted");
        }
        assertTrue(System.nanoTime() - start < 5_000_000_000L, "others waited");
        assertEquals("queued", row("hangs@example.com").getFirst());
    }

    @Test
    void a_thousandth_try_comes_six_hours_later_at_most_and_never_at_the_same_moment() {
        assertTrue(MailPost.delay(1).toMillis() >= 1_000 && MailPost.delay(1).toMillis() <= 1_250);
        assertTrue(MailPost.delay(3).toMillis() >= 4_000 && MailPost.delay(3).toMillis() <= 5_000);
        assertTrue(MailPost.delay(1000).toHours() >= 6 && MailPost.delay(1000).toHours() < 8);
    }
}
