package dev.atrium.tenancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HostsTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start();
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @Test
    void the_host_decides_the_tenant_in_whatever_case() {
        portal.at(Portal.ACME).get("/login").expect(200).expectText("Acme Studio");
        portal.atHost("ACME.LocalHost").get("/login").expect(200).expectText("Acme Studio");
        portal.at(Portal.GLOBEX).get("/login").expect(200).expectText("Globex Advisory");
    }

    @Test
    void a_custom_domain_answers_once_it_is_verified_and_mails_lead_to_the_primary_one() {
        portal.domain(Portal.GLOBEX, "clients.globex.example", true, true);
        portal.domain(Portal.GLOBEX, "old.globex.example", true, false);
        portal.domain(Portal.GLOBEX, "claimed.acme.example", false, false);
        portal.atHost("clients.globex.example").get("/login").expect(200).expectText("Globex Advisory");
        portal.atHost("claimed.acme.example").get("/login").expect(421);
        portal.atHost("sub.clients.globex.example").get("/login").expect(421);
        var visitor = portal.atHost("old.globex.example");
        visitor.post("/login/code", Forms.email("unknown@example.com")).expectRedirect("/code");
        var mail = portal.mail("unknown@example.com");
        assertTrue(mail.text().contains("http://clients.globex.example:" + portal.port() + "/signup"), mail.text());
    }

    @Test
    void two_businesses_may_claim_a_name_and_only_who_proves_it_gets_it() {
        portal.domain(Portal.ACME, "wanted.example", false, false);
        portal.domain(Portal.GLOBEX, "wanted.example", true, false);
        portal.atHost("wanted.example").get("/login").expect(200).expectText("Globex Advisory");
    }

    @Test
    void an_unknown_host_is_421_without_cookie_tenant_or_mail() {
        for (var host : new String[] {"nobody.localhost", "localhost", "example.com", "127.0.0.1", "acme.localhost."}) {
            var visitor = portal.atHost(host);
            for (var path : new String[] {"/", "/login", "/signup", "/assets/app.js", "/api/v1/me", "/health/live"}) {
                var answer = visitor.get(path).expect(421);
                assertEquals("", answer.header("Set-Cookie"));
                assertFalse(answer.body().contains("Acme") || answer.body().contains("Globex"), host + path);
            }
            visitor.post("/signup", Forms.signup("Eve", "eve@example.com", "a-quiet-place-9"))
                    .expect(421);
            visitor.post("/login/code", Map.of("email", "eve@example.com")).expect(421);
        }
        assertEquals(0, portal.mails("eve@example.com"));
    }

    @Test
    void a_suspended_business_is_closed_and_tells_nothing_of_itself() {
        portal.execute(
                "INSERT INTO tenant (tenant_id, slug, name, status) VALUES (gen_random_uuid(), 'gone', 'Gone', 'suspended')");
        var answer = portal.at("gone").get("/login").expect(503).expectText("Closed for now");
        assertEquals("", answer.header("Set-Cookie"));
        assertFalse(answer.body().contains("Gone"), answer.body());
    }
}
