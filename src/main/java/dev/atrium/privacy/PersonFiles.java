package dev.atrium.privacy;

import dev.atrium.db.Tx;
import dev.atrium.web.Reply;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whoever keeps files of people adds them to the archive by one of these. */
@FunctionalInterface
public interface PersonFiles {
    /** How many files are asked for at a time. */
    int PAGE = 100;

    /**
     * A file for the archive.
     *
     * @param id where it stands in the order of its kind
     * @param path below {@code files/}: letters, digits, dot, dash, underscore and slash
     * @param bytes opened when its turn comes, so that nothing waits in memory
     */
    record File(UUID id, String path, Supplier<Reply.Source> bytes) {
        public File {
            if (!path.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*"))
                throw new IllegalArgumentException("no path for an archive: " + path);
        }

        /** A file in a folder of its own, under a name that somebody gave it, as far as a path may hold that. */
        public static File named(String folder, UUID id, String name, Supplier<Reply.Source> bytes) {
            return new File(id, folder + "/" + id + "/" + safe(name), bytes);
        }

        private static String safe(String name) {
            var safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
            return safe.startsWith(".") ? "_" + safe : safe;
        }
    }

    /** The files of {@code contact} in the order of their ids, those after {@code after}, at most {@link #PAGE}. */
    Future<List<File>> of(Tx tx, UUID contact, @Nullable UUID after);
}
