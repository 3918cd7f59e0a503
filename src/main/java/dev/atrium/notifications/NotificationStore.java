package dev.atrium.notifications;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bell in PostgreSQL. */
final class NotificationStore {
    private static final String INSERT = """
            INSERT INTO notification (tenant_id, id, contact_id, type, variables, link_path, about, about_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """;
    /** What repeats before it is read is one line, the newest again, and says how often. */
    private static final String INSERT_STAFF = """
            INSERT INTO staff_notification AS n (tenant_id, id, staff_id, type, variables, link_path, about, about_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (tenant_id, staff_id, type, link_path) WHERE read_at IS NULL DO UPDATE
               SET id = excluded.id, variables = excluded.variables, about = excluded.about, about_id = excluded.about_id,
                   created_at = excluded.created_at, times = n.times + 1
            """;

    private static final String TRIM_STAFF = """
            DELETE FROM staff_notification WHERE tenant_id = $1 AND staff_id = $2 AND id < (
              SELECT id FROM staff_notification WHERE tenant_id = $1 AND staff_id = $2 ORDER BY id DESC OFFSET 499 LIMIT 1)
            """;
    private static final String PAGE = """
            SELECT id, type, variables, link_path, created_at, read_at, 1 AS times FROM notification
             WHERE tenant_id = $1 AND contact_id = $2 AND ($3::uuid IS NULL OR id < $3) AND (NOT $4 OR read_at IS NULL)
             ORDER BY id DESC LIMIT $5
            """;
    private static final String READ = """
            UPDATE notification SET read_at = coalesce(read_at, portal_now())
             WHERE tenant_id = $1 AND contact_id = $2 AND id = $3 RETURNING link_path
            """;
    private static final String READ_ALL = """
            UPDATE notification SET read_at = portal_now() WHERE tenant_id = $1 AND contact_id = $2 AND read_at IS NULL
            """;

    private static final String PAGE_STAFF = ofStaff(PAGE).replace("1 AS times", "times");
    private static final String READ_STAFF = ofStaff(READ);
    private static final String READ_ALL_STAFF = ofStaff(READ_ALL);

    /** One line of the bell; {@code times} says how often it happened. */
    record Entry(UUID id, String type, JsonObject variables, String link, Instant at, boolean read, int times) {}

    private final Tx tx;
    private final boolean staff;

    /** The bells of {@code reader}s: their owners are contacts, or people of staff. */
    NotificationStore(Tx tx, NotificationType.Reader reader) {
        this.tx = tx;
        this.staff = reader == NotificationType.Reader.STAFF;
    }

    private static String ofStaff(String sql) {
        return sql.replace(" notification", " staff_notification").replace("contact_id", "staff_id");
    }

    Future<Integer> insert(UUID id, UUID owner, Notice notice, JsonObject variables) {
        var added = tx.run(
                staff ? INSERT_STAFF : INSERT,
                tx.tenant(),
                id,
                owner,
                notice.type().key(),
                variables,
                notice.link(),
                notice.about(),
                notice.aboutId());
        return staff ? added.compose(x -> tx.run(TRIM_STAFF, tx.tenant(), owner)) : added;
    }

    /** Newest first, those before {@code before}; at most {@code limit}. */
    Future<List<Entry>> page(UUID owner, @Nullable UUID before, boolean unreadOnly, int limit) {
        return tx.list(
                staff ? PAGE_STAFF : PAGE, NotificationStore::entry, tx.tenant(), owner, before, unreadOnly, limit);
    }

    /** Marks it read; where it leads, or empty where it is not the person's. */
    Future<Optional<String>> read(UUID owner, UUID id) {
        return tx.first(staff ? READ_STAFF : READ, row -> row.getString(0), tx.tenant(), owner, id);
    }

    Future<Integer> readAll(UUID owner) {
        return tx.run(staff ? READ_ALL_STAFF : READ_ALL, tx.tenant(), owner);
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getUUID("id"),
                row.getString("type"),
                row.getJsonObject("variables"),
                row.getString("link_path"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("read_at") != null,
                row.getInteger("times"));
    }
}
