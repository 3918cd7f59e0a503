package dev.atrium.files;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaObject;
import dev.atrium.media.ProgramUploads;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A contact's documents for programs of the business: an upload becomes one, is shared and taken back. A document bears the id
 * of its upload, so that whoever asks twice for the same gets the same.
 */
final class DocumentsApi {
    private static final String ROOT = "/api/v1/business/contacts/:contact/documents";
    private static final String ONE = ROOT + "/:document";
    private static final String ENTITY = "program-document";
    private static final String AUTHOR = "API";

    /** A document; {@code shared} where the client finds it now. */
    public record PaperView(
            UUID id,
            String name,
            String type,
            long size,
            String author,
            boolean shared,
            Instant created_at,
            @Nullable Instant expires_at,
            @Nullable Instant seen_at,
            @Nullable Instant downloaded_at) {}

    public record PaperList(List<PaperView> items) {}

    /**
     * What an upload that has come in whole becomes.
     *
     * @param sha256 of its bytes in hex, which must be that of what came
     * @param expires_at when sharing ends by itself
     * @param tell whether the client is told that it is shared
     */
    public record PaperNew(
            UUID upload,
            @Nullable String sha256,
            @Nullable Boolean shared,
            @Nullable Instant expires_at,
            @Nullable Boolean tell) {}

    /** @param shared whether the client finds it from now on; left out, nothing changes */
    public record PaperChange(
            @Nullable Boolean shared,
            @Nullable Instant expires_at,
            @Nullable Boolean tell) {}

    private static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final Instant AT = Instant.parse("2026-11-01T09:00:00Z");
    private static final PaperView CONTRACT = new PaperView(
            ID, "contract.pdf", "application/pdf", 120_000, AUTHOR, true, AT, null, AT.plusSeconds(60), null);

    private final Db db;
    private final Clock clock;
    private final ProgramUploads uploads;
    private final Sharing sharing;

    DocumentsApi(Db db, Clock clock, ProgramUploads uploads, Sharing sharing) {
        this.db = db;
        this.clock = clock;
        this.uploads = uploads;
        this.sharing = sharing;
    }

    void mount(Routes routes) {
        var reading = routes.business("documents:read");
        reading.get(ROOT, this::list)
                .summary("List a contact's documents, the newest first: at most 200, which is all there can be")
                .gives(PaperList.class, new PaperList(List.of(CONTRACT)))
                .refuses(404);
        reading.get(ONE, this::one)
                .summary("Get a document")
                .names("contact", "client-contact")
                .names("document", ENTITY)
                .gives(PaperView.class, CONTRACT)
                .refuses(404);
        reading.get(ONE + "/content", this::content)
                .summary("Get the way to a document's bytes: a redirect that is good for five minutes")
                .names("contact", "client-contact")
                .names("document", ENTITY)
                .leads()
                .refuses(404);
        var writing = routes.business("documents:write");
        uploads.mount(routes, "documents:write");
        writing.post(ROOT, this::keep)
                .summary(
                        "Make a document of an upload that has come in whole, and share it; asked twice, it is made once")
                .names("contact", "client-contact")
                .names("upload", "program-upload")
                .takes(PaperNew.class, new PaperNew(ID, null, true, null, true))
                .creates(PaperView.class, CONTRACT)
                .refuses(404, 409, 422, 507);
        writing.patch(ONE, this::change)
                .summary("Share a document with its contact, or stop sharing it, at once")
                .names("contact", "client-contact")
                .names("document", ENTITY)
                .idempotent()
                .takes(PaperChange.class, new PaperChange(true, AT.plusSeconds(864_000), false))
                .gives(PaperView.class, CONTRACT)
                .refuses(404, 422);
        writing.delete(ONE, this::delete)
                .summary("Delete a document and its bytes")
                .names("contact", "client-contact")
                .names("document", ENTITY)
                .refuses(404);
    }

    private Future<Reply> list(Request request) {
        var contact = request.id("contact");
        return db.read(request.scope(), tx -> {
                    var store = new DocumentStore(tx);
                    return store.knows(contact).compose(known -> {
                        if (!known) throw Problem.notFound();
                        return store.of(contact);
                    });
                })
                .map(all -> Reply.json(
                        new PaperList(all.stream().map(DocumentsApi::view).toList())));
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> Sharing.found(tx, request.id("contact"), request.id("document")))
                .map(document -> Reply.json(view(document)));
    }

    private Future<Reply> content(Request request) {
        return db.read(request.scope(), tx -> Sharing.found(tx, request.id("contact"), request.id("document")))
                .map(document -> uploads.away(request, document.media(), document.name()));
    }

    private Future<Reply> keep(Request request) {
        var contact = request.id("contact");
        var wanted = request.json(PaperNew.class);
        ends(wanted.shared(), wanted.expires_at());
        return db.read(request.scope(), tx -> new DocumentStore(tx).find(contact, wanted.upload()))
                .compose(made -> made.isPresent()
                        ? Future.succeededFuture(made.get())
                        : uploads.complete(
                                        request,
                                        wanted.upload(),
                                        wanted.sha256(),
                                        (tx, file) -> attach(tx, request, contact, wanted, file))
                                .compose(x ->
                                        db.read(request.scope(), tx -> Sharing.found(tx, contact, wanted.upload()))))
                .map(document -> Reply.created(request.path() + "/" + document.id(), view(document)));
    }

    private Future<Void> attach(Tx tx, Request request, UUID contact, PaperNew wanted, MediaObject file) {
        var wish = wish(request, yes(wanted.shared()), wanted.tell(), wanted.expires_at());
        return sharing.keep(tx, request, file.id(), contact, file, AUTHOR, wish);
    }

    private static Sharing.Wish wish(Request request, boolean share, @Nullable Boolean tell, @Nullable Instant until) {
        return new Sharing.Wish(request.tenant(), share, yes(tell), until);
    }

    private Future<Reply> change(Request request, Tx tx) {
        var contact = request.id("contact");
        var id = request.id("document");
        var wanted = request.json(PaperChange.class);
        ends(wanted.shared(), wanted.expires_at());
        return Sharing.found(tx, contact, id)
                .compose(x -> switched(tx, request, contact, id, wanted))
                .compose(x -> Sharing.found(tx, contact, id))
                .map(document -> Reply.json(view(document)));
    }

    private Future<Void> switched(Tx tx, Request request, UUID contact, UUID id, PaperChange wanted) {
        if (wanted.shared() == null) return Future.succeededFuture();
        return yes(wanted.shared())
                ? sharing.share(tx, request, contact, id, wish(request, true, wanted.tell(), wanted.expires_at()))
                : Sharing.unshare(tx, request, contact, id);
    }

    private Future<Reply> delete(Request request) {
        return db.write(
                        request.scope(),
                        tx -> Sharing.delete(tx, request, request.id("contact"), request.id("document")))
                .map(x -> Reply.empty());
    }

    /** An end is one of sharing, and lies ahead. */
    private void ends(@Nullable Boolean shared, @Nullable Instant until) {
        if (until == null) return;
        if (!yes(shared) || !until.isAfter(clock.now())) throw Problem.invalid("expires_at", "document-until");
    }

    private static boolean yes(@Nullable Boolean said) {
        return Objects.requireNonNullElse(said, false);
    }

    private static PaperView view(Document document) {
        return new PaperView(
                document.id(),
                document.name(),
                document.type(),
                document.size(),
                document.author(),
                document.shared(),
                document.createdAt(),
                document.expiresAt(),
                document.seenAt(),
                document.downloadedAt());
    }
}
