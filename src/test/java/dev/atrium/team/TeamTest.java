package dev.atrium.team;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who works for a business: how they come, what they may become, and how they go. */
class TeamTest {
    private static final Pattern INVITATION = Pattern.compile("/invitation/[A-Za-z0-9_-]{43}");

    private Portal portal;
    private Visitor olivia;
    private Visitor adam;

    @BeforeEach
    void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@example.com", "owner", Portal.ACME);
        portal.staff("Adam Admin", "adam@example.com", "admin", Portal.ACME);
        olivia = portal.asStaff("olivia@example.com");
        adam = portal.asStaff("adam@example.com");
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private static Map<String, String> invitation(String email, String role) {
        return Map.of("email", email, "role", role);
    }

    private static String path(Answer page) {
        var matcher = INVITATION.matcher(page.body());
        assertTrue(matcher.find(), page.body());
        return matcher.group();
    }

    private String mailed(String email) {
        var matcher = INVITATION.matcher(portal.mail(email).text());
        assertTrue(matcher.find());
        return matcher.group();
    }

    private UUID staff(String email) {
        return (UUID) portal.query("SELECT id FROM staff WHERE email = ?", email)
                .getFirst()
                .getFirst();
    }

    private String role(String email) {
        var found = portal.query(
                "SELECT r.role FROM staff_role r JOIN staff s ON s.id = r.staff_id WHERE s.email = ? AND r.tenant_id = ?",
                email,
                portal.tenantId(Portal.ACME));
        return found.isEmpty() ? "" : found.getFirst().getFirst().toString();
    }

    private String person(String email) {
        return "/t/acme/team/" + staff(email);
    }

    @Test
    void somebody_new_comes_by_mail_and_sees_what_their_role_sees() {
        var sent = olivia.post("/t/acme/team", invitation("sam@example.com", "support"));
        sent.expectRedirect("/t/acme/team");
        // What was mailed is its reader's alone: who sent it could else take it in another's name.
        assertFalse(INVITATION.matcher(sent.body()).find());
        assertFalse(INVITATION
                .matcher(olivia.get("/t/acme/team").expect(200).body())
                .find());
        var path = mailed("sam@example.com");
        var sam = portal.atConsole();
        sam.get(path).expect(200).expectText("Olivia Owner invites you").expectText("Support");
        sam.post(path, Map.of("name", "Sam Support", "password", Portal.PASSWORD, "role", "owner"))
                .expectRedirect("/login");
        assertEquals("support", role("sam@example.com"));
        sam = portal.asStaff("sam@example.com");
        var home = sam.get("/t/acme").expect(200).body();
        assertTrue(
                home.contains("/t/acme/view-as") && !home.contains("/t/acme/team") && !home.contains("/t/acme/keys"));
        sam.get("/t/acme/team").expect(404);
        sam.get("/t/acme/audit").expect(404);
        olivia.get("/t/acme/team").expectText("Sam Support").expectText("accepted");
        assertEquals(
                List.of(List.of("team.invited"), List.of("team.joined")),
                portal.query("SELECT action FROM audit WHERE action LIKE 'team.%' ORDER BY at"));
    }

    @Test
    void somebody_who_works_elsewhere_takes_it_signed_in_as_themselves() {
        portal.staff("Gwen Globex", "gwen@example.com", "owner", Portal.GLOBEX);
        olivia.post("/t/acme/team", invitation("gwen@example.com", "content")).expectRedirect("/t/acme/team");
        var path = mailed("gwen@example.com");
        portal.atConsole().get(path).expect(200).expectText("Sign in to accept").expectText("/login?next=" + path);
        portal.atConsole()
                .post(path, Map.of("name", "Eve", "password", Portal.PASSWORD))
                .expect(409);
        adam.post(path, Map.of()).expect(409);
        assertEquals("", role("gwen@example.com"));
        var gwen = portal.atConsole();
        gwen.post("/login", Map.of("email", "gwen@example.com", "password", Portal.PASSWORD, "next", path))
                .expectRedirect(path);
        gwen.post(path, Map.of()).expectRedirect("/t/acme");
        assertEquals("content", role("gwen@example.com"));
        gwen.post(path, Map.of()).expect(200).expectText("This invitation has expired");
    }

    @Test
    void an_admin_neither_makes_nor_touches_owners_and_admins() {
        for (var role : List.of("owner", "admin"))
            adam.post("/t/acme/team", invitation("new@example.com", role)).expect(422);
        adam.post("/t/acme/team", invitation("new@example.com", "boss"))
                .expect(422)
                .expectText("Choose a role");
        adam.post("/t/acme/team", invitation("new@example.com", "billing")).expectRedirect("/t/acme/team");
        adam.post(person("olivia@example.com") + "/role", Map.of("role", "support"))
                .expect(422);
        adam.post(person("olivia@example.com") + "/remove", Map.of()).expect(422);
        adam.post(person("adam@example.com") + "/role", Map.of("role", "owner")).expect(422);
        assertEquals("owner", role("olivia@example.com"));
        assertEquals("admin", role("adam@example.com"));
        portal.staff("Sam Support", "sam@example.com", "support", Portal.ACME);
        adam.post(person("sam@example.com") + "/role", Map.of("role", "admin")).expect(422);
        adam.post(person("sam@example.com") + "/role", Map.of("role", "content"))
                .expectRedirect("/t/acme/team");
        assertEquals("content", role("sam@example.com"));
        portal.mail("sam@example.com", mail -> mail.subject().equals("Your role at Acme Studio is now: Content"));
    }

    @Test
    void the_last_owner_stays() {
        olivia.post(person("olivia@example.com") + "/role", Map.of("role", "admin"))
                .expect(409);
        olivia.post(person("olivia@example.com") + "/remove", Map.of())
                .expect(409)
                .expectText("only owner");
        olivia.post(person("adam@example.com") + "/role", Map.of("role", "owner"))
                .expect(303);
        olivia.post(person("olivia@example.com") + "/remove", Map.of()).expectRedirect("/");
        olivia.get("/t/acme").expect(404);
        assertEquals("owner", role("adam@example.com"));
    }

    @Test
    void who_is_removed_has_no_rights_from_the_next_request_on_and_what_they_sent_is_void() {
        var ana = portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        adam.post("/t/acme/team", invitation("mole@example.com", "support")).expectRedirect("/t/acme/team");
        var path = mailed("mole@example.com");
        var over = adam.post("/t/acme/view-as", Map.of("account", ana.toString(), "reason", "To help with a form"))
                .location();
        var viewer = portal.at(Portal.ACME);
        viewer.post(over.substring(over.indexOf("/view-as/")), Map.of()).expectRedirect("/");
        viewer.get("/account/profile").expect(200);
        olivia.post(person("adam@example.com") + "/remove", Map.of()).expectRedirect("/t/acme/team");
        adam.get("/t/acme").expect(404);
        viewer.get("/account/profile").expectRedirect("/login?next=%2Faccount%2Fprofile");
        portal.atConsole().get(path).expectText("This invitation has expired");
        portal.mail("adam@example.com", mail -> mail.subject().contains("no longer on the team"));
        olivia.get("/t/acme/team").expectText("taken back");
        assertEquals(0, portal.count("SELECT count(*) FROM view_session WHERE ended_at IS NULL"));
    }

    @Test
    void an_invitation_is_sent_again_passed_on_and_taken_back() {
        olivia.post("/t/acme/team", invitation("sam@example.com", "support")).expectRedirect("/t/acme/team");
        var first = mailed("sam@example.com");
        olivia.post("/t/acme/team", invitation("SAM@example.com", "support"))
                .expect(422)
                .expectText("invited already");
        olivia.post("/t/acme/team", invitation("adam@example.com", "support"))
                .expect(422)
                .expectText("works here already");
        var id = Map.of(
                "invitation",
                portal.query("SELECT id FROM staff_invitation")
                        .getFirst()
                        .getFirst()
                        .toString());
        var second = path(olivia.post("/t/acme/team/invitations/link", id).expect(200));
        portal.atConsole().get(first).expectText("This invitation has expired");
        portal.atConsole().get(second).expectText("You are invited");
        olivia.post("/t/acme/team/invitations/resend", id).expectRedirect("/t/acme/team");
        portal.atConsole().get(second).expectText("This invitation has expired");
        portal.move(Duration.ofDays(8));
        olivia = portal.asStaff("olivia@example.com");
        olivia.get("/t/acme/team").expectText("expired");
        var third = path(olivia.post("/t/acme/team/invitations/link", id).expect(200));
        portal.atConsole().get(third).expectText("You are invited");
        olivia.post("/t/acme/team/invitations/revoke", id).expectRedirect("/t/acme/team");
        portal.atConsole().get(third).expectText("This invitation has expired");
        olivia.post("/t/acme/team/invitations/revoke", id).expect(404);
        olivia.post("/t/acme/team", invitation("sam@example.com", "content")).expectRedirect("/t/acme/team");
    }

    @Test
    void mails_to_strangers_are_few() {
        for (int i = 0; i < 30; i++)
            olivia.post("/t/acme/team", invitation("n" + i + "@example.com", "support"))
                    .expectRedirect("/t/acme/team");
        olivia.post("/t/acme/team", invitation("one-more@example.com", "support"))
                .expect(429);
        assertEquals(30, portal.count("SELECT count(*) FROM staff_invitation"));
        assertFalse(olivia.get("/t/acme/team").body().contains("one-more@example.com"));
    }

    @Test
    void what_a_link_passed_on_sets_up_ends_with_the_first_proof_of_the_address() {
        olivia.post("/t/acme/team", invitation("vic@example.com", "support")).expectRedirect("/t/acme/team");
        var id = portal.query("SELECT id FROM staff_invitation WHERE email = 'vic@example.com'")
                .getFirst()
                .getFirst()
                .toString();
        var path = path(olivia.post("/t/acme/team/invitations/link", Map.of("invitation", id))
                .expect(200));
        portal.atConsole().get(mailed("vic@example.com")).expect(200).expectText("This invitation has expired");
        // Whoever holds the copy sets an account up under an address that is not theirs.
        var squatter = portal.atConsole();
        squatter.post(path, Map.of("name", "Not Vic", "password", "squatters-own-9"))
                .expectRedirect("/login");
        squatter.post("/login", Map.of("email", "vic@example.com", "password", "squatters-own-9"))
                .expect(303);
        assertEquals(
                1, portal.count("SELECT count(*) FROM staff WHERE email = 'vic@example.com' AND verified_at IS NULL"));
        var vic = staff("vic@example.com");
        portal.execute(
                "INSERT INTO totp (tenant_id, owner_id, secret, confirmed_at) VALUES ('00000000-0000-0000-0000-000000000000', ?, 'x', now())",
                vic);
        portal.execute(
                "INSERT INTO factor_ticket (tenant_id, token_hash, owner_id, proof, covers, act, expires_at) VALUES ('00000000-0000-0000-0000-000000000000', 'x', ?, 'password', '{}', 'staff', now() + interval '1 hour')",
                vic);
        portal.execute(
                "INSERT INTO passkey_challenge (tenant_id, token_hash, purpose, owner_id, challenge, rp_id, expires_at) VALUES ('00000000-0000-0000-0000-000000000000', 'x', 'factor', ?, 'x', 'console.localhost', now() + interval '1 hour')",
                vic);
        var owner = portal.atConsole();
        owner.post("/forgot", Map.of("email", "vic@example.com")).expectRedirect("/reset");
        owner.post("/reset", Map.of("code", portal.code("vic@example.com"), "password", Portal.PASSWORD))
                .expectRedirect("/login");
        squatter.get("/t/acme").expect(303);
        for (var table : List.of("totp", "factor_ticket", "passkey_challenge"))
            assertEquals(0, portal.count("SELECT count(*) FROM " + table + " WHERE owner_id = ?", vic), table);
        squatter.post("/login", Map.of("email", "vic@example.com", "password", "squatters-own-9"))
                .expect(422);
        owner.post("/login", Map.of("email", "vic@example.com", "password", Portal.PASSWORD))
                .expect(303);
        owner.get("/t/acme").expect(200);
        // A second code is no first proof: what the owner has set up since stays.
        portal.execute(
                "INSERT INTO totp (tenant_id, owner_id, secret, confirmed_at) VALUES ('00000000-0000-0000-0000-000000000000', ?, 'x', now())",
                vic);
        portal.execute(
                "INSERT INTO factor_ticket (tenant_id, token_hash, owner_id, proof, covers, act, expires_at) VALUES ('00000000-0000-0000-0000-000000000000', 'y', ?, 'password', '{}', 'staff', now() + interval '1 hour')",
                vic);
        var again = portal.atConsole();
        again.post("/forgot", Map.of("email", "vic@example.com")).expectRedirect("/reset");
        again.post("/reset", Map.of("code", portal.code("vic@example.com", 2), "password", "four-grey-herons"))
                .expectRedirect("/login");
        assertEquals(1, portal.count("SELECT count(*) FROM totp WHERE owner_id = ?", vic));
        assertEquals(0, portal.count("SELECT count(*) FROM factor_ticket WHERE owner_id = ?", vic));
    }
}
