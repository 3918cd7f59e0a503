package dev.atrium.media;

import dev.atrium.db.Db;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.web.DiskFull;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends chunks to an upload. Cut at any byte, what came lies on the disk before it is counted, and the next chunk begins
 * there. One request writes at a time; a later one overtakes it, since a person whose network changed comes back while the
 * server still waits on the old one.
 */
final class Receiver {
    private static final long RENEW_MS = 5_000;
    private static final int RETRY_SECONDS = 20;
    private static final long SETTLE_MS = 5;

    private final Vertx vertx;
    private final Db db;
    private final Staging staging;
    private final Map<UUID, Sink> writing = new ConcurrentHashMap<>();

    Receiver(Vertx vertx, Db db, Staging staging) {
        this.vertx = vertx;
        this.db = db;
        this.staging = staging;
    }

    /**
     * Takes the body from {@code offset} on; how much has come in all. Fails with {@code upload-offset} (409) where that is not
     * the end of what came, {@code upload-busy} (409) where another node writes, {@code payload-too-large} (413) beyond the
     * declared size, {@code storage-full} (507).
     *
     * @param length as the request declares it, −1 where it does not
     */
    Future<Long> append(Scope scope, UUID id, long offset, long length, Supplier<ReadStream<Buffer>> body) {
        var owner = Owner.of(scope.principal());
        var writer = Ids.next();
        return overtake(scope, owner, id)
                .compose(x -> claim(scope, owner, id, writer))
                .compose(upload -> {
                    Problem refused = refusal(upload, offset, length);
                    return refused == null
                            ? receive(scope, upload, writer, body)
                            : release(scope, id, writer, upload.received()).compose(x -> Future.failedFuture(refused));
                });
    }

    private static @Nullable Problem refusal(UploadStore.Upload upload, long offset, long length) {
        if (offset != upload.received()) return Problem.of(409, "upload-offset", upload.received());
        return length > upload.size() - upload.received() ? Problem.of(413, "payload-too-large") : null;
    }

    /** Only the owner's own request ends one under way. */
    private Future<Void> overtake(Scope scope, Owner owner, UUID id) {
        var earlier = writing.get(id);
        if (earlier == null) return Future.succeededFuture();
        return db.read(scope, tx -> new UploadStore(tx).find(id, owner)).compose(found -> {
            if (found.isEmpty()) return Future.succeededFuture();
            earlier.stop();
            return settled(id, earlier);
        });
    }

    /** Until the overtaken request, perhaps of another event loop, has said how far it came. */
    private Future<Void> settled(UUID id, Sink earlier) {
        return writing.get(id) != earlier
                ? Future.succeededFuture()
                : vertx.timer(SETTLE_MS, TimeUnit.MILLISECONDS).compose(x -> settled(id, earlier));
    }

    /** The upload for this writer alone. */
    Future<UploadStore.Upload> claim(Scope scope, Owner owner, UUID id, UUID writer) {
        return db.write(scope, tx -> {
            var store = new UploadStore(tx);
            return store.claim(id, owner, writer)
                    .compose(claimed -> claimed.isPresent()
                            ? Future.succeededFuture(claimed.get())
                            : store.find(id, owner)
                                    .compose(found -> Future.failedFuture(
                                            found.isPresent()
                                                    ? Problem.of(409, "upload-busy", RETRY_SECONDS)
                                                    : Problem.notFound())));
        });
    }

    Future<Boolean> release(Scope scope, UUID id, UUID writer, long received) {
        return db.write(scope, tx -> new UploadStore(tx).advance(id, writer, received));
    }

    private Future<Long> receive(
            Scope scope, UploadStore.Upload upload, UUID writer, Supplier<ReadStream<Buffer>> body) {
        return staging.append(upload.id(), upload.received()).transform(opened -> {
            if (opened.failed())
                return release(scope, upload.id(), writer, upload.received())
                        .compose(x -> Future.failedFuture(said(opened.cause())));
            var sink = new Sink(vertx.getOrCreateContext(), opened.result(), upload.size() - upload.received());
            writing.put(upload.id(), sink);
            return leased(
                            scope,
                            upload.id(),
                            writer,
                            () -> sink.secured().map(more -> upload.received() + more),
                            () -> sink.drain(body))
                    .transform(end -> count(scope, upload, writer, sink, end));
        });
    }

    /**
     * Keeps the writer's lease for as long as the work takes, and says how much has come: after a crash the client goes on
     * from there, a lease later.
     */
    <T> Future<T> leased(Scope scope, UUID id, UUID writer, Supplier<Future<Long>> received, Supplier<Future<T>> work) {
        long renewal = vertx.setPeriodic(
                RENEW_MS,
                x -> received.get()
                        .compose(soFar -> db.write(scope, tx -> new UploadStore(tx).renew(id, writer, soFar))));
        return work.get().onComplete(x -> vertx.cancelTimer(renewal));
    }

    private Future<Long> count(Scope scope, UploadStore.Upload upload, UUID writer, Sink sink, AsyncResult<Void> end) {
        long received = upload.received() + sink.written();
        return release(scope, upload.id(), writer, received)
                .onComplete(x -> writing.remove(upload.id(), sink))
                .compose(mine -> {
                    var failure = sink.failure();
                    if (failure != null) return Future.failedFuture(said(failure));
                    if (sink.over()) return Future.failedFuture(Problem.of(413, "payload-too-large"));
                    return end.succeeded() && mine
                            ? Future.succeededFuture(received)
                            : Future.failedFuture(Problem.of(400, "request-broken"));
                });
    }

    private static Throwable said(Throwable e) {
        return DiskFull.caused(e) ? DiskFull.problem() : e;
    }
}
