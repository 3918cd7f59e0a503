package dev.atrium.web;

import dev.atrium.config.Config;
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
import java.util.Set;
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

    /** Turns the text of an access token into the session it is bound to; the API package knows how. */
    public interface BearerTokens {
        /** What a token proves: the living session and what the program may do with it. */
        record Bearer(Session session, Set<String> scopes) {}

        Future<Optional<Bearer>> check(Tenant tenant, String token);
    }

    private final Parts parts;
    private final Fragments fragments;
    private final Cookies cookies;
    private final Renderer renderer;
    private final Landings landings;
    private final RequestBudget budget;
    private final ClientAddress addresses;

    public Web(Parts parts) {
        this.parts = parts;
        this.fragments = new Fragments(parts.templates(), parts.clock());
        this.cookies = new Cookies(parts.config().overTls());
        var frame = new Frame(parts.messages(), parts.apps(), parts.assets(), fragments, cookies, parts.clock());
        this.renderer =
                new Renderer(parts.templates(), frame, cookies, parts.config().overTls());
        this.landings = new Landings(parts.routes());
        this.budget = new RequestBudget(parts.config().limits().requestsPerIpPerSecond());
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
        // The address is the key: it goes into no referrer and no index, whatever the answer is.
        if (route.path().startsWith("/o/") || route.path().startsWith("/view-as/"))
            context.addHeadersEndHandler(x -> context.response()
                    .putHeader("Referrer-Policy", "no-referrer")
                    .putHeader("X-Robots-Tag", "noindex, nofollow"));
        var request = request(route, context, tenant);
        answer(request)
                .recover(e -> refuse(request, e))
                .onSuccess(reply -> send(request, reply))
                .onFailure(e -> broken(request, e));
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
        var bearer = bearer(request);
        if (route.changes()) {
            if (!budget.take(ClientAddress.bucket(request.ip()))) throw Problem.tooMany("too-many-requests", 1);
            if (bearer == null
                    && !route.isFromAnywhere()
                    && CrossSite.refuses(request.context().request())) throw Problem.of(403, "cross-site");
        }
        if (route.audience().console() || bearer != null) return admit(request, bearer);
        return viewing(request)
                .compose(found ->
                        found.isPresent() && !opensByLink(request) ? look(request, found.get()) : admit(request, null));
    }

    /** A link proves itself, whoever else sits at this browser; but nobody who looks as a client changes anything by it. */
    private static boolean opensByLink(Request request) {
        return request.route().audience() instanceof Audience.ObjectGuest
                && !request.route().changes();
    }

    private Future<Optional<Viewing>> viewing(Request request) {
        var token = Token.parse(request.cookie(Cookies.VIEW));
        return token.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : parts.viewSessions()
                        .find(request.tenant().id(), token.get())
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

    private Future<Void> admit(Request request, @Nullable String bearer) {
        return switch (request.route().audience()) {
            case Audience.Guest g -> client(request, bearer).mapEmpty();
            case Audience.Client c ->
                client(request, null).compose(session -> {
                    if (session.isEmpty()) throw new SignInFirst();
                    return app(request, session.get(), c.app());
                });
            case Audience.Program p ->
                client(request, bearer).compose(session -> {
                    if (session.isEmpty()) throw Problem.of(401, "token-invalid");
                    if (request.scope().principal() instanceof Principal.Program program
                            && !program.scopes().contains(p.scope())) throw Problem.of(403, "scope-missing", p.scope());
                    return app(request, session.get(), p.app());
                });
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

    private @Nullable String bearer(Request request) {
        var header = request.header("Authorization");
        return header != null && header.startsWith("Bearer ") && request.route().isApi()
                ? header.substring(7).strip()
                : null;
    }

    private Future<Optional<Session>> client(Request request, @Nullable String bearer) {
        if (bearer != null) return program(request, bearer);
        var token = Token.parse(request.cookie(Cookies.SESSION));
        if (token.isEmpty()) return Future.succeededFuture(Optional.empty());
        return parts.sessions().find(request.tenant().id(), token.get()).map(found -> {
            found.ifPresent(session -> request.is(session, session.principal(), language(request.language(), session)));
            return found;
        });
    }

    private Future<Optional<Session>> program(Request request, String bearer) {
        return parts.bearerTokens().check(request.tenant(), bearer).map(found -> {
            if (found.isEmpty()) throw Problem.of(401, "token-invalid");
            var session = found.get().session();
            var principal = new Principal.Program(
                    session.account(),
                    session.contact(),
                    session.id(),
                    found.get().scopes());
            request.is(session, principal, language(request.language(), session));
            return Optional.of(session);
        });
    }

    /** Before anybody is known: what was chosen in this browser, else what it asks for, else the tenant's. */
    Locale language(RoutingContext context, @Nullable Tenant tenant) {
        var fallback = tenant == null ? Locale.ENGLISH : tenant.settings().language();
        var chosen = cookies.read(context.request(), Cookies.LANGUAGE);
        return parts.messages().best(context.request().getHeader("Accept-Language"), chosen, fallback);
    }

    private Locale language(Locale asked, Session session) {
        return session.language().isEmpty() ? asked : parts.messages().best(null, session.language(), asked);
    }

    /** An app that the tenant named waits for a complete profile; the one in which it is completed cannot. */
    private static Future<Void> app(Request request, Session session, String app) {
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
        if (e instanceof LinkGone) return Future.succeededFuture(gone(request));
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

    /** What a link that opens nothing shows, and the way on. */
    public static Reply gone(Request request) {
        var token = Token.parse(request.pathText("link")).map(Token::text).orElse("");
        return new Reply.Page(
                404,
                "objectlink/gone",
                Reply.Layout.ENTRY,
                "objectlink.gone.title",
                Map.of("again", token.isEmpty() ? "" : "/o/" + token + "/again"));
    }

    /** The link opens nothing here. */
    private static final class LinkGone extends RuntimeException {
        LinkGone() {
            super("link-gone", null, false, false);
        }
    }

    /** Nobody is signed in where somebody must be. */
    private static final class SignInFirst extends RuntimeException {
        SignInFirst() {
            super("sign-in-first", null, false, false);
        }
    }
}
