package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the limits of production: one address runs into them, and everybody else does not notice. */
class AddressLimitsTest {
    private static final int CODES_PER_IP_PER_HOUR = 30;
    private static final int SIGN_INS_PER_IP_PER_MINUTE = 60;
    private static final int OTHERS = 40;
    private static final String HOST = "acme.localhost";

    private Portal portal;

    @BeforeEach
    void start() {
        portal = Portal.crowded(OTHERS);
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    @Test
    void one_address_gets_as_many_codes_as_it_may_and_the_others_theirs() {
        int asked = CODES_PER_IP_PER_HOUR + 15;
        long given = IntStream.range(0, asked)
                .filter(i -> portal.from(0, HOST)
                                .post("/login/code", Forms.email("greedy" + i + "@example.com"))
                                .status()
                        == 303)
                .count();
        long others = IntStream.range(1, OTHERS)
                .filter(i -> portal.from(i, HOST)
                                .post("/login/code", Forms.email("modest" + i + "@example.com"))
                                .status()
                        == 303)
                .count();
        Proof.print("codes-per-ip", asked, given, CODES_PER_IP_PER_HOUR + " of " + asked, "others_served", others);
        assertEquals(CODES_PER_IP_PER_HOUR, given);
        assertEquals(OTHERS - 1, others);
    }

    @Test
    void one_address_tries_as_often_as_it_may_and_the_others_sign_in() {
        portal.account(Portal.ACME, "Ana Address", "ana@example.com");
        int tries = SIGN_INS_PER_IP_PER_MINUTE + 20;
        long tried = IntStream.range(0, tries)
                .filter(i -> portal.from(0, HOST)
                                .post("/login", Forms.login("nobody" + i + "@example.com", "not-the-password-1"))
                                .status()
                        != 429)
                .count();
        long others = IntStream.range(1, OTHERS)
                .filter(i -> portal.from(i, HOST)
                                .post("/login", Forms.login("ana@example.com", Portal.PASSWORD))
                                .status()
                        == 303)
                .count();
        Proof.print(
                "sign-ins-per-ip",
                tries,
                tried,
                SIGN_INS_PER_IP_PER_MINUTE + " of " + tries,
                "others_signed_in",
                others);
        assertEquals(SIGN_INS_PER_IP_PER_MINUTE, tried);
        assertEquals(OTHERS - 1, others);
    }

    /** The budget refuses before anybody is known, so there is nobody whose form could be shown again. */
    @Test
    void a_signed_in_form_beyond_the_budget_is_refused_and_nothing_breaks() {
        portal.account(Portal.ACME, "Flo Flood", "flo@example.com");
        var cookie = portal.as(Portal.ACME, "flo@example.com").cookie("session");
        var answers = Race.of(
                200,
                i -> portal.from(0, HOST)
                        .cookie("session", cookie)
                        .post("/account/profile", Map.of())
                        .status());
        long refused = answers.stream().filter(status -> status == 429).count();
        long broken = answers.stream().filter(status -> status >= 500).count();
        Proof.print("forms-beyond-the-budget", answers.size(), broken, "0", "refused", refused);
        assertEquals(0, broken);
        assertTrue(refused > 0, "the budget was reached");
    }
}
