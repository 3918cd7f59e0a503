package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Factors;
import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An authenticator app and its recovery codes: set up, asked for, spent, limited, removed. */
class FactorsTest {
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

    private static Visitor asked(String email) {
        var visitor = portal.at(Portal.ACME);
        visitor.post("/login", Forms.login(email, Portal.PASSWORD)).expectRedirect("/login/factor");
        assertEquals("", visitor.cookie("session"));
        return visitor;
    }

    @Test
    void an_app_is_set_up_by_its_first_code_and_asked_for_from_then_on() {
        portal.account(Portal.ACME, "Ada App", "ada@example.com");
        var ada = portal.as(Portal.ACME, "ada@example.com");
        ada.get("/account/security/app").expectRedirect("/account/security");
        ada.post("/account/security/app/begin", Map.of()).expectRedirect("/account/security/app");
        var secret = Factors.pending(portal, ada);
        ada.post("/account/security/app", Map.of("code", "12")).expect(422);
        var before = ada.cookie("session");
        var shown = ada.post("/account/security/app", Forms.code(Factors.code(portal, secret)))
                .expect(200);
        assertNotEquals(before, ada.cookie("session"), "a factor raises the session under a new token");
        var codes = Factors.recoveryCodes(shown.body());
        assertEquals(10, codes.size());
        ada.get("/account/security").expect(200).expectText("10 codes left");
        assertTrue(portal.mail("ada@example.com", mail -> mail.subject().contains("was added"))
                .text()
                .contains("Authenticator app"));

        var again = asked("ada@example.com");
        again.get("/login/factor").expect(200).expectText("autocomplete=\"one-time-code\"");
        again.post("/login/factor", Forms.code(Factors.code(portal, secret)))
                .expect(422)
                .expectText("used before");
        portal.move(Duration.ofSeconds(30));
        again.post("/login/factor", Forms.code(Factors.code(portal, secret))).expectRedirect("/");
        again.get("/").expect(200);
        assertEquals(
                List.of(List.of(true, "password")),
                portal.query(
                        "SELECT s.mfa, s.proof FROM session s JOIN account a ON a.id = s.account_id WHERE a.email = 'ada@example.com' ORDER BY s.created_at DESC LIMIT 1"));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM audit WHERE action = 'factor.added' AND object_id = (SELECT id FROM account WHERE email = 'ada@example.com')"));
    }

    @Test
    void a_recovery_code_stands_in_once_and_is_told() {
        portal.account(Portal.ACME, "Rea", "rea@example.com");
        var rea = Factors.enrol(portal, Portal.ACME, "rea@example.com");
        var code = rea.recovery().getFirst();
        asked("rea@example.com").post("/login/factor", Map.of("recovery", code)).expectRedirect("/");
        asked("rea@example.com").post("/login/factor", Map.of("recovery", code)).expect(422);
        portal.mail("rea@example.com", mail -> mail.subject().contains("recovery code was used"));
        rea.visitor().get("/account/security").expectText("9 codes left");
        var fresh = rea.visitor().post("/account/security/recovery", Map.of()).expect(200);
        assertEquals(10, Factors.recoveryCodes(fresh.body()).size());
        asked("rea@example.com")
                .post("/login/factor", Map.of("recovery", rea.recovery().get(1)))
                .expect(422);
    }

    @Test
    void five_tries_in_five_minutes_are_looked_at_and_then_even_the_right_one_waits() {
        portal.account(Portal.ACME, "Lim", "lim@example.com");
        var lim = Factors.enrol(portal, Portal.ACME, "lim@example.com");
        portal.move(Duration.ofMinutes(6));
        var visitor = asked("lim@example.com");
        for (int i = 0; i < 5; i++)
            visitor.post("/login/factor", Map.of("recovery", "AAAAA-AAAA" + i)).expect(422);
        visitor.post("/login/factor", Forms.code(Factors.code(portal, lim.secret())))
                .expect(429);
        portal.move(Duration.ofMinutes(4));
        visitor.post("/login/factor", Forms.code(Factors.code(portal, lim.secret())))
                .expect(429);
        portal.move(Duration.ofSeconds(61));
        asked("lim@example.com")
                .post("/login/factor", Forms.code(Factors.code(portal, lim.secret())))
                .expectRedirect("/");
    }

    @Test
    void a_ticket_ends_after_five_minutes_and_belongs_to_one_tenant() {
        portal.account(Portal.ACME, "Tia", "tia@example.com");
        var tia = Factors.enrol(portal, Portal.ACME, "tia@example.com");
        portal.move(Duration.ofMinutes(6));
        var visitor = asked("tia@example.com");
        var code = Factors.code(portal, tia.secret());
        portal.at(Portal.GLOBEX)
                .cookie("factor", visitor.cookie("factor"))
                .post("/login/factor", Forms.code(code))
                .expect(409);
        portal.move(Duration.ofMinutes(6));
        visitor.get("/login/factor").expectRedirect("/login");
        visitor.post("/login/factor", Forms.code(Factors.code(portal, tia.secret())))
                .expect(409);
    }

    @Test
    void whose_app_is_set_up_confirms_by_it_and_by_nothing_weaker() {
        portal.account(Portal.ACME, "Cid", "cid@example.com");
        var cid = Factors.enrol(portal, Portal.ACME, "cid@example.com");
        portal.move(Duration.ofMinutes(16));
        var visitor = cid.visitor();
        visitor.post("/account/confirm", Map.of("password", Portal.PASSWORD)).expect(422);
        visitor.post("/account/confirm/code/send", Map.of()).expect(422);
        visitor.post("/account/confirm/factor", Forms.code(Factors.code(portal, cid.secret())))
                .expectRedirect("/account/security");
        visitor.post("/account/security/app/remove", Map.of()).expectRedirect("/account/security");
        portal.mail("cid@example.com", mail -> mail.subject().contains("was removed"));
        assertEquals(
                0,
                portal.count(
                        "SELECT count(*) FROM recovery_code WHERE owner_id = (SELECT id FROM account WHERE email = 'cid@example.com')"));
        portal.as(Portal.ACME, "cid@example.com").get("/").expect(200);
    }

    @Test
    void where_the_business_has_it_off_nobody_is_asked_and_the_page_says_so() {
        portal.account(Portal.ACME, "Off", "off@example.com");
        Factors.enrol(portal, Portal.ACME, "off@example.com");
        portal.settings(Portal.ACME, "mfa = 'off'");
        var off = portal.as(Portal.ACME, "off@example.com");
        off.get("/account/security").expect(200).expectText("does not ask for second factors");
    }

    @Test
    void where_it_is_a_duty_everything_waits_but_setting_one_up_and_leaving() {
        portal.account(Portal.ACME, "Dot", "dot@example.com");
        portal.settings(Portal.ACME, "mfa = 'required'");
        var dot = portal.as(Portal.ACME, "dot@example.com");
        dot.get("/").expectRedirect("/account/factor");
        dot.get("/account/profile").expectRedirect("/account/factor?next=%2Faccount%2Fprofile");
        dot.get("/account/factor").expectRedirect("/account/security");
        dot.get("/account/security").expect(200).expectText("asks everybody for a second factor");
        dot.get("/api/v1/me").expect(403).expectText("factor-required");
        dot.post("/account/security/app/begin", Map.of()).expect(303);
        var secret = Factors.pending(portal, dot);
        dot.post("/account/security/app", Forms.code(Factors.code(portal, secret)))
                .expect(200);
        dot.get("/").expect(200);
        assertFalse(dot.get("/account/security").body().contains("asks everybody"));
    }

    @Test
    void who_was_in_before_it_became_a_duty_shows_what_they_have() {
        portal.account(Portal.ACME, "Eva", "eva@example.com");
        portal.settings(Portal.ACME, "mfa = 'off'");
        var eva = Factors.enrol(portal, Portal.ACME, "eva@example.com");
        var later = portal.as(Portal.ACME, "eva@example.com");
        portal.settings(Portal.ACME, "mfa = 'required'");
        portal.move(Duration.ofSeconds(30));
        later.get("/account/profile").expectRedirect("/account/factor?next=%2Faccount%2Fprofile");
        later.get("/account/factor?next=/account/profile").expectRedirect("/account/confirm?next=%2Faccount%2Fprofile");
        later.post(
                        "/account/confirm/factor",
                        Map.of("code", Factors.code(portal, eva.secret()), "next", "/account/profile"))
                .expectRedirect("/account/profile");
        later.get("/account/profile").expect(200);
    }
}
