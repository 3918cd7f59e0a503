package dev.atrium.media;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Resumable uploads for programs and pages, after the manner of tus 1.0: announce, send chunks from the offset that the
 * server tells, complete. Cut anywhere, ask for the offset and go on.
 */
final class UploadApi {
    private static final String OFFSET = "Upload-Offset";
    private static final int PAGE = 50;
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
            @Nullable Instant created_at,
            @Nullable Instant expires_at) {}

    /** Ends the upload; where the hash (SHA-256 in hex) is said, it must be that of what came. */
    public record Completion(@Nullable String sha256) {}

    /** Files, the newest first; {@code next}, where there is one, is the {@code after} of the next page. */
    public record FileList(List<FileState> items, @Nullable UUID next) {}

    private final Db db;
    private final Uploads uploads;
    private final Receiver receiver;

    UploadApi(Db db, Uploads uploads, Receiver receiver) {
        this.db = db;
        this.uploads = uploads;
        this.receiver = receiver;
    }

    void mount(Routes routes) {
        var app = PortalApp.ACCOUNT;
        routes.program("files:write", app)
                .post("/api/v1/uploads", this::create)
                .summary("Announce a file and take its size from the quota")
                .takes(NewUpload.class)
                .gives(FileState.class)
                .refuses(422, 429, 507);
        routes.program("files:read", app)
                .get("/api/v1/uploads", this::list)
                .summary("List the account's files, the newest first")
                .gives(FileList.class);
        routes.program("files:read", app)
                .get("/api/v1/uploads/:upload", this::state)
                .summary("Get an upload or file; the header Upload-Offset, to HEAD as well, says how much has come")
                .gives(FileState.class)
                .refuses(404);
        routes.program("files:write", app)
                .patch("/api/v1/uploads/:upload", this::append)
                .summary("Append bytes from the offset on; the answer's Upload-Offset says how much has come")
                .header(OFFSET, "where these bytes begin: how much has come so far")
                .streams()
                .refuses(400, 404, 409, 413, 507);
        routes.program("files:write", app)
                .post("/api/v1/uploads/:upload/complete", this::complete)
                .summary("Make a file of an upload that has come in whole")
                .takes(Completion.class)
                .gives(FileState.class)
                .refuses(404, 409, 422, 429, 507);
        routes.program("files:write", app)
                .delete("/api/v1/uploads/:upload", this::remove)
                .summary("End an upload or delete a file; its size goes back to the quota")
                .refuses(404);
    }

    private Future<Reply> create(Request request) {
        var wanted = request.json(NewUpload.class);
        return uploads.create(request.scope(), MediaObject.Purpose.FILE, wanted.name(), wanted.size())
                .map(upload -> Reply.json(view(upload)).with("Location", "/api/v1/uploads/" + upload.id()));
    }

    private Future<Reply> list(Request request) {
        var after = request.query("after");
        var cursor = Ids.parse(after);
        if (cursor == null && !after.isEmpty()) throw Problem.invalid("after", "json-invalid", "after");
        var owner = Owner.of(request.scope().principal());
        return db.read(request.scope(), tx -> new MediaStore(tx).list(owner, cursor, PAGE + 1))
                .map(found -> {
                    var page = found.subList(0, Math.min(PAGE, found.size()));
                    var next = found.size() > PAGE ? page.getLast().id() : null;
                    return Reply.json(
                            new FileList(page.stream().map(UploadApi::view).toList(), next));
                });
    }

    private Future<Reply> state(Request request) {
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

    private Future<Reply> append(Request request) {
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

    private Future<Reply> complete(Request request) {
        var sha256 = request.json(Completion.class).sha256();
        if (sha256 != null && !SHA256.matcher(sha256).matches())
            throw Problem.invalid("sha256", "json-invalid", "sha256");
        return uploads.complete(
                        request.scope(),
                        request.id("upload"),
                        sha256,
                        (tx, file) -> audited(request, tx, "file.uploaded", file.id()))
                .map(file -> Reply.json(view(file)))
                .recover(e -> Future.failedFuture(e instanceof MediaProblem problem ? refusal(problem) : e));
    }

    private static Problem refusal(MediaProblem problem) {
        return switch (problem.code()) {
            case "upload-checksum" -> Problem.invalid("sha256", "upload-checksum");
            case "upload-broken" -> Problem.invalid("file", "upload-broken");
            default -> Problem.invalid("file", "file-type");
        };
    }

    private Future<Reply> remove(Request request) {
        return uploads.remove(
                        request.scope(),
                        request.id("upload"),
                        MediaObject.Purpose.FILE,
                        (tx, id) -> audited(request, tx, "file.removed", id))
                .map(Reply.empty());
    }

    private static Future<Void> audited(Request request, Tx tx, String action, UUID id) {
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
                null,
                upload.expiresAt());
    }

    private static FileState view(MediaObject file) {
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
