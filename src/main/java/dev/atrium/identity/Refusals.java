package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Email;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Ways in that were tried in vain, in the account's own history. Nobody waits for the note: the answer is on its way by then, and
 * so says nothing of whether there is an account to note it for.
 */
final class Refusals {
    /** What is written down of a way that was tried. */
    interface Way {
        AccountFact of(UUID contact, UUID account, String device, String ip);
    }

    private static final Duration DAY = Duration.ofDays(1);

    /** Lines of one account in a day: who guesses all night fills no table, and the owner has seen enough. */
    static final int PER_DAY = 20;

    /** Accounts of one address that are told; the picker's longest lists are nobody's break-in. */
    private static final int ACCOUNTS = 5;

    private final Identity identity;

    Refusals(Identity identity) {
        this.identity = identity;
    }

    /** Every account that the address could have meant. */
    void note(Request request, Email email, Way way) {
        identity.db()
                .write(
                        request.scope(),
                        tx -> new AccountStore(tx).byEmail(email).compose(found -> all(tx, request, found, way)));
    }

    /** The account whose second factor was not shown. */
    void note(Request request, UUID account) {
        identity.db()
                .write(
                        request.scope(),
                        tx -> new AccountStore(tx)
                                .byIds(List.of(account))
                                .compose(found -> all(tx, request, found, SessionFact.FactorRefused::new)));
    }

    private static Future<Void> all(Tx tx, Request request, List<Account> accounts, Way way) {
        var noted = Future.<Void>succeededFuture();
        for (var account : accounts.stream().limit(ACCOUNTS).toList())
            noted = noted.compose(x -> one(tx, request, account, way));
        return noted;
    }

    private static Future<Void> one(Tx tx, Request request, Account account, Way way) {
        var device = UserAgents.of(request.userAgent()).label();
        return RateLimit.take(tx, "refused:" + account.id(), DAY)
                .compose(count -> count.over(PER_DAY)
                        ? Future.succeededFuture()
                        : Events.record(tx, way.of(account.contact(), account.id(), device, request.ip())));
    }
}
