package dev.atrium.media;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.web.DiskFull;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes a ready file of a whole upload: what it is, its hash, its pictures, the storage, and at last the row that makes it
 * visible. Killed between any two steps, nothing is visible and the upload can be completed again.
 */
final class Finisher {
    private final Db db;
    private final Staging staging;
    private final Storage storage;
    private final Paper paper;
    private final Receiver receiver;

    /** What is under way in one completion. */
    private record Job(Scope scope, Owner owner, UploadStore.Upload upload, UUID writer) {}

    Finisher(Db db, Staging staging, Storage storage, Paper paper, Receiver receiver) {
        this.db = db;
        this.staging = staging;
        this.storage = storage;
        this.paper = paper;
        this.receiver = receiver;
    }

    /**
     * @param sha256 what the client says the hash is, in hex, if it says so
     * @param attach what becomes true in the transaction in which the file does
     */
    Future<MediaObject> finish(
            Scope scope, UUID id, @Nullable String sha256, BiFunction<Tx, MediaObject, Future<?>> attach) {
        var owner = Owner.of(scope.principal());
        var writer = Ids.next();
        return receiver.claim(scope, owner, id, writer).compose(upload -> {
            var job = new Job(scope, owner, upload, writer);
            return receiver.leased(
                            scope,
                            id,
                            writer,
                            () -> Future.succeededFuture(upload.received()),
                            () -> steps(job, sha256, attach))
                    .recover(e -> undone(job, e));
        });
    }

    private Future<MediaObject> steps(Job job, @Nullable String sha256, BiFunction<Tx, MediaObject, Future<?>> attach) {
        var upload = job.upload();
        if (upload.received() != upload.size())
            return Future.failedFuture(Problem.of(409, "upload-incomplete", upload.received(), upload.size()));
        return staging.examine(upload.id(), upload.size(), upload.name()).compose(found -> {
            if (sha256 != null && !sha256.toLowerCase(Locale.ROOT).equals(found.sha256()))
                throw new MediaProblem("upload-checksum");
            return pictures(upload, found.type())
                    .compose(pictures ->
                            store(upload, found, pictures).compose(x -> publish(job, found, pictures, attach)));
        });
    }

    /** What a person's picture cannot do without, a file may lack: it is then kept as it came. */
    private Future<List<Pictures.Encoded>> pictures(UploadStore.Upload upload, FileType type) {
        var purpose = upload.purpose();
        boolean photo = purpose.isPhoto();
        boolean needed = photo || purpose.isBrand();
        boolean icon = purpose == MediaObject.Purpose.FAVICON && type == FileType.ICO;
        if (needed && !icon && (!type.isPicture() || (photo && type == FileType.SVG)))
            return Future.failedFuture(new MediaProblem("picture-type"));
        if ((!type.isPicture() && !icon) || upload.size() > Pictures.MAX_BYTES)
            return Future.succeededFuture(List.of());
        var file = staging.path(upload.id());
        return paper.submit(() -> draw(purpose, type, file))
                .recover(e -> e instanceof MediaProblem && !needed
                        ? Future.succeededFuture(List.of())
                        : Future.failedFuture(e));
    }

    private static List<Pictures.Encoded> draw(MediaObject.Purpose purpose, FileType type, Path file)
            throws java.io.IOException {
        var bytes = Files.readAllBytes(file);
        if (type == FileType.SVG) {
            var clean = Svg.clean(bytes);
            BrandMeasure.drawing(purpose, clean);
            return List.of(new Pictures.Encoded(0, clean, type.mime(), 0, 0));
        }
        if (type == FileType.ICO) bytes = Ico.largest(bytes);
        BrandMeasure.picture(purpose, bytes);
        return Pictures.encode(Pictures.Recipe.of(purpose), bytes);
    }

    private Future<Void> store(UploadStore.Upload upload, Staging.Found found, List<Pictures.Encoded> pictures) {
        Future<Void> stored = Future.succeededFuture();
        for (var picture : pictures) stored = stored.compose(x -> picture(upload, picture));
        return stored.compose(x -> storage.put(upload.key(), staging.path(upload.id()), upload.size(), found.sha256()));
    }

    private Future<Void> picture(UploadStore.Upload upload, Pictures.Encoded picture) {
        var file = staging.beside(upload.id(), Integer.toString(picture.side()));
        return staging.write(file, picture.bytes())
                .compose(x -> storage.put(
                        variant(upload.key(), picture.side()), file, picture.bytes().length, picture.sha256()))
                .eventually(() -> staging.delete(file));
    }

    /** Under which key a picture lies: it follows from its object's, so that whoever deletes one finds the others. */
    static String variant(String key, int side) {
        return key + "-" + side;
    }

    private Future<MediaObject> publish(
            Job job,
            Staging.Found found,
            List<Pictures.Encoded> pictures,
            BiFunction<Tx, MediaObject, Future<?>> attach) {
        var id = job.upload().id();
        return db.write(job.scope(), tx -> {
                    var store = new MediaStore(tx);
                    return new UploadStore(tx)
                            .done(id, job.writer())
                            .compose(mine ->
                                    mine ? store.ready(id, found.type(), found.sha256()) : Future.succeededFuture(0))
                            .compose(ready -> {
                                // Aborted, or overtaken, while its bytes were looked at.
                                if (ready == 0) throw Problem.notFound();
                                pictures.forEach(picture -> store.variant(id, picture));
                                return store.mine(id, job.owner());
                            })
                            .map(object -> object.orElseThrow(Problem::notFound))
                            .compose(object -> attach.apply(tx, object).map(object));
                })
                .compose(object -> staging.delete(staging.path(id)).transform(x -> Future.succeededFuture(object)));
    }

    /** What can never become a file goes at once; after any other failure the upload can be completed again. */
    private Future<MediaObject> undone(Job job, Throwable e) {
        var upload = job.upload();
        Future<?> settled = e instanceof MediaProblem
                ? db.write(job.scope(), tx -> new MediaStore(tx).remove(upload.id(), job.owner(), upload.purpose()))
                : receiver.release(job.scope(), upload.id(), job.writer(), upload.received());
        return settled.transform(x -> Future.failedFuture(DiskFull.caused(e) ? DiskFull.problem() : e));
    }
}
