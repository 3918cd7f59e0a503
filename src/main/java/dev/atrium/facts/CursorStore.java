package dev.atrium.facts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Numbers and cursors in PostgreSQL. */
final class CursorStore {
    private static final String SEQUENCE = "SELECT tenant_id, numbered FROM sys_facts_sequence($1)";
    private static final String BEHIND = "SELECT tenant_id, reader FROM sys_facts_behind($1, $2)";
    private static final String WAITING = "SELECT fresh, stuck FROM sys_facts_waiting()";
    private static final String BEGIN =
            "INSERT INTO fact_cursor (tenant_id, reader) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    private static final String TAKE = """
            SELECT c.seq, c.failures, c.careful_to, coalesce((SELECT h.seq FROM fact_head h WHERE h.tenant_id = $1), 0) AS head
              FROM fact_cursor c
             WHERE c.tenant_id = $1 AND c.reader = $2 AND c.next_at <= portal_now()
               FOR UPDATE OF c SKIP LOCKED
            """;
    private static final String MOVE = """
            UPDATE fact_cursor SET seq = $3, failures = 0, last_error = '' WHERE tenant_id = $1 AND reader = $2 AND seq < $3
            """;
    private static final String FAILED = """
            INSERT INTO fact_cursor AS c (tenant_id, reader, failures, careful_to, next_at, last_error)
            VALUES ($1, $2, 1, $5, portal_now() + make_interval(secs => $6), left($7, 500))
            ON CONFLICT (tenant_id, reader) DO UPDATE
               SET failures = c.failures + 1, careful_to = greatest(c.careful_to, $5),
                   next_at = excluded.next_at, last_error = excluded.last_error
             WHERE c.seq = $3 AND c.failures = $4
            """;
    private static final String STUCK = """
            SELECT reader, seq, failures, last_error, next_at FROM fact_cursor
             WHERE tenant_id = $1 AND failures >= 5 ORDER BY reader LIMIT 100
            """;

    /** For whom how many facts were numbered. */
    record Numbered(UUID tenant, long facts) {}

    /** A reader that has not read everything of a tenant. */
    record Turn(UUID tenant, String reader) {}

    /** A cursor in hand, under its row lock. */
    record Cursor(long seq, int failures, long carefulTo, long head) {}

    private final Tx tx;

    CursorStore(Tx tx) {
        this.tx = tx;
    }

    static Future<List<Numbered>> sequence(Db db, int batch) {
        return db.system(SEQUENCE, row -> new Numbered(row.getUUID(0), row.getLong(1)), batch);
    }

    static Future<List<Turn>> behind(Db db, List<String> readers, int wanted) {
        return db.system(
                BEHIND, row -> new Turn(row.getUUID(0), row.getString(1)), readers.toArray(String[]::new), wanted);
    }

    static Future<Events.Backlog> backlog(Db db) {
        return db.system(WAITING, row -> new Events.Backlog(row.getLong(0), row.getLong(1)))
                .map(List::getFirst);
    }

    /** The cursor, locked until the end of the transaction; nothing where another holds it or it backs off. */
    Future<Optional<Cursor>> take(String reader) {
        return taken(reader).compose(found -> {
            if (found.isPresent()) return Future.succeededFuture(found);
            tx.run(BEGIN, tx.tenant(), reader);
            return taken(reader);
        });
    }

    private Future<Optional<Cursor>> taken(String reader) {
        return tx.first(
                TAKE,
                row -> new Cursor(
                        row.getLong("seq"), row.getInteger("failures"), row.getLong("careful_to"), row.getLong("head")),
                tx.tenant(),
                reader);
    }

    Future<Integer> move(String reader, long seq) {
        return tx.run(MOVE, tx.tenant(), reader, seq);
    }

    /** Not before {@code delay} again, and one by one up to {@code last}; only where the cursor still is as it was. */
    Future<Integer> failed(String reader, Cursor was, long last, Duration delay, String error) {
        return tx.run(FAILED, tx.tenant(), reader, was.seq(), was.failures(), last, delay.toMillis() / 1000.0, error);
    }

    Future<List<Readers.Stuck>> stuck() {
        return tx.list(
                STUCK,
                row -> new Readers.Stuck(
                        row.getString("reader"),
                        row.getLong("seq"),
                        row.getInteger("failures"),
                        row.getString("last_error"),
                        row.getOffsetDateTime("next_at").toInstant()),
                tx.tenant());
    }
}
