package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.kernel.Email;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Staff in PostgreSQL. They belong to the installation, so through {@code portal_sys} functions alone. */
final class StaffStore {
    private static final String BY_EMAIL = "SELECT id, password_hash FROM sys_staff_by_email($1)";

    /** A person who may sign in, and their stored hash, if they have a password. */
    record Person(UUID id, @Nullable String hash) {}

    private final Db db;

    StaffStore(Db db) {
        this.db = db;
    }

    Future<Optional<Person>> byEmail(Email email) {
        return db.system(
                        BY_EMAIL, row -> new Person(row.getUUID("id"), row.getString("password_hash")), email.address())
                .map(list -> list.stream().findFirst());
    }
}
