package dev.atrium.notifications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.MailAuthority;
import dev.atrium.harness.Portal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.server.SMTPServer;

/** Mail over TLS that stands: handed to the server whose certificate is trusted, and kept for it meanwhile. */
class MailTrustTest {
    private static final MailAuthority OURS = new MailAuthority("Ours");
    private static final MailAuthority ANOTHERS = new MailAuthority("Another's");

    private final List<String> arrived = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** A real mail server; it takes mail over TLS alone. */
    private SMTPServer server(int port, SSLContext tls, boolean implicit) throws IOException {
        var server = new SMTPServer.Builder()
                .bindAddress(InetAddress.getByName("127.0.0.1"))
                .port(port)
                .hostName("localhost")
                .messageHandler(
                        (context, from, to, data) -> arrived.add(to + " " + new String(data, StandardCharsets.UTF_8)));
        var built = implicit
                ? server.serverSocketFactory(tls).build()
                : server.enableTLS().requireTLS().startTlsSocketFactory(tls).build();
        built.start();
        return built;
    }

    private Portal portal(int port, boolean implicit) {
        return Portal.start(Map.of(
                "mail.host",
                "localhost",
                "mail.port",
                Integer.toString(port),
                "mail.start-tls",
                implicit ? "implicit" : "required",
                "mail.trust",
                OURS.pem(directory.resolve("authority.pem")).toAbsolutePath().toString()));
    }

    private static void queue(Portal portal, String to) {
        portal.execute(
                "INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id) VALUES (?, gen_random_uuid(), 'test', ?, 'Acme', 'Hello', '<p>Hello</p>', 'Hello', ?)",
                portal.tenantId(Portal.ACME),
                to,
                "<" + to + ">");
    }

    private static String state(Portal portal, String to) {
        return (String) portal.query("SELECT state FROM mail_outbox WHERE recipient = ?", to)
                .getFirst()
                .getFirst();
    }

    private static String answer(Portal portal, String to) {
        for (int i = 0; i < 1000; i++) {
            var answer = (String) portal.query("SELECT answer FROM mail_outbox WHERE recipient = ?", to)
                    .getFirst()
                    .getFirst();
            if (!answer.isEmpty()) return answer;
            Portal.pause(10);
        }
        return "";
    }

    private static void accepted(Portal portal, String to) {
        for (int i = 0; i < 2500 && !state(portal, to).equals("accepted"); i++) Portal.pause(10);
        assertEquals("accepted", state(portal, to), answer(portal, to));
    }

    /** Refused by the portal, with the reason kept; nothing of the mail was said. */
    private void kept(Portal portal, String to, String reason) {
        var answer = answer(portal, to);
        assertTrue(answer.startsWith("TLS: ") && answer.contains(reason), answer);
        assertEquals("queued", state(portal, to));
        assertEquals(List.of(), arrived);
    }

    /** Queued with the reason for as long as the server shows what is wrong; delivered, once, as soon as it shows what is right. */
    private void walk(boolean implicit) throws IOException {
        int port = free();
        var wrong = new LinkedHashMap<SSLContext, String>();
        wrong.put(ANOTHERS.server("localhost"), "unable to find valid certification path");
        wrong.put(OURS.server("mail.somebody-else.example"), "localhost");
        wrong.put(OURS.withoutNames("mail.somebody-else.example"), "localhost");
        wrong.put(OURS.expired("localhost"), "NotAfter");
        SMTPServer server = null;
        try (var portal = portal(port, implicit)) {
            for (var shown : wrong.entrySet()) {
                server = server(port, shown.getKey(), implicit);
                portal.execute("DELETE FROM mail_outbox");
                queue(portal, "ana@example.com");
                kept(portal, "ana@example.com", shown.getValue());
                server.stop();
            }
            server = server(port, OURS.server("localhost"), implicit);
            portal.execute("UPDATE mail_outbox SET due_at = now(), leased_until = NULL");
            accepted(portal, "ana@example.com");
            assertEquals(1, arrived.size(), "once");
            assertTrue(arrived.getFirst().startsWith("ana@example.com"), arrived.getFirst());
        } finally {
            if (server != null) server.stop();
        }
    }

    @Test
    void by_starttls_a_certificate_of_nobody_trusted_of_another_name_or_of_yesterday_gets_nothing() throws IOException {
        walk(false);
    }

    @Test
    void from_the_first_byte_a_certificate_of_nobody_trusted_of_another_name_or_of_yesterday_gets_nothing()
            throws IOException {
        walk(true);
    }
}
