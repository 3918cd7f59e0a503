package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever is to be used once is used once, however many try at the same moment. */
class SingleUseTest {
    private static final int AT_ONCE = 50;
    /** So many that no limit per address is reached: none is raised. */
    private static final int ADDRESSES = 100;

    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.crowded(ADDRESSES);
        portal.settings(Portal.ACME, "magic_links = true");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    /** Everybody posts the same at once; 1 where exactly one session came of it and one answer let somebody in. */
    private static int oneSession(String email, String path, Map<String, String> form, String cookie, String value) {
        long in = Race.of(
                        AT_ONCE,
                        i -> portal.at(Portal.ACME).cookie(cookie, value).post(path, form))
                .stream()
                .filter(answer -> answer.status() == 303 && answer.location().equals("/"))
                .count();
        return in == 1 && portal.sessions(email) == 1 ? 1 : 0;
    }

    @Test
    void one_code_opens_one_session() {
        int rounds = Proof.scaled(200);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            var email = "code" + round + "@example.com";
            portal.account(Portal.ACME, "Co De", email, null);
            var visitor = portal.at(Portal.ACME);
            visitor.post("/login/code", Forms.email(email)).expect(303);
            good += oneSession(email, "/code", Forms.code(Proof.code(portal, email)), "flow", visitor.cookie("flow"));
        }
        Proof.print("one-code-one-session", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
        assertEquals(rounds, good);
    }

    @Test
    void one_link_opens_one_session() {
        int rounds = Proof.scaled(200);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            var email = "link" + round + "@example.com";
            portal.account(Portal.ACME, "Li Nk", email, null);
            var visitor = portal.at(Portal.ACME);
            visitor.post("/login/code", Forms.email(email)).expect(303);
            var path = portal.query(
                            "SELECT substring(text from '/login/link/[A-Za-z0-9_-]{43}') FROM mail_outbox WHERE recipient = ?",
                            email)
                    .getFirst()
                    .getFirst()
                    .toString();
            good += oneSession(email, path, Map.of(), "flow", visitor.cookie("flow"));
        }
        Proof.print("one-link-one-session", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
        assertEquals(rounds, good);
    }

    @Test
    void one_picker_ticket_opens_one_session() {
        int rounds = Proof.scaled(200);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            var email = "pick" + round + "@example.com";
            var first = portal.account(Portal.ACME, "Pick One", email);
            portal.account(Portal.ACME, "Pick Two", email);
            var visitor = portal.at(Portal.ACME);
            visitor.post("/login", Forms.login(email, Portal.PASSWORD)).expectRedirect("/login/accounts");
            good += oneSession(
                    email, "/login/accounts", Map.of("account", first.toString()), "ticket", visitor.cookie("ticket"));
        }
        Proof.print("one-ticket-one-session", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
        assertEquals(rounds, good);
    }

    @Test
    void two_browsers_that_sign_up_with_one_address_make_one_account() {
        int rounds = Proof.scaled(200);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            var email = "pair" + round + "@example.com";
            var flows = new String[2];
            var codes = new String[2];
            for (int i = 0; i < 2; i++) {
                var visitor = portal.at(Portal.ACME);
                visitor.post("/signup", Forms.signup("Pa Ir", email, "a-quiet-place-9"))
                        .expect(303);
                flows[i] = visitor.cookie("flow");
                codes[i] = Proof.code(portal, email);
            }
            Race.of(
                    AT_ONCE,
                    i -> portal.at(Portal.ACME).cookie("flow", flows[i % 2]).post("/code", Forms.code(codes[i % 2])));
            boolean one = portal.accounts(email) == 1
                    && portal.count("SELECT count(*) FROM contact WHERE email = ?", email) == 1;
            if (one && portal.sessions(email) == 2) good++;
        }
        Proof.print("two-browsers-one-account", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
        assertEquals(rounds, good);
    }

    @Test
    void of_a_thousand_guesses_at_once_five_are_evaluated() {
        int guesses = Proof.scaled(1000);
        portal.account(Portal.ACME, "Gue Ssed", "guessed@example.com", null);
        var visitor = portal.at(Portal.ACME);
        visitor.post("/login/code", Forms.email("guessed@example.com")).expect(303);
        var right = Proof.code(portal, "guessed@example.com");
        var flow = visitor.cookie("flow");
        var answers = Race.of(
                guesses,
                i -> portal.at(Portal.ACME).cookie("flow", flow).post("/code", Forms.code(Forms.wrong(right, i))));
        long tries = portal.count(
                "SELECT max(tries) FROM one_time_code c JOIN sign_in_flow f ON f.id = c.flow_id WHERE f.email = 'guessed@example.com'");
        long told = answers.stream()
                .filter(answer -> answer.body().contains("Tries left"))
                .count();
        int after = visitor.post("/code", Forms.code(right)).status();
        Proof.print(
                "guesses-at-once",
                guesses,
                tries,
                "at most 5 evaluated, 0 sessions",
                "told_wrong",
                told,
                "right_one_afterwards",
                after,
                "sessions",
                portal.sessions("guessed@example.com"));
        assertTrue(tries <= 5 && told <= 5);
        assertEquals(422, after);
        assertEquals(0, portal.sessions("guessed@example.com"));
    }
}
