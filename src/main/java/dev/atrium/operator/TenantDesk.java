package dev.atrium.operator;

import dev.atrium.db.Db;
import dev.atrium.kernel.Problem;
import dev.atrium.team.Role;
import dev.atrium.team.TeamMail;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Origins;
import dev.atrium.web.Cookies;
import dev.atrium.web.Family;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The businesses of the installation: who there is, a new one, closing one for a while and opening it again. */
final class TenantDesk {
    private static final int PAGE = 50;
    private static final long MB = 1024 * 1024;

    /** A business as the list shows it. */
    record Row(
            UUID id,
            String name,
            String slug,
            String url,
            boolean active,
            Instant created,
            @Nullable Instant suspended,
            @Nullable Instant going,
            int nearest,
            long mails,
            long jobs) {
        public boolean near() {
            return nearest >= Usage.NEAR && nearest < 100;
        }

        public boolean full() {
            return nearest >= 100;
        }
    }

    private final Db db;
    private final OperatorStore store;
    private final TenantActs acts;
    private final Hosts hosts;
    private final Origins origins;
    private final TeamMail mail;
    private final OperatorModule.Archives archives;

    TenantDesk(
            Db db, TenantActs acts, Hosts hosts, Origins origins, TeamMail mail, OperatorModule.Archives archives) {
        this.archives = archives;
        this.db = db;
        this.store = new OperatorStore(db);
        this.acts = acts;
        this.hosts = hosts;
        this.origins = origins;
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
                .post("/operator/tenants/:tenant/suspend", this::suspend)
                .summary("Suspend a portal")
                .names("tenant", "any-tenant");
        routes.operator()
                .post("/operator/tenants/:tenant/resume", this::resume)
                .summary("Resume a portal")
                .names("tenant", "any-tenant");
        routes.operator()
                .get("/operator/tenants/:tenant", this::one)
                .summary("Show what a portal uses and may use")
                .names("tenant", "any-tenant");
        routes.operator()
                .post("/operator/tenants/:tenant/owner", this::askOwner)
                .summary("Ask somebody to own a portal that nobody owns yet")
                .names("tenant", "any-tenant")
                .fresh()
                .shows(this::one);
        routes.operator()
                .post("/operator/tenants/:tenant/limits", this::limit)
                .summary("Change what a portal may use")
                .names("tenant", "any-tenant")
                .shows(this::one);
        routes.operator()
                .post("/operator/tenants/:tenant/delete", this::delete)
                .summary("Delete a portal after its days of grace")
                .names("tenant", "any-tenant")
                .fresh()
                .shows(this::one);
        routes.operator()
                .post("/operator/tenants/:tenant/archive", this::archive)
                .summary("Download everything of a portal")
                .names("tenant", "any-tenant")
                .fresh()
                .shows(this::one);
        routes.operator()
                .post("/operator/tenants/:tenant/keep", this::keep)
                .summary("Keep a portal that was to be deleted")
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

    /** Where its links lead. */
    private String url(OperatorStore.Listed listed) {
        var host = listed.host();
        return host == null ? origins.ofSlug(listed.label()) : origins.ofHost(host);
    }

    private Row row(OperatorStore.Listed listed) {
        return new Row(
                listed.id(),
                listed.name(),
                listed.slug(),
                url(listed),
                listed.active(),
                listed.createdAt(),
                listed.suspendedAt(),
                listed.deleteAt(),
                listed.nearest(),
                listed.mails(),
                listed.jobs());
    }

    private Future<Reply> form(Request request) {
        return Future.succeededFuture(OperatorModule.page(
                request, "operator/new", "operator.new.title", Map.of("base", origins.ofSlug("…"))));
    }

    private static TenantActs.Actor actor(Request request) {
        return new TenantActs.Actor(
                request.staff().id(), request.scope().principal(), request.language(), request.ip());
    }

    private Future<Reply> open(Request request) {
        var form = request.form();
        var like = form.text("like");
        return (like.isEmpty() ? Future.succeededFuture(Optional.<UUID>empty()) : acts.bySlug(like))
                .compose(from -> {
                    if (!like.isEmpty() && from.isEmpty()) throw Problem.invalid("like", "portal-unknown");
                    return acts.open(actor(request), form.text("name"), form.text("slug"), form.text("owner"))
                            .compose(opened -> (from.isEmpty()
                                            ? Future.<Void>succeededFuture()
                                            : acts.copy(actor(request), from.get(), opened.tenant()))
                                    .map(opened));
                })
                .compose(opened -> announce(request, opened));
    }

    private Future<Reply> askOwner(Request request) {
        return acts.askOwner(
                        actor(request), request.id("tenant"), request.form().text("owner"))
                .compose(asked -> mailed(request, asked)
                        .map(invited -> done(request, invited ? "owner-asked" : "owner-granted")));
    }

    private Future<Reply> announce(Request request, TenantActs.Opened opened) {
        return mailed(request, opened).map(invited -> opened(request, opened, invited));
    }

    /**
     * The mail to somebody new goes out in the business's name. Its link is for its reader alone: whoever asked does not see it.
     *
     * @return false where the person works here already and is the owner by now
     */
    private Future<Boolean> mailed(Request request, TenantActs.Opened opened) {
        var invitation = opened.invitation();
        if (invitation == null) return Future.succeededFuture(false);
        return hosts.tenant(opened.tenant())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(tenant -> db.write(
                        actor(request).scope(opened.tenant()),
                        tx -> mail.invite(tx, tenant, opened.owner(), Role.OWNER, invitation)))
                .map(true);
    }

    private Reply opened(Request request, TenantActs.Opened opened, boolean invited) {
        return OperatorModule.page(
                request,
                "operator/opened",
                "operator.opened.title",
                Map.of(
                        "name", opened.name(),
                        "url", origins.ofSlug(opened.slug()),
                        "owner", opened.owner().address(),
                        "invited", invited));
    }

    private Future<Reply> one(Request request) {
        var id = request.id("tenant");
        var listed = store.tenant(id);
        var usage = acts.usage(id);
        var owner = acts.owner(id);
        return Future.all(listed, usage, owner).map(x -> {
            var tenant = listed.result().orElseThrow(Problem::notFound);
            Map<String, Object> model = new HashMap<>();
            model.put("tenant", row(tenant));
            model.put("usage", usage.result());
            model.put("owner", owner.result());
            model.put("parts", parts(request, usage.result()));
            model.put("typed", typed(usage.result().limits(), owner.result()));
            model.put("grace", TenantActs.GRACE.toDays());
            return OperatorModule.page(request, "operator/tenant", "operator.tenant.title", model);
        });
    }

    /** A kind of use as the page shows it. */
    record Part(String kind, String label, String said, int percent, boolean near, boolean full) {}

    private static List<Part> parts(Request request, Usage usage) {
        return usage.parts().stream()
                .map(part -> new Part(
                        part.kind(),
                        request.say(Family.LIMIT.key(part.kind())),
                        part.allowed() == null
                                ? request.say("limit.used", part.used())
                                : request.say("limit.used-of", part.used(), part.allowed()),
                        part.percent(),
                        part.near(),
                        part.full()))
                .toList();
    }

    private static Map<String, String> typed(Usage.Limits limits, OperatorStore.Owner owner) {
        var typed = new HashMap<String, String>();
        typed.put("owner", owner.asked());
        if (limits.contacts() != null) typed.put("contacts", limits.contacts().toString());
        if (limits.mails() != null) typed.put("mails", limits.mails().toString());
        if (limits.sockets() != null) typed.put("sockets", limits.sockets().toString());
        if (limits.stored() != null) typed.put("stored", Long.toString(limits.stored() / MB));
        return typed;
    }

    private static @Nullable Integer number(Request request, String field) {
        var text = request.form().text(field);
        if (text.isEmpty()) return null;
        if (!text.matches("[0-9]{1,9}")) throw Problem.invalid(field, "number-invalid");
        return Integer.valueOf(text);
    }

    private Future<Reply> limit(Request request) {
        var stored = number(request, "stored");
        var limits = new Usage.Limits(
                number(request, "contacts"),
                number(request, "mails"),
                number(request, "sockets"),
                stored == null ? null : stored * MB);
        return acts.limit(actor(request), request.id("tenant"), limits).map(x -> done(request, "tenant-limited"));
    }

    private Future<Reply> delete(Request request) {
        return acts.delete(actor(request), request.id("tenant"), request.form().text("confirm"))
                .map(x -> done(request, "tenant-going"));
    }

    /** What an operator hands over before a portal goes; it stands in both logs. */
    private Future<Reply> archive(Request request) {
        var actor = actor(request);
        return acts.exported(actor, request.id("tenant"))
                .compose(tenant -> archives.of(actor.scope(tenant.id()), tenant.slug(), tenant.name(), request.ip()));
    }

    private Future<Reply> keep(Request request) {
        return acts.keep(actor(request), request.id("tenant")).map(x -> done(request, "tenant-kept"));
    }

    private static Reply done(Request request, String word) {
        return Reply.redirect("/operator/tenants/" + request.id("tenant"))
                .with(new Cookies.Change(Cookies.FLASH, word, 60));
    }

    private Future<Reply> suspend(Request request) {
        return acts.suspend(actor(request), request.id("tenant")).map(x -> listed("tenant-suspended"));
    }

    private Future<Reply> resume(Request request) {
        return acts.resume(actor(request), request.id("tenant")).map(x -> listed("tenant-resumed"));
    }

    private static Reply listed(String word) {
        return Reply.redirect("/operator/tenants").with(new Cookies.Change(Cookies.FLASH, word, 60));
    }
}
