package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An invitation opens one account, of its own address and portal, once, and with no more rights than any other. */
class InvitationProofTest {
    private static final int AT_ONCE = 50;
    private static final int ADDRESSES = 100;
    private static final Map<String, String> ACCEPT = Map.of("full_name", "Ina Vited");

    private static Portal portal;
    private static Visitor staff;
    private static int next;

    @BeforeAll
    static void start() {
        portal = Portal.crowded(ADDRESSES);
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME, Portal.GLOBEX);
        staff = portal.asStaff("olivia@staff.example");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    /** Somebody new is invited; where staff see the invitation, and the path of the link in their mail. */
    private record Invited(String email, String page, String link) {}

    private static Invited invite(String tenant) {
        var email = "invited" + next++ + "@example.com";
        var page = staff.post("/t/" + tenant + "/invitations/new", Map.of("email", email))
                .expect(303)
                .location();
        var link = portal.query(
                        "SELECT substring(text from '/invitation/[A-Za-z0-9_-]{43}') FROM mail_outbox WHERE recipient = ?",
                        email)
                .getFirst()
                .getFirst()
                .toString();
        return new Invited(email, page, link);
    }

    @Test
    void one_invitation_opens_one_account_and_one_session() {
        int rounds = Proof.scaled(200);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            var invited = invite(Portal.ACME);
            long in = Race.of(AT_ONCE, i -> portal.at(Portal.ACME).post(invited.link(), ACCEPT)).stream()
                    .filter(answer ->
                            answer.status() == 303 && answer.location().equals("/"))
                    .count();
            if (in == 1 && portal.accounts(invited.email()) == 1 && portal.sessions(invited.email()) == 1) good++;
        }
        Proof.print("one-invitation-one-account", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
        assertEquals(rounds, good);
    }

    /** Tries to get in; whether somebody did, or an account came of it. */
    private static int tried(Invited invited, long accounts, long sessions, Answer answer) {
        boolean in = answer.status() == 303 && answer.location().equals("/");
        return in || portal.accounts(invited.email()) > accounts || portal.sessions(invited.email()) > sessions ? 1 : 0;
    }

    private static int lets(int rounds, String proof, BiFunction<Invited, Visitor, Answer> attempt, boolean accepted) {
        int in = 0;
        for (int i = 0; i < rounds; i++) {
            var invited = invite(Portal.ACME);
            if (accepted) portal.at(Portal.ACME).post(invited.link(), ACCEPT).expect(303);
            long had = accepted ? 1 : 0;
            in += tried(invited, had, had, attempt.apply(invited, portal.at(Portal.ACME)));
        }
        Proof.print(proof, rounds, in, "0");
        return in;
    }

    @Test
    void nothing_gets_in_that_should_not() {
        int rounds = Proof.scaled(100);
        int in = lets(rounds, "invitation-replayed", (i, v) -> v.post(i.link(), ACCEPT), true);
        in += lets(
                rounds,
                "invitation-revoked",
                (i, v) -> {
                    staff.post(i.page() + "/revoke", Map.of()).expect(303);
                    return v.post(i.link(), ACCEPT);
                },
                false);
        in += lets(
                rounds,
                "invitation-expired",
                (i, v) -> {
                    portal.execute("UPDATE invitation SET expires_at = portal_now() WHERE email = ?", i.email());
                    return v.post(i.link(), ACCEPT);
                },
                false);
        in += lets(
                rounds,
                "invitation-of-another-portal",
                (i, v) -> portal.at(Portal.GLOBEX).post(i.link(), ACCEPT),
                false);
        in += lets(rounds, "invitation-by-get", (i, v) -> v.get(i.link() + "?full_name=Ina&accept=yes"), false);
        in += lets(rounds, "invitation-by-head", (i, v) -> v.send("HEAD", i.link(), "", "text/plain"), false);
        assertEquals(0, in);
    }

    @Test
    void what_else_is_posted_decides_nothing() {
        int rounds = Proof.scaled(100);
        int more = 0;
        for (int round = 0; round < rounds; round++) {
            var invited = invite(Portal.ACME);
            var other = "other" + round + "@example.com";
            var form = new HashMap<>(ACCEPT);
            form.putAll(Map.of(
                    "email", other,
                    "shown_email", other,
                    "role", "owner",
                    "origin", "signup",
                    "tenant_id", portal.tenantId(Portal.GLOBEX).toString(),
                    "contact_id", "00000000-0000-0000-0000-000000000000",
                    "next", "https://evil.example/"));
            portal.at(Portal.ACME).post(invited.link(), form).expectRedirect("/");
            if (portal.accounts(other) > 0
                    || portal.accounts(invited.email()) != 1
                    || portal.count("SELECT count(*) FROM staff WHERE email IN (?, ?)", other, invited.email()) > 0
                    || portal.count(
                                    "SELECT count(*) FROM account WHERE email = ? AND tenant_id = ?",
                                    invited.email(),
                                    portal.tenantId(Portal.GLOBEX))
                            > 0) more++;
        }
        Proof.print("invitation-with-other-fields", rounds, more, "0");
        assertEquals(0, more);
    }
}
