package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.secrets.Token;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the limits of production: whatever a stranger does to an address, its owner gets in and is not flooded. */
class LockOutTest {
    private static final int ADDRESSES = 60;
    private static final String HOST = "acme.localhost";
    private static final String VICTIM = "victim@example.com";

    private Portal portal;

    @BeforeEach
    void start() {
        portal = Portal.crowded(ADDRESSES);
        portal.settings(Portal.ACME, "magic_links = true");
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private void attack(int tries, int networks) {
        for (int i = 0; i < tries; i++) {
            var attacker = portal.from(i % networks, HOST);
            switch (i % 5) {
                case 0 -> attacker.post("/login/code", Forms.email(VICTIM));
                case 1 -> attacker.post("/forgot", Forms.email(VICTIM));
                case 2 -> attacker.post("/signup", Forms.signup("Vic", VICTIM, "a-quiet-place-9"));
                default -> attacker.post("/login", Forms.login(VICTIM, "not-the-password-" + i));
            }
            for (int n = 0; n < 5 && !attacker.cookie("flow").isEmpty(); n++)
                attacker.post("/code", Forms.code("00000" + n));
        }
    }

    /** One network, which is what one stranger has. The owner is somewhere else, in a browser that was never here. */
    @Test
    void the_owner_without_a_password_gets_in_from_elsewhere_in_one_go() {
        portal.account(Portal.ACME, "Vic Tim", VICTIM, null);
        int tries = Proof.scaled(1000);
        attack(tries, 1);
        long before = portal.mails(VICTIM);
        var owner = portal.from(30, HOST);
        owner.post("/login/code", Forms.email(VICTIM)).expectRedirect("/code");
        owner.post("/code", Forms.code(Proof.code(portal, VICTIM))).expectRedirect("/");
        Proof.print("lock-out-by-one-network", tries, 0, "0", "mails_by_the_stranger", before, "further_steps", 0);
        assertTrue(before <= 3, "mails: " + before);
    }

    @Test
    void the_owner_with_a_password_or_a_known_browser_gets_in_however_many_networks_attack() {
        portal.account(Portal.ACME, "Vic Tim", VICTIM);
        var known = portal.from(50, HOST);
        known.post("/login", Forms.login(VICTIM, Portal.PASSWORD)).expectRedirect("/");
        int tries = Proof.scaled(1000);
        attack(tries, 40);
        var elsewhere = portal.from(51, HOST);
        elsewhere.post("/login", Forms.login(VICTIM, Portal.PASSWORD)).expectRedirect("/");
        var back = portal.from(0, HOST).cookie("known", known.cookie("known"));
        back.post("/login/code", Forms.email(VICTIM)).expectRedirect("/code");
        back.post("/code", Forms.code(Proof.code(portal, VICTIM))).expectRedirect("/");
        Proof.print("lock-out-by-many-networks", tries, 0, "0", "networks", 40);
    }

    /** Two networks take all that strangers may have mailed. The owner has no password, and neither browser nor network was here. */
    @Test
    void the_owner_with_nothing_but_the_mailbox_gets_in_however_many_networks_attack() {
        int rounds = Proof.scaled(50);
        int shutOut = 0;
        for (int round = 0; round < rounds; round++) {
            var email = "victim" + round + "@example.com";
            portal.account(Portal.ACME, "Vic Tim", email, null);
            for (int i = 0; i < 8; i++)
                portal.from((2 * round + i % 2) % 40, HOST).post("/login/code", Forms.email(email));
            var owner = portal.from(45 + round % 5, HOST);
            owner.post("/login/code", Forms.email(email)).expect(429).expectText("newest mail");
            var way = way(email);
            owner.get(way).expect(200);
            owner.get(way).expect(200);
            var door = way.substring(way.indexOf('=') + 1);
            // To another address it opens nothing, and in another portal neither.
            owner.post("/login/code", Map.of("email", "other" + email, "door", door));
            assertEquals("", owner.cookie("known"));
            portal.from(50, "globex.localhost").post("/login/code", Map.of("email", email, "door", door));
            owner.post("/login/code", Map.of("email", email, "door", door));
            if (owner.post("/code", Forms.code(Proof.code(portal, email))).status() != 303
                    || portal.sessions(email) != 1) shutOut++;
        }
        Proof.print("lock-out-by-two-networks", rounds, shutOut, "0", "strangers", 2);
        assertEquals(0, shutOut);
        var late = "late@example.com";
        portal.account(Portal.ACME, "La Te", late, null);
        for (int i = 0; i < 8; i++) portal.from(51 + i % 2, HOST).post("/login/code", Forms.email(late));
        var way = way(late);
        portal.move(Duration.ofHours(3));
        var owner = portal.from(53, HOST);
        owner.post("/login/code", Map.of("email", late, "door", way.substring(way.indexOf('=') + 1)))
                .expect(303);
        assertEquals("", owner.cookie("known"), "it works for an hour or two");
    }

    /** The mail that took the last of the hour holds it, and no other. */
    private String way(String email) {
        var ways =
                portal.query("SELECT text FROM mail_outbox WHERE recipient = ? ORDER BY created_at, id", email).stream()
                        .map(row -> row.getFirst().toString())
                        .filter(text -> text.contains("?door="))
                        .toList();
        assertEquals(1, ways.size());
        var text = ways.getFirst();
        return "/login/code?door=" + text.substring(text.indexOf("?door=") + 6).split("\\s")[0];
    }

    @Test
    void a_thousand_requests_bring_the_victim_five_mails_an_hour() {
        portal.account(Portal.ACME, "Vic Tim", VICTIM, null);
        int tries = Proof.scaled(1000);
        var old = StaffLinks.make(
                portal,
                Portal.ACME,
                (java.util.UUID) portal.query("SELECT id FROM account WHERE email = ?", VICTIM)
                        .getFirst()
                        .getFirst(),
                VICTIM,
                false);
        portal.execute("UPDATE sign_in_link SET revoked_at = now()");
        for (int i = 0; i < tries; i++) {
            var attacker = portal.from(i % ADDRESSES, HOST);
            switch (i % 6) {
                case 0 -> attacker.post("/login/code", Forms.email(VICTIM));
                case 1 -> attacker.post("/forgot", Forms.email(VICTIM));
                case 2 -> attacker.post("/signup", Forms.signup("Vic", VICTIM, "a-quiet-place-9"));
                case 3 -> attacker.post("/login/link/" + old + "/again", Map.of());
                case 4 -> attacker.post("/login/link/" + Token.random().text() + "/again", Map.of());
                default -> {
                    attacker.post("/login/code", Forms.email(VICTIM.toUpperCase(java.util.Locale.ROOT)));
                    attacker.post("/code/resend", Map.of());
                }
            }
        }
        long mails = portal.mails(VICTIM);
        Proof.print("mail-bomb", tries, mails, "at most 5");
        assertTrue(mails <= 5, "mails: " + mails);
        assertEquals(0, portal.mails("nobody@nobody.invalid"));
    }

    /** Known and unknown addresses are refused alike, at the same request, once there were too many. */
    @Test
    void the_limits_tell_nobody_whether_an_address_is_known() {
        portal.account(Portal.ACME, "Vic Tim", VICTIM, null);
        int different = 0;
        int tries = Proof.scaled(200);
        for (int i = 0; i < tries; i++) {
            int known = portal.from(i % 7, HOST)
                    .post("/login/code", Forms.email(VICTIM))
                    .status();
            int unknown = portal.from(7 + i % 7, HOST)
                    .post("/login/code", Forms.email("nobody@example.com"))
                    .status();
            if (known != unknown) different++;
        }
        Proof.print("limits-alike", tries, different, "0");
        assertEquals(0, different);
    }
}
