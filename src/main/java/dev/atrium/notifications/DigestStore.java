package dev.atrium.notifications;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** What waits for a daily or weekly mail, in PostgreSQL. */
final class DigestStore {
    private static final String INSERT = """
            INSERT INTO digest_entry (tenant_id, id, contact_id, pace, type, variables, link_path, due_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """;
    private static final String TAKE = """
            WITH taken AS (
              DELETE FROM digest_entry d USING (
                SELECT id FROM digest_entry WHERE tenant_id = $1 AND contact_id = $2 AND pace = $3 AND due_at <= portal_now()
                 ORDER BY id LIMIT $4 FOR UPDATE SKIP LOCKED) due
               WHERE d.tenant_id = $1 AND d.id = due.id
              RETURNING d.id, d.type, d.variables, d.link_path)
            SELECT type, variables, link_path FROM taken ORDER BY id LIMIT $4
            """;

    private static final String INSERT_STAFF =
            INSERT.replace(" digest_entry", " staff_digest_entry")
                            .replace("contact_id", "staff_id")
                            .strip() + " ON CONFLICT (tenant_id, staff_id, pace, type, link_path) DO NOTHING";
    private static final String TAKE_STAFF =
            TAKE.replace(" digest_entry", " staff_digest_entry").replace("contact_id", "staff_id");

    /** One thing to tell. */
    record Entry(String type, JsonObject variables, String link) {}

    private final Tx tx;
    private final boolean staff;

    DigestStore(Tx tx, NotificationType.Reader reader) {
        this.tx = tx;
        this.staff = reader == NotificationType.Reader.STAFF;
    }

    Future<Integer> insert(UUID id, UUID owner, Pace pace, Notice notice, JsonObject variables, OffsetDateTime due) {
        return tx.run(
                staff ? INSERT_STAFF : INSERT,
                tx.tenant(),
                id,
                owner,
                pace.word(),
                notice.type().key(),
                variables,
                notice.link(),
                due);
    }

    /** Takes away what is due, so that of several workers one mails it; at most {@code limit}, the oldest first. */
    Future<List<Entry>> take(UUID owner, String pace, int limit) {
        return tx.list(
                staff ? TAKE_STAFF : TAKE,
                row -> new Entry(row.getString(0), row.getJsonObject(1), row.getString(2)),
                tx.tenant(),
                owner,
                pace,
                limit);
    }
}
