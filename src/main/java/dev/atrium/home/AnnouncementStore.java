package dev.atrium.home;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;

/** Announcements in PostgreSQL. */
final class AnnouncementStore {
    private static final String HEADS = """
            SELECT id, version FROM announcement
             WHERE tenant_id = $1 AND published_at <= portal_now()
               AND (audience_id IS NULL OR audience_has($1, audience_id, $2))
             ORDER BY published_at DESC, id DESC LIMIT 10
            """;
    private static final String LATEST = """
            SELECT id, title, body, author, published_at FROM announcement
             WHERE tenant_id = $1 AND published_at <= portal_now()
               AND (audience_id IS NULL OR audience_has($1, audience_id, $2))
             ORDER BY published_at DESC, id DESC LIMIT 10
            """;

    /** Which announcement in which version: all that a page needs to know whether it has it already. */
    record Head(UUID id, int version) {}

    private final Tx tx;

    AnnouncementStore(Tx tx) {
        this.tx = tx;
    }

    /** What {@code contact} is to read, newest first, at most ten. */
    Future<List<Head>> heads(UUID contact) {
        return tx.list(HEADS, row -> new Head(row.getUUID(0), row.getInteger(1)), tx.tenant(), contact);
    }

    Future<List<Announcement>> latest(UUID contact) {
        return tx.list(LATEST, AnnouncementStore::announcement, tx.tenant(), contact);
    }

    private static Announcement announcement(Row row) {
        return new Announcement(
                row.getUUID("id"),
                row.getString("title"),
                row.getString("body"),
                row.getString("author"),
                row.getOffsetDateTime("published_at").toInstant());
    }
}
