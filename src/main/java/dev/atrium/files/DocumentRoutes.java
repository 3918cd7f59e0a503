package dev.atrium.files;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaModule;
import dev.atrium.media.MediaObject;
import dev.atrium.media.MediaProblem;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The staff's side of a contact's documents: put there, shared, taken back, taken away. */
final class DocumentRoutes {
    private static final String HERE = "/t/:slug/contacts/:contact/documents";

    private final Db db;
    private final MediaModule media;
    private final Sharing sharing;

    DocumentRoutes(Db db, MediaModule media, Sharing sharing) {
        this.db = db;
        this.media = media;
        this.sharing = sharing;
    }

    void mount(Routes routes, Route.Handler contactPage) {
        var staff = routes.staff(Permission.CONTACTS);
        staff.post(HERE, this::upload)
                .summary("Keep a file with a contact")
                .uploads(FilesModule.FORM_BYTES)
                .shows(contactPage);
        staff.get(HERE + "/:document", this::download).summary("Download a contact's document");
        staff.post(HERE + "/share", this::share)
                .summary("Share a document with its contact")
                .names("document", "document")
                .shows(contactPage);
        staff.post(HERE + "/unshare", this::unshare)
                .summary("Stop sharing a document, at once")
                .names("document", "document")
                .shows(contactPage);
        staff.post(HERE + "/delete", this::delete)
                .summary("Delete a document")
                .names("document", "document")
                .shows(contactPage);
    }

    private Future<Reply> upload(Request request) {
        var desk = Desk.of(request);
        var contact = request.id("contact");
        if (request.uploads().stream().noneMatch(file -> file.size() > 0))
            throw Problem.invalid("document_file", "file-missing");
        var id = Ids.next();
        return sharing.wish(request, request.form()::text)
                .compose(wish -> media.media()
                        .keep(
                                request,
                                MediaObject.Purpose.FILE,
                                (tx, file) -> sharing.keep(tx, request, id, contact, file, wish)
                                        .map(true))
                        .recover(e -> Future.failedFuture(refusal(e)))
                        .map(x -> desk.done("/contacts/" + contact, wish.word())));
    }

    /** What is wrong with the file is said at its field. */
    private static Throwable refusal(Throwable e) {
        if (e instanceof MediaProblem) return Problem.invalid("document_file", "file-type");
        if (!(e instanceof Problem problem)) return e;
        for (var field : List.of("size", "name")) {
            var word = problem.fields().get(field);
            if (word != null) return Problem.invalid(Map.of("document_file", word));
        }
        return e;
    }

    private Future<Reply> download(Request request) {
        var desk = Desk.of(request);
        return db.read(
                desk.scope(),
                tx -> Sharing.found(tx, request.id("contact"), request.id("document"))
                        .compose(document -> media.attachment(tx, document.media())));
    }

    private Future<Reply> share(Request request) {
        var desk = Desk.of(request);
        var contact = request.id("contact");
        var id = request.form().id("document");
        return sharing.wish(request, request.form()::text)
                .compose(wish -> db.write(
                        desk.scope(),
                        tx -> Sharing.found(tx, contact, id)
                                .compose(x -> sharing.share(tx, request, contact, id, wish))))
                .map(x -> desk.done("/contacts/" + contact, "document-shared"));
    }

    private Future<Reply> unshare(Request request) {
        return change(request, "document-unshared", Sharing::unshare);
    }

    private Future<Reply> delete(Request request) {
        return change(request, "document-deleted", Sharing::delete);
    }

    private interface Act {
        Future<Void> of(Tx tx, Request request, UUID contact, UUID document);
    }

    private Future<Reply> change(Request request, String flash, Act act) {
        var desk = Desk.of(request);
        var contact = request.id("contact");
        var id = request.form().id("document");
        return db.write(desk.scope(), tx -> act.of(tx, request, contact, id))
                .map(x -> desk.done("/contacts/" + contact, flash));
    }
}
