package dev.atrium.viewas;

import dev.atrium.db.Db;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Origins;
import dev.atrium.web.Routes;

/** The door to looking at the portal as a client. */
public final class ViewAsModule {
    private final ViewAsConsole console;
    private final ViewAsPortal portal;

    public ViewAsModule(Db db, Hosts hosts, Origins origins) {
        this.console = new ViewAsConsole(db, hosts);
        this.portal = new ViewAsPortal(db, origins);
    }

    public void mount(Routes routes) {
        console.mount(routes);
        portal.mount(routes);
    }
}
