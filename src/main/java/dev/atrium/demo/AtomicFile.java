package dev.atrium.demo;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** Small files that are there whole or not at all, whatever kills the process. */
final class AtomicFile {
    private static final SecureRandom RANDOM = new SecureRandom();

    private AtomicFile() {}

    /** @param permissions such as {@code rw-------}; set when the file is made, so that it is never readable for others */
    static void write(Path file, String text, String permissions) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        try (var channel = FileChannel.open(fresh, Set.of(CREATE_NEW, WRITE), mode)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
        Files.move(fresh, file, ATOMIC_MOVE);
    }

    /**
     * The secret kept in the file; made at the first call.
     *
     * @param bytes of randomness in a fresh secret, written as base64
     */
    static String secret(Path file, int bytes) throws IOException {
        if (!Files.exists(file)) {
            var random = new byte[bytes];
            RANDOM.nextBytes(random);
            write(file, Base64.getEncoder().encodeToString(random), "rw-------");
        }
        return Files.readString(file).strip();
    }
}
