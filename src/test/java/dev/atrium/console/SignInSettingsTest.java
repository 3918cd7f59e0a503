package dev.atrium.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings > Sign-in. */
class SignInSettingsTest {
    private static final String PAGE = "/t/acme/settings/sign-in";
    private static final String API = "/api/v1/business/settings/sign-in";

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
    void fresh() {
        portal.settings(
                Portal.ACME,
                "signup_mode = 'open', allow_duplicate_contacts = false, magic_links = false, mfa = 'optional'");
        portal.execute("DELETE FROM audit WHERE action = 'settings.sign-in-changed'");
    }

    private static Map<String, String> form(String... more) {
        Map<String, String> form = new HashMap<>(Map.of("signup_mode", "open", "mfa", "optional"));
        form.put("version", version());
        for (int i = 0; i < more.length; i += 2) form.put(more[i], more[i + 1]);
        return form;
    }

    private static String version() {
        return portal.query("SELECT version FROM tenant_settings WHERE tenant_id = ?", portal.tenantId(Portal.ACME))
                .getFirst()
                .getFirst()
                .toString();
    }

    private static JsonObject audited() {
        return new JsonObject(portal.query("SELECT detail::text FROM audit WHERE action = 'settings.sign-in-changed'")
                .getFirst()
                .getFirst()
                .toString());
    }

    @Test
    void a_change_holds_at_once_and_the_audit_says_what_was_and_what_is() {
        portal.at(Portal.ACME).get("/signup").expect(200);
        sven.get(PAGE).expect(200).expectText("Anybody").expectText("New portals begin without magic links");
        sven.post(PAGE, form("signup_mode", "invite_only", "magic_links", "yes"))
                .expectRedirect(PAGE);
        portal.at(Portal.ACME).get("/signup").expect(200).expectText("By invitation only");
        var detail = audited();
        assertEquals("open", detail.getJsonObject("signup_mode").getString("from"));
        assertEquals("invite_only", detail.getJsonObject("signup_mode").getString("to"));
        assertTrue(detail.getJsonObject("magic_links").getBoolean("to"));
        assertFalse(detail.containsKey("mfa"), "what stays is not told");
        portal.account(Portal.ACME, "Mag Ic", "magic@example.com");
        portal.at(Portal.ACME).post("/login/code", Forms.email("magic@example.com"));
        assertTrue(portal.mail("magic@example.com").text().contains("/login/link/"));
    }

    @Test
    void of_two_who_save_the_second_reads_what_the_first_chose_and_overwrites_nothing() {
        var first = form("mfa", "required");
        var second = form("signup_mode", "approval");
        sven.post(PAGE, first).expectRedirect(PAGE);
        sven.post(PAGE, second)
                .expect(409)
                .expectText("Somebody else saved these settings")
                .expectText("Required");
        assertEquals(
                1,
                portal.count("SELECT count(*) FROM tenant_settings WHERE mfa = 'required' AND signup_mode = 'open'"));
    }

    @Test
    void a_form_that_changes_nothing_writes_nothing() {
        var before = version();
        sven.post(PAGE, form()).expectRedirect(PAGE);
        assertEquals(before, version());
        assertEquals(0, portal.count("SELECT count(*) FROM audit WHERE action = 'settings.sign-in-changed'"));
    }

    @Test
    void a_word_that_is_none_is_refused_and_support_does_not_get_in() {
        sven.post(PAGE, form("signup_mode", "everybody")).expect(422).expectText("Choose one of the offers");
        sven.post(PAGE, form("mfa", "sometimes")).expect(422);
        var sue = portal.asStaff("sue@staff.example");
        sue.get(PAGE).expect(404);
        sue.post(PAGE, form("mfa", "off")).expect(404);
    }

    @Test
    void programs_read_and_change_the_same_with_a_version() {
        var made = sven.post(
                        "/t/acme/keys",
                        Map.of(
                                "key_name",
                                "Setup",
                                "days",
                                "90",
                                "scope_settings_read",
                                "yes",
                                "scope_settings_write",
                                "yes"))
                .expect(200)
                .body();
        var matcher =
                java.util.regex.Pattern.compile("atr_[a-z]+_[A-Za-z0-9_-]{30,}").matcher(made);
        assertTrue(matcher.find(), made);
        var key = "Bearer " + matcher.group();
        var now = portal.at(Portal.ACME).header("Authorization", key).get(API).expect(200);
        assertEquals("open", now.json().getString("signup_mode"));
        var body = new JsonObject().put("magic_links", true).encode();
        portal.at(Portal.ACME)
                .header("Authorization", key)
                .json("PATCH", API, body)
                .expect(428);
        var changed = portal.at(Portal.ACME)
                .header("Authorization", key)
                .header("If-Match", now.header("ETag"))
                .json("PATCH", API, body)
                .expect(200);
        assertTrue(changed.json().getBoolean("magic_links"));
        portal.at(Portal.ACME)
                .header("Authorization", key)
                .header("If-Match", now.header("ETag"))
                .json("PATCH", API, body)
                .expect(412);
        portal.at(Portal.ACME)
                .header("Authorization", key)
                .header("If-Match", "*")
                .json("PATCH", API, "{\"mfa\":\"never\"}")
                .expect(422);
        assertTrue(audited().getJsonObject("magic_links").getBoolean("to"));
    }
}
