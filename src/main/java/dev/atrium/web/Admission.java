package dev.atrium.web;

import dev.atrium.config.Config;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Token;
import dev.atrium.session.Session;
import dev.atrium.session.Staff;
import dev.atrium.session.Viewing;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who sends a request, and whether the audience of its route has them. Every way in ends here. */
final class Admission {
    private final Web web;
    private final boolean ofStaff;
    private final RequestBudget budget;
    private final ApiManners manners;
    private final Programs programs;

    Admission(Web web) {
        var limits = web.parts().config().limits();
        this.web = web;
        this.ofStaff = web.parts().config().security().staffFactor() == Config.StaffFactor.REQUIRED;
        this.budget = new RequestBudget(limits.requestsPerIpPerSecond());
        this.manners = new ApiManners(limits.apiRequestsPerMinute());
        this.programs = new Programs(web, this, web.parts().bearerTokens());
    }

    /** Fails with the problem that keeps the request from its handler. */
    Future<Void> admit(Request request) {
        var route = request.route();
        var bearer = bearer(request.header("Authorization"), route);
        if (route.changes()) {
            if (!budget.take(ClientAddress.bucket(request.ip()))) throw Problem.tooMany("too-many-requests", 1, 1);
            if (bearer == null
                    && !route.isFromAnywhere()
                    && CrossSite.refuses(request.context().request())) throw Problem.of(403, "cross-site");
        }
        if (!route.isApi()) return enter(request, bearer);
        return Future.succeededFuture()
                .compose(x -> enter(request, bearer))
                .transform(admitted -> manners.judge(request, admitted));
    }

    /** Staff who look as a client are asked for first: they may do nothing, whatever else this browser bears. */
    private Future<Void> enter(Request request, @Nullable String bearer) {
        if (request.route().audience().console() || bearer != null) return proven(request, bearer);
        return viewing(request.tenant(), request.cookie(Cookies.VIEW))
                .compose(found -> found.isPresent() && !opensByLink(request)
                        ? look(request, found.get())
                        : proven(request, null));
    }

    /** In, and with a proof as fresh as the route asks for. */
    private Future<Void> proven(Request request, @Nullable String bearer) {
        var admitted = audience(request, bearer).<Void>map(x -> {
            if (FactorFirst.lacks(request, ofStaff)) throw Problem.of(403, FactorFirst.CODE);
            return null;
        });
        if (!request.route().isFresh()) return admitted;
        return admitted.map(x -> {
            var now = web.parts().clock().now();
            boolean fresh = request.maybeStaff()
                    .map(staff -> staff.fresh(now))
                    .orElseGet(() -> request.session().fresh(now));
            if (!fresh) throw Problem.of(403, StepUp.CODE);
            return null;
        });
    }

    /** A link proves itself, whoever else sits at this browser; but nobody who looks as a client changes anything by it. */
    private static boolean opensByLink(Request request) {
        return request.route().audience() instanceof Audience.ObjectGuest
                && !request.route().changes();
    }

    private Future<Optional<Viewing>> viewing(Tenant tenant, @Nullable String cookie) {
        var token = Token.parse(cookie);
        return token.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : web.parts()
                        .viewSessions()
                        .find(tenant.id(), token.get())
                        .map(found -> found.filter(viewing -> Permission.CONTACTS.of(viewing.role())));
    }

    /** Staff who look as a client read what the client reads: pages, by GET. All else is refused before anything happens. */
    private Future<Void> look(Request request, Viewing viewing) {
        var route = request.route();
        request.is(viewing, web.language(request.tenant(), request.language(), viewing.session()));
        if (route.isWhileViewing()) return Future.succeededFuture();
        if (route.changes()) throw Problem.of(403, "view-only");
        if (route.isOwnEyes()) throw Problem.of(403, "view-hidden");
        return switch (route.audience()) {
            case Audience.Guest g -> Future.succeededFuture();
            case Audience.Client c -> app(request, viewing.session(), c.app());
            default -> throw Problem.of(403, "view-only");
        };
    }

    private Future<Void> audience(Request request, @Nullable String bearer) {
        return switch (request.route().audience()) {
            case Audience.Guest g -> client(request).mapEmpty();
            case Audience.Client c ->
                client(request).compose(session -> {
                    if (session.isEmpty()) throw new Web.SignInFirst();
                    return app(request, session.get(), c.app());
                });
            case Audience.Program p -> programs.account(request, bearer, p);
            case Audience.Business b -> programs.business(request, bearer, b);
            case Audience.Credential c -> programs.credential(request, bearer);
            case Audience.ObjectGuest o -> link(request, o);
            case Audience.ConsoleGuest g -> staff(request).mapEmpty();
            case Audience.AnyStaff s ->
                staff(request).map(found -> {
                    if (found.isEmpty()) throw new Web.SignInFirst();
                    return null;
                });
            case Audience.Staff s ->
                staff(request).compose(found -> {
                    if (found.isEmpty()) throw new Web.SignInFirst();
                    return seat(request, found.get(), s.permission());
                });
            case Audience.Operator o ->
                staff(request).map(found -> {
                    if (found.isEmpty()) throw new Web.SignInFirst();
                    var person = found.get();
                    if (!person.operator()) throw Problem.notFound();
                    request.is(person, new Principal.Operator(person.id(), person.session()));
                    return null;
                });
        };
    }

    /** A link of another kind or right, of another tenant, expired, revoked or never made: the same to whoever bears it. */
    private Future<Void> link(Request request, Audience.ObjectGuest wanted) {
        var token = Token.parse(request.pathText("link"));
        if (token.isEmpty()) throw new LinkGone();
        return web.parts().objectTokens().use(request.tenant(), token.get()).map(found -> {
            var guest = found.filter(
                            link -> wanted.kind().isEmpty() || link.object().equals(wanted.kind()))
                    .filter(link -> link.right().allows(wanted.right()))
                    .orElseThrow(LinkGone::new);
            request.is(guest);
            return null;
        });
    }

    private static @Nullable String bearer(@Nullable String header, Route route) {
        return header != null && header.startsWith("Bearer ") && route.isApi()
                ? header.substring(7).strip()
                : null;
    }

    Future<Optional<Session>> client(Request request) {
        var token = Token.parse(request.cookie(Cookies.SESSION));
        if (token.isEmpty()) return Future.succeededFuture(Optional.empty());
        return web.parts().sessions().find(request.tenant().id(), token.get()).map(found -> {
            found.ifPresent(session -> request.is(
                    session, session.principal(), web.language(request.tenant(), request.language(), session)));
            return found;
        });
    }

    /** An app that the tenant named waits for a complete profile; the one in which it is completed cannot. */
    static Future<Void> app(Request request, Session session, String app) {
        var schema = request.tenant().settings().profile();
        if (schema.waits(app) && !Completeness.of(session, schema).complete()) {
            throw Problem.of(403, Web.INCOMPLETE);
        }
        return Future.succeededFuture();
    }

    private Future<Optional<Staff>> staff(Request request) {
        var token = Token.parse(request.cookie(Cookies.STAFF));
        if (token.isEmpty()) return Future.succeededFuture(Optional.empty());
        return web.parts().staffSessions().find(token.get()).map(found -> {
            found.ifPresent(staff -> {
                request.is(staff, new Principal.Staff(staff.id(), "", staff.session()));
                request.reads(web.language(request.language(), staff));
            });
            return found;
        });
    }

    /** A tenant in which the person has no role, or not this permission, is unknown to them. */
    private Future<Void> seat(Request request, Staff staff, Permission permission) {
        var seat = staff.seat(request.pathText("slug"));
        if (seat.isEmpty() || !permission.of(seat.get().role())) throw Problem.notFound();
        if (!seat.get().active()) throw Problem.of(403, "portal-suspended");
        request.is(staff, new Principal.Staff(staff.id(), seat.get().role(), staff.session()));
        request.sits(seat.get());
        return Future.succeededFuture();
    }

    /** The client or program behind a request that has not been admitted yet; nobody where there is no valid proof. */
    Future<Optional<Session>> person(RoutingContext context, Tenant tenant, Route route) {
        var bearer = bearer(context.request().getHeader("Authorization"), route);
        if (bearer != null) {
            return web.parts()
                    .bearerTokens()
                    .check(tenant, bearer, "")
                    .map(found -> found.flatMap(proof -> proof instanceof Web.BearerTokens.Bearer.ForAccount account
                            ? Optional.of(account.session())
                            : Optional.empty()));
        }
        return viewing(tenant, web.cookies().read(context.request(), Cookies.VIEW))
                .compose(viewing -> {
                    if (viewing.isPresent()) return Future.succeededFuture(viewing.map(Viewing::session));
                    var token = Token.parse(web.cookies().read(context.request(), Cookies.SESSION));
                    return token.isEmpty()
                            ? Future.succeededFuture(Optional.empty())
                            : web.parts().sessions().find(tenant.id(), token.get());
                });
    }
}
