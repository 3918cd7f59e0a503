package dev.atrium.media;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a resumable upload, after the manner of tus 1.0, whoever takes them: announce, send chunks from the offset
 * that the server tells, complete. The path names it {@code :upload}.
 */
final class UploadSteps {
    static final String OFFSET = "Upload-Offset";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");
    private static final Pattern SHA256 = Pattern.compile("[0-9A-Fa-f]{64}");

    /** What will come: a name for people and the size in bytes. */
    public record NewUpload(String name, long size) {}

    /** An upload under way ({@code uploading}) or a file ({@code ready}); type and hash are known of the latter. */
    public record FileState(
            UUID id,
            String name,
            long size,
            long offset,
            String state,
            @Nullable String type,
            @Nullable String sha256,
            Instant created_at,
            @Nullable Instant expires_at) {}

    /** Ends the upload; where the hash (SHA-256 in hex) is said, it must be that of what came. */
    public record Completion(@Nullable String sha256) {}

    private final Db db;
    private final Uploads uploads;
    private final Receiver receiver;

    UploadSteps(Db db, Uploads uploads, Receiver receiver) {
        this.db = db;
        this.uploads = uploads;
        this.receiver = receiver;
    }

    /** {@code base} is the path below which the new upload is found. */
    Future<Reply> create(Request request, String base) {
        var wanted = request.json(NewUpload.class);
        return uploads.create(request.scope(), MediaObject.Purpose.FILE, wanted.name(), wanted.size())
                .map(upload -> Reply.created(base + "/" + upload.id(), view(upload)));
    }

    Future<Reply> state(Request request) {
        var owner = Owner.of(request.scope().principal());
        var id = request.id("upload");
        return db.read(
                        request.scope(),
                        tx -> new UploadStore(tx)
                                .find(id, owner)
                                .compose(under -> under.isPresent()
                                        ? Future.succeededFuture(view(under.get()))
                                        : new MediaStore(tx)
                                                .mine(id, owner)
                                                .map(ready -> view(ready.orElseThrow(Problem::notFound)))))
                .map(state -> Reply.json(state).with(OFFSET, Long.toString(state.offset())));
    }

    Future<Reply> append(Request request) {
        var offset = request.header(OFFSET);
        if (offset == null || !NUMBER.matcher(offset).matches()) throw Problem.of(400, "upload-offset-missing");
        var length = request.header("Content-Length");
        return receiver.append(
                        request.scope(),
                        request.id("upload"),
                        Long.parseLong(offset),
                        length == null || !NUMBER.matcher(length).matches() ? -1 : Long.parseLong(length),
                        request::stream)
                .map(received -> Reply.empty().with(OFFSET, Long.toString(received)));
    }

    /** {@code attach} runs in the transaction in which the file becomes visible. */
    Future<Reply> complete(Request request, BiFunction<Tx, MediaObject, Future<?>> attach) {
        return complete(
                        request,
                        request.id("upload"),
                        request.json(Completion.class).sha256(),
                        attach)
                .map(file -> Reply.json(view(file)));
    }

    /** The same of the upload {@code id}, whoever it is named by. */
    Future<MediaObject> complete(
            Request request, UUID id, @Nullable String sha256, BiFunction<Tx, MediaObject, Future<?>> attach) {
        if (sha256 != null && !SHA256.matcher(sha256).matches())
            throw Problem.invalid("sha256", "json-invalid", "sha256");
        return uploads.complete(request.scope(), id, sha256, attach)
                .recover(e -> Future.failedFuture(e instanceof MediaProblem problem ? refusal(problem) : e));
    }

    private static Problem refusal(MediaProblem problem) {
        return switch (problem.code()) {
            case "upload-checksum" -> Problem.invalid("sha256", "upload-checksum");
            case "upload-broken" -> Problem.invalid("file", "upload-broken");
            default -> Problem.invalid("file", "file-type");
        };
    }

    Future<Reply> remove(Request request) {
        return uploads.remove(
                        request.scope(),
                        request.id("upload"),
                        MediaObject.Purpose.FILE,
                        (tx, id) -> audited(request, tx, "file.removed", id))
                .map(Reply.empty());
    }

    static Future<Void> audited(Request request, Tx tx, String action, UUID id) {
        return Audit.record(tx, action, "media_object", id, new JsonObject(), request.ip());
    }

    private static FileState view(UploadStore.Upload upload) {
        return new FileState(
                upload.id(),
                upload.name(),
                upload.size(),
                upload.received(),
                "uploading",
                null,
                null,
                upload.createdAt(),
                upload.expiresAt());
    }

    static FileState view(MediaObject file) {
        return new FileState(
                file.id(),
                file.name(),
                file.size(),
                file.size(),
                "ready",
                file.type(),
                file.sha256(),
                file.createdAt(),
                null);
    }
}
