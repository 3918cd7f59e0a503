package dev.atrium.notifications;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/** What somebody has not read. */
final class UnreadStore {
    private static final String COUNTS = "SELECT unread_counts($1, $2)";

    private final Tx tx;

    UnreadStore(Tx tx) {
        this.tx = tx;
    }

    /** {@code notifications}, {@code messages}, {@code team} and {@code communities}, each counted up to 100. */
    Future<JsonObject> counts(UUID contact) {
        return tx.first(COUNTS, row -> row.getJsonObject(0), tx.tenant(), contact)
                .map(Optional::orElseThrow);
    }
}
