package dev.atrium.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A server that is killed (kill -9) while the video of a lesson comes in, at points spread over the whole of it: nobody finds half a
 * file, and the upload goes on at the next server. {@code kill.points} says at how many; bench/kill takes fifty.
 */
class LessonUploadKillTest {
    private static final int POINTS = Integer.getInteger("kill.points", 2);
    private static final int SIZE = 4_000_000;
    private static Portal portal;
    private static Visitor olga;
    private static UUID course;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.staff("Olga Owner", "olga@staff.example", "owner", Portal.ACME);
        olga = portal.asStaff("olga@staff.example");
        course = UUID.randomUUID();
        portal.execute(
                "INSERT INTO course (tenant_id, id, slug, title, state, published_at) VALUES (?, ?, 'killed', 'Killed', 'published', now())",
                portal.tenantId(Portal.ACME),
                course);
        portal.execute(
                "INSERT INTO course_section (tenant_id, id, course_id, title) VALUES (?, ?, ?, 'One')",
                portal.tenantId(Portal.ACME),
                course,
                course);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    /** Bytes that a browser takes for a video: the first box of an MP4 file (ISO 14496-12), then whatever. */
    private static byte[] video() {
        var bytes = new byte[SIZE];
        new Random(7).nextBytes(bytes);
        var begin = new byte[] {
            0, 0, 0, 24, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm', 0, 0, 2, 0, 'i', 's', 'o', 'm', 'm', 'p', '4', '1'
        };
        System.arraycopy(begin, 0, bytes, 0, begin.length);
        return bytes;
    }

    private static UUID lesson() {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO lesson (tenant_id, id, course_id, section_id, title, kind, completion) VALUES (?, ?, ?, ?, 'Killed', 'video', 'watched')",
                portal.tenantId(Portal.ACME),
                id,
                course,
                course);
        return id;
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
                if (visitor.get("/t/acme/courses").status() == 200) return visitor;
            } catch (RuntimeException notYet) {
                // it has not opened its door
            }
            Portal.pause(100);
        }
        throw new IllegalStateException("the other server never answered");
    }

    private static long visible(UUID lesson) {
        return portal.count("SELECT count(*) FROM lesson WHERE id = ? AND media_id IS NOT NULL", lesson)
                + portal.count(
                        "SELECT count(*) FROM media_object o WHERE o.state = 'ready' AND o.name = ?", name(lesson));
    }

    private static String name(UUID lesson) {
        return lesson + ".mp4";
    }

    private static byte[] stored(UUID lesson) throws IOException {
        var key = (String) portal.query(
                        "SELECT o.storage_key FROM lesson l JOIN media_object o ON o.id = l.media_id WHERE l.id = ?",
                        lesson)
                .getFirst()
                .getFirst();
        try (var files = Files.walk(portal.house().config().media().dir().resolve("objects"))) {
            return Files.readAllBytes(
                    files.filter(path -> path.getFileName().toString().equals(key))
                            .findFirst()
                            .orElseThrow());
        }
    }

    @Test
    void wherever_it_is_killed_nobody_finds_half_a_file_and_it_goes_on() throws Exception {
        var bytes = video();
        int half = 0;
        int resumed = 0;
        for (int point = 1; point <= POINTS; point++) {
            var lesson = lesson();
            var place = "/t/acme/courses/" + course + "/lessons/" + lesson + "/uploads";
            int port = free();
            var server = portal.victim(port);
            String path;
            try {
                var doomed = new Loader(port, answering(port, server), place);
                path = doomed.open(name(lesson), bytes.length);
                cut(doomed, path, bytes, (int) ((long) SIZE * point / (POINTS + 1)), server);
            } finally {
                server.destroyForcibly();
            }
            if (visible(lesson) > 0) half++;
            assertFalse(
                    olga.get(place.replace("/uploads", "")).expect(200).body().contains(name(lesson)),
                    "half a file is nothing");
            // The dead server's lease is over.
            portal.execute("UPDATE upload SET leased_until = now()");
            long at = Long.parseLong(olga.get(path).expect(200).header("Upload-Offset"));
            assertTrue(at >= 0 && at < bytes.length, "resumes at " + at);
            var next = new Loader(portal.port(), olga, place);
            assertEquals(204, next.send(path, at, Arrays.copyOfRange(bytes, (int) at, bytes.length), (int)
                    (bytes.length - at)));
            next.complete(path).expect(200);
            assertArrayEquals(bytes, stored(lesson));
            resumed++;
        }
        System.out.println(
                "{\"kill\":{\"points\":" + POINTS + ",\"half_files\":" + half + ",\"resumed\":" + resumed + "}}");
        assertEquals(0, half);
    }

    /** Sends so many bytes, and kills the server once it writes them. */
    private static void cut(Loader doomed, String path, byte[] bytes, int sent, Process server) throws Exception {
        try (var socket = doomed.begin(path, 0, bytes, sent)) {
            for (int i = 0; i < 500 && portal.count("SELECT count(*) FROM upload WHERE writer IS NOT NULL") == 0; i++)
                Portal.pause(10);
            assertTrue(
                    socket.isConnected() && portal.count("SELECT count(*) FROM upload WHERE writer IS NOT NULL") == 1,
                    "in the midst of it");
            server.destroyForcibly();
            assertEquals(137, server.waitFor(), "it was killed");
        }
    }
}
