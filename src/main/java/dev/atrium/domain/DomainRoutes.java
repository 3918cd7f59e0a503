package dev.atrium.domain;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Origins;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings > Domain Setup. */
final class DomainRoutes {
    static final String PATH = "/settings/domain";
    private static final String ROOT = "/t/:slug" + PATH;
    private static final String ONE = ROOT + "/:domain";

    private final Db db;
    private final Hosts hosts;
    private final Origins origins;
    private final DomainActs acts;
    private final DomainConnect connect;
    private final Config config;

    DomainRoutes(Db db, Hosts hosts, Origins origins, DomainActs acts, DomainConnect connect, Config config) {
        this.db = db;
        this.hosts = hosts;
        this.origins = origins;
        this.acts = acts;
        this.connect = connect;
        this.config = config;
    }

    void mount(Routes routes) {
        routes.place(new ConsolePlace("domain", "globe", PATH, 801, Permission.SETTINGS));
        var settings = routes.staff(Permission.SETTINGS);
        settings.get(ROOT, this::page).summary("Show the names of the portal");
        settings.post(ROOT + "/sub-domain", this::subDomain)
                .summary("Change the sub-domain")
                .fresh()
                .shows(this::page);
        settings.post(ROOT + "/custom", this::claim)
                .summary("Add a domain of one's own")
                .fresh()
                .shows(this::page);
        settings.post(ROOT + "/primary", this::primary)
                .summary("Choose the name that links lead to")
                .names("domain", "domain")
                .fresh()
                .shows(this::page);
        settings.get(ONE, this::one).summary("Show the DNS records of a domain");
        settings.post(ONE + "/check", this::check)
                .summary("Look at the DNS of a domain")
                .shows(this::one);
        settings.post(ONE + "/mail", this::mail).summary("Mail the DNS records").shows(this::one);
        settings.post(ONE + "/forward", this::forward)
                .summary("Let a domain answer, or lead to the primary one")
                .shows(this::one);
        settings.post(ONE + "/remove", this::remove)
                .summary("Remove a domain")
                .fresh()
                .shows(this::one);
    }

    private Future<Reply> page(Request request) {
        var view = hosts.tenant(request.scope().tenant());
        var names = db.read(request.scope(), tx -> {
            var store = new DomainStore(tx);
            var labels = store.labels();
            var domains = store.list();
            return Future.all(labels, domains).map(x -> model(request, labels.result(), domains.result()));
        });
        return Future.all(view, names).map(x -> {
            var model = names.result();
            view.result().ifPresent(tenant -> model.put("origin", tenant.origin()));
            return Desk.page(request, "console/domains", "console.domain.title", model);
        });
    }

    private Map<String, Object> model(Request request, List<DomainStore.Label> labels, List<Domain> domains) {
        Map<String, Object> model = new HashMap<>();
        var current = labels.stream().filter(label -> label.until() == null).findFirst();
        var label = current.map(DomainStore.Label::label).orElse(request.seat().slug());
        model.put(
                "label",
                request.failed() && request.form().has("sub_domain")
                        ? request.form().text("sub_domain")
                        : label);
        model.put(
                "host",
                request.failed() && request.form().has("host") ? request.form().text("host") : "");
        model.put("base", config.hosts().base());
        model.put("subOrigin", origins.ofSlug(label));
        model.put("target", config.domains().target());
        var live = domains.stream().filter(domain -> !domain.removed()).toList();
        model.put(
                "domains",
                live.stream().map(domain -> DomainPage.shown(request, domain)).toList());
        model.put("subIsPrimary", live.stream().noneMatch(Domain::primary));
        model.put(
                "primaries",
                live.stream()
                        .filter(domain -> domain.state() == DomainState.ACTIVE && !domain.primary())
                        .map(domain -> DomainPage.shown(request, domain))
                        .toList());
        model.put(
                "former",
                labels.stream()
                        .filter(one -> one.until() != null)
                        .map(one -> Map.of(
                                "host", one.label() + "." + config.hosts().base(), "until", one.until()))
                        .toList());
        model.put(
                "removed",
                domains.stream()
                        .filter(Domain::removed)
                        .map(domain -> DomainPage.shown(request, domain))
                        .toList());
        return model;
    }

    private Future<Reply> one(Request request) {
        var id = request.id("domain");
        return db.read(request.scope(), tx -> new DomainStore(tx).find(id)).map(domain -> {
            Map<String, Object> model = new HashMap<>();
            var shown = DomainPage.shown(request, domain);
            var records = records(domain);
            model.put("domain", shown);
            model.put("here", "/t/" + request.seat().slug() + PATH + "/" + id);
            model.put("steps", DomainPage.steps(request, domain, config.tls().certifies()));
            model.put("faults", DomainPage.faults(request, domain));
            model.put("lines", DomainPage.lines(request, records));
            model.put("text", DomainPage.text(records));
            model.put("zone", domain.report().zone());
            offer(request, domain).ifPresent(url -> {
                model.put("continue", url);
                model.put("provider", domain.report().provider());
            });
            return Desk.page(request, "console/domain", "console.domain.title", model);
        });
    }

    /** What was seen last; of a domain that nobody looked at yet, what should be. */
    private List<RecordLine> records(Domain domain) {
        var seen = domain.report().records();
        return seen.isEmpty() || domain.state() == DomainState.EXPIRED
                ? RecordLine.of(
                        Expected.of(domain.host(), domain.token(), config.domains()),
                        Optional.empty(),
                        domain.report().zone())
                : seen;
    }

    private Optional<String> offer(Request request, Domain domain) {
        if (domain.report().apply().isEmpty() || domain.held()) return Optional.empty();
        var back = origins.ofConsole() + "/t/" + request.seat().slug() + PATH + "/" + domain.id();
        return Optional.of(connect.link(domain, config.domains().target(), back));
    }

    private Future<Reply> subDomain(Request request) {
        return acts.subDomain(request.scope(), request.form().text("sub_domain"), request.ip())
                .map(x -> Desk.of(request).done(PATH, "domain-saved"));
    }

    private Future<Reply> claim(Request request) {
        return acts.claim(request.scope(), request.form().text("host"), request.ip())
                .compose(id -> acts.check(request.scope(), id).map(id(id)).otherwise(id))
                .map(id -> Desk.of(request).done(PATH + "/" + id, "domain-added"));
    }

    private static java.util.function.Function<Domain, java.util.UUID> id(java.util.UUID id) {
        return domain -> id;
    }

    private Future<Reply> primary(Request request) {
        var typed = request.form().text("domain");
        var id = Ids.parse(typed);
        if (id == null && !typed.isEmpty()) throw Problem.notFound();
        boolean forward = request.form().text("old").equals("forward");
        return db.write(request.scope(), tx -> acts.primary(tx, id, forward, request.ip()))
                .map(x -> Desk.of(request).done(PATH, "domain-saved"));
    }

    private Future<Reply> check(Request request) {
        var id = request.id("domain");
        return acts.check(request.scope(), id).map(x -> Desk.of(request).done(PATH + "/" + id, "domain-checked"));
    }

    private Future<Reply> mail(Request request) {
        var id = request.id("domain");
        return acts.mail(
                        request.scope(),
                        id,
                        request.form().text("email"),
                        request.language(),
                        domain -> DomainPage.text(records(domain)),
                        request.ip())
                .map(x -> Desk.of(request).done(PATH + "/" + id, "domain-mailed"));
    }

    private Future<Reply> forward(Request request) {
        var id = request.id("domain");
        boolean redirects = request.form().text("mode").equals("forward");
        return db.write(request.scope(), tx -> acts.redirect(tx, id, redirects, request.ip()))
                .map(x -> Desk.of(request).done(PATH + "/" + id, "domain-saved"));
    }

    private Future<Reply> remove(Request request) {
        var id = request.id("domain");
        boolean keep = request.form().text("after").equals("forward");
        return db.write(request.scope(), tx -> acts.remove(tx, id, keep, request.ip()))
                .map(x -> Desk.of(request).done(PATH, "domain-removed"));
    }
}
