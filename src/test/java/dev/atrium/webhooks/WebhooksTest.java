package dev.atrium.webhooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Receiver;
import dev.atrium.secrets.WebhookSecret;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens is told to the programs of the business: signed, in order, until it arrives. */
class WebhooksTest {
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

    private static void until(String what, java.util.function.BooleanSupplier done) {
        for (int i = 0; i < 1000; i++) {
            if (done.getAsBoolean()) return;
            Portal.pause(10);
        }
        throw new AssertionError(what);
    }

    private static void refused(Answer answer, int status, String code) {
        assertEquals(code, answer.expect(status).json().getString("code"));
    }

    private static boolean genuine(Receiver.Hit hit, WebhookSecret secret) {
        var wanted = secret.sign(hit.id(), Long.parseLong(hit.header("webhook-timestamp")), hit.body());
        return Arrays.asList(hit.header("webhook-signature").split(" ")).contains(wanted);
    }

    @Test
    void what_happens_arrives_once_signed_and_with_what_was_declared_and_nothing_else() {
        endpoint("contact.created", "contact.changed");
        var made = hooks.program(Portal.ACME, "contacts:read contacts:write")
                .json("POST", "/api/v1/business/contacts", "{\"full_name\":\"Una New\",\"email\":\"una@example.org\"}")
                .expect(201);
        var hit = receiver.await(1, 10).getFirst();
        assertEquals("application/json", hit.header("Content-Type"));
        assertTrue(genuine(hit, SECRET));
        var body = new JsonObject(hit.body());
        assertEquals("contact.created", body.getString("type"));
        assertEquals(
                new JsonObject()
                        .put("object", "contact")
                        .put("id", made.json().getString("id"))
                        .put("contact", made.json().getString("id"))
                        .put("source", "api"),
                body.getJsonObject("data"));
        assertFalse(hit.body().contains("una@example.org"), "ids, and nothing of the person");
        until("marked", () -> hooks.count("delivered") == 1);
        assertEquals(1, receiver.hits().size());
        assertEquals(
                1,
                portal.count("SELECT count(*) FROM webhook_attempt WHERE status = 204 AND failure = '' AND ms >= 0"));
    }

    @Test
    void facts_arrive_in_their_order_and_only_the_chosen_ones() {
        endpoint("contact.created");
        hooks.contacts(Portal.ACME, 60);
        var seen = receiver.await(60, 20).stream().map(Receiver.Hit::id).toList();
        var wanted = portal
                .query(
                        "SELECT message_id::text FROM webhook_delivery WHERE tenant_id = ? ORDER BY seq",
                        portal.tenantId(Portal.ACME))
                .stream()
                .map(row -> (String) row.getFirst())
                .toList();
        assertEquals(wanted, seen);
    }

    @Test
    void an_endpoint_of_one_tenant_never_hears_of_another() {
        endpoint("contact.created");
        try (var other = Receiver.open()) {
            hooks.endpoint(Portal.GLOBEX, other.url("/globex"), "", "contact.created");
            hooks.contacts(Portal.GLOBEX, 20);
            hooks.contacts(Portal.ACME, 3);
            other.await(20, 10);
            receiver.await(3, 10);
            until("all marked", () -> hooks.count("queued") == 0);
            assertEquals(3, receiver.hits().size());
            assertEquals(20, other.hits().size());
        }
    }

    @Test
    void a_refused_message_comes_again_later_and_is_given_up_after_the_last_try() {
        receiver.answers(500).says("no " + "x".repeat(5_000) + "\0");
        endpoint("contact.created");
        hooks.contacts(Portal.ACME, 1);
        receiver.await(1, 10);
        until(
                "waits",
                () -> portal.count("SELECT count(*) FROM webhook_delivery WHERE state = 'queued' AND attempts = 1")
                        == 1);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM webhook_delivery WHERE due_at BETWEEN now() + interval '50 s' AND now() + interval '73 s'"));
        assertEquals(
                1024,
                portal.count("SELECT octet_length(answer) FROM webhook_attempt WHERE status = 500"),
                "the first kilobyte is kept");
        for (int i = 2; i <= Backoff.TRIES; i++) {
            int tries = i;
            hooks.hurry();
            until("try " + i, () -> portal.count("SELECT attempts FROM webhook_delivery") == tries);
        }
        assertEquals(1, hooks.count("dead"));
        assertEquals(Backoff.TRIES, receiver.hits().size());
        assertEquals(
                1, receiver.hits().stream().map(Receiver.Hit::id).distinct().count());
        assertEquals(
                1, receiver.hits().stream().map(Receiver.Hit::body).distinct().count());
    }

    @Test
    void after_five_failures_the_circuit_opens_and_a_success_sends_all_that_waited() {
        receiver.answers(503);
        var id = endpoint("contact.created");
        hooks.contacts(Portal.ACME, 30);
        receiver.await(Backoff.PATIENCE, 10);
        until(
                "open",
                () -> portal.count(
                                "SELECT count(*) FROM webhook_endpoint WHERE id = ? AND open_until > now() AND leased_until IS NULL",
                                id)
                        == 1);
        assertEquals(Backoff.PATIENCE, receiver.hits().size(), "nothing more is tried");
        receiver.answers(204);
        portal.execute("UPDATE webhook_endpoint SET open_until = now() WHERE id = ?", id);
        until("all", () -> hooks.count("delivered") == 30);
        assertEquals(0, portal.count("SELECT failures FROM webhook_endpoint WHERE id = ?", id));
    }

    @Test
    void after_three_days_of_failure_the_endpoint_is_disabled_and_its_owners_are_told() {
        receiver.answers(500);
        var id = endpoint("contact.created");
        hooks.contacts(Portal.ACME, 3);
        receiver.await(3, 10);
        until(
                "idle",
                () -> portal.count(
                                "SELECT count(*) FROM webhook_endpoint WHERE id = ? AND leased_until IS NULL AND failures = 3",
                                id)
                        == 1);
        portal.execute("UPDATE webhook_endpoint SET failing_since = now() - interval '73 hours' WHERE id = ?", id);
        hooks.hurry();
        until("disabled", () -> portal.count("SELECT count(*) FROM webhook_endpoint WHERE state = 'disabled'") == 1);
        assertEquals(3, hooks.count("dead"));
        var mail = portal.mail("olivia@staff.example", m -> m.subject().contains("webhook"));
        assertTrue(mail.text().contains("/t/acme/webhooks/" + id), mail.text());
        assertEquals(1, portal.count("SELECT count(*) FROM audit WHERE action = 'webhook.disabled'"));
        hooks.contacts(Portal.ACME, 2);
        // Switched on again, it hears of what it missed when asked.
        receiver.answers(204);
        receiver.forget();
        var program = hooks.program(Portal.ACME);
        refused(program.json("POST", ROOT + "/" + id + "/test", ""), 409, "webhook-off");
        program.header("If-Match", "*")
                .json("PATCH", ROOT + "/" + id, "{\"state\":\"on\"}")
                .expect(200);
        until("the two facts are numbered", () -> portal.count("SELECT count(*) FROM fact WHERE seq IS NULL") == 0);
        var again = hooks.program(Portal.ACME)
                .json("POST", ROOT + "/" + id + "/replay", "{\"since\":\"2020-01-01T00:00:00Z\"}")
                .expect(200);
        assertEquals(5, again.json().getInteger("count"));
        assertEquals(
                5,
                receiver.await(5, 10).stream().map(Receiver.Hit::id).distinct().count());
    }

    @Test
    void whoever_says_gone_is_disabled_at_once() {
        receiver.answers(410);
        var id = endpoint("contact.created");
        hooks.contacts(Portal.ACME, 1);
        until(
                "disabled",
                () -> portal.count("SELECT count(*) FROM webhook_endpoint WHERE id = ? AND state = 'disabled'", id)
                        == 1);
    }

    @Test
    void a_slow_receiver_keeps_nobody_else_waiting() {
        var closing = new java.util.concurrent.CountDownLatch(1);
        receiver.answers((exchange, body) -> {
            closing.await(8, java.util.concurrent.TimeUnit.SECONDS);
            return 204;
        });
        for (int i = 0; i < 6; i++) endpoint("contact.created");
        try (var quick = Receiver.open();
                var neighbour = Receiver.open()) {
            hooks.endpoint(Portal.GLOBEX, neighbour.url("/n"), "", "contact.created");
            hooks.contacts(Portal.ACME, 5);
            receiver.await(0, 1);
            long begun = System.nanoTime();
            hooks.contacts(Portal.GLOBEX, 50);
            neighbour.await(50, 5);
            System.out.println("webhooks: 50 messages of a neighbour took " + (System.nanoTime() - begun) / 1_000_000
                    + " ms while six receivers hung");
            assertEquals(0, quick.hits().size());
            assertEquals(0, receiver.hits().size(), "they hang still");
            assertTrue(
                    portal.count("SELECT count(*) FROM webhook_endpoint WHERE leased_until > now()") <= 5,
                    "four of a tenant at a time");
        } finally {
            closing.countDown();
        }
    }

    @Test
    void a_redirect_is_followed_nowhere() {
        try (var inside = Receiver.open()) {
            receiver.answers((exchange, body) -> {
                exchange.getResponseHeaders().add("Location", inside.url("/stolen"));
                return 307;
            });
            endpoint("contact.created");
            hooks.contacts(Portal.ACME, 1);
            receiver.await(1, 10);
            until("logged", () -> portal.count("SELECT count(*) FROM webhook_attempt WHERE status = 307") == 1);
            assertEquals(0, inside.hits().size());
        }
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
        assertTrue(genuine(both, SECRET) && genuine(both, fresh));
        portal.execute("UPDATE webhook_endpoint SET old_until = now() - interval '1 s' WHERE id = ?", id);
        hooks.contacts(Portal.ACME, 1);
        var one = receiver.await(2, 10).getLast();
        assertTrue(genuine(one, fresh) && !genuine(one, SECRET));
        assertEquals(0, portal.count("SELECT count(*) FROM webhook_endpoint WHERE position(? in secret) > 0", (Object)
                fresh.bytes()));
    }

    @Test
    void the_api_makes_lists_changes_and_deletes_endpoints() {
        var program = hooks.program(Portal.ACME);
        refused(program.json("POST", ROOT, "{\"url\":\"https://crm.example.com/x\",\"events\":[]}"), 422, "invalid");
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
        refused(
                hooks.program(Portal.ACME)
                        .header("If-Match", read.header("ETag"))
                        .json("PATCH", made.location(), "{\"state\":\"on\"}"),
                412,
                "version-stale");
        var foreign = hooks.program(Portal.GLOBEX);
        refused(foreign.get(made.location()), 404, "not-found");
        refused(foreign.send("DELETE", made.location(), null, null), 404, "not-found");
        refused(hooks.program(Portal.ACME, "contacts:read").get(ROOT), 403, "scope-missing");
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
        until("marked", () -> hooks.count("delivered") == 1);
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
