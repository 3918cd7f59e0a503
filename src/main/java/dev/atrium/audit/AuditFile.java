package dev.atrium.audit;

import dev.atrium.db.Db;
import dev.atrium.kernel.Cursor;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The audit as CSV (RFC 4180), made while it is sent: 500 lines at a time, 50,000 in all, the newest first. */
final class AuditFile implements Reply.Source {
    private static final int PIECE = 500;
    static final int MOST = 50_000;
    private static final String HEAD = "time,who,what,object,about,details,ip,action\r\n";

    private final Db db;
    private final Request request;
    private final AuditFilter filter;
    private Cursor after = AuditRoutes.END;
    private int sent;
    private boolean begun;
    private boolean ended;

    AuditFile(Db db, Request request, AuditFilter filter) {
        this.db = db;
        this.request = request;
        this.filter = filter;
    }

    @Override
    public Future<Optional<Buffer>> next() {
        if (ended) return Future.succeededFuture(Optional.empty());
        int wanted = Math.min(PIECE, MOST - sent);
        return db.read(request.scope(), tx -> {
            var store = new AuditStore(tx);
            return store.lines(filter, after, wanted)
                    .compose(lines -> store.names(lines).map(names -> piece(lines, names, wanted)));
        });
    }

    private Optional<Buffer> piece(List<AuditStore.Line> lines, Map<UUID, String> names, int wanted) {
        var text = new StringBuilder(begun ? "" : HEAD);
        begun = true;
        for (var line : lines) row(text, line, AuditLine.of(request, line, names, ""));
        sent += lines.size();
        ended = lines.size() < wanted || sent >= MOST;
        if (!lines.isEmpty()) after = lines.getLast().place();
        return text.isEmpty() ? Optional.empty() : Optional.of(Buffer.buffer(text.toString()));
    }

    private static void row(StringBuilder text, AuditStore.Line line, AuditLine shown) {
        cell(text, line.at().toString()).append(',');
        cell(text, shown.actor()).append(',');
        cell(text, shown.text()).append(',');
        cell(text, shown.thing()).append(',');
        cell(text, line.contact() == null ? "" : line.contact().toString()).append(',');
        cell(text, shown.facts()).append(',');
        cell(text, line.ip()).append(',');
        cell(text, line.action()).append("\r\n");
    }

    /** A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection). */
    private static StringBuilder cell(StringBuilder text, String value) {
        var clean = value.replace('\r', ' ').replace('\n', ' ');
        if (!clean.isEmpty() && "=+-@\t".indexOf(clean.charAt(0)) >= 0) clean = "'" + clean;
        return text.append('"').append(clean.replace("\"", "\"\"")).append('"');
    }
}
