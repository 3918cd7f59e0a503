package dev.atrium.session;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import io.vertx.core.Future;
import java.util.List;

/** Who works for the tenant of a transaction, for whoever has to write to them. */
public final class StaffRoll {
    /** Somebody of the team; {@code role} is the word of the database. */
    public record Person(Email email, String name, String role) {}

    private StaffRoll() {}

    /** Owners first, at most 200. */
    public static Future<List<Person>> of(Tx tx) {
        return new StaffReaderStore(tx).roll();
    }
}
