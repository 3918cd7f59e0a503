package dev.atrium.identity;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Browsers and systems that an account was seen with, in PostgreSQL. */
final class KnownDeviceStore {
    /** An account's first device is nobody's surprise. Of two first uses at once one inserts, so one is told. */
    private static final String SEE = """
            WITH before AS (SELECT EXISTS (SELECT FROM known_device WHERE tenant_id = $1 AND account_id = $2) AS any),
                 seen AS (INSERT INTO known_device (tenant_id, account_id, agent) VALUES ($1, $2, left($3, 100))
                          ON CONFLICT DO NOTHING RETURNING 1)
            SELECT before.any AND EXISTS (SELECT FROM seen) FROM before
            """;

    private final Tx tx;

    KnownDeviceStore(Tx tx) {
        this.tx = tx;
    }

    /** Notes the device; true where the account is known, and this device of it is not. */
    Future<Boolean> isNew(UUID account, String agent) {
        return tx.first(SEE, row -> row.getBoolean(0), tx.tenant(), account, agent)
                .map(Optional::orElseThrow);
    }
}
