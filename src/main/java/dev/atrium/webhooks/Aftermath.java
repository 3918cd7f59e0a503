package dev.atrium.webhooks;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Email;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.NotificationType.Duty;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.notifications.Variable.Kind;
import dev.atrium.session.StaffLanguages;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Origins;
import dev.atrium.tenancy.Tenant;
import dev.atrium.webhooks.CourierStore.Claim;
import dev.atrium.webhooks.CourierStore.Owner;
import dev.atrium.webhooks.CourierStore.Parcel;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** What a try does to its message and to the endpoint: done, later, given up; the circuit; the end after three days. */
final class Aftermath {
    static final NotificationType DISABLED = NotificationType.of("staff.webhook_disabled")
            .ownTemplate()
            .toStaff()
            .duty(Duty.ONCE)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("endpoint", Kind.TEXT, "https://crm.example/hooks/atrium")
            .with("page", Kind.ADDRESS, "https://console.example/t/acme/webhooks")
            .with("name", Kind.TEXT, "Olga Owner");

    private final Hosts hosts;
    private final Origins origins;
    private final Notifications notifications;

    Aftermath(Hosts hosts, Origins origins, Notifications notifications) {
        this.hosts = hosts;
        this.origins = origins;
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

    private Future<Void> disabled(Tx tx, Claim claim, String url) {
        var store = new CourierStore(tx);
        store.giveUp(claim.endpoint());
        return Audit.record(tx, "webhook.disabled", "webhook", claim.endpoint(), new JsonObject().put("label", url), "")
                .compose(x -> hosts.tenant(claim.tenant()))
                .compose(tenant -> tenant.isEmpty()
                        ? Future.succeededFuture()
                        : store.owners().compose(owners -> tell(tx, tenant.get(), claim, url, owners)));
    }

    private Future<Void> tell(Tx tx, Tenant tenant, Claim claim, String url, List<Owner> owners) {
        Future<Void> told = Future.succeededFuture();
        for (var owner : owners) told = told.compose(x -> tell(tx, tenant, claim, url, owner));
        return told;
    }

    private Future<Void> tell(Tx tx, Tenant tenant, Claim claim, String url, Owner owner) {
        var email = Email.parse(owner.email());
        if (email.isEmpty()) return Future.succeededFuture();
        var page = origins.ofConsole() + "/t/" + tenant.slug() + "/webhooks/" + claim.endpoint();
        return StaffLanguages.of(tx, email.get()).compose(chosen -> {
            var language = chosen.orElse(tenant.settings().language());
            var to = new Recipient.Staff(email.get(), owner.name(), language);
            return notifications.tell(
                    tx,
                    tenant,
                    Notice.of(DISABLED, to, Map.of("endpoint", url, "page", page))
                            .about("webhook", claim.endpoint()));
        });
    }
}
