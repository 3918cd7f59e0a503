package dev.atrium.notifications;

import dev.atrium.config.Secret;
import dev.atrium.db.Tx;
import dev.atrium.web.AccountPlace;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Permission;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** The door to the pages of notifications: the bell, the choices, the console's log and words, and the bounce hook. */
public final class NotificationsModule {
    private final Notifications notifications;
    private final Secret bounceSecret;

    public NotificationsModule(Notifications notifications, Secret bounceSecret) {
        this.notifications = notifications;
        this.bounceSecret = bounceSecret;
    }

    /** @param app the app that holds the person's own settings */
    public void mount(Routes routes, String app) {
        var parts = notifications.parts();
        new BellRoutes(notifications).mount(routes, app);
        new TeamBellRoutes(notifications).mount(routes);
        new ChoiceRoutes(parts).mount(routes, app);
        new TeamChoiceRoutes(parts).mount(routes);
        new UnsubscribeRoutes(parts).mount(routes);
        new BounceHook(parts, bounceSecret, new TeamNews(notifications)).mount(routes);
        new MailRoutes(parts).mount(routes);
        new TypeRoutes(notifications).mount(routes);
        routes.place(new AccountPlace("notifications", "bell", "/account/notifications", 300));
        routes.place(new ConsolePlace("notifications", "bell", "/notifications", 820, Permission.SETTINGS));
        routes.place(new ConsolePlace("mail", "mail", "/mail", 830, Permission.SETTINGS));
    }

    /** "Did they get it?": the newest mails to a contact, at most {@code limit}. */
    public static Future<List<MailLine>> mailsOf(Tx tx, UUID contact, int limit) {
        return new MailLogStore(tx).ofContact(contact, limit);
    }

    /**
     * Whether mail of this tenant is slow right now: within the last hour one was tried in vain, or has waited for half a
     * minute, and nothing was accepted by the mail server since it was written. It tells nothing of any address.
     */
    public static Future<Boolean> slow(Tx tx) {
        return new OutboxStore(tx).slow();
    }
}
