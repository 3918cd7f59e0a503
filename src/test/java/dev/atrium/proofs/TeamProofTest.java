package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.secrets.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An invitation to a team makes one person what it says, once; and a portal never stands without an owner. */
class TeamProofTest {
    private static final int AT_ONCE = 50;

    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start(Proof.raised());
        portal.staff("Olivia Owner", "olivia@example.com", "owner", Portal.ACME);
        portal.staff("Gwen Globex", "gwen@example.com", "owner", Portal.GLOBEX);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static UUID staff(String email) {
        return (UUID) portal.query("SELECT id FROM staff WHERE email = ?", email)
                .getFirst()
                .getFirst();
    }

    /** A living invitation; the path of its link. */
    private static String invited(String email, String role) {
        var token = Token.random();
        portal.execute("""
                INSERT INTO staff_invitation (token_hash, email, of_tenant, role, invited_by, expires_at)
                VALUES (?, ?, ?, ?, ?, now() + interval '7 days')""", token.hash(), email, portal.tenantId(Portal.ACME), role, staff("olivia@example.com"));
        return "/invitation/" + token.text();
    }

    private static Map<String, String> form(String name) {
        return Map.of("name", name, "password", Portal.PASSWORD, "role", "owner", "tenant", "globex");
    }

    private static long roles(String email, String role) {
        return portal.count(
                "SELECT count(*) FROM staff_role r JOIN staff s ON s.id = r.staff_id WHERE s.email = ? AND r.role = ?",
                email,
                role);
    }

    @Test
    void an_invitation_is_taken_once_of_many_at_once() {
        int rounds = Proof.scaled(200);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            var email = "once" + round + "@example.com";
            var path = invited(email, "support");
            long taken = Race.of(AT_ONCE, i -> portal.atConsole().post(path, form("Once " + i))).stream()
                    .filter(answer -> answer.status() == 303)
                    .count();
            if (taken == 1 && roles(email, "support") == 1 && roles(email, "owner") == 0) good++;
        }
        Proof.print("staff-invitation-once", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
        assertEquals(rounds, good);
    }

    @Test
    void of_two_owners_who_remove_one_another_one_stays() {
        int rounds = Proof.scaled(200);
        int good = 0;
        var acme = portal.tenantId(Portal.ACME);
        portal.staff("Oscar Owner", "oscar@example.com", "owner", Portal.ACME);
        var ids = List.of(staff("olivia@example.com"), staff("oscar@example.com"));
        for (int round = 0; round < rounds; round++) {
            for (var id : ids)
                portal.execute(
                        "INSERT INTO staff_role (tenant_id, staff_id, role) VALUES (?, ?, 'owner') ON CONFLICT (tenant_id, staff_id) DO UPDATE SET role = 'owner'",
                        acme,
                        id);
            var visitors = List.of(portal.asStaff("olivia@example.com"), portal.asStaff("oscar@example.com"));
            Race.of(AT_ONCE, i -> {
                var target = "/t/acme/team/" + ids.get(i / 2 % 2);
                return i % 3 == 0
                        ? visitors.get(i % 2).post(target + "/role", Map.of("role", "support"))
                        : visitors.get(i % 2).post(target + "/remove", Map.of());
            });
            if (portal.count("SELECT count(*) FROM staff_role WHERE tenant_id = ? AND role = 'owner'", acme) == 1)
                good++;
        }
        portal.execute(
                "INSERT INTO staff_role (tenant_id, staff_id, role) VALUES (?, ?, 'owner') ON CONFLICT (tenant_id, staff_id) DO UPDATE SET role = 'owner'",
                acme,
                ids.getFirst());
        Proof.print("last-owner-stays", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
        assertEquals(rounds, good);
    }

    @Test
    void no_other_way_of_taking_an_invitation_works() {
        int each = Proof.scaled(100);
        var raised = new ArrayList<String>();
        int tried = 0;
        for (int i = 0; i < each; i++) {
            var path = invited("abuse" + i + "@example.com", "support");
            portal.atConsole().post(path, form("First")).expectRedirect("/login");
            tried += refused(raised, "replay", portal.atConsole(), path);
            tried += refused(raised, "replay by another", portal.asStaff("gwen@example.com"), path);
            if (roles("abuse" + i + "@example.com", "owner") > 0) raised.add("role field");
            tried++;
            var late = invited("late" + i + "@example.com", "support");
            portal.execute(
                    "UPDATE staff_invitation SET expires_at = now() WHERE email = ?", "late" + i + "@example.com");
            tried += refused(raised, "expired", portal.atConsole(), late);
            var back = invited("back" + i + "@example.com", "support");
            portal.execute(
                    "UPDATE staff_invitation SET revoked_at = now() WHERE email = ?", "back" + i + "@example.com");
            tried += refused(raised, "revoked", portal.atConsole(), back);
        }
        // An invitation of somebody who works here already, in the hands of everybody else.
        portal.staff("Vic Victim", "vic@example.com", "billing", Portal.GLOBEX);
        var path = invited("vic@example.com", "support");
        var gwen = portal.asStaff("gwen@example.com");
        for (int i = 0; i < each; i++) {
            tried += refused(raised, "other person, signed in", gwen, path);
            tried += refused(raised, "nobody", portal.atConsole(), path);
        }
        if (roles("vic@example.com", "support") > 0) raised.add("somebody else's account was made larger");
        // An invitation whose sender may no longer give that role.
        portal.staff("Ina Inviter", "ina@example.com", "admin", Portal.ACME);
        var orphan = invited("orphan@example.com", "support");
        portal.execute(
                "UPDATE staff_invitation SET invited_by = ? WHERE email = 'orphan@example.com'",
                staff("ina@example.com"));
        portal.execute("UPDATE staff_role SET role = 'support' WHERE staff_id = ?", staff("ina@example.com"));
        tried += refused(raised, "sender demoted", portal.atConsole(), orphan);
        // Acts on the team and invitations of another tenant.
        var id = portal.query("SELECT id FROM staff_invitation WHERE email = 'vic@example.com'")
                .getFirst()
                .getFirst()
                .toString();
        for (var act : List.of("resend", "link", "revoke")) {
            for (var slug : List.of("globex", "acme")) {
                tried++;
                if (gwen.post("/t/" + slug + "/team/invitations/" + act, Map.of("invitation", id))
                                .status()
                        != 404) raised.add("cross tenant " + act);
            }
        }
        tried++;
        if (gwen.post("/t/globex/team/" + staff("olivia@example.com") + "/remove", Map.of())
                        .status()
                != 404) raised.add("cross tenant remove");
        Proof.print("staff-invitation-abuse", tried, raised.size(), "0");
        assertEquals(List.of(), raised);
    }

    private static int refused(List<String> raised, String what, Visitor visitor, String path) {
        long before = portal.count("SELECT count(*) FROM staff_role");
        int status = visitor.post(path, form("Mallory")).status();
        if (status == 303 || portal.count("SELECT count(*) FROM staff_role") != before) raised.add(what + " " + status);
        return 1;
    }

    @Test
    void a_code_for_a_new_password_is_tried_five_times_and_used_once() {
        int rounds = Proof.scaled(100);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            var email = "forgot" + round + "@example.com";
            portal.staff("For Got", email, "support", Portal.ACME);
            var visitor = portal.atConsole();
            visitor.post("/forgot", Map.of("email", email)).expectRedirect("/reset");
            var flow = visitor.cookie("flow");
            var code = code(email);
            boolean guess = round % 2 == 0;
            long done = Race.of(
                            AT_ONCE,
                            i -> portal.atConsole()
                                    .cookie("flow", flow)
                                    .post(
                                            "/reset",
                                            Map.of(
                                                    "code",
                                                    guess ? Forms.wrong(code, i) : code,
                                                    "password",
                                                    "four-grey-herons-" + i)))
                    .stream()
                    .filter(answer -> answer.status() == 303)
                    .count();
            long tries = portal.count("SELECT max(tries) FROM staff_reset WHERE email = ?", email);
            if (tries <= 5 && done == (guess ? 0 : 1)) good++;
        }
        Proof.print("staff-reset-code", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
        assertEquals(rounds, good);
    }

    private static String code(String email) {
        for (int i = 0; i < 500 && portal.mails(email) == 0; i++) Portal.pause(10);
        return Proof.code(portal, email);
    }

    @Test
    void known_and_unknown_addresses_are_answered_alike() {
        int each = Proof.scaled(100);
        int different = 0;
        portal.staff("Kno Wn", "known@example.com", "support", Portal.ACME);
        for (int i = 0; i < each; i++) {
            var known = portal.atConsole().post("/forgot", Map.of("email", "known@example.com"));
            var unknown = portal.atConsole().post("/forgot", Map.of("email", "unknown@example.com"));
            if (known.status() != unknown.status()
                    || !known.body().equals(unknown.body())
                    || !known.location().equals(unknown.location())) different++;
        }
        Proof.print("staff-forgot-neutral", each, different, "0");
        assertEquals(0, different);
        assertEquals(0, portal.mails("unknown@example.com"));
    }
}
