package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Receiver;
import dev.atrium.secrets.WebhookSecret;
import dev.atrium.webhooks.Hooks;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A receiver that fails as it likes gets every message in the end, each under one id and as the same bytes, in little memory. */
class WebhookProofTest {
    private static final long MOST_MEGABYTES = 48;
    private static final WebhookSecret SECRET = WebhookSecret.random();

    private final Random chance = new Random(42);
    private final AtomicInteger hung = new AtomicInteger();

    /** Of twenty: three refused, one cut, one told to wait, one led elsewhere, two slow, the rest taken; the first refused ones hang. */
    private int whim(com.sun.net.httpserver.HttpExchange exchange, int hangs, Receiver elsewhere)
            throws InterruptedException {
        int drawn;
        synchronized (chance) {
            drawn = chance.nextInt(20);
        }
        if (drawn == 0 && hung.getAndIncrement() < hangs) {
            TimeUnit.SECONDS.sleep(11);
            return 0;
        }
        if (drawn == 5) exchange.getResponseHeaders().add("Location", elsewhere.url("/elsewhere"));
        if (drawn == 6 || drawn == 7) TimeUnit.MILLISECONDS.sleep(50);
        return drawn < 3 ? 500 : drawn == 3 ? 0 : drawn == 4 ? 429 : drawn == 5 ? 302 : 204;
    }

    private static long heap() {
        System.gc();
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
    }

    @Test
    void of_a_thousand_facts_to_a_receiver_that_fails_at_random_none_is_lost_and_no_id_has_two_bodies() {
        int facts = Proof.scaled(1_000);
        try (var portal = Portal.start(Hooks.HERE);
                var receiver = Receiver.open();
                var stranger = Receiver.open()) {
            var hooks = new Hooks(portal);
            receiver.answers((exchange, body) -> whim(exchange, Proof.scaled(5), stranger));
            hooks.endpoint(Portal.ACME, receiver.url("/in"), SECRET.text(), "contact.created");
            hooks.endpoint(Portal.GLOBEX, stranger.url("/in"), "", "contact.created");
            long before = heap();
            hooks.contacts(Portal.ACME, facts);
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
            while (hooks.count("delivered") < facts && System.nanoTime() < until) {
                hooks.hurry();
                Portal.pause(20);
            }
            long grown = heap() - before;
            Map<String, Set<String>> bodies = new HashMap<>();
            var taken = new HashSet<String>();
            long forged = 0;
            for (var hit : receiver.hits()) {
                bodies.computeIfAbsent(hit.id(), x -> new HashSet<>()).add(hit.body());
                if (hit.answered() == 204) taken.add(hit.id());
                if (!Hooks.genuine(hit, SECRET)) forged++;
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
                    "hung",
                    Math.min(hung.get(), Proof.scaled(5)),
                    "ids_with_two_bodies",
                    twofold,
                    "wrong_signatures",
                    forged,
                    "heap_grown_mb",
                    grown,
                    "of_another_tenant_or_by_redirect",
                    stranger.hits().size());
            assertEquals(facts, taken.size(), "every fact arrived");
            assertEquals(facts, bodies.size(), "and nothing else did");
            assertEquals(0, twofold);
            assertEquals(0, forged);
            assertEquals(0, stranger.hits().size());
            assertTrue(grown < MOST_MEGABYTES, grown + " MB");
        }
    }
}
