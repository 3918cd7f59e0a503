package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Contacts in PostgreSQL. */
final class ContactStore {
    private static final String WITHOUT_ACCOUNT = """
            SELECT c.id FROM contact c
             WHERE c.tenant_id = $1 AND c.email = $2
               AND NOT EXISTS (SELECT 1 FROM account a WHERE a.tenant_id = $1 AND a.contact_id = c.id)
             ORDER BY c.created_at, c.id LIMIT 1
            """;
    private static final String INSERT =
            "INSERT INTO contact (tenant_id, id, full_name, email) VALUES ($1, $2, $3, $4)";
    private static final String UPDATE = """
            UPDATE contact SET full_name = $3, phone = $4, updated_at = portal_now() WHERE tenant_id = $1 AND id = $2
            """;
    private static final String COUNT = "SELECT count(*) FROM contact WHERE tenant_id = $1";

    private final Tx tx;

    ContactStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<UUID>> withoutAccount(Email email) {
        return tx.first(WITHOUT_ACCOUNT, row -> row.getUUID(0), tx.tenant(), email.address());
    }

    Future<UUID> insert(UUID id, Email email, String fullName) {
        return tx.run(INSERT, tx.tenant(), id, fullName, email.address()).map(id);
    }

    Future<Integer> update(UUID id, String fullName, String phone) {
        return tx.run(UPDATE, tx.tenant(), id, fullName, phone);
    }

    Future<Optional<Long>> count() {
        return tx.first(COUNT, row -> row.getLong(0), tx.tenant());
    }
}
