package dev.atrium.files;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaObject;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What staff keep with a contact and let them see, by whichever way the file came. */
final class Sharing {
    private final Clock clock;
    private final Hosts hosts;
    private final Notifications notifications;

    Sharing(Clock clock, Hosts hosts, Notifications notifications) {
        this.clock = clock;
        this.hosts = hosts;
        this.notifications = notifications;
    }

    /** Whether the contact is to see it, to be told, and until when; null is without end. */
    record Wish(
            Tenant tenant,
            boolean share,
            boolean tell,
            @Nullable Instant until) {
        /** What is said once it is done. */
        String word() {
            return share ? "document-shared" : "document-kept";
        }
    }

    /** What the fields {@code share}, {@code notify} and {@code document_until} say; a day that is over is a problem. */
    Future<Wish> wish(Request request, UnaryOperator<String> typed) {
        return hosts.tenant(request.scope().tenant())
                .map(found -> found.orElseThrow(Problem::notFound))
                .map(tenant -> new Wish(
                        tenant,
                        !typed.apply("share").isEmpty(),
                        !typed.apply("notify").isEmpty(),
                        until(typed.apply("document_until"), tenant.settings().zone())));
    }

    /** The end of the day that was typed, where the business lives; null where none was. */
    private @Nullable Instant until(String typed, ZoneId zone) {
        if (typed.isEmpty()) return null;
        try {
            var end = LocalDate.parse(typed).plusDays(1).atStartOfDay(zone).toInstant();
            if (end.isAfter(clock.now())) return end;
        } catch (DateTimeParseException e) {
            // the same as a day that is over
        }
        throw Problem.invalid("document_until", "document-until");
    }

    /** Keeps {@code file} with the contact as {@code id}, shared where that is wished. */
    Future<Void> keep(Tx tx, Request request, UUID id, UUID contact, MediaObject file, Wish wish) {
        return keep(tx, request, id, contact, file, Desk.of(request).staff().name(), wish);
    }

    /** The same of {@code author}, who may be a program. */
    Future<Void> keep(Tx tx, Request request, UUID id, UUID contact, MediaObject file, String author, Wish wish) {
        return new DocumentStore(tx)
                .insert(id, contact, file, author)
                .compose(made ->
                        made ? audit(tx, request, "document.uploaded", id, contact, file.name()) : refuse(tx, contact))
                .compose(x -> wish.share() ? share(tx, request, contact, id, wish) : Future.succeededFuture());
    }

    private static Future<Void> refuse(Tx tx, UUID contact) {
        return new DocumentStore(tx)
                .knows(contact)
                .compose(known -> Future.failedFuture(
                        known ? Problem.of(409, "documents-many", DocumentStore.MOST) : Problem.notFound()));
    }

    static Future<Document> found(Tx tx, UUID contact, UUID id) {
        return new DocumentStore(tx).find(contact, id).map(found -> found.orElseThrow(Problem::notFound));
    }

    Future<Void> share(Tx tx, Request request, UUID contact, UUID id, Wish wish) {
        return new DocumentStore(tx)
                .share(contact, id, wish.until())
                .compose(changed -> !changed
                        ? Future.succeededFuture()
                        : found(tx, contact, id)
                                .compose(document -> act(tx, request, "document.shared", shared(document), document)
                                        .compose(x -> tell(tx, document, wish))));
    }

    private Future<Void> tell(Tx tx, Document document, Wish wish) {
        if (!wish.tell()) return Future.succeededFuture();
        return notifications.tell(
                tx,
                wish.tenant(),
                Notice.of(
                                FilesModule.SHARED,
                                new Recipient.Contact(document.contact()),
                                Map.of("document", document.name()))
                        .about("document", document.id())
                        .link("/files"));
    }

    static Future<Void> unshare(Tx tx, Request request, UUID contact, UUID id) {
        return change(
                tx,
                request,
                contact,
                id,
                "document.unshared",
                d -> new DocumentFact.Unshared(d.contact(), d.id(), d.name()),
                DocumentStore::unshare);
    }

    static Future<Void> delete(Tx tx, Request request, UUID contact, UUID id) {
        return change(
                tx,
                request,
                contact,
                id,
                "document.deleted",
                d -> new DocumentFact.Removed(d.contact(), d.id(), d.name()),
                DocumentStore::delete);
    }

    /** One guarded statement on a document of the contact. */
    private interface Change {
        Future<Boolean> of(DocumentStore store, UUID contact, UUID id);
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
