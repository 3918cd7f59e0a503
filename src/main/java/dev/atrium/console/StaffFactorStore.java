package dev.atrium.console;

import dev.atrium.db.Db;
import io.vertx.core.Future;
import java.util.UUID;

/** What staff do with their second factors, written down in the installation's audit. */
final class StaffFactorStore {
    private static final String NOTE = "SELECT sys_installation_note($1, $2, $3, 'staff', $4, $5, $6)";

    private final Db db;

    StaffFactorStore(Db db) {
        this.db = db;
    }

    Future<Void> note(UUID id, UUID by, String act, UUID staff, String name, String ip) {
        return db.system(NOTE, row -> row, id, by, act, staff, name, ip).mapEmpty();
    }
}
