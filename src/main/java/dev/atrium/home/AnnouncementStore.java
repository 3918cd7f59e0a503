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
             ORDER BY published_at DESC, id DESC LIMIT 10
            """;
    private static final String LATEST = """
            SELECT id, title, body, author, published_at FROM announcement
             WHERE tenant_id = $1 AND published_at <= portal_now()
             ORDER BY published_at DESC, id DESC LIMIT 10
            """;

    /** Which announcement in which version: all that a page needs to know whether it has it already. */
    record Head(UUID id, int version) {}

    private final Tx tx;

    AnnouncementStore(Tx tx) {
        this.tx = tx;
    }

    Future<List<Head>> heads() {
        return tx.list(HEADS, row -> new Head(row.getUUID(0), row.getInteger(1)), tx.tenant());
    }

    Future<List<Announcement>> latest() {
        return tx.list(LATEST, AnnouncementStore::announcement, tx.tenant());
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
