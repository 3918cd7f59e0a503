package dev.atrium.files;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaModule;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** The client's side: what is shared with them, and the way to its bytes on the files host. */
final class FilesRoutes {
    /** A document with its size in words. */
    record Row(Document it, String size) {}

    private final Db db;
    private final MediaModule media;

    FilesRoutes(Db db, MediaModule media) {
        this.db = db;
        this.media = media;
    }

    void mount(Routes routes) {
        var client = routes.client(FilesModule.APP.key());
        client.get("/files", this::list)
                .summary("List the documents that are shared with the person")
                .landing();
        client.get("/files/:document", this::open)
                .summary("Save a document that is shared with the person")
                .names("document", "shared-document");
    }

    private Future<Reply> list(Request request) {
        var contact = request.session().contact();
        return db.read(request.scope(), tx -> new DocumentStore(tx).shown(contact))
                .compose(documents -> seen(request, documents).map(documents))
                .map(documents -> Reply.page(
                        "files/files",
                        Reply.Layout.PORTAL,
                        "app.files",
                        Map.of(
                                "documents",
                                documents.stream()
                                        .map(document -> new Row(document, Sizes.say(request, document.size())))
                                        .toList())));
    }

    /** Noted once for each, and never where staff look on: it is the client whose sight counts. */
    private Future<Void> seen(Request request, List<Document> documents) {
        boolean fresh = documents.stream().anyMatch(document -> document.seenAt() == null);
        if (!fresh || request.viewing().isPresent()) return Future.succeededFuture();
        return db.write(
                request.scope(),
                tx -> new DocumentStore(tx).seen(request.session().contact()).map(first -> {
                    first.forEach(d -> Events.record(tx, new DocumentFact.Seen(d.contact(), d.id(), d.name())));
                    return null;
                }));
    }

    private Future<Reply> open(Request request) {
        var contact = request.session().contact();
        var id = request.id("document");
        return db.read(request.scope(), tx -> new DocumentStore(tx).shown(contact, id))
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(document -> request.viewing().isPresent()
                        ? Future.succeededFuture(document)
                        : db.write(request.scope(), tx -> taken(tx, document)).map(document))
                .map(document -> media.away(request, document.media(), document.name()));
    }

    private static Future<Void> taken(Tx tx, Document document) {
        return new DocumentStore(tx).taken(document.contact(), document.id()).compose(taken -> {
            if (!taken) throw Problem.notFound();
            return Events.record(tx, new DocumentFact.Downloaded(document.contact(), document.id(), document.name()));
        });
    }
}
