package dev.atrium.web;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Token;
import dev.atrium.session.Session;
import dev.atrium.session.Sessions;
import dev.atrium.session.Staff;
import dev.atrium.session.StaffSessions;
import dev.atrium.session.ViewSessions;
import dev.atrium.session.Viewing;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a request between the router and the handler: tenant, person, cross-site check, audience; and between
 * the handler and the wire: one reply, or one problem.
 */
public final class Web {
    private static final Logger LOG = LoggerFactory.getLogger(Web.class);

    private static final String INCOMPLETE = "profile-incomplete";

    /** What the web asks of the rest of the house. */
    public record Parts(
            Config config,
            Clock clock,
            Db db,
            Templates templates,
            Messages messages,
            Assets assets,
            Hosts hosts,
            Sessions sessions,
            StaffSessions staffSessions,
            ViewSessions viewSessions,
            ObjectTokens objectTokens,
            BearerTokens bearerTokens,
            List<PortalApp> apps,
            Routes routes) {}

    /** Turns the token of a link into the one thing that it opens; the package of object links knows how. */
    public interface ObjectTokens {
        /** The living link of {@code token}, and counts that it was used. */
        Future<Optional<Principal.ObjectGuest>> use(Tenant tenant, Token token);
    }

    /** Turns what a program bears, an access token or a key, into who it acts for; the API package knows how. */
    public interface BearerTokens {
        /** What it proves. */
        sealed interface Bearer {
            /** Acts for an account; {@code lasts} says whether it is a key itself, and no token. */
            record ForAccount(Session session, Principal.Program program, boolean lasts) implements Bearer {}

            /** Acts for the business. */
            record ForBusiness(Principal.Business program, boolean lasts) implements Bearer {}
        }

        Future<Optional<Bearer>> check(Tenant tenant, String token);
    }

    private final Parts parts;
    private final Fragments fragments;
    private final Cookies cookies;
    private final Renderer renderer;
    private final Landings landings;
    private final RequestBudget budget;
    private final ClientAddress addresses;
    private final ApiManners manners;
    private final Idempotency idempotency;
    private final Programs programs;

    public Web(Parts parts) {
        this.parts = parts;
        this.fragments = new Fragments(parts.templates(), parts.clock());
        this.cookies = new Cookies(parts.config().overTls());
        var frame = new Frame(parts.messages(), parts.apps(), parts.assets(), fragments, cookies, parts.clock());
        this.renderer =
                new Renderer(parts.templates(), frame, cookies, parts.config().overTls());
        this.landings = new Landings(parts.routes());
        this.budget = new RequestBudget(parts.config().limits().requestsPerIpPerSecond());
        this.manners = new ApiManners(parts.config().limits().apiRequestsPerMinute());
        this.idempotency = new Idempotency(parts.db());
        this.programs = new Programs(this, parts.bearerTokens());
        this.addresses = new ClientAddress(parts.config().http().trustedProxies());
    }

    public Messages messages() {
        return parts.messages();
    }

    public Templates templates() {
        return parts.templates();
    }

    /**
     * A part of {@code tenant} for the open pages of many viewers: one render per language, and per zone where the part
     * shows a time; each rendering is kept until its version changes, within 8 MB over all tenants.
     *
     * @param key names the part within the tenant, such as {@code post/<id>}
     * @param version equal only where {@code model} would give the same part
     * @return the same shared buffer for all viewers who see the same
     */
    public Map<Viewer, Buffer> live(
            Tenant tenant,
            String key,
            Object version,
            String template,
            Collection<Viewer> viewers,
            Supplier<Map<String, ?>> model) {
        return fragments.live(tenant.id(), key, version, template, viewers, model);
    }

    Idempotency idempotency() {
        return idempotency;
    }

    Fragments fragments() {
        return fragments;
    }

    Cookies cookies() {
        return cookies;
    }

    Renderer renderer() {
        return renderer;
    }

    Parts parts() {
        return parts;
    }

    String landing(String asked) {
        return landings.allow(asked);
    }

    String page(String asked) {
        return landings.page(asked);
    }

    /** Answers one request of a declared route. */
    void handle(Route route, RoutingContext context, @Nullable Tenant tenant) {
        SecretAddress.keep(route, context);
        var request = request(route, context, tenant);
        answer(request)
                .recover(e -> refuse(request, e))
                .onSuccess(reply -> send(request, reply))
                .onFailure(e -> broken(request, e))
                .onComplete(done -> {
                    if (route.isStreaming()) Unread.discard(context);
                });
    }

    private void send(Request request, Reply reply) {
        if (request.context().response().ended() || request.context().response().closed()) return;
        try {
            renderer.send(request, reply);
        } catch (RuntimeException e) {
            broken(request, e);
        }
    }

    private Request request(Route route, RoutingContext context, @Nullable Tenant tenant) {
        return new Request(
                context,
                this,
                route,
                tenant,
                RequestIds.of(context),
                addresses.of(context.request()),
                language(context, tenant));
    }

    private Future<Reply> answer(Request request) {
        try {
            return admit(request).compose(admitted -> request.route().handler().apply(request));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** Fails with the problem that keeps the request from its handler. */
    private Future<Void> admit(Request request) {
        var route = request.route();
        var bearer = bearer(request.header("Authorization"), route);
        if (route.changes()) {
            if (!budget.take(ClientAddress.bucket(request.ip()))) throw Problem.tooMany("too-many-requests", 1);
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
        if (request.route().audience().console() || bearer != null) return audience(request, bearer);
        return viewing(request.tenant(), request.cookie(Cookies.VIEW))
                .compose(found -> found.isPresent() && !opensByLink(request)
                        ? look(request, found.get())
                        : audience(request, null));
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
                : parts.viewSessions()
                        .find(tenant.id(), token.get())
                        .map(found -> found.filter(viewing -> Permission.CONTACTS.of(viewing.role())));
    }

    /** Staff who look as a client read what the client reads: pages, by GET. All else is refused before anything happens. */
    private Future<Void> look(Request request, Viewing viewing) {
        var route = request.route();
        request.is(viewing, language(request.language(), viewing.session()));
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
                    if (session.isEmpty()) throw new SignInFirst();
                    return app(request, session.get(), c.app());
                });
            case Audience.Program p -> programs.account(request, bearer, p);
            case Audience.Business b -> programs.business(request, bearer, b);
            case Audience.Credential c -> programs.credential(request, bearer);
            case Audience.ObjectGuest o -> link(request, o);
            case Audience.ConsoleGuest g -> staff(request).mapEmpty();
            case Audience.AnyStaff s ->
                staff(request).map(found -> {
                    if (found.isEmpty()) throw new SignInFirst();
                    return null;
                });
            case Audience.Staff s ->
                staff(request).compose(found -> {
                    if (found.isEmpty()) throw new SignInFirst();
                    return seat(request, found.get(), s.permission());
                });
            case Audience.Operator o ->
                staff(request).map(found -> {
                    if (found.isEmpty()) throw new SignInFirst();
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
        return parts.objectTokens().use(request.tenant(), token.get()).map(found -> {
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
        return parts.sessions().find(request.tenant().id(), token.get()).map(found -> {
            found.ifPresent(session -> request.is(session, session.principal(), language(request.language(), session)));
            return found;
        });
    }

    /** Before anybody is known: what was chosen in this browser, else what it asks for, else the tenant's. */
    Locale language(RoutingContext context, @Nullable Tenant tenant) {
        var fallback = tenant == null ? Locale.ENGLISH : tenant.settings().language();
        var chosen = cookies.read(context.request(), Cookies.LANGUAGE);
        return parts.messages().best(context.request().getHeader("Accept-Language"), chosen, fallback);
    }

    Locale language(Locale asked, Session session) {
        return session.language().isEmpty() ? asked : parts.messages().best(null, session.language(), asked);
    }

    /** An app that the tenant named waits for a complete profile; the one in which it is completed cannot. */
    static Future<Void> app(Request request, Session session, String app) {
        var settings = request.tenant().settings();
        if (!app.equals(PortalApp.ACCOUNT)
                && settings.profileBlocks().contains(app)
                && !Completeness.of(session, settings.profileRequired()).complete()) {
            throw Problem.of(403, INCOMPLETE);
        }
        return Future.succeededFuture();
    }

    private Future<Optional<Staff>> staff(Request request) {
        var token = Token.parse(request.cookie(Cookies.STAFF));
        if (token.isEmpty()) return Future.succeededFuture(Optional.empty());
        return parts.staffSessions().find(token.get()).map(found -> {
            found.ifPresent(staff -> request.is(staff, new Principal.Staff(staff.id(), "", staff.session())));
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

    /** A problem becomes the form again, an error page, problem details, or the way to the sign-in. */
    private Future<Reply> refuse(Request request, Throwable e) {
        if (e instanceof SignInFirst) return Future.succeededFuture(signIn(request));
        if (e instanceof LinkGone) return Future.succeededFuture(LinkGone.reply(request));
        if (!(e instanceof Problem problem)) return Future.failedFuture(e);
        if (problem.code().equals(INCOMPLETE) && !request.route().isApi())
            return Future.succeededFuture(blocked(request));
        var page = request.route().page();
        if (page == null || problem.status() == 403 || problem.status() == 404) return Future.failedFuture(e);
        request.failed(problem);
        return page.apply(request);
    }

    /** What is missing, and the way to fill it in. */
    private static Reply blocked(Request request) {
        var model = Map.of("profile", Completeness.shown(request));
        return new Reply.Page(403, "account/blocked", Reply.Layout.PORTAL, "account.blocked.title", model);
    }

    private Reply signIn(Request request) {
        if (request.route().isApi()) throw Problem.of(401, "sign-in-first");
        var next = landings.allow(request.route().changes() ? "" : request.here());
        return Reply.redirect(next.isEmpty() || next.equals("/") ? "/login" : "/login?next=" + Landings.encode(next));
    }

    private void broken(Request request, Throwable e) {
        if (!(e instanceof Problem)) {
            LOG.atError()
                    .addKeyValue("request", request.id())
                    .setCause(e)
                    .log("{} failed", request.route().path());
        }
        ErrorReplies.send(this, Onlooker.of(request), e, request.route().isApi());
    }

    /** The client or program behind a request that has not been admitted yet; nobody where there is no valid proof. */
    Future<Optional<Session>> person(RoutingContext context, Tenant tenant, Route route) {
        var bearer = bearer(context.request().getHeader("Authorization"), route);
        if (bearer != null) {
            return parts.bearerTokens()
                    .check(tenant, bearer)
                    .map(found -> found.flatMap(proof -> proof instanceof BearerTokens.Bearer.ForAccount account
                            ? Optional.of(account.session())
                            : Optional.empty()));
        }
        return viewing(tenant, cookies.read(context.request(), Cookies.VIEW)).compose(viewing -> {
            if (viewing.isPresent()) return Future.succeededFuture(viewing.map(Viewing::session));
            var token = Token.parse(cookies.read(context.request(), Cookies.SESSION));
            return token.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : parts.sessions().find(tenant.id(), token.get());
        });
    }

    /** Never fails: an error page that does not know the person still tells what happened. */
    Future<Onlooker> onlooker(RoutingContext context, @Nullable Tenant tenant, Locale language) {
        var nobody = new Onlooker(context, tenant, null, language);
        var token = Token.parse(cookies.read(context.request(), Cookies.SESSION));
        if (tenant == null || token.isEmpty()) return Future.succeededFuture(nobody);
        return parts.sessions()
                .find(tenant.id(), token.get())
                .map(found -> found.map(session -> new Onlooker(context, tenant, session, language(language, session)))
                        .orElse(nobody))
                .otherwise(nobody);
    }

    /** Nobody is signed in where somebody must be. */
    private static final class SignInFirst extends RuntimeException {
        SignInFirst() {
            super("sign-in-first", null, false, false);
        }
    }
}
