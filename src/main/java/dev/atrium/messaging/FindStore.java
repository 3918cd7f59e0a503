package dev.atrium.messaging;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Page;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was said, found by its words: for a client in what is shown to them, for the team in the threads with its clients. */
final class FindStore {
    /** Around what was found: characters that are taken out of what people wrote first. */
    static final char OPEN = '\u0001';

    static final char CLOSE = '\u0002';

    /** The last word may be a beginning. */
    private static final String FIND = """
            WITH typed AS (SELECT websearch_to_tsquery('simple', $3) AS words),
            wanted AS (SELECT CASE WHEN t.words::text ~ '''$' THEN (t.words::text || ':*')::tsquery ELSE t.words END AS words FROM typed t),
            seen AS MATERIALIZED (
              SELECT v.id, v.kind, v.title, v.last_seq, p.from_seq FROM participant p
                JOIN conversation v ON v.tenant_id = $1 AND v.id = p.conversation_id
                JOIN tenant_settings s ON s.tenant_id = $1
               WHERE p.tenant_id = $1 AND p.contact_id = $2 AND p.left_at IS NULL AND (v.kind = 'business' OR s.client_chats)
              UNION ALL
              SELECT v.id, v.kind, v.title, v.last_seq, 0 FROM conversation v
               WHERE v.tenant_id = $1 AND v.kind = 'business' AND $2::uuid IS NULL),
            hits AS (
              SELECT m.id, m.conversation_id, m.seq, m.author_id, m.of_team, m.author_name, m.body, m.sent_at
                FROM message m JOIN seen s ON s.id = m.conversation_id AND m.seq > s.from_seq, wanted w
               WHERE m.tenant_id = $1 AND m.words @@ w.words AND m.removed_at IS NULL AND m.notice = ''
                 AND (m.sent_at, m.id) < ($4::timestamptz, $5::uuid)
                 AND ($2::uuid IS NULL OR NOT message_hushed($1, m.conversation_id, $2, m.author_id))
               ORDER BY m.sent_at DESC, m.id DESC LIMIT $6)
            SELECT h.id, h.conversation_id, h.seq, h.of_team, h.sent_at, s.kind, s.last_seq, coalesce(a.full_name, h.author_name) AS author,
                   CASE WHEN s.title <> '' THEN s.title ELSE coalesce((SELECT string_agg(o.full_name, ', ' ORDER BY o.full_name, o.id) FROM (
                     SELECT c.id, c.full_name FROM participant p JOIN contact c ON c.tenant_id = $1 AND c.id = p.contact_id
                      WHERE p.tenant_id = $1 AND p.conversation_id = h.conversation_id AND p.contact_id IS DISTINCT FROM $2 AND p.left_at IS NULL
                      ORDER BY c.full_name, c.id LIMIT 4) o), '') END AS place,
                   ts_headline('simple', translate(h.body, $7 || $8, ''), w.words,
                               'StartSel="' || $7 || '", StopSel="' || $8 || '", MaxWords=40, MinWords=20') AS part
              FROM hits h JOIN seen s ON s.id = h.conversation_id CROSS JOIN wanted w
              LEFT JOIN contact a ON a.tenant_id = $1 AND a.id = h.author_id
             ORDER BY h.sent_at DESC, h.id DESC LIMIT $6
            """;

    private static final Instant EVER = Instant.parse("9999-12-31T00:00:00Z");
    private static final UUID LAST = new UUID(-1, -1);
    /** Messages that a page shows after the one that was found. */
    private static final int AFTER = 20;

    /**
     * A message that was found.
     *
     * @param place who else is in the conversation, or what it is called; empty for the thread with the business
     * @param part with the marks around what was found
     */
    record Hit(
            UUID id,
            UUID conversation,
            long seq,
            boolean team,
            Instant at,
            boolean ofBusiness,
            long last,
            String author,
            String place,
            String part) {
        Cursor cursor() {
            return Cursor.at(at, id);
        }

        /** Where it is read among what was said around it, below the page of its conversation. */
        String below(String page) {
            return (seq + AFTER < last ? page + "?before=" + (seq + AFTER) : page) + "#m-" + id;
        }
    }

    private final Tx tx;

    FindStore(Tx tx) {
        this.tx = tx;
    }

    /** The newest first; {@code reader} is null for the team. */
    Future<List<Hit>> find(@Nullable UUID reader, String words, Page.Wanted wanted) {
        var after = wanted.after();
        return tx.list(
                FIND,
                FindStore::hit,
                tx.tenant(),
                reader,
                words,
                after.map(Cursor::time).orElse(EVER).atOffset(ZoneOffset.UTC),
                after.map(Cursor::id).orElse(LAST),
                wanted.rows(),
                String.valueOf(OPEN),
                String.valueOf(CLOSE));
    }

    private static Hit hit(Row row) {
        return new Hit(
                row.getUUID("id"),
                row.getUUID("conversation_id"),
                row.getLong("seq"),
                row.getBoolean("of_team"),
                Objects.requireNonNull(row.getOffsetDateTime("sent_at")).toInstant(),
                row.getString("kind").equals(Chat.BUSINESS),
                row.getLong("last_seq"),
                row.getString("author"),
                row.getString("place"),
                row.getString("part"));
    }
}
