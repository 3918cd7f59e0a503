package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.kernel.Email;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** What staff do with their second factors, written down in the installation's audit. */
final class StaffFactorStore {
    private static final String NOTE = "SELECT sys_installation_note($1, $2, $3, 'staff', $4, $5, $6)";

    private static final String RECOVERED = "SELECT sys_staff_recovery_used($1, $2)";

    private final Db db;

    StaffFactorStore(Db db) {
        this.db = db;
    }

    Future<Void> note(UUID id, UUID by, String act, UUID staff, String name, String ip) {
        return db.system(NOTE, row -> row, id, by, act, staff, name, ip).mapEmpty();
    }

    /** Notes that a recovery code was used; the address of whose it was. */
    Future<Email> recovered(UUID staff, String ip) {
        return db.system(RECOVERED, row -> new Email(row.getString(0)), staff, ip)
                .map(List::getFirst);
    }
}
