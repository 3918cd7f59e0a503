package dev.atrium.contacts;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Definitions of custom fields in PostgreSQL. */
final class FieldStore {
    static final int MOST = 50;

    private static final String ALL = """
            SELECT id, key, label, type, required, options, position FROM custom_field
             WHERE tenant_id = $1 ORDER BY position, label, id LIMIT 50
            """;
    private static final String INSERT = """
            INSERT INTO custom_field (tenant_id, id, key, label, type, required, options, position)
            SELECT $1, $2, $3, $4, $5, $6, $7, 1 + (SELECT coalesce(max(f.position), 0) FROM custom_field f WHERE f.tenant_id = $1)
             WHERE (SELECT count(*) FROM custom_field f WHERE f.tenant_id = $1) < 50
            ON CONFLICT DO NOTHING
            """;
    private static final String CHANGE =
            "UPDATE custom_field SET label = $3, required = $4, options = $5 WHERE tenant_id = $1 AND id = $2";
    // The values go with what defined them: a key that is defined anew must not find old ones of another meaning.
    private static final String DELETE = """
            WITH gone AS (DELETE FROM custom_field f WHERE f.tenant_id = $1 AND f.id = $2
                             AND NOT EXISTS (SELECT FROM segment_rule r WHERE r.tenant_id = $1 AND r.field_key = f.key) RETURNING f.key),
                 cleared AS (UPDATE contact c SET fields = c.fields - g.key, version = c.version + 1 FROM gone g
                              WHERE c.tenant_id = $1 AND jsonb_exists(c.fields, g.key)),
                 unasked AS (UPDATE tenant_settings s SET profile_fields = array_remove(s.profile_fields, 'field_' || g.key),
                                    profile_required = array_remove(s.profile_required, 'field_' || g.key),
                                    profile_visible = array_remove(s.profile_visible, 'field_' || g.key),
                                    profile_version = s.profile_version + 1
                               FROM gone g WHERE s.tenant_id = $1 AND 'field_' || g.key = ANY (s.profile_fields))
            SELECT key FROM gone
            """;

    private static final String ASKED_BY = """
            SELECT DISTINCT s.name FROM custom_field f
              JOIN segment_rule r ON r.tenant_id = $1 AND r.field_key = f.key
              JOIN segment s ON s.tenant_id = $1 AND s.id = r.segment_id
             WHERE f.tenant_id = $1 AND f.id = $2 ORDER BY s.name LIMIT 5
            """;

    private final Tx tx;

    FieldStore(Tx tx) {
        this.tx = tx;
    }

    Future<List<CustomField>> all() {
        return tx.list(
                ALL,
                row -> new CustomField(
                        row.getUUID("id"),
                        row.getString("key"),
                        row.getString("label"),
                        CustomField.Type.of(row.getString("type")),
                        row.getBoolean("required"),
                        List.of(row.getArrayOfStrings("options")),
                        row.getInteger("position")),
                tx.tenant());
    }

    /** False where the key is taken or there are {@link #MOST} already. */
    Future<Boolean> insert(CustomField.Draft d) {
        return tx.run(
                        INSERT,
                        tx.tenant(),
                        d.id(),
                        d.key(),
                        d.label(),
                        d.type().word(),
                        d.required(),
                        d.options().toArray(String[]::new))
                .map(rows -> rows == 1);
    }

    Future<Boolean> change(CustomField.Draft d) {
        return tx.run(
                        CHANGE,
                        tx.tenant(),
                        d.id(),
                        d.label(),
                        d.required(),
                        d.options().toArray(String[]::new))
                .map(rows -> rows == 1);
    }

    /** The segments that compare it, at most five: while there are any it stays. */
    Future<List<String>> askedBy(UUID id) {
        return tx.list(ASKED_BY, row -> row.getString(0), tx.tenant(), id);
    }

    /** False where a segment compares it, or there is none. */
    Future<Boolean> delete(UUID id) {
        return tx.first(DELETE, row -> row.getString(0), tx.tenant(), id).map(java.util.Optional::isPresent);
    }
}
