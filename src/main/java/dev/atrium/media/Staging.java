package dev.atrium.media;

import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Where uploads wait until they are whole: one file each, named by the upload's id, which nobody is served from. What has
 * no upload any more is left over and goes with the next sweep.
 */
final class Staging {
    /** Hashing gigabytes must not keep the house's other blocking work waiting. */
    private static final int THREADS = 2;

    private static final int BUFFER = 128 * 1024;
    private static final long LONGEST_MINUTES = 10;

    /** What a whole file is found to be. */
    record Found(FileType type, String sha256) {}

    private final Vertx vertx;
    private final Path directory;
    private final WorkerExecutor worker;

    /** Makes the directory; blocks. */
    Staging(Vertx vertx, Path root) throws IOException {
        this.vertx = vertx;
        this.directory = Files.createDirectories(root.resolve("staging"));
        this.worker = vertx.createSharedWorkerExecutor("staging", THREADS, LONGEST_MINUTES, TimeUnit.MINUTES);
    }

    Path path(UUID upload) {
        return directory.resolve(upload.toString());
    }

    /** A place for something made of the upload. */
    Path beside(UUID upload, String label) {
        return directory.resolve(upload + "-" + label);
    }

    /** The upload's file, cut to what is known to have come and open for more: a crash may have left bytes behind it. */
    Future<AsyncFile> append(UUID upload, long received) {
        return blocking(() -> {
                    try (var channel =
                            FileChannel.open(path(upload), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                        if (channel.size() < received)
                            throw new NoSuchFileException(path(upload).toString());
                        channel.truncate(received);
                    }
                    return path(upload).toString();
                })
                .compose(path -> vertx.fileSystem()
                        .open(path, new OpenOptions().setRead(false).setCreate(false)))
                .map(file -> file.setWritePos(received));
    }

    /** Moves a file that came by a form into the upload's place. */
    Future<Void> take(UUID upload, Path from) {
        return blocking(() -> {
            Files.move(from, path(upload), StandardCopyOption.REPLACE_EXISTING);
            return null;
        });
    }

    Future<Void> write(Path to, byte[] bytes) {
        return blocking(() -> {
            Files.write(to, bytes);
            return null;
        });
    }

    /** Type and hash of the whole file; fails with {@code upload-broken} where it is not of that size. */
    Future<Found> examine(UUID upload, long size, String name) {
        return blocking(() -> {
            try (var channel = FileChannel.open(path(upload), StandardOpenOption.READ)) {
                if (channel.size() != size) throw new MediaProblem("upload-broken");
                var type = FileType.of(channel, name).orElseThrow(() -> new MediaProblem("file-type"));
                return new Found(type, hash(path(upload)));
            } catch (NoSuchFileException gone) {
                throw new MediaProblem("upload-broken");
            }
        });
    }

    private static String hash(Path file) throws IOException, GeneralSecurityException {
        var digest = MessageDigest.getInstance("SHA-256");
        try (var in = Files.newInputStream(file)) {
            var buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) digest.update(buffer, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    Future<Void> delete(Path file) {
        return blocking(() -> {
            Files.deleteIfExists(file);
            return null;
        });
    }

    /** The staged files, each with the id of its upload, at most {@code most}. */
    Future<List<Left>> list(int most) {
        return blocking(() -> {
            var found = new ArrayList<Left>();
            try (var files = Files.newDirectoryStream(directory)) {
                for (var file : files) {
                    var name = directory.relativize(file).toString();
                    var id = Ids.parse(name.substring(0, Math.min(36, name.length())));
                    if (id != null) found.add(new Left(id, file));
                    if (found.size() == most) break;
                }
            }
            return found;
        });
    }

    /** A staged file and whose it is. */
    record Left(UUID upload, Path file) {}

    private <T> Future<T> blocking(Callable<T> work) {
        return worker.executeBlocking(work, false);
    }
}
