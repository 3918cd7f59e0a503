package dev.atrium.proofs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** What writers were told is done, one line each, on disk before the writer goes on: the judge of what a server lost. */
final class Journal implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    Journal() {
        try {
            file = Files.createTempFile("journal", ".txt");
            channel = FileChannel.open(file, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void acknowledged(UUID post) {
        try {
            channel.write(ByteBuffer.wrap((post + "\n").getBytes(StandardCharsets.US_ASCII)));
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<UUID> read() {
        try (var lines = Files.lines(file)) {
            return new HashSet<>(lines.map(UUID::fromString).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.delete(file);
    }
}
