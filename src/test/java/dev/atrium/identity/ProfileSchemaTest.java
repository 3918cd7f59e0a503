package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a business asks of its people, and what they answer. */
class ProfileSchemaTest {
    private static Portal portal;
    private static Visitor sven;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.staff("Sven Staff", "sven@staff.example", "owner", Portal.ACME, Portal.GLOBEX);
        portal.staff("Cora Content", "cora@staff.example", "content", Portal.ACME);
        sven = portal.asStaff("sven@staff.example");
        var tenant = portal.tenantId(Portal.ACME);
        for (var type : List.of("text", "long_text", "number", "date", "choice", "yes_no", "url"))
            portal.execute(
                    "INSERT INTO custom_field (tenant_id, id, key, label, type, options) VALUES (?, ?, ?, ?, ?, coalesce(string_to_array(?, '|'), '{}'))",
                    tenant,
                    UUID.randomUUID(),
                    type,
                    "About " + type,
                    type,
                    type.equals("choice") ? "Wide|Square" : null);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static void ask(String fields, String required, String visible) {
        portal.settings(
                Portal.ACME,
                "profile_fields = string_to_array(?, ','), profile_required = string_to_array(?, ','), profile_visible = string_to_array(?, ',')",
                fields,
                required,
                visible);
    }

    private static final String ALL =
            "full_name,phone,field_text,field_long_text,field_number,field_date,field_choice,field_yes_no,field_url";

    @Test
    void every_kind_of_field_is_asked_checked_kept_and_counted() {
        ask(ALL, "full_name,phone,field_text,field_date", "full_name,field_text");
        var account = portal.account(Portal.ACME, "Ana Asked", "ana@example.com");
        var ana = portal.as(Portal.ACME, "ana@example.com");
        ana.get("/account/profile").expect(200).expectText("About long_text").expectText("25");
        var typed = new HashMap<>(Map.of(
                "name", "Ana Asked",
                "phone", "+351 21 555 0100",
                "field_text", "Red",
                "field_long_text", "One\nTwo",
                "field_number", "12,5",
                "field_date", "1990-02-30",
                "field_choice", "Wide",
                "field_yes_no", "no",
                "field_url", "javascript:alert(1)"));
        var refused = ana.post("/account/profile", typed).expect(422);
        for (var kept : List.of("Red", "12,5", "1990-02-30", "javascript:alert(1)", "+351 21 555 0100"))
            refused.expectText(
                    kept.replace("+", "&#43;").contains("&#43;")
                                    && !refused.body().contains(kept)
                            ? kept.replace("+", "&#43;")
                            : kept);
        assertEquals("{}", fields(account).encode(), "nothing of a refused form is stored");
        typed.put("field_date", "1990-02-28");
        typed.put("field_url", "example.com/ana");
        ana.post("/account/profile", typed).expectRedirect("/account/profile");
        var stored = fields(account);
        assertEquals("Red", stored.getString("text"));
        assertEquals(12.5, stored.getDouble("number"));
        assertEquals("1990-02-28", stored.getString("date"));
        assertEquals(false, stored.getBoolean("yes_no"));
        assertEquals("https://example.com/ana", stored.getString("url"));
        var sheet = new JsonObject(ana.get("/api/v1/profile").expect(200).body());
        assertEquals(100, sheet.getInteger("completion_pct"));
        var line = portal.query(
                        "SELECT detail::text FROM audit WHERE action = 'profile.changed' AND object_id = ?", account)
                .getFirst()
                .getFirst()
                .toString();
        assertTrue(line.contains("field_text") && !line.contains("Red"), line);
    }

    private static JsonObject fields(UUID account) {
        return new JsonObject(portal.query(
                        "SELECT c.fields::text FROM contact c JOIN account a ON a.contact_id = c.id WHERE a.id = ?",
                        account)
                .getFirst()
                .getFirst()
                .toString());
    }

    @Test
    void a_field_that_is_not_asked_stays_as_it_is() {
        ask(ALL, "full_name", "");
        var account = portal.account(Portal.ACME, "Kim Kept", "kim@example.com");
        portal.execute(
                "UPDATE contact SET fields = '{\"text\": \"secret\", \"number\": 3}' WHERE email = 'kim@example.com'");
        ask("full_name,field_number", "full_name", "");
        var kim = portal.as(Portal.ACME, "kim@example.com");
        var page = kim.get("/account/profile").expect(200).body();
        assertFalse(page.contains("secret"));
        kim.post("/account/profile", Map.of("name", "Kim Kept", "field_number", "", "field_text", "overwritten"))
                .expect(303);
        assertEquals("{\"text\":\"secret\"}", fields(account).encode());
    }

    @Test
    void programs_read_and_answer_it_field_by_field() {
        ask(ALL, "full_name,field_choice", "field_choice");
        portal.account(Portal.ACME, "Pia Program", "pia@example.com");
        var pia = portal.as(Portal.ACME, "pia@example.com");
        var first = pia.get("/api/v1/profile").expect(200);
        var field = of(first.json(), "field_choice");
        assertEquals("choice", field.getString("type"));
        assertTrue(field.getBoolean("required") && field.getBoolean("visible"));
        assertEquals(List.of("Wide", "Square"), field.getJsonArray("options").getList());
        assertEquals(50, first.json().getInteger("completion_pct"));
        change(pia, first.header("ETag"), "field_choice", "Round").expect(422);
        change(pia, first.header("ETag"), "field_secret", "x").expect(422);
        change(pia, first.header("ETag"), "avatar", "x").expect(422);
        change(pia, "\"0.0.0\"", "field_choice", "Wide").expect(412);
        var done = change(pia, first.header("ETag"), "field_choice", "Wide").expect(200);
        assertEquals("Wide", of(done.json(), "field_choice").getString("value"));
        assertEquals(100, done.json().getInteger("completion_pct"));
        var cleared = change(pia, done.header("ETag"), "field_choice", "").expect(200);
        assertEquals(
                List.of("field_choice"), cleared.json().getJsonArray("missing").getList());
    }

    private static dev.atrium.harness.Answer change(Visitor who, String version, String key, String value) {
        var body = new JsonObject()
                .put(
                        "fields",
                        new JsonArray().add(new JsonObject().put("key", key).put("value", value)));
        return who.another()
                .cookies(who.cookies())
                .header("If-Match", version)
                .json("PATCH", "/api/v1/profile", body.encode());
    }

    private static JsonObject of(JsonObject sheet, String key) {
        return sheet.getJsonArray("fields").stream()
                .map(JsonObject.class::cast)
                .filter(field -> field.getString("key").equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static int version() {
        return (int) portal.query(
                        "SELECT profile_version FROM tenant_settings WHERE tenant_id = ?", portal.tenantId(Portal.ACME))
                .getFirst()
                .getFirst();
    }

    private static List<?> asked() {
        return List.of((Object[]) array("profile_fields"));
    }

    private static Object array(String column) {
        try {
            return ((java.sql.Array) portal.query(
                                    "SELECT " + column + " FROM tenant_settings WHERE tenant_id = ?",
                                    portal.tenantId(Portal.ACME))
                            .getFirst()
                            .getFirst())
                    .getArray();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void staff_add_move_require_and_remove_fields_without_losing_a_tick() {
        ask("full_name,phone", "full_name", "");
        var page = "/t/acme/profile-fields";
        sven.get(page).expect(200).expectText("About text");
        edit(Map.of("required_phone", "yes", "visible_full_name", "yes", "act", "add", "added", "field_text"));
        assertEquals(List.of("full_name", "phone", "field_text"), asked());
        assertEquals(List.of("full_name", "phone"), List.of((Object[]) array("profile_required")));
        edit(Map.of("required_phone", "yes", "required_field_text", "yes", "act", "up:field_text"));
        assertEquals(List.of("full_name", "field_text", "phone"), asked());
        assertEquals(List.of("full_name", "field_text", "phone"), List.of((Object[]) array("profile_required")));
        sven.post(page, Map.of("version", Integer.toString(version()), "act", "drop:full_name"))
                .expect(422);
        edit(Map.of("act", "drop:phone", "waits_communities", "yes", "waits_files", "yes"));
        assertEquals(List.of("full_name", "field_text"), asked());
        assertTrue(List.of((Object[]) array("profile_blocks")).contains("files"));
        sven.post(page, Map.of("version", "0", "act", "drop:field_text")).expect(409);
        assertEquals(List.of("full_name", "field_text"), asked());
        sven.post(page, Map.of("version", Integer.toString(version()), "act", "add", "added", "field_nothing"))
                .expect(422);
        portal.asStaff("cora@staff.example").get(page).expect(404);
        assertEquals(3, portal.count("SELECT count(*) FROM audit WHERE action = 'profile-fields.changed'"));
    }

    private static void edit(Map<String, String> more) {
        var form = new HashMap<>(more);
        form.put("version", Integer.toString(version()));
        sven.post("/t/acme/profile-fields", form).expectRedirect("/t/acme/profile-fields");
    }

    @Test
    void a_field_that_is_deleted_is_asked_no_more_and_money_never_waits() {
        var tenant = portal.tenantId(Portal.GLOBEX);
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO custom_field (tenant_id, id, key, label, type) VALUES (?, ?, 'size', 'Size', 'text')",
                tenant,
                id);
        portal.settings(
                Portal.GLOBEX,
                "profile_fields = '{full_name,field_size}', profile_required = '{field_size}', profile_blocks = '{invoices,transactions,contracts,files}'");
        portal.account(Portal.GLOBEX, "Gil Globex", "gil@example.com");
        var gil = portal.as(Portal.GLOBEX, "gil@example.com");
        gil.get("/").expect(200).expectText("Size");
        var schema = portal.house()
                .hosts()
                .tenant(tenant)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .settings()
                .profile();
        assertEquals(
                List.of(false, false, false, true),
                List.of(
                        schema.waits("invoices"),
                        schema.waits("transactions"),
                        schema.waits("contracts"),
                        schema.waits("files")));
        sven.post("/t/globex/fields/delete", Map.of("field", id.toString())).expect(303);
        Portal.pause(100);
        assertEquals(100, gil.get("/api/v1/me").expect(200).json().getInteger("completion_pct"));
    }
}
