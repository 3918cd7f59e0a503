package dev.atrium.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.Feature;
import dev.atrium.Rooms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Permission;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Staff upload like clients, further and for a purpose: what came in whole is attached at once, and half a file is nothing. */
class StaffUploadTest {
    private static final ConcurrentLinkedQueue<UUID> attached = new ConcurrentLinkedQueue<>();
    private static volatile boolean full;
    private static Portal portal;
    private static Visitor olga;
    private static Loader loader;

    /** A place of the console that keeps what it is sent. */
    private static final class Keeping implements Feature {
        @Override
        public void mount(Routes routes, Rooms rooms) {
            rooms.media()
                    .ofStaff()
                    .mount(
                            routes,
                            Permission.CONTACTS,
                            "/t/:slug/kept",
                            (request, tx) -> Future.succeededFuture(true),
                            (request, tx, file) -> {
                                if (full) throw Problem.of(409, "uploads-many", 1);
                                tx.onCommit(() -> attached.add(file.id()));
                                return Future.succeededFuture("document-kept");
                            });
        }
    }

    @BeforeAll
    static void start() {
        portal = Portal.start(
                Map.of("media.client-file-mb", "1", "media.staff-file-mb", "5120"), List.of(new Keeping()));
        portal.staff("Olga Owner", "olga@staff.example", "owner", Portal.ACME);
        portal.staff("Sue Support", "sue@staff.example", "support", Portal.ACME);
        portal.staff("Bo Billing", "bo@staff.example", "billing", Portal.ACME);
        portal.staff("Gus Globex", "gus@staff.example", "owner", Portal.GLOBEX);
        olga = portal.asStaff("olga@staff.example");
        loader = new Loader(portal.port(), olga, "/t/acme/kept");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @BeforeEach
    void clear() {
        full = false;
        attached.clear();
        portal.execute("DELETE FROM upload");
        portal.execute("DELETE FROM media_object");
        portal.execute("DELETE FROM storage_quota");
    }

    private static byte[] text(int length) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte) ('a' + i % 26);
        return bytes;
    }

    private static byte[] stored(UUID id) throws Exception {
        var key = (String) portal.query("SELECT storage_key FROM media_object WHERE id = ?", id)
                .getFirst()
                .getFirst();
        var root = portal.house().config().media().dir().resolve("objects");
        try (var files = Files.walk(root)) {
            var file = files.filter(path -> path.getFileName().toString().equals(key))
                    .findFirst();
            return Files.readAllBytes(file.orElseThrow());
        }
    }

    @Test
    void what_is_cut_at_any_byte_goes_on_and_is_attached_once_it_is_whole() throws Exception {
        var random = new Random(7);
        for (int round = 0; round < 4; round++) {
            var bytes = text(200_000 + random.nextInt(100_000));
            var path = loader.open("contract.txt", bytes.length);
            long at = 0;
            while (at < bytes.length) {
                var rest = Arrays.copyOfRange(bytes, (int) at, bytes.length);
                loader.send(path, at, rest, Math.min(rest.length, random.nextInt(120_000)));
                assertTrue(attached.isEmpty(), "half a file is nothing");
                for (int i = 0; i < 200; i++) {
                    at = offset(path);
                    if (portal.count("SELECT count(*) FROM upload WHERE writer IS NOT NULL") == 0) break;
                    Portal.pause(10);
                }
                at = offset(path);
            }
            loader.complete(path).expect(200);
            var id = attached.remove();
            assertArrayEquals(bytes, stored(id));
            assertEquals(
                    1, portal.count("SELECT count(*) FROM media_object WHERE id = ? AND staff_id IS NOT NULL", id));
        }
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static Visitor answering(int port, Process server) {
        for (int i = 0; i < 600 && server.isAlive(); i++) {
            try {
                var visitor = new Visitor(port, "console.localhost").cookies(olga.cookies());
                if (visitor.get("/t/acme/contacts").status() == 200) return visitor;
            } catch (RuntimeException notYet) {
                // it has not opened its door
            }
            Portal.pause(100);
        }
        throw new IllegalStateException("the other server never answered");
    }

    private static void kill(Process server) throws InterruptedException {
        server.destroyForcibly();
        assertEquals(137, server.waitFor(), "it was killed");
    }

    @Test
    void a_server_that_is_killed_in_the_midst_leaves_no_half_document_and_the_upload_goes_on_at_the_next()
            throws Exception {
        var place = "/t/acme/contacts/" + portal.contact(Portal.ACME, "Ken Killed", "ken@example.com") + "/uploads";
        var page = place.replace("/uploads", "");
        int port = free();
        var server = portal.victim(port);
        var bytes = text(3_000_000);
        long safe = 1_000_000;
        String path;
        try {
            var doomed = new Loader(port, answering(port, server), place);
            path = doomed.open("plans.txt", bytes.length);
            assertEquals(204, doomed.send(path, 0, Arrays.copyOf(bytes, (int) safe), (int) safe));
            var rest = Arrays.copyOfRange(bytes, (int) safe, bytes.length);
            try (var cut = doomed.begin(path, safe, rest, new Random().nextInt(rest.length - 1))) {
                for (int i = 0;
                        i < 500 && portal.count("SELECT count(*) FROM upload WHERE writer IS NOT NULL") == 0;
                        i++) Portal.pause(20);
                assertTrue(cut.isConnected(), "in the midst of it");
                kill(server);
            }
        } finally {
            server.destroyForcibly();
        }
        assertEquals(0, portal.count("SELECT count(*) FROM media_object WHERE state = 'ready'"));
        assertFalse(olga.get(page).expect(200).body().contains("plans.txt"), "half a file is nothing");
        // The dead server's lease is over.
        portal.execute("UPDATE upload SET leased_until = now()");
        long at = offset(path);
        assertTrue(at >= safe && at < bytes.length, "what was answered is safe: " + at);
        var next = new Loader(portal.port(), olga, place);
        assertEquals(
                204, next.send(path, at, Arrays.copyOfRange(bytes, (int) at, bytes.length), (int) (bytes.length - at)));
        var id = UUID.fromString(next.complete(path).expect(200).json().getString("id"));
        assertArrayEquals(bytes, stored(id));
        olga.get(page).expect(200).expectText("plans.txt");
        System.out.println(
                "{\"proof\":\"staff-upload-kill\",\"safe\":" + safe + ",\"resumed_at\":" + at + ",\"half_files\":0}");
    }

    private static long offset(String path) {
        return Long.parseLong(olga.get(path).expect(200).header("Upload-Offset"));
    }

    @Test
    void staff_may_keep_five_gigabytes_and_no_byte_more() {
        long most = 5120L * 1024 * 1024;
        loader.create("large.zip", most).expect(201);
        loader.create("larger.zip", most + 1).expect(422);
        assertEquals(most, portal.count("SELECT used FROM storage_quota"));
    }

    @Test
    void an_upload_under_way_says_since_when() {
        var state = olga.get(loader.open("plan.txt", 10)).expect(200).json();
        assertEquals("uploading", state.getString("state"));
        assertTrue(state.getString("created_at").startsWith("20"), state.encode());
    }

    @Test
    void what_cannot_be_attached_stays_an_upload_that_may_be_completed_later() {
        var path = loader.open("plan.txt", 100);
        loader.send(path, 0, text(100), 100);
        full = true;
        loader.complete(path).expect(409);
        assertEquals(0, portal.count("SELECT count(*) FROM media_object WHERE state = 'ready'"));
        full = false;
        loader.complete(path).expect(200);
        assertEquals(1, attached.size());
    }

    @Test
    void nobody_else_of_staff_or_of_another_tenant_finds_it() {
        var path = loader.open("secret.txt", 100);
        portal.asStaff("sue@staff.example").get(path).expect(404);
        portal.asStaff("bo@staff.example").get(path).expect(404);
        var gus = portal.asStaff("gus@staff.example");
        gus.get(path).expect(404);
        gus.get(path.replace("acme", "globex")).expect(404);
        gus.send("POST", path.replace("acme", "globex") + "/end", "", "application/x-www-form-urlencoded")
                .expect(404);
        new Loader(portal.port(), portal.asStaff("bo@staff.example"), "/t/acme/kept")
                .create("no.txt", 1)
                .expect(404);
        assertEquals(1, portal.count("SELECT count(*) FROM upload"));
        olga.send("POST", path + "/end", "", "application/x-www-form-urlencoded")
                .expect(204);
        assertEquals(0, portal.count("SELECT used FROM storage_quota"), "its bytes are given back");
    }

    @Test
    void what_is_sent_in_the_name_of_another_site_is_refused() {
        var path = loader.open("plan.txt", 100);
        var said = loader.raw(path, 0, text(100), 100);
        assertTrue(said.startsWith("HTTP/1.1 204"), said);
        var forged = new String(text(10), StandardCharsets.US_ASCII);
        assertEquals(
                403,
                portal.asStaff("olga@staff.example")
                        .header("Sec-Fetch-Site", "cross-site")
                        .send(
                                "POST",
                                path + "/complete",
                                "{\"sha256\":\"" + HexFormat.of().formatHex(forged.getBytes(StandardCharsets.US_ASCII))
                                        + "\"}",
                                "application/json")
                        .status());
        assertTrue(attached.isEmpty());
    }
}
