package dev.atrium.notifications;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Portal;
import dev.atrium.harness.SmtpSink;
import java.util.HashSet;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OutboxDrainTest {
    private static SmtpSink sink;
    private static Portal portal;

    @BeforeAll
    static void start() {
        sink = SmtpSink.open(0);
        portal = Portal.start(Map.of("mail.port", Integer.toString(sink.port())));
    }

    @AfterAll
    static void stop() {
        portal.close();
        sink.close();
    }

    private static void queue(String slug, String recipient) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id) VALUES (?, ?, 'test', ?, 'Acme', 'Hello', '<p>Hello</p>', 'Hello', ?)",
                portal.tenantId(slug),
                id,
                recipient,
                "<" + id + "@test>");
    }

    @Test
    void a_backlog_of_100_mails_is_sent_once_each() {
        for (int i = 0; i < 100; i++) queue(i % 3 == 0 ? Portal.GLOBEX : Portal.ACME, "backlog" + i + "@example.com");
        var letters = sink.await(100, 20);
        var recipients = new HashSet<String>();
        letters.forEach(letter -> recipients.add(letter.recipient()));
        assertEquals(100, letters.size());
        assertEquals(100, recipients.size());
    }
}
