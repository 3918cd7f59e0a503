package dev.atrium.media;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Resumable uploads of the business's own programs, in the protocol of {@code /api/v1/uploads}. What one key began, no other
 * goes on with. The feature that a file is for ends the upload, by {@link #complete}.
 */
public final class ProgramUploads {
    private static final String ROOT = "/api/v1/business/uploads";
    private static final String ONE = ROOT + "/:upload";
    private static final String ENTITY = "program-upload";
    private static final UploadSteps.FileState COMING = new UploadSteps.FileState(
            UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
            "contract.pdf",
            120_000,
            0,
            "uploading",
            null,
            null,
            Instant.parse("2026-11-01T09:00:00Z"),
            Instant.parse("2026-11-02T09:00:00Z"));

    private final UploadSteps steps;
    private final MediaModule media;

    ProgramUploads(UploadSteps steps, MediaModule media) {
        this.steps = steps;
        this.media = media;
    }

    /** @param scope of the programs that may upload */
    public void mount(Routes routes, String scope) {
        var writing = routes.business(scope);
        writing.post(ROOT, request -> steps.create(request, ROOT))
                .summary("Announce a file and take its size from the quota")
                .takes(UploadSteps.NewUpload.class, new UploadSteps.NewUpload("contract.pdf", 120_000))
                .creates(UploadSteps.FileState.class, COMING)
                .refuses(422, 429, 507);
        writing.get(ONE, steps::state)
                .summary("Get an upload; the header Upload-Offset, to HEAD as well, says how much has come")
                .names("upload", ENTITY)
                .gives(UploadSteps.FileState.class, COMING)
                .refuses(404);
        writing.patch(ONE, steps::append)
                .summary("Append bytes from the offset on; the answer's Upload-Offset says how much has come")
                .names("upload", ENTITY)
                .header(UploadSteps.OFFSET, "where these bytes begin: how much has come so far")
                .streams()
                .refuses(400, 404, 409, 413, 507);
        writing.delete(ONE, steps::remove)
                .summary("End an upload; its size goes back to the quota")
                .names("upload", ENTITY)
                .refuses(404);
    }

    /**
     * Makes a file of an upload that has come in whole; {@code attach} runs in the transaction in which it becomes visible.
     *
     * @param sha256 of its bytes in hex, where the program says it
     */
    public Future<MediaObject> complete(
            Request request, UUID upload, @Nullable String sha256, BiFunction<Tx, MediaObject, Future<?>> attach) {
        return steps.complete(request, upload, sha256, attach);
    }

    /** Leads a program to the bytes of a document: good for five minutes, and no longer than its key. */
    public Reply away(Request request, UUID object, String name) {
        if (request.scope().principal() instanceof Principal.Business program)
            return media.away(request, program.key(), object, name);
        throw Problem.notFound();
    }
}
