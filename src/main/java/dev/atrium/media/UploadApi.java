package dev.atrium.media;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Cursor;
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

    /** A part of the list, the newest first; {@code next} is where it goes on, and null at its end. */
    public record FileList(List<FileState> items, @Nullable String next) {}

    private static final UUID SOME = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final Instant THEN = Instant.parse("2026-11-01T09:00:00Z");
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final FileState COMING =
            new FileState(SOME, "plan.pdf", 120_000, 0, "uploading", null, null, null, THEN.plusSeconds(86_400));
    private static final FileState READY =
            new FileState(SOME, "plan.pdf", 120_000, 120_000, "ready", "application/pdf", HASH, THEN, null);

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
                .takes(NewUpload.class, new NewUpload("plan.pdf", 120_000))
                .creates(FileState.class, COMING)
                .refuses(422, 429, 507);
        routes.program("files:read", app)
                .get("/api/v1/uploads", this::list)
                .summary("List the account's files, the newest first")
                .pages()
                .gives(FileList.class, new FileList(List.of(READY), "/api/v1/uploads?limit=1&cursor=AQGT"));
        routes.program("files:read", app)
                .get("/api/v1/uploads/:upload", this::state)
                .summary("Get an upload or file; the header Upload-Offset, to HEAD as well, says how much has come")
                .gives(FileState.class, READY)
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
                .takes(Completion.class, new Completion(HASH))
                .gives(FileState.class, READY)
                .refuses(404, 409, 422, 429, 507);
        routes.program("files:write", app)
                .delete("/api/v1/uploads/:upload", this::remove)
                .summary("End an upload or delete a file; its size goes back to the quota")
                .refuses(404);
    }

    private Future<Reply> create(Request request) {
        var wanted = request.json(NewUpload.class);
        return uploads.create(request.scope(), MediaObject.Purpose.FILE, wanted.name(), wanted.size())
                .map(upload -> Reply.created("/api/v1/uploads/" + upload.id(), view(upload)));
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        var owner = Owner.of(request.scope().principal());
        return db.read(request.scope(), tx -> new MediaStore(tx).list(owner, wanted))
                .map(found -> wanted.page(found, file -> Cursor.at(file.createdAt(), file.id())))
                .map(page -> request.paged(page.map(UploadApi::view), FileList::new));
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
