package dev.atrium.live;

import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Session;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.CrossSite;
import dev.atrium.web.Outlet;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import dev.atrium.web.Viewer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The two ways to listen: a WebSocket for many feeds, an event stream for one. */
final class LiveRoutes {
    private static final String BEARER = "bearer.";
    private static final int RETRY_AFTER_SECONDS = 30;

    private final LiveModule live;
    private final Vertx vertx;

    LiveRoutes(LiveModule live, Vertx vertx) {
        this.live = live;
        this.vertx = vertx;
    }

    void mount(Routes routes) {
        routes.guest().get("/feeds", this::socket).summary("Open a WebSocket for feeds (docs/api/asyncapi.yaml)");
        routes.program(LiveModule.SCOPE, PortalApp.ACCOUNT)
                .get("/feeds/:feed", this::ofAccount)
                .summary("Listen to one feed as an event stream")
                .givesBytes("text/event-stream")
                .names("feed", "feed");
        routes.business("groups:read")
                .get("/api/v1/business/feeds/:feed", this::ofBusiness)
                .summary("Listen to one feed of a group, a channel or a post's comments as an event stream")
                .givesBytes("text/event-stream")
                .names("feed", "tenant-feed")
                .refuses(404);
    }

    private Future<Reply> socket(Request request) {
        if (!"websocket".equalsIgnoreCase(request.header("Upgrade"))) throw Problem.of(426, "websocket-only");
        var session = request.maybeSession();
        // Whoever says where they come from says the truth, or is no browser; who brings a cookie must say it (ASVS
        // 4.4.2).
        if (!CrossSite.ownOrigin(request) && (session.isPresent() || request.header("Origin") != null))
            throw Problem.of(403, "cross-site");
        return live.doorway().enter(request::left).compose(x -> socket(request, session));
    }

    private Future<Reply> socket(Request request, Optional<Session> session) {
        var tenant = request.tenant();
        // Staff who look as a client see pages as they are: nothing would say when their view ends.
        var cookie = session.filter(one -> one.proof() != Session.Proof.VIEW)
                .map(one -> new Callers.Caller(one, null, null))
                .orElse(null);
        var viewer = Optional.of(new Viewer(request.language(), request.zone()));
        return proven(tenant, token(request)).map(proven -> {
            Consumer<ServerWebSocket> taken = socket -> Talk.begin(live, vertx, tenant, socket, cookie, proven, viewer);
            return new Reply.Socket(
                    taken, () -> proven.ifPresent(who -> who.place().run()));
        });
    }

    /** Whoever brings a token has their place before the socket is opened; others take it once they have proven themselves. */
    private Future<Optional<Talk.Proven>> proven(Tenant tenant, Optional<String> token) {
        if (token.isEmpty()) return Future.succeededFuture(Optional.empty());
        return live.callers().bearer(tenant, token.get()).compose(found -> {
            var caller = found.orElseThrow(() -> Problem.of(401, "token-invalid"));
            return place(tenant, caller.who()).map(place -> Optional.of(new Talk.Proven(caller, place)));
        });
    }

    private Future<Runnable> place(Tenant tenant, UUID who) {
        return live.places()
                .take(tenant, who)
                .map(place -> place.orElseThrow(() -> Problem.later(503, "sockets-full", RETRY_AFTER_SECONDS)));
    }

    /** In the header that programs send, or in the list of subprotocols, the only place where a browser's script can say it. */
    private static Optional<String> token(Request request) {
        var header = request.header("Authorization");
        if (header != null && header.startsWith("Bearer "))
            return Optional.of(header.substring(7).strip());
        var offered = request.header("Sec-WebSocket-Protocol");
        if (offered == null) return Optional.empty();
        for (var protocol : offered.split(",", -1)) {
            if (protocol.strip().startsWith(BEARER))
                return Optional.of(protocol.strip().substring(BEARER.length()));
        }
        return Optional.empty();
    }

    private Future<Reply> ofAccount(Request request) {
        boolean program = request.header("Authorization") != null;
        if (!program && CrossSite.refuses(request)) throw Problem.of(403, "cross-site");
        if (request.session().proof() == Session.Proof.VIEW) throw Problem.of(403, "view-only");
        return stream(
                request,
                new Callers.Caller(
                        request.session(), null, program ? live.callers().tokenEnds() : null));
    }

    private Future<Reply> ofBusiness(Request request) {
        if (!(request.scope().principal() instanceof Principal.Business business))
            throw new IllegalStateException("a business route");
        return stream(request, new Callers.Caller(null, business, live.callers().tokenEnds()));
    }

    private Future<Reply> stream(Request request, Callers.Caller caller) {
        return live.doorway().enter(request::left).compose(x -> entered(request, caller));
    }

    private Future<Reply> entered(Request request, Callers.Caller caller) {
        var tenant = request.tenant();
        var session = caller.session();
        var asked = request.pathText("feed");
        var feed = FeedName.parse(asked, session == null ? null : session.contact())
                .orElseThrow(Problem::notFound);
        long since = since(request);
        return live.callers()
                .inLine(live.teller(), tenant, caller, List.of(feed))
                .map(opened -> opened.getFirst().orElseThrow(Problem::notFound))
                .compose(found -> {
                    if (request.headersAlone()) return Future.succeededFuture(new Reply.EventStream(outlet -> {}));
                    return place(tenant, caller.who()).map(place -> {
                        Consumer<Outlet> taken = outlet -> {
                            var line = new StreamLine(live.hub(), tenant, outlet);
                            line.is(caller);
                            line.left = place;
                            listen(line, outlet, new Sub(line, new Room(tenant.id(), found), asked, since));
                        };
                        return new Reply.EventStream(taken);
                    });
                });
    }

    private static long since(Request request) {
        var last = request.header("Last-Event-ID");
        var text = last == null ? request.query("since") : last;
        try {
            return text.isEmpty() ? -1 : Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw Problem.invalid("since", "number-invalid");
        }
    }

    private static void listen(StreamLine line, Outlet outlet, Sub sub) {
        line.hub.add(line);
        outlet.onLeft(line::gone);
        if (!line.closed()) line.hub.join(sub);
    }
}
