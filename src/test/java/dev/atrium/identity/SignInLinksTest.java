package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links by which staff let a client in. */
class SignInLinksTest {
    private static final Pattern HANDED = Pattern.compile("/login/link/([A-Za-z0-9_-]{43})");

    private static Portal portal;
    private static Visitor sven;

    @BeforeAll
    static void start() {
        portal = Portal.start(Portal.proxied());
        portal.staff("Sven Staff", "sven@staff.example", "owner", Portal.ACME);
        portal.staff("Sue Support", "sue@staff.example", "support", Portal.ACME);
        sven = portal.asStaff("sven@staff.example");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @BeforeEach
    void on() {
        portal.settings(Portal.ACME, "magic_links = true");
    }

    /** A client with an account; the path of the console's page about their links. */
    private static String page(String email) {
        var account = portal.account(Portal.ACME, "Lin Link", email, null);
        return "/t/acme/contacts/" + contact(account) + "/sign-in-links";
    }

    private static UUID contact(UUID account) {
        return (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
    }

    private static Map<String, String> to(String path) {
        return Map.of("target", path, "life", "72");
    }

    private static List<Object> link(String email) {
        return portal.query(
                        "SELECT id, next, used_at IS NOT NULL, revoked_at IS NOT NULL, expires_at - created_at = interval '72 hours' FROM sign_in_link WHERE email = ?",
                        email)
                .getFirst();
    }

    @Test
    void a_link_of_staff_signs_in_in_any_browser_once_and_leads_to_the_page_they_chose() {
        var page = page("any@example.com");
        sven.post(page, to("/account/sessions")).expectRedirect(page);
        sven.get(page).expect(200).expectText("sent").expectText("/account/sessions");
        var path = "/login/link/" + portal.link("any@example.com");
        var browser = portal.at(Portal.ACME);
        browser.get(path).expect(200).expectText("Continue");
        assertEquals("no-referrer", browser.get(path).header("Referrer-Policy"));
        browser.send("HEAD", path, null, null).expect(200);
        assertEquals(0, portal.sessions("any@example.com"));
        browser.post(path, Map.of()).expectRedirect("/account/sessions");
        browser.get("/account/sessions").expect(200);
        portal.at(Portal.ACME).post(path, Map.of()).expect(200).expectText("This link has expired");
        assertEquals(1, portal.sessions("any@example.com"));
        sven.get(page).expectText("used");
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM audit WHERE action = 'sign-in-link.sent' AND object_id = ?",
                        link("any@example.com").getFirst()));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM audit WHERE action = 'sign-in-link.used' AND object_id = ?",
                        link("any@example.com").getFirst()));
        assertTrue((Boolean) link("any@example.com").getLast(), "three days");
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM account WHERE email = 'any@example.com' AND verified_at IS NOT NULL"));
    }

    @Test
    void the_mail_says_how_to_get_a_code_instead_and_stands_in_the_log_without_its_link() {
        var page = page("words@example.com");
        sven.post(page, to("")).expectRedirect(page);
        var mail = portal.mail("words@example.com");
        assertTrue(mail.text().contains("/login/code"), mail.text());
        var logged = portal.query("SELECT id FROM mail_outbox WHERE recipient = 'words@example.com'")
                .getFirst()
                .getFirst();
        var shown = sven.get("/t/acme/mail/" + logged).expect(200).body();
        assertFalse(shown.contains(portal.link("words@example.com")), "the link is for its reader alone");
    }

    @Test
    void expired_used_revoked_foreign_and_unknown_links_are_one_page() {
        var revoked = page("revoked@example.com");
        sven.post(revoked, to("")).expectRedirect(revoked);
        var old = portal.link("revoked@example.com");
        sven.post(
                        revoked + "/revoke",
                        Map.of("link", link("revoked@example.com").getFirst().toString()))
                .expectRedirect(revoked);
        sven.get(revoked).expectText("revoked");
        sven.post(
                        revoked + "/revoke",
                        Map.of("link", link("revoked@example.com").getFirst().toString()))
                .expect(404);
        var used = page("used@example.com");
        sven.post(used, to("")).expectRedirect(used);
        var spent = portal.link("used@example.com");
        portal.at(Portal.ACME).post("/login/link/" + spent, Map.of()).expectRedirect("/");
        var late = page("late@example.com");
        sven.post(late, Map.of("target", "", "life", "1")).expectRedirect(late);
        var expired = portal.link("late@example.com");
        portal.move(Duration.ofMinutes(61));
        sven = portal.asStaff("sven@staff.example");
        sven.get(late).expectText("expired");
        portal.settings(Portal.GLOBEX, "magic_links = true");
        var unknown = plain(portal.at(Portal.ACME), "A".repeat(43));
        for (var token : List.of(old, spent, expired)) {
            assertEquals(unknown, plain(portal.at(Portal.ACME), token));
            assertEquals(unknown, plain(portal.at(Portal.GLOBEX), token).replace("Globex Advisory", "Acme Studio"));
        }
        assertEquals(0, portal.sessions("late@example.com") + portal.sessions("revoked@example.com"));
    }

    /** GET and POST, without what is drawn anew or was sent. */
    private static String plain(Visitor visitor, String token) {
        var get = visitor.get("/login/link/" + token).expect(200).body();
        var post = visitor.post("/login/link/" + token, Map.of()).expect(200).body();
        return (get + post)
                .replace(token, "TOKEN")
                .replaceAll(" nonce=\"[^\"]*\"", "")
                .replaceAll("/theme/[a-z0-9]+\\.css", "");
    }

    @Test
    void a_link_that_has_ended_offers_a_new_one_without_telling_whose_it_was() {
        var page = page("again@example.com");
        sven.post(page, to("/account/sessions")).expectRedirect(page);
        var old = portal.link("again@example.com");
        sven.post(
                page + "/revoke",
                Map.of("link", link("again@example.com").getFirst().toString()));
        var holder = portal.at(Portal.ACME);
        holder.post("/login/link/" + old + "/again", Map.of()).expectRedirect("/code");
        var shown = holder.get("/code").expect(200).body();
        assertFalse(shown.contains("again@example.com"), "the holder is not told the address");
        var nobody = portal.at(Portal.ACME);
        nobody.post("/login/link/" + "A".repeat(43) + "/again", Map.of()).expectRedirect("/code");
        assertEquals(
                shown.replaceAll("nonce=\"[^\"]*\"", "").replaceAll("data-countdown=\"[0-9]+\"", ""),
                nobody.get("/code")
                        .expect(200)
                        .body()
                        .replaceAll("nonce=\"[^\"]*\"", "")
                        .replaceAll("data-countdown=\"[0-9]+\"", ""));
        assertEquals(0, portal.mails("nobody@nobody.invalid"));
        nobody.post("/code", Forms.code("123456")).expect(422);
        // Whoever reads the mailbox gets in, and where the link would have led.
        holder.post("/code", Forms.code(portal.code("again@example.com"))).expectRedirect("/account/sessions");
        // A storm of taps is answered alike and mails at most what an address gets in an hour.
        for (int i = 0; i < 20; i++)
            portal.from("203.0.113." + i, Portal.ACME)
                    .post("/login/link/" + old + "/again", Map.of())
                    .expectRedirect("/code");
        assertTrue(portal.mails("again@example.com") <= 1 + 5, "mails: " + portal.mails("again@example.com"));
    }

    @Test
    void only_one_link_per_contact_leaves_in_a_minute() {
        var page = page("storm@example.com");
        sven.post(page, to("")).expectRedirect(page);
        sven.post(page, to("")).expect(429).expectText("a moment ago");
        assertEquals(1, portal.mails("storm@example.com"));
        portal.move(Duration.ofSeconds(61));
        sven.post(page, to("")).expectRedirect(page);
    }

    @Test
    void a_link_leads_to_no_other_host_and_to_no_page_that_is_none() {
        var page = page("next@example.com");
        for (var path : List.of("//evil.example", "https://evil.example/", "/\\evil", "/nothing-here", "javascript:1"))
            sven.post(page, Map.of("path", path)).expect(422).expectText("no page of this portal");
        for (var life : List.of("0", "169", "-1", "x", "72.5"))
            sven.post(page, Map.of("life", life)).expect(422).expectText("one hour to seven days");
        assertEquals(0, portal.mails("next@example.com"));
        var whole = "http://acme.localhost:" + portal.port() + "/account/sessions";
        sven.post(page, Map.of("path", whole)).expectRedirect(page);
        assertEquals("/account/sessions", link("next@example.com").get(1));
    }

    @Test
    void while_magic_links_are_off_none_is_made_and_none_works() {
        var page = page("off@example.com");
        sven.post(page, to("")).expectRedirect(page);
        var path = "/login/link/" + portal.link("off@example.com");
        portal.settings(Portal.ACME, "magic_links = false");
        sven.get(page).expect(200).expectText("Magic links are off").expectText("/t/acme/settings/sign-in");
        sven.post(page, to("")).expect(409).expectText("Magic links are off");
        sven.post(page + "/hand", Map.of("sure", "yes")).expect(409);
        portal.at(Portal.ACME).get(path).expect(200).expectText("This link has expired");
        portal.at(Portal.ACME).post(path, Map.of()).expect(200).expectText("This link has expired");
        assertEquals(0, portal.sessions("off@example.com"));
        portal.settings(Portal.ACME, "magic_links = true");
        portal.at(Portal.ACME).post(path, Map.of()).expectRedirect("/");
    }

    @Test
    void a_link_that_is_handed_over_asks_who_is_sure_and_proves_no_mailbox() {
        var page = page("hand@example.com");
        sven.post(page + "/hand", to("")).expect(422).expectText("Tick the box");
        var wish = new HashMap<>(to("/account/password"));
        wish.put("sure", "yes");
        var made = sven.post(page + "/hand", wish).expect(200).body();
        assertEquals(0, portal.mails("hand@example.com"));
        assertFalse(sven.get(page).body().matches("(?s).*" + HANDED.pattern() + ".*"), "shown once");
        var matcher = HANDED.matcher(made);
        assertTrue(matcher.find());
        var browser = portal.at(Portal.ACME);
        browser.post(matcher.group(), Map.of()).expectRedirect("/account/password");
        browser.post("/account/password", Map.of("password", "a-thief-in-the-night-3"));
        assertEquals(
                1,
                portal.count("SELECT count(*) FROM account WHERE email = 'hand@example.com' AND password_hash IS NULL"),
                "what is sensitive asks for a proof that a link in anybody's hands is not");
        assertEquals(
                1, portal.count("SELECT count(*) FROM session WHERE proof = 'handed' AND proven_at < '1980-01-01'"));
        assertEquals(
                0,
                portal.count(
                        "SELECT count(*) FROM account WHERE email = 'hand@example.com' AND verified_at IS NOT NULL"));
        var sue = portal.asStaff("sue@staff.example");
        assertFalse(sue.get(page).expect(200).body().contains("/hand"), "support sends, and hands nothing over");
        sue.post(page + "/hand", wish).expect(404);
    }

    @Test
    void who_has_no_account_or_a_closed_one_is_mailed_nothing() {
        var without = portal.contact(Portal.ACME, "No Account", "without@example.com");
        var page = "/t/acme/contacts/" + without + "/sign-in-links";
        sven.get(page).expect(200).expectText("no account yet");
        sven.post(page, to("")).expect(409).expectText("Invite them first");
        var closed = page("closed@example.com");
        portal.execute("UPDATE account SET status = 'disabled' WHERE email = 'closed@example.com'");
        sven.post(closed, to("")).expect(409);
        assertEquals(0, portal.mails("without@example.com") + portal.mails("closed@example.com"));
    }

    @Test
    void a_link_dies_with_the_address_it_was_made_for_and_with_a_closed_account() {
        var page = page("moved@example.com");
        sven.post(page, to("")).expectRedirect(page);
        var path = "/login/link/" + portal.link("moved@example.com");
        portal.execute("UPDATE account SET email = 'moved-on@example.com' WHERE email = 'moved@example.com'");
        portal.at(Portal.ACME).post(path, Map.of()).expect(200).expectText("This link has expired");
        portal.execute(
                "UPDATE account SET email = 'moved@example.com', status = 'disabled' WHERE email = 'moved-on@example.com'");
        portal.at(Portal.ACME).post(path, Map.of()).expect(200).expectText("This link has expired");
        portal.execute("UPDATE account SET status = 'active' WHERE email = 'moved@example.com'");
        portal.at(Portal.ACME).post(path, Map.of()).expectRedirect("/");
    }

    @Test
    void the_login_mail_goes_to_everybody_ticked_once() {
        var ticked = new StringBuilder(Visitor.encode(to("/account/profile")));
        for (int i = 0; i < 3; i++) {
            var account = portal.account(Portal.ACME, "Many " + i, "many" + i + "@example.com");
            ticked.append("&contact=").append(contact(account));
        }
        sven.get("/t/acme/sign-in-links?q=many1").expect(200).expectText("many1@example.com");
        loginMail(ticked).expect(200).expectText("3 links are on their way");
        loginMail(ticked).expect(200).expectText("3 people got one");
        for (int i = 0; i < 3; i++) assertEquals(1, portal.mails("many" + i + "@example.com"));
        loginMail("life=72").expect(422).expectText("Tick at least one");
        for (int i = 0; i < 48; i++) ticked.append("&contact=").append(UUID.randomUUID());
        loginMail(ticked).expect(422).expectText("more than 50 people");
        assertEquals(3, portal.count("SELECT count(*) FROM sign_in_link WHERE email LIKE 'many%'"));
    }

    private static Answer loginMail(CharSequence body) {
        return sven.send("POST", "/t/acme/sign-in-links", body.toString(), "application/x-www-form-urlencoded");
    }
}
