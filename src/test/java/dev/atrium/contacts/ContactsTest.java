package dev.atrium.contacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The console's pages about people, over HTTP. */
class ContactsTest {
    private static final String HOME = "/t/acme";
    private static Portal portal;
    private static Visitor olivia;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        olivia = portal.asStaff("olivia@staff.example");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Map<String, String> form(String name, String email, String... more) {
        var form = new HashMap<>(Map.of("full_name", name, "email", email, "stage", "lead"));
        for (int i = 0; i < more.length; i += 2) form.put(more[i], more[i + 1]);
        return form;
    }

    private static String create(String name, String email) {
        return olivia.post(HOME + "/contacts/new", form(name, email))
                .expect(303)
                .location();
    }

    @Test
    void the_page_of_a_client_leads_to_their_data_their_mails_and_their_portal() {
        var account = portal.account(Portal.ACME, "Vera View", "vera@example.com");
        var contact = portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
        portal.execute("""
                INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id, state, contact_id)
                VALUES (?, gen_random_uuid(), 'account.login_code', 'vera@example.com', '', '424242 is the code', '', '', 'v', 'bounced', ?)""", portal.tenantId(Portal.ACME), contact);
        var page = olivia.get(HOME + "/contacts/" + contact).expect(200);
        page.expectText("Bounced");
        assertFalse(page.body().contains("424242"), "a code is its reader's alone");
        assertTrue(page.body().contains("href=\"" + HOME + "/contacts/" + contact + "/data\""));
        assertTrue(page.body().contains("href=\"" + HOME + "/view-as?account&#61;" + account + "\"")
                || page.body().contains("href=\"" + HOME + "/view-as?account=" + account + "\""));
        var over = olivia.post(
                        HOME + "/view-as",
                        Map.of("account", account.toString(), "reason", "A question about an invoice"))
                .expect(303)
                .location();
        var origin = over.substring(0, over.indexOf("/view-as/"));
        assertTrue(page.header("Content-Security-Policy").contains(origin), "the form may lead there");
        portal.staff("Bo Books", "bo@staff.example", "billing", Portal.ACME);
        var books = portal.asStaff("bo@staff.example")
                .get(HOME + "/contacts/" + contact)
                .expect(200);
        assertFalse(books.body().contains("/view-as\"") || books.body().contains("/data\""), "not for every role");
    }

    @Test
    void one_device_of_a_client_is_signed_out_and_the_others_stay() {
        var account = portal.account(Portal.ACME, "Dev Ices", "devices@example.com");
        var page = HOME + "/contacts/"
                + portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                        .getFirst()
                        .getFirst();
        var lost = portal.as(Portal.ACME, "devices@example.com");
        var id = portal.query("SELECT id FROM session WHERE account_id = ?", account)
                .getFirst()
                .getFirst()
                .toString();
        var kept = portal.as(Portal.ACME, "devices@example.com");
        assertTrue(olivia.get(page).expect(200).body().contains(id), "a button for each");
        var ana = portal.account(Portal.ACME, "Not Them", "not-them@example.com");
        portal.as(Portal.ACME, "not-them@example.com");
        var foreign = portal.query("SELECT id FROM session WHERE account_id = ?", ana)
                .getFirst()
                .getFirst()
                .toString();
        olivia.post(page + "/sessions/end-one", Map.of("id", foreign)).expect(404);
        olivia.post(page + "/sessions/end-one", Map.of("id", id)).expect(303);
        olivia.post(page + "/sessions/end-one", Map.of("id", id)).expect(404);
        assertEquals(303, lost.get("/").status());
        kept.get("/").expect(200);
        assertEquals(1, portal.count("SELECT count(*) FROM session WHERE id::text = ?", foreign));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM audit WHERE action = 'contact.signed-out' AND object_id::text = ?",
                        page.substring(page.lastIndexOf('/') + 1)));
    }

    @Test
    void an_import_goes_as_far_as_there_is_room_and_says_so_of_each_row_beyond() {
        portal.staff("Gloria Owner", "gloria@staff.example", "owner", Portal.GLOBEX);
        var gloria = portal.asStaff("gloria@staff.example");
        var tenant = portal.tenantId(Portal.GLOBEX);
        portal.contact(Portal.GLOBEX, "Known", "known@room.example");
        portal.execute("UPDATE tenant_limit SET contacts_allowed = contacts + 3 WHERE tenant_id = ?", tenant);
        var rows = new StringBuilder("name,email\nStill Known,known@room.example\n");
        for (int i = 0; i < 450; i++) rows.append("Person,p").append(i).append("@room.example\n");
        var path = gloria.post("/t/globex/imports", Map.of("rows", rows.toString()))
                .expect(303)
                .location();
        var columns = Map.of("policy", "update", "column_0", "full_name", "column_1", "email");
        gloria.post(path + "/columns", columns).expect(303);
        settled(path, "checked", 3, 447);
        gloria.get(path).expect(200).expectText("no room for another contact");
        // Somebody is faster: there is room for two when it is done.
        portal.contact(Portal.GLOBEX, "Faster", "faster@room.example");
        gloria.post(path + "/run", Map.of()).expect(303);
        settled(path, "done", 2, 448);
        assertEquals(2, portal.count("SELECT count(*) FROM contact WHERE email LIKE 'p%@room.example'"));
        assertEquals(1, portal.count("SELECT count(*) FROM contact WHERE full_name = 'Still Known'"));
        assertTrue(gloria.get(path + "/errors.csv").expect(200).body().contains("p449@room.example"));
        portal.execute("UPDATE tenant_limit SET contacts_allowed = NULL WHERE tenant_id = ?", tenant);
        // That a program was told of them is no reason to keep them.
        var endpoint = UUID.randomUUID();
        portal.execute(
                "INSERT INTO webhook_endpoint (tenant_id, id, url, events, secret, state) VALUES (?, ?, 'https://crm.example.com/', '{contact.created}', '\\x00', 'off')",
                tenant,
                endpoint);
        portal.execute("""
                INSERT INTO webhook_delivery (tenant_id, endpoint_id, message_id, event, seq, body, contact_id)
                SELECT c.tenant_id, ?, gen_random_uuid(), 'contact.created', 1, '{}', c.id FROM contact c WHERE c.email LIKE 'p%@room.example'""", endpoint);
        gloria.post(path + "/undo", Map.of()).expect(303);
        settled(path, "undone", 2, 0);
        assertEquals(0, portal.count("SELECT count(*) FROM contact WHERE email LIKE 'p%@room.example'"));
    }

    private static void settled(String path, String state, int created, int failed) {
        var wanted = List.<Object>of(state, created, failed);
        List<Object> seen = List.of();
        for (int i = 0; i < 1600 && !seen.equals(wanted); i++) {
            Portal.pause(25);
            seen = portal.query(
                            "SELECT state, created, failed FROM contact_import WHERE id::text = ?",
                            path.substring(path.lastIndexOf('/') + 1))
                    .getFirst();
        }
        assertEquals(wanted, seen);
    }

    @Test
    void a_contact_is_created_once_however_often_the_form_is_sent() {
        var nonce = UUID.randomUUID().toString();
        var answers = Race.of(
                20,
                i -> olivia.postAsync(HOME + "/contacts/new", form("Once", "once@example.com", "nonce", nonce))
                        .join());
        for (var answer : answers) assertEquals(HOME + "/contacts/" + nonce, answer.location());
        assertEquals(1, portal.count("SELECT count(*) FROM contact WHERE email = 'once@example.com'"));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM audit WHERE action = 'contact.created' AND object_id = ?",
                        UUID.fromString(nonce)));
    }

    @Test
    void what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept() {
        var answer = olivia.post(HOME + "/contacts/new", form("", "no address", "phone", "call me", "source", "A fair"))
                .expect(422);
        for (var field : List.of("full_name", "email", "phone"))
            assertTrue(answer.body().contains("id=\"e-" + field), field);
        assertTrue(
                answer.body().contains("value=\"no address\"") && answer.body().contains("value=\"A fair\""));
        assertEquals(0, portal.count("SELECT count(*) FROM contact WHERE source = 'A fair'"));
    }

    @Test
    void of_fifty_changes_made_from_the_same_version_one_is_kept_and_the_others_lose_nothing() {
        var path = create("Fought over", "fought@example.com");
        var answers = Race.of(
                50,
                i -> olivia.postAsync(
                                path + "/edit",
                                form("Version " + i, "fought@example.com", "version", "0", "source", "Typed " + i))
                        .join());
        assertEquals(1, answers.stream().filter(a -> a.status() == 303).count());
        assertEquals(49, answers.stream().filter(a -> a.status() == 409).count());
        for (int i = 0; i < 50; i++) {
            if (answers.get(i).status() == 409) {
                assertTrue(answers.get(i).body().contains("value=\"Version " + i + "\""), "what was typed is there");
                assertTrue(answers.get(i).body().contains("name=\"version\" value=\"1\""), "and may be saved again");
            }
        }
        assertEquals(1, portal.count("SELECT version FROM contact WHERE email = 'fought@example.com'"));
        olivia.post(path + "/edit", form("Again", "fought@example.com", "version", "1"))
                .expect(303);
    }

    @Test
    void people_are_found_by_the_beginnings_of_words_by_tag_company_and_stage_and_paged_by_name() {
        for (int i = 0; i < 60; i++)
            create("Searched Person%02d".formatted(i), "searched%02d@example.net".formatted(i));
        var first = list("?q=searched");
        assertTrue(first.contains("Person00") && first.contains("Person24") && !first.contains("Person25"));
        var next = link(first, "next");
        var second = olivia.get(next).expect(200).body();
        assertTrue(second.contains("Person25") && second.contains("Person49") && !second.contains("Person24"));
        var third = olivia.get(link(second, "next")).expect(200).body();
        assertTrue(third.contains("Person59") && !third.contains("rel=\"next\""));
        assertTrue(list("?q=SEARCH+person07").contains("Person07"));
        assertFalse(list("?q=earched").contains("Person00"), "the middle of a word is no beginning");
        assertTrue(list("?q=searched07%40example.net").contains("Person07"));
        var id = UUID.fromString(
                create("Searched Tagged", "tagged@example.net").substring((HOME + "/contacts/").length()));
        olivia.post(HOME + "/contacts/" + id + "/tags", Map.of("tag", "Rare")).expect(303);
        var tag = portal.query("SELECT id FROM tag WHERE name = 'Rare'")
                .getFirst()
                .getFirst();
        var rare = list("?tag=" + tag);
        assertTrue(rare.contains("Searched Tagged") && !rare.contains("Person00"));
        portal.execute("UPDATE contact SET stage = 'client' WHERE id = ?", id);
        assertTrue(list("?stage=client&q=searched").contains("Searched Tagged"));
        assertFalse(list("?stage=client&q=searched").contains("Person00"));
        assertTrue(list("?stage=client").contains("Searched Tagged"));
        assertTrue(list("?q=nobodyatall").contains("Nobody fits this search."));
        assertTrue(list("?q=%25%27%22--").contains("Nobody fits this search."), "signs are no words");
        for (var odd : List.of(
                "?after=x", "?tag=x", "?company=" + UUID.randomUUID(), "?stage=x", "?after=" + UUID.randomUUID()))
            list(odd);
    }

    private static String list(String query) {
        return olivia.get(HOME + "/contacts" + query).expect(200).body();
    }

    private static String link(String body, String rel) {
        var matcher = java.util.regex.Pattern.compile("rel=\"" + rel + "\" href=\"([^\"]+)\"")
                .matcher(body);
        assertTrue(matcher.find(), "a link to the " + rel + " page");
        return matcher.group(1).replace("&amp;", "&").replace("&#61;", "=").replace("&#38;", "&");
    }

    @Test
    void a_custom_field_takes_only_values_of_its_type() {
        field("size", "choice", "Small\nLarge");
        field("visits", "number", "");
        field("born", "date", "");
        field("member", "yes_no", "");
        var path = create("Fielded", "fielded@example.com");
        var wrong = olivia.post(
                        path + "/edit",
                        form(
                                "Fielded",
                                "fielded@example.com",
                                "version",
                                "0",
                                "field_size",
                                "Huge",
                                "field_visits",
                                "many",
                                "field_born",
                                "2026-02-30",
                                "field_member",
                                "perhaps"))
                .expect(422)
                .body();
        for (var key : List.of("size", "visits", "born", "member"))
            assertTrue(wrong.contains("id=\"e-field_" + key), key);
        olivia.post(
                        path + "/edit",
                        form(
                                "Fielded",
                                "fielded@example.com",
                                "version",
                                "0",
                                "field_size",
                                "Large",
                                "field_visits",
                                "12,5",
                                "field_born",
                                "2000-02-29",
                                "field_member",
                                "yes"))
                .expect(303);
        assertEquals(
                "{\"born\": \"2000-02-29\", \"size\": \"Large\", \"member\": true, \"visits\": 12.5}",
                portal.query("SELECT fields::text FROM contact WHERE email = 'fielded@example.com'")
                        .getFirst()
                        .getFirst());
        var size = portal.query("SELECT id FROM custom_field WHERE key = 'size'")
                .getFirst()
                .getFirst();
        olivia.post(HOME + "/fields/delete", Map.of("field", size.toString())).expect(303);
        assertEquals(
                0,
                portal.count("SELECT count(*) FROM contact WHERE jsonb_exists(fields, 'size')"),
                "values go with their field");
        for (var key : List.of("visits", "born", "member")) {
            var id = portal.query("SELECT id FROM custom_field WHERE key = ?", key)
                    .getFirst()
                    .getFirst();
            olivia.post(HOME + "/fields/delete", Map.of("field", id.toString())).expect(303);
        }
    }

    private static void field(String key, String type, String options) {
        olivia.post(HOME + "/fields", Map.of("label", key, "key", key, "type", type, "options", options))
                .expect(303);
    }

    @Test
    void notes_tasks_and_appointments_are_of_their_contact_alone() {
        var path = create("Diary", "diary@example.com");
        var other = create("Other", "other-diary@example.com");
        olivia.post(path + "/notes", Map.of("body", "Call in the afternoon")).expect(303);
        olivia.post(path + "/tasks", Map.of("task_title", "Send offer", "due", "2020-01-02"))
                .expect(303);
        olivia.post(
                        path + "/appointments",
                        Map.of(
                                "title",
                                "Fitting; 2",
                                "starts",
                                "2026-12-01T10:00",
                                "ends",
                                "2026-12-01T11:00",
                                "time_zone",
                                "Europe/Lisbon",
                                "place",
                                "Studio"))
                .expect(303);
        var page = olivia.get(path).expect(200).body();
        assertTrue(page.contains("Call in the afternoon") && page.contains("Send offer") && page.contains("overdue"));
        var meeting = portal.query("SELECT id FROM appointment WHERE title LIKE 'Fitting%'")
                .getFirst()
                .getFirst();
        var file = olivia.get(path + "/appointments/" + meeting + "/event.ics").expect(200);
        assertEquals(
                "text/calendar; charset=utf-8",
                file.headers().firstValue("content-type").orElseThrow());
        assertTrue(
                file.body().contains("SUMMARY:Fitting\\; 2\r\n") && file.body().contains("DTSTART:20261201T100000Z"));
        assertTrue(file.body().contains("\r\nUID:" + meeting + "\r\n"), "no host");
        olivia.get(other + "/appointments/" + meeting + "/event.ics").expect(404);
        olivia.post(other + "/appointments/cancel", Map.of("appointment", meeting.toString()))
                .expect(404);
        olivia.post(path + "/appointments/cancel", Map.of("appointment", meeting.toString()))
                .expect(303);
        var cancelled = olivia.get(path + "/appointments/" + meeting + "/event.ics?v=1")
                .expect(200)
                .body();
        assertTrue(cancelled.contains("STATUS:CANCELLED") && cancelled.contains("SEQUENCE:1"));
        assertTrue(cancelled.contains("\r\nUID:" + meeting + "\r\n"), "the same entry, called off");
        // What calendars once saved under another name is known to them by it for good.
        portal.execute("UPDATE appointment SET calendar_uid = id || '@acme.atrium' WHERE title LIKE 'Fitting%'");
        olivia.get(path + "/appointments/" + meeting + "/event.ics?v=2")
                .expect(200)
                .expectText("UID:" + meeting + "@acme.atrium");
        var task = portal.query("SELECT id FROM task WHERE title = 'Send offer'")
                .getFirst()
                .getFirst()
                .toString();
        olivia.post(other + "/tasks/done", Map.of("task", task)).expect(404);
        olivia.post(path + "/tasks/done", Map.of("task", task)).expect(303);
        assertEquals(1, portal.count("SELECT count(*) FROM task WHERE title = 'Send offer' AND done_at IS NOT NULL"));
        var backwards =
                Map.of("title", "x", "starts", "2026-12-01T10:00", "ends", "2026-12-01T09:00", "time_zone", "UTC");
        olivia.post(path + "/appointments", backwards).expect(422);
    }

    @Test
    void who_has_an_account_is_not_deleted_and_what_decides_who_sees_something_stays() {
        portal.account(Portal.ACME, "Kept", "kept@example.com");
        var kept = portal.query("SELECT id FROM contact WHERE email = 'kept@example.com'")
                .getFirst()
                .getFirst();
        olivia.post(HOME + "/contacts/" + kept + "/delete", Map.of()).expect(409);
        var path = create("Gone", "gone@example.com");
        olivia.post(path + "/delete", Map.of()).expect(303);
        olivia.get(path).expect(404);
        olivia.post(HOME + "/tags", Map.of("name", "Deciding")).expect(303);
        var tag = portal.query("SELECT id FROM tag WHERE name = 'Deciding'")
                .getFirst()
                .getFirst()
                .toString();
        olivia.post(
                        HOME + "/links/new",
                        Map.of(
                                "label",
                                "Held",
                                "url",
                                "https://example.com/",
                                "who_0",
                                "tag:" + tag,
                                "effect_0",
                                "exclude"))
                .expect(303);
        assertEquals(409, olivia.post(HOME + "/tags/delete", Map.of("tag", tag)).status());
        olivia.post(HOME + "/tags", Map.of("name", "deciding")).expect(422);
    }

    @Test
    void a_link_for_a_tag_is_seen_by_whom_it_is_for_at_once_and_the_preview_says_why() {
        portal.account(Portal.ACME, "Ana", "ana@example.com");
        portal.account(Portal.ACME, "Ben", "ben@example.com");
        var ana = portal.as(Portal.ACME, "ana@example.com");
        var ben = portal.as(Portal.ACME, "ben@example.com");
        var contact = portal.query("SELECT id FROM contact WHERE email = 'ana@example.com'")
                .getFirst()
                .getFirst();
        var bens = portal.query("SELECT id FROM contact WHERE email = 'ben@example.com'")
                .getFirst()
                .getFirst();
        olivia.post(HOME + "/tags", Map.of("name", "Insider")).expect(303);
        var tag = portal.query("SELECT id FROM tag WHERE name = 'Insider'")
                .getFirst()
                .getFirst()
                .toString();
        olivia.post(
                        HOME + "/links/new",
                        Map.of(
                                "label",
                                "For insiders",
                                "url",
                                "https://example.com/in",
                                "effect_0",
                                "include",
                                "who_0",
                                "tag:" + tag))
                .expect(303);
        assertFalse(sees(ana) || sees(ben));
        olivia.post(HOME + "/contacts/" + contact + "/tags", Map.of("tag", "insider"))
                .expect(303);
        assertTrue(sees(ana), "at once");
        assertFalse(sees(ben), "what Ana sees is not kept for Ben");
        assertTrue(
                olivia.get(HOME + "/contacts/" + contact + "/sees").body().contains("Shown because of tag Insider."));
        assertTrue(olivia.get(HOME + "/contacts/" + bens + "/sees").body().contains("No rule lets them in."));
        assertEquals(
                HOME + "/contacts/" + bens + "/sees",
                olivia.get(HOME + "/sees?email=ben%40example.com").location());
        olivia.post(HOME + "/contacts/" + contact + "/tags/remove", Map.of("tag", tag))
                .expect(303);
        assertFalse(sees(ana), "and gone at once");
        var link = portal.query("SELECT id FROM nav_item WHERE label = 'For insiders'")
                .getFirst()
                .getFirst();
        olivia.post(
                        HOME + "/links/" + link,
                        Map.of("label", "For insiders", "url", "https://example.com/in", "person", "ben@example.com"))
                .expect(303);
        assertTrue(sees(ben) && !sees(ana));
        olivia.post(HOME + "/links/" + link, Map.of("label", "For insiders", "url", "https://example.com/in"))
                .expect(303);
        assertTrue(sees(ben) && sees(ana), "no rule: everybody");
    }

    private static boolean sees(Visitor visitor) {
        return visitor.get("/").expect(200).body().contains("For insiders");
    }

    @Test
    void news_for_some_are_read_by_them_alone_on_the_page_and_by_programs() {
        portal.account(Portal.ACME, "Cara", "cara@example.com");
        portal.account(Portal.ACME, "Dora", "dora@example.com");
        var audience = UUID.randomUUID();
        var tenant = portal.tenantId(Portal.ACME);
        portal.execute("INSERT INTO audience (tenant_id, id) VALUES (?, ?)", tenant, audience);
        portal.execute("""
                INSERT INTO audience_rule (tenant_id, audience_id, position, effect, kind, contact_id)
                SELECT ?, ?, 0, 'include', 'contact', id FROM contact WHERE email = 'cara@example.com'""", tenant, audience);
        portal.execute(
                "INSERT INTO announcement (tenant_id, id, title, body, author, audience_id) VALUES (?, ?, 'Only for Cara', 'x', 'x', ?)",
                tenant,
                UUID.randomUUID(),
                audience);
        var cara = portal.as(Portal.ACME, "cara@example.com");
        var dora = portal.as(Portal.ACME, "dora@example.com");
        for (int i = 0; i < 3; i++) {
            assertTrue(reads(cara, "/") && reads(cara, "/api/v1/announcements"));
            assertFalse(reads(dora, "/") || reads(dora, "/api/v1/announcements"));
        }
    }

    private static boolean reads(Visitor visitor, String path) {
        return visitor.get(path).expect(200).body().contains("Only for Cara");
    }

    @Test
    void a_role_may_see_or_change_what_it_is_for() {
        portal.staff("Bill Billing", "bill@staff.example", "billing", Portal.ACME);
        portal.staff("Sue Support", "sue@staff.example", "support", Portal.ACME);
        var bill = portal.asStaff("bill@staff.example");
        var sue = portal.asStaff("sue@staff.example");
        var path = create("Seen", "seen@example.com");
        bill.get(path).expect(200);
        for (var refused : List.of(
                bill.get(path + "/edit"),
                bill.post(path + "/notes", Map.of("body", "x")),
                bill.get(HOME + "/apps"),
                sue.get(HOME + "/apps"),
                sue.post(HOME + "/fields", Map.of("label", "x", "key", "x", "type", "text")))) {
            assertEquals(404, refused.status());
        }
        sue.post(path + "/notes", Map.of("body", "x")).expect(303);
        assertFalse(bill.get(path).body().contains("/notes/delete"), "no buttons for what is not allowed");
    }
}
