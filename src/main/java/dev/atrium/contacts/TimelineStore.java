package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** What happened to a contact and what became of the mails to them, in one order, in PostgreSQL. */
final class TimelineStore {
    /** A mail shows where it stands and how it got there; each of its moments is a line. */
    private static final String PAGE = """
            SELECT x.id, x.at, x.kind, x.mail, x.state, x.name FROM (
             (SELECT e.id, e.at, e.kind, false AS mail, '' AS state, coalesce(e.data ->> 'name', e.data ->> 'device', '') AS name
                FROM contact_event e
               WHERE e.tenant_id = $1 AND e.contact_id = $2 AND (e.at, e.id) < ($3, $4) AND e.kind = ANY ($5)
               ORDER BY e.at DESC, e.id DESC LIMIT $7)
             UNION ALL
             (SELECT m.id, s.at, m.kind, true, s.state, m.answer
                FROM mail_outbox m
               CROSS JOIN LATERAL (VALUES ('queued', CASE WHEN m.state = 'queued' THEN m.created_at END), ('accepted', m.accepted_at),
                      ('bounced', CASE WHEN m.state = 'bounced' THEN coalesce(m.bounced_at, m.created_at) END), ('opened', m.opened_at),
                      (m.state, CASE WHEN m.state IN ('refused', 'dead') THEN m.due_at END)) s (state, at)
               WHERE $6 AND m.tenant_id = $1 AND s.at IS NOT NULL AND (s.at, m.id) < ($3, $4)
                 AND (m.contact_id = $2 OR (m.contact_id IS NULL AND m.recipient =
                      (SELECT c.email FROM contact c WHERE c.tenant_id = $1 AND c.id = $2)))
               ORDER BY s.at DESC, m.id DESC LIMIT $7)) x
             ORDER BY x.at DESC, x.id DESC LIMIT $7
            """;

    private final Tx tx;

    TimelineStore(Tx tx) {
        this.tx = tx;
    }

    /** The newest first, before {@code place}: facts of {@code kinds} and, where {@code mails}, what became of mails. */
    Future<List<Timeline.Entry>> page(UUID contact, Cursor place, List<String> kinds, boolean mails, int limit) {
        return tx.list(
                PAGE,
                TimelineStore::entry,
                tx.tenant(),
                contact,
                place.time().atOffset(ZoneOffset.UTC),
                place.id(),
                kinds.toArray(String[]::new),
                mails,
                limit);
    }

    private static Timeline.Entry entry(Row row) {
        return new Timeline.Entry(
                row.getUUID("id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("kind"),
                row.getBoolean("mail"),
                row.getString("state"),
                row.getString("name"));
    }
}
