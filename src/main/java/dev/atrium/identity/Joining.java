package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.Recipient;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Two accounts of one person become one. Nothing that opened the account that is closed opens the one that stays: a wrong guess
 * of staff about who is who must not let a stranger in by their own password.
 */
final class Joining {
    private static final UUID NONE = new UUID(0, 0);

    private final Identity identity;
    private final Clock clock;

    Joining(Identity identity, Clock clock) {
        this.identity = identity;
        this.clock = clock;
    }

    Future<JsonObject> join(Tx tx, Tenant tenant, UUID stays, UUID closes, Locale language, String ip) {
        var accounts = new AccountStore(tx);
        return Future.all(accounts.ofContact(stays), accounts.ofContact(closes)).compose(both -> {
            var one = both.<java.util.Optional<Account>>resultAt(0);
            var other = both.<java.util.Optional<Account>>resultAt(1);
            // Erased or closed since the caller looked.
            if (one.isEmpty() || other.isEmpty()) throw Problem.of(409, "merge-changed");
            return join(tx, tenant, one.get(), other.get(), language, ip);
        });
    }

    private Future<JsonObject> join(Tx tx, Tenant tenant, Account stays, Account closed, Locale language, String ip) {
        var left = new Email(closed.email());
        // Sessions first: which others could switch into the account is known by the address they share.
        identity.sessions().endAllBut(tx, closed.id(), NONE);
        new FlowStore(tx).close(left, closed.id());
        return new AccountStore(tx)
                .join(stays.id(), closed.id())
                .compose(tables -> Events.record(tx, new SafetyFact.Joined(stays.contact(), stays.id()))
                        .compose(x -> tell(tx, tenant, stays, left, language))
                        .compose(x -> Audit.record(
                                tx,
                                "account.joined",
                                "account",
                                stays.id(),
                                new JsonObject()
                                        .put("closed", closed.id().toString())
                                        .put("tables", tables),
                                ip))
                        .map(x -> new JsonObject().put("tables", tables)));
    }

    /** The address of the one is not told to the other: staff may have taken two people for one. */
    private Future<Void> tell(Tx tx, Tenant tenant, Account stays, Email left, Locale language) {
        var notifications = identity.notifications();
        var closed = Map.<String, Object>of("email", left.address(), "at", clock.now());
        var joined = Map.<String, Object>of("email", stays.email(), "at", clock.now());
        return notifications
                .tell(
                        tx,
                        tenant,
                        Notice.of(Told.ACCOUNT_CLOSED, new Recipient.Address(left, language), closed)
                                .link("/login"))
                .compose(x -> notifications.tell(
                        tx,
                        tenant,
                        Notice.of(Told.ACCOUNTS_JOINED, new Recipient.Account(stays.id()), joined)
                                .link("/account/activity")));
    }
}
