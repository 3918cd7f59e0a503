package dev.atrium.files;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaModule;
import dev.atrium.media.MediaObject;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The staff's side of a contact's documents: put there, shared, taken back, taken away. */
final class DocumentRoutes {
    private static final String HERE = "/t/:slug/contacts/:contact/documents";

    private final Db db;
    private final Clock clock;
    private final Hosts hosts;
    private final MediaModule media;
    private final Notifications notifications;

    DocumentRoutes(Db db, Clock clock, Hosts hosts, MediaModule media, Notifications notifications) {
        this.db = db;
        this.clock = clock;
        this.hosts = hosts;
        this.media = media;
        this.notifications = notifications;
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
                                    .compose(made -> {
                                        if (!made) return refuse(tx, contact);
                                        return audit(tx, request, "document.uploaded", id, contact, file.name());
                                    })
                                    .compose(x -> share
                                            ? share(tx, request, tenant, contact, id, until)
                                            : Future.succeededFuture()))
                    .map(x -> desk.done("/contacts/" + contact, share ? "document-shared" : "document-kept"));
        });
    }

    private static <T> Future<T> refuse(Tx tx, UUID contact) {
        return new DocumentStore(tx)
                .knows(contact)
                .compose(known -> Future.failedFuture(
                        known ? Problem.of(409, "documents-many", DocumentStore.MOST) : Problem.notFound()));
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

    private static Future<Document> found(Tx tx, UUID contact, UUID id) {
        return new DocumentStore(tx).find(contact, id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> download(Request request) {
        var desk = Desk.of(request);
        return db.read(
                desk.scope(),
                tx -> found(tx, request.id("contact"), request.id("document"))
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
                            tx -> found(tx, contact, id).compose(x -> share(tx, request, tenant, contact, id, until)));
                })
                .map(x -> desk.done("/contacts/" + contact, "document-shared"));
    }

    private Future<Void> share(Tx tx, Request request, Tenant tenant, UUID contact, UUID id, @Nullable Instant until) {
        return new DocumentStore(tx)
                .share(contact, id, until)
                .compose(changed -> !changed
                        ? Future.succeededFuture()
                        : found(tx, contact, id)
                                .compose(document -> act(tx, request, "document.shared", shared(document), document)
                                        .compose(x -> tell(tx, request, tenant, document))));
    }

    private Future<Void> tell(Tx tx, Request request, Tenant tenant, Document document) {
        if (request.form().text("notify").isEmpty()) return Future.succeededFuture();
        return notifications.tell(
                tx,
                tenant,
                Notice.of(
                                FilesModule.SHARED,
                                new Recipient.Contact(document.contact()),
                                Map.of("document", document.name()))
                        .about("document", document.id())
                        .link("/files"));
    }

    private Future<Reply> unshare(Request request) {
        return change(
                request,
                "document.unshared",
                d -> new DocumentFact.Unshared(d.contact(), d.id(), d.name()),
                "document-unshared",
                DocumentStore::unshare);
    }

    private Future<Reply> delete(Request request) {
        return change(
                request,
                "document.deleted",
                d -> new DocumentFact.Removed(d.contact(), d.id(), d.name()),
                "document-deleted",
                DocumentStore::delete);
    }

    /** One guarded statement on a document of the contact. */
    private interface Change {
        Future<Boolean> of(DocumentStore store, UUID contact, UUID id);
    }

    private Future<Reply> change(
            Request request, String action, Function<Document, DocumentFact> fact, String flash, Change change) {
        var desk = Desk.of(request);
        var contact = request.id("contact");
        var id = request.form().id("document");
        return db.write(
                        desk.scope(),
                        tx -> found(tx, contact, id)
                                .compose(document -> change.of(new DocumentStore(tx), contact, id)
                                        .compose(changed -> changed
                                                ? act(tx, request, action, fact.apply(document), document)
                                                : Future.<Void>succeededFuture())))
                .map(x -> desk.done("/contacts/" + contact, flash));
    }

    private static DocumentFact shared(Document document) {
        return new DocumentFact.Shared(document.contact(), document.id(), document.name());
    }

    private static Future<Void> act(Tx tx, Request request, String action, DocumentFact fact, Document document) {
        Events.record(tx, fact);
        return audit(tx, request, action, document.id(), document.contact(), document.name());
    }

    private static Future<Void> audit(Tx tx, Request request, String action, UUID document, UUID contact, String name) {
        return Audit.record(
                tx,
                action,
                "document",
                document,
                new JsonObject().put("contact", contact.toString()).put("name", name),
                request.ip());
    }
}
