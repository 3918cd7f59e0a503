package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.operator.FirstRun;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Of any number who come first to an empty installation one runs it; of any number who are asked to own a portal one is. */
class OperatorProofTest {
    private static final int AT_ONCE = 50;

    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start(Proof.raised());
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static void empty() {
        for (var table : new String[] {"installation_audit", "staff_invitation", "staff_role", "staff"})
            portal.execute("DELETE FROM " + table);
    }

    private static String offered() {
        return FirstRun.offer(portal.house().db())
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    private static Map<String, String> form(String email) {
        return Map.of("name", "Ola", "email", email, "password", Portal.PASSWORD);
    }

    /** One installation that is emptied again is as good as a new one: what is asked is whether anybody is staff. */
    @Test
    void of_fifty_who_hold_the_first_addresses_one_becomes_the_operator() {
        int rounds = Proof.scaled(20);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            empty();
            var first = offered();
            var second = offered();
            int net = 10 + round;
            var email = "ola" + round + "-";
            portal.atConsole().get("/first-run/" + "A".repeat(43)).expect(200).expectText("opens nothing");
            portal.atConsole().get(first).expect(200).expectText("Become the operator");
            long taken = Race.of(
                            AT_ONCE,
                            i -> Visitor.from("127.0." + net + "." + (1 + i), portal.port(), "console.localhost")
                                    .post(i % 2 == 0 ? first : second, form(email + i + "@example.com"))
                                    .status())
                    .stream()
                    .filter(status -> status == 303)
                    .count();
            portal.atConsole().get(second).expectText("opens nothing");
            if (taken == 1 && portal.count("SELECT count(*) FROM staff") == 1 && operators() == 1) good++;
        }
        Proof.print("first-run-once", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
        assertEquals(rounds, good);
    }

    private static long operators() {
        return portal.count("SELECT count(*) FROM staff WHERE operator AND status = 'active'");
    }

    @Test
    void of_fifty_who_are_asked_to_own_a_portal_at_once_one_can() {
        int rounds = Proof.scaled(20);
        int good = 0;
        empty();
        portal.staff("Opal Operator", "opal@example.com", "owner", Portal.GLOBEX);
        portal.execute("UPDATE staff SET operator = true");
        var cookie = portal.asStaff("opal@example.com").cookie("staff");
        var acme = portal.tenantId(Portal.ACME);
        var path = "/operator/tenants/" + acme + "/owner";
        var open =
                "SELECT count(*) FROM staff_invitation WHERE of_tenant = ? AND used_at IS NULL AND revoked_at IS NULL";
        for (int round = 0; round < rounds; round++) {
            int number = round;
            var answers = Race.of(
                    AT_ONCE,
                    i -> portal.atConsole()
                            .cookie("staff", cookie)
                            .post(path, Map.of("owner", "asked" + number + "-" + i + "@example.com"))
                            .status());
            if (answers.stream().allMatch(status -> status == 303) && portal.count(open, acme) == 1) good++;
        }
        assertEquals(rounds, good, "one invitation is open, whoever asks");
        // Among them somebody who works here already, and is the owner at once: nobody is asked after that.
        portal.staff("Sven Staff", "sven@example.com", "support", Portal.GLOBEX);
        var answers = Race.of(
                AT_ONCE,
                i -> portal.atConsole()
                        .cookie("staff", cookie)
                        .post(path, Map.of("owner", i == 25 ? "sven@example.com" : "late" + i + "@example.com"))
                        .status());
        assertTrue(IntStream.of(303, 409).boxed().toList().containsAll(answers), answers.toString());
        assertEquals(0, portal.count(open, acme));
        assertEquals(1, portal.count("SELECT count(*) FROM staff_role WHERE tenant_id = ? AND role = 'owner'", acme));
        Proof.print("owner-asked-once", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
    }
}
