package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.web.Family;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rows that cannot be imported as CSV, made while it is sent: as they were in the file, with what to change behind them. */
final class ImportErrors implements Reply.Source {
    private static final int PIECE = 500;

    private final Db db;
    private final Request request;
    private final ContactImport of;
    private int after;
    private boolean begun;
    private boolean ended;

    ImportErrors(Db db, Request request, ContactImport of) {
        this.db = db;
        this.request = request;
        this.of = of;
    }

    @Override
    public Future<Optional<Buffer>> next() {
        if (ended) return Future.succeededFuture(Optional.empty());
        return db.read(request.scope(), tx -> new ImportStore(tx).shown(of.id(), true, after, PIECE))
                .map(this::piece);
    }

    private Optional<Buffer> piece(List<ContactImport.Row> rows) {
        var text = new StringBuilder(begun ? "" : "\uFEFF" + head());
        begun = true;
        for (var row : rows) text.append(line(row));
        ended = rows.size() < PIECE;
        if (!rows.isEmpty()) after = rows.getLast().number();
        return text.isEmpty() ? Optional.empty() : Optional.of(Buffer.buffer(text.toString()));
    }

    private String head() {
        var cells = new ArrayList<String>();
        of.headings().forEach(heading -> cells.add(heading.name()));
        cells.add(request.say("imports.row"));
        cells.add(request.say("imports.change"));
        return Csv.line(cells);
    }

    private String line(ContactImport.Row row) {
        var cells = new ArrayList<>(row.cells());
        while (cells.size() < of.headings().size()) cells.add("");
        cells.add(Integer.toString(row.number()));
        cells.add(say(request, of, row));
        return Csv.line(cells);
    }

    /** What to change, column by column. */
    static String say(Request request, ContactImport of, ContactImport.Row row) {
        return row.problems().stream()
                .map(wrong -> column(request, of, wrong) + ": "
                        + request.say(
                                Family.ERROR.key(wrong.code()), wrong.args().toArray()))
                .collect(Collectors.joining(" "));
    }

    private static String column(Request request, ContactImport of, ContactImport.Wrong wrong) {
        if (wrong.column() >= 0 && wrong.column() < of.headings().size()) {
            var name = of.headings().get(wrong.column()).name();
            return name.isEmpty() ? request.say("imports.column", wrong.column() + 1) : name;
        }
        return wrong.target().startsWith(ImportTarget.FIELD)
                ? wrong.target().substring(ImportTarget.FIELD.length())
                : request.say(Family.IMPORT_TARGET.key(wrong.target()));
    }
}
