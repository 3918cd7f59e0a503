package dev.atrium.notifications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.config.Config;
import dev.atrium.harness.Forms;
import dev.atrium.harness.MailAuthority;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.SmtpSink;
import dev.atrium.harness.TlsMailServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A business that sends by its own mail server: by that one alone, and at nobody else's cost. */
class OwnServerTest {
    private static final String PAGE = "/t/acme/notifications/sender";

    @TempDir
    private static Path directory;

    private static final MailAuthority AUTHORITY = new MailAuthority("Acme's providers");

    private static TlsMailServer own;
    private static TlsMailServer implicit;
    private static SmtpSink platform;
    private static Portal portal;

    @BeforeAll
    static void start() {
        own = TlsMailServer.open(AUTHORITY.server("localhost"), false);
        implicit = TlsMailServer.open(AUTHORITY.server("localhost"), true);
        platform = SmtpSink.open(0);
        portal = Portal.start(Map.of(
                "mail.port",
                Integer.toString(platform.port()),
                "mail.tenant-hosts",
                "any",
                "mail.trust",
                AUTHORITY.pem(directory.resolve("authority.pem")).toString(),
                "limits.requests-per-ip-per-second",
                "100000"));
        portal.staff("Olga Owner", "own-olga@staff.example", "owner", Portal.ACME);
    }

    @AfterAll
    static void stop() {
        portal.close();
        own.close();
        implicit.close();
        platform.close();
    }

    @BeforeEach
    void forget() {
        portal.execute("DELETE FROM mail_outbox");
        portal.execute("DELETE FROM mail_settings");
        portal.execute("DELETE FROM rate_limit");
    }

    private static Map<String, String> server(int port, String password, String version) {
        var form = new HashMap<>(Map.of(
                "version",
                version,
                "on",
                "yes",
                "host",
                "localhost",
                "port",
                Integer.toString(port),
                "tls",
                "starttls"));
        form.putAll(Map.of("user", TlsMailServer.USER, "password", password, "from", "news@acme.example"));
        return form;
    }

    private static void use(int port, String password) {
        portal.asStaff("own-olga@staff.example")
                .post(PAGE + "/server", server(port, password, "0"))
                .expectRedirect(PAGE);
    }

    private static void queue(String slug, String recipient, boolean security) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id, security) VALUES (?, ?, 'test', ?, 'Acme', 'Hello', '<p>.Hello</p>', '.Hello', ?, ?)",
                portal.tenantId(slug),
                id,
                recipient,
                "<" + id + "@test>",
                security);
    }

    private static List<String> byPlatform() {
        return platform.accepted().stream().map(SmtpSink.Letter::recipient).toList();
    }

    private static void waitFor(long expected, String sql) {
        for (int i = 0; i < 750 && portal.count(sql) != expected; i++) Portal.pause(20);
        assertEquals(expected, portal.count(sql), sql);
    }

    @Test
    void a_business_mails_leave_by_its_own_server_and_by_no_other() {
        use(own.port(), TlsMailServer.PASSWORD);
        portal.asStaff("own-olga@staff.example")
                .post(
                        PAGE,
                        Map.of(
                                "version",
                                "1",
                                "from_name",
                                "Acme Büro",
                                "reply_to",
                                "Answers@Acme.example",
                                "footer",
                                "Acme GmbH\r\nWeg 1, 10115 Berlin"))
                .expectRedirect(PAGE);
        int before = own.letters().size();
        for (var slug : List.of(Portal.ACME, Portal.GLOBEX))
            portal.at(slug)
                    .post("/login/code", Forms.email("own-" + slug + "@example.com"))
                    .expect(303);
        for (int i = 0; i < 10; i++) {
            queue(Portal.ACME, "own" + i + "@example.com", false);
            queue(Portal.GLOBEX, "other" + i + "@example.com", false);
        }
        waitFor(0, "SELECT count(*) FROM mail_outbox WHERE state <> 'accepted'");
        var letters = own.await(before + 11).subList(before, before + 11);
        assertEquals(
                11,
                letters.stream()
                        .filter(letter -> letter.recipient().startsWith("own"))
                        .count());
        assertTrue(letters.stream().allMatch(letter -> letter.from().equals("news@acme.example")));
        assertTrue(byPlatform().stream()
                .noneMatch(to -> to.matches("own[0-9]@example.com") || to.equals("own-acme@example.com")));
        assertEquals(
                10,
                byPlatform().stream()
                        .filter(to -> to.matches("other[0-9]@example.com"))
                        .count());
        var code = letters.stream()
                .filter(letter -> letter.recipient().equals("own-acme@example.com"))
                .findFirst()
                .orElseThrow()
                .data();
        assertTrue(code.contains("<news@acme.example>"), code);
        assertTrue(code.contains("Reply-To: answers@acme.example"), code);
        assertTrue(code.contains("@acme.example>\r\n") || code.contains("@acme.example>\n"), code);
        assertTrue(code.contains("Weg 1, 10115 Berlin"), code);
    }

    @Test
    void tls_from_the_start_works_and_another_password_does_not() {
        var olga = portal.asStaff("own-olga@staff.example");
        var form = server(implicit.port(), TlsMailServer.PASSWORD, "0");
        form.put("tls", "implicit");
        olga.post(PAGE + "/server", form).expectRedirect(PAGE);
        int before = implicit.letters().size();
        olga.post(PAGE + "/test", Map.of())
                .expect(200)
                .expectText("The server took the test")
                .expectText("TLSv1.3");
        assertEquals(
                "own-olga@staff.example", implicit.await(before + 1).getLast().recipient());
        var wrong = server(implicit.port(), "wrong-password", "1");
        wrong.put("tls", "implicit");
        olga.post(PAGE + "/server", wrong).expectRedirect(PAGE);
        var seen = olga.post(PAGE + "/test", Map.of())
                .expect(200)
                .expectText("did not take the test")
                .expectText("535");
        assertFalse(seen.body().contains("wrong-password") || seen.body().contains(TlsMailServer.PASSWORD));
        assertEquals(before + 1, implicit.letters().size());
    }

    @Test
    void a_broken_server_delays_nobody_else_and_its_mails_wait() throws IOException {
        try (var hole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            use(hole.getLocalPort(), "x");
            for (int i = 0; i < 30; i++) queue(Portal.ACME, "stuck" + i + "@example.com", false);
            waitFor(2, "SELECT count(*) FROM mail_outbox WHERE leased_until > now()");
            long begun = System.nanoTime();
            for (int i = 0; i < 20; i++) queue(Portal.GLOBEX, "free" + i + "@example.com", false);
            waitFor(20, "SELECT count(*) FROM mail_outbox WHERE state = 'accepted'");
            long millis = (System.nanoTime() - begun) / 1_000_000;
            System.out.println("{\"proof\":\"broken-mail-server\",\"others_sent\":20,\"millis\":" + millis + "}");
            assertEquals(30, portal.count("SELECT count(*) FROM mail_outbox WHERE state = 'queued'"));
            assertTrue(byPlatform().stream().noneMatch(to -> to.startsWith("stuck")), "no silent way around");
        }
    }

    @Test
    void a_server_that_fails_rests_says_so_and_is_tried_again_when_it_is_put_right() throws IOException {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        use(closed, TlsMailServer.PASSWORD);
        for (int i = 0; i < 6; i++) queue(Portal.ACME, "later" + i + "@example.com", false);
        waitFor(1, "SELECT count(*) FROM mail_settings WHERE failures >= 3 AND rests_until > now()");
        var tried = portal.count("SELECT sum(attempts) FROM mail_outbox");
        var olga = portal.asStaff("own-olga@staff.example");
        olga.get("/t/acme/notifications")
                .expect(200)
                .expectText("times in a row")
                .expectText("6 mails wait");
        olga.get("/t/acme/mail").expect(200).expectText("times in a row");
        assertTrue(tried <= 6, tried + " tries");
        waitFor(1, "SELECT least(1, count(*)) FROM job WHERE payload ->> 'type' = 'team.mail_server_failing'");
        olga.post(PAGE + "/server", server(own.port(), TlsMailServer.PASSWORD, "1"))
                .expectRedirect(PAGE);
        waitFor(6, "SELECT count(*) FROM mail_outbox WHERE state = 'accepted'");
        assertEquals(0, portal.count("SELECT failures FROM mail_settings"));
        assertTrue(byPlatform().stream().noneMatch(to -> to.startsWith("later")));
        assertFalse(olga.get(PAGE).expect(200).body().contains("times in a row"));
    }

    @Test
    void codes_go_by_the_platform_only_where_the_owner_allowed_it() throws IOException {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        use(closed, TlsMailServer.PASSWORD);
        queue(Portal.ACME, "held-code@example.com", true);
        queue(Portal.ACME, "held-news@example.com", false);
        waitFor(1, "SELECT count(*) FROM mail_settings WHERE failures > 0");
        Portal.pause(100);
        assertTrue(byPlatform().stream().noneMatch(to -> to.startsWith("held")));
        var allowed = server(closed, TlsMailServer.PASSWORD, "1");
        allowed.put("codes_by_platform", "yes");
        portal.asStaff("own-olga@staff.example").post(PAGE + "/server", allowed).expectRedirect(PAGE);
        waitFor(1, "SELECT count(*) FROM mail_outbox WHERE state = 'accepted'");
        assertTrue(byPlatform().contains("held-code@example.com"));
        assertFalse(byPlatform().contains("held-news@example.com"));
    }

    /** What a server may show that is not the certificate of {@code localhost}, and what is said of it. */
    private static Map<SSLContext, String> wrongCertificates() {
        return Map.of(
                new MailAuthority("Nobody").server("localhost"), "unable to find valid certification path",
                AUTHORITY.server("mail.somebody-else.example"), "localhost",
                AUTHORITY.server("*.localhost"), "localhost",
                // Whoever sends a name astray has a certificate for the address that it leads to.
                AUTHORITY.serverAt("127.0.0.1"), "localhost",
                AUTHORITY.expired("localhost"), "NotAfter");
    }

    @Test
    void a_server_that_is_not_the_one_named_hears_neither_password_nor_mail() {
        var olga = portal.asStaff("own-olga@staff.example");
        wrongCertificates().forEach((shown, reason) -> {
            for (var tls : List.of("starttls", "implicit")) {
                try (var server = TlsMailServer.open(shown, tls.equals("implicit"))) {
                    forget();
                    var form = server(server.port(), TlsMailServer.PASSWORD, "0");
                    form.put("tls", tls);
                    olga.post(PAGE + "/server", form).expectRedirect(PAGE);
                    olga.post(PAGE + "/test", Map.of())
                            .expect(200)
                            .expectText("did not take the test")
                            .expectText(reason);
                    queue(Portal.ACME, "kept@example.com", false);
                    waitFor(
                            1,
                            "SELECT count(*) FROM mail_outbox WHERE state = 'queued' AND answer LIKE 'TLS:%" + reason
                                    + "%'");
                    assertEquals(0, server.signIns(), reason);
                    assertEquals(List.of(), server.letters(), reason);
                }
            }
        });
        assertTrue(byPlatform().stream().noneMatch(to -> to.startsWith("kept")), "no silent way around");
    }

    @Test
    void a_server_without_tls_hears_neither_password_nor_mail() {
        try (var plain = SmtpSink.open(0)) {
            for (var tls : SmtpSink.Tls.values()) {
                plain.with(tls);
                portal.execute("DELETE FROM mail_settings");
                use(plain.port(), TlsMailServer.PASSWORD);
                portal.asStaff("own-olga@staff.example")
                        .post(PAGE + "/test", Map.of())
                        .expect(200)
                        .expectText("did not take the test");
            }
            assertTrue(plain.heard().stream().anyMatch(line -> line.startsWith("EHLO")), "the positive control");
            assertEquals(
                    List.of(),
                    plain.heard().stream()
                            .filter(line -> line.matches("(?i)(AUTH|MAIL|RCPT|DATA).*"))
                            .toList());
        }
    }

    @Test
    void the_password_is_sealed_never_shown_and_goes_to_no_other_host() {
        use(own.port(), TlsMailServer.PASSWORD);
        var sealed = (byte[])
                portal.query("SELECT password FROM mail_settings").getFirst().getFirst();
        assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains(TlsMailServer.PASSWORD));
        var olga = portal.asStaff("own-olga@staff.example");
        assertFalse(olga.get(PAGE).expect(200).body().contains(TlsMailServer.PASSWORD));
        var moved = server(own.port(), "", "1");
        moved.put("host", "thief.example");
        olga.post(PAGE + "/server", moved).expect(422).expectText("Type the password");
        olga.post(PAGE + "/server", server(own.port(), "", "1")).expectRedirect(PAGE);
        olga.post(PAGE + "/test", Map.of()).expect(200).expectText("The server took the test");
    }

    @Test
    void of_twenty_who_save_at_once_one_does() {
        var olga = portal.asStaff("own-olga@staff.example");
        for (var form : List.of(server(own.port(), "x", "0"), Map.of("version", "1", "from_name", "Acme"))) {
            var path = form.containsKey("host") ? PAGE + "/server" : PAGE;
            var saved = Race.of(
                    20,
                    i -> portal.atConsole()
                            .cookies(olga.cookies())
                            .post(path, form)
                            .status());
            assertEquals(1, saved.stream().filter(status -> status == 303).count(), saved.toString());
            assertEquals(19, saved.stream().filter(status -> status == 409).count(), saved.toString());
        }
    }

    @Test
    void no_header_is_injected_and_no_name_or_address_that_is_none_is_taken() {
        var olga = portal.asStaff("own-olga@staff.example");
        for (var bad : List.of(
                Map.of("from_name", "A\r\nBcc: thief@evil.example"),
                Map.of("from_name", "A\u0000B"),
                Map.of("reply_to", "a@b.example, thief@evil.example"),
                Map.of("reply_to", "a@b.example\r\nBcc: thief@evil.example"),
                Map.of("footer", "1\n2\n3\n4\n5\n6\n7"))) {
            var form = new HashMap<String, String>(bad);
            form.put("version", "0");
            olga.post(PAGE, form).expect(422);
        }
        for (var bad : List.of(
                Map.of("host", "a b"),
                Map.of("host", "a\r\nb"),
                Map.of("host", "http://a"),
                Map.of("user", "a\r\nb"),
                Map.of("from", "x"),
                Map.of("port", "0"),
                Map.of("host", ""))) {
            var form = server(2525, "x", "0");
            form.putAll(bad);
            olga.post(PAGE + "/server", form).expect(422);
        }
        assertEquals(0, portal.count("SELECT count(*) FROM mail_settings"));
    }

    @Test
    void a_name_that_leads_into_the_house_is_never_connected_to() throws IOException {
        var connected = new AtomicInteger();
        try (var inner = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var accepting = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        inner.accept().close();
                        connected.incrementAndGet();
                    }
                } catch (IOException closed) {
                    // the end of the test
                }
            });
            var mail = portal.house().config().mail();
            var outside = new Config.Mail(
                    mail.host(),
                    mail.port(),
                    mail.user(),
                    mail.password(),
                    mail.startTls(),
                    mail.trust(),
                    mail.from(),
                    mail.connections(),
                    mail.bounceSecret(),
                    Config.TenantHosts.PUBLIC);
            var servers = new OwnServers(portal.house().vertx(), outside);
            var hosts = List.of(
                    "localhost",
                    "127.0.0.1",
                    "127.1",
                    "0",
                    "2130706433",
                    "::1",
                    "::ffff:127.0.0.1",
                    "169.254.169.254",
                    "10.0.0.1");
            for (var host : hosts) {
                var access = new SmtpDialogue.Access(host, inner.getLocalPort(), false, "", "");
                var failed = assertThrows(
                        CompletionException.class,
                        () -> servers.open(access, (step, answer) -> {})
                                .toCompletionStage()
                                .toCompletableFuture()
                                .join(),
                        host);
                assertEquals(SmtpFailure.Step.LOOKUP, ((SmtpFailure) failed.getCause()).step(), host);
            }
            assertEquals(0, connected.get());
            System.out.println(
                    "{\"proof\":\"mail-server-ssrf\",\"tried\":" + hosts.size() + ",\"connected\":" + connected + "}");
            accepting.interrupt();
        }
    }
}
