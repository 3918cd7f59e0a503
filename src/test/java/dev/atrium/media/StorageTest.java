package dev.atrium.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atrium.harness.Portal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
    private static final byte[] PDF = ("%PDF-1.7 " + "page ".repeat(60_000)).getBytes(StandardCharsets.US_ASCII);

    private static Loader ana(Portal portal) {
        portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        return new Loader(portal.port(), portal.as(Portal.ACME, "ana@example.com"));
    }

    @Test
    void a_bucket_keeps_files_whose_signatures_it_verifies() throws Exception {
        try (var bucket = new BucketStub();
                var portal = Portal.start(settings(bucket, BucketStub.SECRET))) {
            var loader = ana(portal);
            var visitor = portal.as(Portal.ACME, "ana@example.com");
            var id = loader.file("letter.pdf", PDF);
            assertEquals(1, bucket.objects.size());
            assertArrayEquals(PDF, bucket.objects.values().iterator().next());
            var way = URI.create(visitor.get("/media/" + id + "/original")
                            .expect(303)
                            .location())
                    .getRawPath();
            assertArrayEquals(
                    PDF, portal.atHost("files.localhost").get(way).expect(200).bytes());
            var part = portal.atHost("files.localhost")
                    .header("Range", "bytes=7-20")
                    .get(way)
                    .expect(206);
            assertArrayEquals(Arrays.copyOfRange(PDF, 7, 21), part.bytes());
            var picture = loader.file("logo.png", Files.readAllBytes(Path.of("src/main/resources/demo/logo-acme.png")));
            visitor.get("/media/" + picture + "?size=320").expect(200);
            bucket.refuse = 503;
            var large = Arrays.copyOf(PDF, 8 * 1024 * 1024);
            var path = loader.open("later.pdf", large.length);
            loader.send(path, 0, large, large.length);
            loader.complete(path).expect(503);
            bucket.early = true;
            loader.complete(path).expect(503);
            bucket.hangsUp = true;
            loader.complete(path).expect(503);
            var missed = portal.atHost("files.localhost")
                    .header("Range", "bytes=7-20")
                    .get(way)
                    .expect(503);
            assertEquals("unavailable\n", missed.body());
            for (var promised : List.of("ETag", "Content-Range", "Content-Disposition"))
                assertEquals("", missed.header(promised), promised);
            bucket.hangsUp = false;
            visitor.get("/media/" + path.substring(16) + "/original").expect(404);
            bucket.refuse = 0;
            loader.complete(path).expect(200);
            for (var gone : new String[] {id, picture, path.substring(16)})
                visitor.send("DELETE", "/api/v1/uploads/" + gone, null, null).expect(204);
            sweep(portal);
            assertTrue(bucket.objects.isEmpty(), bucket.objects.keySet()::toString);
        }
    }

    @Test
    void a_wrong_key_is_refused_and_nothing_becomes_visible() throws Exception {
        try (var bucket = new BucketStub();
                var portal = Portal.start(settings(bucket, "another-secret"))) {
            var loader = ana(portal);
            var path = loader.open("letter.pdf", PDF.length);
            loader.send(path, 0, PDF, PDF.length);
            loader.complete(path).expect(503);
            assertTrue(bucket.objects.isEmpty());
            assertEquals(PDF.length, loader.offset(path));
        }
    }

    private static Map<String, String> settings(BucketStub bucket, String secret) {
        return Map.of(
                "media.storage",
                "s3",
                "media.s3-endpoint",
                bucket.endpoint(),
                "media.s3-bucket",
                "atrium-files",
                "media.s3-access-key",
                BucketStub.ACCESS,
                "media.s3-secret-key",
                secret);
    }

    private static void sweep(Portal portal) {
        portal.house()
                .media()
                .sweep()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    /** On a real file system of two megabytes; needs the right to mount one. */
    @Test
    void a_full_disk_is_said_and_harms_nothing(@TempDir Path disk) throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()), "no right to mount");
        try (var portal = Portal.start(Map.of("media.dir", disk.toString()))) {
            var loader = ana(portal);
            var visitor = portal.as(Portal.ACME, "ana@example.com");
            var kept = loader.file("kept.pdf", PDF);
            var large = Arrays.copyOf(PDF, 4 * 1024 * 1024);
            Arrays.fill(large, PDF.length, large.length, (byte) 'x');
            var path = loader.open("large.pdf", large.length);
            assertEquals(507, loader.send(path, 0, large, large.length));
            assertEquals(0, loader.offset(path), "what is told to have come lies on the disk");
            var way = URI.create(visitor.get("/media/" + kept + "/original")
                            .expect(303)
                            .location())
                    .getRawPath();
            assertArrayEquals(
                    PDF, portal.atHost("files.localhost").get(way).expect(200).bytes(), "reads stay up");
            visitor.send("DELETE", path, null, null).expect(204);
            sweep(portal);
            var small = loader.file("small.pdf", PDF);
            visitor.get("/api/v1/uploads/" + small).expect(200);
            assertEquals(2L * PDF.length, portal.count("SELECT sum(used) FROM storage_quota"));
        } finally {
            run("umount", disk.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (java.io.IOException missing) {
            return false;
        }
    }
}
