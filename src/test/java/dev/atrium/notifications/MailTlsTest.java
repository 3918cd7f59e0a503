package dev.atrium.notifications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.SmtpSink;
import dev.atrium.harness.SmtpSink.Tls;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where TLS is required, neither a mail nor the password of the mail server is ever said in the clear. */
class MailTlsTest {
    private SmtpSink sink;

    @BeforeEach
    void open() {
        sink = SmtpSink.open(0);
    }

    @AfterEach
    void close() {
        sink.close();
    }

    private Portal portal(String startTls) {
        return Portal.start(Map.of(
                "mail.port",
                Integer.toString(sink.port()),
                "mail.start-tls",
                startTls,
                "mail.user",
                "portal",
                "mail.password",
                "very-secret"));
    }

    private static Object state(Portal portal, int attempts) {
        for (int i = 0;
                i < 500
                        && portal.count("SELECT coalesce(max(attempts), 0) FROM mail_outbox WHERE answer <> ''")
                                < attempts;
                i++) Portal.pause(20);
        return portal.query("SELECT state FROM mail_outbox").getFirst().getFirst();
    }

    @Test
    void a_server_without_tls_gets_nothing_where_it_is_required() {
        for (var tls : Tls.values()) {
            sink.with(tls);
            try (var portal = portal("required")) {
                portal.at(Portal.ACME)
                        .post("/login/code", Forms.email("ana@example.com"))
                        .expectRedirect("/code");
                assertEquals("queued", state(portal, 2), tls + ": it is kept and tried again");
            }
            assertTrue(sink.heard().stream().anyMatch(line -> line.startsWith("EHLO")), "it was asked");
            var said = sink.heard().stream()
                    .filter(line -> line.matches("(?i)(AUTH|MAIL|RCPT|DATA).*") || line.contains("ana@example.com"))
                    .toList();
            assertEquals(java.util.List.of(), said, tls + ": said in the clear");
            assertEquals(0, sink.letters().size());
        }
    }

    @Test
    void where_it_is_optional_a_server_without_it_is_served() {
        try (var portal =
                Portal.start(Map.of("mail.port", Integer.toString(sink.port()), "mail.start-tls", "optional"))) {
            portal.at(Portal.ACME)
                    .post("/login/code", Forms.email("ana@example.com"))
                    .expectRedirect("/code");
            assertEquals(1, sink.await(1, 10).size(), "the positive control");
        }
    }
}
