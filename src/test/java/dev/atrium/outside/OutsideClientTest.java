package dev.atrium.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Receiver;
import dev.atrium.outside.OutsideFailure.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The door keeps its rules on a real socket. */
class OutsideClientTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final OutsideRules OWN = new OutsideRules(true, true, Set.of(80, 443, 8443));

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static OutsideClient.Answer send(OutsideClient client, String url, Duration timeout) throws Throwable {
        var call = new OutsideClient.Call(
                HttpMethod.POST,
                OutsideUrl.parse("url", url, client.rules()),
                Map.of("Content-Type", "text/plain"),
                Buffer.buffer("hello"),
                timeout,
                64 * 1024);
        try {
            return client.send(call).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static Reason refused(OutsideClient client, String url, Duration timeout) {
        return assertThrows(OutsideFailure.class, () -> send(client, url, timeout))
                .reason();
    }

    @Test
    void an_answer_is_read_up_to_its_bound_and_no_further() throws Throwable {
        try (var receiver = Receiver.open().answers(200).says("x".repeat(1_000_000));
                var client = new OutsideClient(VERTX, OWN)) {
            var answer = send(client, receiver.url("/a?b=c"), Duration.ofSeconds(10));
            assertEquals(200, answer.status());
            assertTrue(answer.cut());
            assertEquals(64 * 1024, answer.body().length());
            var hit = receiver.await(1, 5).getFirst();
            assertEquals("/a?b=c", hit.path());
            assertEquals("hello", hit.body());
            assertEquals("127.0.0.1:" + receiver.port(), hit.header("Host"));
        }
    }

    @Test
    void a_drip_a_silence_and_a_hang_up_end_in_time() {
        try (var client = new OutsideClient(VERTX, OWN);
                var receiver = Receiver.open()) {
            receiver.answers((exchange, body) -> {
                exchange.sendResponseHeaders(200, 0);
                for (int i = 0; i < 200; i++) {
                    exchange.getResponseBody().write('.');
                    exchange.getResponseBody().flush();
                    Thread.sleep(50);
                }
                return 0;
            });
            long begun = System.nanoTime();
            assertEquals(Reason.TIMEOUT, refused(client, receiver.url("/"), Duration.ofMillis(600)));
            assertTrue(System.nanoTime() - begun < 2_000_000_000L);
            receiver.answers(0);
            assertEquals(Reason.BROKEN, refused(client, receiver.url("/"), Duration.ofSeconds(5)));
        }
    }

    @Test
    void where_nobody_listens_or_no_name_is_known_the_reason_says_so() throws Exception {
        int closed;
        try (var socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        try (var client = new OutsideClient(
                VERTX, OWN, host -> Future.failedFuture(new java.net.UnknownHostException(host)), null)) {
            assertEquals(Reason.CONNECT, refused(client, "http://127.0.0.1:" + closed + "/", Duration.ofSeconds(5)));
            assertEquals(Reason.NAME, refused(client, "https://nobody.example/", Duration.ofSeconds(5)));
        }
    }

    @Test
    void a_name_that_is_silent_does_not_outlast_the_timeout() {
        try (var client = new OutsideClient(
                VERTX,
                OWN,
                host -> io.vertx.core.Promise.<List<InetAddress>>promise().future(),
                null)) {
            assertEquals(Reason.TIMEOUT, refused(client, "https://slow.example/", Duration.ofMillis(300)));
        }
    }

    /** The connection goes to the address that was looked at; Host, SNI and the certificate are the name's. */
    @Test
    void over_tls_the_name_is_asked_for_and_the_certificate_must_be_its_own() throws Throwable {
        var good = SelfSignedCertificate.create("hooks.example.com");
        var seen = new AtomicReference<String>();
        var server = VERTX.createHttpServer(
                        new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(good.keyCertOptions()))
                .requestHandler(request -> {
                    seen.set(request.connection().indicatedServerName() + " " + request.authority());
                    request.response().setStatusCode(204).end();
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        int port = server.actualPort();
        var rules = new OutsideRules(false, true, Set.of(443, port));
        Resolver here = host -> Future.succeededFuture(List.of(InetAddress.getLoopbackAddress()));
        try (var client = new OutsideClient(VERTX, rules, here, good.trustOptions());
                var stranger = new OutsideClient(VERTX, rules, here, null)) {
            assertEquals(
                    204,
                    send(client, "https://hooks.example.com:" + port + "/", Duration.ofSeconds(10))
                            .status());
            assertEquals("hooks.example.com hooks.example.com:" + port, seen.get());
            assertEquals(
                    Reason.TLS, refused(client, "https://other.example.com:" + port + "/", Duration.ofSeconds(10)));
            assertEquals(
                    Reason.TLS, refused(stranger, "https://hooks.example.com:" + port + "/", Duration.ofSeconds(10)));
        } finally {
            server.close();
            good.delete();
        }
    }
}
