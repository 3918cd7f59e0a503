package dev.atrium.demo;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.atrium.kernel.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The data directory while this process owns it: no second server can open it until it is closed. */
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** @throws StartFailure if the directory cannot be made or written, or another server has it */
    static DataDirectory open(Path wanted) {
        try {
            var path = makePrivate(wanted.toAbsolutePath().normalize()).toRealPath();
            return new DataDirectory(path, lock(path));
        } catch (IOException e) {
            throw new StartFailure(
                    "Cannot write to the data directory " + wanted + " (" + reason(e)
                            + "): set PORTAL_DATA_DIR to a directory that you may write to.",
                    e);
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** Makes the directory, closed to other users; one that exists keeps its permissions. */
    static Path makePrivate(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return directory;
    }

    // The operating system drops the lock with the process, so a kill -9 leaves nothing to clean up.
    private static FileChannel lock(Path path) throws IOException {
        var channel = FileChannel.open(path.resolve("lock"), CREATE, WRITE);
        try {
            if (channel.tryLock() != null) return channel;
        } catch (OverlappingFileLockException ignored) {
            // the same process has it: the same answer as for another one
        }
        channel.close();
        throw new StartFailure("Another Atrium is running on the data directory " + path
                + ": stop it first, or set PORTAL_DATA_DIR to another directory.");
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) return "permission denied";
        var message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
