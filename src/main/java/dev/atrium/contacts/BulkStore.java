package dev.atrium.contacts;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Changes of many contacts at once, in PostgreSQL: one statement for each few hundred. */
final class BulkStore {
    private static final String TAG = """
            INSERT INTO contact_tag (tenant_id, contact_id, tag_id)
            SELECT $1, c.id, $3 FROM contact c WHERE c.tenant_id = $1 AND c.id = ANY ($2)
               AND (SELECT count(*) FROM contact_tag x WHERE x.tenant_id = $1 AND x.contact_id = c.id) < 100
            ON CONFLICT DO NOTHING RETURNING contact_id
            """;
    private static final String UNTAG =
            "DELETE FROM contact_tag WHERE tenant_id = $1 AND contact_id = ANY ($2) AND tag_id = $3 RETURNING contact_id";
    private static final String JOIN = """
            INSERT INTO company_member (tenant_id, company_id, contact_id, role)
            SELECT $1, k.id, c.id, 'viewer' FROM contact c JOIN company k ON k.tenant_id = $1 AND k.id = $3
             WHERE c.tenant_id = $1 AND c.id = ANY ($2) ON CONFLICT DO NOTHING RETURNING contact_id
            """;

    private final Tx tx;

    BulkStore(Tx tx) {
        this.tx = tx;
    }

    /** Who carries it from now on and did not before. */
    Future<List<UUID>> tag(List<UUID> contacts, UUID tag) {
        return run(TAG, contacts, tag);
    }

    /** Who carried it. */
    Future<List<UUID>> untag(List<UUID> contacts, UUID tag) {
        return run(UNTAG, contacts, tag);
    }

    /** Who belongs to it from now on, as a viewer, and did not before. */
    Future<List<UUID>> join(List<UUID> contacts, UUID company) {
        return run(JOIN, contacts, company);
    }

    private Future<List<UUID>> run(String sql, List<UUID> contacts, UUID thing) {
        return tx.list(sql, row -> row.getUUID(0), tx.tenant(), contacts.toArray(UUID[]::new), thing);
    }
}
