package dev.atrium.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Factors;
import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.SoftPasskey;
import dev.atrium.harness.Visitor;
import dev.atrium.web.Audience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Staff where the installation asks all of them for a second factor. */
class StaffFactorsTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start(Map.of("console.second-factor", "required"));
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Visitor login(String email) {
        var visitor = portal.atConsole();
        visitor.post("/login", Map.of("email", email, "password", Portal.PASSWORD))
                .expect(303);
        return visitor;
    }

    private static byte[] enrol(Visitor visitor) {
        visitor.post("/security/app/begin", Map.of()).expectRedirect("/security/app");
        var secret = Factors.secret(visitor.get("/security/app").expect(200).body());
        visitor.post("/security/app", Forms.code(Factors.code(portal, secret))).expect(200);
        return secret;
    }

    @Test
    void whoever_has_none_sets_one_up_first_and_reaches_nothing_before() {
        portal.staff("New Staff", "new@staff.example", "owner", Portal.ACME);
        var visitor = login("new@staff.example");
        var through = new ArrayList<String>();
        int tried = 0;
        for (var route : portal.house().routes().all()) {
            if (!route.audience().console() || route.audience() instanceof Audience.ConsoleGuest) continue;
            if (route.isBeforeFactor() || route.audience() instanceof Audience.Operator) continue;
            var path = route.path()
                    .replace(":slug", Portal.ACME)
                    .replaceAll(":[a-z_]+", UUID.randomUUID().toString());
            var answer = route.changes()
                    ? visitor.send(route.method().name(), path, "", "application/x-www-form-urlencoded")
                    : visitor.get(path);
            tried++;
            if (answer.status() != 303 || !answer.location().equals("/security"))
                through.add(route.method() + " " + route.path() + " " + answer.status());
        }
        System.out.println(
                "console before the second factor: " + through.size() + " of " + tried + " routes let through");
        assertEquals(List.of(), through);
        visitor.get("/security").expect(200).expectText("Staff need a second factor here");
        enrol(visitor);
        visitor.get("/t/acme").expect(200);
    }

    @Test
    void the_second_step_is_asked_for_from_then_on() {
        portal.staff("Two Steps", "two@staff.example", "owner", Portal.ACME);
        var secret = enrol(login("two@staff.example"));
        var again = login("two@staff.example");
        assertEquals("", again.cookie("staff"));
        again.get("/login/factor").expect(200);
        again.post("/login/factor", Forms.code(Factors.code(portal, secret))).expect(422);
        portal.move(Duration.ofSeconds(30));
        again.post("/login/factor", Forms.code(Factors.code(portal, secret))).expectRedirect("/");
        again.get("/t/acme").expect(200);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM installation_audit WHERE action = 'factor.added' AND name = 'two@staff.example'"));
        portal.move(Duration.ofMinutes(16));
        again.post("/confirm", Map.of("password", Portal.PASSWORD)).expect(422);
        again.post("/confirm/factor", Forms.code(Factors.code(portal, secret))).expectRedirect("/");
    }

    @Test
    void a_recovery_code_of_staff_is_told_and_noted() {
        portal.staff("Rec Overy", "recovery@staff.example", "owner", Portal.ACME);
        var first = login("recovery@staff.example");
        enrol(first);
        var codes = Factors.recoveryCodes(
                first.post("/security/recovery", Map.of()).expect(200).body());
        var again = login("recovery@staff.example");
        again.post("/login/factor", Map.of("recovery", codes.getFirst())).expectRedirect("/");
        var mail = portal.mail("recovery@staff.example", m -> m.subject().startsWith("A recovery code was used"));
        assertTrue(mail.text().contains("/security"), mail.text());
        again.get("/account/activity").expect(200).expectText("Signed in with a recovery code");
        again.post("/confirm/factor", Map.of("recovery", codes.get(1))).expectRedirect("/");
        assertEquals(
                2,
                portal.count(
                        "SELECT count(*) FROM audit WHERE action = 'staff.recovery-used' AND actor_id = ?",
                        UUID.fromString(staff("recovery@staff.example"))));
        login("recovery@staff.example")
                .post("/login/factor", Map.of("recovery", codes.getFirst()))
                .expect(422);
    }

    @Test
    void a_passkey_of_the_console_is_a_second_step() {
        portal.staff("Pass Key", "pass@staff.example", "owner", Portal.ACME);
        var visitor = login("pass@staff.example");
        var origin = "http://console.localhost:" + portal.port();
        var passkey = new SoftPasskey();
        var options = Factors.options(visitor, "/security/passkeys");
        visitor.post("/security/passkeys", Map.of("credential", passkey.made(options, origin)))
                .expectRedirect("/security");
        visitor.get("/t/acme").expect(200);
        var again = login("pass@staff.example");
        var asked = Factors.options(again, "/login/factor/passkey");
        again.post("/login/factor/passkey", Map.of("credential", passkey.shown(asked, "http://acme.localhost")))
                .expect(422);
        asked = Factors.options(again, "/login/factor/passkey");
        again.post("/login/factor/passkey", Map.of("credential", passkey.shown(asked, origin)))
                .expectRedirect("/");
        again.get("/t/acme").expect(200);
    }

    @Test
    void a_ticket_of_staff_opens_no_portal_and_one_of_a_client_no_console() {
        portal.staff("Cross Staff", "cross@staff.example", "owner", Portal.ACME);
        var secret = enrol(login("cross@staff.example"));
        portal.account(Portal.ACME, "Cross Client", "cross@example.com");
        var client = Factors.enrol(portal, Portal.ACME, "cross@example.com");
        portal.move(Duration.ofMinutes(6));
        var staff = login("cross@staff.example");
        var visitor = portal.at(Portal.ACME);
        visitor.post("/login", Forms.login("cross@example.com", Portal.PASSWORD))
                .expectRedirect("/login/factor");
        portal.at(Portal.ACME)
                .cookie("factor", staff.cookie("factor"))
                .post("/login/factor", Forms.code(Factors.code(portal, secret)))
                .expect(409);
        portal.atConsole()
                .cookie("factor", visitor.cookie("factor"))
                .post("/login/factor", Forms.code(Factors.code(portal, client.secret())))
                .expect(409);
    }

    @Test
    void an_owner_helps_who_lost_everything_unless_they_work_elsewhere_too() {
        portal.staff("Lost Phone", "lost@staff.example", "support", Portal.ACME);
        portal.staff("Two Portals", "both@staff.example", "support", Portal.ACME, Portal.GLOBEX);
        portal.staff("Own Er", "owner@staff.example", "owner", Portal.ACME);
        portal.staff("Ad Min", "admin@staff.example", "admin", Portal.ACME);
        enrol(login("lost@staff.example"));
        enrol(login("both@staff.example"));
        var admin = login("admin@staff.example");
        enrol(admin);
        var owner = login("owner@staff.example");
        enrol(owner);
        admin.post("/t/acme/team/" + staff("lost@staff.example") + "/factors", Map.of())
                .expect(422);
        owner.post("/t/acme/team/" + staff("both@staff.example") + "/factors", Map.of())
                .expect(422);
        owner.post("/t/acme/team/" + staff("owner@staff.example") + "/factors", Map.of())
                .expect(422);
        owner.post("/t/acme/team/" + staff("lost@staff.example") + "/factors", Map.of())
                .expect(303);
        portal.mail("lost@staff.example", mail -> mail.subject().contains("second factors were removed"));
        assertEquals(1, portal.count("SELECT count(*) FROM audit WHERE action = 'team.factors_removed'"));
        var back = login("lost@staff.example");
        back.get("/t/acme").expectRedirect("/security");
    }

    private static String staff(String email) {
        return portal.query("SELECT id FROM staff WHERE email = ?", email)
                .getFirst()
                .getFirst()
                .toString();
    }

    @Test
    void each_change_of_a_factor_is_told_to_the_person() {
        portal.staff("Told Staff", "told@staff.example", "owner", Portal.ACME);
        var visitor = login("told@staff.example");
        enrol(visitor);
        portal.mail("told@staff.example", m -> m.subject().startsWith("A second factor was added"));
        visitor.post("/security/recovery", Map.of()).expect(200);
        portal.mail("told@staff.example", m -> m.subject().startsWith("New recovery codes"));
        visitor.post("/security/app/remove", Map.of()).expect(303);
        var mail = portal.mail("told@staff.example", m -> m.subject().endsWith("was removed"));
        assertTrue(mail.text().contains("/security"), mail.text());
    }
}
