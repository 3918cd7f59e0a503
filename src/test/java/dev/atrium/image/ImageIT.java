package dev.atrium.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.TestDatabase;
import dev.atrium.harness.Visitor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The layout of the image, made by the scripts that the Dockerfile calls (its own run-time image and AOT cache included)
 * and started against the test database in 256 MB. Runs after the jars are made.
 */
class ImageIT {
    private static final long MOST_KIB = 256 * 1024;

    @TempDir
    static Path directory;

    private static Path layout;

    @BeforeAll
    static void assemble() throws Exception {
        layout = directory.resolve("atrium");
        BuiltServer.script("bin/image/assemble", layout, Map.of());
        BuiltServer.script("bin/image/jre", layout, Map.of());
        BuiltServer.script("bin/image/train", layout, ports(freePort()));
    }

    @Test
    void the_layout_holds_no_demo() throws IOException {
        try (var libraries = Files.list(layout.resolve("lib"));
                var own = new JarFile(layout.resolve("atrium.jar").toFile())) {
            assertTrue(libraries
                    .map(library -> library.getFileName().toString())
                    .noneMatch(name -> name.contains("postgres-binaries") || name.startsWith("greenmail")));
            assertTrue(own.stream().noneMatch(entry -> entry.getName().startsWith("dev/atrium/demo")));
            assertTrue(own.stream().anyMatch(entry -> entry.getName().equals("dev/atrium/App.class")));
        }
    }

    @Test
    void it_serves_in_256_megabytes_and_leaves_in_order() throws Exception {
        var database = TestDatabase.get().create();
        tenant(database);
        int port = freePort();
        try (var server = BuiltServer.start(layout, directory.resolve("log"), database, ports(port))) {
            server.awaitReady();
            signUpToTheCode(new Visitor(port, "acme.localhost"));
            for (int i = 0; i < 300; i++)
                new Visitor(port, "acme.localhost").get("/login").expect(200);
            assertEquals(200, server.management("/health/live"));
            var metrics = server.get("/metrics").body();
            assertTrue(metrics.contains("jvm_memory_used_bytes") && metrics.contains("atrium_mails_dead 0"), metrics);
            assertFalse(server.commandLine().contains("demo"));
            assertTrue(
                    server.commandLine()
                            .startsWith(layout.resolve("jre/bin/java").toString()),
                    server::commandLine);
            assertTrue(server.commandLine().contains("-XX:AOTCache="), server::commandLine);
            System.out.println("Peak resident size of the built server: " + server.peakKib() / 1024 + " MB");
            assertTrue(server.peakKib() < MOST_KIB, () -> "more than 256 MB");
            leaves(server, port);
        }
    }

    @Test
    void a_taken_port_is_one_sentence_and_exit_code_1() throws Exception {
        var database = TestDatabase.get().create();
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            for (var variable : new String[] {"PORTAL_HTTP_PORT", "PORTAL_MANAGEMENT_PORT"}) {
                var settings = new HashMap<>(ports(freePort()));
                settings.put(variable, Integer.toString(taken.getLocalPort()));
                var log = directory.resolve(variable);
                try (var server = BuiltServer.start(layout, log, database, settings)) {
                    assertEquals(1, server.exitWithin(30));
                }
                assertEquals(1, Files.readAllLines(log).size(), () -> "more than a sentence in " + log);
                assertTrue(Files.readString(log).contains("set " + variable + " to a free port"));
            }
        }
    }

    @Test
    void another_secret_than_the_signing_keys_is_one_sentence_and_exit_code_1() throws Exception {
        var database = TestDatabase.get().create();
        var settings = new HashMap<>(ports(freePort()));
        try (var server = BuiltServer.start(layout, directory.resolve("first"), database, settings)) {
            server.awaitReady();
            server.terminate();
            assertEquals(0, server.exitWithin(6));
        }
        settings.put("PORTAL_SECURITY_SECRET", "YW5vdGhlci1zZWNyZXQtYW5vdGhlci1zZWNyZXQtYW5vdGhlcg==");
        var log = directory.resolve("second");
        try (var server = BuiltServer.start(layout, log, database, settings)) {
            assertEquals(1, server.exitWithin(30));
        }
        assertEquals(1, Files.readAllLines(log).size());
        assertTrue(Files.readString(log).contains("security.secret"));
    }

    /** Readiness ends first, requests go on being answered until their clients were asked to leave, the code is 0. */
    private static void leaves(BuiltServer server, int port) throws Exception {
        var leaving = new AtomicBoolean();
        var answered = new AtomicInteger();
        var load = CompletableFuture.runAsync(() -> {
            while (!leaving.get()) {
                new Visitor(port, "acme.localhost").get("/login").expect(200);
                answered.incrementAndGet();
            }
        });
        Portal.pause(300);
        long began = System.nanoTime();
        server.terminate();
        Portal.pause(200);
        assertEquals(503, server.management("/health/ready"), "readiness must end before the sockets do");
        Portal.pause(300);
        leaving.set(true);
        load.join();
        assertTrue(answered.get() > 0);
        assertEquals(0, server.exitWithin(6));
        var took = Duration.ofNanos(System.nanoTime() - began);
        System.out.println("The built server left in " + took.toMillis() + " ms");
        assertTrue(took.toMillis() < 5_000, () -> "took " + took);
    }

    private static void signUpToTheCode(Visitor eve) {
        eve.get("/login").expect(200);
        eve.post(
                        "/signup",
                        Map.of("full_name", "Eve Ericson", "email", "eve@example.com", "password", "a-quiet-place-9"))
                .expectRedirect("/code");
        eve.get("/code").expect(200).expectText("eve@example.com");
    }

    private static Map<String, String> ports(int port) throws IOException {
        return Map.of(
                "PORTAL_HTTP_PORT", Integer.toString(port),
                "PORTAL_MANAGEMENT_PORT", Integer.toString(freePort()),
                "PORTAL_MAIL_PORT", "1",
                "PORTAL_DATA_DIR", directory.resolve("data").toString(),
                "JAVA_OPTS", "-XX:MaxRAM=256m");
    }

    private static void tenant(String database) throws SQLException {
        try (var connection = TestDatabase.get().connect(database);
                var create = connection.prepareStatement("SELECT portal.sys_tenant_create(?, 'acme', 'Acme', false)")) {
            create.setObject(1, UUID.randomUUID());
            create.execute();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
