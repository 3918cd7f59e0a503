package dev.atrium.notifications;

import dev.atrium.config.Config;
import dev.atrium.db.Tx;
import dev.atrium.web.AccountPlace;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The door to the pages of notifications: the bell, the choices, the console's log and words, and the bounce hook. */
public final class NotificationsModule {
    private final Notifications notifications;
    private final Config.Mail config;
    private final OwnServers servers;

    public NotificationsModule(Vertx vertx, Notifications notifications, Config.Mail config) {
        this.notifications = notifications;
        this.config = config;
        this.servers = new OwnServers(vertx, config);
    }

    /** @param app the app that holds the person's own settings */
    public void mount(Routes routes, String app) {
        var parts = notifications.parts();
        new BellRoutes(notifications).mount(routes, app);
        new TeamBellRoutes(notifications).mount(routes);
        new ChoiceRoutes(parts).mount(routes, app);
        new TeamChoiceRoutes(parts).mount(routes);
        new UnsubscribeRoutes(notifications).mount(routes);
        new BounceHook(parts, config.bounceSecret(), new TeamNews(notifications)).mount(routes);
        new MailRoutes(parts).mount(routes);
        new SenderRoutes(parts, servers, config.tenantHosts() == Config.TenantHosts.ANY).mount(routes);
        new TypeList(parts).mount(routes);
        var page = new TypePage(notifications);
        page.mount(routes);
        new TypeActs(notifications).mount(routes, page);
        new TypePreview(notifications).mount(routes);
        new TypesApi(notifications).mount(routes);
        new MailsApi(parts).mount(routes);
        routes.place(new AccountPlace("notifications", "bell", "/account/notifications", 300));
        routes.place(new ConsolePlace("notifications", "send", "/notifications", 820, Permission.SETTINGS));
        routes.place(new ConsolePlace("mail", "mail", "/mail", 830, Permission.SETTINGS));
    }

    /** The keys of messages that are made of a word at run time. */
    public static List<String> words() {
        var steps = Arrays.stream(SmtpFailure.Step.values())
                .map(SmtpFailure.Step::word)
                .toList();
        return Stream.of(
                        Family.AREA.keys(Area.words()),
                        Family.SMTP_STEP.keys(steps),
                        Family.SMTP_FAULT.keys(SmtpFailure.FAULTS))
                .flatMap(List::stream)
                .toList();
    }

    /** "Did they get it?": the newest mails to a contact, at most {@code limit}. */
    public static Future<List<MailLine>> mailsOf(Tx tx, UUID contact, int limit) {
        return new MailLogStore(tx).ofContact(contact, limit);
    }

    /**
     * What a dashboard says of a tenant's mail.
     *
     * @param failed mails of seven days that did not arrive; at most a thousand
     * @param waiting mails that wait; at most ten thousand
     * @param serverFails whether the business' own mail server does not take them
     */
    public record MailHealth(long failed, long waiting, boolean serverFails) {}

    /**
     * In whose name the business' mails leave.
     *
     * @param own whether by a server of the business' own
     */
    public record Sender(String from, String server, boolean own) {}

    /** The business' own sender; empty where its mails leave by the platform. */
    public static Future<Optional<Sender>> sender(Tx tx) {
        return new MailSettingsStore(tx)
                .read()
                .map(settings -> settings.from()
                        .map(from ->
                                new Sender(from.address(), settings.server().host(), true)));
    }

    /** How a tenant's mail does. */
    public static Future<MailHealth> health(Tx tx) {
        var failed = new MailLogStore(tx).failed();
        var waiting = new MailLogStore(tx).waiting();
        var settings = new MailSettingsStore(tx).read();
        return Future.all(failed, waiting, settings)
                .map(x -> new MailHealth(
                        failed.result(),
                        waiting.result(),
                        settings.result().server().on()
                                && settings.result().circuit().failing()));
    }

    /**
     * Whether mail of this tenant is slow right now: within the last hour one was tried in vain, or has waited for half a
     * minute, and nothing was accepted by the mail server since it was written. It tells nothing of any address.
     */
    public static Future<Boolean> slow(Tx tx) {
        return new OutboxStore(tx).slow();
    }
}
