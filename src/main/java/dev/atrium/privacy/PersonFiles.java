package dev.atrium.privacy;

import dev.atrium.db.Tx;
import dev.atrium.web.Reply;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Whoever keeps files of people adds them to the archive by one of these. */
@FunctionalInterface
public interface PersonFiles {
    /**
     * A file for the archive.
     *
     * @param path below {@code files/}: letters, digits, dot, dash, underscore and slash
     * @param bytes opened when its turn comes, so that nothing waits in memory
     */
    record File(String path, Supplier<Reply.Source> bytes) {
        public File {
            if (!path.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*"))
                throw new IllegalArgumentException("no path for an archive: " + path);
        }
    }

    /** The files of {@code contact}, at most a thousand. */
    Future<List<File>> of(Tx tx, UUID contact);
}
