package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Receiver;
import dev.atrium.webhooks.Hooks;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A receiver that fails as it likes gets every message in the end, each under one id and as the same bytes. */
class WebhookProofTest {
    @Test
    void of_a_thousand_facts_to_a_receiver_that_fails_at_random_none_is_lost_and_no_id_has_two_bodies() {
        int facts = Proof.scaled(1_000);
        try (var portal = Portal.start(Hooks.HERE);
                var receiver = Receiver.open();
                var stranger = Receiver.open()) {
            var hooks = new Hooks(portal);
            var chance = new Random(42);
            receiver.answers((exchange, body) -> {
                synchronized (chance) {
                    int drawn = chance.nextInt(10);
                    return drawn < 3 ? 500 : drawn == 3 ? 0 : drawn == 4 ? 429 : 204;
                }
            });
            hooks.endpoint(Portal.ACME, receiver.url("/in"), "", "contact.created");
            hooks.endpoint(Portal.GLOBEX, stranger.url("/in"), "", "contact.created");
            hooks.contacts(Portal.ACME, facts);
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            while (hooks.count("delivered") < facts && System.nanoTime() < until) {
                hooks.hurry();
                Portal.pause(20);
            }
            Map<String, Set<String>> bodies = new HashMap<>();
            var taken = new HashSet<String>();
            for (var hit : receiver.hits()) {
                bodies.computeIfAbsent(hit.id(), x -> new HashSet<>()).add(hit.body());
                if (hit.answered() == 204) taken.add(hit.id());
            }
            long twofold =
                    bodies.values().stream().filter(all -> all.size() > 1).count();
            Proof.print(
                    "webhooks-lost",
                    facts,
                    facts - taken.size(),
                    "0",
                    "requests",
                    receiver.hits().size(),
                    "ids_with_two_bodies",
                    twofold,
                    "of_another_tenant",
                    stranger.hits().size());
            assertEquals(facts, taken.size(), "every fact arrived");
            assertEquals(facts, bodies.size(), "and nothing else did");
            assertEquals(0, twofold);
            assertEquals(0, stranger.hits().size());
        }
    }
}
