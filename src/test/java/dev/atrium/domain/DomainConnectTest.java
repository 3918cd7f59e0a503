package dev.atrium.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.atrium.config.Config;
import dev.atrium.config.Secret;
import dev.atrium.harness.StubDns;
import dev.atrium.outside.OutsideClient;
import dev.atrium.outside.OutsideFailure;
import dev.atrium.outside.OutsideUrl;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** "Continue", against a provider that really answers, and against some that should not be believed. */
class DomainConnectTest {
    private static final String TEMPLATE = "/v2/domainTemplates/providers/atrium.test/services/portal";

    private static Vertx vertx;
    private static StubDns dns;
    private static HttpServer provider;
    private static KeyPair key;
    /** What the provider says at a path; a value that begins with a digit is a status. */
    private static final Map<String, String> PAGES = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        dns = new StubDns().zone("firm.test").a("api.provider.example", "127.0.0.1");
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        provider.createContext("/", exchange -> {
            try (exchange) {
                var page = PAGES.getOrDefault(exchange.getRequestURI().getPath(), "404");
                boolean status = page.length() == 3;
                var bytes = page.getBytes(StandardCharsets.UTF_8);
                if (status) exchange.getResponseHeaders().add("Location", "http://127.0.0.1/elsewhere");
                exchange.sendResponseHeaders(status ? Integer.parseInt(page) : 200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        provider.start();
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        key = generator.generateKeyPair();
    }

    @AfterAll
    static void stop() {
        provider.stop(0);
        dns.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static String api() {
        return "api.provider.localhost:" + provider.getAddress().getPort();
    }

    private static DomainConnect connect(boolean signed, boolean insecure) {
        var pem = signed
                ? "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(key.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----"
                : "";
        var config = new Config.Connect("atrium.test", "portal", new Secret(pem), signed ? "_key1" : "", insecure);
        var domains = new Config.Domains("portals.host.test", List.of(), List.of(dns.address()), 1000, "", config);
        var asked = new Dns(vertx, domains);
        return new DomainConnect(asked, DomainConnect.outside(vertx, asked, insecure), config);
    }

    private static DomainConnect.Offer discover(String zone, boolean insecure) {
        return connect(false, insecure)
                .discover(zone)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static JsonObject settings() {
        return new JsonObject()
                .put("providerId", "provider.test")
                .put("providerDisplayName", "Provider & Sons")
                .put("urlSyncUX", "http://" + api() + "/")
                .put("urlAPI", "http://" + api());
    }

    private static Domain domain(String host, String zone, DomainConnect.Offer offer) {
        var report = new Report(true, List.of(), List.of(), zone, offer.provider(), offer.apply());
        return new Domain(
                UUID.randomUUID(),
                new HostName(host),
                DomainState.PENDING_DNS,
                false,
                false,
                null,
                "the token",
                null,
                Instant.EPOCH,
                null,
                null,
                null,
                report,
                0,
                "",
                null,
                null,
                Instant.EPOCH,
                0);
    }

    private static Map<String, String> query(String url) {
        var query = new HashMap<String, String>();
        for (var part : URI.create(url).getRawQuery().split("&")) {
            int is = part.indexOf('=');
            query.put(part.substring(0, is), URLDecoder.decode(part.substring(is + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    @Test
    void a_provider_that_has_our_template_is_offered_with_a_link_that_says_everything() {
        dns.clear("_domainconnect.firm.test").txt("_domainconnect.firm.test", api());
        PAGES.put("/v2/firm.test/settings", settings().encode());
        PAGES.put(TEMPLATE, "{\"version\": 1}");
        var offer = discover("firm.test", true);
        assertEquals("Provider & Sons", offer.provider());
        assertEquals("http://" + api() + TEMPLATE + "/apply", offer.apply());
        var link = connect(false, true)
                .link(
                        domain("members.firm.test", "firm.test", offer),
                        "portals.host.test",
                        "https://console.test/back?a=b");
        var query = query(link);
        assertEquals("firm.test", query.get("domain"));
        assertEquals("members", query.get("host"));
        assertEquals("portals.host.test", query.get("target"));
        assertEquals("the token", query.get("token"));
        assertEquals("https://console.test/back?a=b", query.get("redirect_uri"));
        assertFalse(query.containsKey("sig"));
        assertFalse(
                query(connect(false, true).link(domain("firm.test", "firm.test", offer), "t.test", "https://b.test"))
                        .containsKey("host"),
                "the zone itself has no label");
    }

    @Test
    void a_signature_holds_for_the_query_as_it_stands() throws Exception {
        var offer = new DomainConnect.Offer("P", "https://ux.provider.test/apply");
        var link =
                connect(true, true).link(domain("members.firm.test", "firm.test", offer), "t.test", "https://b.test");
        var raw = URI.create(link).getRawQuery();
        var signed = raw.substring(0, raw.indexOf("&sig="));
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(key.getPublic());
        signature.update(signed.getBytes(StandardCharsets.UTF_8));
        assertTrue(signature.verify(Base64.getDecoder().decode(query(link).get("sig"))));
        assertEquals("_key1", query(link).get("key"));
    }

    @Test
    void without_the_template_or_with_settings_that_are_none_nothing_is_offered() {
        dns.clear("_domainconnect.other.test").txt("_domainconnect.other.test", api());
        PAGES.remove(TEMPLATE);
        PAGES.put("/v2/other.test/settings", settings().encode());
        assertEquals(DomainConnect.Offer.NONE, discover("other.test", true));
        PAGES.put(TEMPLATE, "{}");
        for (var broken : List.of(
                settings().put("urlSyncUX", "javascript:alert(1)"),
                settings().put("urlSyncUX", "http://user@provider.test"),
                settings().put("urlSyncUX", "http://provider.test/?a=b"),
                settings().put("providerId", "../../x"),
                new JsonObject())) {
            PAGES.put("/v2/other.test/settings", broken.encode());
            assertEquals(DomainConnect.Offer.NONE, discover("other.test", true), broken.encode());
        }
        for (var answer : List.of("no json", "302", "500", "x".repeat(70_000))) {
            PAGES.put("/v2/other.test/settings", answer);
            assertEquals(DomainConnect.Offer.NONE, discover("other.test", true));
        }
        dns.clear("_domainconnect.other.test").txt("_domainconnect.other.test", "evil.test/../../x?y#z");
        assertEquals(DomainConnect.Offer.NONE, discover("other.test", true));
        assertEquals(DomainConnect.Offer.NONE, discover("silent-about-it.test", true));
    }

    @Test
    void a_provider_at_an_address_of_our_own_networks_is_not_asked() {
        dns.clear("_domainconnect.inner.test").txt("_domainconnect.inner.test", "api.provider.example");
        assertEquals(DomainConnect.Offer.NONE, discover("inner.test", false));
        var domains = new Config.Domains(
                "t.test",
                List.of(),
                List.of(dns.address()),
                1000,
                "",
                new Config.Connect("a", "b", new Secret(""), "", false));
        var outside = DomainConnect.outside(vertx, new Dns(vertx, domains), false);
        for (var url : List.of("http://api.provider.example/", "https://api.provider.example:8443/"))
            assertTrue(OutsideUrl.stored(url, outside.rules()).isEmpty(), url);
        var url = OutsideUrl.stored("https://api.provider.example/", outside.rules())
                .orElseThrow();
        var call = new OutsideClient.Call(HttpMethod.GET, url, Map.of(), Buffer.buffer(), Duration.ofSeconds(5), 10);
        var failure = assertThrows(
                CompletionException.class,
                () -> outside.send(call)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join());
        assertEquals(OutsideFailure.Reason.INSIDE, ((OutsideFailure) failure.getCause()).reason());
    }
}
