package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Moving an account to another address. */
class EmailChangeTest {
    private static final Pattern UNDO = Pattern.compile("/account/email/undo/([A-Za-z0-9_-]{43})");
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start();
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Visitor started(String from, String to) {
        portal.account(Portal.ACME, "Mona Mover", from);
        var mona = portal.as(Portal.ACME, from);
        mona.post("/account/email", Map.of("email", to)).expectRedirect("/account/email");
        return mona;
    }

    private static Map<String, String> code(String side, String email) {
        return Map.of("side", side, "code_" + side, portal.code(email));
    }

    private static Visitor moved(String from, String to) {
        var mona = started(from, to);
        mona.post("/account/email/code", code("old", from)).expectRedirect("/account/email");
        mona.post("/account/email/code", code("new", to)).expectRedirect("/account/email");
        return mona;
    }

    private static String undo(String address) {
        var text =
                portal.mail(address, mail -> UNDO.matcher(mail.text()).find()).text();
        var matcher = UNDO.matcher(text);
        assertTrue(matcher.find());
        return "/account/email/undo/" + matcher.group(1);
    }

    @Test
    void both_codes_move_account_and_contact_and_end_every_other_session() {
        portal.account(Portal.ACME, "Mona Mover", "mona@old.example");
        var other = portal.as(Portal.ACME, "mona@old.example");
        other.get("/").expect(200);
        var stray = portal.at(Portal.ACME);
        stray.post("/login/code", Forms.email("mona@old.example")).expectRedirect("/code");
        var open = portal.code("mona@old.example");
        var mona = portal.as(Portal.ACME, "mona@old.example");
        mona.post("/account/email", Map.of("email", "Mona@New.example")).expectRedirect("/account/email");
        mona.get("/account/email").expect(200).expectText("mona@new.example");
        var old = portal.code("mona@old.example", 2);
        var fresh = portal.code("mona@new.example");
        mona.post("/account/email/code", Map.of("side", "new", "code_new", fresh))
                .expectRedirect("/account/email");
        assertEquals(1, portal.accounts("mona@old.example"), "one proven address moves nothing");
        mona.post("/account/email/code", Map.of("side", "old", "code_old", old)).expectRedirect("/account/email");
        assertEquals(0, portal.accounts("mona@old.example"));
        assertEquals(1, portal.accounts("mona@new.example"));
        assertEquals(1, portal.count("SELECT count(*) FROM contact WHERE email = 'mona@new.example'"));
        mona.get("/account").expect(200).expectText("mona@new.example");
        other.get("/").expectRedirect("/login");
        stray.post("/code", Forms.code(open)).expect(422);
        portal.mail("mona@new.example", mail -> mail.subject().startsWith("Your new address"));
        portal.mail(
                "mona@old.example",
                mail -> mail.text().contains("mona@new.example") && mail.text().contains("/account/email/undo/"));
        assertEquals(1, audited("email.changed", "mona@new.example"));
        assertEquals(1, facts("email.changed", "mona@new.example"));
        portal.as(Portal.ACME, "mona@new.example").get("/").expect(200);
    }

    private static long audited(String action, String email) {
        return portal.count(
                "SELECT count(*) FROM audit u JOIN account a ON a.id = u.object_id WHERE u.action = ? AND a.email = ?",
                action,
                email);
    }

    private static long facts(String kind, String email) {
        return portal.count(
                "SELECT count(*) FROM fact f JOIN account a ON a.contact_id = f.contact_id WHERE f.kind = ? AND a.email = ?",
                kind,
                email);
    }

    @Test
    void what_is_typed_wrong_is_said_and_counted_and_kept() {
        var wanda = started("wanda@old.example", "wanda@new.example");
        wanda.post("/account/email/code", Map.of("side", "old", "code_old", "12ab"))
                .expect(422);
        var right = portal.code("wanda@old.example");
        for (int i = 0; i < 4; i++)
            wanda.post("/account/email/code", Map.of("side", "old", "code_old", Forms.wrong(right, i)))
                    .expect(422)
                    .expectText("Tries left: " + (4 - i));
        wanda.post("/account/email/code", Map.of("side", "old", "code_old", Forms.wrong(right, 5)))
                .expect(422)
                .expectText("locked");
        wanda.post("/account/email/code", Map.of("side", "old", "code_old", right))
                .expect(422);
        wanda.post("/account/email/again", Map.of("side", "old")).expect(429);
        portal.move(Duration.ofMinutes(2));
        wanda.post("/account/email/again", Map.of("side", "old")).expectRedirect("/account/email");
        var second = portal.code("wanda@old.example", 2);
        wanda.post("/account/email/code", Map.of("side", "old", "code_old", second))
                .expectRedirect("/account/email");
        portal.move(Duration.ofMinutes(16));
        wanda.post("/account/email/code", code("new", "wanda@new.example"))
                .expect(422)
                .expectText("expired");
        assertEquals(1, portal.accounts("wanda@old.example"));
        portal.as(Portal.ACME, "wanda@old.example")
                .post("/account/email", Map.of("email", "no address"))
                .expect(422)
                .expectText("no address");
        portal.as(Portal.ACME, "wanda@old.example")
                .post("/account/email", Map.of("email", "WANDA@old.example"))
                .expect(422)
                .expectText("That is your address already.");
    }

    @Test
    void an_address_that_has_an_account_is_told_only_to_whoever_proved_it() {
        portal.account(Portal.ACME, "Tara Taken", "taken@example.com");
        var mona = started("asks@example.com", "taken@example.com");
        var free = started("asks2@example.com", "untaken@example.com");
        var one = mona.get("/account/email").expect(200).body().replaceAll("(asks|taken)@example.com", "");
        var two = free.get("/account/email").expect(200).body().replaceAll("(asks2|untaken)@example.com", "");
        assertEquals(strip(one).length(), strip(two).length());
        mona.post("/account/email/code", code("old", "asks@example.com")).expectRedirect("/account/email");
        mona.post("/account/email/code", code("new", "taken@example.com"))
                .expect(409)
                .expectText("has an account of its own");
        assertEquals(1, portal.accounts("asks@example.com"));
        assertEquals(1, portal.accounts("taken@example.com"));
        portal.settings(Portal.ACME, "allow_duplicate_contacts = true");
        try {
            mona.post("/account/email", Map.of("email", "taken@example.com")).expectRedirect("/account/email");
            mona.post("/account/email/code", Map.of("side", "old", "code_old", portal.code("asks@example.com", 2)))
                    .expectRedirect("/account/email");
            mona.post("/account/email/code", Map.of("side", "new", "code_new", portal.code("taken@example.com", 2)))
                    .expectRedirect("/account/email");
            assertEquals(2, portal.accounts("taken@example.com"));
        } finally {
            portal.settings(Portal.ACME, "allow_duplicate_contacts = false");
        }
    }

    private static String strip(String page) {
        return page.replaceAll("nonce(=|-)\"?[A-Za-z0-9_+/=-]+", "").replaceAll("hue-[0-9]+", "");
    }

    @Test
    void a_change_belongs_to_the_session_that_began_it_and_ends_with_a_new_password() {
        var mona = started("bound@example.com", "bound@new.example");
        var elsewhere = portal.as(Portal.ACME, "bound@example.com");
        elsewhere.post("/account/email/code", code("old", "bound@example.com")).expect(409);
        elsewhere
                .post("/account/password", Map.of("password", "four-grey-herons"))
                .expect(303);
        mona.get("/account/email").expectRedirect("/login?next=%2Faccount%2Femail");
        assertEquals(
                0,
                portal.count(
                        "SELECT count(*) FROM email_change WHERE new_email = 'bound@new.example' AND state = 'open'"));
        var again = portal.at(Portal.ACME);
        again.post("/login", Forms.login("bound@example.com", "four-grey-herons"))
                .expect(303);
        again.post("/account/email", Map.of("email", "bound@new.example")).expectRedirect("/account/email");
        again.post("/account/email/cancel", Map.of()).expectRedirect("/account/email");
        again.post("/account/email/code", Map.of("side", "old", "code_old", portal.code("bound@example.com", 2)))
                .expect(409);
        assertEquals(1, audited("email-change.ended", "bound@example.com"));
    }

    @Test
    void the_old_address_takes_a_change_back_once_and_shuts_out_whoever_made_it() {
        var thief = moved("own@example.com", "thief@example.com");
        thief.post("/account/password", Map.of("password", "four-grey-herons")).expect(303);
        var link = undo("own@example.com");
        for (int i = 0; i < 10; i++) {
            portal.at(Portal.ACME).get(link).expect(200).expectText("own@example.com");
            portal.at(Portal.ACME).send("HEAD", link, null, null);
        }
        assertEquals(1, portal.accounts("thief@example.com"), "a look changes nothing");
        // Moving on does not save the thief.
        thief.post("/account/email", Map.of("email", "thief2@example.com")).expectRedirect("/account/email");
        thief.post("/account/email/code", Map.of("side", "old", "code_old", portal.code("thief@example.com", 2)))
                .expectRedirect("/account/email");
        thief.post("/account/email/code", code("new", "thief2@example.com")).expectRedirect("/account/email");
        var second = undo("thief@example.com");
        portal.at(Portal.ACME).post(link, Map.of()).expectRedirect("/login/code");
        assertEquals(1, portal.accounts("own@example.com"));
        assertEquals(0, portal.accounts("thief2@example.com"));
        thief.get("/").expectRedirect("/login");
        portal.at(Portal.ACME)
                .post("/login", Forms.login("own@example.com", "four-grey-herons"))
                .expect(422);
        portal.at(Portal.ACME).post(link, Map.of()).expect(200).expectText("opens nothing any more");
        portal.at(Portal.ACME).post(second, Map.of()).expect(200).expectText("opens nothing any more");
        assertEquals(1, portal.accounts("own@example.com"));
        assertEquals(1, audited("email.reverted", "own@example.com"));
        assertEquals(1, facts("email.reverted", "own@example.com"));
        portal.mail("own@example.com", mail -> mail.subject().contains("is back"));
        portal.mail("thief2@example.com", mail -> mail.subject().contains("is back"));
    }

    @Test
    void after_seven_days_and_in_another_tenant_the_link_opens_nothing() {
        moved("late@example.com", "later@example.com");
        var link = undo("late@example.com");
        portal.at(Portal.GLOBEX).post(link, Map.of()).expect(200).expectText("opens nothing any more");
        portal.move(Duration.ofDays(7).plusMinutes(1));
        portal.at(Portal.ACME).get(link).expect(200).expectText("opens nothing any more");
        portal.at(Portal.ACME).post(link, Map.of()).expect(200).expectText("opens nothing any more");
        assertEquals(1, portal.accounts("later@example.com"));
    }

    @Test
    void staff_change_the_address_of_a_contact_with_or_without_the_sign_in() {
        portal.staff("Sven Staff", "sven@staff.example", "owner", Portal.ACME);
        var account = portal.account(Portal.ACME, "Lotte Lost", "lotte@lost.example");
        var contact = portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
        var lotte = portal.as(Portal.ACME, "lotte@lost.example");
        var sven = portal.asStaff("sven@staff.example");
        var edit = "/t/acme/contacts/" + contact + "/edit";
        sven.get(edit).expect(200).expectText("Also change the address they sign in with");
        sven.post(edit, Map.of("full_name", "Lotte Lost", "email", "lotte@crm.example", "version", "0"))
                .expect(303);
        assertEquals(1, portal.accounts("lotte@lost.example"), "the contact alone");
        lotte.get("/").expect(200);
        portal.account(Portal.ACME, "Somebody Else", "else@example.com");
        sven.post(
                        edit,
                        Map.of(
                                "full_name",
                                "Lotte Lost",
                                "email",
                                "else@example.com",
                                "version",
                                "1",
                                "sign_in",
                                "yes"))
                .expect(422)
                .expectText("Another account signs in with this address");
        sven.post(
                        edit,
                        Map.of(
                                "full_name",
                                "Lotte Lost",
                                "email",
                                "lotte@new.example",
                                "version",
                                "1",
                                "sign_in",
                                "yes"))
                .expect(303);
        assertEquals(1, portal.accounts("lotte@new.example"));
        lotte.get("/").expectRedirect("/login");
        for (var address : List.of("lotte@lost.example", "lotte@new.example"))
            portal.mail(address, mail -> mail.text().contains("lotte@new.example"));
        assertFalse(portal.mail("lotte@lost.example").text().contains("/undo/"));
        assertEquals(1, audited("email.moved", "lotte@new.example"));
        assertEquals(1, facts("email.moved", "lotte@new.example"));
    }

    @Test
    void a_change_is_not_taken_back_to_an_address_that_somebody_else_has_by_now() {
        portal.settings(Portal.ACME, "allow_duplicate_contacts = false");
        moved("was@example.com", "is@example.com");
        var link = undo("was@example.com");
        portal.account(Portal.ACME, "New Comer", "was@example.com");
        portal.at(Portal.ACME).post(link, Map.of()).expect(409).expectText("nothing was moved");
        assertEquals(1, portal.accounts("is@example.com"));
        assertEquals(1, portal.accounts("was@example.com"));
        assertEquals(0, audited("email.reverted", "is@example.com"));
        // The link is not used up by it.
        portal.execute("DELETE FROM account WHERE email = 'was@example.com'");
        portal.at(Portal.ACME).post(link, Map.of()).expectRedirect("/login/code");
        assertEquals(1, portal.accounts("was@example.com"));
    }
}
