package dev.atrium.branding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.secrets.ApiSecret;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Drafted, looked at, published, gone back to. */
class BrandingTest {
    private Portal portal;
    private Visitor olivia;

    @BeforeEach
    void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@example.com", "owner", Portal.ACME);
        olivia = portal.asStaff("olivia@example.com");
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private int revision() {
        return (Integer) portal.query("SELECT revision FROM branding WHERE tenant_id = ?", portal.tenantId(Portal.ACME))
                .getFirst()
                .getFirst();
    }

    /** The whole form, as the page sends it. */
    private Map<String, String> form(String act, Map<String, String> more) {
        var form = new HashMap<>(Map.of(
                "revision", Integer.toString(revision()),
                "portal_name", "Acme Studio",
                "show_name", "yes",
                "show_description", "yes",
                "act", act));
        form.putAll(more);
        return form;
    }

    private Answer save(String act, Map<String, String> more) {
        return olivia.post("/t/acme/branding", form(act, more));
    }

    private String login() {
        return portal.at(Portal.ACME).get("/login").expect(200).body();
    }

    private static String found(String pattern, String text) {
        var matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), pattern + " in " + text);
        return matcher.group(1);
    }

    @Test
    void a_draft_is_seen_by_staff_alone_until_it_is_published() {
        save(
                        "save",
                        Map.of(
                                "portal_name",
                                "Drafted Name",
                                "copyright",
                                "© {{year}} Acme",
                                "imprint_url",
                                "https://acme.example/imprint"))
                .expectRedirect("/t/acme/branding");
        assertFalse(login().contains("Drafted Name"));
        var preview = olivia.get("/t/acme/branding/preview/sign-in").expect(200);
        assertTrue(preview.body().contains("Drafted Name"));
        assertTrue(preview.header("Content-Security-Policy").contains("sandbox allow-same-origin"));
        assertFalse(preview.body().contains("<script"));
        assertTrue(
                olivia.get("/t/acme/branding/preview/home").expect(200).body().contains("Drafted Name"));
        assertTrue(olivia.get("/t/acme/branding/preview/mail?mode=dark")
                .expect(200)
                .body()
                .contains("Drafted Name"));
        save(
                        "publish",
                        Map.of(
                                "portal_name",
                                "Drafted Name",
                                "copyright",
                                "© {{year}} Acme",
                                "imprint_url",
                                "https://acme.example/imprint"))
                .expect(303);
        var page = login();
        assertTrue(page.contains("Drafted Name") && page.contains("https://acme.example/imprint"), page);
        assertTrue(page.matches("(?s).*© 20\\d\\d Acme.*"), page);
        assertEquals(1, portal.count("SELECT count(*) FROM fact WHERE kind = 'branding.published'"));
        assertEquals(1, portal.count("SELECT count(*) FROM audit WHERE action = 'branding.published'"));
        assertEquals(1, portal.count("SELECT count(*) FROM audit WHERE action = 'branding.draft-begun'"));
        assertEquals(0, portal.count("SELECT count(*) FROM branding WHERE draft IS NOT NULL"));
        var manifest = portal.at(Portal.ACME)
                .get(found("rel=\"manifest\" href=\"([^\"]*)\"", page))
                .expect(200);
        assertEquals("application/manifest+json", manifest.header("Content-Type"));
        assertEquals("Drafted Name", new JsonObject(manifest.body()).getString("name"));
    }

    @Test
    void of_two_editors_one_saves_and_the_other_sees_both() {
        var first = form("save", Map.of("portal_name", "First Name"));
        var second = form("save", Map.of("portal_name", "Second Name", "custom_css", ".a{color:red}".repeat(900)));
        olivia.post("/t/acme/branding", first).expect(303);
        var refused = olivia.post("/t/acme/branding", second).expect(409);
        assertTrue(refused.body().contains("Second Name") && refused.body().contains("First Name"), refused.body());
        assertTrue(refused.body().contains(".a{color:red}".repeat(900)), "a long style sheet is kept as typed");
        // The page that told of it carries the new revision: saving again is a choice.
        second.put("revision", found("name=\"revision\" value=\"(\\d+)\"", refused.body()));
        olivia.post("/t/acme/branding", second).expect(303);
        var stale = form("publish", Map.of());
        stale.put("revision", "0");
        olivia.post("/t/acme/branding", stale).expect(409);
        olivia.post("/t/acme/branding/autosave", stale).expect(409);
        olivia.post("/t/acme/branding/discard", Map.of("revision", "0")).expect(409);
        assertFalse(login().contains("Second Name"));
    }

    @Test
    void of_many_publishers_at_once_one_publishes() {
        save("save", Map.of("portal_name", "Raced")).expect(303);
        var form = form("publish", Map.of("portal_name", "Raced"));
        var cookie = olivia.cookie("staff");
        var statuses = Race.of(
                10,
                i -> portal.atConsole()
                        .cookie("staff", cookie)
                        .post("/t/acme/branding", form)
                        .status());
        assertEquals(1, statuses.stream().filter(status -> status == 303).count(), statuses.toString());
        assertEquals(9, statuses.stream().filter(status -> status == 409).count(), statuses.toString());
        assertEquals(1, portal.count("SELECT count(*) FROM fact WHERE kind = 'branding.published'"));
    }

    @Test
    void twenty_versions_are_kept_and_any_of_them_comes_back() {
        for (int i = 1; i <= 22; i++)
            save("publish", Map.of("portal_name", "Name " + i)).expect(303);
        assertEquals(20, portal.count("SELECT count(*) FROM branding_version"));
        save("save", Map.of("portal_name", "Only drafted")).expect(303);
        olivia.get("/t/acme/branding/versions").expect(200);
        olivia.post("/t/acme/branding/versions", Map.of("revision", "1", "number", "10"))
                .expect(409);
        olivia.post("/t/acme/branding/versions", Map.of("revision", "" + revision(), "number", "1"))
                .expect(404);
        olivia.post("/t/acme/branding/versions", Map.of("revision", "" + revision(), "number", "10"))
                .expect(303);
        assertTrue(login().contains("Name 10"));
        assertEquals(1, portal.count("SELECT count(*) FROM branding WHERE draft->>'portal_name' = 'Only drafted'"));
        assertEquals(1, portal.count("SELECT count(*) FROM branding_version WHERE number = 23 AND of_number = 10"));
        olivia.post("/t/acme/branding/discard", Map.of("revision", "" + revision()))
                .expect(303);
        assertTrue(olivia.get("/t/acme/branding").expect(200).body().contains("Name 10"));
    }

    @Test
    void what_is_wrong_is_said_at_its_field_and_nothing_is_saved() {
        var refused = save(
                        "publish",
                        Map.of(
                                "portal_name",
                                "",
                                "color_primary",
                                "red",
                                "terms_url",
                                "javascript:alert(1)",
                                "support_email",
                                "no address",
                                "font",
                                "comic-sans",
                                "custom_css",
                                "a{color:red}".repeat(5000)))
                .expect(422);
        for (var field :
                new String[] {"portal_name", "color_primary", "terms_url", "support_email", "font", "custom_css"})
            assertTrue(refused.body().contains("e-" + field), field);
        assertEquals(0, portal.count("SELECT count(*) FROM branding WHERE revision > 0"));
        for (var url :
                new String[] {"http://a.example", "https://u:p@a.example", "//a.example", "https:a", "https://a b"})
            save("save", Map.of("privacy_url", url)).expect(422);
    }

    @Test
    void a_colour_that_cannot_be_read_is_told_and_the_nearest_taken_by_one_button() {
        save("save", Map.of("color_primary", "#ffe14d", "color_background", "#333333", "color_text", "#dddddd"))
                .expect(303);
        var page = olivia.get("/t/acme/branding").expect(200).body();
        var link = found("value=\"use:color_primary:(#[0-9a-f]{6})\"", page);
        assertTrue(page.contains("w-color_background") && page.contains("w-color_text"), page);
        save("use:color_primary:" + link, Map.of("color_primary", "#ffe14d")).expect(303);
        assertEquals(1, portal.count("SELECT count(*) FROM branding WHERE draft->>'color_primary' = '" + link + "'"));
    }

    @Test
    void custom_css_stands_on_the_portal_and_its_sign_in_and_nowhere_else() {
        var css =
                ".text-5xl { display: none; } .my-4 { display: none; }\nbody { background: url(https://evil.example/) }";
        save("publish", Map.of("custom_css", css)).expect(303);
        var address = found("href=\"(/style/[^\"]*)\"", login());
        var sheet = portal.at(Portal.ACME).get(address).expect(200);
        assertEquals(".text-5xl{display:none;}\n.my-4{display:none;}\n", sheet.body());
        assertEquals("text/css; charset=utf-8", sheet.header("Content-Type"));
        assertEquals("public, max-age=31536000, immutable", sheet.header("Cache-Control"));
        portal.at(Portal.GLOBEX).get(address).expect(404);
        portal.account(Portal.ACME, "Ana Client", "ana@example.com");
        var ana = portal.as(Portal.ACME, "ana@example.com");
        assertTrue(ana.get("/").expect(200).body().contains(address));
        assertFalse(ana.get("/?safe=1").expect(200).body().contains("/style/"));
        assertFalse(portal.at(Portal.ACME).get("/login?safe=1").body().contains("/style/"));
        assertFalse(portal.at(Portal.ACME).get("/nowhere").body().contains("/style/"), "not on pages of errors");
        assertFalse(ana.get("/account/switch").body().contains("/style/"), "not where an account is chosen");
        var page = olivia.get("/t/acme/branding").expect(200).body();
        assertFalse(page.contains("/style/"), "not at the console");
        assertTrue(page.contains("evil.example"), "what was typed is kept");
        assertTrue(page.contains("css-left-out"), "and what is left out is told");
        save("publish", Map.of("custom_css", "")).expect(303);
        portal.at(Portal.ACME).get(address).expect(404);
        assertFalse(login().contains("/style/"));
    }

    @Test
    void programs_draft_and_publish_by_the_revision_they_have_seen() {
        var fresh = ApiSecret.random(ApiSecret.Owner.BUSINESS);
        portal.execute(
                "INSERT INTO api_key (tenant_id, id, name, prefix, secret_hash, scopes, expires_at) VALUES (?, ?, 'CRM', ?, ?, '{branding:read,branding:write}', now() + interval '100 days')",
                portal.tenantId(Portal.ACME),
                UUID.randomUUID(),
                fresh.prefix(),
                fresh.hash());
        var program = portal.at(Portal.ACME).header("Authorization", "Bearer " + fresh.text());
        var path = "/api/v1/business/branding";
        var draft = program.get(path + "/draft").expect(200);
        var look = new JsonObject(draft.body()).getJsonObject("look");
        look.put("portal_name", "By program").put("custom_css", "@import 'x';");
        program.json("PUT", path + "/draft", look.encode()).expect(428);
        var saved = program.header("If-Match", draft.header("ETag"))
                .json("PUT", path + "/draft", look.encode())
                .expect(200);
        assertEquals(1, new JsonObject(saved.body()).getJsonArray("left_out").size());
        program.header("If-Match", draft.header("ETag"))
                .json("POST", path + "/publish", "")
                .expect(412);
        program.header("If-Match", saved.header("ETag"))
                .json("POST", path + "/publish", "")
                .expect(200);
        assertTrue(login().contains("By program"));
        assertEquals("By program", new JsonObject(program.get(path).expect(200).body()).getString("portal_name"));
    }
}
