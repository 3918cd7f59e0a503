package dev.atrium.home;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
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

    private static final String ALL = """
            SELECT id, title, body, author, published_at FROM announcement
             WHERE tenant_id = $1 ORDER BY published_at DESC, id DESC LIMIT 50
            """;
    private static final String FIND =
            "SELECT id, title, body, author, published_at FROM announcement WHERE tenant_id = $1 AND id = $2";
    private static final String PUBLISHED = FIND + " AND published_at <= portal_now()";
    private static final String CONTACT =
            "SELECT id FROM contact WHERE tenant_id = $1 AND email = $2 ORDER BY created_at, id LIMIT 1";

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

    /** The newest fifty, those not yet published among them. */
    Future<List<Announcement>> all() {
        return tx.list(ALL, AnnouncementStore::announcement, tx.tenant());
    }

    Future<Optional<Announcement>> find(UUID id) {
        return tx.first(FIND, AnnouncementStore::announcement, tx.tenant(), id);
    }

    /** As everybody may read it: not before it is published. */
    Future<Optional<Announcement>> published(UUID id) {
        return tx.first(PUBLISHED, AnnouncementStore::announcement, tx.tenant(), id);
    }

    /** The oldest contact with this address. */
    Future<Optional<UUID>> contact(String email) {
        return tx.first(CONTACT, row -> row.getUUID(0), tx.tenant(), email);
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
