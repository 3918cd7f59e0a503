package dev.atrium.webhooks;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Variable.Kind;
import dev.atrium.web.Permission;
import dev.atrium.webhooks.CourierStore.Claim;
import dev.atrium.webhooks.CourierStore.Parcel;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** What a try does to its message and to the endpoint: done, later, given up; the circuit; the end after three days. */
final class Aftermath {
    static final NotificationType DISABLED = NotificationType.of("team.webhook_disabled")
            .toTeam(Permission.SETTINGS)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("endpoint", Kind.TEXT, "https://crm.example/hooks/atrium");

    private final Notifications notifications;

    Aftermath(Notifications notifications) {
        this.notifications = notifications;
    }

    /** Nothing is marked where the lease was lost meanwhile: whoever has it now sends the message once more. */
    Future<Void> success(Tx tx, Claim claim, Parcel parcel, Courier.Sent sent) {
        var store = new CourierStore(tx);
        return store.healthy(claim).compose(before -> {
            if (before.isEmpty()) return Future.succeededFuture();
            store.delivered(claim, parcel.message());
            var logged = store.log(claim, parcel.message(), sent.ended());
            boolean recovered = before.get() >= Backoff.PATIENCE;
            return (recovered ? store.hurry(claim.endpoint()) : logged).mapEmpty();
        });
    }

    Future<Void> failure(Tx tx, Claim claim, Parcel parcel, Courier.Sent sent) {
        var store = new CourierStore(tx);
        return store.failures(claim).compose(failures -> {
            if (failures.isEmpty()) return Future.succeededFuture();
            var delay = Backoff.after(parcel.attempts() + 1, sent.retryAfter());
            store.later(claim, parcel.message(), delay, Backoff.TRIES);
            store.log(claim, parcel.message(), sent.ended());
            return store.failing(claim, Backoff.open(failures.get() + 1), sent.gone())
                    .compose(blow -> blow.isPresent() && blow.get().disabled()
                            ? disabled(tx, claim, blow.get().url())
                            : Future.succeededFuture());
        });
    }

    /** Nothing that waited is lost: it is given up, and can be sent again. Whoever may switch it on is told. */
    private Future<Void> disabled(Tx tx, Claim claim, String url) {
        new CourierStore(tx).giveUp(claim.endpoint());
        var detail = new JsonObject().put("label", url);
        return Audit.record(tx, "webhook.disabled", "webhook", claim.endpoint(), detail, "")
                .compose(x ->
                        notifications.tellTeam(tx, DISABLED, "/webhooks/" + claim.endpoint(), Map.of("endpoint", url)));
    }
}
