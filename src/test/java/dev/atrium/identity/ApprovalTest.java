package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.secrets.ApiSecret;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where the business wants to be asked, or to ask, nobody gets in by another way. */
class ApprovalTest {
    private static final String QUEUE = "/t/acme/approvals";
    private static Portal portal;
    private static Visitor olivia;

    @BeforeAll
    static void start() {
        portal = Portal.start(Map.of(
                "limits.codes-per-address-per-hour", "1000",
                "limits.codes-per-ip-per-hour", "1000",
                "limits.sign-in-per-ip-per-minute", "1000"));
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        olivia = portal.asStaff("olivia@staff.example");
        portal.settings(Portal.ACME, "signup_mode = 'approval'");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    /** Signs up and proves the address; the browser that did. */
    private static Visitor ask(String name, String email) {
        var visitor = portal.at(Portal.ACME);
        visitor.post("/signup", Forms.signup(name, email, "a-quiet-place-9")).expectRedirect("/code");
        visitor.post("/code", Forms.code(portal.code(email))).expectRedirect("/signup/waiting");
        return visitor;
    }

    private static String request(String email) {
        return portal.query("SELECT id FROM account_request WHERE email = ?", email)
                .getFirst()
                .getFirst()
                .toString();
    }

    private static void nobody(String email) {
        assertEquals(0, portal.accounts(email));
        assertEquals(0, portal.sessions(email));
    }

    @Test
    void who_proved_an_address_waits_without_account_or_session() {
        var visitor = ask("Wait Ing", "waiting@example.com");
        visitor.get("/signup/waiting").expect(200).expectText("Now it is our turn");
        nobody("waiting@example.com");
        visitor.get("/").expect(303);
        portal.mail("waiting@example.com", mail -> mail.subject().contains("Your request"));
        portal.at(Portal.ACME)
                .post("/login", Forms.login("waiting@example.com", "a-quiet-place-9"))
                .expect(422);
        var code = portal.at(Portal.ACME);
        code.post("/login/code", Forms.email("waiting@example.com")).expectRedirect("/code");
        assertEquals(
                2,
                portal.count("SELECT count(*) FROM mail_outbox WHERE recipient = 'waiting@example.com'"
                        + " AND kind = 'account.request_waiting'"),
                "no word of an account that is not there, nor of signing up anew");
        nobody("waiting@example.com");
        olivia.get("/t/acme").expect(200).expectText("to be let in");
        olivia.get(QUEUE).expect(200).expectText("waiting@example.com");
    }

    @Test
    void approving_opens_the_account_and_mails_the_way_in() {
        ask("App Roved", "approved@example.com");
        olivia.post(QUEUE + "/approve", Map.of("request", request("approved@example.com")))
                .expectRedirect(QUEUE);
        var mail = portal.mail("approved@example.com", m -> m.subject().contains("is open"));
        assertTrue(mail.text().contains("/go/"), mail.text());
        assertTrue(mail.text().contains("/unsubscribe/"), mail.text());
        assertEquals(0, portal.sessions("approved@example.com"), "no session before they sign in");
        portal.at(Portal.ACME)
                .post("/login", Forms.login("approved@example.com", "a-quiet-place-9"))
                .expectRedirect("/");
        assertEquals(0, portal.count("SELECT count(*) FROM account_request WHERE email = 'approved@example.com'"));
        for (var act : List.of("account.requested", "account.approved"))
            assertTrue(portal.count("SELECT count(*) FROM audit WHERE action = ?", act) > 0, act);
        for (var kind : List.of("account.requested", "account.approved"))
            assertTrue(portal.count("SELECT count(*) FROM fact WHERE kind = ?", kind) > 0, kind);
    }

    @Test
    void declining_keeps_nothing_but_the_audit_line() {
        ask("Dec Lined", "declined@example.com");
        var id = request("declined@example.com");
        olivia.post(QUEUE + "/decline", Map.of("request", id, "reason", "Only from Porto.\r\nSorry."))
                .expectRedirect(QUEUE);
        var mail = portal.mail("declined@example.com", m -> m.text().contains("Only from Porto. Sorry."));
        assertTrue(mail.html().contains("Only from Porto."), mail.html());
        nobody("declined@example.com");
        assertEquals(0, portal.count("SELECT count(*) FROM account_request WHERE email = 'declined@example.com'"));
        assertEquals(0, portal.count("SELECT count(*) FROM contact WHERE email = 'declined@example.com'"));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM audit WHERE action = 'account.declined' AND object_id = ?",
                        UUID.fromString(id)));
        assertEquals(0, portal.count("SELECT count(*) FROM audit WHERE detail::text LIKE '%declined@example.com%'"));
    }

    @Test
    void several_are_decided_at_once_and_a_colleague_who_is_late_is_told() {
        ask("Bulk One", "bulk1@example.com");
        ask("Bulk Two", "bulk2@example.com");
        var one = request("bulk1@example.com");
        var two = request("bulk2@example.com");
        olivia.send(
                        "POST",
                        QUEUE + "/approve",
                        "request=" + one + "&request=" + two,
                        "application/x-www-form-urlencoded")
                .expect(303);
        assertEquals(1, portal.accounts("bulk1@example.com"));
        assertEquals(1, portal.accounts("bulk2@example.com"));
        olivia.post(QUEUE + "/decline", Map.of("request", one)).expect(409).expectText("decided meanwhile");
        olivia.post(QUEUE + "/approve", Map.of()).expect(422);
        assertEquals(1, portal.accounts("bulk1@example.com"));
    }

    @Test
    void the_rule_about_duplicates_is_asked_again_when_approving() {
        ask("Late Comer", "late-comer@example.com");
        portal.account(Portal.ACME, "Was First", "late-comer@example.com");
        olivia.post(QUEUE + "/approve", Map.of("request", request("late-comer@example.com")))
                .expect(303);
        assertEquals(1, portal.accounts("late-comer@example.com"));
        assertEquals(0, portal.count("SELECT count(*) FROM account_request WHERE email = 'late-comer@example.com'"));
    }

    @Test
    void of_approvals_and_refusals_at_once_one_decides() {
        for (int round = 0; round < 5; round++) {
            var email = "race-approval" + round + "@example.com";
            ask("Ra Ce", email);
            var form = Map.of("request", request(email));
            var before =
                    portal.count("SELECT count(*) FROM audit WHERE action IN ('account.approved', 'account.declined')");
            var cookie = olivia.cookie("staff");
            Race.of(
                    20,
                    i -> portal.atConsole()
                            .cookie("staff", cookie)
                            .post(QUEUE + (i % 2 == 0 ? "/approve" : "/decline"), form));
            assertEquals(
                    before + 1,
                    portal.count(
                            "SELECT count(*) FROM audit WHERE action IN ('account.approved', 'account.declined')"));
            assertTrue(portal.accounts(email) <= 1);
        }
    }

    @Test
    void whom_staff_invited_is_approved_already() {
        var page = olivia.post("/t/acme/invitations/new", Map.of("email", "asked-approval@example.com"));
        page.expect(303);
        var visitor = portal.at(Portal.ACME);
        visitor.post("/signup", Forms.signup("As Ked", "asked-approval@example.com", "a-quiet-place-9"))
                .expectRedirect("/code");
        visitor.post("/code", Forms.code(portal.code("asked-approval@example.com")))
                .expectRedirect("/");
        assertEquals(1, portal.sessions("asked-approval@example.com"));
        // Taken back before it was used: then it approves nobody.
        var other = olivia.post("/t/acme/invitations/new", Map.of("email", "unasked@example.com"));
        olivia.post(other.location() + "/revoke", Map.of()).expect(303);
        ask("Un Asked", "unasked@example.com");
        nobody("unasked@example.com");
    }

    @Test
    void a_sign_up_begun_while_it_was_open_ends_under_the_rule_of_now() {
        portal.settings(Portal.GLOBEX, "signup_mode = 'open'");
        for (var mode : List.of("approval", "invite_only")) {
            var email = "began-" + mode.replace('_', '-') + "@example.com";
            var visitor = portal.at(Portal.GLOBEX);
            visitor.post("/signup", Forms.signup("Be Gan", email, "a-quiet-place-9"))
                    .expectRedirect("/code");
            portal.settings(Portal.GLOBEX, "signup_mode = '" + mode + "'");
            var answer = visitor.post("/code", Forms.code(portal.code(email)));
            assertFalse(answer.status() == 303 && answer.location().equals("/"), mode + " let them in");
            nobody(email);
            portal.settings(Portal.GLOBEX, "signup_mode = 'open'");
        }
    }

    @Test
    void who_asks_again_waits_once_with_the_newest_password() {
        ask("Ask Twice", "twice-asked@example.com");
        var visitor = portal.at(Portal.ACME);
        visitor.post("/signup", Forms.signup("Ask Twice", "twice-asked@example.com", "another-quiet-place-9"))
                .expectRedirect("/code");
        visitor.post("/code", Forms.code(portal.code("twice-asked@example.com", 2)))
                .expectRedirect("/signup/waiting");
        assertEquals(1, portal.count("SELECT count(*) FROM account_request WHERE email = 'twice-asked@example.com'"));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM mail_outbox WHERE recipient = 'twice-asked@example.com' AND kind = 'account.request_waiting'"));
        olivia.post(QUEUE + "/approve", Map.of("request", request("twice-asked@example.com")))
                .expect(303);
        portal.at(Portal.ACME)
                .post("/login", Forms.login("twice-asked@example.com", "another-quiet-place-9"))
                .expectRedirect("/");
    }

    @Test
    void whoever_waits_for_a_month_is_let_go() {
        ask("Old Wish", "old-wish@example.com");
        ask("New Wish", "new-wish@example.com");
        portal.execute(
                "UPDATE account_request SET created_at = portal_now() - interval '31 days' WHERE email = 'old-wish@example.com'");
        portal.query("SELECT * FROM sys_sweep_invitations(100)");
        assertEquals(0, portal.count("SELECT count(*) FROM account_request WHERE email = 'old-wish@example.com'"));
        assertEquals(1, portal.count("SELECT count(*) FROM account_request WHERE email = 'new-wish@example.com'"));
    }

    @Test
    void the_team_is_told_by_mail_but_not_flooded() {
        portal.staff("Otto Owner", "otto@told.example", "owner", Portal.GLOBEX);
        portal.staff("Sue Support", "sue@told.example", "support", Portal.GLOBEX);
        portal.staff("Carl Content", "carl@told.example", "content", Portal.GLOBEX);
        portal.settings(Portal.GLOBEX, "signup_mode = 'approval'");
        for (int i = 0; i < 7; i++) {
            var email = "knock" + i + "@told.example";
            var visitor = portal.at(Portal.GLOBEX);
            visitor.post("/signup", Forms.signup("Kno Ck" + i, email, "a-quiet-place-9"))
                    .expectRedirect("/code");
            visitor.post("/code", Forms.code(portal.code(email))).expectRedirect("/signup/waiting");
        }
        for (var who : List.of("otto@told.example", "sue@told.example")) {
            var mail = portal.mail(who, m -> m.text().contains("/t/globex/approvals"));
            assertTrue(mail.text().contains("Globex"), mail.text());
            assertEquals(
                    1,
                    portal.count(
                            "SELECT count(*) FROM mail_outbox WHERE kind = 'team.somebody_waits' AND recipient = ?",
                            who));
        }
        assertEquals(0, portal.mails("carl@told.example"), "who may not decide is not asked");
    }

    @Test
    void programs_of_the_business_decide_too() {
        var both = key("{approvals:read,approvals:write}");
        var root = "/api/v1/business/approvals";
        ask("Pro Gram", "program@example.com");
        ask("Re Fused", "refused@example.com");
        var id = request("program@example.com");
        var listed = program(both).get(root + "?limit=100").expect(200);
        assertTrue(
                listed.body().contains("program@example.com") && listed.body().contains(id), listed.body());
        program(key("{contacts:read}")).get(root).expect(403);
        program(key("{approvals:read}"))
                .json("POST", root + "/" + id + "/approve", "")
                .expect(403);
        assertEquals(
                "done",
                program(both)
                        .json("POST", root + "/" + id + "/approve", "")
                        .expect(200)
                        .json()
                        .getString("outcome"));
        assertEquals(1, portal.accounts("program@example.com"));
        program(both).json("POST", root + "/" + id + "/approve", "").expect(404);
        var other = request("refused@example.com");
        program(both)
                .json("POST", root + "/" + other + "/refuse", "{\"reason\":\"" + "x".repeat(501) + "\"}")
                .expect(422);
        program(both)
                .json("POST", root + "/" + other + "/refuse", "{\"reason\":\"Only from Porto.\"}")
                .expect(200);
        portal.mail("refused@example.com", m -> m.text().contains("Only from Porto."));
        assertEquals(0, portal.count("SELECT count(*) FROM account_request WHERE email = 'refused@example.com'"));
    }

    private static String key(String scopes) {
        var fresh = ApiSecret.random(ApiSecret.Owner.BUSINESS);
        portal.execute("""
                INSERT INTO api_key (tenant_id, id, name, prefix, secret_hash, scopes, expires_at)
                VALUES (?, ?, 'CRM', ?, ?, ?::text[], now() + interval '100 days')""", portal.tenantId(Portal.ACME), UUID.randomUUID(), fresh.prefix(), fresh.hash(), scopes);
        return fresh.text();
    }

    private static Visitor program(String key) {
        return portal.at(Portal.ACME).header("Authorization", "Bearer " + key);
    }
}
