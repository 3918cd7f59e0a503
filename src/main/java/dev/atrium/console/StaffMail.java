package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Scope;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.session.StaffLanguages;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Origins;
import io.vertx.core.Future;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mail to a person of staff about their own account, in their language. It goes out in the name of the first portal that they
 * work for, since mail always has a sender; to somebody who works for none it cannot go.
 */
final class StaffMail {
    private static final Logger LOG = LoggerFactory.getLogger(StaffMail.class);

    private final Db db;
    private final Hosts hosts;
    private final StaffAccountStore store;
    private final Origins origins;
    private final Clock clock;
    private final Notifications notifications;

    StaffMail(Db db, Clock clock, Hosts hosts, Origins origins, Notifications notifications) {
        this.db = db;
        this.hosts = hosts;
        this.store = new StaffAccountStore(db);
        this.origins = origins;
        this.clock = clock;
        this.notifications = notifications;
    }

    /** Never fails: the password is set by then, whether or not word of it can be queued. */
    Future<Void> passwordChanged(Email email) {
        Map<String, Object> values = Map.of("at", clock.now(), "url", origins.ofConsole() + "/forgot");
        return send(email, StaffTold.PASSWORD_CHANGED, values).recover(e -> {
            LOG.warn("no word of a changed password was queued: {}", e.toString());
            return Future.succeededFuture();
        });
    }

    /** Never fails: the factor is changed by then. */
    Future<Void> factorChanged(Email email, NotificationType type) {
        Map<String, Object> values = Map.of("at", clock.now(), "url", origins.ofConsole() + "/security");
        return send(email, type, values).recover(e -> {
            LOG.warn("no word of a changed second factor was queued: {}", e.toString());
            return Future.succeededFuture();
        });
    }

    /** Does nothing for an address that nobody of staff has. */
    Future<Void> send(Email email, NotificationType type, Map<String, Object> values) {
        return store.sender(email)
                .compose(found -> found.isEmpty() ? Future.succeededFuture() : send(found.get(), email, type, values));
    }

    private Future<Void> send(
            StaffAccountStore.Sender sender, Email email, NotificationType type, Map<String, Object> values) {
        return hosts.tenant(sender.tenant())
                .compose(tenant -> tenant.isEmpty()
                        ? Future.succeededFuture()
                        : db.write(
                                Scope.job(sender.tenant(), "staff-account"),
                                tx -> StaffLanguages.of(tx, email).compose(chosen -> {
                                    var language = chosen.orElse(
                                            tenant.get().settings().language());
                                    var to = new Recipient.Staff(email, sender.name(), language);
                                    return notifications.tell(tx, tenant.get(), Notice.of(type, to, values));
                                })));
    }
}
