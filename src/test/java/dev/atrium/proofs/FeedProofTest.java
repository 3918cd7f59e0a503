package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import dev.atrium.App;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.kernel.Ids;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Nothing lost, nothing twice, nothing out of order: listeners at three servers, writers through the public API of all three,
 * sockets cut at random, the bus of two servers cut off, and the third killed and started again, all while posts are written.
 * {@code bench/feeds} runs it in full.
 */
class FeedProofTest {
    private static final int WRITERS = 20;
    /** What servers tell one another of feeds; PostgreSQL knows it all. */
    private static final String HINT = "feed.hint";

    private final Faithful.Tally tally = new Faithful.Tally();
    private final AtomicLong hintsLost = new AtomicLong();
    private final AtomicLong kills = new AtomicLong();

    @Test
    void whatever_is_cut_everybody_hears_everything_once_and_in_order() throws Exception {
        int listeners = Proof.scaled(200);
        int posts = Proof.scaled(5_100);
        var settings = new HashMap<>(Proof.raised());
        for (var limit : List.of(
                "posts-per-minute", "sockets-per-account", "api-requests-per-minute", "requests-per-ip-per-second"))
            settings.put("limits." + limit, "1000000");
        // One name for all three servers, so that a token of the one is worth something at the others.
        settings.put("http.public-port", "8080");
        App second = null;
        // What a loop's handler throws ends the turn and whatever else it was to do, and nobody hears of it but the
        // log.
        var unhandled = new ListAppender<ILoggingEvent>();
        var loops = (Logger) LoggerFactory.getLogger("io.vertx.core.impl.ContextImpl");
        unhandled.start();
        loops.addAppender(unhandled);
        var third = new AtomicReference<Process>();
        try (var portal = Portal.start(settings);
                var journal = new Journal()) {
            var client = HttpClient.newHttpClient();
            second = portal.second();
            int port = freePort();
            third.set(portal.victim(port));
            await(port);
            var group = Ids.next();
            var channel = Ids.next();
            var tokens = arrange(portal, group, channel);
            var ports = List.of(portal.port(), second.httpPort(), port);
            var all = new ArrayList<Faithful>();
            for (int n = 0; n < listeners; n++)
                all.add(new Faithful(client, tally, ports.get(n % 3), tokens.get(n % tokens.size()), "group:" + group));
            all.forEach(Faithful::connect);
            var faults = new AtomicBoolean(true);
            var writing = new AtomicBoolean(true);
            var writers = new ArrayList<Future<?>>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int n = 0; n < WRITERS; n++) {
                    var writer = new Writer(ports, n, group, channel, tokens.get(n % tokens.size()), journal);
                    writers.add(threads.submit(() -> writer.write(posts / WRITERS, faults)));
                }
                threads.submit(() -> cut(all, writing));
                var deaf = List.of(portal.house().vertx(), second.house().vertx());
                var bus = threads.submit(() -> withoutBus(deaf));
                var killing = threads.submit(() -> kill(portal, third, port));
                bus.get();
                killing.get();
                faults.set(false);
                for (var writer : writers) writer.get();
                writing.set(false);
            }
            judge(portal, group, all, journal);
            assertEquals(List.of(), ours(unhandled.list), "thrown by our own handlers");
        } finally {
            loops.detachAppender(unhandled);
            if (second != null) second.stop();
            third.get().destroyForcibly();
        }
    }

    /** What code of this house threw; a client's pool that completes a promise twice when its timer is late is not ours. */
    private static List<String> ours(List<ILoggingEvent> logged) {
        return logged.stream()
                .map(ILoggingEvent::getThrowableProxy)
                .filter(thrown -> thrown != null
                        && Stream.of(thrown.getStackTraceElementProxyArray())
                                .anyMatch(step -> step.getStackTraceElement()
                                        .getClassName()
                                        .startsWith("dev.atrium.")))
                .map(IThrowableProxy::getClassName)
                .toList();
    }

    private void judge(Portal portal, UUID group, List<Faithful> all, Journal journal) {
        long head = portal.count("SELECT seq FROM portal.feed WHERE id = ?", group);
        for (int i = 0; i < 1_200 && all.stream().anyMatch(one -> one.last() < head); i++) Portal.pause(100);
        var late = all.stream().filter(one -> one.last() < head).toList();
        long behind = late.stream().mapToLong(one -> head - one.last()).sum();
        var why = late.stream().map(Faithful::state).toList();
        all.forEach(Faithful::end);
        var truth =
                portal.query("SELECT object_id FROM portal.feed_event WHERE feed_id = ? ORDER BY seq", group).stream()
                        .map(row -> (UUID) row.getFirst())
                        .toList();
        long disordered = all.stream()
                .filter(one -> late.isEmpty() && !one.objects().equals(truth))
                .count();
        var acknowledged = journal.read();
        long lost = acknowledged.stream().filter(post -> !truth.contains(post)).count();
        long twice = tally.twice.get() + truth.size() - new HashSet<>(truth).size();
        Proof.print(
                "feeds-under-fire",
                tally.delivered.get(),
                tally.missing.get() + behind + lost + twice + disordered + tally.wrong.get(),
                "0",
                "listeners",
                all.size(),
                "writers",
                WRITERS,
                "acknowledged",
                acknowledged.size(),
                "missing",
                tally.missing.get() + behind + lost,
                "twice",
                twice,
                "out_of_order",
                disordered,
                "wrong",
                tally.wrong.get(),
                "reconnects",
                tally.reconnects.get(),
                "hints_lost",
                hintsLost.get(),
                "kills",
                kills.get());
        assertEquals(0, behind, "listeners that never heard all: " + why);
        assertEquals(0, tally.missing.get(), "missing");
        assertEquals(0, lost, "acknowledged, and in no feed");
        assertEquals(0, twice, "twice");
        assertEquals(0, disordered, "listeners who heard another order than the feed's");
        assertEquals(0, tally.wrong.get(), "said something else than was posted");
        assertEquals(acknowledged.size(), truth.size(), "what was acknowledged is kept once");
        assertTrue(tally.delivered.get() >= head * all.size());
        assertTrue(hintsLost.get() > 0 && kills.get() > 0, "the faults have happened");
    }

    /** Somebody who posts at one server after the other, and sends again under the same id what was not acknowledged. */
    private record Writer(List<Integer> ports, int number, UUID group, UUID channel, String token, Journal journal) {
        /** Writes {@code posts}, and goes on for as long as there are faults. */
        void write(int posts, AtomicBoolean faults) {
            for (int i = 0; i < posts || faults.get(); i++) post();
        }

        private void post() {
            var id = Ids.next();
            var body = new JsonObject()
                    .put("id", id.toString())
                    .put("channel", channel.toString())
                    .put("body", Faithful.body(id.toString()))
                    .encode();
            for (int tries = 0; tries < 600; tries++) {
                if (acknowledged(ports.get((number + tries) % ports.size()), body)) {
                    journal.acknowledged(id);
                    return;
                }
                Portal.pause(50);
            }
            throw new AssertionError("never acknowledged: " + id);
        }

        private boolean acknowledged(int port, String body) {
            try {
                var answer = new Visitor(port, "acme.localhost")
                        .header("Authorization", "Bearer " + token)
                        .json("POST", "/api/v1/groups/" + group + "/posts", body);
                if (answer.status() != 201 && answer.status() < 500)
                    throw new AssertionError("HTTP " + answer.status() + " " + answer.body());
                return answer.status() == 201;
            } catch (UncheckedIOException e) {
                return false;
            }
        }
    }

    private static List<String> arrange(Portal portal, UUID group, UUID channel) {
        var tenant = portal.tenantId(Portal.ACME);
        portal.execute(
                "INSERT INTO portal.community_group (tenant_id, id, slug, name) VALUES (?, ?, 'fire', 'Fire')",
                tenant,
                group);
        portal.execute(
                "INSERT INTO portal.channel (tenant_id, id, group_id, name) VALUES (?, ?, ?, 'General')",
                tenant,
                channel,
                group);
        portal.settings(Portal.ACME, "profile_blocks = '{}'");
        var tokens = new ArrayList<String>();
        for (int n = 0; n < 4; n++) {
            portal.account(Portal.ACME, "Member " + n, "m" + n + "@example.com");
            tokens.add(portal.as(Portal.ACME, "m" + n + "@example.com")
                    .json("POST", "/api/v1/tokens", "")
                    .expect(200)
                    .json()
                    .getString("access_token"));
        }
        portal.execute(
                "INSERT INTO portal.membership (tenant_id, group_id, contact_id, joined_at)"
                        + " SELECT tenant_id, ?, contact_id, now() FROM portal.account WHERE tenant_id = ?",
                group,
                tenant);
        return tokens;
    }

    private static void cut(List<Faithful> all, AtomicBoolean going) {
        var random = new Random(7);
        while (going.get()) {
            all.get(random.nextInt(all.size())).cut();
            Portal.pause(50);
        }
    }

    /** For half a minute these servers hear no hint, neither of others nor their own. */
    private void withoutBus(List<Vertx> servers) {
        Handler<DeliveryContext<Object>> cut = delivery -> {
            if (delivery.message().address().equals(HINT)) hintsLost.incrementAndGet();
            else delivery.next();
        };
        while (tally.delivered.get() == 0) Portal.pause(50);
        servers.forEach(vertx -> vertx.eventBus().addInboundInterceptor(cut));
        Portal.pause(Proof.scaled(30_000));
        servers.forEach(vertx -> vertx.eventBus().removeInboundInterceptor(cut));
    }

    /** Without warning, while it is written to and listened to; and up again, three times in full. */
    private void kill(Portal portal, AtomicReference<Process> server, int port) {
        for (int i = 0; i < Proof.scaled(3); i++) {
            await(port);
            Portal.pause(Proof.scaled(5_000));
            server.get().destroyForcibly();
            kills.incrementAndGet();
            Portal.pause(500);
            server.set(portal.victim(port));
        }
        await(port);
    }

    private static void await(int port) {
        for (int i = 0; i < 600 && !answers(port); i++) Portal.pause(100);
    }

    private static boolean answers(int port) {
        try (var socket = new java.net.Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
