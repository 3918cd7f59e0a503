package dev.atrium.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.webhooks.Hooks;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a business's own programs do with people, firms, words and apps. */
class BusinessApiTest {
    private static final String ROOT = "/api/v1/business";
    private static Portal portal;
    private static String scopes;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        scopes = String.join(" ", portal.house().routes().businessScopes());
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Visitor program() {
        return new Hooks(portal).program(Portal.ACME, scopes);
    }

    private static Visitor matching(String tag) {
        return program().header("If-Match", tag);
    }

    private static String contact(String name) {
        var email = name.toLowerCase(java.util.Locale.ROOT).replace(' ', '.') + "@example.org";
        var body = new JsonObject().put("full_name", name).put("email", email);
        return program()
                .json("POST", ROOT + "/contacts", body.encode())
                .expect(201)
                .location();
    }

    private static void refused(Answer answer, int status, String code, String field) {
        var json = answer.expect(status).json();
        assertEquals(code, json.getString("code"));
        if (!field.isEmpty())
            assertEquals(field, json.getJsonArray("errors").getJsonObject(0).getString("field"), answer.body());
        assertFalse(json.getString("detail").isEmpty());
    }

    private static String id(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static List<String> names(String path) {
        var names = new ArrayList<String>();
        for (String next = path; next != null; ) {
            var page = program().get(next).expect(200).json();
            page.getJsonArray("items").forEach(item -> {
                var json = (JsonObject) item;
                names.add(json.getString("name", json.getString("full_name")));
            });
            next = page.getString("next");
        }
        return names;
    }

    @Test
    void tags_are_made_put_taken_renamed_and_listed_page_by_page() {
        var ana = contact("Tara Tagged");
        for (var name : List.of("b-side", "A-side", "c-side"))
            program()
                    .json("POST", ROOT + "/tags", "{\"name\":\"" + name + "\"}")
                    .expect(201);
        refused(program().json("POST", ROOT + "/tags", "{\"name\":\"B-SIDE\"}"), 422, "invalid", "name");
        assertTrue(names(ROOT + "/tags?limit=1").containsAll(List.of("A-side", "b-side", "c-side")));
        var tag =
                id(program().json("POST", ROOT + "/tags", "{\"name\":\"Gone\"}").location());
        var put = "{\"tag\":\"" + tag + "\"}";
        program().json("POST", ana + "/tags", put).expect(204);
        program().json("POST", ana + "/tags", put).expect(204);
        refused(program().json("POST", ana + "/tags", "{\"tag\":\"" + UUID.randomUUID() + "\"}"), 404, "not-found", "");
        assertEquals(List.of("Gone"), names(ana + "/tags"));
        assertEquals(List.of("Tara Tagged"), names(ROOT + "/contacts?tag=" + tag));
        program().json("PATCH", ROOT + "/tags/" + tag, "{\"name\":\"Kept\"}").expect(204);
        program().send("DELETE", ana + "/tags/" + tag, null, null).expect(204);
        program().send("DELETE", ana + "/tags/" + tag, null, null).expect(404);
        program().send("DELETE", ROOT + "/tags/" + tag, null, null).expect(204);
        assertEquals(
                1, portal.count("SELECT count(*) FROM fact WHERE kind = 'contact.tagged' AND data ->> 'tag' = ?", tag));
        assertEquals(
                1,
                portal.count("SELECT count(*) FROM fact WHERE kind = 'contact.untagged' AND data ->> 'tag' = ?", tag));
    }

    @Test
    void companies_have_versions_and_members_with_roles() {
        var at = program()
                .json("POST", ROOT + "/companies", "{\"name\":\"Harbour & Sons\",\"website\":\"https://h.example\"}")
                .expect(201)
                .location();
        var tag = program().get(at).header("ETag");
        var changed =
                matching(tag).json("PATCH", at, "{\"address\":\"1 Quay\"}").expect(200);
        assertEquals("Harbour & Sons", changed.json().getString("name"));
        assertEquals("1 Quay", changed.json().getString("address"));
        refused(matching(tag).json("PATCH", at, "{\"name\":\"Other\"}"), 412, "version-stale", "");
        refused(program().json("PATCH", at, "{\"name\":\"Other\"}"), 428, "if-match-missing", "");
        refused(matching("*").json("PATCH", at, "{\"website\":\"javascript:x\"}"), 422, "invalid", "website");
        var member = id(contact("Mel Member"));
        var body = "{\"contact\":\"" + member + "\",\"role\":\"billing\",\"until\":\"2099-12-31\"}";
        program().json("POST", at + "/members", body).expect(204);
        refused(program().json("POST", at + "/members", body.replace("billing", "boss")), 422, "invalid", "role");
        var members = program().get(at + "/members").expect(200).json().getJsonArray("items");
        assertEquals("2099-12-31", members.getJsonObject(0).getString("until"));
        assertEquals(List.of("Mel Member"), names(ROOT + "/contacts?company=" + id(at)));
        program().send("DELETE", at + "/members/" + member, null, null).expect(204);
        assertTrue(names(ROOT + "/companies").contains("Harbour & Sons"));
        program().send("DELETE", at, null, null).expect(204);
        program().get(at).expect(404);
    }

    @Test
    void custom_fields_are_read_and_changed_by_their_own_rules() {
        portal.execute(
                "INSERT INTO custom_field (tenant_id, id, key, label, type, options) VALUES (?, gen_random_uuid(), 'size', 'Size', 'choice', '{Small,Large}')",
                portal.tenantId(Portal.ACME));
        portal.execute(
                "INSERT INTO custom_field (tenant_id, id, key, label, type) VALUES (?, gen_random_uuid(), 'seats', 'Seats', 'number')",
                portal.tenantId(Portal.ACME));
        var at = contact("Fay Fields") + "/fields";
        assertTrue(names(ROOT + "/fields").size() >= 2);
        var tag = program().get(at).expect(200).header("ETag");
        var body = "{\"items\":[{\"key\":\"size\",\"value\":\"Large\"},{\"key\":\"seats\",\"value\":\"12\"}]}";
        var changed = matching(tag).json("PATCH", at, body).expect(200);
        assertTrue(changed.body().contains("Large"), changed.body());
        refused(matching(tag).json("PATCH", at, body), 412, "version-stale", "");
        refused(
                matching("*").json("PATCH", at, "{\"items\":[{\"key\":\"size\",\"value\":\"Huge\"}]}"),
                422,
                "invalid",
                "size");
        refused(
                matching("*").json("PATCH", at, "{\"items\":[{\"key\":\"colour\",\"value\":\"red\"}]}"),
                422,
                "invalid",
                "items");
        var emptied = matching("*")
                .json("PATCH", at, "{\"items\":[{\"key\":\"size\",\"value\":null}]}")
                .expect(200);
        assertFalse(emptied.body().contains("Large"), emptied.body());
        assertTrue(emptied.body().contains("12"), "what was left out stays: " + emptied.body());
    }

    @Test
    void notes_are_written_listed_and_deleted() {
        var at = contact("Nora Noted") + "/notes";
        var made = program().json("POST", at, "{\"body\":\"Called back.\"}").expect(201);
        assertEquals("Acme Studio", made.json().getString("author"));
        refused(program().json("POST", at, "{\"body\":\" \"}"), 422, "invalid", "body");
        assertEquals(1, program().get(at).json().getJsonArray("items").size());
        program().send("DELETE", made.location(), null, null).expect(204);
        assertEquals(0, program().get(at).json().getJsonArray("items").size());
    }

    @Test
    void contacts_are_searched_and_filtered() {
        contact("Quentin Quarterly");
        var other = contact("Quinn Quartz");
        matching("*").json("PATCH", other, "{\"stage\":\"client\"}").expect(200);
        assertEquals(List.of("Quinn Quartz", "Quentin Quarterly"), names(ROOT + "/contacts?q=qu+quart"));
        assertEquals(List.of("Quinn Quartz"), names(ROOT + "/contacts?q=quart&stage=client"));
        refused(program().get(ROOT + "/contacts?tag=nonsense"), 422, "invalid", "tag");
        refused(program().get(ROOT + "/contacts?stage=vip"), 422, "invalid", "stage");
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM fact WHERE kind = 'contact.changed' AND object_id = ?",
                        UUID.fromString(id(other))));
    }

    @Test
    void deleting_a_contact_is_a_wish_for_erasure_that_can_be_taken_back() {
        var at = contact("Erik Erased");
        var asked = program().send("DELETE", at, null, null).expect(200);
        assertFalse(asked.json().getString("due_at").isEmpty());
        refused(program().send("DELETE", at, null, null), 409, "erasure-asked-before", "");
        program().get(at).expect(200);
        program().send("DELETE", at + "/erasure", null, null).expect(204);
        program().send("DELETE", at, null, null).expect(200);
        var narrow = new Hooks(portal).program(Portal.ACME, "contacts:read contacts:write");
        refused(narrow.send("DELETE", contact("Not Erased"), null, null), 403, "scope-missing", "");
    }

    @Test
    void announcements_are_written_published_and_taken_back() {
        var draft = program()
                .json("POST", ROOT + "/announcements", "{\"title\":\"Closed\",\"body\":\"On Friday.\"}")
                .expect(201);
        assertEquals("draft", draft.json().getString("state"));
        var at = draft.location();
        assertEquals(
                "now",
                program().json("POST", at + "/publish", "").expect(200).json().getString("state"));
        program().json("POST", at + "/publish", "").expect(200);
        var changed =
                matching("*").json("PATCH", at, "{\"body\":\"On Monday.\"}").expect(200);
        assertEquals("now", changed.json().getString("state"), "it stays published");
        assertEquals(
                "draft",
                program().json("POST", at + "/unpublish", "").expect(200).json().getString("state"));
        program().send("DELETE", at, null, null).expect(204);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM fact WHERE kind = 'announcement.published' AND object_id = ?",
                        UUID.fromString(id(at))));
        refused(
                program().json("POST", ROOT + "/announcements", "{\"title\":\"\",\"body\":\"x\"}"),
                422,
                "invalid",
                "title");
    }

    private static String tag(String name) {
        return id(program()
                .json("POST", ROOT + "/tags", "{\"name\":\"" + name + "\"}")
                .expect(201)
                .location());
    }

    private static String audience(String effect, String kind, String id) {
        return "{\"effect\":\"" + effect + "\",\"kind\":\"" + kind + "\",\"id\":\"" + id + "\"}";
    }

    @Test
    void announcements_say_for_whom_they_are_and_from_when_to_when() {
        var tag = tag("Readers");
        var words = "{\"title\":\"Moved\",\"body\":\"To the quay.\"";
        var from = Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);
        var until = from.plus(Duration.ofDays(2));
        var rules = "\"audience\":[" + audience("include", "tag", tag) + "]";
        var made = program()
                .json(
                        "POST",
                        ROOT + "/announcements",
                        words + ",\"from\":\"" + from + "\",\"until\":\"" + until + "\"," + rules + "}")
                .expect(201);
        var at = made.location();
        var json = program().get(at).expect(200).json();
        assertEquals(made.json(), json);
        assertEquals("later", json.getString("state"));
        assertEquals(from, Instant.parse(json.getString("published_at")));
        assertEquals(until, Instant.parse(json.getString("until")));
        assertEquals(new JsonArray("[" + audience("include", "tag", tag) + "]"), json.getJsonArray("audience"));
        assertEquals(
                json,
                program().get(ROOT + "/announcements").expect(200).json().getJsonArray("items").stream()
                        .map(JsonObject.class::cast)
                        .filter(one -> one.getString("id").equals(id(at)))
                        .findFirst()
                        .orElseThrow());
        assertEquals(
                2,
                portal.count(
                        "SELECT count(*) FROM job WHERE kind ~ '^announcement' AND key = ? AND state = 'queued'",
                        id(at)));
        refused(matching("*").json("PATCH", at, "{\"until\":\"" + from + "\"}"), 422, "invalid", "until");
        refused(matching("*").json("PATCH", at, "{\"until\":\"soon\"}"), 422, "invalid", "until");
        refused(matching("*").json("PATCH", at, "{\"from\":\"2020-01-01T00:00:00Z\"}"), 422, "invalid", "from");
        var worded = matching("*")
                .json("PATCH", at, "{\"title\":\"Still\"}")
                .expect(200)
                .json();
        assertEquals(json.getString("until"), worded.getString("until"), "what is left out stays");
        assertEquals(1, worded.getJsonArray("audience").size());
        var open = matching("*")
                .json("PATCH", at, "{\"until\":\"\",\"audience\":[],\"dismissable\":false}")
                .expect(200)
                .json();
        assertEquals("later", open.getString("state"));
        assertTrue(open.getJsonArray("audience").isEmpty() && !open.getBoolean("for_some"));
        assertTrue(open.getString("until") == null && !open.getBoolean("dismissable"));
        assertEquals(0, portal.count("SELECT count(*) FROM audience_rule WHERE tag_id = ?", UUID.fromString(tag)));
        program().send("DELETE", at, null, null).expect(204);
    }

    @Test
    void an_audience_names_nothing_foreign_and_never_nobody() {
        var foreign = UUID.randomUUID();
        portal.execute(
                "INSERT INTO tag (tenant_id, id, name) VALUES (?, ?, 'Theirs')",
                portal.tenantId(Portal.GLOBEX),
                foreign);
        long before = portal.count("SELECT count(*) FROM announcement");
        var words = "{\"title\":\"T\",\"body\":\"B\",\"audience\":[";
        for (var one : List.of(foreign, UUID.randomUUID())) {
            for (var kind : List.of("tag", "company", "segment", "contact")) {
                var sent = words + audience("include", kind, one.toString()) + "]}";
                refused(program().json("POST", ROOT + "/announcements", sent), 409, "rule-gone", "");
            }
        }
        for (var bad : List.of(
                "{\"effect\":\"include\",\"kind\":\"planet\"}",
                "{\"effect\":\"include\",\"kind\":\"tag\"}",
                "{\"effect\":\"maybe\",\"kind\":\"everyone\"}",
                "{\"effect\":\"exclude\",\"kind\":\"everyone\"}",
                audience("include", "everyone", foreign.toString()),
                String.join(",", Collections.nCopies(21, audience("include", "tag", foreign.toString())))))
            refused(program().json("POST", ROOT + "/announcements", words + bad + "]}"), 422, "invalid", "audience");
        assertEquals(before, portal.count("SELECT count(*) FROM announcement"));
    }

    @Test
    void segments_are_made_read_changed_and_list_whom_they_find() {
        var tag = tag("Found");
        for (var name : List.of("Fay Found", "Flo Found", "Fin Found", "Nora Not")) {
            var at = contact(name);
            if (!name.startsWith("Nora"))
                program()
                        .json("POST", at + "/tags", "{\"tag\":\"" + tag + "\"}")
                        .expect(204);
        }
        var rules = "[{\"kind\":\"tag\",\"value\":\"" + tag + "\"},{\"kind\":\"stage\",\"value\":\"lead\"}]";
        var made = program()
                .json(
                        "POST",
                        ROOT + "/segments",
                        "{\"name\":\"Found leads\",\"matching\":\"all\",\"rules\":" + rules + "}")
                .expect(201);
        var at = made.location();
        assertEquals(made.json(), program().get(at).expect(200).json());
        assertTrue(names(ROOT + "/segments").contains("Found leads"));
        portal.execute("UPDATE contact SET stage = 'lead' WHERE full_name LIKE '% Found'");
        assertEquals(List.of("Fay Found", "Flo Found", "Fin Found"), names(at + "/members?limit=1"));
        assertEquals(List.of("Fay Found", "Flo Found", "Fin Found"), names(at + "/members"));
        var any = program()
                .json("PATCH", at, "{\"matching\":\"any\"}")
                .expect(200)
                .json();
        assertEquals("Found leads", any.getString("name"));
        assertEquals(2, any.getJsonArray("rules").size());
        for (var bad : List.of(
                "{\"kind\":\"planet\",\"value\":\"x\"}",
                "{\"kind\":\"tag\",\"value\":\"x\"}",
                "{\"kind\":\"field\",\"field\":\"nothing\",\"op\":\"is\",\"value\":\"1\"}",
                String.join(",", Collections.nCopies(11, "{\"kind\":\"stage\",\"value\":\"lead\"}"))))
            refused(program().json("PATCH", at, "{\"rules\":[" + bad + "]}"), 422, "invalid", "rules");
        refused(program().json("PATCH", at, "{\"rules\":[]}"), 422, "invalid", "rules");
        refused(
                program().json("PATCH", at, "{\"rules\":[{\"kind\":\"tag\",\"value\":\"" + UUID.randomUUID() + "\"}]}"),
                409,
                "rule-gone",
                "");
        refused(
                program().json("POST", ROOT + "/segments", "{\"name\":\"FOUND leads\",\"rules\":" + rules + "}"),
                422,
                "invalid",
                "name");
        assertEquals(2, program().get(at).json().getJsonArray("rules").size(), "nothing of it was kept");
        var news = program()
                .json(
                        "POST",
                        ROOT + "/announcements",
                        "{\"title\":\"T\",\"body\":\"B\",\"audience\":[" + audience("include", "segment", id(at))
                                + "]}")
                .expect(201)
                .location();
        refused(program().send("DELETE", at, null, null), 409, "in-use", "");
        program().send("DELETE", news, null, null).expect(204);
        program().send("DELETE", at, null, null).expect(204);
        program().get(at + "/members").expect(404);
    }

    @Test
    void a_page_of_a_segment_goes_on_behind_those_it_looked_at_in_vain() {
        var acme = portal.tenantId(Portal.GLOBEX);
        portal.execute("""
                INSERT INTO contact (tenant_id, id, full_name, email)
                SELECT ?, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Many ' || n, 'many' || n || '@example.com'
                  FROM generate_series(1, 10050) n""", acme);
        portal.execute("UPDATE contact SET stage = 'client' WHERE tenant_id = ?", acme);
        portal.execute(
                "UPDATE contact SET stage = 'lead' WHERE tenant_id = ? AND email = 'many10020@example.com'", acme);
        var globex = new Hooks(portal).program(Portal.GLOBEX, scopes);
        var at = globex.json(
                        "POST",
                        ROOT + "/segments",
                        "{\"name\":\"Rare\",\"rules\":[{\"kind\":\"stage\",\"value\":\"lead\"}]}")
                .expect(201)
                .location();
        var first = globex.get(at + "/members").expect(200).json();
        assertTrue(first.getJsonArray("items").isEmpty(), first.encode());
        var second = globex.get(first.getString("next")).expect(200).json();
        assertEquals("Many 10020", second.getJsonArray("items").getJsonObject(0).getString("full_name"));
        assertTrue(second.getString("next") == null);
        portal.execute("DELETE FROM contact WHERE email LIKE 'many%'");
    }

    @Test
    void apps_are_named_and_moved_and_the_account_stays_on() {
        var named = program()
                .json("PATCH", ROOT + "/apps", "{\"key\":\"account\",\"label\":\"My place\",\"position\":5}")
                .expect(200);
        assertEquals("My place", named.json().getString("label"));
        refused(
                program().json("PATCH", ROOT + "/apps", "{\"key\":\"account\",\"enabled\":false}"),
                422,
                "invalid",
                "enabled");
        refused(program().json("PATCH", ROOT + "/apps", "{\"key\":\"nothing\"}"), 422, "invalid", "key");
        assertEquals(
                5,
                program()
                        .get(ROOT + "/apps")
                        .json()
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getInteger("position"));
        assertEquals(
                "Acme Studio",
                program().get(ROOT + "/branding").expect(200).json().getString("portal_name"));
    }

    @Test
    void files_of_clients_are_listed_and_lead_to_their_bytes_while_the_key_lives() {
        var account = portal.account(Portal.ACME, "Fiona Files", "fiona@example.com");
        var contact = portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
        var file = UUID.randomUUID();
        portal.execute("""
                INSERT INTO media_object (tenant_id, id, account_id, purpose, name, type, size, sha256, storage_key, state)
                VALUES (?, ?, ?, 'file', 'plan.txt', 'text/plain', 4, sha256('plan'), 'x', 'ready')""", portal.tenantId(Portal.ACME), file, account);
        var at = ROOT + "/contacts/" + contact + "/files";
        assertEquals(List.of("plan.txt"), names(at));
        var way = program().get(at + "/" + file + "/content").expect(303).location();
        assertTrue(way.endsWith("/plan.txt"), way);
        program()
                .get(ROOT + "/contacts/" + id(contact("Nobody Else")) + "/files/" + file + "/content")
                .expect(404);
        program().get(ROOT + "/contacts/" + UUID.randomUUID() + "/files").expect(404);
        // The way is worth no more than the key that asked for it.
        portal.execute("UPDATE api_key SET revoked_at = now() WHERE revoked_at IS NULL");
        portal.atHost("files.localhost").get(way.substring(way.indexOf('/', 8))).expect(404);
    }

    @Test
    void the_console_says_when_and_from_where_a_key_was_used() {
        program().get(ROOT + "/apps").expect(200);
        for (int i = 0; i < 200 && portal.count("SELECT count(*) FROM api_key WHERE last_used_from <> ''") == 0; i++)
            Portal.pause(10);
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        portal.asStaff("olivia@staff.example").get("/t/acme/keys").expect(200).expectText("127.0.0.1");
    }
}
