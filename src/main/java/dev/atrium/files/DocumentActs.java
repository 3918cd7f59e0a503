package dev.atrium.files;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is done to documents, by staff and by programs alike: each one guarded statement, with its fact and its audit. */
final class DocumentActs {
    private final Notifications notifications;

    DocumentActs(Notifications notifications) {
        this.notifications = notifications;
    }

    /** One guarded statement on a document of a contact. */
    private interface Change {
        Future<Boolean> of(DocumentStore store, UUID contact, UUID id);
    }

    static Future<Document> found(Tx tx, UUID contact, UUID id) {
        return new DocumentStore(tx).find(contact, id).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Fails with {@code documents-many} where the contact has {@link DocumentStore#MOST}, and 404 where there is none. */
    Future<Void> kept(Tx tx, Request request, UUID contact, UUID id, String name, boolean made) {
        if (made) return audit(tx, request, "document.uploaded", id, contact, name);
        return new DocumentStore(tx)
                .knows(contact)
                .compose(known -> Future.failedFuture(
                        known ? Problem.of(409, "documents-many", DocumentStore.MOST) : Problem.notFound()));
    }

    /** Shares it from now until {@code until}; where it is shared like that already, nothing happens. */
    Future<Void> share(
            Tx tx, Request request, Tenant tenant, UUID contact, UUID id, @Nullable Instant until, boolean notify) {
        return new DocumentStore(tx)
                .share(contact, id, until)
                .compose(changed -> !changed
                        ? Future.succeededFuture()
                        : found(tx, contact, id)
                                .compose(document -> act(tx, request, "document.shared", shared(document), document)
                                        .compose(x -> notify ? tell(tx, tenant, document) : Future.succeededFuture())));
    }

    Future<Void> unshare(Tx tx, Request request, UUID contact, UUID id) {
        return change(
                tx,
                request,
                contact,
                id,
                "document.unshared",
                d -> new DocumentFact.Unshared(d.contact(), d.id(), d.name()),
                DocumentStore::unshare);
    }

    Future<Void> delete(Tx tx, Request request, UUID contact, UUID id) {
        return change(
                tx,
                request,
                contact,
                id,
                "document.deleted",
                d -> new DocumentFact.Removed(d.contact(), d.id(), d.name()),
                DocumentStore::delete);
    }

    private static Future<Void> change(
            Tx tx,
            Request request,
            UUID contact,
            UUID id,
            String action,
            Function<Document, DocumentFact> fact,
            Change change) {
        return found(tx, contact, id)
                .compose(document -> change.of(new DocumentStore(tx), contact, id)
                        .compose(changed -> changed
                                ? act(tx, request, action, fact.apply(document), document)
                                : Future.<Void>succeededFuture()));
    }

    private Future<Void> tell(Tx tx, Tenant tenant, Document document) {
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
