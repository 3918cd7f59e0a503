package dev.atrium.session;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.Optional;

/** How people of staff read, in PostgreSQL: they belong to the installation, so through a {@code portal_sys} function alone. */
final class StaffReaderStore {
    private static final String LANGUAGE = "SELECT language FROM sys_staff_language($1)";

    private final Tx tx;

    StaffReaderStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<String>> language(String email) {
        return tx.first(LANGUAGE, row -> row.getString(0), email);
    }
}
