package dev.atrium.web;

import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.session.Session;
import dev.atrium.session.Staff;
import dev.atrium.session.Viewing;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.FileUpload;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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

    public Optional<Staff> maybeStaff() {
        return Optional.ofNullable(staff);
    }

    /** The zone that times are shown in: the person's, else the tenant's. */
    public ZoneId zone() {
        if (session != null && !session.timeZone().isEmpty()) return ZoneId.of(session.timeZone());
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
        var body = context.body().buffer();
        return StrictJson.read(body == null ? "" : body.toString(StandardCharsets.UTF_8), type);
    }

    /** The body as it came, for what is signed as a whole. */
    public byte[] body() {
        var body = context.body().buffer();
        return body == null ? new byte[0] : body.getBytes();
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
        return web.messages().languages();
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

    Map<String, String> typed() {
        return route.changes() && !route.isApi() ? form().shownAgain() : decoded(context.queryParams());
    }

    private static Map<String, String> decoded(MultiMap query) {
        var email = query.get("email");
        return email == null || email.length() > 300
                ? Map.of()
                : Map.of("email", URLDecoder.decode(email, StandardCharsets.UTF_8));
    }

    RoutingContext context() {
        return context;
    }
}
