package dev.atrium.invitation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Inviting and accepting, over HTTP and SMTP. */
class InvitationsTest {
    private static final String HOME = "/t/acme";
    private static final Pattern LINK = Pattern.compile("/invitation/[A-Za-z0-9_-]{43}");
    private static final Map<String, String> ACCEPT = Map.of("full_name", "Ina Vited", "password", "a-quiet-place-9");
    private static Portal portal;
    private static Visitor olivia;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        portal.staff("Carl Content", "carl@staff.example", "content", Portal.ACME);
        olivia = portal.asStaff("olivia@staff.example");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static String invite(String email) {
        return olivia.post(HOME + "/invitations/new", Map.of("email", email))
                .expect(303)
                .location();
    }

    /** The path of the link in the {@code n}th mail to the address, counted from 1. */
    private static String link(String email, int n) {
        for (int i = 0; i < 500; i++) {
            var mails = portal.query("SELECT text FROM mail_outbox WHERE recipient = ? ORDER BY created_at, id", email);
            if (mails.size() >= n) {
                var matcher = LINK.matcher((String) mails.get(n - 1).getFirst());
                if (matcher.find()) return matcher.group();
            }
            Portal.pause(20);
        }
        throw new AssertionError("no invitation in mail " + n + " to " + email);
    }

    private static String link(String email) {
        return link(email, 1);
    }

    private static String state(String email) {
        return (String) portal.query("SELECT state FROM invitation WHERE email = ? ORDER BY created_at DESC", email)
                .getFirst()
                .getFirst();
    }

    private static Answer gone(Answer answer) {
        return answer.expect(404).expectText("no longer valid");
    }

    @Test
    void staff_invite_somebody_new_who_accepts_and_is_at_home() {
        var page = invite("ina@example.com");
        olivia.get(page).expect(200).expectText("Sent");
        var visitor = portal.at(Portal.ACME);
        var link = link("ina@example.com");
        visitor.get(link).expect(200).expectText("You are invited").expectText("ina@example.com");
        visitor.post(link, ACCEPT).expectRedirect("/");
        visitor.get("/").expect(200).expectText("Ina");
        assertEquals("accepted", state("ina@example.com"));
        assertEquals(List.of(List.of("granted", true, "client", "Ina Vited", "mail")), portal.query("""
                        SELECT a.origin, a.verified_at IS NOT NULL, c.stage, c.full_name, i.accepted_way
                          FROM account a JOIN contact c ON c.id = a.contact_id JOIN invitation i ON i.contact_id = c.id
                         WHERE a.email = 'ina@example.com'"""));
        assertEquals(
                "invitation",
                portal.query(
                                "SELECT s.proof FROM session s JOIN account a ON a.id = s.account_id WHERE a.email = 'ina@example.com'")
                        .getFirst()
                        .getFirst());
        portal.at(Portal.ACME)
                .post("/login", Forms.login("ina@example.com", "a-quiet-place-9"))
                .expect(303);
        for (var act : List.of("invitation.created", "invitation.sent", "invitation.accepted", "account.granted"))
            assertTrue(portal.count("SELECT count(*) FROM audit WHERE action = ?", act) > 0, act);
        for (var kind : List.of("invitation.sent", "invitation.accepted"))
            assertTrue(portal.count("SELECT count(*) FROM fact WHERE kind = ?", kind) > 0, kind);
    }

    @Test
    void the_mail_is_the_tenants_own_and_says_until_when() {
        invite("mail@example.com");
        var mail = portal.mail("mail@example.com");
        assertTrue(mail.subject().contains("Acme Studio"), mail.subject());
        assertTrue(mail.html().contains("Accept the invitation") && mail.text().contains("good until"), mail.text());
    }

    @Test
    void a_known_contact_is_invited_and_keeps_being_one_contact() {
        var contact = portal.contact(Portal.ACME, "Kno Wn", "known@example.com");
        olivia.get(HOME + "/invitations/new?q=kno").expect(200).expectText("known@example.com");
        olivia.post(HOME + "/contacts/" + contact + "/invite", Map.of()).expect(303);
        olivia.get(HOME + "/contacts/" + contact).expect(200).expectText("Send again");
        olivia.get(HOME + "/contacts?q=known").expectText("Invited");
        portal.at(Portal.ACME).post(link("known@example.com"), ACCEPT).expectRedirect("/");
        assertEquals(1, portal.count("SELECT count(*) FROM contact WHERE email = 'known@example.com'"));
        assertEquals(
                contact,
                portal.query("SELECT contact_id FROM account WHERE email = 'known@example.com'")
                        .getFirst()
                        .getFirst());
    }

    @Test
    void looking_changes_nothing_but_a_browsers_first_look_which_is_counted() {
        invite("look@example.com");
        var link = link("look@example.com");
        portal.at(Portal.ACME).get(link).expect(200);
        portal.at(Portal.ACME).send("HEAD", link, "", "text/plain");
        assertEquals("sent", state("look@example.com"), "a scanner is nobody");
        portal.at(Portal.ACME)
                .header("Sec-Fetch-Mode", "navigate")
                .header("Sec-Fetch-Dest", "document")
                .header("Sec-Purpose", "prefetch")
                .get(link);
        assertEquals("sent", state("look@example.com"), "a prefetch is nobody");
        portal.at(Portal.ACME)
                .header("Sec-Fetch-Mode", "navigate")
                .header("Sec-Fetch-Dest", "document")
                .get(link)
                .expect(200);
        assertEquals("opened", state("look@example.com"));
        assertEquals(0, portal.accounts("look@example.com"));
    }

    @Test
    void without_a_password_codes_sign_in() {
        invite("codes@example.com");
        portal.at(Portal.ACME)
                .post(link("codes@example.com"), Map.of("full_name", "Co Des"))
                .expectRedirect("/");
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM account WHERE email = 'codes@example.com' AND password_hash IS NULL"));
        portal.at(Portal.ACME)
                .post("/login", Forms.login("codes@example.com", ""))
                .expect(422);
    }

    @Test
    void a_mistake_is_said_and_takes_nothing_away() {
        invite("slip@example.com");
        var link = link("slip@example.com");
        portal.at(Portal.ACME)
                .post(link, Map.of("full_name", "Sli Per", "password", "short"))
                .expect(422)
                .expectText("Sli Per");
        portal.at(Portal.ACME)
                .post(link, Map.of("full_name", "", "password", ""))
                .expect(422);
        assertEquals(0, portal.accounts("slip@example.com"));
        portal.at(Portal.ACME).post(link, ACCEPT).expectRedirect("/");
    }

    @Test
    void sending_again_ends_the_old_link_whose_page_leads_on() {
        var page = invite("again@example.com");
        olivia.post(page + "/resend", Map.of()).expect(429);
        portal.move(Duration.ofMinutes(2));
        olivia.post(page + "/resend", Map.of()).expect(303);
        var old = link("again@example.com", 1);
        var fresh = link("again@example.com", 2);
        assertNotEquals(old, fresh);
        var visitor = portal.at(Portal.ACME);
        gone(visitor.get(old)).expectText("Send me a new one");
        gone(visitor.post(old, ACCEPT));
        assertEquals(0, portal.accounts("again@example.com"));
        visitor.post(fresh, ACCEPT).expectRedirect("/");
    }

    @Test
    void an_expired_invitation_is_renewed_with_one_tap_and_to_its_address_alone() {
        invite("late@example.com");
        var old = link("late@example.com");
        portal.execute(
                "UPDATE invitation SET expires_at = portal_now() - interval '1 second' WHERE email = 'late@example.com'");
        var visitor = portal.at(Portal.ACME);
        gone(visitor.get(old));
        gone(visitor.post(old, ACCEPT));
        olivia.get(HOME + "/invitations?state=expired").expectText("late@example.com");
        var asked = visitor.post(old + "/again", Map.of("email", "thief@evil.example"))
                .expect(200);
        var unknown = visitor.post("/invitation/" + "A".repeat(43) + "/again", Map.of())
                .expect(200);
        assertEquals(body(asked), body(unknown), "nobody learns whether the link was one");
        assertEquals(0, portal.mails("thief@evil.example"));
        visitor.post(link("late@example.com", 2), ACCEPT).expectRedirect("/");
    }

    /** What a page says, without the nonce of its scripts and its own address. */
    private static String body(Answer answer) {
        return answer.body().replaceAll("nonce=\"[^\"]*\"", "").replaceAll("invitation/[A-Za-z0-9_-]{43}", "");
    }

    @Test
    void asking_again_and_again_mails_three_times_an_hour() {
        invite("storm@example.com");
        var old = link("storm@example.com");
        for (int i = 0; i < 6; i++)
            portal.at(Portal.ACME).post(old + "/again", Map.of()).expect(200);
        assertEquals(4, portal.mails("storm@example.com"));
    }

    @Test
    void what_was_taken_back_opens_nothing_and_is_not_renewed() {
        var page = invite("back@example.com");
        var link = link("back@example.com");
        olivia.post(page + "/revoke", Map.of()).expect(303);
        var visitor = portal.at(Portal.ACME);
        gone(visitor.get(link));
        gone(visitor.post(link, ACCEPT));
        visitor.post(link + "/again", Map.of()).expect(200);
        assertEquals(1, portal.mails("back@example.com"));
        olivia.post(page + "/revoke", Map.of()).expect(409);
        portal.move(Duration.ofMinutes(2));
        olivia.post(page + "/resend", Map.of()).expect(409);
        invite("back@example.com");
        visitor.post(link("back@example.com", 2), ACCEPT).expectRedirect("/");
    }

    @Test
    void an_accepted_invitation_leads_to_sign_in() {
        invite("twice@example.com");
        var link = link("twice@example.com");
        portal.at(Portal.ACME).post(link, ACCEPT).expectRedirect("/");
        portal.at(Portal.ACME).get(link).expect(200).expectText("You have joined already");
        var again = portal.at(Portal.ACME).post(link, ACCEPT).expect(200);
        again.expectText("You have joined already");
        assertEquals(1, portal.sessions("twice@example.com"));
    }

    @Test
    void an_address_with_an_account_needs_the_usual_proof() {
        portal.account(Portal.ACME, "Has One", "has@example.com");
        olivia.post(HOME + "/invitations/new", Map.of("email", "has@example.com"))
                .expect(409)
                .expectText("already");
        assertEquals(0, portal.mails("has@example.com"));
        invite("between@example.com");
        portal.account(Portal.ACME, "Be Tween", "between@example.com");
        var visitor = portal.at(Portal.ACME);
        visitor.get(link("between@example.com")).expect(200).expectText("There is an account already");
        visitor.post(link("between@example.com"), ACCEPT).expect(200).expectText("There is an account already");
        assertEquals(0, portal.sessions("between@example.com"));
    }

    @Test
    void who_signs_up_alone_has_accepted_the_invitation() {
        invite("alone@example.com");
        var link = link("alone@example.com");
        var visitor = portal.at(Portal.ACME);
        visitor.post("/signup", Forms.signup("A Lone", "alone@example.com", "a-quiet-place-9"))
                .expectRedirect("/code");
        visitor.post("/code", Forms.code(portal.code("alone@example.com"))).expectRedirect("/");
        assertEquals(
                "signup",
                portal.query("SELECT accepted_way FROM invitation WHERE email = 'alone@example.com'")
                        .getFirst()
                        .getFirst());
        portal.at(Portal.ACME).post(link, ACCEPT).expect(200).expectText("You have joined already");
    }

    @Test
    void a_copied_link_opens_the_account_but_does_not_prove_the_address() {
        var page = olivia.post(HOME + "/invitations/new", Map.of("email", "copied@example.com", "keep", "yes"))
                .expect(303)
                .location();
        assertEquals("draft", state("copied@example.com"));
        assertEquals(0, portal.mails("copied@example.com"));
        var shown = olivia.post(page + "/link", Map.of()).expect(200);
        var first = link(shown);
        var second = link(olivia.post(page + "/link", Map.of()).expect(200));
        gone(portal.at(Portal.ACME).get(first));
        var holder = portal.at(Portal.ACME);
        holder.post(second, ACCEPT).expectRedirect("/");
        assertEquals(List.of(List.of("copy", true)), portal.query("""
                        SELECT i.accepted_way, a.verified_at IS NULL FROM invitation i JOIN account a ON a.contact_id = i.contact_id
                         WHERE i.email = 'copied@example.com'"""));
        assertFalse(olivia.get(page).body().contains("/invitation/"), "a link is shown once");
        holder.get("/account/password").expectRedirect("/account/confirm?next=%2Faccount%2Fpassword");
        var owner = portal.at(Portal.ACME);
        owner.post("/login/code", Map.of("email", "copied@example.com")).expectRedirect("/code");
        owner.post("/code", Map.of("code", portal.code("copied@example.com"))).expectRedirect("/");
        assertEquals(
                List.of(List.of(true, 1L)),
                portal.query("""
                        SELECT a.password_hash IS NULL, (SELECT count(*) FROM session s WHERE s.account_id = a.id)
                          FROM account a WHERE a.email = 'copied@example.com'"""),
                "who proves the address ends what a holder of the link set up");
    }

    private static String link(Answer page) {
        var matcher = LINK.matcher(page.body());
        assertTrue(matcher.find(), "the page shows the link");
        return matcher.group();
    }

    @Test
    void a_changed_address_makes_the_link_worthless() {
        invite("before@example.com");
        portal.execute("UPDATE contact SET email = 'after@example.com' WHERE email = 'before@example.com'");
        gone(portal.at(Portal.ACME).post(link("before@example.com"), ACCEPT));
        portal.at(Portal.ACME).post(link("before@example.com") + "/again", Map.of());
        portal.at(Portal.ACME).post(link("after@example.com"), ACCEPT).expectRedirect("/");
        assertEquals(1, portal.accounts("after@example.com"));
        assertEquals(0, portal.accounts("before@example.com"));
    }

    @Test
    void where_duplicates_are_allowed_a_second_contact_gets_an_account_of_its_own() {
        portal.staff("Gus Globex", "gus@staff.example", "owner", Portal.GLOBEX);
        var gus = portal.asStaff("gus@staff.example");
        portal.settings(Portal.GLOBEX, "allow_duplicate_contacts = true");
        portal.account(Portal.GLOBEX, "First One", "both@example.com");
        var second = portal.contact(Portal.GLOBEX, "Second One", "both@example.com");
        gus.post("/t/globex/contacts/" + second + "/invite", Map.of()).expect(303);
        portal.at(Portal.GLOBEX).post(link("both@example.com"), ACCEPT).expect(303);
        assertEquals(2, portal.accounts("both@example.com"));
        portal.settings(Portal.GLOBEX, "allow_duplicate_contacts = false");
    }

    @Test
    void a_list_is_judged_line_by_line_and_mailed_in_batches() {
        portal.account(Portal.ACME, "Has Account", "list-has@example.com");
        invite("list-asked@example.com");
        portal.contact(Portal.ACME, "Listed Contact", "list-known@example.com");
        var text = new StringBuilder("name;email\nNew One;list-new@example.com\n;list-known@example.com\n"
                + "Again;LIST-NEW@example.com\nHas;list-has@example.com\nAsked;list-asked@example.com\n"
                + "Broken;no-address\nShown;\"Evil <list-evil@example.com>\"\n");
        for (int i = 0; i < 60; i++)
            text.append("Per Son").append(i).append(";person").append(i).append("@list.example\n");
        var page = olivia.post(HOME + "/invitations/many", Map.of("list", text.toString()))
                .expect(200);
        for (var verdict : List.of(
                "New contact", "Contact", "No address", "Twice on the list", "Has an account", "Already invited"))
            page.expectText(">" + verdict + "<");
        page.expectText("Invite 62 people");
        assertEquals(0, portal.mails("list-new@example.com"), "a look sends nothing");
        olivia.post(HOME + "/invitations/many/send", hidden(page)).expect(303);
        for (int i = 0;
                i < 1000 && portal.count("SELECT count(*) FROM invitation WHERE queued_at IS NOT NULL") > 0;
                i++) Portal.pause(20);
        assertEquals(
                60,
                portal.count(
                        "SELECT count(DISTINCT recipient) FROM mail_outbox WHERE recipient LIKE '%@list.example'"));
        assertEquals(60, portal.count("SELECT count(*) FROM mail_outbox WHERE recipient LIKE '%@list.example'"));
        assertEquals(1, portal.mails("list-known@example.com"));
        assertEquals(1, portal.mails("list-asked@example.com"));
        assertEquals(0, portal.mails("list-has@example.com") + portal.mails("list-evil@example.com"));
        assertEquals(1, portal.count("SELECT count(*) FROM contact WHERE email = 'list-known@example.com'"));
    }

    /** The hidden rows of a preview, as a browser sends them. */
    private static Map<String, String> hidden(Answer page) {
        var form = new java.util.HashMap<String, String>();
        var matcher =
                Pattern.compile("name=\"(rows_[0-9]+)\" value=\"([^\"]*)\"").matcher(page.body());
        while (matcher.find())
            form.put(matcher.group(1), matcher.group(2).replace("&quot;", "\"").replace("&#x27;", "'"));
        return form;
    }

    @Test
    void a_list_that_cannot_be_read_or_is_too_long_invites_nobody_and_is_shown_again() {
        var long501 = new StringBuilder();
        for (int i = 0; i < 501; i++) long501.append("l").append(i).append("@too.example\n");
        var before = portal.count("SELECT count(*) FROM invitation");
        olivia.post(HOME + "/invitations/many", Map.of("list", long501.toString()))
                .expect(422)
                .expectText("l500@too.example");
        olivia.post(HOME + "/invitations/many", Map.of("list", "\"open,quote@example.com"))
                .expect(422)
                .expectText("quote@example.com");
        olivia.post(HOME + "/invitations/many", Map.of("list", " ")).expect(422);
        olivia.post(HOME + "/invitations/many/send", Map.of()).expect(422);
        assertEquals(before, portal.count("SELECT count(*) FROM invitation"));
    }

    @Test
    void everybody_with_a_tag_is_on_the_list_and_so_is_who_was_ticked() {
        var tag = UUID.randomUUID();
        var tagged = portal.contact(Portal.ACME, "Tag Ged", "tagged@example.com");
        var ticked = portal.contact(Portal.ACME, "Tic Ked", "ticked@example.com");
        portal.execute(
                "INSERT INTO tag (tenant_id, id, name) VALUES (?, ?, 'Inviting')", portal.tenantId(Portal.ACME), tag);
        portal.execute(
                "INSERT INTO contact_tag (tenant_id, contact_id, tag_id) VALUES (?, ?, ?)",
                portal.tenantId(Portal.ACME),
                tagged,
                tag);
        var page = olivia.post(HOME + "/invitations/many", Map.of("tag", tag.toString(), "contact", ticked.toString()))
                .expect(200);
        page.expectText("tagged@example.com").expectText("ticked@example.com").expectText("Invite 2 people");
    }

    @Test
    void who_never_opened_is_reminded_at_most_once_a_day() {
        invite("remind@example.com");
        invite("reminded-not@example.com");
        portal.execute(
                "UPDATE invitation SET sent_at = sent_at - interval '25 hours' WHERE email = 'remind@example.com'");
        olivia.post(HOME + "/invitations/remind", Map.of()).expect(303);
        for (int i = 0; i < 500 && portal.mails("remind@example.com") < 2; i++) Portal.pause(20);
        olivia.post(HOME + "/invitations/remind", Map.of()).expect(303);
        Portal.pause(300);
        assertEquals(2, portal.mails("remind@example.com"));
        assertEquals(1, portal.mails("reminded-not@example.com"));
        portal.at(Portal.ACME).post(link("remind@example.com", 2), ACCEPT).expectRedirect("/");
    }

    @Test
    void only_who_works_with_people_invites() {
        var carl = portal.asStaff("carl@staff.example");
        carl.get(HOME + "/invitations").expect(404);
        carl.post(HOME + "/invitations/new", Map.of("email", "no@example.com")).expect(404);
        assertFalse(carl.get(HOME).body().contains("/invitations/new"), "no button without the right");
        olivia.get(HOME).expect(200).expectText("Invite to Client Portal");
        assertEquals(0, portal.mails("no@example.com"));
    }

    @Test
    void no_broken_address_is_mailed() {
        var mails = portal.count("SELECT count(*) FROM mail_outbox");
        for (var typed : List.of(
                "Ana <ana@example.com>",
                "ana@example.com,eve@example.com",
                "ana@example.com\r\nBcc: eve@example.com",
                "",
                "ana"))
            olivia.post(HOME + "/invitations/new", Map.of("email", typed)).expect(422);
        for (var body : List.of(
                "email=a%40example.com&email=b%40example.com",
                "email%5B%5D=a%40example.com", "email%5Ba%5D=a%40example.com"))
            olivia.send("POST", HOME + "/invitations/new", body, "application/x-www-form-urlencoded")
                    .expect(422);
        assertEquals(mails, portal.count("SELECT count(*) FROM mail_outbox"));
    }

    @Test
    void whoever_is_invited_and_asks_to_get_in_is_mailed_the_invitation_again() {
        invite("typed@example.com");
        var first = link("typed@example.com");
        var asked = asks("typed@example.com");
        var stranger = asks("typed-nobody@example.com");
        assertEquals(
                stranger.get("/code")
                        .expect(200)
                        .body()
                        .replaceAll("typed-nobody@example\\.com", "X")
                        .replaceAll("nonce=\"[^\"]*\"", ""),
                asked.get("/code")
                        .expect(200)
                        .body()
                        .replaceAll("typed@example\\.com", "X")
                        .replaceAll("nonce=\"[^\"]*\"", ""));
        var second = link("typed@example.com", 2);
        gone(portal.at(Portal.ACME).get(first));
        portal.at(Portal.ACME).get(second).expect(200).expectText("You are invited");
        // Three in an hour; then what anybody without an account gets.
        for (int i = 0; i < 3; i++) asks("typed@example.com");
        assertEquals(
                4,
                portal.count(
                        "SELECT count(*) FROM mail_outbox WHERE recipient = 'typed@example.com' AND kind = 'access.invitation'"));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM mail_outbox WHERE recipient = 'typed@example.com' AND kind = 'account.no_account'"));
        portal.at(Portal.ACME).post(link("typed@example.com", 4), ACCEPT).expectRedirect("/");
    }

    /** Whatever was asked before does not count: the limits of codes have tests of their own. */
    private static Visitor asks(String email) {
        portal.execute("DELETE FROM rate_limit WHERE key LIKE 'code%'");
        var visitor = portal.at(Portal.ACME);
        visitor.post("/login/code", Forms.email(email)).expectRedirect("/code");
        return visitor;
    }

    @Test
    void typing_an_address_ends_no_link_that_was_handed_over_and_revives_none_that_was_taken_back() {
        var page = invite("handed-typed@example.com");
        var copy =
                LINK.matcher(olivia.post(page + "/link", Map.of()).expect(200).body());
        assertTrue(copy.find());
        asks("handed-typed@example.com");
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM mail_outbox WHERE recipient = 'handed-typed@example.com' AND kind = 'access.invitation'"));
        portal.at(Portal.ACME).get(copy.group()).expect(200).expectText("You are invited");
        var other = invite("revoked-typed@example.com");
        olivia.post(other + "/revoke", Map.of()).expect(303);
        asks("revoked-typed@example.com");
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM mail_outbox WHERE recipient = 'revoked-typed@example.com' AND kind = 'access.invitation'"));
    }
}
