package dev.atrium.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.web.AttachmentNameTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FilesHostTest {
    private static final byte[] PDF =
            "%PDF-1.7 a letter of one hundred bytes, give or take, with nothing in it that anybody would want to read"
                    .getBytes(StandardCharsets.US_ASCII);

    private static Portal portal;
    private static Visitor ana;
    private static Loader loader;
    private static String file;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        portal.account(Portal.ACME, "Ben Okafor", "ben@example.com");
        portal.account(Portal.GLOBEX, "Eve Outside", "eve@example.com");
        ana = portal.as(Portal.ACME, "ana@example.com");
        loader = new Loader(portal.port(), ana);
        file = loader.file("Größe.pdf", PDF);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    /** The address on the files host that {@code visitor} is sent to. */
    private static String way(Visitor visitor, String id) {
        return wayOf(visitor.get("/media/" + id + "/original"));
    }

    private static String wayOf(Answer answer) {
        var to = URI.create(answer.expect(303).location());
        assertEquals("files.localhost", to.getHost());
        return to.getRawPath();
    }

    private static Visitor stranger() {
        return portal.atHost("files.localhost");
    }

    @Test
    void an_original_is_saved_from_a_host_without_cookies() {
        var answer = stranger().get(way(ana, file)).expect(200);
        assertArrayEquals(PDF, answer.bytes());
        assertEquals("application/pdf", answer.header("Content-Type"));
        assertEquals(
                "attachment; filename=\"Gr__e.pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.pdf",
                answer.header("Content-Disposition"));
        assertEquals("nosniff", answer.header("X-Content-Type-Options"));
        assertTrue(
                answer.header("Content-Security-Policy").endsWith("; sandbox"),
                answer.headers().toString());
        assertTrue(answer.headers().allValues("Set-Cookie").isEmpty());
        var api = URI.create(
                ana.get("/api/v1/uploads/" + file + "/content").expect(303).location());
        stranger().get(api.getRawPath()).expect(200);
    }

    @Test
    void parts_are_sent_as_asked_for() {
        var way = way(ana, file);
        var part = stranger().header("Range", "bytes=5-9").get(way).expect(206);
        assertArrayEquals(Arrays.copyOfRange(PDF, 5, 10), part.bytes());
        assertEquals("bytes 5-9/" + PDF.length, part.header("Content-Range"));
        var end = stranger().header("Range", "bytes=-4").get(way).expect(206);
        assertArrayEquals(Arrays.copyOfRange(PDF, PDF.length - 4, PDF.length), end.bytes());
        var behind = stranger().header("Range", "bytes=1000-").get(way).expect(416);
        assertEquals("bytes */" + PDF.length, behind.header("Content-Range"));
        stranger().header("Range", "bytes=0-1,5-6").get(way).expect(200);
        stranger()
                .header("Range", "bytes=0-1")
                .header("If-Range", "\"another\"")
                .get(way)
                .expect(200);
        stranger()
                .header("Range", "bytes=0-1")
                .header("If-Range", part.header("ETag"))
                .get(way)
                .expect(206);
        stranger().header("If-None-Match", part.header("ETag")).get(way).expect(304);
        var head = stranger().send("HEAD", way, null, null).expect(200);
        assertEquals(Integer.toString(PDF.length), head.header("Content-Length"));
    }

    @Test
    void every_chunking_gives_the_same_file() {
        var bytes = new byte[400_000];
        new Random(3).nextBytes(bytes);
        System.arraycopy("%PDF-".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 5);
        var way = way(ana, loader.file("big.pdf", bytes));
        var random = new Random(4);
        int wrong = 0;
        for (int i = 0; i < 100; i++) {
            int from = random.nextInt(bytes.length);
            int to = from + random.nextInt(bytes.length - from);
            var answer = stranger()
                    .header("Range", "bytes=" + from + "-" + to)
                    .get(way)
                    .expect(206);
            if (!Arrays.equals(answer.bytes(), Arrays.copyOfRange(bytes, from, to + 1))) wrong++;
        }
        System.out.println("ranges: " + wrong + " of 100 were other bytes than asked for");
        assertEquals(0, wrong);
        assertArrayEquals(bytes, stranger().get(way).bytes());
    }

    @Test
    void a_capability_is_good_for_one_file_and_five_minutes_and_its_session() {
        var other = loader.file("other.pdf", PDF);
        var session = portal.as(Portal.ACME, "ana@example.com");
        var way = way(session, file);
        stranger().get(way).expect(200);
        session.post("/logout", Map.of());
        refused(way);
        var removed = way(ana, other);
        ana.send("DELETE", "/api/v1/uploads/" + other, null, null).expect(204);
        refused(removed);
        var late = way(ana, file);
        try {
            portal.move(Duration.ofMinutes(5).plusSeconds(1));
            refused(late);
        } finally {
            portal.move(Duration.ofMinutes(-5).minusSeconds(1));
        }
        int opened = 0;
        var good = way(ana, file);
        var capability = good.split("/", -1)[1];
        for (int i = 0; i < capability.length(); i++) {
            char flipped = capability.charAt(i) == 'A' ? 'B' : 'A';
            var forged = "/" + capability.substring(0, i) + flipped + capability.substring(i + 1) + "/x.pdf";
            // The last letter carries unused bits: another letter may be the same capability.
            if (i < capability.length() - 1 && stranger().get(forged).status() != 404) opened++;
        }
        System.out.println("forged capabilities: " + opened + " of " + (capability.length() - 1) + " opened the file");
        assertEquals(0, opened);
    }

    @Test
    void a_program_with_a_key_saves_files_until_the_key_is_revoked() {
        var scopes = Map.of(
                "key_name",
                "Sync",
                "days",
                "90",
                "scope_files_read",
                "yes",
                "nonce",
                UUID.randomUUID().toString());
        var page = ana.post("/account/keys", scopes).expect(200).body();
        var secret = Pattern.compile("atr_acct_[0-9A-Za-z]{49}").matcher(page);
        assertTrue(secret.find(), page);
        var program = portal.at(Portal.ACME).header("Authorization", "Bearer " + secret.group());
        var way = wayOf(program.get("/api/v1/uploads/" + file + "/content"));
        assertArrayEquals(PDF, stranger().get(way).expect(200).bytes());
        portal.execute("UPDATE api_key SET revoked_at = now() WHERE name = 'Sync'");
        refused(way);
    }

    @Test
    void staff_who_look_as_the_client_save_files_until_they_leave() {
        portal.staff("Sven Support", "sven@example.com", "support", Portal.ACME);
        var account = portal.query("SELECT id FROM account WHERE email = 'ana@example.com'")
                .getFirst()
                .getFirst();
        var sven = portal.asStaff("sven@example.com");
        var handOff = sven.post(
                        "/t/acme/view-as",
                        Map.of("account", account.toString(), "reason", "A question about an invoice"))
                .expect(303)
                .location();
        var viewer = portal.at(Portal.ACME);
        viewer.post(URI.create(handOff).getRawPath(), Map.of()).expectRedirect("/");
        var way = way(viewer, file);
        assertArrayEquals(PDF, stranger().get(way).expect(200).bytes());
        sven.post("/logout", Map.of());
        refused(way);
    }

    private static void refused(String way) {
        var answer = stranger().get(way).expect(404);
        var nobodys = stranger().get("/" + "A".repeat(115) + "/x").expect(404);
        assertArrayEquals(nobodys.bytes(), answer.bytes());
        assertEquals(nobodys.headers().map().keySet(), answer.headers().map().keySet());
    }

    @Test
    void what_is_anothers_is_answered_like_what_is_nobodys() {
        var ben = portal.as(Portal.ACME, "ben@example.com");
        var eve = portal.as(Portal.GLOBEX, "eve@example.com");
        int told = 0;
        int tried = 0;
        for (var visitor : List.of(ben, eve)) {
            for (var form : List.of(
                    "/media/%s",
                    "/media/%s?size=96", "/media/%s/original", "/api/v1/uploads/%s", "/api/v1/uploads/%s/content")) {
                for (var method : List.of("GET", "HEAD", "DELETE")) {
                    var unknown = visitor.send(method, form.formatted(UUID.randomUUID()), null, null);
                    var foreign = visitor.send(method, form.formatted(file), null, null);
                    tried++;
                    if (!same(unknown, foreign)) told++;
                }
            }
        }
        System.out.println("foreign files: " + told + " of " + tried + " answers told that they are there");
        assertEquals(0, told);
        ana.get("/api/v1/uploads/" + file).expect(200);
    }

    private static boolean same(Answer one, Answer other) {
        return one.status() == other.status()
                && one.body()
                        .replaceAll("nonce=\"[^\"]*\"|[0-9a-f]{8}-[0-9a-f-]{27}", "")
                        .equals(other.body().replaceAll("nonce=\"[^\"]*\"|[0-9a-f]{8}-[0-9a-f-]{27}", ""));
    }

    @Test
    void pictures_are_shown_in_the_portal_to_whom_they_are_open() throws Exception {
        var png = Files.readAllBytes(Path.of("src/main/resources/demo/logo-globex.png"));
        var id = loader.file("logo.png", png);
        var shown = ana.get("/media/" + id + "?size=320").expect(200);
        assertEquals("image/webp", shown.header("Content-Type"));
        assertEquals("private, no-cache", shown.header("Cache-Control"));
        ana.another().get("/media/" + id).expect(303);
        ana.get("/media/" + id + "?size=321").expect(404);
        var again = portal.at(Portal.ACME).cookie("session", ana.cookie("session"));
        again.header("If-None-Match", shown.header("ETag"))
                .get("/media/" + id + "?size=320")
                .expect(304);
        var ben = portal.as(Portal.ACME, "ben@example.com");
        ben.get("/media/" + id).expect(404);
        portal.execute("UPDATE media_object SET seen_by = 'clients' WHERE id = ?::uuid", id);
        ben.get("/media/" + id).expect(200);
        ben.get("/media/" + id + "/original").expect(404);
        portal.as(Portal.GLOBEX, "eve@example.com").get("/media/" + id).expect(404);
        var svg = loader.file(
                "drawn.svg",
                "<svg xmlns='http://www.w3.org/2000/svg' onload='EVIL()'><script>EVIL()</script><rect width='2' height='2'/></svg>"
                        .getBytes(StandardCharsets.UTF_8));
        var drawn = ana.get("/media/" + svg).expect(200);
        assertEquals("image/svg+xml", drawn.header("Content-Type"));
        assertTrue(drawn.body().contains("<rect") && !drawn.body().contains("EVIL"), drawn.body());
        ana.get("/media/" + file).expect(404);
    }

    @Test
    void hostile_names_stay_names() throws Exception {
        int wrong = 0;
        var names = AttachmentNameTest.hostile();
        for (var name : names) {
            var created = loader.create(name, 1);
            if (created.status() == 422) continue;
            var upload = "/api/v1/uploads/" + created.expect(201).json().getString("id");
            loader.send(upload, 0, new byte[] {'x'}, 1);
            var id = loader.complete(upload).expect(200).json().getString("id");
            var answer = stranger().get(way(ana, id));
            if (answer.status() != 200
                    || answer.headers().allValues("Content-Disposition").size() != 1) wrong++;
            ana.send("DELETE", upload, null, null).expect(204);
        }
        try (var all = Files.walk(portal.house().config().dataDir())) {
            wrong += (int) all.filter(Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> !name.matches("[0-9a-f]{30}(-[0-9]+)?|.*webp-imageio.*"))
                    .count();
        }
        System.out.println("hostile names: " + wrong + " of " + names.size() + " got out of place");
        assertEquals(0, wrong);
    }
}
