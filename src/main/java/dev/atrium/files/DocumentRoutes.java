package dev.atrium.files;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaModule;
import dev.atrium.media.MediaObject;
import dev.atrium.media.MediaProblem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The staff's side of a contact's documents: put there, shared, taken back, taken away. */
final class DocumentRoutes {
    private static final String HERE = "/t/:slug/contacts/:contact/documents";

    private final Db db;
    private final Clock clock;
    private final Hosts hosts;
    private final MediaModule media;
    private final DocumentActs acts;

    DocumentRoutes(Db db, Clock clock, Hosts hosts, MediaModule media, DocumentActs acts) {
        this.db = db;
        this.clock = clock;
        this.hosts = hosts;
        this.media = media;
        this.acts = acts;
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

    private Future<Tenant> tenant(Desk desk) {
        return hosts.tenant(desk.scope().tenant()).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> upload(Request request) {
        var desk = Desk.of(request);
        var contact = request.id("contact");
        if (request.uploads().stream().noneMatch(file -> file.size() > 0))
            throw Problem.invalid("document_file", "file-missing");
        var id = Ids.next();
        return tenant(desk).compose(tenant -> {
            var until = until(request, tenant.settings().zone());
            boolean share = !request.form().text("share").isEmpty();
            return media.media()
                    .keep(
                            request,
                            MediaObject.Purpose.FILE,
                            (tx, file) -> new DocumentStore(tx)
                                    .insert(id, contact, file, desk.staff().name())
                                    .compose(made -> acts.kept(tx, request, contact, id, file.name(), made))
                                    .compose(x -> share
                                            ? acts.share(tx, request, tenant, contact, id, until, notify(request))
                                            : Future.succeededFuture()))
                    .recover(e -> Future.failedFuture(
                            e instanceof MediaProblem ? Problem.invalid("document_file", "file-type") : e))
                    .map(x -> desk.done("/contacts/" + contact, share ? "document-shared" : "document-kept"));
        });
    }

    /** The end of the day that was typed, where the business lives; null where none was. */
    private @Nullable Instant until(Request request, ZoneId zone) {
        var typed = request.form().text("document_until");
        if (typed.isEmpty()) return null;
        try {
            var end = LocalDate.parse(typed).plusDays(1).atStartOfDay(zone).toInstant();
            if (end.isAfter(clock.now())) return end;
        } catch (DateTimeParseException e) {
            // the same as a day that is over
        }
        throw Problem.invalid("document_until", "document-until");
    }

    private static boolean notify(Request request) {
        return !request.form().text("notify").isEmpty();
    }

    private Future<Reply> download(Request request) {
        var desk = Desk.of(request);
        return db.read(
                desk.scope(),
                tx -> DocumentActs.found(tx, request.id("contact"), request.id("document"))
                        .compose(document -> media.attachment(tx, document.media())));
    }

    private Future<Reply> share(Request request) {
        var desk = Desk.of(request);
        var contact = request.id("contact");
        var id = request.form().id("document");
        return tenant(desk)
                .compose(tenant -> {
                    var until = until(request, tenant.settings().zone());
                    return db.write(
                            desk.scope(),
                            tx -> DocumentActs.found(tx, contact, id)
                                    .compose(
                                            x -> acts.share(tx, request, tenant, contact, id, until, notify(request))));
                })
                .map(x -> desk.done("/contacts/" + contact, "document-shared"));
    }

    private Future<Reply> unshare(Request request) {
        return change(request, "document-unshared", acts::unshare);
    }

    private Future<Reply> delete(Request request) {
        return change(request, "document-deleted", acts::delete);
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
