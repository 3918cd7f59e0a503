package dev.atrium.webhooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Receiver;
import dev.atrium.secrets.WebhookSecret;
import io.vertx.core.json.JsonObject;
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
    void what_happens_arrives_once_signed_and_with_what_was_declared_and_nothing_else() {
        endpoint("contact.created", "contact.changed");
        var made = hooks.program(Portal.ACME, "contacts:read contacts:write")
                .json("POST", "/api/v1/business/contacts", "{\"full_name\":\"Una New\",\"email\":\"una@example.org\"}")
                .expect(201);
        var hit = receiver.await(1, 10).getFirst();
        assertEquals("application/json", hit.header("Content-Type"));
        assertTrue(Hooks.genuine(hit, SECRET));
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
        Hooks.until("marked", () -> hooks.count("delivered") == 1);
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
            Hooks.until("all marked", () -> hooks.count("queued") == 0);
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
        Hooks.until(
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
            Hooks.until("try " + i, () -> portal.count("SELECT attempts FROM webhook_delivery") == tries);
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
        Hooks.until(
                "open",
                () -> portal.count(
                                "SELECT count(*) FROM webhook_endpoint WHERE id = ? AND open_until > now() AND leased_until IS NULL",
                                id)
                        == 1);
        assertEquals(Backoff.PATIENCE, receiver.hits().size(), "nothing more is tried");
        receiver.answers(204);
        portal.execute("UPDATE webhook_endpoint SET open_until = now() WHERE id = ?", id);
        Hooks.until("all", () -> hooks.count("delivered") == 30);
        assertEquals(0, portal.count("SELECT failures FROM webhook_endpoint WHERE id = ?", id));
    }

    @Test
    void after_three_days_of_failure_the_endpoint_is_disabled_and_its_owners_are_told() {
        // Nobody has told her of another endpoint yet: who has been told is not mailed again within the hour.
        portal.staff("Paula Patient", "paula@staff.example", "owner", Portal.ACME);
        receiver.answers(500);
        var id = endpoint("contact.created");
        hooks.contacts(Portal.ACME, 3);
        receiver.await(3, 10);
        Hooks.until(
                "idle",
                () -> portal.count(
                                "SELECT count(*) FROM webhook_endpoint WHERE id = ? AND leased_until IS NULL AND failures = 3",
                                id)
                        == 1);
        portal.execute("UPDATE webhook_endpoint SET failing_since = now() - interval '73 hours' WHERE id = ?", id);
        hooks.hurry();
        Hooks.until(
                "disabled", () -> portal.count("SELECT count(*) FROM webhook_endpoint WHERE state = 'disabled'") == 1);
        assertEquals(3, hooks.count("dead"));
        portal.mail(
                "paula@staff.example",
                m -> m.subject().contains("webhook") && m.text().contains("/t/acme/webhooks/" + id));
        assertEquals(
                1, portal.count("SELECT count(*) FROM audit WHERE action = 'webhook.disabled' AND object_id = ?", id));
        hooks.contacts(Portal.ACME, 2);
        // Switched on again, it hears of what it missed when asked.
        receiver.answers(204);
        receiver.forget();
        var program = hooks.program(Portal.ACME);
        Hooks.refused(program.json("POST", ROOT + "/" + id + "/test", ""), 409, "webhook-off");
        program.header("If-Match", "*")
                .json("PATCH", ROOT + "/" + id, "{\"state\":\"on\"}")
                .expect(200);
        Hooks.until(
                "the two facts are numbered", () -> portal.count("SELECT count(*) FROM fact WHERE seq IS NULL") == 0);
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
        Hooks.until(
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
            Hooks.until("logged", () -> portal.count("SELECT count(*) FROM webhook_attempt WHERE status = 307") == 1);
            assertEquals(0, inside.hits().size());
        }
    }
}
