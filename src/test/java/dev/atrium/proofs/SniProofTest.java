package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Handshakes for names that are nobody's leave nothing behind (compare CVE-2026-6860). */
class SniProofTest {
    private static final String NAME = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.members.test";
    private static final int LETTERS = 32;
    private static final int HANDSHAKES = Proof.scaled(100_000);
    private static final int HANDS = 8;
    /** Of a refusal, be it an alert alone or one behind the greeting that TLS 1.3 begins with; no certificate is so short. */
    private static final int MOST_ANSWERED = 400;

    /** So seldom is a handshake one of TLS 1.3, which costs the server a key exchange. */
    private static final int ELLIPTIC = 10;

    private static final long MOST_BYTES = 16L << 20;

    private static Portal portal;

    @BeforeAll
    static void start() {
        Map<String, String> settings = new HashMap<>(Proof.raised());
        settings.put("tls.port", "-1");
        portal = Portal.start(settings);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @Test
    void random_names_do_not_make_the_heap_grow() throws Exception {
        var hellos = List.of(hello("TLSv1.2"), hello("TLSv1.3"));
        greet(hellos, 500);
        long before = used();
        int refused = greet(hellos, HANDSHAKES);
        long grown = used() - before;
        Proof.print("heap after handshakes with random names", HANDSHAKES, HANDSHAKES - refused, "0", "bytes", grown);
        assertEquals(HANDSHAKES, refused, "each is refused");
        assertTrue(grown < MOST_BYTES, grown + " bytes");
    }

    /** What a client says first, as the JDK says it. */
    private static byte[] hello(String version) throws Exception {
        var engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {version});
        var parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(NAME)));
        engine.setSSLParameters(parameters);
        var out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        var bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private static int greet(List<byte[]> hellos, int times) throws Exception {
        var refused = new AtomicInteger();
        try (var hands = Executors.newFixedThreadPool(HANDS)) {
            for (int hand = 0; hand < HANDS; hand++) {
                int share = times / HANDS + (hand < times % HANDS ? 1 : 0);
                var random = new Random(hand);
                hands.submit(() -> {
                    for (int i = 0; i < share; i++)
                        if (refused(named(hellos.get(i % ELLIPTIC == 0 ? 1 : 0), random))) refused.incrementAndGet();
                    return null;
                });
            }
        }
        return refused.get();
    }

    /** The same greeting for another name of the same length. */
    private static byte[] named(byte[] hello, Random random) {
        var mine = hello.clone();
        int at = new String(hello, StandardCharsets.ISO_8859_1).indexOf(NAME);
        for (int letter = 0; letter < LETTERS; letter++) mine[at + letter] = (byte) ('a' + random.nextInt(26));
        return mine;
    }

    private static boolean refused(byte[] hello) throws Exception {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), portal.app().tlsPort())) {
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(hello);
            return socket.getInputStream().readAllBytes().length < MOST_ANSWERED;
        }
    }

    private static long used() {
        var runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
