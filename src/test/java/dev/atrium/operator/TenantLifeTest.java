package dev.atrium.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.kernel.Email;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A portal's whole life under its operators: limits that hold, a copy of how it is set up, and an end that can be taken back. */
class TenantLifeTest {
    private Portal portal;
    private Visitor opal;
    private String acme;

    @BeforeEach
    void start() {
        portal = Portal.start();
        portal.staff("Opal Operator", "opal@example.com", "owner", Portal.ACME);
        join(new Operators(portal.house().db(), portal.house().clock()).make(new Email("opal@example.com")));
        opal = portal.asStaff("opal@example.com");
        acme = "/operator/tenants/" + portal.tenantId(Portal.ACME);
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private long contacts() {
        return portal.count("SELECT count(*) FROM contact WHERE tenant_id = ?", portal.tenantId(Portal.ACME));
    }

    @Test
    void of_any_number_at_once_none_goes_past_the_limit_and_staff_are_warned_before() {
        for (int i = 0; i < 7; i++) portal.contact(Portal.ACME, "Known " + i, "known" + i + "@example.com");
        opal.post(acme + "/limits", Map.of("contacts", "ten")).expect(422);
        opal.post(acme + "/limits", Map.of("contacts", "10")).expectRedirect(acme);
        assertFalse(opal.get("/t/acme").body().contains("of your contacts are used"));
        var cookie = opal.cookie("staff");
        var answers = Race.of(
                20,
                i -> portal.atConsole()
                        .cookie("staff", cookie)
                        .post(
                                "/t/acme/contacts/new",
                                Map.of("full_name", "New " + i, "email", "new" + i + "@example.com"))
                        .status());
        assertEquals(3, answers.stream().filter(status -> status == 303).count());
        assertEquals(17, answers.stream().filter(status -> status == 409).count());
        assertEquals(10, contacts());
        opal.get("/t/acme").expectText("All contacts of your portal are used");
        opal.get(acme).expect(200).expectText("10 of 10").expectText("reached");
        portal.execute("DELETE FROM contact WHERE email = 'known1@example.com'");
        opal.get("/t/acme").expectText("90 % of your contacts are used");
        opal.post("/t/acme/contacts/new", Map.of("full_name", "Fits", "email", "fits@example.com"))
                .expect(303);
        opal.post("/t/globex/contacts/new", Map.of("full_name", "x", "email", "x@example.com"))
                .expect(404);
        assertEquals(1, portal.count("SELECT count(*) FROM audit WHERE action = 'tenant.limits-changed'"));
    }

    @Test
    void a_deleted_portal_closes_at_once_can_be_kept_and_goes_with_everything_after_its_grace() {
        portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        portal.account(Portal.GLOBEX, "Ben Okafor", "ben@example.com");
        opal.post(acme + "/delete", Map.of("confirm", "globex")).expect(422).expectText("Type acme exactly");
        opal.post(acme + "/delete", Map.of("confirm", "acme")).expectRedirect(acme);
        Portal.pause(60);
        portal.at(Portal.ACME).get("/login").expect(503);
        opal.post(acme + "/resume", Map.of()).expect(303);
        assertEquals(
                1, portal.count("SELECT count(*) FROM tenant WHERE status = 'suspended'"), "kept first, then resumed");
        opal.post(acme + "/keep", Map.of()).expectRedirect(acme);
        opal.post(acme + "/resume", Map.of()).expect(303);
        Portal.pause(60);
        portal.at(Portal.ACME).get("/login").expect(200);
        opal.post(acme + "/delete", Map.of("confirm", "acme")).expectRedirect(acme);
        opal.post(acme + "/delete", Map.of("confirm", "acme")).expect(409);
        sweep();
        assertEquals(1, contacts(), "not before its time");
        portal.move(Duration.ofDays(14).plusMinutes(1));
        sweep();
        Portal.pause(60);
        assertEquals(0, portal.count("SELECT count(*) FROM tenant WHERE slug = 'acme'"));
        assertEquals(1, portal.count("SELECT count(*) FROM contact"), "and nothing of anybody else");
        for (var table : new String[] {"account", "tenant_settings", "audit", "mail_outbox", "staff_role"})
            assertEquals(
                    0,
                    portal.count(
                            "SELECT count(*) FROM " + table + " WHERE tenant_id NOT IN (SELECT tenant_id FROM tenant)"),
                    table);
        assertEquals(1, portal.count("SELECT count(*) FROM installation_audit WHERE action = 'tenant.deleted'"));
    }

    private void sweep() {
        for (int i = 0; i < 5; i++)
            join(portal.house().db().system("SELECT gone FROM sys_sweep_tenants($1)", row -> row.getLong(0), 1000));
    }

    @Test
    void a_portal_is_set_up_like_another_without_anything_of_its_people() {
        portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        opal.post("/t/acme/starters/studio", Map.of()).expect(303);
        opal.post("/t/acme/tags", Map.of("name", "Insider")).expect(303);
        var tag = portal.query("SELECT id FROM tag WHERE name = 'Insider'")
                .getFirst()
                .getFirst();
        opal.post("/t/acme/links/new", Map.of("label", "In", "url", "https://example.com/", "who_0", "tag:" + tag))
                .expect(303);
        opal.post(
                        "/t/acme/links/new",
                        Map.of("label", "Her", "url", "https://example.com/", "person", "ana@example.com"))
                .expect(303);
        opal.post(
                        "/operator/tenants/new",
                        Map.of("name", "Initech", "slug", "initech", "owner", "opal@example.com", "like", "acme"))
                .expect(200);
        var made = portal.tenantId("initech");
        assertEquals(
                portal.query("SELECT color_primary FROM branding WHERE tenant_id = ?", portal.tenantId(Portal.ACME)),
                portal.query("SELECT color_primary FROM branding WHERE tenant_id = ?", made));
        assertEquals(4, portal.count("SELECT count(*) FROM tag WHERE tenant_id = ?", made));
        assertEquals(3, portal.count("SELECT count(*) FROM nav_item WHERE tenant_id = ?", made));
        assertEquals(0, portal.count("SELECT count(*) FROM contact WHERE tenant_id = ?", made));
        assertEquals(
                0, portal.count("SELECT count(*) FROM audience_rule WHERE tenant_id = ? AND kind = 'contact'", made));
        assertEquals(
                0,
                portal.count(
                        "SELECT count(*) FROM announcement WHERE tenant_id = ? AND published_at IS NOT NULL", made));
        assertEquals(
                "Initech",
                portal.query("SELECT portal_name FROM branding WHERE tenant_id = ?", made)
                        .getFirst()
                        .getFirst());
        opal.post(
                        "/operator/tenants/new",
                        Map.of("name", "Initrode", "slug", "initrode", "owner", "opal@example.com", "like", "nobody"))
                .expect(422);
        assertEquals(0, portal.count("SELECT count(*) FROM tenant WHERE slug = 'initrode'"));
    }

    @Test
    void of_fifty_who_hold_the_first_address_one_becomes_the_operator() {
        assertTrue(join(FirstRun.offer(portal.house().db())).isEmpty(), "somebody is staff");
        portal.execute("DELETE FROM installation_audit");
        portal.execute("DELETE FROM staff_role");
        portal.execute("DELETE FROM staff");
        var path = join(FirstRun.offer(portal.house().db())).orElseThrow();
        var other = join(FirstRun.offer(portal.house().db())).orElseThrow();
        portal.atConsole().get("/first-run/" + "A".repeat(43)).expect(200).expectText("opens nothing");
        portal.atConsole().get(path).expect(200).expectText("Become the operator");
        portal.atConsole()
                .post(path, Map.of("name", "Ola", "email", "ola@example.com", "password", "short"))
                .expect(422);
        var answers = Race.of(
                8,
                i -> portal.atConsole()
                        .post(
                                i % 2 == 0 ? path : other,
                                Map.of(
                                        "name",
                                        "Ola " + i,
                                        "email",
                                        "ola" + i + "@example.com",
                                        "password",
                                        Portal.PASSWORD))
                        .status());
        assertEquals(1, answers.stream().filter(status -> status == 303).count());
        assertEquals(1, portal.count("SELECT count(*) FROM staff WHERE operator"));
        portal.atConsole().get(other).expectText("opens nothing");
    }
}
