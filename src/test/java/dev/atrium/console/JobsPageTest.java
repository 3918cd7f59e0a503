package dev.atrium.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.atrium.harness.Portal;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JobsPageTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.staff("Olga Owner", "olga@staff.example", "owner", Portal.ACME);
        portal.staff("Carl Content", "carl@staff.example", "content", Portal.ACME);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static UUID deadJob(String slug, String key) {
        var id = UUID.randomUUID();
        portal.execute("""
                INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at, attempts, state, last_error, finished_at)
                VALUES (?, ?, 'report.print', ?, now(), now(), 25, 'dead', 'the printer <is> on fire', now())""", portal.tenantId(slug), id, key);
        return id;
    }

    private static Object state(String table, UUID id) {
        return portal.query("SELECT state FROM " + table + " WHERE id = ?", id)
                .getFirst()
                .getFirst();
    }

    @Test
    void an_owner_sees_what_was_given_up_and_lets_it_be_tried_again_once() {
        var olga = portal.asStaff("olga@staff.example");
        portal.execute("DELETE FROM job");
        olga.get("/t/acme/jobs").expect(200).expectText("No job was given up");
        var job = deadJob(Portal.ACME, "a");
        olga.get("/t/acme/jobs").expect(200).expectText("report.print").expectText("the printer &lt;is&gt; on fire");
        olga.post("/t/acme/jobs/retry", Map.of("job", job.toString())).expect(303);
        assertEquals("queued", state("job", job));
        portal.execute("UPDATE job SET kind = 'domain.check', state = 'dead', finished_at = now() WHERE id = ?", job);
        olga.get("/t/acme/jobs").expectText("Check a domain’s DNS records");
        assertFalse(olga.get("/t/acme/jobs").body().contains("domain.check"), "work is said in words");
        olga.post("/t/acme/jobs/retry", Map.of("job", job.toString())).expect(303);
        olga.post("/t/acme/jobs/retry", Map.of("job", job.toString())).expect(409);
        assertEquals(2, portal.count("SELECT count(*) FROM audit WHERE action = 'job.retried' AND object_id = ?", job));
    }

    @Test
    void a_job_that_was_replaced_is_not_tried_a_second_time_beside_its_successor() {
        var olga = portal.asStaff("olga@staff.example");
        var job = deadJob(Portal.ACME, "b");
        portal.execute("""
                INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at)
                VALUES (?, ?, 'report.print', 'b', now(), now())""", portal.tenantId(Portal.ACME), UUID.randomUUID());
        olga.post("/t/acme/jobs/retry", Map.of("job", job.toString())).expect(409);
        assertEquals("dead", state("job", job));
    }

    @Test
    void a_mail_that_was_given_up_is_sent_when_it_is_tried_again() {
        var olga = portal.asStaff("olga@staff.example");
        var mail = UUID.randomUUID();
        portal.execute("""
                INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id, state, attempts, answer)
                VALUES (?, ?, 'welcome', 'given-up@example.com', 'Acme', 'Given up', '<p>x</p>', 'x', ?, 'dead', 9, '550 no such user')""", portal.tenantId(Portal.ACME), mail, "<" + mail + "@test>");
        olga.get("/t/acme/jobs").expect(200).expectText("550 no such user");
        olga.post("/t/acme/jobs/mail", Map.of("mail", mail.toString())).expect(303);
        assertEquals("Given up", portal.mail("given-up@example.com").subject());
        assertEquals(
                1, portal.count("SELECT count(*) FROM audit WHERE action = 'mail.retried' AND object_id = ?", mail));
    }

    @Test
    void roles_without_the_permission_neither_see_the_page_nor_its_entry() {
        var carl = portal.asStaff("carl@staff.example");
        assertFalse(carl.get("/t/acme").expect(200).body().contains("/t/acme/jobs"));
        carl.get("/t/acme/jobs").expect(404);
        var job = deadJob(Portal.ACME, "c");
        carl.post("/t/acme/jobs/retry", Map.of("job", job.toString())).expect(404);
        assertEquals("dead", state("job", job));
        var olga = portal.asStaff("olga@staff.example");
        var foreign = deadJob(Portal.GLOBEX, "c");
        olga.post("/t/acme/jobs/retry", Map.of("job", foreign.toString())).expect(404);
        assertEquals("dead", state("job", foreign));
    }
}
