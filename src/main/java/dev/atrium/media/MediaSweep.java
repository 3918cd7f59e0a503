package dev.atrium.media;

import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Deletes bytes that no row names: of objects that were removed or erased, of uploads that expired, and what a killed
 * process left in the staging directory or among the parts of forms.
 */
final class MediaSweep {
    private static final int BATCH = 500;
    private static final int STAGED = 10_000;
    /** A form is read within minutes; its parts are the web's, which deletes them itself unless it is killed. */
    private static final Duration FORM_LIFE = Duration.ofHours(24);

    private final Vertx vertx;
    private final Db db;
    private final Storage storage;
    private final Staging staging;
    private final Path forms;
    private final Clock clock;

    MediaSweep(Vertx vertx, Db db, Storage storage, Staging staging, Path forms, Clock clock) {
        this.vertx = vertx;
        this.db = db;
        this.storage = storage;
        this.staging = staging;
        this.forms = forms;
        this.clock = clock;
    }

    Future<Integer> run() {
        return UploadStore.sweep(db, BATCH)
                .compose(keys -> bury(keys).map(keys.size()))
                .compose(buried -> leftovers().map(left -> buried + left))
                .compose(gone -> parts().map(parts -> gone + parts));
    }

    /** Bytes first, then the row that names them: killed between, the next sweep finds nothing there and goes on. */
    private Future<Void> bury(List<String> keys) {
        Future<Void> deleted = Future.succeededFuture();
        for (var key : keys) deleted = deleted.compose(x -> delete(key));
        return deleted.compose(x -> UploadStore.deleted(db, keys));
    }

    private Future<Void> delete(String key) {
        var all = new ArrayList<Future<Void>>();
        all.add(storage.delete(key));
        all.add(storage.delete(Finisher.variant(key, 0)));
        for (int side : Pictures.SIDES) all.add(storage.delete(Finisher.variant(key, side)));
        return Future.all(all).mapEmpty();
    }

    /** The row of an upload is there before its file, so a file without one belongs to nobody. */
    private Future<Integer> leftovers() {
        return staging.list(STAGED)
                .compose(files -> UploadStore.living(
                                db,
                                files.stream()
                                        .map(Staging.Left::upload)
                                        .distinct()
                                        .toList())
                        .compose(living -> {
                            var known = new HashSet<>(living);
                            var gone = files.stream()
                                    .filter(left -> !known.contains(left.upload()))
                                    .map(left -> staging.delete(left.file()))
                                    .toList();
                            return gone.isEmpty()
                                    ? Future.succeededFuture(0)
                                    : Future.all(gone).map(gone.size());
                        }));
    }

    private Future<Integer> parts() {
        return vertx.executeBlocking(() -> {
            int gone = 0;
            if (!Files.isDirectory(forms)) return gone;
            try (var files = Files.newDirectoryStream(forms)) {
                for (var file : files) if (old(file) && Files.deleteIfExists(file)) gone++;
            }
            return gone;
        });
    }

    private boolean old(Path file) throws IOException {
        return Files.isRegularFile(file)
                && Files.getLastModifiedTime(file)
                        .toInstant()
                        .isBefore(clock.now().minus(FORM_LIFE));
    }
}
