package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An account moves to another address once, and only by whoever reads mail at both. */
class EmailChangeProofTest {
    private static final int AT_ONCE = 50;
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

    /** A change under way: who asked, and the two codes. */
    private record Asked(Visitor visitor, UUID account, String from, String to, String old, String fresh) {
        Map<String, String> form(int i) {
            return i % 2 == 0 ? Map.of("side", "old", "code_old", old) : Map.of("side", "new", "code_new", fresh);
        }
    }

    private static Asked ask(String tenant) {
        int n = next++;
        var from = "from" + n + "@example.com";
        var to = "to" + n + "@example.com";
        var account = portal.account(tenant, "Mo Ver", from);
        var visitor = portal.at(tenant);
        visitor.post("/login", Forms.login(from, Portal.PASSWORD)).expect(303);
        visitor.post("/account/email", Forms.email(to)).expectRedirect("/account/email");
        return new Asked(visitor, account, from, to, Proof.code(portal, from), Proof.code(portal, to));
    }

    /** 1 where the account moved, and everything that tells of it was written once. */
    private static int movedOnce(Asked asked) {
        boolean once = portal.accounts(asked.to()) == 1
                && portal.accounts(asked.from()) == 0
                && portal.count(
                                "SELECT count(*) FROM audit WHERE action = 'email.changed' AND object_id = ?",
                                asked.account())
                        == 1
                && portal.count(
                                "SELECT count(*) FROM mail_outbox WHERE kind = 'account.email_left' AND recipient = ?",
                                asked.from())
                        == 1
                && portal.count(
                                "SELECT count(*) FROM email_change WHERE account_id = ? AND state = 'done'",
                                asked.account())
                        == 1;
        return once ? 1 : 0;
    }

    @Test
    void both_codes_at_once_and_again_and_again_move_an_account_once() {
        int rounds = Proof.scaled(200);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            var asked = ask(Portal.ACME);
            var cookie = asked.visitor().cookie("session");
            Race.of(
                    AT_ONCE,
                    i -> portal.at(Portal.ACME).cookie("session", cookie).post("/account/email/code", asked.form(i)));
            good += movedOnce(asked);
        }
        Proof.print("one-change-of-address", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
        assertEquals(rounds, good);
    }

    @Test
    void one_link_takes_one_change_back() {
        int rounds = Proof.scaled(200);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            var asked = ask(Portal.ACME);
            for (int i = 0; i < 2; i++)
                asked.visitor().post("/account/email/code", asked.form(i)).expect(303);
            var link = portal.query(
                            "SELECT substring(text from '/account/email/undo/[A-Za-z0-9_-]{43}') FROM mail_outbox WHERE kind = 'account.email_left' AND recipient = ?",
                            asked.from())
                    .getFirst()
                    .getFirst()
                    .toString();
            long back = Race.of(AT_ONCE, i -> portal.at(Portal.ACME).post(link, Map.of())).stream()
                    .filter(answer -> answer.status() == 303)
                    .count();
            boolean once = back == 1
                    && portal.accounts(asked.from()) == 1
                    && portal.count(
                                    "SELECT count(*) FROM audit WHERE action = 'email.reverted' AND object_id = ?",
                                    asked.account())
                            == 1;
            if (once) good++;
        }
        Proof.print("one-link-one-change-back", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
        assertEquals(rounds, good);
    }

    @Test
    void of_a_thousand_guesses_at_once_five_are_evaluated() {
        int guesses = Proof.scaled(1000);
        var asked = ask(Portal.ACME);
        var cookie = asked.visitor().cookie("session");
        Race.of(
                guesses,
                i -> portal.at(Portal.ACME)
                        .cookie("session", cookie)
                        .post("/account/email/code", Map.of("side", "new", "code_new", Forms.wrong(asked.fresh(), i))));
        long tries = portal.count(
                "SELECT max(c.tries) FROM email_change_code c JOIN email_change e ON e.id = c.change_id WHERE e.account_id = ?",
                asked.account());
        int after = asked.visitor().post("/account/email/code", asked.form(1)).status();
        Proof.print(
                "email-change-guesses-at-once", guesses, tries, "at most 5 evaluated", "right_one_afterwards", after);
        assertTrue(tries <= 5);
        assertEquals(422, after);
    }

    /** Codes of the other address, of another change, of another tenant and of a sign-in, in both directions. */
    @Test
    void a_code_is_worth_nothing_for_another_address_change_tenant_or_purpose() {
        int pairs = 0;
        int taken = 0;
        for (int round = 0; round < Proof.scaled(100); round++) {
            var mine = ask(Portal.ACME);
            var theirs = ask(Portal.ACME);
            var foreign = ask(Portal.GLOBEX);
            var guest = portal.at(Portal.ACME);
            guest.post("/login/code", Forms.email(mine.from())).expect(303);
            var login = Proof.code(portal, mine.from());
            for (var code : List.of(mine.fresh(), theirs.old(), foreign.old(), login)) {
                if (code.equals(mine.old())) continue;
                pairs++;
                var form = Map.of("side", "old", "code_old", code);
                if (mine.visitor().post("/account/email/code", form).status() == 303) taken++;
            }
            if (!mine.old().equals(login)) {
                pairs++;
                if (guest.post("/code", Forms.code(mine.old())).status() == 303) taken++;
            }
        }
        Proof.print("email-change-code-elsewhere", pairs, taken, "0");
        assertEquals(0, taken);
    }

    /**
     * The "unexpired e-mail change" of the pre-hijacking paper: somebody begins to move their own account to an address, its
     * owner registers or recovers meanwhile, and the old change is finished afterwards, even with the code that came by mail.
     */
    @Test
    void no_change_that_was_begun_before_ends_in_an_account_of_the_owner() {
        int rounds = Proof.scaled(100);
        int hijacked = 0;
        for (int round = 0; round < rounds; round++) {
            var attacker = ask(Portal.ACME);
            var owner = portal.at(Portal.ACME);
            owner.post("/signup", Forms.signup("Ow Ner", attacker.to(), "a-quiet-place-9"))
                    .expect(303);
            owner.post("/code", Forms.code(Proof.code(portal, attacker.to()))).expect(303);
            attacker.visitor().post("/account/email/code", attacker.form(0));
            attacker.visitor().post("/account/email/code", attacker.form(1));
            if (portal.accounts(attacker.to()) != 1 || portal.accounts(attacker.from()) != 1) hijacked++;
            var victim = ask(Portal.ACME);
            var recovering = portal.at(Portal.ACME);
            recovering.post("/login/code", Forms.email(victim.from())).expect(303);
            recovering
                    .post("/code", Forms.code(Proof.code(portal, victim.from())))
                    .expect(303);
            recovering
                    .post("/account/password", Map.of("password", "four-grey-herons"))
                    .expect(303);
            victim.visitor().post("/account/email/code", victim.form(0));
            victim.visitor().post("/account/email/code", victim.form(1));
            if (portal.accounts(victim.from()) != 1) hijacked++;
        }
        Proof.print("pre-hijack-unexpired-email-change", 2L * rounds, hijacked, "0");
        assertEquals(0, hijacked);
    }
}
