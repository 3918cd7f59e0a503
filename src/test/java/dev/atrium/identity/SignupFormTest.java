package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import java.util.HashMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SignupFormTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start(Portal.proxied());
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Answer refused(String name, String email, String password) {
        return portal.at(Portal.ACME)
                .post("/signup", Forms.signup(name, email, password))
                .expect(422);
    }

    @Test
    void every_field_has_its_own_sentence_and_keeps_what_was_typed_but_never_a_password() {
        var empty = refused("", "", "");
        empty.expectText("Enter your full name.")
                .expectText("Enter your e-mail address.")
                .expectText("Enter your password.");
        var wrong = refused("Nora <b>Nilsen", "nora@nowhere", "a-very-secret-phrase");
        wrong.expectText("That does not look like an e-mail address.")
                .expectText("value=\"Nora &lt;b&gt;Nilsen\"")
                .expectText("value=\"nora@nowhere\"");
        assertFalse(wrong.body().contains("a-very-secret-phrase"), "a password came back");
        refused("x".repeat(201), "nora@example.com", "a-very-secret-phrase").expectText("at most 200 characters");
        refused("Nora\r\nBcc: all@example.com", "nora@example.com", "a-very-secret-phrase")
                .expectText("such as a line break");
        assertEquals(0, portal.mails("nora@example.com"));
    }

    @Test
    void passwords_are_8_to_128_characters_and_none_of_the_common_ones() {
        refused("Nora", "nora@example.com", "short-7").expectText("Please use at least 8 characters.");
        refused("Nora", "nora@example.com", "x1".repeat(65)).expectText("Please use at most 128 characters.");
        refused("Nora", "nora@example.com", "password1").expectText("among the most used ones");
        portal.at(Portal.ACME)
                .post("/signup", Forms.signup("Nora", "nora128@example.com", "x1".repeat(64)))
                .expectRedirect("/code");
    }

    @Test
    void the_form_needs_no_second_filling_in_after_a_mistake() {
        var again = refused("Nora Nilsen", "nora@example.com", "short");
        again.expectText("value=\"Nora Nilsen\"").expectText("value=\"nora@example.com\"");
    }

    @Test
    void terms_are_accepted_where_the_business_has_some() {
        portal.execute(
                "UPDATE branding SET terms_url = 'https://globex.example/terms' WHERE tenant_id = ?",
                portal.tenantId(Portal.GLOBEX));
        portal.changed(Portal.GLOBEX);
        var globex = portal.at(Portal.GLOBEX);
        globex.post("/signup", Forms.signup("Nora", "nora@example.com", "a-quiet-place-9"))
                .expect(422)
                .expectText("Please accept the terms");
        var accepted = new HashMap<>(Forms.signup("Nora", "nora-terms@example.com", "a-quiet-place-9"));
        accepted.put("accept_terms", "yes");
        globex.post("/signup", accepted).expectRedirect("/code");
    }

    @Test
    void a_portal_by_invitation_says_so_and_opens_no_account() {
        portal.settings(Portal.GLOBEX, "signup_mode = 'invite_only'");
        portal.account(Portal.GLOBEX, "Kno Wn", "known-here@example.com");
        var globex = portal.at(Portal.GLOBEX);
        globex.get("/signup").expect(200).expectText("By invitation only");
        assertFalse(globex.get("/login").body().contains("/signup"), "the sign-in page still offers to sign up");
        var unknown = globex.post("/signup", Forms.signup("Nora", "uninvited@example.com", "a-quiet-place-9"));
        var known = portal.at(Portal.GLOBEX)
                .post("/signup", Forms.signup("Nora", "known-here@example.com", "a-quiet-place-9"));
        unknown.expectRedirect("/code");
        known.expectRedirect("/code");
        assertEquals(
                0,
                portal.count(
                        "SELECT count(*) FROM sign_in_flow WHERE purpose = 'signup' AND email = 'uninvited@example.com'"));
        assertEquals(1, portal.mails("uninvited@example.com"));
        assertEquals(0, portal.accounts("uninvited@example.com"));
        portal.settings(Portal.GLOBEX, "signup_mode = 'open'");
    }

    @Test
    void a_form_sent_twice_is_one_sign_up_with_one_mail() {
        var nonce = UUID.randomUUID();
        var visitor = portal.at(Portal.ACME);
        var form = Forms.signup(nonce, "Twice Told", "twice@example.com", "a-quiet-place-9");
        visitor.post("/signup", form).expectRedirect("/code");
        visitor.post("/signup", form).expectRedirect("/code");
        assertEquals(1, portal.count("SELECT count(*) FROM sign_in_flow WHERE email = 'twice@example.com'"));
        assertEquals(1, portal.mails("twice@example.com"));
        visitor.post("/code", Forms.code(portal.code("twice@example.com"))).expectRedirect("/");
    }

    @Test
    void after_going_back_the_corrected_password_counts() {
        var nonce = UUID.randomUUID();
        var visitor = portal.at(Portal.ACME);
        visitor.post("/signup", Forms.signup(nonce, "Back Again", "back@example.com", "the-first-thought-1"));
        visitor.post("/signup", Forms.signup(nonce, "Back Again", "back@example.com", "the-second-thought-2"))
                .expectRedirect("/code");
        visitor.post("/code", Forms.code(portal.code("back@example.com"))).expectRedirect("/");
        portal.at(Portal.ACME)
                .post("/login", Forms.login("back@example.com", "the-second-thought-2"))
                .expectRedirect("/");
        portal.at(Portal.ACME)
                .post("/login", Forms.login("back@example.com", "the-first-thought-1"))
                .expect(422);
    }

    @Test
    void after_going_back_a_mistyped_address_can_be_mended() {
        var nonce = UUID.randomUUID();
        var visitor = portal.at(Portal.ACME);
        visitor.post("/signup", Forms.signup(nonce, "Typo", "typo@exmaple.com", "a-quiet-place-9"));
        visitor.post("/signup", Forms.signup(nonce, "Typo", "typo@example.com", "a-quiet-place-9"))
                .expectRedirect("/code");
        visitor.post("/code", Forms.code(portal.code("typo@example.com"))).expectRedirect("/");
        assertEquals(0, portal.accounts("typo@exmaple.com"));
    }
}
