package dev.atrium.operator;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Token;
import dev.atrium.session.Sessions;
import dev.atrium.session.ViewSessions;
import dev.atrium.team.Role;
import dev.atrium.team.TeamMail;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Origins;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The businesses of the installation: who there is, a new one, closing one for a while and opening it again. */
final class TenantDesk {
    private static final int PAGE = 50;
    private static final int LONGEST_NAME = 200;
    private static final Duration INVITATION = Duration.ofDays(7);

    /** A business as the list shows it. */
    record Row(
            UUID id,
            String name,
            String slug,
            String url,
            boolean active,
            Instant created,
            @Nullable Instant suspended,
            long mails,
            long jobs) {}

    private final Db db;
    private final OperatorStore store;
    private final Clock clock;
    private final String console;
    private final Hosts hosts;
    private final Origins origins;
    private final Sessions sessions;
    private final TeamMail mail;

    TenantDesk(Db db, Clock clock, String console, Hosts hosts, Origins origins, Sessions sessions, TeamMail mail) {
        this.db = db;
        this.store = new OperatorStore(db);
        this.clock = clock;
        this.console = console;
        this.hosts = hosts;
        this.origins = origins;
        this.sessions = sessions;
        this.mail = mail;
    }

    void mount(Routes routes) {
        routes.operator().get("/operator/tenants", this::list).summary("List the portals");
        routes.operator().get("/operator/tenants/new", this::form).summary("Show the form for a new portal");
        routes.operator()
                .post("/operator/tenants/new", this::open)
                .summary("Open a new portal")
                .shows(this::form);
        routes.operator()
                .post("/operator/tenants/:tenant/suspend", request -> status(request, "suspended"))
                .summary("Suspend a portal")
                .names("tenant", "any-tenant");
        routes.operator()
                .post("/operator/tenants/:tenant/resume", request -> status(request, "active"))
                .summary("Resume a portal")
                .names("tenant", "any-tenant");
    }

    private Future<Reply> list(Request request) {
        var text = request.query("q").strip();
        if (text.length() > 100) text = text.substring(0, 100);
        var q = text;
        return store.tenants(request.query("after"), q, PAGE + 1).map(found -> {
            Map<String, Object> model = new HashMap<>();
            model.put("q", q);
            model.put("tenants", found.stream().limit(PAGE).map(this::row).toList());
            model.put("older", found.size() > PAGE ? next(q, found.get(PAGE - 1).slug()) : "");
            return OperatorModule.page(request, "operator/tenants", "operator.nav.tenants", model);
        });
    }

    private static String next(String q, String after) {
        return "/operator/tenants?after=" + after
                + (q.isEmpty() ? "" : "&q=" + URLEncoder.encode(q, StandardCharsets.UTF_8));
    }

    private Row row(OperatorStore.Listed listed) {
        return new Row(
                listed.id(),
                listed.name(),
                listed.slug(),
                origins.ofSlug(listed.slug()),
                listed.active(),
                listed.createdAt(),
                listed.suspendedAt(),
                listed.mails(),
                listed.jobs());
    }

    private Future<Reply> form(Request request) {
        return Future.succeededFuture(OperatorModule.page(
                request, "operator/new", "operator.new.title", Map.of("base", origins.ofSlug("…"))));
    }

    private Future<Reply> open(Request request) {
        var form = request.form();
        var name = form.text("name");
        if (name.isEmpty()) throw Problem.invalid("name", "name-missing");
        if (name.codePointCount(0, name.length()) > LONGEST_NAME)
            throw Problem.invalid("name", "name-long", LONGEST_NAME);
        var slug = Slug.parse(form.text("slug"), console);
        var owner = Email.parse(form.text("owner")).orElseThrow(() -> Problem.invalid("owner", Email.INVALID));
        var token = Token.random();
        var opening = new OperatorStore.Opening(
                Ids.next(),
                slug,
                name,
                owner,
                token,
                OffsetDateTime.ofInstant(clock.now().plus(INVITATION), ZoneOffset.UTC),
                request.staff().id(),
                request.ip());
        return store.open(opening).compose(done -> {
            if (done.equals("taken")) throw Problem.invalid("slug", "slug-taken");
            return announce(request, opening, done.equals("invited") ? token : null);
        });
    }

    /**
     * The new host is known to every node from now on. The mail to somebody new goes out in the new business's name; the
     * address is shown once as well, should no mail arrive.
     */
    private Future<Reply> announce(Request request, OperatorStore.Opening opening, @Nullable Token invitation) {
        var url = invitation == null ? "" : mail.url(invitation);
        return hosts.tenant(opening.tenant())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(tenant -> db.write(scope(request, opening.tenant()), tx -> {
                    hosts.changed(tx);
                    return invitation == null
                            ? Future.succeededFuture()
                            : mail.invite(tx, tenant, opening.owner(), Role.OWNER, invitation);
                }))
                .map(x -> opened(request, opening, url));
    }

    private Reply opened(Request request, OperatorStore.Opening opening, String invitation) {
        return OperatorModule.page(
                request,
                "operator/opened",
                "operator.opened.title",
                Map.of(
                        "name", opening.name(),
                        "url", origins.ofSlug(opening.slug().text()),
                        "owner", opening.owner().address(),
                        "invitation", invitation));
    }

    /** Suspending ends what is open in the business's portal and deletes nothing of it. */
    private Future<Reply> status(Request request, String status) {
        var id = request.id("tenant");
        return store.tenant(id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(found -> db.write(scope(request, id), tx -> change(tx, request, status)))
                .map(x -> Reply.redirect("/operator/tenants")
                        .with(new Cookies.Change(
                                Cookies.FLASH, status.equals("active") ? "tenant-resumed" : "tenant-suspended", 60)));
    }

    private Future<Void> change(Tx tx, Request request, String status) {
        boolean closing = status.equals("suspended");
        var action = closing ? "tenant.suspended" : "tenant.resumed";
        return OperatorStore.status(tx, status).compose(slug -> {
            if (slug.isEmpty()) return Future.succeededFuture();
            hosts.changed(tx);
            if (closing) {
                sessions.endAll(tx);
                ViewSessions.endAll(tx);
            }
            Audit.record(tx, action, "tenant", tx.tenant(), new JsonObject(), request.ip());
            return OperatorStore.note(tx, request.staff().id(), action, slug.get(), request.ip());
        });
    }

    private static Scope scope(Request request, UUID tenant) {
        return new Scope(tenant, request.scope().principal(), request.language());
    }
}
