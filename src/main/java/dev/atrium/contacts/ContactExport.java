package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A list of contacts as CSV, made while it is sent: five hundred at a time, however many there are. Headings are those that
 * {@link ImportTarget} knows again, so that what was exported can be imported.
 */
final class ContactExport implements Reply.Source {
    private static final int PIECE = 500;

    private final Db db;
    private final Request request;
    private final Contact.Search search;
    private final List<CustomField> fields;
    private @Nullable UUID after;
    private boolean begun;
    private boolean ended;

    ContactExport(Db db, Request request, Contact.Search search, List<CustomField> fields) {
        this.db = db;
        this.request = request;
        this.search = search;
        this.fields = fields;
    }

    @Override
    public Future<Optional<Buffer>> next() {
        if (ended) return Future.succeededFuture(Optional.empty());
        return db.read(
                        request.scope(),
                        tx -> new ContactSearchStore(tx)
                                .ids(search.from(after), PIECE)
                                .compose(found -> new ContactExportStore(tx)
                                        .lines(found.rows())
                                        .map(lines -> piece(found, lines))))
                // A look at candidates of whom nobody fits is no end.
                .compose(piece -> piece.isEmpty() && !ended ? next() : Future.succeededFuture(piece));
    }

    private Optional<Buffer> piece(ContactSearchStore.Found<UUID> found, List<ContactExportStore.Line> lines) {
        var text = new StringBuilder(begun ? "" : "\uFEFF" + head());
        begun = true;
        lines.forEach(line -> text.append(line(line)));
        var ids = found.rows();
        ended = ids.size() < PIECE && found.lookedTo() == null;
        if (found.lookedTo() != null) after = found.lookedTo();
        else if (!ids.isEmpty()) after = ids.getLast();
        return text.isEmpty() ? Optional.empty() : Optional.of(Buffer.buffer(text.toString()));
    }

    private String head() {
        var cells = new ArrayList<>(List.of(
                request.say("contacts.name"),
                request.say("field.email"),
                request.say("field.phone"),
                request.say("contacts.company"),
                request.say("companies.role"),
                request.say("console.tags.title"),
                request.say("contacts.stage"),
                request.say("contacts.source"),
                request.say("contacts.external-id")));
        fields.forEach(field -> cells.add(field.label()));
        cells.add(request.say("contacts.since"));
        return Csv.line(cells);
    }

    private String line(ContactExportStore.Line line) {
        var cells = new ArrayList<>(List.of(
                line.name(),
                line.email(),
                line.phone(),
                line.company(),
                line.role(),
                line.tags(),
                line.stage(),
                line.source(),
                line.externalId()));
        fields.forEach(field -> cells.add(field.shown(line.fields())));
        cells.add(line.createdAt().atOffset(ZoneOffset.UTC).toLocalDate().toString());
        return Csv.line(cells);
    }
}
