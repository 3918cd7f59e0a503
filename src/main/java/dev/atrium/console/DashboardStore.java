package dev.atrium.console;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.time.ZoneId;
import java.util.Optional;

/** Figures of the dashboard. */
final class DashboardStore {
    private static final String SIGN_INS = """
            SELECT count(*) FROM audit
             WHERE tenant_id = $1 AND action = 'session.opened'
               AND at >= date_trunc('day', portal_now() AT TIME ZONE $2) AT TIME ZONE $2
            """;

    private final Tx tx;

    DashboardStore(Tx tx) {
        this.tx = tx;
    }

    /** Sign-ins since midnight of the tenant's zone. */
    Future<Long> signInsToday(ZoneId zone) {
        return tx.first(SIGN_INS, row -> row.getLong(0), tx.tenant(), zone.getId()).map(Optional::orElseThrow);
    }
}
