package dev.atrium.web;

import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Site;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.AllowForwardHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The router of one event loop: host first, then the routes of the site that the host names. */
public final class PortalRouter {
    private static final Logger LOG = LoggerFactory.getLogger(PortalRouter.class);
    /** Under this name the tenant of the host waits in the context. */
    static final String TENANT = "tenant";

    /** Under this name waits the request as the server gave it: the router wraps it, and what it becomes. */
    static final String ARRIVED = "arrived";

    private static final long FORM_LIMIT = 64 * 1024;
    private static final long LONG_FORM_LIMIT = 640 * 1024;

    private final Vertx vertx;
    private final Web web;
    private final Map<String, Router> extras;
    /** While the router takes it over, on this loop's one thread. */
    private @Nullable HttpServerRequest arriving;

    /** What the hosts of each kind answer with. */
    private record Sites(Shelves portal, Shelves console, Router closed, Router nowhere) {}

    /** {@code extras} are whole routers of further hosts, by host name. */
    public PortalRouter(Vertx vertx, Web web, Map<String, Router> extras) {
        this.vertx = vertx;
        this.web = web;
        this.extras = extras;
    }

    /** Takes the requests of the event loop that it was made for. */
    public Handler<HttpServerRequest> build() {
        var router = router().allowForward(AllowForwardHeaders.NONE);
        return request -> {
            arriving = request;
            router.handle(request);
            arriving = null;
        };
    }

    private Router router() {
        var sites = new Sites(shelves(false), shelves(true), bare(this::closed), bare(this::unknownHost));
        var router = Router.router(vertx);
        // What a site's router fails with by a status alone comes up here: a body too large, no Host header at all.
        router.route()
                .handler(context -> dispatch(context, sites))
                .failureHandler(context -> fail(context, failure(context)));
        return router;
    }

    private void dispatch(RoutingContext context, Sites sites) {
        hold(context);
        var host = host(context);
        if (host.isEmpty()) {
            unknownHost(context);
            return;
        }
        var resolved = web.parts().hosts().resolve(host.get());
        if (resolved.succeeded()) {
            site(context, resolved.result(), sites);
            return;
        }
        context.request().pause();
        resolved.onSuccess(site -> {
                    resume(context);
                    site(context, site, sites);
                })
                .onFailure(e -> {
                    resume(context);
                    fail(context, e);
                });
    }

    /** Read to its end, a request could not become a socket any more; where it does not, it is read on once it is answered. */
    private void hold(RoutingContext context) {
        var request = arriving;
        if (request == null || request.getHeader("Upgrade") == null) return;
        request.pause();
        context.put(ARRIVED, request);
        context.addEndHandler(x -> request.resume());
    }

    private static void resume(RoutingContext context) {
        if (context.get(ARRIVED) == null) context.request().resume();
    }

    /** The host of the one Host header; a request line with another authority, or two headers, names none. */
    private static Optional<String> host(RoutingContext context) {
        var request = context.request();
        var authority = request.authority();
        if (authority == null || !request.uri().startsWith("/")) return Optional.empty();
        if (request.headers().getAll("Host").size() > 1) return Optional.empty();
        return Optional.of(authority.host());
    }

    private void site(RoutingContext context, Site site, Sites sites) {
        if (challenge(context)) return;
        if (plain(context, site)) return;
        switch (site) {
            case Site.Moved moved -> away(context, moved.origin());
            case Site.Portal found -> {
                context.put(TENANT, found.tenant());
                sites.portal().of(context).handleContext(context);
            }
            case Site.Console c -> {
                Onlooker.atConsole(context);
                sites.console().of(context).handleContext(context);
            }
            case Site.Extra extra -> {
                var router = extras.get(extra.host());
                if (router == null) unknownHost(context);
                else router.handleContext(context);
            }
            case Site.Closed c -> sites.closed().handleContext(context);
            case Site.Unknown u -> sites.nowhere().handleContext(context);
        }
    }

    /** What a certificate authority asks for over plain HTTP, at every host alike (RFC 8555, section 8.3). */
    private boolean challenge(RoutingContext context) {
        var path = context.request().path();
        var host = context.request().authority();
        if (path == null || host == null || !path.startsWith(Challenges.PATH)) return false;
        web.parts()
                .challenges()
                .answer(host.host().toLowerCase(Locale.ROOT), path.substring(Challenges.PATH.length()))
                .onSuccess(answer -> {
                    if (answer.isEmpty()) fail(context, Problem.notFound());
                    else web.renderer().plainText(context.response(), answer.get());
                })
                .onFailure(e -> fail(context, e));
        return true;
    }

    /** Where this server ends TLS itself, plain HTTP only says where to go. */
    private boolean plain(RoutingContext context, Site site) {
        if (!web.parts().config().tls().on() || context.request().isSSL()) return false;
        var authority = context.request().authority();
        if (authority == null || site instanceof Site.Unknown) return false;
        away(context, web.parts().origins().ofHost(authority.host().toLowerCase(Locale.ROOT)));
        return true;
    }

    /**
     * 308 with path and query as they came, so that links already sent, and forms already open, keep working. Kept by nobody:
     * one day the name may be somebody else's.
     */
    private static void away(RoutingContext context, String origin) {
        context.response()
                .setStatusCode(308)
                .putHeader("Location", origin + context.request().uri())
                .putHeader("Cache-Control", "no-store")
                .putHeader("Referrer-Policy", "no-referrer")
                .end();
    }

    /** A host that names nothing, or nothing open, has one page, and the style that this page wears; nothing of that is a tenant's. */
    private Router bare(Handler<RoutingContext> page) {
        var router = Router.router(vertx);
        router.get("/assets/*").handler(context -> {
            if (web.parts().assets().find(context.request().path()) == null) context.next();
            else asset(context);
        });
        router.route().handler(page);
        return router;
    }

    /** A suspended portal: the same page on every path, without a word of whose it is or why. */
    private void closed(RoutingContext context) {
        var language = language(context);
        var onlooker = new Onlooker(context, null, null, language);
        if (context.request().path().startsWith("/api/")) {
            ErrorReplies.send(web, onlooker, Problem.of(503, "portal-closed"), true);
            return;
        }
        var title = web.messages().get(language, "error.portal-closed.title");
        web.renderer().plain(onlooker, 503, "errors/closed", title, Map.of());
    }

    private void unknownHost(RoutingContext context) {
        if (isApi(context)) {
            fail(context, Problem.of(421, "unknown-host"));
            return;
        }
        var language = language(context);
        var title = web.messages().get(language, "error.unknown-host.title");
        web.renderer().plain(new Onlooker(context, null, null, language), 421, "errors/unknown-host", title, Map.of());
    }

    Shelves shelves(boolean console) {
        var routes = web.parts().routes().all().stream()
                .filter(route -> route.audience().console() == console)
                .toList();
        var assets = Router.router(vertx);
        assets.get("/assets/*").handler(this::asset);
        return new Shelves(routes, ending(assets, console), some -> {
            var router = Router.router(vertx);
            some.forEach(route -> mount(router, route));
            return ending(router, console);
        });
    }

    private Router ending(Router router, boolean console) {
        router.route()
                .last()
                .handler(context -> otherMethod(context, console)
                        .onSuccess(problem -> fail(context, problem))
                        .onFailure(e -> fail(context, e)));
        router.route().failureHandler(context -> fail(context, failure(context)));
        return router;
    }

    private void mount(Router router, Route route) {
        var mounted = router.route(route.method(), route.path());
        if (route.method().equals(HttpMethod.GET)) mounted.method(HttpMethod.HEAD);
        // The router wants bodies read before a handler of ours, but lets a platform's go first.
        mounted.handler((PlatformHandler) context -> {
            if (!enabled(context, route)) fail(context, Problem.notFound());
            else if (!restricted(context, route)) context.next();
            else admit(context, route);
        });
        if (route.isStreaming()) mounted.handler((PlatformHandler) Unread::hold);
        else if (route.changes()) mounted.handler(body(route));
        mounted.handler(context -> {
            Tenant tenant = context.get(TENANT);
            web.handle(route, context, tenant);
        });
    }

    /** A switched-off app answers on no path at all: before anything is read or anybody is asked to sign in. */
    private static boolean enabled(RoutingContext context, Route route) {
        Tenant tenant = context.get(TENANT);
        return switch (route.audience()) {
            case Audience.Client client -> tenant.enabled(client.app());
            case Audience.Program program -> tenant.enabled(program.app());
            case Audience.Credential credential -> tenant.enabled(credential.app());
            default -> true;
        };
    }

    private static @Nullable String app(Route route) {
        return switch (route.audience()) {
            case Audience.Client client -> client.app();
            case Audience.Program program -> program.app();
            case Audience.Credential credential -> credential.app();
            default -> null;
        };
    }

    private static boolean restricted(RoutingContext context, Route route) {
        Tenant tenant = context.get(TENANT);
        var app = app(route);
        return app != null && tenant.audience(app) != null;
    }

    /** An app whose audience leaves the person out answers them like a switched-off one, before anything is read. */
    private void admit(RoutingContext context, Route route) {
        context.request().pause();
        sees(context, route)
                .onSuccess(sees -> {
                    resume(context);
                    if (sees) context.next();
                    else fail(context, Problem.notFound());
                })
                .onFailure(e -> {
                    resume(context);
                    fail(context, e);
                });
    }

    /** True too where nobody is known: they are asked to sign in first. */
    private Future<Boolean> sees(RoutingContext context, Route route) {
        Tenant tenant = context.get(TENANT);
        var app = app(route);
        if (app == null || tenant.audience(app) == null) return Future.succeededFuture(true);
        return web.admission()
                .person(context, tenant, route)
                .map(person -> person.map(session -> session.sees(tenant.audience(app)))
                        .orElse(true));
    }

    private BodyHandler body(Route route) {
        if (route.uploadLimit() == 0) {
            return BodyHandler.create(false)
                    .setBodyLimit(route.hasLongForm() ? LONG_FORM_LIMIT : FORM_LIMIT)
                    .setMergeFormAttributes(false);
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

    /** A path that only other methods know is 405, with those in Allow (RFC 9110, 15.5.6); the others are unknown. */
    private Future<Problem> otherMethod(RoutingContext context, boolean console) {
        var path = context.normalizedPath();
        var candidates = web.parts().routes().all().stream()
                .filter(route -> route.audience().console() == console && route.answers(path))
                .filter(route -> enabled(context, route))
                .toList();
        return Future.all(candidates.stream().map(route -> sees(context, route)).toList())
                .map(all -> allowing(context, candidates, all.list()));
    }

    private static Problem allowing(RoutingContext context, List<Route> candidates, List<Boolean> seen) {
        var known = new TreeSet<String>();
        for (int i = 0; i < candidates.size(); i++) {
            if (!seen.get(i)) continue;
            known.add(candidates.get(i).method().name());
            if (candidates.get(i).method().equals(HttpMethod.GET)) known.add("HEAD");
        }
        if (known.isEmpty()) return Problem.notFound();
        context.response().putHeader("Allow", String.join(", ", known));
        return Problem.of(405, "method-not-allowed");
    }

    private static Throwable failure(RoutingContext context) {
        if (DiskFull.caused(context.failure())) return DiskFull.problem();
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
        boolean api = isApi(context);
        onlooker(context, api || !(failure instanceof Problem)).onSuccess(onlooker -> {
            if (failure instanceof Problem problem && problem.status() == 413) Unread.last(context);
            ErrorReplies.send(web, onlooker, failure, api);
            Unread.discard(context);
        });
    }

    /** Whether programs are answered there: the API, and the feeds. */
    static boolean ofPrograms(String path) {
        return path.startsWith("/api/") || path.equals("/feeds") || path.startsWith("/feeds/");
    }

    /** The path as it was sent; a request without a proper one is a browser's. */
    private static boolean isApi(RoutingContext context) {
        var path = context.request().path();
        return path != null && ofPrograms(path);
    }

    /** Where a program asks, or the house itself is in trouble, nobody is looked up. */
    private Future<Onlooker> onlooker(RoutingContext context, boolean unasked) {
        Tenant tenant = context.get(TENANT);
        var language = language(context);
        return unasked
                ? Future.succeededFuture(new Onlooker(context, tenant, null, language))
                : web.onlooker(context, tenant, language);
    }

    private Locale language(RoutingContext context) {
        return web.language(context, context.get(TENANT));
    }
}
