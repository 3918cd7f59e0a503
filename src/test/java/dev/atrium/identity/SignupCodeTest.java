package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SignupCodeTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start(Portal.proxied());
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Visitor signingUp(String ip, String email) {
        var visitor = portal.from(ip, Portal.ACME);
        visitor.post("/signup", Forms.signup("Ida Holm", email, "a-quiet-place-9"))
                .expectRedirect("/code");
        return visitor;
    }

    @Test
    void the_account_exists_only_after_the_code_and_the_person_is_then_signed_in() {
        var ida = signingUp("203.0.113.1", "ida@example.com");
        ida.get("/").expectRedirect("/login");
        assertEquals(0, portal.accounts("ida@example.com"));
        assertEquals(0, portal.count("SELECT count(*) FROM contact WHERE email = 'ida@example.com'"));
        portal.at(Portal.ACME)
                .post("/login", Forms.login("ida@example.com", "a-quiet-place-9"))
                .expect(422);
        ida.post("/code", Forms.code(portal.code("ida@example.com"))).expectRedirect("/");
        ida.get("/").expect(200).expectText("Ida");
        assertEquals(1, portal.accounts("ida@example.com"));
    }

    @Test
    void the_code_page_tells_the_address_the_minutes_and_to_look_into_spam_and_junk() {
        var ida = signingUp("203.0.113.2", "spam@example.com");
        ida.get("/code")
                .expect(200)
                .expectText("spam@example.com")
                .expectText("15 minutes")
                .expectText("spam or junk");
        portal.mail("spam@example.com", mail -> mail.text().contains("15 minutes"));
    }

    @Test
    void the_welcome_mail_says_to_keep_the_details_to_oneself() {
        var ida = signingUp("203.0.113.3", "welcome@example.com");
        ida.post("/code", Forms.code(portal.code("welcome@example.com"))).expect(303);
        var mail =
                portal.mail("welcome@example.com", message -> message.subject().startsWith("Welcome"));
        assertTrue(mail.text().contains("keep your sign-in details to yourself"), mail.text());
        assertTrue(mail.html().contains("keep your sign-in details to yourself"), mail.html());
    }

    @Test
    void a_code_lives_15_minutes_and_an_expired_one_says_so_and_offers_a_new_one() {
        var early = signingUp("203.0.113.4", "early@example.com");
        var late = signingUp("203.0.113.5", "late@example.com");
        var earlyCode = portal.code("early@example.com");
        var lateCode = portal.code("late@example.com");
        portal.move(Duration.ofMinutes(15).minusSeconds(20));
        early.post("/code", Forms.code(earlyCode)).expectRedirect("/");
        portal.move(Duration.ofSeconds(30));
        late.post("/code", Forms.code(lateCode))
                .expect(422)
                .expectText("That code has expired.")
                .expectText("action=\"/code/resend\"");
        late.post("/code/resend", Map.of()).expectRedirect("/code");
        late.post("/code", Forms.code(lateCode)).expect(422);
        late.post("/code", Forms.code(portal.code("late@example.com", 2))).expectRedirect("/");
    }

    @Test
    void five_tries_then_the_code_is_locked_even_for_the_right_one_until_a_new_one_is_sent() {
        var ida = signingUp("203.0.113.6", "five@example.com");
        var right = portal.code("five@example.com");
        for (int left = 4; left > 0; left--) {
            ida.post("/code", Forms.code(Forms.wrong(right, left))).expect(422).expectText("Tries left: " + left + ".");
        }
        ida.post("/code", Forms.code(Forms.wrong(right, 9))).expect(422).expectText("this one is locked");
        ida.post("/code", Forms.code(right)).expect(422).expectText("this one is locked");
        portal.move(Duration.ofSeconds(61));
        ida.post("/code/resend", Map.of()).expectRedirect("/code");
        var fresh = portal.mail("five@example.com", mail -> !mail.text().contains(right));
        ida.post("/code", Forms.code(fresh.text().replaceAll("(?s).*?\\b([0-9]{6})\\b.*", "$1")))
                .expectRedirect("/");
    }

    @Test
    void a_new_code_comes_after_60_seconds_which_the_page_tells_and_only_the_newest_counts() {
        var ida = signingUp("203.0.113.7", "resend@example.com");
        var old = portal.code("resend@example.com");
        var early = ida.post("/code/resend", Map.of()).expect(429);
        early.expectText("You can ask for a new one in ").expectText(" s.");
        assertTrue(Integer.parseInt(early.header("Retry-After")) <= 60, "seconds: " + early.header("Retry-After"));
        portal.move(Duration.ofSeconds(61));
        ida.post("/code/resend", Map.of()).expectRedirect("/code");
        var newest = portal.mail("resend@example.com", mail -> !mail.text().contains(old));
        assertEquals(2, portal.mails("resend@example.com"));
        ida.post("/code", Forms.code(old)).expect(422).expectText("Tries left: 4.");
        ida.post("/code", Forms.code(newest.text().replaceAll("(?s).*?\\b([0-9]{6})\\b.*", "$1")))
                .expectRedirect("/");
    }

    @Test
    void a_code_that_was_used_says_so_and_the_way_on_is_a_sign_in_code() {
        var ida = signingUp("203.0.113.8", "used@example.com");
        var flow = ida.cookie("flow");
        var code = portal.code("used@example.com");
        ida.post("/code", Forms.code(code)).expectRedirect("/");
        var copy = portal.from("203.0.113.8", Portal.ACME).cookie("flow", flow);
        copy.post("/code", Forms.code(code)).expect(422).expectText("already been used");
        assertEquals(1, portal.sessions("used@example.com"));
        copy.post("/code/resend", Map.of()).expectRedirect("/code");
        var fresh = portal.mail("used@example.com", mail -> mail.text().contains("code to sign in"));
        copy.post("/code", Forms.code(fresh.text().replaceAll("(?s).*?\\b([0-9]{6})\\b.*", "$1")))
                .expectRedirect("/");
        assertEquals(1, portal.accounts("used@example.com"));
    }

    @Test
    void what_is_no_code_costs_no_try_and_a_code_without_a_sign_up_says_to_start_again() {
        var ida = signingUp("203.0.113.9", "shape@example.com");
        ida.post("/code", Forms.code("")).expect(422).expectText("Enter the six digits");
        ida.post("/code", Forms.code("12345")).expect(422).expectText("six digits");
        ida.post("/code", Forms.code("abcdef")).expect(422).expectText("six digits");
        var code = portal.code("shape@example.com");
        ida.post("/code", Forms.code(code.substring(0, 3) + " " + code.substring(3)))
                .expectRedirect("/");
        var stranger = portal.at(Portal.ACME);
        stranger.get("/code").expectRedirect("/login");
        stranger.post("/code", Forms.code(code)).expect(409).expectText("start again");
        stranger.post("/code/resend", Map.of()).expect(409).expectText("start again");
    }

    @Test
    void an_address_gets_at_most_5_codes_an_hour_and_is_told_the_minutes_to_wait() {
        for (int i = 0; i < 5; i++) signingUp("203.0.113." + (20 + i), "bombed@example.com");
        var sixth = portal.from("203.0.113.26", Portal.ACME)
                .post("/signup", Forms.signup("Ida", "bombed@example.com", "a-quiet-place-9"))
                .expect(429);
        sixth.expectText("Too many codes were asked for.").expectText(" min,");
        assertTrue(Integer.parseInt(sixth.header("Retry-After")) <= 3600);
        assertEquals(5, portal.mails("bombed@example.com"));
        portal.move(Duration.ofMinutes(61));
        signingUp("203.0.113.26", "bombed@example.com");
    }

    @Test
    void a_network_address_gets_at_most_30_codes_an_hour() {
        for (int i = 0; i < 30; i++) signingUp("198.51.100.1", "many" + i + "@example.com");
        portal.from("198.51.100.1", Portal.ACME)
                .post("/signup", Forms.signup("Ida", "many30@example.com", "a-quiet-place-9"))
                .expect(429);
        assertEquals(0, portal.mails("many30@example.com"));
        signingUp("198.51.100.2", "many30@example.com");
    }

    @Test
    void twenty_wrong_codes_in_a_day_close_the_address_to_that_network_and_to_nobody_else() {
        portal.account(Portal.ACME, "Guessed", "guessed@example.com", null);
        for (int flow = 0; flow < 4; flow++) {
            var attacker = portal.from("203.0.113.40", Portal.ACME);
            attacker.post("/login/code", Forms.email("guessed@example.com")).expectRedirect("/code");
            for (int i = 0; i < 5; i++) attacker.post("/code", Forms.code("00000" + i));
            portal.move(Duration.ofMinutes(61));
        }
        var attacker = portal.from("203.0.113.40", Portal.ACME);
        attacker.post("/login/code", Forms.email("guessed@example.com")).expectRedirect("/code");
        attacker.post("/code", Forms.code("123456"))
                .expect(422)
                .expectText("Sign in with your password, or try again in ");
        var owner = portal.from("203.0.113.50", Portal.ACME);
        owner.post("/login/code", Forms.email("guessed@example.com")).expectRedirect("/code");
        owner.post("/code", Forms.code(portal.code("guessed@example.com", 6))).expectRedirect("/");
    }

    @Test
    void one_network_takes_no_more_than_its_share_and_a_known_browser_has_its_own() {
        portal.account(Portal.ACME, "Shared", "share@example.com", null);
        var owner = portal.from("203.0.113.60", Portal.ACME);
        owner.post("/login/code", Forms.email("share@example.com")).expectRedirect("/code");
        owner.post("/code", Forms.code(portal.code("share@example.com"))).expectRedirect("/");
        owner.post("/account/sessions/sign-out", Map.of());
        for (int i = 0; i < 10; i++)
            portal.from("203.0.113.61", Portal.ACME).post("/login/code", Forms.email("share@example.com"));
        assertEquals(1 + 3, portal.mails("share@example.com"));
        for (int i = 62; i < 80; i++)
            portal.from("203.0.113." + i, Portal.ACME).post("/login/code", Forms.email("share@example.com"));
        assertEquals(5, portal.mails("share@example.com"));
        // Strangers have taken all there is for strangers; the owner's browser was never one of them.
        var back = portal.from("203.0.113.61", Portal.ACME).cookie("known", owner.cookie("known"));
        back.post("/login/code", Forms.email("share@example.com")).expectRedirect("/code");
        back.post("/code", Forms.code(portal.code("share@example.com", 6))).expectRedirect("/");
        var forged = portal.from("203.0.113.61", Portal.ACME).cookie("known", "A".repeat(43));
        forged.post("/login/code", Forms.email("share@example.com")).expect(429);
        var borrowed = portal.from("203.0.113.61", Portal.GLOBEX).cookie("known", owner.cookie("known"));
        for (int i = 0; i < 3; i++)
            borrowed.post("/login/code", Forms.email("share@example.com")).expect(303);
        borrowed.post("/login/code", Forms.email("share@example.com")).expect(429);
    }
}
