package dev.atrium.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.StubDns;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Settings > Domain Setup, from the first click to names that only lead elsewhere. Tests that move the clock come last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DomainsTest {
    private static final String PAGE = "/t/acme/settings/domain";
    private static final String TARGET = "portals.host.test";

    private static StubDns dns;
    private static Portal portal;
    private static Visitor olga;
    private static Visitor gus;

    @BeforeAll
    static void start() {
        dns = new StubDns().zone("host.test").a(TARGET, "192.0.2.10").zone("firm.test");
        Map<String, String> settings = new HashMap<>(Portal.proxied());
        settings.put("domains.target", TARGET);
        settings.put("domains.resolvers", dns.address());
        settings.put("domains.timeout-ms", "3000");
        portal = Portal.start(settings);
        portal.staff("Olga Owner", "olga@staff.example", "owner", Portal.ACME);
        portal.staff("Gus Globex", "gus@staff.example", "owner", Portal.GLOBEX);
        olga = portal.asStaff("olga@staff.example");
        gus = portal.asStaff("gus@staff.example");
    }

    @AfterAll
    static void stop() {
        portal.close();
        dns.close();
    }

    private static void right(String host) {
        dns.clear(host).cname(host, TARGET).clear(proof(host)).txt(proof(host), token(host));
    }

    private static String proof(String host) {
        return "_portal-verify." + host;
    }

    private static String token(String host) {
        return value("token", host).toString();
    }

    private static Object value(String column, String host) {
        return portal.query("SELECT " + column + " FROM domain WHERE host = ? ORDER BY created_at DESC", host)
                .getFirst()
                .getFirst();
    }

    private static String state(String host) {
        return value("state", host).toString();
    }

    private static String path(String host) {
        return PAGE + "/" + value("id", host);
    }

    private static void claim(String host) {
        olga.post(PAGE + "/custom", Map.of("host", host)).expectRedirect(path(host));
    }

    private static void check(String host) {
        portal.execute("DELETE FROM rate_limit WHERE key LIKE 'domain-%'");
        olga.post(path(host) + "/check", Map.of()).expectRedirect(path(host));
    }

    private static void active(String host) {
        claim(host);
        right(host);
        check(host);
        assertEquals("active", state(host));
    }

    /** Waits until the host answers with this status: what is committed reaches the hosts that a node knows by the bus. */
    private static Answer answers(String host, int status) {
        var answer = portal.atHost(host).get("/login");
        for (int i = 0; i < 200 && answer.status() != status; i++) {
            Portal.pause(25);
            answer = portal.atHost(host).get("/login");
        }
        return answer.expect(status);
    }

    @Test
    @Order(1)
    void a_sub_domain_is_changed_at_once_and_the_old_one_leads_there_with_path_and_query() {
        olga.get(PAGE).expect(200).expectText("acme.localhost").expectText("Update Domain");
        olga.post(PAGE + "/sub-domain", Map.of("sub_domain", "Acme-Clients")).expectRedirect(PAGE);
        olga.get(PAGE).expectText("Forwards until");
        answers("acme-clients.localhost", 200);
        answers("acme.localhost", 308);
        var old = portal.at(Portal.ACME).get("/login/link/abc?next=%2Fa&b=c");
        assertEquals(308, old.status());
        assertEquals(
                "http://acme-clients.localhost:" + portal.port() + "/login/link/abc?next=%2Fa&b=c", old.location());
        assertEquals("no-store", old.header("Cache-Control"));
        assertEquals(
                308, portal.at(Portal.ACME).post("/login", Map.of("email", "a")).status(), "a form keeps its method");
        assertEquals(
                "http://acme-clients.localhost:" + portal.port() + "//evil.example/x",
                portal.at(Portal.ACME).get("//evil.example/x").location());
        olga.post(PAGE + "/sub-domain", Map.of("sub_domain", "acme")).expectRedirect(PAGE);
        answers("acme.localhost", 200);
        answers("acme-clients.localhost", 308);
    }

    @Test
    @Order(2)
    void a_sub_domain_that_is_reserved_malformed_or_somebody_elses_is_refused_with_a_sentence() {
        olga.post(PAGE + "/sub-domain", Map.of("sub_domain", "www")).expect(422).expectText("kept for the service");
        olga.post(PAGE + "/sub-domain", Map.of("sub_domain", "a-")).expect(422);
        olga.post(PAGE + "/sub-domain", Map.of("sub_domain", "globex"))
                .expect(422)
                .expectText("is taken");
        olga.post(PAGE + "/sub-domain", Map.of("sub_domain", "globex-two")).expectRedirect(PAGE);
        gus.post("/t/globex/settings/domain/sub-domain", Map.of("sub_domain", "globex-two"))
                .expect(422)
                .expectText("is taken");
        olga.post(PAGE + "/sub-domain", Map.of("sub_domain", "acme")).expectRedirect(PAGE);
        gus.post("/t/globex/settings/domain/sub-domain", Map.of("sub_domain", "globex-two"))
                .expect(422)
                .expectText("is taken");
        portal.execute("DELETE FROM rate_limit WHERE key LIKE 'domain-%'");
    }

    @Test
    @Order(3)
    void a_domain_goes_from_the_first_click_to_the_address_of_every_mail() {
        claim("members.firm.test");
        assertEquals("pending_dns", state("members.firm.test"));
        var page = olga.get(path("members.firm.test"));
        page.expectText("Add record manually").expectText(TARGET).expectText("_portal-verify.members");
        page.expectText("There is no record at this name yet").expectText(token("members.firm.test"));
        assertEquals(421, portal.atHost("members.firm.test").get("/login").status(), "nobody answers before the proof");
        dns.cname("members.firm.test", TARGET);
        check("members.firm.test");
        assertEquals("pending_dns", state("members.firm.test"));
        olga.get(path("members.firm.test")).expectText("is not there yet").expectText("Correct");
        dns.txt(proof("members.firm.test"), token("members.firm.test"));
        check("members.firm.test");
        assertEquals("active", state("members.firm.test"));
        answers("members.firm.test", 200);
        portal.mail("olga@staff.example", mail -> mail.text().contains("members.firm.test is set up"));
        assertEquals(1, portal.count("SELECT count(*) FROM fact WHERE kind = 'domain.verified'"));
        assertEquals(1, portal.count("SELECT count(*) FROM fact WHERE kind = 'domain.activated'"));

        olga.post(
                        PAGE + "/primary",
                        Map.of("domain", value("id", "members.firm.test").toString()))
                .expectRedirect(PAGE);
        olga.get(PAGE).expectText("http://members.firm.test:" + portal.port());
        portal.settings(Portal.ACME, "magic_links = true");
        portal.account(Portal.ACME, "Ana Acme", "ana@example.com");
        portal.at(Portal.ACME).post("/login/code", Map.of("email", "ana@example.com"));
        portal.mail("ana@example.com", mail -> mail.text().contains("http://members.firm.test:"));
    }

    @Test
    @Order(4)
    void the_address_that_was_primary_answers_on_or_leads_to_the_new_one_as_the_owner_chooses() {
        active("new.firm.test");
        olga.post(
                        PAGE + "/primary",
                        Map.of("domain", value("id", "new.firm.test").toString(), "old", "forward"))
                .expectRedirect(PAGE);
        answers("members.firm.test", 308);
        var moved = portal.atHost("members.firm.test").get("/invoices/7?x=1");
        assertEquals(308, moved.status());
        assertEquals("http://new.firm.test:" + portal.port() + "/invoices/7?x=1", moved.location());
        olga.post(path("members.firm.test") + "/forward", Map.of("mode", "answer"))
                .expectRedirect(path("members.firm.test"));
        answers("members.firm.test", 200);
        olga.post(path("new.firm.test") + "/forward", Map.of("mode", "forward")).expect(409);
        olga.post(PAGE + "/primary", Map.of("domain", "", "old", "keep")).expectRedirect(PAGE);
        answers("new.firm.test", 200);
    }

    @Test
    @Order(5)
    void a_name_that_already_answers_for_something_else_is_refused_and_what_it_points_to_is_named() {
        dns.cname("shop.firm.test", "shops.example.net");
        olga.post(PAGE + "/custom", Map.of("host", "shop.firm.test"))
                .expect(422)
                .expectText("shops.example.net");
        dns.a("web.firm.test", "198.51.100.3");
        olga.post(PAGE + "/custom", Map.of("host", "https://web.firm.test/"))
                .expect(422)
                .expectText("198.51.100.3")
                .expectText("Nothing was saved");
        assertEquals(0, portal.count("SELECT count(*) FROM domain WHERE host IN ('shop.firm.test', 'web.firm.test')"));
        olga.post(PAGE + "/custom", Map.of("host", "globex.localhost"))
                .expect(422)
                .expectText("service itself");
        olga.post(PAGE + "/custom", Map.of("host", "console.localhost")).expect(422);
        olga.post(PAGE + "/custom", Map.of("host", "not a name")).expect(422).expectText("no domain name");
        claim("twice.firm.test");
        claim("twice.firm.test");
        assertEquals(1, portal.count("SELECT count(*) FROM domain WHERE host = 'twice.firm.test'"), "asked twice");
        gus.post("/t/globex/settings/domain/custom", Map.of("host", "members.firm.test"))
                .expect(422)
                .expectText("another portal");
    }

    @Test
    @Order(6)
    void the_records_go_to_one_address_as_text() {
        claim("mailed.firm.test");
        var mail = path("mailed.firm.test") + "/mail";
        olga.post(mail, Map.of("email", "a@example.com,b@example.com")).expect(422);
        olga.post(mail, Map.of("email", "agency@example.com")).expectRedirect(path("mailed.firm.test"));
        var sent = portal.mail("agency@example.com");
        assertTrue(sent.text().contains("mailed.firm.test. 300 IN CNAME " + TARGET + "."), sent.text());
        assertTrue(sent.text().contains("\"" + token("mailed.firm.test") + "\""), sent.text());
        olga.post(mail, Map.of("email", "agency@example.com")).expectRedirect(path("mailed.firm.test"));
        assertEquals(429, olga.post(mail, Map.of("email", "agency@example.com")).status());
    }

    @Test
    @Order(7)
    void a_portal_has_at_most_twenty_domains() {
        portal.execute("DELETE FROM rate_limit WHERE key LIKE 'domain-%'");
        long has = portal.count("SELECT count(*) FROM domain WHERE tenant_id = ?", portal.tenantId(Portal.GLOBEX));
        for (long i = has; i < 20; i++)
            portal.execute(
                    "INSERT INTO domain (tenant_id, host) VALUES (?, ?)",
                    portal.tenantId(Portal.GLOBEX),
                    "n" + i + ".many.test");
        gus.post("/t/globex/settings/domain/custom", Map.of("host", "one-more.firm.test"))
                .expect(422)
                .expectText("at most 20");
        portal.execute("DELETE FROM domain WHERE host LIKE '%.many.test'");
    }

    @Test
    @Order(8)
    void a_removed_domain_leads_to_the_portal_for_twelve_months_or_is_let_go() {
        active("bye.firm.test");
        olga.post(path("bye.firm.test") + "/remove", Map.of("after", "forward")).expectRedirect(PAGE);
        answers("bye.firm.test", 308);
        olga.get(PAGE).expectText("bye.firm.test");
        olga.post(path("bye.firm.test") + "/remove", Map.of("after", "release")).expectRedirect(PAGE);
        answers("bye.firm.test", 421);
        assertEquals(0, portal.count("SELECT count(*) FROM domain WHERE host = 'bye.firm.test'"));
    }

    @Test
    @Order(8)
    void a_new_portal_cannot_take_a_name_that_still_leads_to_another() {
        assertEquals(1, portal.count("SELECT count(*) FROM subdomain WHERE label = 'globex-two'"));
        portal.execute(
                "INSERT INTO tenant (tenant_id, slug, name) VALUES (gen_random_uuid(), 'globex-two', 'Late') ON CONFLICT DO NOTHING");
        assertEquals(0, portal.count("SELECT count(*) FROM tenant WHERE slug = 'globex-two'"));
    }

    @Test
    @Order(8)
    void programs_of_the_business_do_the_same() {
        portal.execute("DELETE FROM rate_limit WHERE key LIKE 'domain-%'");
        var made = olga.post(
                        "/t/acme/keys",
                        Map.of(
                                "key_name",
                                "DNS",
                                "days",
                                "90",
                                "scope_domains_read",
                                "yes",
                                "scope_domains_write",
                                "yes"))
                .body();
        var matcher = Pattern.compile("atr_[a-z]+_[A-Za-z0-9_-]{30,}").matcher(made);
        assertTrue(matcher.find(), made);
        var key = "Bearer " + matcher.group();
        var api = "/api/v1/business/domains";
        var body = new JsonObject().put("host", "program.firm.test").encode();
        var claimed = portal.at(Portal.ACME).header("Authorization", key).json("POST", api, body);
        assertEquals(201, claimed.status(), claimed.body());
        assertEquals("pending_dns", claimed.json().getString("state"));
        right("program.firm.test");
        var one = claimed.location();
        var checked = portal.at(Portal.ACME).header("Authorization", key).json("POST", one + "/check", "");
        assertEquals("active", checked.json().getString("state"), checked.body());
        var primary = portal.at(Portal.ACME)
                .header("Authorization", key)
                .json(
                        "POST",
                        one + "/primary",
                        new JsonObject().put("forward", false).encode());
        assertTrue(primary.json().getBoolean("primary"), primary.body());
        assertTrue(
                portal.at(Portal.GLOBEX).header("Authorization", key).get(one).status() >= 400);
        portal.at(Portal.ACME)
                .header("Authorization", key)
                .json("DELETE", one, "")
                .expect(204);
        answers("program.firm.test", 308);
    }

    @Test
    @Order(9)
    void whoever_keeps_failing_is_told_keeps_working_for_seven_days_and_is_then_switched_off() {
        active("lost.firm.test");
        var before = token("lost.firm.test");
        dns.clear(proof("lost.firm.test"));
        check("lost.firm.test");
        portal.mail("olga@staff.example", mail -> mail.subject().contains("no longer right"));
        answers("lost.firm.test", 200);
        portal.move(Duration.ofDays(6));
        olga = portal.asStaff("olga@staff.example");
        check("lost.firm.test");
        answers("lost.firm.test", 200);
        portal.move(Duration.ofDays(1).plusHours(1));
        olga = portal.asStaff("olga@staff.example");
        check("lost.firm.test");
        assertEquals("expired", state("lost.firm.test"));
        answers("lost.firm.test", 421);
        portal.mail("olga@staff.example", mail -> mail.subject().contains("was switched off"));
        assertFalse(token("lost.firm.test").equals(before), "the old proof is worth nothing");
        dns.txt(proof("lost.firm.test"), before);
        check("lost.firm.test");
        assertEquals("expired", state("lost.firm.test"));
        dns.txt(proof("lost.firm.test"), token("lost.firm.test"));
        check("lost.firm.test");
        assertEquals("active", state("lost.firm.test"));
    }

    @Test
    @Order(10)
    void nothing_is_lost_while_our_own_resolver_is_silent() {
        active("quiet.firm.test");
        dns.silent("quiet.firm.test");
        check("quiet.firm.test");
        portal.move(Duration.ofDays(30));
        olga = portal.asStaff("olga@staff.example");
        check("quiet.firm.test");
        assertEquals("active", state("quiet.firm.test"));
        answers("quiet.firm.test", 200);
    }

    @Test
    @Order(11)
    void what_is_not_right_within_a_week_is_given_up_and_begins_anew_when_asked() {
        claim("slow.firm.test");
        portal.move(Duration.ofDays(8));
        olga = portal.asStaff("olga@staff.example");
        portal.mail("olga@staff.example", mail -> mail.subject().contains("slow.firm.test is not set up yet"));
        assertEquals("stalled", state("slow.firm.test"));
        right("slow.firm.test");
        check("slow.firm.test");
        assertEquals("active", state("slow.firm.test"));
    }

    @Test
    @Order(12)
    void an_old_sub_domain_is_free_after_twelve_months() {
        olga = portal.asStaff("olga@staff.example");
        olga.post(PAGE + "/sub-domain", Map.of("sub_domain", "passing")).expectRedirect(PAGE);
        olga.post(PAGE + "/sub-domain", Map.of("sub_domain", "acme")).expectRedirect(PAGE);
        portal.move(Duration.ofDays(367));
        portal.changed(Portal.ACME);
        answers("passing.localhost", 421);
        gus = portal.asStaff("gus@staff.example");
        gus.post("/t/globex/settings/domain/sub-domain", Map.of("sub_domain", "passing"))
                .expect(303);
        answers("passing.localhost", 200);
    }
}
