package dev.atrium.identity;

import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.notifications.Notifications;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Permission;
import dev.atrium.web.Routes;
import java.util.List;

/** The door to the pages and the API by which the business sends sign-in links. */
public final class SignInLinksModule {
    private final Db db;
    private final Hosts hosts;
    private final List<PortalApp> apps;
    private final SignInLinks links;

    /** @param mailsPerHour how many links one portal may mail in an hour */
    public SignInLinksModule(
            Db db, Hosts hosts, Clock clock, Notifications notifications, List<PortalApp> apps, int mailsPerHour) {
        this.db = db;
        this.hosts = hosts;
        this.apps = apps;
        this.links = new SignInLinks(notifications, clock, mailsPerHour);
    }

    public void mount(Routes routes) {
        routes.place(new ConsolePlace("sign-in-links", "mail-check", "/sign-in-links", 150, Permission.CONTACTS));
        new SignInLinkRoutes(db, hosts, links, apps).mount(routes);
        new LoginMailRoutes(db, hosts, links, apps).mount(routes);
        new SignInLinkApi(db, links).mount(routes);
    }

    /** For whoever has something to show a client: mails a link that leads there. */
    public SignInLinks links() {
        return links;
    }
}
