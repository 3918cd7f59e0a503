package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A code opens the flow that asked for it and no other: not another purpose's, browser's, address's or tenant's. */
class CrossUseTest {
    private static final List<String> PURPOSES = List.of("signup", "signup-known", "login", "forgot", "switch");
    /** So many that no limit per address is reached: none is raised. */
    private static final int ADDRESSES = 100;

    private static Portal portal;
    private static int next;

    @BeforeAll
    static void start() {
        portal = Portal.crowded(ADDRESSES);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    /** A browser in the middle of a flow, and the code that its mail carried. */
    private record Asked(Visitor visitor, String code) {}

    private static Asked ask(String tenant, String purpose, String email) {
        if (!purpose.equals("signup")
                && portal.count(
                                "SELECT count(*) FROM account WHERE email = ? AND tenant_id = ?",
                                email,
                                portal.tenantId(tenant))
                        == 0) portal.account(tenant, "Cross Use", email);
        var visitor = purpose.equals("switch") ? portal.as(tenant, email) : portal.at(tenant);
        var answer = switch (purpose) {
            case "signup", "signup-known" ->
                visitor.post("/signup", Forms.signup("Cross Use", email, "a-quiet-place-9"));
            case "login" -> visitor.post("/login/code", Forms.email(email));
            case "forgot" -> visitor.post("/forgot", Forms.email(email));
            default -> visitor.post("/account/switch", Map.of("others", "1"));
        };
        answer.expectRedirect("/code");
        return new Asked(visitor, Proof.code(portal, email));
    }

    @Test
    void no_code_works_in_another_flow_purpose_or_tenant() {
        int pairs = 0;
        int opened = 0;
        for (var tenant : List.of(Portal.ACME, Portal.GLOBEX)) {
            for (var other : List.of(Portal.ACME, Portal.GLOBEX)) {
                for (var purpose : PURPOSES) {
                    for (var otherPurpose : PURPOSES) {
                        for (boolean sameAddress : List.of(true, false)) {
                            if (sameAddress
                                    && purpose.equals("signup") != otherPurpose.equals("signup")
                                    && tenant.equals(other)) continue;
                            var email = "cross" + next++ + "@example.com";
                            var one = ask(tenant, purpose, email);
                            var two = ask(other, otherPurpose, sameAddress ? email : "cross" + next++ + "@example.com");
                            if (one.code().equals(two.code())) continue;
                            pairs++;
                            if (one.visitor()
                                            .post("/code", Forms.code(two.code()))
                                            .status()
                                    == 303) opened++;
                        }
                    }
                }
            }
        }
        Proof.print("code-of-another-flow", pairs, opened, "0");
        assertEquals(0, opened);
    }

    @Test
    void no_cookie_of_a_flow_works_at_another_tenant() {
        int opened = 0;
        for (var purpose : PURPOSES) {
            var asked = ask(Portal.ACME, purpose, "carried" + next++ + "@example.com");
            var carried =
                    portal.at(Portal.GLOBEX).cookie("flow", asked.visitor().cookie("flow"));
            if (carried.post("/code", Forms.code(asked.code())).status() == 303) opened++;
        }
        Proof.print("flow-at-another-tenant", PURPOSES.size(), opened, "0");
        assertEquals(0, opened);
    }
}
