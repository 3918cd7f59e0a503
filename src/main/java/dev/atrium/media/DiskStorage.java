package dev.atrium.media;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.WriteStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Files in a directory, two levels deep by their key. A file appears under its key whole and lasting, or not at all. */
final class DiskStorage implements Storage {
    private final Vertx vertx;
    private final Path root;

    DiskStorage(Vertx vertx, Path root) {
        this.vertx = vertx;
        this.root = root.resolve("objects");
    }

    private Path outer(String key) {
        return root.resolve(key.substring(0, 2));
    }

    private Path inner(String key) {
        return outer(key).resolve(key.substring(2, 4));
    }

    private Path path(String key) {
        return inner(key).resolve(key);
    }

    @Override
    public Future<Void> put(String key, Path staged, long size, String sha256) {
        return vertx.executeBlocking(
                () -> {
                    sync(staged, StandardOpenOption.WRITE);
                    Files.createDirectories(inner(key));
                    place(staged, path(key));
                    // The names are entries of directories: without these a file could lose its name with the power.
                    for (var directory : List.of(inner(key), outer(key), root))
                        sync(directory, StandardOpenOption.READ);
                    return null;
                },
                false);
    }

    /** A second name for the same bytes, so that the staged file stays until the row is committed; else a copy of them. */
    private static void place(Path staged, Path target) throws IOException {
        Files.deleteIfExists(target);
        try {
            Files.createLink(target, staged);
        } catch (UnsupportedOperationException | AccessDeniedException unlinkable) {
            var copy = staged.resolveSibling(staged.getFileName() + "-copy");
            Files.copy(staged, copy, StandardCopyOption.REPLACE_EXISTING);
            sync(copy, StandardOpenOption.WRITE);
            Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (var channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    @Override
    public Future<Void> flow(String key, long from, long length, WriteStream<Buffer> to) {
        return vertx.fileSystem()
                .open(path(key).toString(), new OpenOptions().setWrite(false).setCreate(false))
                .compose(file -> file.setReadPos(from)
                        .setReadLength(length)
                        .setReadBufferSize(64 * 1024)
                        .pipeTo(to)
                        .eventually(file::close));
    }

    @Override
    public Future<Void> delete(String key) {
        return vertx.executeBlocking(
                () -> {
                    Files.deleteIfExists(path(key));
                    return null;
                },
                false);
    }
}
