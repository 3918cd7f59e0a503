package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoginTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start(Portal.proxied());
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @Test
    void a_person_signs_in_by_password_and_lands_where_they_were_going() {
        portal.account(Portal.ACME, "Ana Ruiz", "ana@example.com");
        var ana = portal.at(Portal.ACME);
        ana.get("/account/profile").expectRedirect("/login?next=%2Faccount%2Fprofile");
        var form = new HashMap<>(Forms.login("ANA@Example.com ", Portal.PASSWORD));
        form.put("next", "/account/profile");
        ana.post("/login", form).expectRedirect("/account/profile");
        ana.get("/account/profile").expect(200).expectText("Ana Ruiz");
        ana.get("/login").expectRedirect("/");
    }

    @Test
    void a_wrong_password_and_an_unknown_address_are_answered_alike_and_the_address_comes_back() {
        portal.account(Portal.ACME, "Bea", "bea@example.com");
        var visitor = portal.at(Portal.ACME);
        visitor.post("/login", Forms.login("bea@example.com", "not-her-password"))
                .expect(422)
                .expectText("E-mail and password do not match.")
                .expectText("value=\"bea@example.com\"");
        visitor.post("/login", Forms.login("nobody@example.com", "not-her-password"))
                .expect(422)
                .expectText("E-mail and password do not match.");
        visitor.post("/login", Forms.login("", "")).expect(422).expectText("Enter your e-mail address.");
        visitor.post("/login", Forms.login("bea@example.com", "")).expect(422).expectText("Enter your password.");
    }

    @Test
    void a_password_of_one_portal_opens_no_other() {
        portal.account(Portal.ACME, "Cem", "cem@example.com");
        portal.at(Portal.GLOBEX)
                .post("/login", Forms.login("cem@example.com", Portal.PASSWORD))
                .expect(422);
        var session = portal.as(Portal.ACME, "cem@example.com").cookie("session");
        portal.at(Portal.GLOBEX).cookie("session", session).get("/").expectRedirect("/login");
    }

    @Test
    void a_mailed_code_signs_in_for_10_minutes() {
        portal.account(Portal.ACME, "Dee", "dee@example.com");
        var dee = portal.at(Portal.ACME);
        dee.post("/login/code", Forms.email("dee@example.com")).expectRedirect("/code");
        dee.get("/code").expect(200).expectText("10 minutes");
        dee.post("/code", Forms.code(portal.code("dee@example.com"))).expectRedirect("/");
        dee.get("/").expect(200).expectText("Dee");
        var late = portal.at(Portal.ACME);
        late.post("/login/code", Forms.email("dee@example.com"));
        var code = portal.code("dee@example.com", 2);
        portal.move(Duration.ofMinutes(10).plusSeconds(1));
        late.post("/code", Forms.code(code)).expect(422).expectText("That code has expired.");
    }

    @Test
    void a_forgotten_password_is_solved_by_a_code_and_the_new_one_ends_the_other_sessions() {
        portal.account(Portal.ACME, "Fay Ford", "fay@example.com");
        var thief = portal.as(Portal.ACME, "fay@example.com");
        var fay = portal.from("203.0.113.5", Portal.ACME);
        fay.post("/forgot", Forms.email("fay@example.com")).expectRedirect("/code");
        fay.post("/code", Forms.code(portal.code("fay@example.com"))).expectRedirect("/account/password");
        fay.get("/account/password").expect(200);
        fay.post("/account/password", Map.of("password", "short")).expect(422).expectText("at least 8 characters");
        fay.post("/account/password", Map.of("password", "a-brand-new-start-3")).expect(303);
        fay.get("/").expect(200);
        thief.get("/").expectRedirect("/login");
        var told = portal.mail("fay@example.com", mail -> mail.subject().contains("was changed"));
        assertTrue(told.text().contains("If not, tell us, and choose a new password at once"), told.text());
        var again = portal.at(Portal.ACME);
        again.post("/login", Forms.login("fay@example.com", Portal.PASSWORD)).expect(422);
        again.post("/login", Forms.login("fay@example.com", "a-brand-new-start-3"))
                .expectRedirect("/");
    }

    @Test
    void without_a_fresh_proof_there_is_no_new_password() {
        portal.account(Portal.ACME, "Gus", "gus@example.com");
        var gus = portal.as(Portal.ACME, "gus@example.com");
        portal.move(Duration.ofMinutes(16));
        gus.get("/account/password").expectRedirect("/account/confirm?next=%2Faccount%2Fpassword");
        gus.post("/account/password", Map.of("password", "a-brand-new-start-3")).expect(403);
        gus.post("/account/confirm", Map.of("password", "wrong-guess-1"))
                .expect(422)
                .expectText("Your current password is not right.");
        gus.post("/account/confirm", Map.of("password", Portal.PASSWORD)).expect(303);
        gus.post("/account/password", Map.of("password", "a-brand-new-start-3")).expect(303);
        var byCode = portal.from("203.0.113.6", Portal.ACME);
        byCode.post("/login/code", Forms.email("gus@example.com"));
        byCode.post("/code", Forms.code(portal.code("gus@example.com"))).expect(303);
        portal.move(Duration.ofMinutes(16));
        byCode.post("/account/password", Map.of("password", "yet-another-start-4"))
                .expect(403);
    }

    @Test
    void who_fails_a_thousand_times_locks_nobody_out() {
        portal.account(Portal.ACME, "Hal", "hal@example.com");
        int evaluated = 0;
        for (int i = 0; i < 100; i++) {
            var answers = Race.of(
                    10,
                    n -> portal.from("203.0.113.7", Portal.ACME)
                            .post("/login", Forms.login("hal@example.com", "guess-number-" + n)));
            evaluated += (int)
                    answers.stream().filter(answer -> answer.status() == 422).count();
        }
        assertEquals(5, evaluated, "guesses that were evaluated");
        var same = portal.from("203.0.113.7", Portal.ACME);
        same.post("/login", Forms.login("hal@example.com", Portal.PASSWORD))
                .expect(429)
                .expectText("or let us e-mail you a code");
        same.post("/login/code", Forms.email("hal@example.com")).expectRedirect("/code");
        same.post("/code", Forms.code(portal.code("hal@example.com"))).expectRedirect("/");
        portal.from("198.51.100.7", Portal.ACME)
                .post("/login", Forms.login("hal@example.com", Portal.PASSWORD))
                .expectRedirect("/");
    }
}
