package dev.atrium.notifications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.db.Tx;
import dev.atrium.harness.Portal;
import dev.atrium.jobs.GiveUp;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Scope;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Staff hear of what concerns them: by role, as they chose, once however often it happens, and never of another tenant. */
class TeamBellTest {
    private static final String OLGA = "olga@staff.example";
    private static final String BO = "bo@staff.example";
    private static final String SUE = "sue@staff.example";

    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start(Map.of("media.tenant-mb", "1"));
        portal.staff("Olga Owner", OLGA, "owner", Portal.ACME);
        portal.staff("Bo Billing", BO, "billing", Portal.ACME);
        portal.staff("Sue Support", SUE, "support", Portal.ACME);
        portal.staff("Gus Globex", "gus@staff.example", "owner", Portal.GLOBEX);
        portal.house().jobs().add(new JobKind.InTx("test.hopeless", JobKind.Limits.USUAL, (tx, job) -> {
            throw new GiveUp("never works");
        }));
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @BeforeEach
    void clear() {
        for (var table :
                new String[] {"staff_notification", "staff_notification_choice", "staff_digest_entry", "rate_limit"})
            portal.execute("DELETE FROM " + table);
        portal.execute("DELETE FROM job WHERE kind LIKE 'notifications.%'");
    }

    private static <T> T in(String slug, Function<Tx, Future<T>> work) {
        return portal.house()
                .db()
                .write(Scope.job(portal.tenantId(slug), "test"), work)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static void tell(NotificationType type, String place, Map<String, Object> variables) {
        in(Portal.ACME, tx -> portal.house().notifications().tellTeam(tx, type, place, variables));
    }

    private static void until(BooleanSupplier reached) {
        for (int i = 0; i < 1_500 && !reached.getAsBoolean(); i++) Portal.pause(10);
        assertTrue(reached.getAsBoolean(), "not reached in time");
    }

    private static void told() {
        until(() ->
                portal.count("SELECT count(*) FROM job WHERE kind = 'notifications.team' AND state = 'queued'") == 0);
    }

    private static long bell(String email) {
        return portal.count(
                "SELECT count(*) FROM staff_notification n JOIN staff s ON s.id = n.staff_id WHERE s.email = ?", email);
    }

    @Test
    void the_roles_that_may_know_hear_of_it_and_nobody_else() {
        tell(TeamNews.MAIL_FAILED, "/mail", Map.of());
        told();
        assertEquals(1, bell(OLGA));
        assertEquals(0, bell(BO));
        assertEquals(0, bell(SUE));
        assertEquals(0, bell("gus@staff.example"));
    }

    @Test
    void the_bell_counts_leads_to_its_place_and_forgets_what_was_read() {
        tell(TeamNews.MAIL_FAILED, "/mail", Map.of());
        told();
        var olga = portal.asStaff(OLGA);
        olga.get("/t/acme").expect(200).expectText(", 1 unread");
        olga.get("/t/acme/bell").expect(200).expectText("A mail to a client was refused or came back.");
        var id = portal.query("SELECT id FROM staff_notification").getFirst().getFirst();
        var others = portal.asStaff("gus@staff.example");
        others.post("/t/globex/bell/open", Map.of("id", id.toString())).expect(404);
        portal.asStaff(SUE)
                .post("/t/acme/bell/open", Map.of("id", id.toString()))
                .expect(404);
        olga.post("/t/acme/bell/open", Map.of("id", id.toString())).expectRedirect("/t/acme/mail");
        assertFalse(olga.get("/t/acme").expect(200).body().contains(", 1 unread"));
        tell(TeamNews.JOB_FAILED, "/jobs", Map.of());
        told();
        olga.get("/t/acme").expectText(", 1 unread");
        olga.get("/t/acme/bell?unread=1").expectText("Background work was given up");
        olga.post("/t/acme/bell/read", Map.of()).expectRedirect("/t/acme/bell");
        assertEquals(0, portal.count("SELECT count(*) FROM staff_notification WHERE read_at IS NULL"));
    }

    @Test
    void what_repeats_is_one_line_that_counts_and_one_mail_an_hour() {
        var before = portal.mails(OLGA);
        for (int i = 0; i < 5; i++) {
            tell(TeamNews.STORAGE_FILLING, "/", Map.of("percent", 81 + i));
            told();
        }
        assertEquals(1, bell(OLGA));
        portal.asStaff(OLGA)
                .get("/t/acme/bell")
                .expectText("85 percent of the storage is used.")
                .expectText("5 times");
        assertEquals(before + 1, portal.mails(OLGA));
        portal.move(Duration.ofMinutes(61));
        tell(TeamNews.STORAGE_FILLING, "/", Map.of("percent", 90));
        told();
        assertEquals(before + 2, portal.mails(OLGA));
    }

    @Test
    void each_person_chooses_how_they_are_told() {
        var olga = portal.asStaff(OLGA);
        olga.get("/t/acme/bell/choices")
                .expect(200)
                .expectText("A mail did not arrive")
                .expectText("Somebody asks to join");
        var sue = portal.asStaff(SUE).get("/t/acme/bell/choices").expect(200);
        assertTrue(sue.body().contains("Somebody asks to join"));
        assertFalse(sue.body().contains("A mail did not arrive"), "of what a role is never told nobody is asked");
        olga.post(
                        "/t/acme/bell/choices",
                        Map.of("team.storage_filling:app", "off", "team.storage_filling:mail", "daily"))
                .expect(303);
        var before = portal.mails(OLGA);
        for (int i = 0; i < 3; i++) {
            tell(TeamNews.STORAGE_FILLING, "/", Map.of("percent", 82));
            told();
        }
        assertEquals(0, bell(OLGA));
        assertEquals(before, portal.mails(OLGA));
        assertEquals(1, portal.count("SELECT count(*) FROM staff_digest_entry"), "once in each summary");
        portal.move(Duration.ofHours(49));
        until(() -> portal.count("SELECT count(*) FROM staff_digest_entry") == 0);
        until(() -> portal.mails(OLGA) == before + 1);
        var text =
                (String) portal.query("SELECT text FROM mail_outbox WHERE recipient = ? ORDER BY id DESC LIMIT 1", OLGA)
                        .getFirst()
                        .getFirst();
        assertTrue(text.contains("82 percent of the storage is used."), text);
        assertTrue(text.contains("/t/acme/bell"), text);
    }

    /** Staff end their mails as clients do: by the mail itself, without a sign-in; the bell goes on. */
    @Test
    void a_link_of_a_mail_to_staff_ends_that_kind_for_that_person_in_that_portal() {
        var olga = staff(OLGA);
        var type = TeamNews.STORAGE_FILLING.key();
        var token = Subscriptions.tokenOfStaff(portal, Portal.ACME, olga, type);
        var link = "/unsubscribe/" + token;
        var program = portal.atConsole().header("Sec-Fetch-Site", "cross-site");
        for (int i = 0; i < 3; i++)
            program.get(link).expect(200).expectText("Unsubscribe?").expectText("/t/acme/bell/choices");
        program.send("HEAD", link, "", "text/plain");
        assertEquals(0, portal.count("SELECT count(*) FROM staff_notification_choice"));
        program.post(link, Map.of("List-Unsubscribe", "One-Click")).expect(200).expectText("You are unsubscribed");
        program.post(link, Map.of("List-Unsubscribe", "One-Click")).expect(200);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM staff_notification_choice WHERE tenant_id = ? AND staff_id = ? AND type = ?"
                                + " AND channel = 'mail' AND pace = 'off'",
                        portal.tenantId(Portal.ACME),
                        olga,
                        type));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM audit WHERE action = 'mail.unsubscribed' AND object_id = ? AND detail ->> 'type' = ?",
                        olga,
                        type));
        var before = portal.mails(OLGA);
        tell(TeamNews.STORAGE_FILLING, "/", Map.of("percent", 82));
        told();
        assertEquals(1, bell(OLGA));
        assertEquals(before, portal.mails(OLGA));
        program.post(link, Map.of("act", "again")).expect(200).expectText("You receive them again");
        assertEquals(0, portal.count("SELECT count(*) FROM staff_notification_choice"));
        tell(TeamNews.STORAGE_FILLING, "/", Map.of("percent", 83));
        told();
        assertEquals(before + 1, portal.mails(OLGA));
    }

    @Test
    void a_link_to_staff_that_was_forged_or_is_anothers_is_unknown() {
        var olga = staff(OLGA);
        var type = TeamNews.STORAGE_FILLING.key();
        var token = Subscriptions.tokenOfStaff(portal, Portal.ACME, olga, type);
        for (int i = 0; i < token.length(); i++) {
            var other = token.charAt(i) == 'A' ? 'B' : 'A';
            var forged = token.substring(0, i) + other + token.substring(i + 1);
            portal.atConsole().post("/unsubscribe/" + forged, Map.of()).expect(404);
        }
        var clients = Subscriptions.token(portal, Portal.ACME, olga, "digest.summary");
        portal.atConsole().post("/unsubscribe/" + clients, Map.of()).expect(404);
        portal.at(Portal.ACME).post("/unsubscribe/" + token, Map.of()).expect(404);
        for (var guarding : new String[] {"staff.role_changed", "account.welcome", "nothing.such"}) {
            var signed = Subscriptions.tokenOfStaff(portal, Portal.ACME, olga, guarding);
            portal.atConsole().post("/unsubscribe/" + signed, Map.of()).expect(404);
        }
        // Whoever is nobody of that portal has nothing to end there.
        var elsewhere = Subscriptions.tokenOfStaff(portal, Portal.GLOBEX, olga, type);
        portal.atConsole().post("/unsubscribe/" + elsewhere, Map.of()).expect(200);
        assertEquals(0, portal.count("SELECT count(*) FROM staff_notification_choice"));
    }

    /** The summary is a kind of its own, which the clients' rule does not touch; it stands among the choices too. */
    @Test
    void the_summary_to_staff_can_be_ended_and_had_again() {
        var olga = portal.asStaff(OLGA);
        olga.get("/t/acme/bell/choices").expectText("digest.summary:mail").expectText("domain.domain_failing:mail");
        assertFalse(portal.asStaff(SUE).get("/t/acme/bell/choices").body().contains("domain.domain_failing:mail"));
        var token = Subscriptions.tokenOfStaff(portal, Portal.ACME, staff(OLGA), "digest.summary");
        portal.atConsole().post("/unsubscribe/" + token, Map.of()).expect(200);
        var before = portal.mails(OLGA);
        tell(TeamNews.MAIL_FAILED, "/mail", Map.of());
        told();
        assertEquals(1, portal.count("SELECT count(*) FROM staff_digest_entry WHERE staff_id = ?", staff(OLGA)));
        portal.move(Duration.ofHours(49));
        until(() -> portal.count("SELECT count(*) FROM staff_digest_entry") == 0);
        until(() ->
                portal.count("SELECT count(*) FROM job WHERE kind = 'notifications.digest' AND state = 'queued'") == 0);
        assertEquals(before, portal.mails(OLGA));
    }

    private static UUID staff(String email) {
        return (UUID) portal.query("SELECT id FROM staff WHERE email = ?", email)
                .getFirst()
                .getFirst();
    }

    @Test
    void a_job_that_is_given_up_rings() {
        in(
                Portal.ACME,
                tx -> Jobs.schedule(
                        tx, "test.hopeless", "k", portal.house().clock().now(), new JsonObject()));
        until(() -> bell(OLGA) == 1);
        portal.asStaff(OLGA).get("/t/acme/bell").expectText("Background work was given up");
        assertEquals(0, bell(SUE));
    }

    @Test
    void a_mail_that_fails_rings_unless_it_was_written_to_staff() {
        var news = new TeamNews(portal.house().notifications());
        in(Portal.ACME, tx -> news.mailFailed(tx, "team.storage_filling"));
        told();
        assertEquals(0, bell(OLGA), "it would go on for ever");
        in(Portal.ACME, tx -> news.mailFailed(tx, "account.welcome"));
        told();
        assertEquals(1, bell(OLGA));
    }

    @Test
    void whoever_leaves_the_team_leaves_nothing() {
        portal.staff("Lea Leaver", "lea@staff.example", "admin", Portal.ACME);
        tell(TeamNews.MAIL_FAILED, "/mail", Map.of());
        told();
        assertEquals(1, bell("lea@staff.example"));
        portal.execute(
                "DELETE FROM staff_role WHERE staff_id = (SELECT id FROM staff WHERE email = 'lea@staff.example')");
        assertEquals(0, bell("lea@staff.example"));
        assertEquals(
                0,
                portal.count(
                        "SELECT count(*) FROM staff_digest_entry e JOIN staff s ON s.id = e.staff_id WHERE s.email = 'lea@staff.example'"));
    }

    @Test
    void a_bell_holds_five_hundred_lines() {
        var olga = (UUID) portal.query("SELECT id FROM staff WHERE email = ?", OLGA)
                .getFirst()
                .getFirst();
        portal.execute("""
                INSERT INTO staff_notification (tenant_id, id, staff_id, type, link_path, read_at)
                SELECT ?, ('01000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, ?, 'team.mail_failed', '/mail', now()
                  FROM generate_series(1, 520) n""", portal.tenantId(Portal.ACME), olga);
        tell(TeamNews.MAIL_FAILED, "/mail", Map.of());
        told();
        assertEquals(500, bell(OLGA));
        portal.asStaff(OLGA).get("/t/acme/bell").expectText("A mail to a client");
    }
}
