package dev.atrium.media;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Scope;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What other features do with files. */
public final class Media {
    /** The kind of job that is due where a tenant keeps more than {@link #FILLING_PERCENT} of what it may: {@code percent}. */
    public static final String FILLING = "media.filling";

    static final int FILLING_PERCENT = 80;

    private final Uploads uploads;
    private final StaffUploads staff;
    private final MediaSweep sweep;

    Media(Uploads uploads, StaffUploads staff, MediaSweep sweep) {
        this.staff = staff;
        this.uploads = uploads;
        this.sweep = sweep;
    }

    /**
     * Keeps the one file of a form as what {@code attach} makes of it, in the transaction in which it becomes visible; the
     * owner is who acts. Fails with {@link MediaProblem} where the file is not what {@code purpose} takes, and with the
     * problems of an upload (too large, quota, no room).
     */
    public Future<MediaObject> keep(
            Request request, MediaObject.Purpose purpose, BiFunction<Tx, MediaObject, Future<?>> attach) {
        var file = request.uploads().getFirst();
        return uploads.keep(
                request.scope(), purpose, file.fileName(), Path.of(file.uploadedFileName()), file.size(), attach);
    }

    /** The same of one of several files of a form: the one of the field {@code field}, which must be there. */
    public Future<MediaObject> keep(
            Request request, String field, MediaObject.Purpose purpose, BiFunction<Tx, MediaObject, Future<?>> attach) {
        var file = request.uploads().stream()
                .filter(some -> some.name().equals(field))
                .findFirst()
                .orElseThrow();
        return uploads.keep(
                request.scope(), purpose, file.fileName(), Path.of(file.uploadedFileName()), file.size(), attach);
    }

    /**
     * Makes a file of an upload of whoever acts, whose bytes have come piece by piece; what {@code attach} makes of it is one
     * with it. Fails with {@code not-found} where there is no such upload any more, and otherwise as a file of a form does.
     */
    public Future<MediaObject> finish(Request request, UUID upload, BiFunction<Tx, MediaObject, Future<?>> attach) {
        return uploads.complete(request.scope(), upload, null, attach);
    }

    /** Resumable uploads of staff, for whoever gives them a place on the console. */
    public StaffUploads ofStaff() {
        return staff;
    }

    /** Removes the account's avatars but {@code kept}; their bytes go back to the quota. */
    public static Future<Integer> removeAvatars(Tx tx, UUID account, @Nullable UUID kept) {
        return new MediaStore(tx).removeAvatars(account, kept);
    }

    /** Lets every client see a picture that was kept as {@link MediaObject.Purpose#COVER}. */
    public static Future<Integer> showCover(Tx tx, UUID picture) {
        return new MediaStore(tx).showCover(picture);
    }

    /** Ends such a picture; its bytes go back to the quota. */
    public static Future<Integer> removeCover(Tx tx, UUID picture) {
        return new MediaStore(tx).removeCover(picture);
    }

    /** A file of another making, such as a document that was drawn here: the same steps, the same limits. */
    public Future<MediaObject> keep(
            Scope scope, String name, Path file, long size, BiFunction<Tx, MediaObject, Future<?>> attach) {
        return uploads.keep(scope, MediaObject.Purpose.FILE, name, file, size, attach);
    }

    /** The same for another purpose. Fails with {@link MediaProblem} where the file is not what {@code purpose} takes. */
    public Future<MediaObject> keep(
            Scope scope,
            MediaObject.Purpose purpose,
            String name,
            Path file,
            long size,
            BiFunction<Tx, MediaObject, Future<?>> attach) {
        return uploads.keep(scope, purpose, name, file, size, attach);
    }

    /** Ends what expired and deletes what nobody keeps; how many files went. For one caller at a time. */
    public Future<Integer> sweep() {
        return sweep.run();
    }
}
