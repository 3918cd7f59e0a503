package dev.atrium.identity;

import dev.atrium.contacts.Accounts;
import dev.atrium.contacts.Contacts;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Recipient;
import dev.atrium.secrets.Token;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Moves an account to another address, in one transaction with everything that hangs on the old one: sessions, codes and
 * links under way, what else was pending, and word to both addresses.
 */
final class Moving implements Accounts {
    private static final UUID NONE = new UUID(0, 0);

    private final Identity identity;
    private final Clock clock;

    Moving(Identity identity, Clock clock) {
        this.identity = identity;
        this.clock = clock;
    }

    /** Whether the address is free for one more account. Others who register it wait until this transaction ends. */
    Future<Boolean> free(Tx tx, Tenant tenant, Email to) {
        var accounts = new AccountStore(tx);
        return accounts.lock(to)
                .compose(x -> accounts.byEmail(to))
                .map(known -> known.isEmpty() || tenant.settings().allowDuplicateContacts());
    }

    /** Both addresses are proven. The other sessions end; {@code undo} is mailed to the old address. */
    Future<Void> proven(
            Tx tx, Tenant tenant, EmailChange change, UUID session, Token undo, Locale language, String ip) {
        return move(tx, change.account(), change.contact(), change.from(), change.to(), session)
                .compose(x -> Events.record(tx, new SafetyFact.EmailChanged(change.contact(), change.account(), ip)))
                .compose(x -> Audit.record(tx, "email.changed", "account", change.account(), new JsonObject(), ip))
                .compose(x -> {
                    var left = values(change.to());
                    left.put("link", tenant.origin() + "/account/email/undo/" + undo.text());
                    left.put("days", EmailChangeStore.REVERT.toDays());
                    return tell(tx, tenant, Told.EMAIL_LEFT, new Recipient.Address(change.from(), language), left);
                })
                .compose(x -> tell(
                        tx, tenant, Told.EMAIL_CHANGED, new Recipient.Account(change.account()), timed(change.to())));
    }

    /**
     * The old address takes it back. Whoever made the change may have set a password, a second factor or a key too: all of
     * them are gone, and the owner comes in by a code.
     *
     * @throws Problem {@code email-undo-taken} where the old address has an account of its own by now and the business allows
     *     one each: then nothing is moved, and the link stays good
     */
    Future<Void> reverted(Tx tx, Tenant tenant, EmailChange change, Locale language, String ip) {
        var accounts = new AccountStore(tx);
        return free(tx, tenant, change.from())
                .compose(free -> {
                    if (!free) throw Problem.of(409, "email-undo-taken");
                    return accounts.email(change.account());
                })
                .compose(now -> move(tx, change.account(), change.contact(), new Email(now), change.from(), NONE)
                        .compose(x -> accounts.lockOut(change.account()))
                        .compose(x ->
                                Events.record(tx, new SafetyFact.EmailReverted(change.contact(), change.account(), ip)))
                        .compose(x ->
                                Audit.record(tx, "email.reverted", "account", change.account(), new JsonObject(), ip))
                        .compose(x -> tell(
                                tx,
                                tenant,
                                Told.EMAIL_REVERTED,
                                new Recipient.Address(new Email(now), language),
                                timed(change.from())))
                        .compose(x -> tell(
                                tx,
                                tenant,
                                Told.EMAIL_REVERTED,
                                new Recipient.Account(change.account()),
                                timed(change.from()))));
    }

    /** By the business, for somebody who lost the old address: every session ends. */
    @Override
    public Future<Void> move(Tx tx, Tenant tenant, UUID contact, Email to, Locale language, String ip) {
        var accounts = new AccountStore(tx);
        return accounts.ofContact(contact).compose(found -> {
            if (found.isEmpty() || found.get().email().equals(to.address())) return Future.succeededFuture();
            var account = found.get();
            var from = new Email(account.email());
            return free(tx, tenant, to)
                    .compose(free -> {
                        if (!free) throw Problem.invalid("email", "email-has-account");
                        // Whoever reads the mail of an address that the business moved away from must not undo that.
                        new EmailChangeStore(tx).keepNone(account.id());
                        return move(tx, account.id(), contact, from, to, NONE);
                    })
                    .compose(x -> Events.record(tx, new SafetyFact.EmailMoved(contact, account.id())))
                    .compose(x -> Audit.record(tx, "email.moved", "account", account.id(), new JsonObject(), ip))
                    .compose(x -> tell(tx, tenant, Told.EMAIL_MOVED, new Recipient.Address(from, language), timed(to)))
                    .compose(x -> tell(tx, tenant, Told.EMAIL_MOVED, new Recipient.Account(account.id()), timed(to)));
        });
    }

    @Override
    public Future<JsonObject> join(Tx tx, Tenant tenant, UUID stays, UUID closes, Locale language, String ip) {
        return new Joining(identity, clock).join(tx, tenant, stays, closes, language, ip);
    }

    /** Sessions first: which others could switch into the account is known by the address they share. */
    private Future<Void> move(Tx tx, UUID account, UUID contact, Email from, Email to, UUID keptSession) {
        var accounts = new AccountStore(tx);
        identity.sessions().endAllBut(tx, account, keptSession);
        new FlowStore(tx).close(from, account);
        new EmailChangeStore(tx).end(account);
        return accounts.move(account, from, to)
                .map(rows -> {
                    // Somebody else moved it meanwhile: what was proven was another address.
                    if (rows == 0) throw Problem.of(409, "email-change-missing");
                    return null;
                })
                .compose(x -> Contacts.move(tx, contact, to))
                .compose(x -> identity.sessions().refresh(tx, account));
    }

    private static Map<String, Object> values(Email email) {
        var values = new HashMap<String, Object>();
        values.put("email", email.address());
        return values;
    }

    private Map<String, Object> timed(Email email) {
        var values = values(email);
        values.put("at", clock.now());
        return values;
    }

    private Future<Void> tell(Tx tx, Tenant tenant, NotificationType type, Recipient to, Map<String, Object> values) {
        var notice = Notice.of(type, to, values);
        return identity.notifications()
                .tell(tx, tenant, to instanceof Recipient.Account ? notice.link("/account/email") : notice);
    }
}
