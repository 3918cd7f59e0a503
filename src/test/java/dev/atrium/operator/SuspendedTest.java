package dev.atrium.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A suspended portal does nothing, and loses nothing. */
class SuspendedTest {
    private Portal portal;
    private Visitor opal;
    private String act;

    @BeforeEach
    void start() {
        portal = Portal.start();
        portal.staff("Opal Operator", "opal@example.com", "owner", Portal.ACME);
        portal.execute("UPDATE staff SET operator = true");
        opal = portal.asStaff("opal@example.com");
        act = "/operator/tenants/" + portal.tenantId(Portal.ACME);
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private void mail(String to, String slug) {
        portal.execute("""
                INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id)
                VALUES (?, ?, 'account.welcome', ?, '', 'Held', '', 'Held', ?)""", portal.tenantId(slug), UUID.randomUUID(), to, UUID.randomUUID() + "@x");
    }

    private void job(String slug) {
        portal.execute(
                """
                INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at) VALUES (?, ?, 'notifications.digest', ?, now(), now())""", portal.tenantId(slug), UUID.randomUUID(), UUID.randomUUID().toString());
    }

    private long waiting(String table) {
        return portal.count(
                "SELECT count(*) FROM " + table + " WHERE state = 'queued' AND attempts = 0 AND tenant_id = ?",
                portal.tenantId(Portal.ACME));
    }

    @Test
    void mails_and_jobs_wait_and_go_on_when_the_portal_is_open_again() {
        opal.post(act + "/suspend", Map.of()).expect(303);
        mail("held@example.com", Portal.ACME);
        mail("other@example.com", Portal.GLOBEX);
        job(Portal.ACME);
        portal.mail("other@example.com");
        portal.house().vertx().eventBus().publish("mail.wake", "");
        portal.house().vertx().eventBus().publish("jobs.wake", "");
        Portal.pause(1500);
        assertEquals(1, waiting("mail_outbox"));
        assertEquals(1, waiting("job"));
        opal.get("/operator/tenants").expectText("1 mail waits, 1 job waits").expectText("Suspended since");
        // Longer than anything is tried: what waited is as old afterwards as it was before.
        portal.move(Duration.ofDays(10));
        opal = portal.asStaff("opal@example.com");
        opal.post(act + "/resume", Map.of()).expect(303);
        portal.house().vertx().eventBus().publish("mail.wake", "");
        portal.mail("held@example.com");
        assertEquals(
                0,
                portal.count(
                        "SELECT count(*) FROM job WHERE tenant_id = ? AND wanted_at < now() + interval '9 days' AND state = 'queued'",
                        portal.tenantId(Portal.ACME)));
    }

    @Test
    void staff_see_a_clear_page_and_programs_are_refused() {
        portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        var ana = portal.as(Portal.ACME, "ana@example.com");
        var token = ana.post("/api/v1/tokens", Map.of()).expect(200).json().getString("access_token");
        var program = portal.at(Portal.ACME).header("Authorization", "Bearer " + token);
        program.get("/api/v1/me").expect(200);
        opal.post(act + "/suspend", Map.of()).expect(303);
        Portal.pause(50);
        program.get("/api/v1/me").expect(503).expectText("portal-closed");
        opal.get("/t/acme").expect(403).expectText("Portal suspended");
        opal.get("/t/acme/team").expect(403);
        opal.get("/account/security").expect(200);
        opal.post(act + "/resume", Map.of()).expect(303);
        Portal.pause(50);
        program.get("/api/v1/me").expect(401);
        opal.get("/t/acme").expect(200);
    }
}
