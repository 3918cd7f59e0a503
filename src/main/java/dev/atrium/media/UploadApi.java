package dev.atrium.media;

import dev.atrium.db.Db;
import dev.atrium.kernel.Cursor;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Resumable uploads for programs and pages, after the manner of tus 1.0: announce, send chunks from the offset that the
 * server tells, complete. Cut anywhere, ask for the offset and go on.
 */
final class UploadApi {
    /** A part of the list, the newest first; {@code next} is where it goes on, and null at its end. */
    public record FileList(
            List<UploadSteps.FileState> items, @Nullable String next) {}

    private static final UUID SOME = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final Instant THEN = Instant.parse("2026-11-01T09:00:00Z");
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final UploadSteps.FileState COMING = new UploadSteps.FileState(
            SOME, "plan.pdf", 120_000, 0, "uploading", null, null, THEN, THEN.plusSeconds(86_400));
    private static final UploadSteps.FileState READY =
            new UploadSteps.FileState(SOME, "plan.pdf", 120_000, 120_000, "ready", "application/pdf", HASH, THEN, null);

    private final Db db;
    private final UploadSteps steps;

    UploadApi(Db db, UploadSteps steps) {
        this.db = db;
        this.steps = steps;
    }

    void mount(Routes routes) {
        var app = PortalApp.ACCOUNT;
        routes.program("files:write", app)
                .post("/api/v1/uploads", request -> steps.create(request, "/api/v1/uploads"))
                .summary("Announce a file and take its size from the quota")
                .takes(UploadSteps.NewUpload.class, new UploadSteps.NewUpload("plan.pdf", 120_000))
                .creates(UploadSteps.FileState.class, COMING)
                .refuses(422, 429, 507);
        routes.program("files:read", app)
                .get("/api/v1/uploads", this::list)
                .summary("List the account's files, the newest first")
                .pages()
                .gives(FileList.class, new FileList(List.of(READY), "/api/v1/uploads?limit=1&cursor=AQGT"));
        routes.program("files:read", app)
                .get("/api/v1/uploads/:upload", steps::state)
                .summary("Get an upload or file; the header Upload-Offset, to HEAD as well, says how much has come")
                .gives(UploadSteps.FileState.class, READY)
                .refuses(404);
        routes.program("files:write", app)
                .patch("/api/v1/uploads/:upload", steps::append)
                .summary("Append bytes from the offset on; the answer's Upload-Offset says how much has come")
                .header(UploadSteps.OFFSET, "where these bytes begin: how much has come so far")
                .streams()
                .refuses(400, 404, 409, 413, 507);
        routes.program("files:write", app)
                .post(
                        "/api/v1/uploads/:upload/complete",
                        request -> steps.complete(
                                request, (tx, file) -> UploadSteps.audited(request, tx, "file.uploaded", file.id())))
                .summary("Make a file of an upload that has come in whole")
                .takes(UploadSteps.Completion.class, new UploadSteps.Completion(HASH))
                .gives(UploadSteps.FileState.class, READY)
                .refuses(404, 409, 422, 429, 507);
        routes.program("files:write", app)
                .delete("/api/v1/uploads/:upload", steps::remove)
                .summary("End an upload or delete a file; its size goes back to the quota")
                .refuses(404);
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        var owner = Owner.of(request.scope().principal());
        return db.read(request.scope(), tx -> new MediaStore(tx).list(owner, wanted))
                .map(found -> wanted.page(found, file -> Cursor.at(file.createdAt(), file.id())))
                .map(page -> request.paged(page.map(UploadSteps::view), FileList::new));
    }
}
