package dev.atrium.session;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** How people of staff read, in PostgreSQL: they belong to the installation, so through a {@code portal_sys} function alone. */
final class StaffReaderStore {
    private static final String LANGUAGE = "SELECT language FROM sys_staff_language($1)";

    private static final String ROLL = "SELECT email, full_name, role FROM sys_team()";

    private final Tx tx;

    StaffReaderStore(Tx tx) {
        this.tx = tx;
    }

    Future<List<StaffRoll.Person>> roll() {
        return tx.list(
                ROLL,
                row -> new StaffRoll.Person(
                        new Email(row.getString("email")), row.getString("full_name"), row.getString("role")));
    }

    Future<Optional<String>> language(String email) {
        return tx.first(LANGUAGE, row -> row.getString(0), email);
    }
}
