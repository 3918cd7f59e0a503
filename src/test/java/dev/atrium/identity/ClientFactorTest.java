package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.atrium.harness.Factors;
import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client who lost everything that they show beside the password is helped by the business, and nobody does so in secret. */
class ClientFactorTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        portal.staff("Sam Support", "sam@staff.example", "support", Portal.ACME);
        portal.staff("Gwen Globex", "gwen@staff.example", "owner", Portal.GLOBEX);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static String page(String email) {
        return "/t/acme/contacts/"
                + portal.query("SELECT contact_id FROM account WHERE email = ?", email)
                        .getFirst()
                        .getFirst()
                + "/second-factor";
    }

    private static long has(String table) {
        return portal.count("SELECT count(*) FROM " + table
                + " t JOIN account a ON a.id = t.owner_id WHERE a.email = 'lost@example.com'");
    }

    @Test
    void lost_factors_are_removed_with_a_reason_and_everybody_is_told() {
        portal.account(Portal.ACME, "Lo St", "lost@example.com");
        var lost = Factors.enrol(portal, Portal.ACME, "lost@example.com").visitor();
        var waiting = portal.at(Portal.ACME);
        waiting.post("/login", Forms.login("lost@example.com", Portal.PASSWORD)).expectRedirect("/login/factor");
        var page = page("lost@example.com");
        var olivia = portal.asStaff("olivia@staff.example");
        olivia.get(page).expect(200).expectText("Authenticator app").expectText("Reason");
        olivia.post(page + "/remove", Map.of("reason", " ")).expect(422).expectText("Please say why");
        assertEquals(1, has("totp"));
        olivia.post(page + "/remove", Map.of("reason", "Called her number")).expectRedirect(page);
        for (var table : List.of("totp", "recovery_code", "factor_ticket")) assertEquals(0, has(table), table);
        assertEquals(0, portal.sessions("lost@example.com"));
        lost.get("/account").expectRedirect("/login?next=%2Faccount");
        waiting.get("/login/factor").expectRedirect("/login");
        portal.mail("lost@example.com", m -> m.subject().contains("were removed"));
        assertEquals(
                List.of(List.of("Called her number")),
                portal.query("SELECT detail->>'reason' FROM audit WHERE action = 'factors.cleared'"));
        var again = portal.as(Portal.ACME, "lost@example.com");
        var history = again.get("/account/activity").expect(200);
        history.expectText("Second factors removed for you");
        assertFalse(history.body().contains("Called her number"), "the reason is the team's");
        olivia.post(page + "/remove", Map.of("reason", "Once more")).expect(409);
    }

    @Test
    void only_who_may_and_only_after_a_fresh_proof() {
        portal.account(Portal.ACME, "Ke Pt", "kept@example.com");
        Factors.enrol(portal, Portal.ACME, "kept@example.com");
        var page = page("kept@example.com");
        var reason = Map.of("reason", "They asked me to");
        var sam = portal.asStaff("sam@staff.example");
        sam.get(page).expect(200).expectText("An owner or admin");
        sam.post(page + "/remove", reason).expect(404);
        var gwen = portal.asStaff("gwen@staff.example");
        gwen.post(page.replace("/t/acme", "/t/globex") + "/remove", reason).expect(404);
        var olivia = portal.asStaff("olivia@staff.example");
        portal.move(Duration.ofMinutes(16));
        olivia.post(page + "/remove", reason).expect(403);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM totp t JOIN account a ON a.id = t.owner_id WHERE a.email = 'kept@example.com'"));
    }
}
