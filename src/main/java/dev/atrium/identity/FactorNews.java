package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Clock;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;

/** What becomes of a second factor is written down, and told to the account's owner: it may not have been them. */
final class FactorNews {
    private final Notifications notifications;
    private final Clock clock;

    FactorNews(Notifications notifications, Clock clock) {
        this.notifications = notifications;
        this.clock = clock;
    }

    /** {@code kind} is the stable word, {@code name} what a person calls it. */
    Future<Void> added(Tx tx, Request request, UUID account, String kind, String name) {
        return tell(tx, request, account, Told.FACTOR_ADDED, "factor.added", kind, name);
    }

    Future<Void> removed(Tx tx, Request request, UUID account, String kind, String name) {
        return tell(tx, request, account, Told.FACTOR_REMOVED, "factor.removed", kind, name);
    }

    Future<Void> recoveryUsed(Tx tx, Request request, UUID account) {
        return tell(tx, request, account, Told.RECOVERY_USED, "recovery.used", "recovery", "");
    }

    Future<Void> recoveryRenewed(Tx tx, Request request, UUID account) {
        return Audit.record(tx, "recovery.renewed", "account", account, new JsonObject(), request.ip());
    }

    private Future<Void> tell(
            Tx tx, Request request, UUID account, NotificationType type, String act, String kind, String name) {
        var detail = new JsonObject().put("factor", kind);
        Map<String, Object> values = Map.of("factor", name, "at", clock.now());
        var notice = Notice.of(type, new Recipient.Account(account), values)
                .about("account", account)
                .link("/account/security");
        return new AccountStore(tx)
                .contact(account)
                .compose(contact -> Events.record(tx, fact(act, contact, account, name, request.ip())))
                .compose(x -> Audit.record(tx, act, "account", account, detail, request.ip()))
                .compose(x -> notifications.tell(tx, request.tenant(), notice));
    }

    private static AccountFact fact(String act, UUID contact, UUID account, String name, String ip) {
        return switch (act) {
            case "factor.added" -> new SafetyFact.FactorAdded(contact, account, name, ip);
            case "factor.removed" -> new SafetyFact.FactorRemoved(contact, account, name, ip);
            default -> new SafetyFact.RecoveryUsed(contact, account, ip);
        };
    }
}
