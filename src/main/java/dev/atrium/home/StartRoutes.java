package dev.atrium.home;

import dev.atrium.session.Session;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Completeness;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Where a sign-in without a target ends: the first of the business's landings that is for the person. */
final class StartRoutes {
    private final List<PortalApp> apps;

    StartRoutes(List<PortalApp> apps) {
        this.apps = apps;
    }

    void mount(Routes routes) {
        routes.client(HomeModule.APP).get("/start", this::start).summary("Go to the landing page");
    }

    private Future<Reply> start(Request request) {
        return Future.succeededFuture(Reply.redirect(path(request)));
    }

    /** The home page is for everybody. */
    private String path(Request request) {
        return request.tenant().settings().landing().stream()
                .flatMap(wanted -> place(request, wanted).stream())
                .findFirst()
                .orElse("/");
    }

    private Optional<String> place(Request request, String wanted) {
        if (wanted.startsWith("app:")) return app(request, wanted.substring(4));
        if (wanted.startsWith("item:")) return item(request, wanted.substring(5));
        return path(request, wanted);
    }

    private Optional<String> app(Request request, String key) {
        return apps.stream()
                .filter(app -> app.key().equals(key) && opens(request.tenant(), request.session(), app))
                .map(PortalApp::path)
                .findFirst();
    }

    /** What hides because it is empty, or waits for a profile, would be a poor welcome. */
    private static boolean opens(Tenant tenant, Session session, PortalApp app) {
        if (!tenant.enabled(app.key()) || !session.sees(tenant.audience(app.key()))) return false;
        if (session.empty().contains(app.key()) && tenant.hidesWhenEmpty(app)) return false;
        var schema = tenant.settings().profile();
        return !schema.waits(app.key()) || Completeness.of(session, schema).complete();
    }

    /** A page of the business's own; whoever follows a link of it leaves the portal, which no sign-in does by itself. */
    private static Optional<String> item(Request request, String id) {
        return request.tenant().navItems().stream()
                .filter(item -> item.id().toString().equals(id) && item.url().startsWith("/"))
                .filter(item -> request.session().sees(item.audience()))
                .map(Tenant.NavItem::url)
                .findFirst();
    }

    private Optional<String> path(Request request, String wanted) {
        var known = request.safe(wanted);
        if (known.isEmpty() || known.equals("/start")) return Optional.empty();
        return apps.stream()
                        .filter(app -> app.holds(known))
                        .allMatch(app -> opens(request.tenant(), request.session(), app))
                ? Optional.of(known)
                : Optional.empty();
    }
}
