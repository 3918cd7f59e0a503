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
    private static final String PAGE = """
            SELECT id, type, variables, link_path, created_at, read_at FROM notification
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

    /** One line of the bell. */
    record Entry(UUID id, String type, JsonObject variables, String link, Instant at, boolean read) {}

    private final Tx tx;

    NotificationStore(Tx tx) {
        this.tx = tx;
    }

    Future<Integer> insert(UUID id, UUID contact, Notice notice, JsonObject variables) {
        return tx.run(
                INSERT,
                tx.tenant(),
                id,
                contact,
                notice.type().key(),
                variables,
                notice.link(),
                notice.about(),
                notice.aboutId());
    }

    /** Newest first, those before {@code before}; at most {@code limit}. */
    Future<List<Entry>> page(UUID contact, @Nullable UUID before, boolean unreadOnly, int limit) {
        return tx.list(PAGE, NotificationStore::entry, tx.tenant(), contact, before, unreadOnly, limit);
    }

    /** Marks it read; where it leads, or empty where it is not the person's. */
    Future<Optional<String>> read(UUID contact, UUID id) {
        return tx.first(READ, row -> row.getString(0), tx.tenant(), contact, id);
    }

    Future<Integer> readAll(UUID contact) {
        return tx.run(READ_ALL, tx.tenant(), contact);
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getUUID("id"),
                row.getString("type"),
                row.getJsonObject("variables"),
                row.getString("link_path"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("read_at") != null);
    }
}
