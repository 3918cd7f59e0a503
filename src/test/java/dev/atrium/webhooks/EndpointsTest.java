package dev.atrium.webhooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Receiver;
import dev.atrium.secrets.WebhookSecret;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Endpoints as programs and staff keep them: made, changed, tested, given another secret, deleted. */
class EndpointsTest {
    private static final String ROOT = "/api/v1/business/webhooks";
    private static final WebhookSecret SECRET = WebhookSecret.random();
    private static Portal portal;
    private static Hooks hooks;
    private Receiver receiver;

    @BeforeAll
    static void start() {
        portal = Portal.start(Hooks.HERE);
        hooks = new Hooks(portal);
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        portal.staff("Carlo Content", "carlo@staff.example", "content", Portal.ACME);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @BeforeEach
    void open() {
        receiver = Receiver.open();
    }

    @AfterEach
    void close() {
        portal.execute("DELETE FROM webhook_endpoint");
        receiver.close();
    }

    private UUID endpoint(String... events) {
        return hooks.endpoint(Portal.ACME, receiver.url("/in"), SECRET.text(), events);
    }

    @Test
    void two_secrets_are_good_for_a_day() {
        var id = endpoint("contact.created");
        var program = hooks.program(Portal.ACME);
        var fresh = WebhookSecret.parse(program.json("POST", ROOT + "/" + id + "/secret", "")
                        .expect(200)
                        .json()
                        .getString("secret"))
                .orElseThrow();
        hooks.contacts(Portal.ACME, 1);
        var both = receiver.await(1, 10).getFirst();
        assertTrue(Hooks.genuine(both, SECRET) && Hooks.genuine(both, fresh));
        portal.execute("UPDATE webhook_endpoint SET old_until = now() - interval '1 s' WHERE id = ?", id);
        hooks.contacts(Portal.ACME, 1);
        var one = receiver.await(2, 10).getLast();
        assertTrue(Hooks.genuine(one, fresh) && !Hooks.genuine(one, SECRET));
        assertEquals(0, portal.count("SELECT count(*) FROM webhook_endpoint WHERE position(? in secret) > 0", (Object)
                fresh.bytes()));
    }

    @Test
    void the_api_makes_lists_changes_and_deletes_endpoints() {
        var program = hooks.program(Portal.ACME);
        Hooks.refused(
                program.json("POST", ROOT, "{\"url\":\"https://crm.example.com/x\",\"events\":[]}"), 422, "invalid");
        var wrong = Map.of(
                "{\"url\":\"ftp://crm.example.com/\",\"events\":[\"contact.created\"]}", "url",
                "{\"url\":\"https://10.0.0.1/\",\"events\":[\"contact.created\"]}", "url",
                "{\"url\":\"https://crm.example.com/\",\"events\":[\"contact.sneezed\"]}", "events",
                "{\"url\":\"https://crm.example.com/\",\"events\":[\"contact.created\"],\"secret\":\"abc\"}", "secret");
        wrong.forEach((body, field) -> assertEquals(
                field,
                program.json("POST", ROOT, body)
                        .expect(422)
                        .json()
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("field")));
        var made = program.json(
                        "POST", ROOT, "{\"url\":\"https://CRM.example.com:443/a\",\"events\":[\"contact.created\"]}")
                .expect(201);
        assertEquals("https://crm.example.com/a", made.json().getString("url"), "in its one plain form");
        assertFalse(made.body().contains("whsec_"));
        var read = program.get(made.location()).expect(200);
        assertEquals(made.body(), read.body());
        var changed = hooks.program(Portal.ACME)
                .header("If-Match", read.header("ETag"))
                .json("PATCH", made.location(), "{\"events\":[\"contact.changed\"],\"state\":\"off\"}")
                .expect(200);
        assertEquals("off", changed.json().getString("state"));
        Hooks.refused(
                hooks.program(Portal.ACME)
                        .header("If-Match", read.header("ETag"))
                        .json("PATCH", made.location(), "{\"state\":\"on\"}"),
                412,
                "version-stale");
        var foreign = hooks.program(Portal.GLOBEX);
        Hooks.refused(foreign.get(made.location()), 404, "not-found");
        Hooks.refused(foreign.send("DELETE", made.location(), null, null), 404, "not-found");
        Hooks.refused(hooks.program(Portal.ACME, "contacts:read").get(ROOT), 403, "scope-missing");
        program.send("DELETE", made.location(), null, null).expect(204);
        assertEquals(0, program.get(ROOT).json().getJsonArray("items").size());
    }

    @Test
    void nobody_has_more_than_twenty_endpoints_however_many_are_asked_for_at_once() {
        var answers = Race.of(
                30,
                i -> hooks.program(Portal.ACME)
                        .json(
                                "POST",
                                ROOT,
                                "{\"url\":\"https://x" + i + ".example.com/\",\"events\":[\"contact.created\"]}"));
        assertEquals(20, answers.stream().filter(a -> a.status() == 201).count());
        assertEquals(10, answers.stream().filter(a -> a.status() == 409).count());
        assertEquals(20, portal.count("SELECT count(*) FROM webhook_endpoint"));
    }

    @Test
    void the_console_makes_one_shows_its_secret_once_tests_it_and_shows_the_answer() {
        var olivia = portal.asStaff("olivia@staff.example");
        portal.asStaff("carlo@staff.example").get("/t/acme/webhooks").expect(404);
        olivia.get("/t/acme/webhooks").expect(200).expectText("No endpoint yet");
        var form = new HashMap<>(Map.of(
                "url",
                receiver.url("/console"),
                "nonce",
                UUID.randomUUID().toString(),
                "event_contact_created",
                "yes"));
        olivia.post("/t/acme/webhooks", Map.of("url", "https://localhost.local/", "description", "Kept words"))
                .expect(422)
                .expectText("internal network")
                .expectText("Choose at least one event")
                .expectText("Kept words");
        var made = olivia.post("/t/acme/webhooks", form).expect(200);
        assertTrue(made.body().contains("whsec_"));
        assertFalse(
                olivia.post("/t/acme/webhooks", form).expect(200).body().contains("whsec_"), "sent twice, made once");
        var id = portal.query("SELECT id FROM webhook_endpoint")
                .getFirst()
                .getFirst()
                .toString();
        var page = "/t/acme/webhooks/" + id;
        receiver.says("thanks").answers(200);
        var tested = olivia.post(
                        page + "/test", Map.of("nonce", UUID.randomUUID().toString()))
                .expect(303);
        receiver.await(1, 10);
        Hooks.until("marked", () -> hooks.count("delivered") == 1);
        olivia.get(tested.location())
                .expect(200)
                .expectText("thanks")
                .expectText("webhook.test")
                .expectText("Answered 200");
        olivia.post(tested.location() + "/replay", Map.of()).expect(303);
        assertEquals(
                1,
                receiver.await(2, 10).stream().map(Receiver.Hit::id).distinct().count());
        olivia.get(page).expect(200).expectText("Test event");
        assertTrue(olivia.post(page + "/secret", Map.of()).expect(200).body().contains("whsec_"));
        olivia.post(page + "/state", Map.of("to", "off", "version", "99")).expect(412);
        olivia.post(page + "/delete", Map.of()).expectRedirect("/t/acme/webhooks");
        assertEquals(
                5,
                portal.count(
                        "SELECT count(DISTINCT action) FROM audit WHERE object = 'webhook' AND object_id = ?",
                        UUID.fromString(id)));
    }

    @Test
    void every_event_has_a_sample_that_fits_its_schema_and_a_page_that_says_so() {
        var kinds = portal.house().webhooks().kinds();
        assertTrue(kinds.names().size() >= 20, kinds.names().toString());
        for (var name : kinds.names()) {
            var data = kinds.sample(name).getJsonObject("data");
            var schema = kinds.schema(name).getJsonObject("properties").getJsonObject("data");
            var properties = schema.getJsonObject("properties");
            data.fieldNames().forEach(member -> assertTrue(properties.containsKey(member), name + " " + member));
            schema.getJsonArray("required").forEach(member -> assertTrue(data.containsKey((String) member), name));
        }
        var page = portal.asStaff("olivia@staff.example")
                .get("/t/acme/webhooks/events")
                .expect(200);
        for (var name : kinds.names()) page.expectText(name);
        assertNotEquals(Duration.ZERO, Backoff.open(Backoff.PATIENCE));
        assertEquals(Duration.ZERO, Backoff.open(Backoff.PATIENCE - 1));
    }
}
