package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.invitation.Invitations;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How an account comes to be, whichever way led there. The caller holds the line of the address. */
final class Registration {
    /**
     * Whoever gets an account.
     *
     * @param origin {@code signup} or {@code granted}
     * @param language what they read; empty where nobody knows
     * @param proven whether somebody has shown that the address is theirs; else their first code does
     */
    record Person(
            UUID contact, Email email, @Nullable String passwordHash, String origin, String language, boolean proven) {}

    private Registration() {}

    /** Opens the account; whatever invitation waits for this contact is thereby accepted. */
    static Future<UUID> open(Tx tx, Person person, String act, String ip) {
        var account = Ids.next();
        var contact = person.contact();
        return new AccountStore(tx)
                .insert(account, person)
                .compose(x -> Events.record(tx, new SessionFact.Created(contact, account, person.origin())))
                .compose(x -> Audit.record(tx, act, "account", account, new JsonObject(), ip))
                .compose(x -> Invitations.signedUp(tx, contact, account, ip))
                .map(account);
    }
}
