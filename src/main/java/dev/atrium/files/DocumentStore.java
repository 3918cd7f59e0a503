package dev.atrium.files;

import dev.atrium.db.Tx;
import dev.atrium.media.MediaObject;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Documents in PostgreSQL. Sharing, its end and each first sight is one guarded statement. */
final class DocumentStore {
    static final int MOST = 200;

    private static final String COLUMNS = """
            d.id, d.contact_id, d.media_id, d.name, d.type, d.size, d.author, document_shown(d) AS shared, d.created_at, d.shared_at,
            d.expires_at, d.seen_at, d.downloaded_at""";
    private static final String OF_CONTACT = "SELECT " + COLUMNS + """
             FROM document d WHERE d.tenant_id = $1 AND d.contact_id = $2 ORDER BY d.created_at DESC, d.id DESC LIMIT 200
            """;
    private static final String FIND =
            "SELECT " + COLUMNS + " FROM document d WHERE d.tenant_id = $1 AND d.contact_id = $2 AND d.id = $3";
    private static final String SHOWN = "SELECT " + COLUMNS + """
             FROM document d WHERE d.tenant_id = $1 AND d.contact_id = $2 AND document_shown(d)
             ORDER BY d.shared_at DESC, d.id DESC LIMIT 200
            """;
    private static final String SHOWN_ONE = "SELECT " + COLUMNS + """
             FROM document d WHERE d.tenant_id = $1 AND d.contact_id = $2 AND d.id = $3 AND document_shown(d)
            """;
    private static final String KNOWS = "SELECT id FROM contact WHERE tenant_id = $1 AND id = $2";
    private static final String INSERT = """
            INSERT INTO document (tenant_id, id, contact_id, media_id, name, type, size, author)
            SELECT $1, $2, c.id, $4, $5, $6, $7, $8 FROM contact c WHERE c.tenant_id = $1 AND c.id = $3
               AND (SELECT count(*) FROM document d WHERE d.tenant_id = $1 AND d.contact_id = $3) < 200
            """;
    private static final String SHARE = """
            UPDATE document d SET shared_at = CASE WHEN document_shown(d) THEN d.shared_at ELSE portal_now() END, expires_at = $4
             WHERE d.tenant_id = $1 AND d.contact_id = $2 AND d.id = $3
               AND (NOT document_shown(d) OR d.expires_at IS DISTINCT FROM $4)
            """;
    private static final String UNSHARE = """
            UPDATE document d SET shared_at = NULL, expires_at = NULL
             WHERE d.tenant_id = $1 AND d.contact_id = $2 AND d.id = $3 AND d.shared_at IS NOT NULL
            """;
    private static final String SEEN = """
            UPDATE document d SET seen_at = portal_now()
             WHERE d.tenant_id = $1 AND d.contact_id = $2 AND d.seen_at IS NULL AND document_shown(d) RETURNING
            """ + COLUMNS;
    private static final String TAKEN = """
            UPDATE document d SET downloaded_at = portal_now(), seen_at = coalesce(d.seen_at, portal_now())
             WHERE d.tenant_id = $1 AND d.contact_id = $2 AND d.id = $3 AND document_shown(d)
            """;
    private static final String DELETE = "DELETE FROM document WHERE tenant_id = $1 AND contact_id = $2 AND id = $3";

    private final Tx tx;

    DocumentStore(Tx tx) {
        this.tx = tx;
    }

    Future<Boolean> knows(UUID contact) {
        return tx.first(KNOWS, row -> true, tx.tenant(), contact).map(Optional::isPresent);
    }

    Future<List<Document>> of(UUID contact) {
        return tx.list(OF_CONTACT, DocumentStore::document, tx.tenant(), contact);
    }

    Future<Optional<Document>> find(UUID contact, UUID id) {
        return tx.first(FIND, DocumentStore::document, tx.tenant(), contact, id);
    }

    /** What the client finds now, the latest shared first. */
    Future<List<Document>> shown(UUID contact) {
        return tx.list(SHOWN, DocumentStore::document, tx.tenant(), contact);
    }

    Future<Optional<Document>> shown(UUID contact, UUID id) {
        return tx.first(SHOWN_ONE, DocumentStore::document, tx.tenant(), contact, id);
    }

    /** False where there is no such contact, or it has {@link #MOST}. */
    Future<Boolean> insert(UUID id, UUID contact, MediaObject file, String author) {
        return tx.run(INSERT, tx.tenant(), id, contact, file.id(), file.name(), file.type(), file.size(), author)
                .map(rows -> rows == 1);
    }

    /** False where it is shared like that already, or unknown. */
    Future<Boolean> share(UUID contact, UUID id, @Nullable Instant until) {
        OffsetDateTime end = until == null ? null : until.atOffset(ZoneOffset.UTC);
        return tx.run(SHARE, tx.tenant(), contact, id, end).map(rows -> rows == 1);
    }

    /** False where it is not shared. */
    Future<Boolean> unshare(UUID contact, UUID id) {
        return tx.run(UNSHARE, tx.tenant(), contact, id).map(rows -> rows == 1);
    }

    /** Notes that the client has their list before them; the documents that they see for the first time. */
    Future<List<Document>> seen(UUID contact) {
        return tx.list(SEEN, DocumentStore::document, tx.tenant(), contact);
    }

    Future<Boolean> taken(UUID contact, UUID id) {
        return tx.run(TAKEN, tx.tenant(), contact, id).map(rows -> rows == 1);
    }

    Future<Boolean> delete(UUID contact, UUID id) {
        return tx.run(DELETE, tx.tenant(), contact, id).map(rows -> rows == 1);
    }

    private static Document document(Row row) {
        return new Document(
                row.getUUID("id"),
                row.getUUID("contact_id"),
                row.getUUID("media_id"),
                row.getString("name"),
                row.getString("type"),
                row.getLong("size"),
                row.getString("author"),
                row.getBoolean("shared"),
                Objects.requireNonNull(row.getOffsetDateTime("created_at")).toInstant(),
                maybe(row, "shared_at"),
                maybe(row, "expires_at"),
                maybe(row, "seen_at"),
                maybe(row, "downloaded_at"));
    }

    private static @Nullable Instant maybe(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
