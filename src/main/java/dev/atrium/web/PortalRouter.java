package dev.atrium.web;

import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Site;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The router of one event loop: host first, then the routes of the site that the host names. */
public final class PortalRouter {
    private static final Logger LOG = LoggerFactory.getLogger(PortalRouter.class);
    private static final String TENANT = "tenant";
    private static final long FORM_LIMIT = 64 * 1024;

    private final Vertx vertx;
    private final Web web;
    private final Map<String, Router> extras;

    /** {@code extras} are whole routers of further hosts, by host name. */
    public PortalRouter(Vertx vertx, Web web, Map<String, Router> extras) {
        this.vertx = vertx;
        this.web = web;
        this.extras = extras;
    }

    public Router build() {
        var portal = router(false);
        var console = router(true);
        var router = Router.router(vertx);
        // What a site's router fails with by a status alone comes up here: a body too large, no Host header at all.
        router.route()
                .handler(context -> dispatch(context, portal, console))
                .failureHandler(context -> fail(context, failure(context)));
        return router;
    }

    private void dispatch(RoutingContext context, Router portal, Router console) {
        var host = host(context);
        if (host.isEmpty()) {
            unknownHost(context);
            return;
        }
        var resolved = web.parts().hosts().resolve(host.get());
        if (resolved.succeeded()) {
            site(context, resolved.result(), portal, console);
            return;
        }
        context.request().pause();
        resolved.onSuccess(site -> {
                    context.request().resume();
                    site(context, site, portal, console);
                })
                .onFailure(e -> {
                    context.request().resume();
                    fail(context, e);
                });
    }

    /** The host of the one Host header; a request line with another authority, or two headers, names none. */
    private static Optional<String> host(RoutingContext context) {
        var request = context.request();
        var authority = request.authority();
        if (authority == null || !request.uri().startsWith("/")) return Optional.empty();
        if (request.headers().getAll("Host").size() > 1) return Optional.empty();
        return Optional.of(authority.host());
    }

    private void site(RoutingContext context, Site site, Router portal, Router console) {
        switch (site) {
            case Site.Portal found -> {
                context.put(TENANT, found.tenant());
                portal.handleContext(context);
            }
            case Site.Console c -> console.handleContext(context);
            case Site.Extra extra -> {
                var router = extras.get(extra.host());
                if (router == null) unknownHost(context);
                else router.handleContext(context);
            }
            case Site.Unknown u -> unknownHost(context);
        }
    }

    private void unknownHost(RoutingContext context) {
        var language = language(context);
        var title = web.messages().get(language, "error.unknown-host.title");
        web.renderer().plain(context.response(), 421, "errors/unknown-host", title, language, Map.of());
    }

    private Router router(boolean console) {
        var router = Router.router(vertx);
        router.get("/assets/*").handler(this::asset);
        for (var route : web.parts().routes().all()) {
            if (isConsole(route.audience()) == console) mount(router, route);
        }
        router.route().last().handler(context -> fail(context, otherMethod(context, console)));
        router.route().failureHandler(context -> fail(context, failure(context)));
        return router;
    }

    private static boolean isConsole(Audience audience) {
        return switch (audience) {
            case Audience.ConsoleGuest g -> true;
            case Audience.AnyStaff s -> true;
            case Audience.Staff s -> true;
            case Audience.Guest g -> false;
            case Audience.Client c -> false;
            case Audience.Program p -> false;
        };
    }

    private void mount(Router router, Route route) {
        var mounted = router.route(route.method(), route.path());
        if (route.method().equals(HttpMethod.GET)) mounted.method(HttpMethod.HEAD);
        if (route.changes()) mounted.handler(body(route));
        mounted.handler(context -> {
            Tenant tenant = context.get(TENANT);
            web.handle(route, context, tenant);
        });
    }

    private BodyHandler body(Route route) {
        if (route.uploadLimit() == 0) {
            return BodyHandler.create(false).setBodyLimit(FORM_LIMIT).setMergeFormAttributes(false);
        }
        var directory = web.parts().config().dataDir().resolve("uploads").toString();
        return BodyHandler.create(directory)
                .setBodyLimit(route.uploadLimit() + FORM_LIMIT)
                .setMergeFormAttributes(false)
                .setDeleteUploadedFilesOnEnd(true);
    }

    private void asset(RoutingContext context) {
        var asset = web.parts().assets().find(context.request().path());
        if (asset == null) fail(context, Problem.notFound());
        else web.renderer().asset(context.response(), asset, context.request().getHeader("Accept-Encoding"));
    }

    /** A path that only another method knows is 405; the others are unknown. */
    private Problem otherMethod(RoutingContext context, boolean console) {
        var path = context.normalizedPath();
        boolean known = web.parts().routes().all().stream()
                .filter(route ->
                        isConsole(route.audience()) == console && !route.path().contains(":"))
                .anyMatch(route -> route.path().equals(path));
        return known ? Problem.of(405, "method-not-allowed") : Problem.notFound();
    }

    private static Throwable failure(RoutingContext context) {
        if (context.failure() != null && context.statusCode() < 400) return context.failure();
        return switch (context.statusCode()) {
            case 413 -> Problem.of(413, "payload-too-large");
            case 400, 404, 414, 415, 431 -> Problem.of(400, "request-broken");
            default -> context.failure() == null ? Problem.of(500, "internal") : context.failure();
        };
    }

    private void fail(RoutingContext context, @Nullable Throwable e) {
        var failure = e == null ? Problem.of(500, "internal") : e;
        if (!(failure instanceof Problem)) {
            LOG.atError()
                    .addKeyValue("request", RequestIds.of(context))
                    .setCause(failure)
                    .log("request failed");
        }
        ErrorReplies.send(
                web,
                context,
                failure,
                language(context),
                context.request().path().startsWith("/api/"));
    }

    private Locale language(RoutingContext context) {
        return web.messages().best(context.request().getHeader("Accept-Language"), null, Locale.ENGLISH);
    }
}
