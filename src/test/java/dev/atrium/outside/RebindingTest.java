package dev.atrium.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A hundred ways to write an inner address, and name servers that lie: nothing inside is ever connected to. */
class RebindingTest {
    /** How an address of this machine, or of its network, can be written so that some reader takes it for one. */
    private static final List<String> HOSTS = List.of(
            "127.0.0.1",
            "127.1",
            "127.0.1",
            "127.000.000.001",
            "127.0.0.01",
            "127.255.255.254",
            "2130706433",
            "017700000001",
            "0177.0.0.1",
            "0177.0.0.01",
            "0x7f.0.0.1",
            "0x7f.1",
            "0x7F000001",
            "0x7f000001",
            "0x7f.0x0.0x0.0x1",
            "127.0.0.0x1",
            "0",
            "0.0.0.0",
            "00.00.00.00",
            "0x0",
            "0.0.0.0.",
            "127.0.0.1.",
            "127.0.0.1..",
            "10.0.0.1",
            "10.1",
            "012.0.0.1",
            "0xa.0.0.1",
            "167772161",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "3232235777",
            "0xc0.0xa8.1.1",
            "192.168.257",
            "169.254.169.254",
            "2852039166",
            "0xa9fea9fe",
            "0251.0376.0251.0376",
            "169.254.43518",
            "100.64.0.1",
            "100.127.255.254",
            "198.18.0.1",
            "192.0.0.1",
            "192.0.2.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "4294967295",
            "[::1]",
            "[::]",
            "[0:0:0:0:0:0:0:1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[0:0:0:0:0:ffff:127.0.0.1]",
            "[::127.0.0.1]",
            "[::7f00:1]",
            "[::ffff:10.0.0.1]",
            "[::ffff:169.254.169.254]",
            "[::ffff:0:127.0.0.1]",
            "[64:ff9b::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b:1::7f00:1]",
            "[2002:7f00:1::]",
            "[2002:a00:1::1]",
            "[2001:0:7f00:1::]",
            "[2001::1]",
            "[fe80::1]",
            "[fe80::1%25lo]",
            "[fe80::1%lo]",
            "[fc00::1]",
            "[fd00:ec2::254]",
            "[fec0::1]",
            "[ff02::1]",
            "[2001:db8::1]",
            "[3fff::1]",
            "[100::1]",
            "[::1",
            "::1",
            "[::1]x",
            "[127.0.0.1]",
            "localhost",
            "LOCALHOST",
            "localhost.",
            "LocalHost.LocalDomain",
            "ip6-localhost",
            "a.localhost",
            "printer",
            "router.local",
            "db.internal",
            "metadata.google.internal",
            "nas.lan",
            "wiki.corp",
            "mail.home",
            "x.home.arpa",
            "1.0.0.127.in-addr.arpa",
            "hidden.onion",
            "a.test",
            "a.invalid",
            "\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3",
            "\uff11\uff12\uff17.0.0.1",
            "127\u30020\u30020\u30021",
            "127%2e0%2e0%2e1",
            "%31%32%37.0.0.1",
            "example.com@127.0.0.1",
            "127.0.0.1@example.com",
            "example.com\\@127.0.0.1",
            "127.0.0.1#@example.com",
            "127.0.0.1?@example.com",
            "127.0.0.1\\example.com",
            "example.com:80@127.0.0.1",
            "-.example.com",
            "1.2.3.4.5",
            "256.256.256.256",
            "1.2.3",
            "0x.example.0x",
            "example.com:443:80",
            "example.com: 443",
            "example.com:",
            "example.com:0",
            "example.com:65536",
            "example.com:+443",
            " example.com",
            "example.com\t",
            "exa\nmple.com",
            "");

    private static Future<OutsideClient.Answer> send(OutsideClient client, OutsideUrl url) {
        return client.send(new OutsideClient.Call(
                HttpMethod.POST, url, Map.of(), Buffer.buffer("x"), Duration.ofSeconds(3), 1024));
    }

    @Test
    void a_hundred_spellings_and_every_lying_name_lead_to_no_connection_inside() throws Exception {
        var vertx = Vertx.vertx();
        var met = new AtomicInteger();
        try (var trap = new ServerSocket()) {
            trap.bind(new InetSocketAddress("0.0.0.0", 0));
            Thread.startVirtualThread(() -> count(trap, met));
            int tried = spellings(vertx, trap.getLocalPort()) + liars(vertx, trap.getLocalPort());
            // Whoever got through would be in the queue of the socket by now.
            try (var probe = new java.net.Socket("127.0.0.1", trap.getLocalPort())) {
                assertTrue(probe.isConnected());
            }
            for (int i = 0; i < 500 && met.get() == 0; i++) Thread.sleep(10);
            System.out.println(
                    "outside: " + (met.get() - 1) + " connections inside of " + tried + " ways to ask for one");
            assertEquals(1, met.get(), "the probe, and nobody else");
            assertTrue(tried > 150, tried + " ways");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private static void count(ServerSocket trap, AtomicInteger met) {
        while (!trap.isClosed()) {
            try (var socket = trap.accept()) {
                met.incrementAndGet();
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Each with the trap's own port opened, so that the address alone can be what refuses. */
    private static int spellings(Vertx vertx, int port) throws Exception {
        var rules = new OutsideRules(true, false, Set.of(80, 443, port));
        int tried = 0;
        try (var client = new OutsideClient(vertx, rules)) {
            for (var host : HOSTS) {
                for (var form :
                        List.of("http://" + host + ":" + port + "/", "http://" + host + "/", "https://" + host)) {
                    tried++;
                    try {
                        var url = OutsideUrl.parse("url", form, rules);
                        var done = send(client, url).toCompletionStage().toCompletableFuture();
                        done.handle((answer, e) -> e != null).get(10, TimeUnit.SECONDS);
                        assertTrue(done.isCompletedExceptionally(), form + " was answered");
                        assertTrue(host.contains("example"), form + " passed for an address of the world");
                    } catch (Problem refused) {
                        assertTrue(refused.fields().containsKey("url"), form);
                    }
                }
            }
        }
        return tried;
    }

    /** Names whose first answer is fine and whose second is not, or that answer both at once, or whatever else. */
    private static int liars(Vertx vertx, int port) throws Exception {
        var rules = new OutsideRules(true, false, Set.of(80, 443, port));
        int tried = 0;
        for (var inner : List.of("127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:127.0.0.1")) {
            for (var answers : List.of(
                    List.of(inner),
                    List.of("192.0.2.1", inner),
                    List.of("8.8.8.8", inner),
                    List.of(inner, "8.8.8.8"))) {
                tried++;
                try (var client = new OutsideClient(vertx, rules, host -> Future.succeededFuture(all(answers)), null)) {
                    assertEquals("inside", outcome(client, "http://liar.example:" + port + "/"), answers.toString());
                }
            }
        }
        return tried + rebinding(vertx, rules, port);
    }

    /** The second answer would be inside; it is never asked for, since the first one is connected to. */
    private static int rebinding(Vertx vertx, OutsideRules rules, int port) throws Exception {
        int tried = 0;
        for (int i = 0; i < 20; i++) {
            var asked = new AtomicInteger();
            Resolver flips = host -> Future.succeededFuture(
                    // An address of the world at which nobody answers here.
                    all(List.of(asked.getAndIncrement() == 0 ? "9.9.9.9" : "127.0.0.1")));
            try (var client = new OutsideClient(vertx, rules, flips, null)) {
                var url = OutsideUrl.parse("url", "http://flip" + i + ".example:" + port + "/", rules);
                var call = new OutsideClient.Call(
                        HttpMethod.POST, url, Map.of(), Buffer.buffer("x"), Duration.ofMillis(50), 1024);
                client.send(call)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .handle((a, e) -> e)
                        .get(10, TimeUnit.SECONDS);
                assertEquals(1, asked.get(), "one look per request");
                assertEquals("inside", outcome(client, "http://flip" + i + ".example:" + port + "/"));
            }
            tried += 2;
        }
        return tried;
    }

    private static String outcome(OutsideClient client, String text) throws Exception {
        var url = OutsideUrl.parse("url", text, client.rules());
        return send(client, url)
                .map(answer -> "answered " + answer.status())
                .otherwise(Throwable::getMessage)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static List<InetAddress> all(List<String> literals) {
        var all = new ArrayList<InetAddress>();
        for (var literal : literals) {
            try {
                all.add(InetAddress.getByName(literal));
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }
        return all;
    }
}
