package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PickerTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start(Portal.proxied());
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static UUID account(String name, String email, String password) {
        return portal.account(Portal.ACME, name, email, portal.hash(portal.tenantId(Portal.ACME), email, password));
    }

    private static Map<String, String> choose(UUID account) {
        return Map.of("account", account.toString());
    }

    @Test
    void the_picker_lists_exactly_the_accounts_that_the_proof_covers() {
        var one = account("One Jones", "jones@example.com", "the-shared-phrase-1");
        var two = account("Two Jones", "jones@example.com", "the-shared-phrase-1");
        var three = account("Three Jones", "jones@example.com", "a-phrase-of-its-own-3");
        var byPassword = portal.at(Portal.ACME);
        byPassword.get("/login/accounts").expectRedirect("/login");
        byPassword
                .post("/login", Forms.login("jones@example.com", "the-shared-phrase-1"))
                .expectRedirect("/login/accounts");
        assertEquals(0, portal.sessions("jones@example.com"));
        var page = byPassword.get("/login/accounts").expect(200).body();
        assertTrue(page.contains(one.toString()) && page.contains(two.toString()));
        assertFalse(page.contains(three.toString()) || page.contains("Three"), "an account that is not covered");
        byPassword.post("/login/accounts", choose(three)).expect(409);
        assertEquals(0, portal.sessions("jones@example.com"));
        byPassword.post("/login/accounts", choose(two)).expectRedirect("/");
        byPassword.get("/").expectText("Two");
        var byCode = portal.at(Portal.ACME);
        byCode.post("/login/code", Forms.email("jones@example.com"));
        byCode.post("/code", Forms.code(portal.code("jones@example.com"))).expectRedirect("/login/accounts");
        var all = byCode.get("/login/accounts").body();
        for (var account : List.of(one, two, three)) assertTrue(all.contains(account.toString()));
    }

    @Test
    void a_password_of_one_account_alone_goes_straight_in() {
        account("Red Fox", "fox@example.com", "the-red-phrase-1");
        account("Grey Fox", "fox@example.com", "the-grey-phrase-2");
        var fox = portal.at(Portal.ACME);
        fox.post("/login", Forms.login("fox@example.com", "the-grey-phrase-2")).expectRedirect("/");
        fox.get("/").expectText("Grey");
    }

    @Test
    void a_ticket_lives_five_minutes_and_works_once() {
        var one = account("One Kay", "kay@example.com", "the-shared-phrase-1");
        account("Two Kay", "kay@example.com", "the-shared-phrase-1");
        var kay = portal.at(Portal.ACME);
        kay.post("/login", Forms.login("kay@example.com", "the-shared-phrase-1"))
                .expect(303);
        var ticket = kay.cookie("ticket");
        kay.post("/login/accounts", choose(one)).expectRedirect("/");
        portal.at(Portal.ACME)
                .cookie("ticket", ticket)
                .post("/login/accounts", choose(one))
                .expect(409)
                .expectText("sign in again");
        var late = portal.at(Portal.ACME);
        late.post("/login", Forms.login("kay@example.com", "the-shared-phrase-1"))
                .expect(303);
        portal.move(Duration.ofMinutes(5).plusSeconds(1));
        late.post("/login/accounts", choose(one)).expect(409).expectText("sign in again");
        assertEquals(1, portal.sessions("kay@example.com"));
    }

    @Test
    void a_ticket_of_one_portal_chooses_nothing_in_another() {
        var one = account("One Lee", "lee@example.com", "the-shared-phrase-1");
        account("Two Lee", "lee@example.com", "the-shared-phrase-1");
        var lee = portal.at(Portal.ACME);
        lee.post("/login", Forms.login("lee@example.com", "the-shared-phrase-1"))
                .expect(303);
        portal.at(Portal.GLOBEX)
                .cookie("ticket", lee.cookie("ticket"))
                .post("/login/accounts", choose(one))
                .expect(409);
        assertEquals(0, portal.sessions("lee@example.com"));
    }

    @Test
    void a_covered_switch_changes_the_session_id_and_is_audited_and_another_asks_for_a_code() {
        var one = account("One May", "may@example.com", "the-shared-phrase-1");
        var two = account("Two May", "may@example.com", "the-shared-phrase-1");
        var three = account("Three May", "may@example.com", "a-phrase-of-its-own-3");
        var may = portal.at(Portal.ACME);
        may.post("/login", Forms.login("may@example.com", "the-shared-phrase-1"))
                .expect(303);
        may.post("/login/accounts", choose(one)).expectRedirect("/");
        var old = may.cookie("session");
        may.get("/account/switch").expect(200).expectText(two.toString());
        may.post("/account/switch", choose(two)).expectRedirect("/");
        assertNotEquals(old, may.cookie("session"));
        portal.at(Portal.ACME).cookie("session", old).get("/").expectRedirect("/login");
        may.get("/").expectText("Two");
        assertEquals(
                1, portal.count("SELECT count(*) FROM audit WHERE action = 'account.switched' AND object_id = ?", two));
        may.post("/account/switch", choose(three)).expect(404);
        may.post("/account/switch", choose(UUID.randomUUID())).expect(404);
        may.get("/").expectText("Two");
        may.post("/account/switch", Map.of("others", "1")).expectRedirect("/code");
        may.post("/code", Forms.code(portal.code("may@example.com"))).expectRedirect("/login/accounts");
        may.post("/login/accounts", choose(three)).expectRedirect("/");
        may.get("/").expectText("Three");
        assertEquals(1, portal.sessions("may@example.com"));
    }

    @Test
    void switching_makes_no_proof_younger_and_no_session_longer() {
        var one = account("One Noor", "noor@example.com", "the-shared-phrase-1");
        var two = account("Two Noor", "noor@example.com", "the-shared-phrase-1");
        var noor = portal.at(Portal.ACME);
        noor.post("/login/code", Forms.email("noor@example.com"));
        noor.post("/code", Forms.code(portal.code("noor@example.com"))).expect(303);
        noor.post("/login/accounts", choose(one)).expect(303);
        var ends = portal.query("SELECT ends_at FROM session WHERE account_id = ?", one);
        portal.move(Duration.ofMinutes(16));
        noor.post("/account/switch", choose(two)).expect(303);
        assertEquals(ends, portal.query("SELECT ends_at FROM session WHERE account_id = ?", two));
        noor.post("/account/password", Map.of("password", "not-without-the-old-5"))
                .expect(403);
    }

    @Test
    void a_new_password_closes_the_switch_from_sessions_of_the_other_accounts() {
        var one = account("One Oz", "oz@example.com", "the-shared-phrase-1");
        var two = account("Two Oz", "oz@example.com", "the-shared-phrase-1");
        var thief = portal.at(Portal.ACME);
        thief.post("/login", Forms.login("oz@example.com", "the-shared-phrase-1"));
        thief.post("/login/accounts", choose(one)).expect(303);
        var owner = portal.at(Portal.ACME);
        owner.post("/login", Forms.login("oz@example.com", "the-shared-phrase-1"));
        owner.post("/login/accounts", choose(two)).expect(303);
        owner.post("/account/password", Map.of("password", "a-brand-new-start-3", "current", "the-shared-phrase-1"))
                .expect(303);
        thief.post("/account/switch", choose(two)).expect(404);
        owner.get("/").expect(200).expectText("Two");
    }

    @Test
    void among_many_accounts_one_is_found_by_its_name_without_a_script() {
        for (int i = 0; i < 8; i++) account("Plain " + i, "many@example.com", "the-shared-phrase-1");
        var few = portal.at(Portal.ACME);
        few.post("/login", Forms.login("many@example.com", "the-shared-phrase-1"))
                .expectRedirect("/login/accounts");
        assertFalse(few.get("/login/accounts").expect(200).body().contains("name=\"q\""));
        var wanted = account("Zo\u00eb Needle", "many@example.com", "the-shared-phrase-1");
        var many = portal.at(Portal.ACME);
        many.post("/login", Forms.login("many@example.com", "the-shared-phrase-1"))
                .expectRedirect("/login/accounts");
        many.get("/login/accounts").expect(200).expectText("name=\"q\"").expectText("Plain 7");
        var found = many.get("/login/accounts?q=NEEDLE").expect(200).body();
        assertTrue(found.contains(wanted.toString()));
        assertFalse(found.contains("Plain"));
        many.get("/login/accounts?q=%3Cb%3E").expect(200).expectText("No account fits");
        many.post("/login/accounts", choose(wanted)).expectRedirect("/");
        many.get("/account/switch?q=plain+3").expect(200).expectText("Plain 3").expectText("Needle");
    }
}
