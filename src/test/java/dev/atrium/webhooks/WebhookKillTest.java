package dev.atrium.webhooks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Configs;
import dev.atrium.harness.Receiver;
import dev.atrium.harness.VictimDatabase;
import dev.atrium.secrets.Keys;
import dev.atrium.secrets.WebhookSecret;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while a receiver has a message sends it once more, under the same id and as the same bytes. */
class WebhookKillTest {
    private static final String STATE = "SELECT state FROM webhook_delivery";

    @TempDir
    Path data;

    private final VictimDatabase database = new VictimDatabase();

    private void queue(Receiver receiver) {
        var tenant = database.tenant();
        var endpoint = UUID.randomUUID();
        var keys = new Keys(Base64.getDecoder().decode(Configs.SECRET));
        database.execute(
                "INSERT INTO webhook_endpoint (tenant_id, id, url, events, secret) VALUES (?, ?, ?, '{contact.created}', ?)",
                tenant,
                endpoint,
                receiver.url("/in"),
                new Seal(keys).close(tenant, endpoint, WebhookSecret.random()));
        database.execute(
                "INSERT INTO webhook_delivery (tenant_id, endpoint_id, message_id, event, seq, body) VALUES (?, ?, gen_random_uuid(), 'contact.created', 1, '{\"type\":\"contact.created\"}')",
                tenant,
                endpoint);
    }

    private Process start() {
        var settings = new HashMap<>(Map.of("data.dir", data.toString()));
        settings.putAll(Hooks.HERE);
        return database.start(settings);
    }

    @Test
    void killed_between_the_receivers_having_it_and_the_mark_it_sends_once_more_under_the_same_id() throws Exception {
        try (var receiver = Receiver.open()) {
            queue(receiver);
            var victim = new AtomicReference<Process>();
            // The receiver has read all of it, and nobody lives to hear its answer.
            receiver.answers((exchange, body) -> {
                var process = victim.getAndSet(null);
                if (process != null) VictimDatabase.kill(process);
                return 204;
            });
            var first = start();
            victim.set(first);
            receiver.await(1, 60);
            first.waitFor();
            assertEquals("queued", database.value(STATE), "nobody marked it");
            // Two minutes later the dead server's lease is over.
            database.execute("UPDATE webhook_endpoint SET leased_until = now()");
            var second = start();
            try {
                database.until("delivered", STATE);
            } finally {
                VictimDatabase.kill(second);
            }
            var hits = receiver.hits();
            System.out.println("kill -9 between answer and mark: the message went out " + hits.size() + " times");
            assertEquals(2, hits.size());
            assertEquals(hits.getFirst().id(), hits.getLast().id());
            assertEquals(hits.getFirst().body(), hits.getLast().body());
        }
    }
}
