package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SignupDuplicatesTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start(Portal.proxied());
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static String code(String email, String phrase) {
        return portal.mail(email, mail -> mail.text().contains(phrase))
                .text()
                .replaceAll("(?s).*?\\b([0-9]{6})\\b.*", "$1");
    }

    private static String plain(Answer answer) {
        return answer.body().replaceAll("nonce=\"[^\"]+\"", "");
    }

    @Test
    void an_account_is_linked_to_the_contact_with_its_address_or_gets_a_new_one() {
        var known = portal.contact(Portal.ACME, "Known Already", "crm@example.com");
        for (var email : List.of("crm@example.com", "newcomer@example.com")) {
            var visitor = portal.at(Portal.ACME);
            visitor.post("/signup", Forms.signup("Typed Name", email, "a-quiet-place-9"));
            visitor.post("/code", Forms.code(portal.code(email))).expectRedirect("/");
        }
        assertEquals(
                known,
                portal.query("SELECT contact_id FROM account WHERE email = 'crm@example.com'")
                        .getFirst()
                        .getFirst());
        assertEquals(1, portal.count("SELECT count(*) FROM contact WHERE email = 'crm@example.com'"));
        assertEquals(1, portal.count("SELECT count(*) FROM contact WHERE email = 'newcomer@example.com'"));
    }

    @Test
    void a_second_sign_up_makes_no_account_but_mails_a_sign_in_code_and_the_browser_cannot_tell() {
        portal.account(Portal.ACME, "Ana Ruiz", "ana@example.com");
        var ana = portal.at(Portal.ACME);
        var first = ana.post("/signup", Forms.signup("Not Ana", "ana@example.com", "another-phrase-7"));
        var other = portal.at(Portal.ACME);
        var second = other.post("/signup", Forms.signup("Not Ana", "ann@example.com", "another-phrase-7"));
        assertEquals(second.status(), first.status());
        assertEquals(second.location(), first.location());
        assertEquals(
                plain(other.get("/code")).replace("ann@", "ana@"), plain(ana.get("/code")), "the code pages differ");
        var wrong = plain(ana.post("/code", Forms.code("000000")));
        assertEquals(plain(other.post("/code", Forms.code("000000"))).replace("ann@", "ana@"), wrong);
        ana.post("/code", Forms.code(code("ana@example.com", "You already have an account")))
                .expectRedirect("/");
        ana.get("/").expect(200).expectText("Ana");
        assertEquals(1, portal.accounts("ana@example.com"));
        portal.at(Portal.ACME)
                .post("/login", Forms.login("ana@example.com", Portal.PASSWORD))
                .expectRedirect("/");
        portal.at(Portal.ACME)
                .post("/login", Forms.login("ana@example.com", "another-phrase-7"))
                .expect(422);
    }

    @Test
    void the_sign_in_code_of_a_second_sign_up_lives_10_minutes() {
        portal.account(Portal.ACME, "Ten Minutes", "ten@example.com");
        var visitor = portal.at(Portal.ACME);
        visitor.post("/signup", Forms.signup("Ten", "ten@example.com", "another-phrase-7"));
        var code = code("ten@example.com", "valid for 10 minutes");
        portal.move(Duration.ofMinutes(10).plusSeconds(5));
        visitor.post("/code", Forms.code(code)).expect(422).expectText("expired");
    }

    @Test
    void two_browsers_with_codes_for_one_address_never_make_two_accounts() {
        for (int round = 0; round < 5; round++) {
            var email = "pair" + round + "@example.com";
            var browsers = List.of(portal.from("192.0.2.1", Portal.ACME), portal.from("192.0.2.2", Portal.ACME));
            var codes = new HashMap<Integer, String>();
            for (int i = 0; i < 2; i++) {
                browsers.get(i).post("/signup", Forms.signup("Pair", email, "a-quiet-place-9"));
                codes.put(i, portal.code(email, i + 1));
            }
            var answers = Race.of(2, i -> browsers.get(i).post("/code", Forms.code(codes.get(i))));
            answers.forEach(answer -> answer.expectRedirect("/"));
            assertEquals(1, portal.accounts(email), "round " + round);
        }
    }

    @Test
    void with_duplicates_allowed_each_sign_up_is_an_account_with_its_own_contact_and_password() {
        portal.settings(Portal.GLOBEX, "allow_duplicate_contacts = true");
        for (var password : List.of("the-first-household-1", "the-second-household-2")) {
            var visitor = portal.from("192.0.2." + password.length(), Portal.GLOBEX);
            visitor.post("/signup", Forms.signup("Shared Box", "shared@example.com", password))
                    .expectRedirect("/code");
            var code = portal.query(
                    "SELECT text FROM mail_outbox WHERE recipient = 'shared@example.com' AND kind = 'account.signup_code' ORDER BY created_at DESC LIMIT 1");
            visitor.post(
                            "/code",
                            Forms.code(code.getFirst()
                                    .getFirst()
                                    .toString()
                                    .replaceAll("(?s).*?\\b([0-9]{6})\\b.*", "$1")))
                    .expectRedirect("/");
        }
        assertEquals(2, portal.accounts("shared@example.com"));
        assertEquals(
                2, portal.count("SELECT count(DISTINCT contact_id) FROM account WHERE email = 'shared@example.com'"));
        for (var password : List.of("the-first-household-1", "the-second-household-2")) {
            portal.at(Portal.GLOBEX)
                    .post("/login", Forms.login("shared@example.com", password))
                    .expectRedirect("/");
        }
    }
}
