package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.web.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What cannot be taken back asks for a proof of the last 15 minutes, and gives the way to it and back. */
class StepUpTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start();
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    /** Signed in so long ago that the proof is stale. */
    private static Visitor stale(String email) {
        portal.account(Portal.ACME, "Sta Le", email);
        var visitor = portal.as(Portal.ACME, email);
        portal.move(Duration.ofMinutes(16));
        return visitor;
    }

    @Test
    void every_route_that_says_so_refuses_a_proof_that_is_stale() {
        var client = stale("walk@example.com");
        portal.staff("Wal Ker", "walker@staff.example", "owner", Portal.ACME);
        portal.execute("UPDATE staff SET operator = true WHERE email = 'walker@staff.example'");
        var staff = portal.asStaff("walker@staff.example");
        portal.move(Duration.ofMinutes(16));
        var through = new ArrayList<String>();
        int tried = 0;
        for (var route : portal.house().routes().all()) {
            if (!route.isFresh()) continue;
            tried++;
            var answer = send(route.audience().console() ? staff : client, route);
            boolean refused = answer.status() == 403
                    || (answer.status() == 303 && answer.location().matches("(/account)?/confirm(\\?.*)?"));
            if (!refused) through.add(route.method() + " " + route.path() + " " + answer.status());
        }
        System.out.println("stale proofs: " + through.size() + " of " + tried + " routes let through");
        assertEquals(List.of(), through);
        assertTrue(tried >= 7, "only " + tried + " routes ask for a fresh proof");
    }

    /** The page that is shown again must be one that there is. */
    private static String staffId() {
        return portal.query("SELECT id FROM staff WHERE email = 'walker@staff.example'")
                .getFirst()
                .getFirst()
                .toString();
    }

    private static String contactId() {
        return portal.query("SELECT contact_id FROM account WHERE email = 'walk@example.com'")
                .getFirst()
                .getFirst()
                .toString();
    }

    private static String importId() {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO contact_import (tenant_id, id, file_name, state) VALUES (?, ?, 'x.csv', 'done')",
                portal.tenantId(Portal.ACME),
                id);
        return id.toString();
    }

    private static String webhookId() {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO webhook_endpoint (tenant_id, id, url, description, events, secret) VALUES (?, ?, 'https://hooks.example.com/', '', '{contact.erased}', ?)",
                portal.tenantId(Portal.ACME),
                id,
                new byte[32]);
        return id.toString();
    }

    private static String domainId() {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO domain (tenant_id, id, host, verified_at, state) VALUES (?, ?, ?, now(), 'active')",
                portal.tenantId(Portal.ACME),
                id,
                "d" + id.toString().substring(0, 8) + ".example.com");
        return id.toString();
    }

    /** A group in which the contact is. */
    private static String groupId() {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, ?, 'Steps')",
                portal.tenantId(Portal.ACME),
                id,
                "g" + id.toString().substring(0, 8));
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, status, joined_at) VALUES (?, ?, ?::uuid, 'active', now())",
                portal.tenantId(Portal.ACME),
                id,
                contactId());
        return id.toString();
    }

    private static dev.atrium.harness.Answer send(Visitor visitor, Route route) {
        var path = route.path()
                .replace(":group/people/:person", ":group/people/" + contactId())
                .replace(":group", groupId())
                .replace(":tenant", portal.tenantId(Portal.ACME).toString())
                .replace(":webhook", webhookId())
                .replace(":domain", domainId())
                .replace(":slug", Portal.ACME)
                .replace(":person", staffId())
                .replace(":contact", contactId())
                .replace(":import", importId())
                .replaceAll(":[a-z_]+", UUID.randomUUID().toString());
        return route.changes()
                ? visitor.send(
                        route.method().name(), path, "name=typed&confirm=yes", "application/x-www-form-urlencoded")
                : visitor.get(path);
    }

    @Test
    void confirming_by_password_leads_back_under_a_new_token() {
        var pia = stale("pia@example.com");
        pia.get("/account/password").expectRedirect("/account/confirm?next=%2Faccount%2Fpassword");
        var before = pia.cookie("session");
        pia.post("/account/confirm", Map.of("password", "not-hers-at-all", "next", "/account/password"))
                .expect(422);
        pia.post("/account/confirm", Map.of("password", Portal.PASSWORD, "next", "/account/password"))
                .expectRedirect("/account/password");
        assertNotEquals(before, pia.cookie("session"));
        pia.get("/account/password").expect(200);
        portal.at(Portal.ACME)
                .cookie("session", before)
                .get("/account/sessions")
                .expect(303);
        assertEquals(1, portal.sessions("pia@example.com"));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM audit WHERE action = 'session.confirmed' AND actor_id = (SELECT id FROM account WHERE email = 'pia@example.com')"));
    }

    @Test
    void confirming_by_code_leads_back() {
        var cora = stale("cora@example.com");
        cora.post("/account/confirm/code/send", Map.of("next", "/account/keys"))
                .expectRedirect("/account/confirm/code?next=%2Faccount%2Fkeys");
        cora.get("/account/confirm/code?next=/account/keys").expect(200);
        var code = portal.code("cora@example.com");
        cora.post("/account/confirm/code", Map.of("code", Forms.wrong(code, 0), "next", "/account/keys"))
                .expect(422);
        cora.post("/account/confirm/code", Map.of("code", code, "next", "/account/keys"))
                .expectRedirect("/account/keys");
        cora.get("/account/keys").expect(200);
    }

    @Test
    void a_code_that_confirms_lets_nobody_in_and_one_that_lets_in_confirms_nothing() {
        var abe = stale("abe@example.com");
        abe.post("/account/confirm/code/send", Map.of()).expect(303);
        var code = portal.code("abe@example.com", 1);
        var thief = portal.at(Portal.ACME).cookie("flow", abe.cookie("flow"));
        thief.post("/code", Forms.code(code)).expect(409);
        thief.get("/code").expectRedirect("/login");
        abe.post("/login/code", Forms.email("abe@example.com")).expectRedirect("/code");
        var other = portal.code("abe@example.com", 2);
        abe.post("/account/confirm/code", Forms.code(other)).expectRedirect("/account/confirm");
        abe.get("/account/password").expectRedirect("/account/confirm?next=%2Faccount%2Fpassword");
    }

    @Test
    void a_form_that_was_open_too_long_keeps_what_was_typed() {
        var kim = stale("kim@example.com");
        kim.post("/account/keys", Map.of("key_name", "Calendar sync", "days", "90"))
                .expect(403)
                .expectText("Calendar sync")
                .expectText("/account/confirm");
    }

    @Test
    void a_program_is_told_where_a_person_confirms() {
        var pat = stale("pat@example.com");
        var answer = pat.json("POST", "/api/v1/me/erasure", "").expect(403).expectText("step-up-required");
        assertEquals("</account/confirm>; rel=\"help\"", answer.header("Link"));
    }

    @Test
    void staff_confirm_by_password() {
        portal.staff("Sta Ff", "staff@staff.example", "owner", Portal.ACME);
        var staff = portal.asStaff("staff@staff.example");
        portal.move(Duration.ofMinutes(16));
        var form = Map.of("key_name", "CRM", "days", "90", "scope_contacts_read", "yes");
        staff.post("/t/acme/keys", form).expect(403).expectText("href=\"/confirm\"");
        var before = staff.cookie("staff");
        staff.post("/confirm", Map.of("password", "guess")).expect(422);
        staff.post("/confirm", Map.of("password", Portal.PASSWORD)).expectRedirect("/");
        assertNotEquals(before, staff.cookie("staff"));
        staff.post("/t/acme/keys", form).expect(200);
    }
}
