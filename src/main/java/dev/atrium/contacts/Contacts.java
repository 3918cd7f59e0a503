package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** The door to the people a business knows. */
public final class Contacts {
    private Contacts() {}

    /**
     * The contact that a new account of {@code email} belongs to: the oldest with this address that has no account yet, else
     * a new lead. Where duplicates are allowed every registration is its own contact.
     */
    public static Future<UUID> forAccount(Tx tx, Email email, String fullName, boolean alwaysNew) {
        var store = new ContactStore(tx);
        if (alwaysNew) return create(tx, email, fullName);
        return store.withoutAccount(email)
                .compose(
                        found -> found.isPresent() ? Future.succeededFuture(found.get()) : create(tx, email, fullName));
    }

    private static Future<UUID> create(Tx tx, Email email, String fullName) {
        var id = Ids.next();
        return new ContactStore(tx)
                .insert(id, email, fullName)
                .compose(x -> Events.record(tx, new ContactFact.Created(id, "signup")))
                .map(id);
    }

    /** Changes what the person says about themselves. */
    public static Future<Integer> rename(Tx tx, UUID contact, String fullName, String phone) {
        return new ContactStore(tx).update(contact, fullName, phone);
    }

    /** How many contacts the tenant has. */
    public static Future<Long> count(Tx tx) {
        return new ContactStore(tx).count().map(Optional::orElseThrow);
    }
}
