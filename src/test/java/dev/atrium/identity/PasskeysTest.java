package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.atrium.harness.Factors;
import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.SoftPasskey;
import dev.atrium.harness.Visitor;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Passkeys: added, used to sign in, to confirm and as a second factor, renamed, removed, and bound to their host. */
class PasskeysTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start();
    }

    @AfterEach
    void calm() {
        portal.settings(Portal.ACME, "mfa = 'optional'");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Visitor person(String email) {
        portal.account(Portal.ACME, "Pas Skey", email);
        return portal.as(Portal.ACME, email);
    }

    private static Visitor signIn(SoftPasskey passkey, String next) {
        var visitor = portal.at(Portal.ACME);
        var options = Factors.options(visitor, "/login/passkey");
        var form = Map.of("credential", passkey.shown(options, Factors.origin(portal, visitor)), "next", next);
        visitor.post("/login/passkey", form).expectRedirect(next.isEmpty() ? "/" : next);
        return visitor;
    }

    @Test
    void a_passkey_signs_in_as_two_factors_in_one() {
        var passkey = Factors.passkey(portal, person("pam@example.com"));
        var pam = signIn(passkey, "/account/profile");
        pam.get("/account/profile").expect(200);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM session s JOIN account a ON a.id = s.account_id WHERE a.email = 'pam@example.com' AND s.proof = 'passkey' AND s.mfa"));
        portal.mail("pam@example.com", mail -> mail.subject().contains("was added"));
        pam.get("/account/security").expect(200).expectText("last used");
        portal.settings(Portal.ACME, "mfa = 'required'");
        signIn(passkey, "").get("/").expect(200);
    }

    @Test
    void a_copy_is_found_out_by_its_count() {
        var passkey = Factors.passkey(portal, person("cop@example.com"));
        signIn(passkey, "");
        passkey.count(0);
        var visitor = portal.at(Portal.ACME);
        var options = Factors.options(visitor, "/login/passkey");
        visitor.post("/login/passkey", Map.of("credential", passkey.shown(options, Factors.origin(portal, visitor))))
                .expect(422);
    }

    @Test
    void who_was_not_verified_does_not_sign_in_by_it() {
        var passkey = Factors.passkey(portal, person("uv@example.com")).unverified();
        var visitor = portal.at(Portal.ACME);
        var options = Factors.options(visitor, "/login/passkey");
        visitor.post("/login/passkey", Map.of("credential", passkey.shown(options, Factors.origin(portal, visitor))))
                .expect(422);
    }

    @Test
    void it_confirms() {
        var visitor = person("con@example.com");
        var passkey = Factors.passkey(portal, visitor);
        portal.move(Duration.ofMinutes(16));
        visitor.get("/account/password").expectRedirect("/account/confirm?next=%2Faccount%2Fpassword");
        var options = Factors.options(visitor, "/account/confirm/passkey");
        visitor.post(
                        "/account/confirm/passkey",
                        Map.of(
                                "credential",
                                passkey.shown(options, Factors.origin(portal, visitor)),
                                "next",
                                "/account/password"))
                .expectRedirect("/account/password");
        visitor.get("/account/password").expect(200);
    }

    @Test
    void where_a_second_factor_is_a_duty_it_is_one() {
        var passkey = Factors.passkey(portal, person("dut@example.com"));
        portal.settings(Portal.ACME, "mfa = 'required'");
        var visitor = portal.at(Portal.ACME);
        visitor.post("/login", Map.of("email", "dut@example.com", "password", Portal.PASSWORD))
                .expectRedirect("/login/factor");
        visitor.get("/login/factor").expect(200).expectText("Use a passkey");
        var options = Factors.options(visitor, "/login/factor/passkey");
        visitor.post(
                        "/login/factor/passkey",
                        Map.of("credential", passkey.shown(options, Factors.origin(portal, visitor))))
                .expectRedirect("/");
        visitor.get("/").expect(200);
    }

    @Test
    void it_is_renamed_and_removed_and_then_worth_nothing() {
        var visitor = person("rem@example.com");
        var passkey = Factors.passkey(portal, visitor);
        var id = portal.query(
                        "SELECT p.id FROM passkey p JOIN account a ON a.id = p.owner_id WHERE a.email = 'rem@example.com'")
                .getFirst()
                .getFirst()
                .toString();
        visitor.post("/account/security/passkeys/rename", Map.of("passkey", id, "passkey_name", "Red phone"))
                .expect(303);
        visitor.get("/account/security").expect(200).expectText("Red phone");
        visitor.post("/account/security/passkeys/remove", Map.of("passkey", id)).expect(303);
        portal.mail("rem@example.com", mail -> mail.subject().contains("was removed"));
        var again = portal.at(Portal.ACME);
        var options = Factors.options(again, "/login/passkey");
        again.post("/login/passkey", Map.of("credential", passkey.shown(options, Factors.origin(portal, again))))
                .expect(422)
                .expectText("not known at this address");
    }

    @Test
    void after_a_new_address_the_page_says_that_it_works_only_at_the_old_one() {
        var visitor = person("mov@example.com");
        Factors.passkey(portal, visitor);
        portal.domain(Portal.ACME, "moved.example.com", true, true);
        var there = portal.atHost("moved.example.com").cookie("session", visitor.cookie("session"));
        there.get("/account/security")
                .expect(200)
                .expectText("Works only on")
                .expectText("acme.localhost")
                .expectText("add a new one here");
        // Where a factor is a duty, a code lets the person set up anew; a password alone does not.
        portal.settings(Portal.ACME, "mfa = 'required'");
        var back = portal.atHost("moved.example.com");
        back.post("/login", Map.of("email", "mov@example.com", "password", Portal.PASSWORD))
                .expect(303);
        back.get("/").expectRedirect("/account/factor");
        back.get("/account/factor").expectRedirect("/account/security");
        var way = "/account/confirm?next=%2Faccount%2Fsecurity";
        back.post("/account/security/app/begin", Map.of()).expectRedirect(way);
        back.post("/account/security/passkeys/options", Map.of()).expectRedirect(way);
        var page = back.get(way).expect(200).expectText("your passkeys work only at the old one");
        assertFalse(page.body().contains("name=\"password\""));
        back.post("/account/confirm/code/send", Map.of("next", "/account/security"))
                .expect(303);
        back.post("/account/confirm/code", Forms.code(portal.code("mov@example.com")))
                .expect(303);
        back.post("/account/security/app/begin", Map.of()).expectRedirect("/account/security/app");
        var secret = Factors.pending(portal, back);
        back.post("/account/security/app", Forms.code(Factors.code(portal, secret)))
                .expect(200);
        back.get("/").expect(200);
        portal.settings(Portal.ACME, "mfa = 'optional'");
        portal.execute("DELETE FROM domain WHERE host = 'moved.example.com'");
        portal.changed(Portal.ACME);
    }
}
