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
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Origins;
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
import java.util.function.BiFunction;
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

    static final String INCOMPLETE = "profile-incomplete";

    /**
     * What the web asks of the rest of the house.
     *
     * @param listening what a page of a session bears so that its script may listen to feeds
     */
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
            Origins origins,
            Challenges challenges,
            BiFunction<Tenant, Session, String> listening,
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

        /** {@code network}: where the request came from, for the note of a key's last use; empty where it is none. */
        Future<Optional<Bearer>> check(Tenant tenant, String token, String network);

        /** What is left now of what a program of the business has proven; empty once its key has ended. */
        Future<Optional<Principal.Business>> business(Tenant tenant, Principal.Business program);
    }

    private final Parts parts;
    private final Fragments fragments;
    private final Cookies cookies;
    private final Renderer renderer;
    private final Landings landings;
    private final ClientAddress addresses;
    private final Idempotency idempotency;
    private final Admission admission;

    public Web(Parts parts) {
        this.parts = parts;
        this.fragments = new Fragments(parts.templates(), parts.clock());
        this.cookies = new Cookies(parts.config().overTls());
        var frame = new Frame(
                parts.messages(), parts.apps(), parts.assets(), fragments, cookies, parts.clock(), parts.listening());
        this.renderer =
                new Renderer(parts.templates(), frame, cookies, parts.config().overTls());
        this.landings = new Landings(parts.routes());
        this.idempotency = new Idempotency(parts.db());
        this.addresses = new ClientAddress(parts.config().http().trustedProxies());
        this.admission = new Admission(this);
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

    Admission admission() {
        return admission;
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
                .recover(e -> {
                    if (route.isStreaming() && !context.request().isEnded()) Unread.last(context);
                    return refuse(request, e);
                })
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
            return admission
                    .admit(request)
                    .compose(admitted -> request.route().handler().apply(request));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** Before anybody is known: what was chosen in this browser, else what it asks for, else the tenant's. */
    Locale language(RoutingContext context, @Nullable Tenant tenant) {
        var chosen = cookies.read(context.request(), Cookies.LANGUAGE);
        var asked = context.request().getHeader("Accept-Language");
        if (Onlooker.isConsole(context)) {
            var fallback = tenant == null ? Locale.ENGLISH : tenant.settings().language();
            return parts.messages().bestOfConsole(asked, chosen, fallback);
        }
        return tenant == null
                ? parts.messages().best(asked, chosen, Locale.ENGLISH)
                : parts.messages().bestOf(tenant, asked, chosen);
    }

    /** Once a client is known: what they chose where it is offered, else what {@code asked} says. */
    Locale language(Tenant tenant, Locale asked, Session session) {
        var chosen = session.language();
        return chosen.isEmpty() || !tenant.settings().offers(Locale.forLanguageTag(chosen))
                ? asked
                : parts.messages().best(null, chosen, asked);
    }

    Locale language(Locale asked, Staff staff) {
        var chosen = staff.reading().language();
        return chosen.isEmpty() ? asked : parts.messages().bestOfConsole(null, chosen, asked);
    }

    /** A problem becomes the form again, an error page, problem details, or the way to the sign-in. */
    private Future<Reply> refuse(Request request, Throwable e) {
        if (e instanceof SignInFirst) return Future.succeededFuture(signIn(request));
        if (e instanceof LinkGone) return Future.succeededFuture(LinkGone.reply(request));
        if (!(e instanceof Problem problem)) return Future.failedFuture(e);
        if (problem.code().equals(FactorFirst.CODE) && !request.route().isApi())
            return Future.succeededFuture(FactorFirst.away(request));
        if (problem.code().equals(StepUp.CODE)) return StepUp.reply(request, problem);
        if (problem.code().equals(INCOMPLETE) && !request.route().isApi())
            return Future.succeededFuture(blocked(request));
        var page = request.route().page();
        if (page == null || problem.status() == 403 || problem.status() == 404 || stranger(request))
            return Future.failedFuture(e);
        request.failed(problem);
        return page.apply(request);
    }

    /** Refused before anybody was known, such as beyond the budget: the page of somebody cannot be shown. */
    private static boolean stranger(Request request) {
        return switch (request.route().audience()) {
            case Audience.Client client -> request.maybeSession().isEmpty();
            case Audience.AnyStaff staff -> request.maybeStaff().isEmpty();
            case Audience.Staff staff -> request.maybeStaff().isEmpty();
            case Audience.Operator operator -> request.maybeStaff().isEmpty();
            default -> false;
        };
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
        ErrorReplies.send(
                this,
                Onlooker.of(request),
                e,
                request.route().isApi() || request.route().isOfScript());
    }

    /** Never fails: an error page that does not know the person still tells what happened. */
    Future<Onlooker> onlooker(RoutingContext context, @Nullable Tenant tenant, Locale language) {
        var nobody = new Onlooker(context, tenant, null, language);
        var token = Token.parse(cookies.read(context.request(), Cookies.SESSION));
        if (tenant == null || token.isEmpty()) return Future.succeededFuture(nobody);
        return parts.sessions()
                .find(tenant.id(), token.get())
                .map(found -> found.map(
                                session -> new Onlooker(context, tenant, session, language(tenant, language, session)))
                        .orElse(nobody))
                .otherwise(nobody);
    }

    /** Nobody is signed in where somebody must be. */
    static final class SignInFirst extends RuntimeException {
        SignInFirst() {
            super("sign-in-first", null, false, false);
        }
    }
}
