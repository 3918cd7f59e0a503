package dev.atrium.demo;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.UUID;

/** Authenticator apps of the demo's people in PostgreSQL. */
final class DemoFactorStore {
    private static final String CLIENT = """
            INSERT INTO totp (tenant_id, owner_id, secret, confirmed_at)
            SELECT $1, a.id, $3, portal_now() FROM account a WHERE a.tenant_id = $1 AND a.email = $2 RETURNING owner_id
            """;
    private static final String STAFF = """
            INSERT INTO totp (tenant_id, owner_id, secret, confirmed_at)
            SELECT $1, s.id, $3, portal_now() FROM sys_staff_by_email($2) s RETURNING owner_id
            """;

    private final Tx tx;

    DemoFactorStore(Tx tx) {
        this.tx = tx;
    }

    /** Whose it is now. */
    Future<UUID> client(String email, byte[] sealed) {
        return enrol(CLIENT, email, sealed);
    }

    /** Likewise, under the tenant of all zeros. */
    Future<UUID> staff(String email, byte[] sealed) {
        return enrol(STAFF, email, sealed);
    }

    private Future<UUID> enrol(String sql, String email, byte[] sealed) {
        return tx.first(sql, row -> row.getUUID(0), tx.tenant(), email, Buffer.buffer(sealed))
                .map(Optional::orElseThrow);
    }
}
