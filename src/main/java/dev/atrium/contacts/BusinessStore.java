package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Page;
import dev.atrium.web.Precondition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** People and firms as programs of the business read them: page by page, and guarded by versions. */
final class BusinessStore {
    private static final String TAGS = """
            SELECT t.id, t.name, t.name_key, (SELECT count(*) FROM contact_tag x WHERE x.tenant_id = $1 AND x.tag_id = t.id) AS members
              FROM tag t WHERE t.tenant_id = $1 AND ($2::text IS NULL OR (t.name_key, t.id) > ($2 COLLATE "C", $3::uuid))
             ORDER BY t.name_key, t.id LIMIT $4
            """;
    private static final String COMPANIES = """
            SELECT c.id, c.name, c.name_key, (SELECT count(*) FROM company_member m WHERE m.tenant_id = $1 AND m.company_id = c.id) AS members
              FROM company c WHERE c.tenant_id = $1 AND ($2::text IS NULL OR (c.name_key, c.id) > ($2 COLLATE "C", $3::uuid))
             ORDER BY c.name_key, c.id LIMIT $4
            """;
    private static final String NOTES = """
            SELECT id, body, author, created_at FROM note
             WHERE tenant_id = $1 AND contact_id = $2
               AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4::uuid))
             ORDER BY created_at DESC, id DESC LIMIT $5
            """;
    private static final String ANSWER = """
            UPDATE contact SET fields = (fields - $3::text[]) || $4, updated_at = portal_now(), version = version + 1
             WHERE tenant_id = $1 AND id = $2 AND ($5 OR version::text = ANY ($6))
            RETURNING version
            """;

    /** Something with a name, and how many contacts belong to it; {@code key} is what lists are in the order of. */
    record Named(UUID id, String name, String key, long contacts) {
        Cursor place() {
            return new Cursor(key, id);
        }
    }

    /** A note. */
    record Note(UUID id, String body, String author, Instant at) {}

    private final Tx tx;

    BusinessStore(Tx tx) {
        this.tx = tx;
    }

    /** By name. */
    Future<List<Named>> tags(Page.Wanted page) {
        return named(TAGS, page);
    }

    /** By name. */
    Future<List<Named>> companies(Page.Wanted page) {
        return named(COMPANIES, page);
    }

    private Future<List<Named>> named(String sql, Page.Wanted page) {
        return tx.list(
                sql,
                row -> new Named(
                        row.getUUID("id"), row.getString("name"), row.getString("name_key"), row.getLong("members")),
                tx.tenant(),
                page.after().map(Cursor::key).orElse(null),
                page.after().map(Cursor::id).orElse(null),
                page.rows());
    }

    /** The newest first. */
    Future<List<Note>> notes(UUID contact, Page.Wanted page) {
        var after = page.after();
        return tx.list(
                NOTES,
                row -> new Note(
                        row.getUUID("id"),
                        row.getString("body"),
                        row.getString("author"),
                        row.getOffsetDateTime("created_at").toInstant()),
                tx.tenant(),
                contact,
                after.map(Cursor::time)
                        .map(at -> OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                        .orElse(null),
                after.map(Cursor::id).orElse(null),
                page.rows());
    }

    /** Replaces the answers of these fields; the contact's new version, empty where none of these versions is there. */
    Future<Optional<Integer>> answer(UUID contact, List<String> keys, JsonObject answers, Precondition meant) {
        return tx.first(
                ANSWER,
                row -> row.getInteger(0),
                tx.tenant(),
                contact,
                keys.toArray(String[]::new),
                answers,
                meant.any(),
                meant.asArray());
    }
}
