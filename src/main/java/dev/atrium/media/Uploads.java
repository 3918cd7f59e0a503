package dev.atrium.media;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.web.AttachmentName;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** An upload from its announcement to the ready file. Whoever comes by a form takes the same steps in one go. */
final class Uploads {
    /** Uploads that one owner may have under way. */
    private static final int MOST = 20;

    private static final long AVATAR_BYTES = 5L * 1024 * 1024;

    private final Db db;
    private final Clock clock;
    private final Config.Media config;
    private final Staging staging;
    private final Receiver receiver;
    private final Finisher finisher;

    Uploads(Db db, Clock clock, Config.Media config, Staging staging, Receiver receiver, Finisher finisher) {
        this.db = db;
        this.clock = clock;
        this.config = config;
        this.staging = staging;
        this.receiver = receiver;
        this.finisher = finisher;
    }

    /**
     * Takes the declared bytes from the quota and opens the upload. Fails with {@code file-large} (422) beyond what the owner
     * may upload, {@code storage-quota} (507) where the tenant keeps all it may, {@code uploads-many} (429) where twenty are
     * under way.
     */
    Future<UploadStore.Upload> create(Scope scope, MediaObject.Purpose purpose, String name, long size) {
        var owner = Owner.of(scope.principal());
        long limit = limit(owner, purpose);
        if (name.isBlank()) throw Problem.invalid("name", "file-name");
        if (size < 0) throw Problem.invalid("size", "file-size");
        if (size > limit) throw Problem.invalid("size", "file-large", limit / (1024 * 1024));
        var id = Ids.next();
        return db.write(
                scope,
                tx -> new MediaStore(tx).take(size, config.tenantBytes()).compose(taken -> {
                    if (taken.isEmpty()) throw Problem.of(507, "storage-quota");
                    filling(tx, taken.get(), size);
                    return open(tx, id, owner, purpose, AttachmentName.clean(name), size);
                }));
    }

    /**
     * Where this upload takes the tenant past the mark, the business is to hear of it before nothing fits any more. Of a limit
     * of the tenant's own the database tells, which also knows of one that is lowered.
     */
    private void filling(Tx tx, MediaStore.Quota quota, long size) {
        if (quota.usual() && quota.passed(Media.FILLING_PERCENT, size))
            Jobs.schedule(tx, Media.FILLING, "storage", clock.now(), new JsonObject().put("percent", quota.percent()));
    }

    private static Future<UploadStore.Upload> open(
            Tx tx, UUID id, Owner owner, MediaObject.Purpose purpose, String name, long size) {
        var uploads = new UploadStore(tx);
        return new MediaStore(tx)
                .insert(id, owner, purpose, name, size, key())
                .compose(x -> uploads.insert(id, owner, MOST))
                .compose(room -> {
                    if (!room) throw Problem.tooMany("uploads-many", 60, MOST);
                    return uploads.find(id, owner);
                })
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Random, and of no person: two ids' randomness in hex. The first four letters spread files over directories. */
    private static String key() {
        return hex(Ids.next()) + hex(Ids.next());
    }

    private static String hex(UUID id) {
        return Long.toHexString(id.getLeastSignificantBits()).substring(1);
    }

    private long limit(Owner owner, MediaObject.Purpose purpose) {
        if (purpose == MediaObject.Purpose.AVATAR) return AVATAR_BYTES;
        if (purpose.isBrand()) return purpose.brandMegabytes() * 1024L * 1024;
        return owner.isStaff() ? config.staffFileBytes() : config.clientFileBytes();
    }

    Future<UploadStore.Upload> find(Scope scope, UUID id) {
        return db.read(scope, tx -> new UploadStore(tx).find(id, Owner.of(scope.principal())))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    Future<MediaObject> complete(
            Scope scope, UUID id, @Nullable String sha256, BiFunction<Tx, MediaObject, Future<?>> attach) {
        return finisher.finish(scope, id, sha256, attach);
    }

    /** Ends an upload or removes a ready file; its bytes are given back at once. */
    Future<Void> remove(Scope scope, UUID id, MediaObject.Purpose purpose, BiFunction<Tx, UUID, Future<?>> also) {
        return db.write(
                scope,
                tx -> new MediaStore(tx)
                        .remove(id, Owner.of(scope.principal()), purpose)
                        .compose(removed -> {
                            if (removed == 0) throw Problem.notFound();
                            return also.apply(tx, id).mapEmpty();
                        }));
    }

    /** A file that came by a form, of {@code size} bytes: opened, taken and completed, or nothing of it is kept. */
    Future<MediaObject> keep(
            Scope scope,
            MediaObject.Purpose purpose,
            String name,
            Path file,
            long size,
            BiFunction<Tx, MediaObject, Future<?>> attach) {
        return Future.succeededFuture(name.isBlank() ? "file" : name)
                .compose(named -> create(scope, purpose, named, size))
                .compose(upload -> staging.take(upload.id(), file)
                        .compose(x -> counted(scope, upload))
                        .compose(x -> complete(scope, upload.id(), null, attach))
                        .recover(e -> remove(scope, upload.id(), purpose, (tx, id) -> Future.succeededFuture())
                                .transform(x -> Future.failedFuture(e))));
    }

    private Future<Boolean> counted(Scope scope, UploadStore.Upload upload) {
        var writer = Ids.next();
        return receiver.claim(scope, Owner.of(scope.principal()), upload.id(), writer)
                .compose(x -> receiver.release(scope, upload.id(), writer, upload.size()));
    }
}
