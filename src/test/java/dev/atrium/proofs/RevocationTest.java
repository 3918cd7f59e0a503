package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.App;
import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How long a second server believes a session that was ended at the first: with the bus between them, and with it cut. */
class RevocationTest {
    private static Portal portal;
    private static App second;

    @BeforeAll
    static void start() {
        portal = Portal.start(Proof.raised());
        second = portal.second();
    }

    @AfterAll
    static void stop() {
        second.stop();
        portal.close();
    }

    private enum Ending {
        SIGN_OUT {
            @Override
            void by(Visitor owner) {
                owner.post("/logout", Map.of()).expect(303);
            }
        },
        EVERYWHERE {
            @Override
            void by(Visitor owner) {
                owner.post("/logout/everywhere", Map.of()).expect(303);
            }
        },
        NEW_PASSWORD {
            @Override
            void by(Visitor owner) {
                owner.post("/account/password", Map.of("password", "four-grey-herons"))
                        .expect(303);
            }
        };

        abstract void by(Visitor owner);
    }

    /** Milliseconds until the second server turns the session away, and 30 s where it never does. */
    private static long late(String email, Ending ending) {
        var owner = portal.at(Portal.ACME);
        owner.post("/login", Forms.login(email, Portal.PASSWORD)).expect(303);
        var device = portal.at(Portal.ACME);
        device.post("/login", Forms.login(email, Portal.PASSWORD)).expect(303);
        var lost = ending == Ending.SIGN_OUT ? owner.cookie("session") : device.cookie("session");
        var there = new Visitor(second.httpPort(), "acme.localhost").cookie("session", lost);
        there.get("/").expect(200);
        ending.by(owner);
        long begun = System.nanoTime();
        for (int i = 0; i < 1500; i++) {
            long asked = System.nanoTime();
            var answer = new Visitor(second.httpPort(), "acme.localhost")
                    .cookie("session", lost)
                    .get("/");
            if (answer.status() != 200) return (asked - begun) / 1_000_000;
            Portal.pause(20);
        }
        return 30_000;
    }

    private static void prove(String what, long limit) {
        int of = Math.max(2, Proof.scaled(20));
        var endings = Ending.values();
        for (int n = 0; n < of * endings.length; n++)
            portal.account(Portal.ACME, "Re Voked", what + n + "@example.com");
        List<Long> times =
                Race.of(of * endings.length, n -> late(what + n + "@example.com", endings[n % endings.length]));
        long over = times.stream().filter(time -> time > limit).count();
        long worst = times.stream().mapToLong(Long::longValue).max().orElseThrow();
        Proof.print(what, times.size(), over, "0 later than " + limit + " ms", "worst_ms", worst);
        assertEquals(0, over, times.toString());
        assertTrue(worst < 30_000);
    }

    @Test
    void within_ten_seconds_where_the_bus_is_cut() {
        prove("revocation-bus-cut", 10_000);
    }

    /** What a clustered bus does: whatever is published at one server arrives at the other. */
    @Test
    void within_a_second_where_the_bus_carries_it() {
        var bridge = portal.house()
                .vertx()
                .eventBus()
                .<JsonArray>consumer(
                        "session.stale",
                        message -> second.house().vertx().eventBus().publish("session.stale", message.body()));
        try {
            prove("revocation-with-bus", 1_000);
        } finally {
            bridge.unregister();
        }
    }
}
