package dev.atrium.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person's files are in their archive byte by byte, and erasing the person takes the bytes too. */
class PersonFilesTest {
    private static final String ANA = "ana@example.com";
    private Portal portal;
    private Visitor ana;

    @BeforeEach
    void start() {
        portal = Portal.start();
        portal.account(Portal.ACME, "Ana Archive", ANA);
        portal.account(Portal.ACME, "Ben Beside", "ben@example.com");
        ana = portal.as(Portal.ACME, ANA);
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private static Map<String, byte[]> unzip(byte[] bytes) throws IOException {
        var files = new HashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                files.put(entry.getName(), zip.readAllBytes());
        }
        return files;
    }

    private long stored() throws IOException {
        try (var all = Files.walk(portal.house().config().media().dir().resolve("objects"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void the_archive_has_every_file_as_it_was_sent_under_a_safe_name() throws IOException {
        // Three pieces and a little, so that their seams are seen.
        var text = "Zeile um Zeile, ü.\n".repeat(40_000).getBytes(StandardCharsets.UTF_8);
        var id = new Loader(portal.port(), ana).file("../Brief an Ana.txt", text);
        var empty = new Loader(portal.port(), ana).file("note.txt", "a".getBytes(StandardCharsets.UTF_8));
        var bens = new Loader(portal.port(), portal.as(Portal.ACME, "ben@example.com"))
                .file("bens.txt", "Ben's".getBytes(StandardCharsets.UTF_8));
        // More than are asked for at a time: rows without bytes of their own share those of the short one.
        portal.execute("""
                INSERT INTO media_object (tenant_id, id, account_id, purpose, name, type, size, sha256, storage_key, state)
                SELECT tenant_id, gen_random_uuid(), account_id, purpose, 'copy-' || n || '.txt', type, size, sha256, storage_key, state
                  FROM media_object, generate_series(1, 210) n WHERE id = ?::uuid""", empty);
        var files =
                unzip(ana.post("/account/data/archive", Map.of()).expect(200).bytes());
        var mine = files.keySet().stream()
                .filter(path -> path.startsWith("files/uploads/"))
                .toList();
        assertEquals(212, mine.size());
        var letter = mine.stream().filter(path -> path.contains(id)).findFirst().orElseThrow();
        assertTrue(letter.matches("files/uploads/[0-9a-f-]{36}/[A-Za-z0-9_-][A-Za-z0-9._-]*"), letter);
        assertArrayEquals(text, files.get(letter));
        assertTrue(mine.stream().noneMatch(path -> path.contains(bens)), "nothing of anybody else");
    }

    @Test
    void erasing_a_person_takes_the_bytes_and_gives_the_room_back() throws IOException {
        new Loader(portal.port(), portal.as(Portal.ACME, "ben@example.com"))
                .file("bens.txt", "Ben's".getBytes(StandardCharsets.UTF_8));
        long before = stored();
        new Loader(portal.port(), ana).file("mine.txt", "Ana's own".getBytes(StandardCharsets.UTF_8));
        portal.settings(Portal.ACME, "erasure_days = 0");
        ana.post("/account/data/erase", Map.of("confirm", "yes", "password", Portal.PASSWORD))
                .expect(303);
        assertEquals(0, portal.count("SELECT count(*) FROM media_object WHERE name = 'mine.txt'"));
        assertEquals(
                5, portal.count("SELECT used FROM storage_quota WHERE tenant_id = ?", portal.tenantId(Portal.ACME)));
        portal.house()
                .media()
                .sweep()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        assertEquals(before, stored());
        assertEquals(0, portal.count("SELECT count(*) FROM media_grave"));
    }
}
