package dev.atrium.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a business switches, orders and adds is what its clients find, and where they land. */
class AppPermissionsTest {
    private static final String HOME = "/t/acme";
    private Portal portal;
    private Visitor olivia;

    @BeforeEach
    void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@example.com", "owner", Portal.ACME);
        portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        portal.account(Portal.ACME, "Ben Okafor", "ben@example.com");
        olivia = portal.asStaff("olivia@example.com");
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private static Map<String, String> form(String... more) {
        var form =
                new HashMap<>(Map.of("landing", "/", "cancelling", "yes", "on_account", "yes", "place_account", "900"));
        for (int i = 0; i < more.length; i += 2) form.put(more[i], more[i + 1]);
        return form;
    }

    private void save(String... more) {
        olivia.post(HOME + "/apps", form(more)).expectRedirect(HOME + "/apps");
    }

    private UUID item(String... fields) {
        var form = new HashMap<String, String>();
        for (int i = 0; i < fields.length; i += 2) form.put(fields[i], fields[i + 1]);
        var id = UUID.randomUUID();
        form.put("nonce", id.toString());
        olivia.post(HOME + "/links/new", form).expectRedirect(HOME + "/apps");
        return id;
    }

    private Visitor signedIn(String email, String lands) {
        var visitor = portal.at(Portal.ACME);
        visitor.post("/login", Map.of("email", email, "password", Portal.PASSWORD))
                .expectRedirect(lands);
        return visitor;
    }

    @Test
    void a_sign_in_lands_on_the_first_page_that_is_for_the_person_and_a_deep_link_always_wins() {
        signedIn("ana@example.com", "/");
        var page = item("kind", "page", "label", "Only Ana", "body", "Hello", "person", "ana@example.com");
        save("landing", "item:" + page, "landing_1", "app:account");
        signedIn("ana@example.com", "/start").get("/start").expectRedirect("/pages/" + page);
        signedIn("ben@example.com", "/start").get("/start").expectRedirect("/account");
        assertEquals(List.of("Only Ana"), arrivals("ana@example.com"));
        assertEquals(List.of("Only Ana passed", "Account"), arrivals("ben@example.com"));
        var ben = portal.at(Portal.ACME);
        ben.get("/account/sessions").expectRedirect("/login?next=%2Faccount%2Fsessions");
        ben.post("/login", Map.of("email", "ben@example.com", "password", Portal.PASSWORD, "next", "/account/sessions"))
                .expectRedirect("/account/sessions");
        save("landing", "path", "landing_path", "/account/profile");
        signedIn("ben@example.com", "/start").get("/start").expectRedirect("/account/profile");
        assertEquals(List.of("/account/profile"), arrivals("ben@example.com"));
        olivia.post(HOME + "/apps", form("landing", "path", "landing_path", "//evil.example"))
                .expect(422);
        olivia.post(HOME + "/apps", form("landing", "app:moon")).expect(422);
        olivia.post(HOME + "/apps", form("landing", "item:" + UUID.randomUUID()))
                .expect(422);
        portal.execute("DELETE FROM nav_item");
        portal.changed(Portal.ACME);
        portal.settings(Portal.ACME, "landing = 'item:" + page + "'");
        signedIn("ben@example.com", "/start").get("/start").expectRedirect("/");
    }

    /** As staff read it: the landings in their order, each where the client does not arrive with a word more. */
    private List<String> arrivals(String email) {
        var contact = portal.query("SELECT id FROM contact WHERE email = ?", email)
                .getFirst()
                .getFirst();
        var page =
                olivia.get(HOME + "/contacts/" + contact + "/sees").expect(200).body();
        var line = Pattern.compile(
                "<strong class=\"clip\" dir=\"auto\">([^<]+)</strong><span class=\"muted small\">([^<]+)<");
        return line.matcher(page.substring(page.indexOf("id=\"lands\"")))
                .results()
                .map(found -> found.group(1) + (found.group(2).startsWith("Passed over") ? " passed" : ""))
                .toList();
    }

    @Test
    void an_empty_app_hides_in_the_menus_and_answers_all_the_same() {
        portal.execute(
                "CREATE FUNCTION portal.holds_account(uuid, uuid) RETURNS boolean LANGUAGE sql STABLE AS $$"
                        + " SELECT EXISTS (SELECT FROM portal.contact c WHERE c.tenant_id = $1 AND c.id = $2 AND c.full_name LIKE 'Ana%') $$");
        save("hide_account", "yes");
        var ana = portal.as(Portal.ACME, "ana@example.com");
        var ben = portal.as(Portal.ACME, "ben@example.com");
        assertTrue(tile(ana), "there is something for Ana");
        assertFalse(tile(ben), "and nothing for Ben");
        ben.get("/account").expect(200);
        var contact = portal.query("SELECT id FROM contact WHERE email = 'ben@example.com'")
                .getFirst()
                .getFirst();
        olivia.get(HOME + "/contacts/" + contact + "/sees").expect(200).expectText("there is nothing in it");
        save();
        assertTrue(tile(ben), "as the business wants it");
    }

    private static boolean tile(Visitor visitor) {
        return visitor.get("/").expect(200).body().contains("<a class=\"tile\" href=\"/account\"");
    }

    @Test
    void a_page_of_ones_own_is_text_for_whom_it_is_meant() {
        var id = item(
                "kind",
                "page",
                "label",
                "House rules",
                "body",
                "## Rules\n\n**ring** <script>x</script>",
                "person",
                "ana@example.com");
        var ana = portal.as(Portal.ACME, "ana@example.com");
        var ben = portal.as(Portal.ACME, "ben@example.com");
        var page = ana.get("/pages/" + id).expect(200).body();
        assertTrue(page.contains("<strong>ring</strong>") && page.contains("&lt;script&gt;"), "text, never markup");
        ben.get("/pages/" + id).expect(404);
        portal.at(Portal.ACME).get("/pages/" + id).expectRedirect("/login?next=%2Fpages%2F" + id);
        ana.get("/pages/" + id + "/shown").expect(404);
        var before = portal.count("SELECT count(*) FROM nav_item");
        olivia.post(HOME + "/links/new", Map.of("kind", "page", "label", "x", "body", "**see**", "preview", "yes"))
                .expect(422)
                .expectText("<strong>see</strong>");
        olivia.post(HOME + "/links/new", Map.of("kind", "page", "label", "x", "body", ""))
                .expect(422);
        olivia.post(HOME + "/links/new", Map.of("kind", "page", "label", "x", "body", "y".repeat(10_001)))
                .expect(422);
        assertEquals(before, portal.count("SELECT count(*) FROM nav_item"), "a preview keeps nothing");
        item("kind", "page", "label", "As long as can be", "body", "\u8a9e".repeat(10_000));
    }

    @Test
    void a_frame_is_of_an_allowed_host_loads_when_asked_for_and_can_be_told_who_looks() throws Exception {
        for (var url : new String[] {
            "http://calendly.com/x",
            "https://evil.example/x",
            "https://calendly.com.evil.example/",
            "https://calendly.com@evil.example/",
            "https://calendly.com:8443/",
            "javascript:alert(1)",
            "https://acme.localhost/"
        }) {
            olivia.post(HOME + "/links/new", Map.of("kind", "embed", "label", "x", "embed_url", url))
                    .expect(422);
        }
        for (var host : new String[] {"localhost", "acme.localhost", "a b.example;", "http://x.example", "com"})
            olivia.post(HOME + "/apps", form("hosts", host)).expect(422);
        save("hosts", "forms.example.com");
        var id = item(
                "kind",
                "embed",
                "label",
                "Intake",
                "embed_url",
                "https://eu.forms.example.com/in?a=1#top",
                "signed",
                "yes");
        var ana = portal.as(Portal.ACME, "ana@example.com");
        var door = ana.get("/pages/" + id).expect(200);
        assertFalse(door.body().contains("<iframe"), "nobody is told before the click");
        assertFalse(door.header("Content-Security-Policy").contains("example.com"));
        var shown = ana.get("/pages/" + id + "/shown").expect(200);
        assertTrue(shown.header("Content-Security-Policy").contains("frame-src 'self' https://eu.forms.example.com;"));
        var src = Pattern.compile("<iframe[^>]* src=\"([^\"]+)\"").matcher(shown.body());
        assertTrue(src.find() && shown.body().contains("sandbox=\"allow-scripts"));
        var token = Pattern.compile("client_token(?:=|&#61;)([A-Za-z0-9._-]+)").matcher(src.group(1));
        assertTrue(token.find(), src.group(1));
        var claims = verified(
                token.group(1), ana.get("/.well-known/jwks.json").expect(200).json());
        assertEquals("https://eu.forms.example.com", claims.getString("aud"));
        assertEquals("ana@example.com", claims.getString("email"));
        assertEquals(300, claims.getLong("exp") - claims.getLong("iat"));
        portal.at(Portal.ACME)
                .header("Authorization", "Bearer " + token.group(1))
                .get("/api/v1/me")
                .expect(401);
        save();
        ana.get("/pages/" + id + "/shown").expect(404);
        ana.get("/pages/" + id).expect(200).expectText("not available");
    }

    /** Checked as somebody else would: by the published key alone. */
    private static JsonObject verified(String token, JsonObject keys) throws Exception {
        var parts = token.split("\\.", -1);
        var decoder = Base64.getUrlDecoder();
        var key = keys.getJsonArray("keys").getJsonObject(0);
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        var point = new ECPoint(
                new BigInteger(1, decoder.decode(key.getString("x"))),
                new BigInteger(1, decoder.decode(key.getString("y"))));
        var verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class))));
        verifier.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertTrue(verifier.verify(decoder.decode(parts[2])), "the signature is the portal's");
        return new JsonObject(new String(decoder.decode(parts[1]), StandardCharsets.UTF_8));
    }

    @Test
    void what_is_saved_is_said_in_the_audit_and_saving_the_same_is_not() {
        save("landing", "app:account");
        save("landing", "app:account");
        assertEquals(1, portal.count("SELECT count(*) FROM audit WHERE action = 'apps.changed'"));
        olivia.post(HOME + "/apps", form("landing", "app:account", "cancelling", ""))
                .expect(303);
        assertEquals(
                0,
                portal.count(
                        "SELECT count(*) FROM tenant_settings WHERE cancel_subscriptions AND tenant_id = ?",
                        portal.tenantId(Portal.ACME)));
        olivia.get(HOME + "/apps")
                .expect(200)
                .expectText("Select default landing page")
                .expectText("Save Settings");
        olivia.post(HOME + "/apps/account", Map.of("label", "Me", "icon", "award", "position", "3"))
                .expect(303);
        var ana = portal.as(Portal.ACME, "ana@example.com");
        assertTrue(ana.get("/").body().contains(">Me</span>"));
    }
}
