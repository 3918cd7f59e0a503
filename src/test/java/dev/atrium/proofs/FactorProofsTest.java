package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Factors;
import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.SoftPasskey;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** No way in leads around the second factor, and nothing of it is worth anything twice or elsewhere. */
class FactorProofsTest {
    private static final int AT_ONCE = 50;
    private static final int ADDRESSES = 4_000;

    private static Portal portal;
    private static int next;

    @BeforeAll
    static void start() {
        portal = Portal.crowded(ADDRESSES);
        portal.settings(Portal.ACME, "magic_links = true");
        portal.settings(Portal.GLOBEX, "magic_links = true");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static String email() {
        return "second" + next++ + "@example.com";
    }

    private static Factors.Enrolled enrolled(String email) {
        portal.account(Portal.ACME, "Sec Ond", email);
        return Factors.enrol(portal, Portal.ACME, email);
    }

    private static String ticket(String email) {
        var visitor = portal.at(Portal.ACME);
        visitor.post("/login", Forms.login(email, Portal.PASSWORD)).expectRedirect("/login/factor");
        return visitor.cookie("factor");
    }

    private static long in(List<Answer> answers) {
        return answers.stream()
                .filter(answer -> answer.status() == 303 && answer.location().equals("/"))
                .count();
    }

    /** The ways in, each up to where the first proof is given. */
    private enum Way {
        PASSWORD,
        CODE,
        LINK,
        PICKER,
        SWITCH
    }

    private static Visitor enter(Way way, String email) {
        var visitor = portal.at(Portal.ACME);
        switch (way) {
            case PASSWORD ->
                visitor.post("/login", Forms.login(email, Portal.PASSWORD)).expect(303);
            case CODE -> {
                visitor.post("/login/code", Forms.email(email)).expect(303);
                visitor.post("/code", Forms.code(Proof.code(portal, email))).expect(303);
            }
            case LINK -> {
                visitor.post("/login/code", Forms.email(email)).expect(303);
                visitor.post("/login/link/" + portal.link(email), Map.of()).expect(303);
            }
            case PICKER -> {
                portal.account(Portal.ACME, "Other Account", email);
                visitor.post("/login", Forms.login(email, Portal.PASSWORD)).expectRedirect("/login/accounts");
                visitor.post("/login/accounts", Map.of("account", first(email))).expect(303);
            }
            case SWITCH -> {
                portal.account(Portal.ACME, "Other Account", email);
                visitor.post("/login", Forms.login(email, Portal.PASSWORD)).expectRedirect("/login/accounts");
                visitor.post("/login/accounts", Map.of("account", last(email))).expectRedirect("/");
                visitor.post("/account/switch", Map.of("account", first(email))).expect(303);
            }
        }
        return visitor;
    }

    private static String first(String email) {
        return account(email, "ASC");
    }

    private static String last(String email) {
        return account(email, "DESC");
    }

    private static String account(String email, String order) {
        return portal.query("SELECT id FROM account WHERE email = ? ORDER BY created_at " + order + " LIMIT 1", email)
                .getFirst()
                .getFirst()
                .toString();
    }

    @Test
    void no_way_in_opens_a_session_without_the_factor() {
        int tried = 0;
        var opened = new ArrayList<String>();
        for (var policy : List.of("optional", "required_for_billing", "required")) {
            for (boolean app : new boolean[] {true, false}) {
                if (!app && !policy.equals("required")) continue;
                for (var way : Way.values()) {
                    portal.settings(Portal.ACME, "mfa = 'optional'");
                    var email = email();
                    portal.account(Portal.ACME, "Sec Ond", email);
                    if (app) Factors.enrol(portal, Portal.ACME, email);
                    else Factors.passkey(portal, portal.as(Portal.ACME, email));
                    // The switch begins in another account, which has no factor of its own and may be entered.
                    portal.settings(Portal.ACME, "mfa = '" + (way == Way.SWITCH ? "optional" : policy) + "'");
                    if (way == Way.SWITCH && !app) continue;
                    var id = first(email);
                    portal.execute("DELETE FROM session WHERE account_id = ?::uuid", id);
                    enter(way, email);
                    tried++;
                    if (portal.count("SELECT count(*) FROM session WHERE account_id = ?::uuid", id) > 0)
                        opened.add(policy + " " + way + (app ? " app" : " passkey"));
                }
            }
        }
        portal.settings(Portal.ACME, "mfa = 'optional'");
        Proof.print("way-in-without-factor", tried, opened.size(), "0");
        assertEquals(List.of(), opened);
        assertTrue(tried >= 18, tried + " ways");
    }

    @Test
    void where_it_is_a_duty_nothing_opens_to_who_has_none_but_the_way_to_one() {
        var email = email();
        portal.account(Portal.ACME, "No Factor", email);
        portal.settings(Portal.ACME, "mfa = 'required'");
        int tried = 0;
        var through = new ArrayList<String>();
        for (var route : portal.house().routes().all()) {
            boolean client = route.audience() instanceof dev.atrium.web.Audience.Client
                    || route.audience() instanceof dev.atrium.web.Audience.Program;
            if (!client || route.isBeforeFactor()) continue;
            var visitor = portal.as(Portal.ACME, email);
            var path = route.path()
                    .replaceAll(":[a-z_]+", java.util.UUID.randomUUID().toString());
            var answer = route.changes()
                    ? visitor.send(route.method().name(), path, "", "application/x-www-form-urlencoded")
                    : visitor.get(path);
            tried++;
            boolean refused = answer.status() == 403
                    || (answer.status() == 303 && answer.location().startsWith("/account/factor"));
            if (!refused) through.add(route.method() + " " + route.path() + " " + answer.status());
        }
        portal.settings(Portal.ACME, "mfa = 'optional'");
        Proof.print("route-before-required-factor", tried, through.size(), "0");
        assertEquals(List.of(), through);
    }

    @Test
    void one_recovery_code_opens_one_session() {
        int rounds = Proof.scaled(200);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            var email = email();
            var code = enrolled(email).recovery().getFirst();
            portal.move(Duration.ofMinutes(6));
            // Each has a ticket of its own: only the code is shared.
            var tickets = new ArrayList<String>();
            for (int i = 0; i < 3; i++) tickets.add(ticket(email));
            long before = portal.sessions(email);
            long in = in(Race.of(
                    AT_ONCE,
                    i -> portal.at(Portal.ACME)
                            .cookie("factor", tickets.get(i % 3))
                            .post("/login/factor", Map.of("recovery", code))));
            if (in == 1 && portal.sessions(email) == before + 1) good++;
        }
        Proof.print("one-recovery-code-one-session", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
        assertEquals(rounds, good);
    }

    @Test
    void one_step_of_the_app_opens_one_session() {
        int rounds = Proof.scaled(200);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            var email = email();
            var secret = enrolled(email).secret();
            portal.move(Duration.ofMinutes(6));
            var tickets = new ArrayList<String>();
            for (int i = 0; i < 3; i++) tickets.add(ticket(email));
            var code = Factors.code(portal, secret);
            long before = portal.sessions(email);
            long in = in(Race.of(
                    AT_ONCE,
                    i -> portal.at(Portal.ACME)
                            .cookie("factor", tickets.get(i % 3))
                            .post("/login/factor", Forms.code(code))));
            if (in == 1 && portal.sessions(email) == before + 1) good++;
        }
        Proof.print("one-step-one-session", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
        assertEquals(rounds, good);
    }

    @Test
    void one_ticket_opens_one_session() {
        int rounds = Proof.scaled(200);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            var email = email();
            var codes = enrolled(email).recovery();
            portal.move(Duration.ofMinutes(6));
            var ticket = ticket(email);
            long before = portal.sessions(email);
            long in = in(Race.of(
                    AT_ONCE,
                    i -> portal.at(Portal.ACME)
                            .cookie("factor", ticket)
                            .post("/login/factor", Map.of("recovery", codes.get(i % codes.size())))));
            if (in == 1 && portal.sessions(email) == before + 1) good++;
        }
        Proof.print("one-factor-ticket-one-session", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
        assertEquals(rounds, good);
    }

    @Test
    void one_challenge_opens_one_session() {
        int rounds = Proof.scaled(200);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            var email = email();
            portal.account(Portal.ACME, "Pass Key", email);
            var passkey = Factors.passkey(portal, portal.as(Portal.ACME, email));
            var visitor = portal.at(Portal.ACME);
            var options = Factors.options(visitor, "/login/passkey");
            var form = Map.of("credential", passkey.shown(options, Factors.origin(portal, visitor)));
            long before = portal.sessions(email);
            long in = in(Race.of(
                    AT_ONCE,
                    i -> portal.at(Portal.ACME)
                            .cookie("passkey", visitor.cookie("passkey"))
                            .post("/login/passkey", form)));
            if (in == 1 && portal.sessions(email) == before + 1) good++;
        }
        Proof.print("one-challenge-one-session", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
        assertEquals(rounds, good);
    }

    @Test
    void of_a_thousand_wrong_codes_at_once_five_are_evaluated() {
        int guesses = Proof.scaled(1000);
        var email = email();
        var secret = enrolled(email).secret();
        portal.move(Duration.ofMinutes(6));
        var ticket = ticket(email);
        var right = Factors.code(portal, secret);
        var answers = Race.of(
                guesses,
                i -> portal.at(Portal.ACME)
                        .cookie("factor", ticket)
                        .post("/login/factor", Map.of("recovery", "ZZZZZ-" + String.format("%05d", i))));
        long evaluated =
                answers.stream().filter(answer -> answer.status() == 422).count();
        int after = portal.at(Portal.ACME)
                .cookie("factor", ticket)
                .post("/login/factor", Forms.code(right))
                .status();
        Proof.print("factor-guesses-at-once", guesses, evaluated, "at most 5 evaluated", "right_one_afterwards", after);
        assertTrue(evaluated <= 5, evaluated + " evaluated");
        assertEquals(429, after);
    }

    /** An answer that somebody tries, and the cookie beside it. */
    private record Tried(String what, Visitor visitor, String path, String credential) {}

    @Test
    void no_assertion_works_elsewhere_or_twice() {
        var tried = new ArrayList<Tried>();
        for (int i = 0; i < 10; i++) {
            var email = email();
            var other = email();
            portal.account(Portal.ACME, "Pass Key", email);
            portal.account(Portal.ACME, "Other Person", other);
            var owner = portal.as(Portal.ACME, email);
            var passkey = Factors.passkey(portal, owner);
            var origin = Factors.origin(portal, owner);
            tried.addAll(elsewhere(passkey, origin));
            tried.addAll(otherwise(passkey, origin, other, owner));
        }
        var accepted = new ArrayList<String>();
        for (var one : tried) {
            var answer = one.visitor().post(one.path(), Map.of("credential", one.credential()));
            if (answer.status() == 303) accepted.add(one.what());
        }
        Proof.print("passkey-elsewhere-or-twice", tried.size(), accepted.size(), "0");
        assertEquals(List.of(), accepted);
    }

    private static List<Tried> elsewhere(SoftPasskey passkey, String origin) {
        var all = new ArrayList<Tried>();
        var globex = portal.at(Portal.GLOBEX);
        var there = Factors.options(globex, "/login/passkey");
        all.add(new Tried("tenant", globex, "/login/passkey", passkey.shown(there, Factors.origin(portal, globex))));
        var acme = portal.at(Portal.ACME);
        var options = Factors.options(acme, "/login/passkey");
        var carried = portal.at(Portal.GLOBEX).cookie("passkey", acme.cookie("passkey"));
        all.add(new Tried("tenant's cookie", carried, "/login/passkey", passkey.shown(options, origin)));
        for (var wrong : List.of(
                "https://evil.example",
                "http://acme.localhost",
                "http://globex.localhost:" + portal.port(),
                "http://sub.acme.localhost:" + portal.port(),
                "null")) all.add(shown("origin " + wrong, passkey, wrong, "acme.localhost"));
        all.add(shown("relying party", passkey, origin, "localhost"));
        return all;
    }

    private static Tried shown(String what, SoftPasskey passkey, String origin, String rp) {
        var visitor = portal.at(Portal.ACME);
        var options = Factors.options(visitor, "/login/passkey");
        return new Tried(what, visitor, "/login/passkey", passkey.shown(options, origin, rp));
    }

    private static List<Tried> otherwise(SoftPasskey passkey, String origin, String other, Visitor owner) {
        var all = new ArrayList<Tried>();
        var used = portal.at(Portal.ACME);
        var answer = passkey.shown(Factors.options(used, "/login/passkey"), origin);
        var replay = portal.at(Portal.ACME).cookie("passkey", used.cookie("passkey"));
        used.post("/login/passkey", Map.of("credential", answer)).expect(303);
        all.add(new Tried("replay", replay, "/login/passkey", answer));
        all.add(new Tried("no cookie", portal.at(Portal.ACME), "/login/passkey", answer));
        var mine = portal.at(Portal.ACME);
        Factors.options(mine, "/login/passkey");
        all.add(new Tried("another challenge", mine, "/login/passkey", answer));
        var stranger = portal.as(Portal.ACME, other);
        all.add(new Tried(
                "another account",
                stranger,
                "/account/confirm/passkey",
                passkey.shown(Factors.options(stranger, "/account/confirm/passkey"), origin)));
        var confirming = Factors.options(owner, "/account/confirm/passkey");
        var crossed = portal.at(Portal.ACME).cookie("passkey", owner.cookie("passkey"));
        all.add(new Tried("confirm at sign-in", crossed, "/login/passkey", passkey.shown(confirming, origin)));
        var fresh = portal.at(Portal.ACME);
        var login = Factors.options(fresh, "/login/passkey");
        var inside = portal.at(Portal.ACME)
                .cookie("session", owner.cookie("session"))
                .cookie("passkey", fresh.cookie("passkey"));
        all.add(new Tried("sign-in at confirm", inside, "/account/confirm/passkey", passkey.shown(login, origin)));
        var unknown = new SoftPasskey();
        all.add(shown("unknown passkey", unknown, origin, "acme.localhost"));
        all.add(new Tried("nonsense", portal.at(Portal.ACME), "/login/passkey", new JsonObject().encode()));
        return all;
    }
}
