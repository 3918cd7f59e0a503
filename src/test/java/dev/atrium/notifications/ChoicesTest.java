package dev.atrium.notifications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.kernel.Scope;
import dev.atrium.tenancy.Tenant;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People are told as they chose, and as the business allows. The type of these tests may be switched off. */
class ChoicesTest {
    private static final String KEY = "account.new_sign_in";
    private static final String MAIL = KEY + ":mail";
    private static final String APP = KEY + ":app";

    private static Portal portal;
    private static NotificationType type;
    private static int people;

    @BeforeAll
    static void start() {
        portal = Portal.start(Map.of("limits.requests-per-ip-per-second", "100000"));
        var types = portal.house().notifications().types();
        type = types.find(KEY).orElseThrow().duty(NotificationType.Duty.OPTIONAL);
        types.redeclare(type);
        portal.staff("Olga Owner", "olga@staff.example", "owner", Portal.ACME);
        portal.staff("Sam Support", "sam@staff.example", "support", Portal.ACME);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    /** Somebody new, signed in. */
    private record Person(String email, UUID account, UUID contact, Visitor visitor) {}

    private static Person person() {
        var email = "person" + people++ + "@example.com";
        var account = portal.account(Portal.ACME, "Pat Person", email);
        var contact = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
        return new Person(email, account, contact, portal.as(Portal.ACME, email));
    }

    private static Tenant tenant() {
        return portal.house()
                .hosts()
                .tenant(portal.tenantId(Portal.ACME))
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    private static void tell(Person person) {
        var tenant = tenant();
        var values = new HashMap<>(type.samples());
        var notice =
                Notice.of(type, new Recipient.Account(person.account()), values).link("/account/sessions");
        portal.house()
                .db()
                .write(
                        Scope.job(tenant.id(), "test"),
                        tx -> portal.house().notifications().tell(tx, tenant, notice))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static long count(String table, Person person) {
        return portal.count("SELECT count(*) FROM " + table + " WHERE contact_id = ?", person.contact());
    }

    private static List<Long> told(Person person) {
        return List.of(count("notification", person), count("mail_outbox", person), count("digest_entry", person));
    }

    private static void choose(Person person, String app, String mail) {
        person.visitor()
                .post("/account/notifications", Map.of(APP, app, MAIL, mail))
                .expectRedirect("/account/notifications");
    }

    @Test
    void every_combination_of_channels_is_honoured() {
        for (var app : List.of("instant", "off")) {
            for (var mail : List.of("instant", "daily", "weekly", "off")) {
                var person = person();
                choose(person, app, mail);
                tell(person);
                var expected = List.of(
                        app.equals("instant") ? 1L : 0L,
                        mail.equals("instant") ? 1L : 0L,
                        mail.equals("daily") || mail.equals("weekly") ? 1L : 0L);
                assertEquals(expected, told(person), app + " " + mail);
            }
        }
    }

    @Test
    void what_guards_the_account_cannot_be_switched_off() {
        var person = person();
        person.visitor()
                .post(
                        "/account/notifications",
                        Map.of("account.password_changed:mail", "off", "account.login_code:mail", "off"))
                .expect(303);
        assertEquals(0, count("notification_choice", person));
        person.visitor()
                .json(
                        "PATCH",
                        "/api/v1/notification-preferences",
                        "{\"type\":\"account.password_changed\",\"channel\":\"mail\",\"pace\":\"off\"}")
                .expect(409);
        // Nor by a row that somebody wrote past the pages.
        portal.execute(
                "INSERT INTO notification_choice (tenant_id, contact_id, type, channel, pace) VALUES (?, ?, 'account.password_changed', 'mail', 'off')",
                portal.tenantId(Portal.ACME),
                person.contact());
        person.visitor()
                .post("/account/password", Map.of("password", "four-grey-herons", "current", Portal.PASSWORD))
                .expect(303);
        portal.mail(person.email(), mail -> mail.subject().startsWith("Your password"));
    }

    @Test
    void the_business_can_lock_a_type_and_switch_it_off() {
        var olga = portal.asStaff("olga@staff.example");
        var rule = "/t/acme/notifications/" + KEY + "/rule";
        var person = person();
        choose(person, "off", "off");
        olga.post(rule, Map.of("rule", "locked")).expect(303);
        tell(person);
        assertEquals(List.of(1L, 1L, 0L), told(person), "locked: as declared, whatever was chosen");
        var page = person.visitor().get("/account/notifications").expect(200).body();
        assertTrue(page.contains("Acme Studio has decided how this arrives.") && !page.contains(MAIL), page);
        person.visitor().post("/account/notifications", Map.of(MAIL, "instant")).expect(303);
        assertEquals(
                1L,
                portal.count(
                        "SELECT count(*) FROM notification_choice WHERE contact_id = ? AND channel = 'mail' AND pace = 'off'",
                        person.contact()));
        olga.post(rule, Map.of("rule", "off")).expect(303);
        tell(person);
        assertEquals(List.of(1L, 1L, 0L), told(person));
        olga.post(rule, Map.of("rule", "open")).expect(303);
        tell(person);
        assertEquals(List.of(1L, 1L, 0L), told(person), "their own choice counts again");
        for (var kept : List.of("off", "locked")) {
            olga.post("/t/acme/notifications/account.login_code/rule", Map.of("rule", kept))
                    .expect(409);
        }
        portal.asStaff("sam@staff.example").post(rule, Map.of("rule", "off")).expect(404);
    }

    @Test
    void mail_that_can_wait_keeps_the_quiet_hours_of_the_persons_zone() {
        var person = person();
        portal.execute("UPDATE account SET time_zone = 'Pacific/Auckland' WHERE id = ?", person.account());
        var now = portal.house().clock().now().atZone(java.time.ZoneId.of("Pacific/Auckland"));
        var begins = now.minusHours(1).toLocalTime().withSecond(0).withNano(0);
        var ends = now.plusHours(2).toLocalTime().withSecond(0).withNano(0);
        person.visitor()
                .post(
                        "/account/notifications",
                        Map.of("quiet", "1", "quiet_begins", begins.toString(), "quiet_ends", ends.toString()))
                .expect(303);
        tell(person);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM mail_outbox WHERE contact_id = ? AND state = 'queued' AND due_at > now() + interval '1 hour'",
                        person.contact()));
        person.visitor()
                .post("/account/notifications", Map.of("quiet", "1", "quiet_begins", "08:00", "quiet_ends", "08:00"))
                .expect(422)
                .expectText("Quiet hours need an end that differs");
    }

    @Test
    void a_digest_tells_everything_once_in_the_persons_morning() {
        var person = person();
        choose(person, "off", "daily");
        for (int i = 0; i < 3; i++) tell(person);
        assertEquals(List.of(0L, 0L, 3L), told(person));
        assertEquals(1, portal.count("SELECT count(*) FROM job WHERE key LIKE ?", person.contact() + ":%"), "one job");
        portal.move(Duration.ofHours(25));
        try {
            var mail = portal.mail(person.email());
            assertEquals("Your summary from Acme Studio (3)", mail.subject());
            assertEquals(3, mail.text().split("New sign-in with Firefox, Linux", -1).length - 1, mail.text());
            Portal.pause(500);
            assertEquals(List.of(0L, 1L, 0L), told(person));
        } finally {
            portal.move(Duration.ofHours(-25));
        }
    }

    private static String token(Person person) {
        return "/unsubscribe/" + Subscriptions.token(portal, Portal.ACME, person.contact(), KEY);
    }

    @Test
    void a_link_of_a_mail_ends_mails_of_its_type_by_post_alone() {
        var person = person();
        var link = token(person);
        for (int i = 0; i < 10; i++)
            portal.at(Portal.ACME).get(link).expect(200).expectText("Unsubscribe?");
        assertEquals(0, count("notification_choice", person));
        // As a mail program does it: no cookie, no header of a browser, one field.
        var program = portal.at(Portal.ACME).header("Sec-Fetch-Site", "cross-site");
        program.post(link, Map.of("List-Unsubscribe", "One-Click")).expect(200).expectText("You are unsubscribed");
        assertEquals(1, count("notification_choice", person));
        tell(person);
        assertEquals(List.of(1L, 0L, 0L), told(person), "the bell goes on");
        program.post(link, Map.of("act", "again")).expect(200).expectText("You receive them again");
        tell(person);
        assertEquals(List.of(2L, 1L, 0L), told(person));
    }

    /** What comes once carries a link too: it ends all that one may do without, and nothing that guards the account. */
    @Test
    void a_link_of_a_mail_that_comes_once_ends_all_that_is_a_matter_of_choice() {
        var person = person();
        var link = "/unsubscribe/" + Subscriptions.token(portal, Portal.ACME, person.contact(), Subscription.ALL);
        portal.at(Portal.ACME).get(link).expect(200).expectText("the safety of your account");
        assertEquals(0, count("notification_choice", person));
        var program = portal.at(Portal.ACME).header("Sec-Fetch-Site", "cross-site");
        program.post(link, Map.of("List-Unsubscribe", "One-Click")).expect(200).expectText("You are unsubscribed");
        tell(person);
        assertEquals(List.of(1L, 0L, 0L), told(person));
        program.post(link, Map.of("act", "again")).expect(200).expectText("You receive them again");
        assertEquals(0, count("notification_choice", person));
        tell(person);
        assertEquals(List.of(2L, 1L, 0L), told(person));
    }

    @Test
    void fifty_unsubscribe_at_once_and_one_counts() {
        var person = person();
        var link = token(person);
        var answers = Race.of(
                50,
                i -> portal.at(Portal.ACME)
                        .post(link, Map.of("List-Unsubscribe", "One-Click"))
                        .status());
        assertTrue(answers.stream().allMatch(status -> status == 200), answers.toString());
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM audit WHERE action = 'mail.unsubscribed' AND object_id = ?",
                        person.contact()));
    }

    @Test
    void a_link_that_was_changed_in_one_character_is_nobodys() {
        var person = person();
        var token = Subscriptions.token(portal, Portal.ACME, person.contact(), KEY);
        int tried = 0;
        for (int i = 0; i < token.length(); i++) {
            var other = token.charAt(i) == 'A' ? 'B' : 'A';
            var forged = token.substring(0, i) + other + token.substring(i + 1);
            portal.at(Portal.ACME).post("/unsubscribe/" + forged, Map.of()).expect(404);
            tried++;
        }
        portal.at(Portal.GLOBEX).post("/unsubscribe/" + token, Map.of()).expect(404);
        portal.at(Portal.ACME)
                .post(
                        "/unsubscribe/"
                                + Subscriptions.token(
                                        portal, Portal.ACME, person.contact(), "account.password_changed"),
                        Map.of())
                .expect(404);
        assertEquals(0, count("notification_choice", person));
        System.out.println("{\"proof\":\"unsubscribe-forged\",\"tried\":" + tried + ",\"changed\":0}");
    }

    @Test
    void the_bell_counts_is_read_once_and_shows_nobody_elses() {
        var person = person();
        var other = person();
        for (int i = 0; i < 3; i++) tell(person);
        person.visitor()
                .get("/")
                .expect(200)
                .expectText("<span class=\"count\" data-badge=\"notifications\" aria-hidden=\"true\">3</span>");
        other.visitor().get("/notifications").expect(200).expectText("You are all caught up");
        var list = person.visitor().get("/api/v1/notifications").expect(200).json();
        assertEquals(3, list.getInteger("unread"));
        var id = list.getJsonArray("items").getJsonObject(0).getString("id");
        other.visitor().post("/notifications/open", Map.of("id", id)).expect(404);
        var opened = Race.of(50, i -> {
            var visitor = portal.at(Portal.ACME).cookies(person.visitor().cookies());
            return visitor.post("/notifications/open", Map.of("id", id)).location();
        });
        assertTrue(opened.stream().allMatch("/account/sessions"::equals), opened.toString());
        assertEquals(
                2,
                portal.count(
                        "SELECT count(*) FROM notification WHERE contact_id = ? AND read_at IS NULL",
                        person.contact()));
        person.visitor()
                .get("/")
                .expect(200)
                .expectText("<span class=\"count\" data-badge=\"notifications\" aria-hidden=\"true\">2</span>");
        var all = Race.of(
                50,
                i -> portal.at(Portal.ACME)
                        .cookies(person.visitor().cookies())
                        .json("POST", "/api/v1/notifications/read", "{}")
                        .expect(200)
                        .json()
                        .getInteger("read"));
        assertEquals(2, all.stream().mapToInt(Integer::intValue).sum(), "each line is marked once");
        person.visitor().get("/").expect(200).expectText("data-badge=\"notifications\" aria-hidden=\"true\" hidden");
    }

    @Test
    void pages_of_the_bell_have_every_line_once() {
        var person = person();
        for (int i = 0; i < 45; i++) tell(person);
        var seen = new java.util.HashSet<String>();
        int pages = 0;
        for (var next = "/api/v1/notifications?limit=20"; next != null && pages < 10; pages++) {
            var page = person.visitor().get(next).expect(200).json();
            page.getJsonArray("items")
                    .forEach(item -> seen.add(((io.vertx.core.json.JsonObject) item).getString("id")));
            next = page.getString("next");
        }
        assertEquals(45, seen.size());
        assertEquals(3, pages);
    }

    @Test
    void words_of_the_business_are_versions_and_an_outdated_one_keeps_what_was_typed() {
        var olga = portal.asStaff("olga@staff.example");
        var page = "/t/acme/notifications/" + KEY;
        olga.post(page, Map.of("language", "en", "version", "0", "subject", "Hi {{nmae}}"))
                .expect(422)
                .expectText("Line 1: there is no variable {{nmae}}. Did you mean {{name}}?")
                .expectText("value=\"Hi {{nmae}}\"");
        olga.post(page, Map.of("language", "en", "version", "0", "subject", "Seen: {{device}}"))
                .expect(303);
        olga.post(page, Map.of("language", "en", "version", "0", "subject", "Too late {{name}}"))
                .expect(409)
                .expectText("value=\"Too late {{name}}\"");
        var person = person();
        tell(person);
        assertEquals("Seen: Firefox, Linux", portal.mail(person.email()).subject());
        var saved = Race.of(
                20,
                i -> portal.atConsole()
                        .cookies(olga.cookies())
                        .post(page, Map.of("language", "de", "version", "0", "subject", "Nr. " + i))
                        .status());
        assertEquals(1, saved.stream().filter(status -> status == 303).count(), saved.toString());
        olga.post(page + "/reset", Map.of("language", "en", "version", "1")).expect(303);
        tell(person);
        portal.mail(person.email(), mail -> mail.subject().equals("New sign-in to your account at Acme Studio"));
        assertEquals(
                2,
                portal.count("SELECT count(*) FROM mail_template WHERE type = ? AND language = 'en'", KEY),
                "the past is kept");
    }

    @Test
    void a_test_goes_to_whoever_asks_and_not_without_end() {
        var olga = portal.asStaff("olga@staff.example");
        var page = "/t/acme/notifications/account.login_code/test";
        var statuses = Race.of(
                25,
                i -> portal.atConsole()
                        .cookies(olga.cookies())
                        .post(page, Map.of("language", "en"))
                        .status());
        assertEquals(20, statuses.stream().filter(status -> status == 303).count(), statuses.toString());
        assertEquals(20, portal.mails("olga@staff.example"));
        portal.mail("olga@staff.example", mail -> mail.text().contains("123456"));
    }
}
