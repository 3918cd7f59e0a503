package dev.atrium.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.StubAcme;
import dev.atrium.harness.StubDns;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Certificates from the order to the handshake, against an authority that really fetches and signs. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CertificatesTest {
    private static final String TARGET = "portals.host.test";

    private static StubDns dns;
    private static StubAcme acme;
    private static Portal portal;

    @BeforeAll
    static void start() {
        dns = new StubDns().zone("host.test").a(TARGET, "192.0.2.10").zone("firm.test");
        acme = new StubAcme();
        Map<String, String> settings = new HashMap<>(Portal.proxied());
        settings.put("domains.target", TARGET);
        settings.put("domains.resolvers", dns.address());
        settings.put("tls.port", "-1");
        settings.put("tls.acme-directory", acme.directory());
        settings.put("tls.acme-contact", "mailto:ops@example.com");
        settings.put("tls.acme-agree", "true");
        portal = Portal.start(settings);
        acme.webPort(portal.port());
        portal.staff("Olga Owner", "olga@staff.example", "owner", Portal.ACME);
    }

    /** A client that trusts the authority and no other, and remembers no session. */
    private static SSLSocket socket(String host) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", acme.root());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
        var socket = (SSLSocket) trusting.getSocketFactory()
                .createSocket("127.0.0.1", portal.app().tlsPort());
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(5000);
        return socket;
    }

    @AfterAll
    static void stop() {
        portal.close();
        acme.close();
        dns.close();
    }

    /** A name whose DNS is right, in the hands of the job that certifies it. */
    private static void ready(String host) {
        portal.execute(
                "INSERT INTO domain (tenant_id, host, token) VALUES (?, ?, ?)",
                portal.tenantId(Portal.ACME),
                host,
                "token-of-" + host);
        dns.cname(host, TARGET).txt("_portal-verify." + host, "token-of-" + host);
        look(host);
    }

    private static void look(String host) {
        portal.execute("""
                INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at)
                SELECT tenant_id, gen_random_uuid(), 'domain.check', id::text, now(), now() FROM domain WHERE host = ?""", host);
    }

    private static void until(BooleanSupplier done, String what) {
        for (int i = 0; i < 400; i++) {
            if (done.getAsBoolean()) return;
            Portal.pause(25);
        }
        throw new AssertionError("never " + what);
    }

    private static Object value(String column, String host) {
        return portal.query("SELECT " + column + " FROM domain WHERE host = ?", host)
                .getFirst()
                .getFirst();
    }

    private static void untilState(String host, String state) {
        until(() -> state.equals(value("state", host)), host + " " + state + " but " + value("state", host));
    }

    private static X509Certificate handshake(String host) throws Exception {
        try (var socket = socket(host)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static String get(String host, String path) throws Exception {
        try (var socket = socket(host)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    @Order(1)
    void a_verified_domain_gets_its_certificate_by_itself_and_the_next_handshake_shows_it() throws Exception {
        ready("secure.firm.test");
        untilState("secure.firm.test", "active");
        assertTrue(acme.fetched().getFirst().startsWith("secure.firm.test/.well-known/acme-challenge/"));
        until(() -> portal.house().domains().certificates().size() == 1, "loaded");
        var shown = handshake("secure.firm.test");
        assertEquals("CN=secure.firm.test", shown.getSubjectX500Principal().getName());
        assertTrue(get("secure.firm.test", "/login").startsWith("HTTP/1.1 200"));
        portal.mail("olga@staff.example", mail -> mail.subject().equals("secure.firm.test is active"));
        assertEquals(1, acme.accounts());
        var locked = (byte[]) portal.query("SELECT key_sealed FROM domain_certificate")
                .getFirst()
                .getFirst();
        assertThrows(Exception.class, () -> Pem.key(locked), "the key lies sealed");
    }

    @Test
    @Order(2)
    void whoever_speaks_http_2_is_answered_in_it() {
        var options = new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setTrustAll(true)
                .setVerifyHost(false);
        var vertx = Vertx.vertx();
        try {
            var request = new RequestOptions()
                    .setServer(SocketAddress.inetSocketAddress(portal.app().tlsPort(), "127.0.0.1"))
                    .setHost("secure.firm.test")
                    .setPort(portal.app().tlsPort())
                    .setURI("/login");
            var answer = vertx.createHttpClient(options)
                    .request(request)
                    .compose(HttpClientRequest::send)
                    .map(got -> got.version() + " " + got.statusCode())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            assertEquals("HTTP_2 200", answer);
        } finally {
            vertx.close();
        }
    }

    @Test
    @Order(2)
    void a_name_that_is_nobodys_gets_no_handshake() {
        for (var host : List.of("nobody.firm.test", "evil.secure.firm.test", "secure.firm.test.evil.test")) {
            var refused = assertThrows(SSLException.class, () -> handshake(host));
            assertTrue(String.valueOf(refused.getMessage()).contains("handshake_failure"), refused.toString());
        }
    }

    @Test
    @Order(3)
    void plain_http_leads_to_tls_and_answers_challenges_alone() {
        var answer = portal.atHost("secure.firm.test").get("/login?x=1");
        assertEquals(308, answer.status());
        assertTrue(answer.location().endsWith("//secure.firm.test:" + portal.port() + "/login?x=1"), answer.location());
        assertEquals(
                404,
                portal.atHost("secure.firm.test")
                        .get("/.well-known/acme-challenge/unknown")
                        .status());
        assertEquals(
                404,
                portal.atHost("nobody.test")
                        .get("/.well-known/acme-challenge/unknown")
                        .status());
    }

    @Test
    @Order(4)
    void when_the_authority_says_later_it_is_asked_later_and_the_console_says_why() {
        var later = Instant.now().plus(Duration.ofHours(3)).truncatedTo(ChronoUnit.SECONDS);
        acme.refuse(1, "rateLimited", later);
        ready("limited.firm.test");
        until(() -> !"".equals(value("tls_error", "limited.firm.test")), "refused");
        assertEquals("issuing_tls", value("state", "limited.firm.test"));
        var retry = ((java.sql.Timestamp) value("tls_retry_at", "limited.firm.test")).toInstant();
        assertEquals(later, retry);
        assertEquals(later, ((java.sql.Timestamp) portal.query("""
                                        SELECT j.due_at FROM job j JOIN domain d ON d.id::text = j.key
                                         WHERE d.host = 'limited.firm.test' AND j.kind = 'domain.certify' AND j.state = 'queued'""").getFirst().getFirst()).toInstant());
    }

    @Test
    @Order(5)
    void what_caa_forbids_is_shown_as_such() {
        acme.refuse(1, "caa", Instant.EPOCH);
        ready("forbidden.firm.test");
        untilState("forbidden.firm.test", "caa_blocked");
    }

    @Test
    @Order(6)
    void a_certificate_is_renewed_thirty_days_before_its_end_and_shown_without_a_restart() throws Exception {
        var before = handshake("secure.firm.test").getSerialNumber();
        long orders = acme.orders();
        portal.move(Duration.ofDays(59));
        assertEquals(orders, acme.orders());
        portal.move(Duration.ofDays(2));
        until(() -> acme.orders() > orders, "ordered again");
        until(
                () -> {
                    try {
                        return !handshake("secure.firm.test").getSerialNumber().equals(before);
                    } catch (Exception e) {
                        return false;
                    }
                },
                "shown");
    }

    @Test
    void the_pause_grows_to_a_day_and_a_short_certificate_is_renewed_in_its_last_third() {
        assertEquals(Duration.ofMinutes(5), Certifier.pause(0));
        assertEquals(Duration.ofMinutes(40), Certifier.pause(3));
        assertEquals(Duration.ofDays(1), Certifier.pause(60));
        var from = Instant.parse("2026-01-01T00:00:00Z");
        assertEquals(from.plus(Duration.ofDays(60)), Certifier.renewal(from, from.plus(Duration.ofDays(90))));
        assertEquals(from.plus(Duration.ofDays(4)), Certifier.renewal(from, from.plus(Duration.ofDays(6))));
    }
}
