package dev.atrium.web;

import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.kernel.Zones;
import dev.atrium.session.Session;
import dev.atrium.session.Staff;
import dev.atrium.session.Viewing;
import dev.atrium.tenancy.Tenant;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.FileUpload;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request with what is known about it: the tenant from its host, the person from its cookie or token. */
public final class Request {
    private final RoutingContext context;
    private final Web web;
    private final Route route;
    private final @Nullable Tenant tenant;
    private final String id;
    private final String ip;
    private Locale language;
    private Principal principal = new Principal.Guest();
    private @Nullable Session session;
    private @Nullable Staff staff;
    private Staff.@Nullable Seat seat;
    private @Nullable Viewing viewing;
    private @Nullable Problem problem;
    private @Nullable Form form;
    private @Nullable UUID actor;

    Request(
            RoutingContext context,
            Web web,
            Route route,
            @Nullable Tenant tenant,
            String id,
            String ip,
            Locale language) {
        this.context = context;
        this.web = web;
        this.route = route;
        this.tenant = tenant;
        this.id = id;
        this.ip = ip;
        this.language = language;
    }

    /** What every query of this request is scoped by: the tenant of the host, or of the console path. */
    public Scope scope() {
        var of = seat != null ? seat.tenant() : tenant != null ? tenant.id() : Scope.NO_TENANT;
        return new Scope(of, principal, language);
    }

    /** The tenant of the host; on the console, see {@link #seat}. */
    public Tenant tenant() {
        return Objects.requireNonNull(tenant, "no tenant on this route");
    }

    boolean hasTenant() {
        return tenant != null;
    }

    /** The signed-in client; only on routes whose audience asks for one. */
    public Session session() {
        return Objects.requireNonNull(session, "no session on this route");
    }

    /** The signed-in client, where a guest's route wants to know. */
    public Optional<Session> maybeSession() {
        return Optional.ofNullable(session);
    }

    /** Whoever of staff looks at the portal as the client, if that is so. */
    public Optional<Viewing> viewing() {
        return Optional.ofNullable(viewing);
    }

    public Staff staff() {
        return Objects.requireNonNull(staff, "no staff on this route");
    }

    /** Where the signed-in person works: the tenant that the console path names, and their role there. */
    public Staff.Seat seat() {
        return Objects.requireNonNull(seat, "no tenant in this path");
    }

    /** {@link #seat} where the path names a tenant. */
    public Optional<Staff.Seat> maybeSeat() {
        return Optional.ofNullable(seat);
    }

    public Optional<Staff> maybeStaff() {
        return Optional.ofNullable(staff);
    }

    /** The zone that times are shown in: the person's, else the tenant's. */
    public ZoneId zone() {
        if (session != null && !session.timeZone().isEmpty()) return ZoneId.of(session.timeZone());
        if (staff != null && Zones.known(staff.reading().timeZone()))
            return ZoneId.of(staff.reading().timeZone());
        return tenant == null ? ZoneOffset.UTC : tenant.settings().zone();
    }

    /** A part rendered before under the same version, if there is one: it may spare the query for what it shows. */
    public Optional<Html> part(String template, Object version) {
        return web.fragments().find(tenant().id(), template, language, zone().getId(), version);
    }

    /**
     * A part of a page that shows nothing of who looks at it, rendered once per language and zone.
     *
     * @param version equal only where {@code model} would give the same part; cheap to compare
     */
    public Html part(String template, Object version, Supplier<Map<String, ?>> model) {
        return web.fragments().get(tenant().id(), template, language, zone().getId(), version, model);
    }

    void is(Session session, Principal principal, Locale language) {
        this.session = session;
        this.principal = principal;
        this.language = language;
    }

    void is(Staff staff, Principal principal) {
        this.staff = staff;
        this.principal = principal;
    }

    void reads(Locale language) {
        this.language = language;
    }

    /** A program of the business: nobody's session, so the language stays the one asked for. */
    void is(Principal.Business program) {
        this.principal = program;
    }

    /** Whose budget and whose idempotency keys these are: an account, or a key of the business. */
    void actor(UUID id) {
        this.actor = id;
    }

    UUID actor() {
        return Objects.requireNonNull(actor, "nobody acts on this route");
    }

    /** Who pays for this request: the account or key, else the network it came from. */
    String payer() {
        var host = tenant == null ? "" : tenant.id() + " ";
        return host + (actor == null ? network() : actor);
    }

    void is(Viewing viewing, Locale language) {
        is(viewing.session(), viewing.principal(), language);
        this.viewing = viewing;
    }

    void is(Principal.ObjectGuest guest) {
        this.principal = guest;
    }

    void sits(Staff.Seat seat) {
        this.seat = seat;
    }

    /** A one-line name of this request for logs. */
    public String id() {
        return id;
    }

    /** The client's address as far as the proxies may be believed. */
    public String ip() {
        return ip;
    }

    /** What attempts are counted by: the address itself, or the network that one IPv6 customer has. */
    public String network() {
        return ClientAddress.bucket(ip);
    }

    public String userAgent() {
        return Objects.requireNonNullElse(context.request().getHeader("User-Agent"), "");
    }

    public Locale language() {
        return language;
    }

    /** The exact name of the host that was asked, in lower case and without a port. */
    public String host() {
        return Objects.requireNonNull(context.request().authority()).host().toLowerCase(Locale.ROOT);
    }

    public String path() {
        return context.normalizedPath();
    }

    /** Path and query as they came, for coming back after sign-in. */
    String here() {
        return context.request().uri();
    }

    /** The id in the path; what is none names an unknown thing. */
    public UUID id(String name) {
        var id = Ids.parse(context.pathParam(name));
        if (id == null) throw Problem.notFound();
        return id;
    }

    public String pathText(String name) {
        return Objects.requireNonNullElse(context.pathParam(name), "");
    }

    /** A value of the query string; empty where it is missing. */
    public String query(String name) {
        var values = context.queryParam(name);
        return values.isEmpty() ? "" : values.getFirst();
    }

    public Form form() {
        if (form == null) form = new Form(context.request().formAttributes());
        return form;
    }

    /** The JSON body as {@code type}, to the letter: unknown, repeated or missing members are a problem that names them. */
    public <T> T json(Class<T> type) {
        return StrictJson.read(body().toString(StandardCharsets.UTF_8), type);
    }

    /** The same where the body may be left out. */
    public <T> Optional<T> maybeJson(Class<T> type) {
        return hasBody() ? Optional.of(json(type)) : Optional.empty();
    }

    boolean hasBody() {
        return body().length() > 0;
    }

    /** The body as it came, for what is signed or hashed as a whole; empty where there is none. */
    public Buffer body() {
        var body = context.body().buffer();
        return body == null ? Buffer.buffer() : body;
    }

    /** The part of a list that is asked for: {@code cursor} and {@code limit}. */
    public Page.Wanted page() {
        return Page.Wanted.of(query("cursor"), query("limit"));
    }

    /**
     * A page of a list as JSON with the way to the next one, in the Link header (RFC 8288) and, by {@code body}, in it.
     *
     * @param body makes the body of the items and of the path of the next page, null where there is none
     */
    public <T> Reply paged(Page<T> page, BiFunction<List<T>, @Nullable String, Object> body) {
        if (page.next().isEmpty()) return Reply.json(body.apply(page.items(), null));
        var next = new QueryStringEncoder(path());
        new QueryStringDecoder(here()).parameters().forEach((name, values) -> {
            if (!name.equals("cursor")) values.forEach(value -> next.addParam(name, value));
        });
        next.addParam("cursor", page.next().get().text());
        return Reply.json(body.apply(page.items(), next.toString())).with("Link", "<" + next + ">; rel=\"next\"");
    }

    /** Which versions of a thing this change was made for; only on a {@link Route#versioned} route that changes. */
    public Precondition ifMatch() {
        return Precondition.of(Objects.requireNonNull(header("If-Match"), "no If-Match on this route"));
    }

    Future<Reply> inOneTransaction(Route.Act act) {
        return web.idempotency().run(this, act);
    }

    /** The body as it comes, on routes that {@link Route#streams()}; of a connection that is lost nothing would, not even its end. */
    public ReadStream<Buffer> stream() {
        if (context.response().closed()) throw Problem.of(400, "request-broken");
        return context.request();
    }

    public List<FileUpload> uploads() {
        return context.fileUploads();
    }

    public @Nullable String cookie(String name) {
        return web.cookies().read(context.request(), name);
    }

    /** A header that the client sent. */
    public @Nullable String header(String name) {
        return context.request().getHeader(name);
    }

    public Route route() {
        return route;
    }

    /** The sentence of {@code key} in this request's language. */
    public String say(String key, Object... args) {
        return web.messages().get(language, key, args);
    }

    /** The form of {@code key} that goes with {@code n} in this request's language; {0} is n. */
    public String count(String key, long n, Object... args) {
        return web.messages().plural(language, key, n, args);
    }

    /** What the person finds in the console of the tenant of {@code seat}: the places that their role there may enter. */
    public ConsoleNav consoleNav(Staff.Seat seat) {
        return ConsoleNav.of(this, web.parts().routes().places(), seat);
    }

    /** The places of the person's own settings, as this page shows them. */
    AccountNav accountNav() {
        return AccountNav.of(this, web.parts().routes().settings());
    }

    /** A path of this portal that is safe to go to after sign-in, or empty: only where a GET route that lands answers. */
    public String next() {
        return web.landing(route.changes() ? form().text("next") : query("next"));
    }

    /** {@code path} where it is exactly that of a page of the house, else the start page. */
    String page(String path) {
        return web.page(path);
    }

    /** What a person may choose to read in. */
    List<Locale> languages() {
        return Onlooker.languages(context, tenant, web.messages());
    }

    /** Whether this page is a form shown again after a problem. */
    public boolean failed() {
        return problem != null;
    }

    /** {@code path} where it is one that a person may be sent to, else empty. */
    public String safe(String path) {
        return web.landing(path);
    }

    void failed(Problem problem) {
        this.problem = problem;
    }

    /** Why the form that this page shows was refused, if it was. */
    @Nullable
    Problem problem() {
        return problem;
    }

    /** The sentence for one field of a form that was refused; empty where nothing is wrong with it. */
    public String error(String field) {
        var word = problem == null ? null : problem.fields().get(field);
        return word == null ? "" : ProblemDetails.say(web.messages(), language, word);
    }

    /** Whether the form that this page shows was refused for {@code code}. */
    public boolean failed(String code) {
        return problem != null && problem.code().equals(code);
    }

    Map<String, String> typed() {
        return route.changes() && !route.isApi() ? form().shownAgain() : Onlooker.typed(context.queryParams());
    }

    /** Whether the headers of the answer alone are asked for (RFC 9110, section 9.3.2). */
    public boolean headersAlone() {
        return context.request().method().name().equals("HEAD");
    }

    /** Whether whoever asked has gone, so that an answer would reach nobody. */
    public boolean left() {
        return context.response().closed();
    }

    RoutingContext context() {
        return context;
    }
}
