package dev.atrium.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UploadTest {
    private static final int MB = 1024 * 1024;

    private Portal portal;
    private Visitor ana;
    private Loader loader;

    @BeforeEach
    void start() {
        portal = Portal.start(Map.of("media.client-file-mb", "2", "media.tenant-mb", "10"));
        portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        ana = portal.as(Portal.ACME, "ana@example.com");
        loader = new Loader(portal.port(), ana);
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private static byte[] text(int size) {
        var bytes = new byte[size];
        var random = new Random(size);
        for (int i = 0; i < size; i++) bytes[i] = (byte) ('a' + random.nextInt(26));
        return bytes;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private long used() {
        return portal.count("SELECT coalesce(sum(used), 0) FROM storage_quota");
    }

    private java.util.List<Path> files(String directory) throws IOException {
        var root = portal.house().config().media().dir().resolve(directory);
        if (!Files.exists(root)) return java.util.List.of();
        try (var all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private int sweep() {
        return portal.house()
                .media()
                .sweep()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    @Test
    void a_file_is_announced_sent_completed_listed_and_deleted() throws IOException {
        var bytes = text(300_000);
        var path = loader.open("Größe.txt", bytes.length);
        assertEquals(0, loader.offset(path));
        assertEquals(204, loader.send(path, 0, Arrays.copyOf(bytes, 100_000), 100_000));
        assertEquals(100_000, loader.offset(path));
        loader.complete(path).expect(409);
        ana.get("/media/" + path.substring(16)).expect(404);
        ana.get("/media/" + path.substring(16) + "/original").expect(404);
        assertEquals(409, loader.send(path, 0, new byte[1], 1), "not where it goes on");
        assertEquals(413, loader.send(path, 100_000, new byte[200_001], 200_001), "more than declared");
        assertEquals(204, loader.send(path, 100_000, Arrays.copyOfRange(bytes, 100_000, 300_000), 200_000));
        var file = loader.complete(path).expect(200).json();
        assertEquals("ready", file.getString("state"));
        assertEquals("text/plain", file.getString("type"));
        assertEquals(sha256(bytes), file.getString("sha256"));
        assertEquals(300_000, used());
        assertTrue(files("staging").isEmpty());
        var listed = ana.get("/api/v1/uploads").expect(200).json().getJsonArray("items");
        assertEquals("Größe.txt", listed.getJsonObject(0).getString("name"));
        ana.send("DELETE", path, null, null).expect(204);
        ana.get(path).expect(404);
        assertEquals(0, used());
        assertTrue(sweep() >= 1);
        assertTrue(files("objects").isEmpty(), "the bytes follow the row");
        assertEquals(
                0,
                portal.count("SELECT count(*) FROM media_object") + portal.count("SELECT count(*) FROM media_grave"));
        assertEquals(2, portal.count("SELECT count(*) FROM audit WHERE action LIKE 'file.%'"));
    }

    @Test
    void cut_at_any_byte_it_goes_on_where_it_stopped() throws IOException {
        var random = new Random(11);
        int cuts = 0;
        var wrong = new ArrayList<String>();
        for (int round = 0; round < 8; round++) {
            var bytes = text(1 + random.nextInt(MB));
            var path = loader.open("cut.txt", bytes.length);
            long at = 0;
            while (at < bytes.length) {
                var rest = Arrays.copyOfRange(bytes, (int) at, bytes.length);
                int sent =
                        round % 3 == 0 ? random.nextInt(rest.length + 1) : 5_000 + random.nextInt(rest.length / 2 + 1);
                sent = Math.min(sent, rest.length);
                int status = loader.send(path, at, rest, sent);
                cuts++;
                long told = settle(path, at + sent);
                // What the request before had sent may still be taken when its end is asked for: this one is refused
                // then
                // (409), or was cut before it could hear that (0).
                if (told < at || status == 204 && told != at + sent)
                    wrong.add("sent " + sent + " from " + at + ", answered " + status + ", told " + told);
                at = told;
            }
            var file = loader.complete(path).expect(200).json();
            if (!sha256(bytes).equals(file.getString("sha256"))) wrong.add("other bytes in round " + round);
        }
        System.out.println("cut uploads: " + wrong.size() + " wrong of " + cuts + " cuts");
        assertEquals(List.of(), wrong);
        assertTrue(cuts > 20);
        assertTrue(files("staging").isEmpty());
    }

    /** The offset, soon after the connection is gone; what the server has not seen yet is overtaken by the next request. */
    private long settle(String path, long wanted) {
        long told = loader.offset(path);
        for (int i = 0; i < 5 && told < wanted; i++) {
            Portal.pause(10);
            told = loader.offset(path);
        }
        return told;
    }

    @Test
    void the_first_request_to_a_cold_host_loses_no_byte() {
        var bytes = text(200_000);
        var path = loader.open("cold.txt", bytes.length);
        portal.changed(Portal.ACME);
        assertEquals(204, loader.send(path, 0, bytes, bytes.length));
        loader.complete(path).expect(200);
    }

    @Test
    void what_a_client_asks_after_a_refused_chunk_is_answered() {
        var chunk = "x".repeat(900_000);
        var path = loader.open("refused.txt", chunk.length());
        var program = portal.at(Portal.ACME).cookie("session", ana.cookie("session"));
        for (int i = 1; i <= 5; i++) {
            var refused = program.header("Upload-Offset", Integer.toString(i))
                    .send("PATCH", path, chunk, "application/offset+octet-stream");
            assertEquals("upload-offset", refused.expect(409).json().getString("code"));
            program.get(path).expect(200);
        }
    }

    @Test
    void a_later_request_overtakes_one_that_hangs() throws Exception {
        var bytes = text(100_000);
        var path = loader.open("overtaken.txt", bytes.length);
        try (var hanging = new java.net.Socket(java.net.InetAddress.getByName("127.0.0.1"), portal.port())) {
            var head = "PATCH " + path + " HTTP/1.1\r\nHost: " + ana.host() + ":" + portal.port()
                    + "\r\nSec-Fetch-Site: same-origin\r\nUpload-Offset: 0\r\nContent-Length: 100000\r\nCookie: atrium-session="
                    + ana.cookie("session") + "\r\n\r\n";
            hanging.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            hanging.getOutputStream().write(bytes, 0, 5_000);
            hanging.getOutputStream().flush();
            for (int i = 0; i < 200 && Files.size(staged(path)) < 5_000; i++) Portal.pause(10);
            assertEquals(
                    409, loader.send(path, 0, bytes, bytes.length), "its bytes are kept, so the offset is another");
            long at = loader.offset(path);
            assertEquals(5_000, at);
            assertEquals(204, loader.send(path, at, Arrays.copyOfRange(bytes, 5_000, 100_000), 95_000));
        }
        assertEquals(sha256(bytes), loader.complete(path).expect(200).json().getString("sha256"));
    }

    /** A server that is killed says nothing at the end: what had come until shortly before counts all the same. */
    @Test
    void while_a_long_request_lasts_it_is_written_down_how_far_it_came() throws Exception {
        var bytes = text(100_000);
        var path = loader.open("slow.txt", bytes.length);
        try (var slow = new java.net.Socket(java.net.InetAddress.getByName("127.0.0.1"), portal.port())) {
            var head = "PATCH " + path + " HTTP/1.1\r\nHost: " + ana.host() + ":" + portal.port()
                    + "\r\nSec-Fetch-Site: same-origin\r\nUpload-Offset: 0\r\nContent-Length: 100000\r\nCookie: atrium-session="
                    + ana.cookie("session") + "\r\n\r\n";
            slow.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            slow.getOutputStream().write(bytes, 0, 40_000);
            slow.getOutputStream().flush();
            for (int i = 0; i < 100 && loader.offset(path) < 40_000; i++) Portal.pause(100);
            assertEquals(40_000, loader.offset(path));
            assertEquals(
                    1, portal.count("SELECT count(*) FROM upload WHERE leased_until > now() AND writer IS NOT NULL"));
        }
    }

    private Path staged(String path) throws IOException {
        var file = portal.house().config().media().dir().resolve("staging").resolve(path.substring(16));
        if (!Files.exists(file)) Files.createFile(file);
        return file;
    }

    @Test
    void bytes_that_a_crash_left_uncounted_are_cut_off() throws IOException {
        var bytes = text(50_000);
        var path = loader.open("crash.txt", bytes.length);
        loader.send(path, 0, Arrays.copyOf(bytes, 10_000), 10_000);
        var staged = staged(path);
        Files.write(
                staged,
                "garbage that was never counted".getBytes(StandardCharsets.UTF_8),
                java.nio.file.StandardOpenOption.APPEND);
        assertEquals(10_000, loader.offset(path));
        loader.send(path, 10_000, Arrays.copyOfRange(bytes, 10_000, 50_000), 40_000);
        assertEquals(sha256(bytes), loader.complete(path).expect(200).json().getString("sha256"));
    }

    @Test
    void what_is_abandoned_is_seen_nowhere_and_swept_after_a_day() throws IOException {
        for (int i = 0; i < 10; i++) {
            var path = loader.open("abandoned.txt", 10_000);
            loader.send(path, 0, text(10_000), 100 * i);
        }
        var orphan =
                portal.house().config().media().dir().resolve("staging").resolve(java.util.UUID.randomUUID() + "-320");
        Files.writeString(orphan, "left by a killed process");
        assertTrue(ana.get("/api/v1/uploads")
                .expect(200)
                .json()
                .getJsonArray("items")
                .isEmpty());
        assertEquals(100_000, used());
        sweep();
        assertFalse(Files.exists(orphan));
        assertEquals(10, portal.count("SELECT count(*) FROM upload"), "a day has not gone by");
        portal.move(Duration.ofHours(25));
        sweep();
        assertEquals(0, files("staging").size(), "files left after the sweep");
        assertEquals(0, portal.count("SELECT count(*) FROM media_object"));
        assertEquals(0, used());
        System.out.println("abandoned uploads: " + files("staging").size() + " of 10 files left after the sweep");
    }

    @Test
    void an_erased_account_takes_its_bytes_along() throws IOException {
        var id = loader.file("mine.txt", text(5_000));
        assertEquals(1, files("objects").size());
        portal.execute("DELETE FROM account WHERE email = 'ana@example.com'");
        assertEquals(0, portal.count("SELECT count(*) FROM media_object WHERE id = ?::uuid", id));
        assertEquals(0, used());
        sweep();
        assertTrue(files("objects").isEmpty());
    }

    @Test
    void a_hundred_at_once_never_take_more_than_there_is() {
        for (int i = 0; i < 10; i++) portal.account(Portal.ACME, "Person " + i, "p" + i + "@example.com");
        var people = new ArrayList<Loader>();
        for (int i = 0; i < 10; i++)
            people.add(new Loader(portal.port(), portal.as(Portal.ACME, "p" + i + "@example.com")));
        var answers =
                Race.of(100, i -> people.get(i % 10).create("race.txt", MB).status());
        long taken = answers.stream().filter(status -> status == 201).count();
        System.out.println("quota race: " + taken + " of 100 uploads of 1 MB let in by a quota of 10 MB");
        assertEquals(10, taken);
        assertEquals(90, answers.stream().filter(status -> status == 507).count());
        assertEquals(10L * MB, used());
    }

    @Test
    void no_one_person_opens_more_than_twenty_at_once() {
        var answers = Race.of(40, i -> loader.create("many.txt", 10).status());
        assertEquals(20, answers.stream().filter(status -> status == 201).count());
        assertEquals(200, used(), "the refused took nothing");
    }

    @Test
    void what_may_not_be_kept_is_refused_and_gives_its_bytes_back() throws IOException {
        loader.create("large.txt", 2L * MB + 1).expect(422);
        loader.create("", 5).expect(422);
        loader.create("negative.txt", -1).expect(422);
        var page = "<!doctype html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
        var path = loader.open("photo.png", page.length);
        loader.send(path, 0, page, page.length);
        assertEquals(
                "file-type",
                loader.complete(path)
                        .expect(422)
                        .json()
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("code"));
        var wrong = loader.open("hash.txt", 3);
        loader.send(wrong, 0, text(3), 3);
        ana.json("POST", wrong + "/complete", "{\"sha256\":\"" + "0".repeat(64) + "\"}")
                .expect(422);
        assertEquals(0, used());
        ana.get(path).expect(404);
        sweep();
        assertTrue(files("staging").isEmpty() && files("objects").isEmpty());
        portal.atHost("acme.localhost").get("/api/v1/uploads").expect(401);
    }

    @Test
    void an_avatar_goes_through_the_same_door() throws IOException {
        var png = Files.readAllBytes(Path.of("src/main/resources/demo/logo-acme.png"));
        avatar(png).expectRedirect("/account/profile");
        var first = portal.query("SELECT avatar FROM account WHERE email = 'ana@example.com'")
                .getFirst()
                .getFirst()
                .toString();
        ana.get("/account/profile").expect(200).expectText("src=\"/media/" + first + "?size");
        var shown = ana.get("/media/" + first + "?size=256").expect(200);
        assertEquals("image/webp", shown.header("Content-Type"));
        assertEquals("RIFF", new String(shown.bytes(), 0, 4, StandardCharsets.ISO_8859_1));
        ana.get("/media/" + first + "?size=96").expect(200);
        ana.send("DELETE", "/api/v1/uploads/" + first, null, null).expect(404);
        avatar(png).expectRedirect("/account/profile");
        ana.get("/media/" + first).expect(404);
        avatar(text(100)).expect(422).expectText("not a PNG, JPEG or WebP");
        assertEquals(png.length, used(), "one avatar is kept");
        ana.post("/account/avatar/remove", Map.of()).expect(303);
        assertEquals(0, used());
        sweep();
        assertTrue(files("objects").isEmpty() && files("staging").isEmpty());
    }

    private dev.atrium.harness.Answer avatar(byte[] bytes) {
        var head =
                "--X\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"me.png\"\r\nContent-Type: image/png\r\n\r\n";
        return ana.send(
                "POST",
                "/account/avatar",
                head.getBytes(StandardCharsets.ISO_8859_1),
                bytes,
                "\r\n--X--\r\n".getBytes(StandardCharsets.ISO_8859_1),
                "multipart/form-data; boundary=X");
    }

    @Test
    void a_picture_of_before_stays_readable() {
        var account = portal.query("SELECT id FROM account WHERE email = 'ana@example.com'")
                .getFirst()
                .getFirst();
        portal.execute(
                "INSERT INTO avatar (tenant_id, account_id, etag, type, bytes) VALUES (?, ?, 'e', 'image/png', 'old')",
                portal.tenantId(Portal.ACME),
                account);
        portal.execute("UPDATE account SET avatar = 'old-e' WHERE id = ?", account);
        var again = portal.as(Portal.ACME, "ana@example.com");
        again.get("/account/profile").expect(200).expectText("/media/avatar/" + account + "?v");
        assertArrayEquals(
                "old".getBytes(StandardCharsets.UTF_8),
                again.get("/media/avatar/" + account).expect(200).bytes());
    }
}
