package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import java.util.List;
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

    /** Gives the contact the address that its account has moved to. */
    public static Future<Void> move(Tx tx, UUID contact, Email to) {
        return new ContactStore(tx)
                .email(contact, to)
                .compose(version -> Events.record(tx, new ContactFact.Changed(contact, version)));
    }

    /** Somebody accepted an invitation: they say what they are called, and are a client from now on. */
    public static Future<Void> joined(Tx tx, UUID contact, String fullName) {
        return new ContactStore(tx)
                .joined(contact, fullName)
                .compose(version -> version.isEmpty()
                        ? Future.succeededFuture()
                        : Events.record(tx, new ContactFact.Changed(contact, version.get())));
    }

    /** The contacts with this address, at most two: enough to know whether it names one. */
    public static Future<List<UUID>> withEmail(Tx tx, Email email) {
        return new ContactStore(tx).byEmail(email);
    }

    /** What a contact is called, if there is one. */
    public static Future<Optional<String>> name(Tx tx, UUID contact) {
        return new ContactStore(tx).find(contact).map(found -> found.map(Contact::fullName));
    }

    /**
     * What the contact is in the company today: {@code owner}, {@code billing}, {@code signer} or {@code viewer}; empty where
     * they do not belong to it, or no more. What a role may see is each feature's own matter.
     */
    public static Future<Optional<String>> companyRole(Tx tx, UUID company, UUID contact) {
        return new ContactStore(tx).role(company, contact);
    }

    /** How many contacts the tenant has. */
    public static Future<Long> count(Tx tx) {
        return new ContactStore(tx).count().map(Optional::orElseThrow);
    }
}
