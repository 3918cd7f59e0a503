package dev.atrium.console;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import java.util.UUID;

/** Tickets to the second factor of staff: five minutes, one use. They stand under the tenant of all zeros. */
final class StaffTicketStore {
    private static final String INSERT = """
            INSERT INTO factor_ticket (tenant_id, token_hash, owner_id, proof, covers, next, act, expires_at)
            VALUES ($1, $2, $3, 'password', '{}', $4, 'staff', portal_now() + interval '5 minutes')
            """;
    private static final String FIND = """
            SELECT owner_id, next FROM factor_ticket
             WHERE tenant_id = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > portal_now()
            """;
    private static final String USE = """
            UPDATE factor_ticket SET used_at = portal_now()
             WHERE tenant_id = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > portal_now()
            RETURNING owner_id, next
            """;

    /** Who waits for their second factor, and where they go. */
    record Ticket(UUID staff, String next) {}

    private final Tx tx;

    StaffTicketStore(Tx tx) {
        this.tx = tx;
    }

    Future<Integer> insert(byte[] hash, UUID staff, String next) {
        return tx.run(INSERT, tx.tenant(), Buffer.buffer(hash), staff, next);
    }

    Future<Optional<Ticket>> find(byte[] hash) {
        return tx.first(FIND, StaffTicketStore::ticket, tx.tenant(), Buffer.buffer(hash));
    }

    Future<Optional<Ticket>> use(byte[] hash) {
        return tx.first(USE, StaffTicketStore::ticket, tx.tenant(), Buffer.buffer(hash));
    }

    private static Ticket ticket(Row row) {
        return new Ticket(row.getUUID("owner_id"), row.getString("next"));
    }
}
