package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Picker and switcher open what the proof covers, in its own portal, and nothing else. */
class PickerProofTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.crowded(100);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Map<String, String> choose(UUID account) {
        return Map.of("account", account.toString());
    }

    private static long sessions(UUID account) {
        return portal.count("SELECT count(*) FROM session WHERE account_id = ?", account);
    }

    @Test
    void nothing_opens_an_account_that_the_proof_does_not_cover() {
        int tried = 0;
        int opened = 0;
        for (int round = 0; round < Proof.scaled(100); round++) {
            var email = "pick" + round + "@example.com";
            var mine = portal.account(Portal.ACME, "Mine One", email);
            var second = portal.account(Portal.ACME, "Mine Two", email);
            var other = portal.account(Portal.ACME, "Own Password", email, null);
            var strangers = portal.account(Portal.ACME, "A Stranger", "stranger" + round + "@example.com");
            var abroad = portal.account(Portal.GLOBEX, "Abroad", email);
            var closed = portal.account(Portal.ACME, "Closed", email);
            var visitor = portal.at(Portal.ACME);
            visitor.post("/login", Forms.login(email, Portal.PASSWORD)).expectRedirect("/login/accounts");
            portal.execute("UPDATE account SET status = 'disabled' WHERE id = ?", closed);
            var ticket = visitor.cookie("ticket");
            var wrong = new ArrayList<UUID>();
            wrong.add(other);
            wrong.add(strangers);
            wrong.add(abroad);
            wrong.add(closed);
            wrong.add(UUID.randomUUID());
            for (var account : wrong) {
                tried += 2;
                portal.at(Portal.ACME)
                        .cookie("ticket", ticket)
                        .post("/login/accounts", choose(account))
                        .expect(409);
                portal.at(Portal.GLOBEX)
                        .cookie("ticket", ticket)
                        .post("/login/accounts", choose(account))
                        .expect(409);
                opened += (int) sessions(account);
            }
            visitor.post("/login/accounts", choose(mine)).expectRedirect("/");
            for (var account : wrong) {
                tried++;
                visitor.post("/account/switch", choose(account)).expect(404);
                opened += (int) sessions(account);
            }
            // The positive control: what is covered opens.
            visitor.post("/account/switch", choose(second)).expectRedirect("/");
            assertEquals(1, sessions(second));
        }
        Proof.print("picker-and-switch", tried, opened, "0");
        assertEquals(0, opened);
    }

    @Test
    void who_has_accounts_in_two_portals_never_sees_one_from_the_other() {
        int seen = 0;
        int controls = 0;
        int rounds = Proof.scaled(100);
        for (int round = 0; round < rounds; round++) {
            var email = "two" + round + "@example.com";
            portal.account(Portal.ACME, "Here Alpha", email);
            portal.account(Portal.ACME, "Here Beta", email);
            portal.account(Portal.GLOBEX, "There Gamma", email);
            portal.account(Portal.GLOBEX, "There Delta", email);
            var visitor = portal.at(Portal.ACME);
            visitor.post("/login", Forms.login(email, Portal.PASSWORD)).expectRedirect("/login/accounts");
            var picker = visitor.get("/login/accounts").expect(200).body();
            visitor.post(
                    "/login/accounts",
                    choose(UUID.fromString(
                            picker.replaceAll("(?s).*?name=\"account\" value=\"([0-9a-f-]{36})\".*", "$1"))));
            var pages = picker
                    + visitor.get("/account/switch").expect(200).body()
                    + visitor.get("/").body();
            if (pages.contains("Gamma") || pages.contains("Delta")) seen++;
            if (picker.contains("Alpha") && picker.contains("Beta")) controls++;
        }
        Proof.print("accounts-of-another-portal", rounds, seen, "0", "own_ones_seen", controls);
        assertEquals(0, seen);
        assertEquals(rounds, controls);
    }

    @Test
    void fifty_accounts_are_listed_and_the_last_used_stands_first() {
        for (int i = 0; i < 50; i++) portal.account(Portal.ACME, "Of Fifty " + i, "fifty@example.com");
        var visitor = portal.at(Portal.ACME);
        visitor.post("/login", Forms.login("fifty@example.com", Portal.PASSWORD))
                .expectRedirect("/login/accounts");
        var page = visitor.get("/login/accounts").expect(200).body();
        assertEquals(51, page.split("name=\"account\"", -1).length);
        var last = (UUID) portal.query(
                        "SELECT id FROM account WHERE email = 'fifty@example.com' ORDER BY created_at DESC, id LIMIT 1")
                .getFirst()
                .getFirst();
        visitor.post("/login/accounts", choose(last)).expectRedirect("/");
        visitor.post("/logout", Map.of());
        var again = portal.at(Portal.ACME);
        again.post("/login", Forms.login("fifty@example.com", Portal.PASSWORD));
        var first = again.get("/login/accounts").expect(200).body();
        assertTrue(first.indexOf(last.toString()) < first.indexOf("name=\"account\"") + 120, "the last used first");
        assertTrue(first.contains("where you left off"));
    }
}
