package dev.atrium.notifications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.secrets.ApiSecret;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Email Settings as staff and programs use them. */
class TemplatePagesTest {
    private static final String PAGE = "/t/acme/notifications/account.welcome";
    private static final String ROOT = "/api/v1/business/notification-types";

    private static Portal portal;
    private static String secret;

    @BeforeAll
    static void start() {
        portal = Portal.start(Map.of("limits.requests-per-ip-per-second", "100000"));
        portal.staff("Olga Owner", "tp-olga@staff.example", "owner", Portal.ACME);
        var fresh = ApiSecret.random(ApiSecret.Owner.BUSINESS);
        portal.execute("""
                INSERT INTO api_key (tenant_id, id, name, prefix, secret_hash, scopes, expires_at)
                VALUES (?, ?, 'Mails', ?, ?, '{email-settings:read,email-settings:write,mails:read}', now() + interval '9 days')""", portal.tenantId(Portal.ACME), UUID.randomUUID(), fresh.prefix(), fresh.hash());
        secret = fresh.text();
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Visitor olga() {
        return portal.asStaff("tp-olga@staff.example");
    }

    private static Visitor program() {
        return portal.at(Portal.ACME).header("Authorization", "Bearer " + secret);
    }

    private static Map<String, String> form(String version, String html) {
        return new HashMap<>(
                Map.of("language", "en", "version", version, "subject", "Hi {{name}}", "html", html, "text", ""));
    }

    private static int version(String type) {
        return Math.toIntExact(portal.count(
                "SELECT coalesce(max(version), 0) FROM mail_template WHERE tenant_id = ? AND type = ? AND language = 'en'",
                portal.tenantId(Portal.ACME),
                type));
    }

    @Test
    void a_template_is_saved_cleaned_shown_rolled_back_and_reset() {
        var olga = olga();
        int seen = version("account.welcome");
        var saved = olga.post(PAGE, form(Integer.toString(seen), "<p onclick=x>One {{name}}</p><script>y</script>"))
                .expect(303);
        assertTrue(saved.location().contains("removed=onclick%2Cscript"), saved.location());
        olga.get(saved.location()).expect(200).expectText("Saved without what mails must not carry: onclick, script");
        olga.get(PAGE + "/preview?language=en&look=dark")
                .expect(200)
                .expectText("<p>One Ana Example</p>")
                .expectText("(min-width:0)");
        olga.get("/t/acme/notifications").expect(200).expectText("Customised");
        olga.post(PAGE, form(Integer.toString(seen), "<p>Late</p>")).expect(409).expectText("&lt;p&gt;Late&lt;/p&gt;");
        olga.post(PAGE, form(Integer.toString(seen + 1), "<p>Two</p>")).expect(303);
        var back = Map.of("language", "en", "version", Integer.toString(seen + 2), "to", Integer.toString(seen + 1));
        olga.post(PAGE + "/restore", back).expect(303);
        olga.get(PAGE + "/preview?language=en").expect(200).expectText("<p>One Ana Example</p>");
        assertEquals(seen + 3, version("account.welcome"));
        olga.post(PAGE + "/restore", back).expect(409);
        var reset = Map.of("language", "en", "version", Integer.toString(seen + 3));
        olga.post(PAGE + "/reset", reset).expect(303);
        assertFalse(olga.get(PAGE + "/preview?language=en").body().contains("One Ana"));
    }

    @Test
    void of_the_past_twenty_versions_are_kept() {
        var olga = olga();
        var page = "/t/acme/notifications/account.new_sign_in";
        for (int i = 0; i < 23; i++)
            olga.post(page, form(Integer.toString(i), "<p>V" + i + "</p>")).expect(303);
        assertEquals(
                20,
                portal.count(
                        "SELECT count(*) FROM mail_template WHERE type = 'account.new_sign_in' AND language = 'en'"));
        olga.post(page + "/restore", Map.of("language", "en", "version", "23", "to", "2"))
                .expect(404);
    }

    @Test
    void what_was_typed_is_shown_before_it_is_saved_and_what_is_wrong_is_said_in_the_frame() {
        var olga = olga();
        int seen = version("account.welcome");
        olga.post(PAGE + "/preview", form("0", "<p>Draft of {{portal}}</p>"))
                .expect(200)
                .expectText("Draft of Acme");
        olga.post(PAGE + "/preview", form("0", "<p>{{nmae}}</p>")).expect(200).expectText("Did you mean {{name}}?");
        assertEquals(seen, version("account.welcome"), "nothing was saved");
    }

    @Test
    void a_real_contact_is_found_and_takes_the_samples_place_and_another_portals_never() {
        var olga = olga();
        var known = portal.contact(Portal.ACME, "Rosa <b>Real</b>", "rosa-real@example.com");
        var foreign = portal.contact(Portal.GLOBEX, "Fran Foreign", "fran-foreign@example.com");
        olga.get(PAGE + "?q=osa-re")
                .expect(200)
                .expectText("rosa-real@example.com")
                .expectText(known.toString());
        assertFalse(olga.get(PAGE + "?q=foreign").expect(200).body().contains("fran-foreign"));
        assertFalse(olga.get(PAGE + "?q=%25").expect(200).body().contains("rosa-real"), "no wildcard");
        olga.get(PAGE + "/preview?contact=" + known).expect(200).expectText("Rosa &lt;b&gt;Real&lt;/b&gt;");
        var other = olga.get(PAGE + "/preview?contact=" + foreign).expect(200).body();
        assertTrue(other.contains("Ana Example") && !other.contains("Fran"), "the samples stand in");
    }

    @Test
    void a_switch_in_the_list_turns_a_mail_off_and_a_security_mail_never() {
        var olga = olga();
        olga.post("/t/acme/notifications/files.document_shared/rule", Map.of("rule", "off", "from", "list"))
                .expectRedirect("/t/acme/notifications#type-files.document_shared");
        assertEquals(1, portal.count("SELECT count(*) FROM notification_rule WHERE type = 'files.document_shared'"));
        olga.post("/t/acme/notifications/account.login_code/rule", Map.of("rule", "off", "from", "list"))
                .expect(409);
    }

    @Test
    void programs_list_switch_and_write_and_guard_the_version() {
        var list = program().get(ROOT).expect(200).json().getJsonArray("items");
        assertTrue(list.size() > 20, list.size() + " types");
        var path = ROOT + "/access.object_link/templates/en";
        var first = program().get(path).expect(200);
        var body = new JsonObject()
                .put("subject", "A link")
                .put("html", "<p>{{url}}</p>")
                .encode();
        program().json("PATCH", path, body).expect(428);
        program().header("If-Match", "\"99\"").json("PATCH", path, body).expect(412);
        var saved = program()
                .header("If-Match", first.header("ETag"))
                .json("PATCH", path, body)
                .expect(200);
        assertEquals("<p>{{url}}</p>", saved.json().getString("html"));
        program()
                .header("If-Match", first.header("ETag"))
                .json("PATCH", path, body)
                .expect(412);
        program()
                .header("If-Match", saved.header("ETag"))
                .json("PATCH", path, new JsonObject().put("html", "<p>none</p>").encode())
                .expect(422);
        program()
                .json("PATCH", ROOT + "/account.login_code", "{\"rule\":\"off\"}")
                .expect(409);
        assertEquals(
                "off",
                program()
                        .json("PATCH", ROOT + "/files.document_shared", "{\"rule\":\"off\"}")
                        .expect(200)
                        .json()
                        .getString("rule"));
        program().get(ROOT + "/nothing.such/templates/en").expect(404);
        program().get(ROOT + "/account.welcome/templates/xx").expect(404);
    }

    @Test
    void the_log_is_filtered_and_a_mail_is_sent_again_once_per_form() {
        var contact = portal.contact(Portal.ACME, "Lena Log", "lena-log@example.com");
        var mail = UUID.randomUUID();
        portal.execute("""
                INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id, state, contact_id)
                VALUES (?, ?, 'account.password_changed', 'lena-log@example.com', 'A', 'Changed', '<p>h</p>', 't', '<x@acme.example>', 'bounced', ?)""", portal.tenantId(Portal.ACME), mail, contact);
        var olga = olga();
        for (var filter : List.of(
                "to=LENA-log",
                "contact=" + contact,
                "type=account.password_changed",
                "state=bounced",
                "from=2020-01-01"))
            olga.get("/t/acme/mail?" + filter).expect(200).expectText("lena-log@example.com");
        for (var filter : List.of("to=lena%25log", "type=account.welcome&to=lena", "state=dead", "until=2020-01-01"))
            assertFalse(
                    olga.get("/t/acme/mail?" + filter).expect(200).body().contains("lena-log@example.com<"), filter);
        var nonce = UUID.randomUUID().toString();
        for (int i = 0; i < 3; i++)
            olga.post("/t/acme/mail/" + mail + "/again", Map.of("nonce", nonce))
                    .expectRedirect("/t/acme/mail/" + nonce);
        assertEquals(2, portal.count("SELECT count(*) FROM mail_outbox WHERE recipient = 'lena-log@example.com'"));
        assertEquals(1, portal.count("SELECT count(*) FROM audit WHERE action = 'mail.resent'"));
        var items = program()
                .get("/api/v1/business/mails?to=lena-log@example.com")
                .expect(200)
                .json()
                .getJsonArray("items");
        assertEquals(2, items.size());
        program().get("/api/v1/business/mails?state=lost").expect(422);
        program().get("/api/v1/business/mails?contact=x").expect(422);
    }

    @Test
    void a_mail_with_a_code_is_not_sent_again() {
        var mail = UUID.randomUUID();
        portal.execute("""
                INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id, state)
                VALUES (?, ?, 'account.login_code', 'coded@example.com', 'A', '123456', '<p>h</p>', 't', '<x@y>', 'accepted')""", portal.tenantId(Portal.ACME), mail);
        olga().post("/t/acme/mail/" + mail + "/again", Map.of()).expect(409);
        assertEquals(1, portal.count("SELECT count(*) FROM mail_outbox WHERE recipient = 'coded@example.com'"));
    }
}
