package dev.atrium.contacts;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tags in PostgreSQL, and who carries them. */
final class TagStore {
    static final int MOST = 500;

    /** A tag; {@code contacts} says how many carry it. */
    record Tag(UUID id, String name, long contacts) {}

    private static final String ALL = """
            SELECT t.id, t.name, 0 AS contacts FROM tag t WHERE t.tenant_id = $1 ORDER BY t.name_key LIMIT 500
            """;
    private static final String COUNTED = """
            SELECT t.id, t.name, (SELECT count(*) FROM contact_tag x WHERE x.tenant_id = $1 AND x.tag_id = t.id) AS contacts
              FROM tag t WHERE t.tenant_id = $1 ORDER BY t.name_key LIMIT 500
            """;
    private static final String OF_CONTACT = """
            SELECT t.id, t.name, 0 AS contacts FROM contact_tag x JOIN tag t ON t.tenant_id = x.tenant_id AND t.id = x.tag_id
             WHERE x.tenant_id = $1 AND x.contact_id = $2 ORDER BY t.name_key LIMIT 100
            """;
    private static final String INSERT = """
            INSERT INTO tag (tenant_id, id, name)
            SELECT $1, $2, $3 WHERE (SELECT count(*) FROM tag WHERE tenant_id = $1) < 500 ON CONFLICT DO NOTHING
            """;
    private static final String BY_NAME = "SELECT id FROM tag WHERE tenant_id = $1 AND name_key = lower($2)";
    private static final String RENAME = """
            UPDATE tag t SET name = $3 WHERE t.tenant_id = $1 AND t.id = $2
               AND NOT EXISTS (SELECT FROM tag o WHERE o.tenant_id = $1 AND o.name_key = lower($3) AND o.id <> $2)
            """;
    private static final String DELETE = """
            DELETE FROM tag t WHERE t.tenant_id = $1 AND t.id = $2
               AND NOT EXISTS (SELECT FROM audience_rule r WHERE r.tenant_id = $1 AND r.tag_id = $2)
               AND NOT EXISTS (SELECT FROM segment_rule r WHERE r.tenant_id = $1 AND r.tag_id = $2)
            """;
    private static final String EXISTS = "SELECT id FROM tag WHERE tenant_id = $1 AND id = $2";
    private static final String PUT = """
            INSERT INTO contact_tag (tenant_id, contact_id, tag_id)
            SELECT $1, c.id, t.id FROM contact c, tag t
             WHERE c.tenant_id = $1 AND c.id = $2 AND t.tenant_id = $1 AND t.id = $3
               AND (SELECT count(*) FROM contact_tag x WHERE x.tenant_id = $1 AND x.contact_id = $2) < 100
            ON CONFLICT DO NOTHING
            """;
    private static final String TAKE =
            "DELETE FROM contact_tag WHERE tenant_id = $1 AND contact_id = $2 AND tag_id = $3";

    private final Tx tx;

    TagStore(Tx tx) {
        this.tx = tx;
    }

    Future<List<Tag>> all() {
        return list(ALL, tx.tenant());
    }

    Future<List<Tag>> counted() {
        return list(COUNTED, tx.tenant());
    }

    Future<List<Tag>> of(UUID contact) {
        return list(OF_CONTACT, tx.tenant(), contact);
    }

    private Future<List<Tag>> list(String sql, Object... values) {
        return tx.list(sql, row -> new Tag(row.getUUID(0), row.getString(1), row.getLong(2)), values);
    }

    /** False where there is one of this name, or there are {@link #MOST}. */
    Future<Boolean> insert(UUID id, String name) {
        return tx.run(INSERT, tx.tenant(), id, name).map(rows -> rows == 1);
    }

    Future<Optional<UUID>> byName(String name) {
        return tx.first(BY_NAME, row -> row.getUUID(0), tx.tenant(), name);
    }

    Future<Boolean> rename(UUID id, String name) {
        return tx.run(RENAME, tx.tenant(), id, name).map(rows -> rows == 1);
    }

    /** False where an audience or a segment names it, or there is none. */
    Future<Boolean> delete(UUID id) {
        return tx.run(DELETE, tx.tenant(), id).map(rows -> rows == 1);
    }

    Future<Boolean> exists(UUID id) {
        return tx.first(EXISTS, row -> row.getUUID(0), tx.tenant(), id).map(Optional::isPresent);
    }

    /** False where the contact has it already, has a hundred, or one of the two is unknown. */
    Future<Boolean> put(UUID contact, UUID tag) {
        return tx.run(PUT, tx.tenant(), contact, tag).map(rows -> rows == 1);
    }

    Future<Boolean> take(UUID contact, UUID tag) {
        return tx.run(TAKE, tx.tenant(), contact, tag).map(rows -> rows == 1);
    }
}
