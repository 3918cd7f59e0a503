package dev.atrium.operator;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Scope;
import dev.atrium.notifications.MailOutbox;
import dev.atrium.session.Sessions;
import dev.atrium.team.TeamMail;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Origins;
import dev.atrium.web.ConsoleNav;
import dev.atrium.web.Family;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The door to the operators' desk. */
public final class OperatorModule {
    private static final int PAGE = 50;
    private static final UUID LAST = new UUID(-1, -1);

    /** Everything of a portal, to take along. */
    @FunctionalInterface
    public interface Archives {
        /** Sent while it is made. */
        Future<Reply> of(Scope scope, String slug, String name, String ip);
    }

    private final Db db;
    private final OperatorStore store;
    private final TenantDesk tenants;
    private final FirstRun first;

    public OperatorModule(
            Db db,
            Clock clock,
            Config config,
            Hosts hosts,
            Origins origins,
            Sessions sessions,
            TeamMail mail,
            FirstRun first,
            Archives archives) {
        this.first = first;
        this.db = db;
        this.store = new OperatorStore(db);
        this.tenants = new TenantDesk(
                db,
                new TenantActs(db, clock, config.hosts().console(), hosts, sessions),
                hosts,
                origins,
                mail,
                archives);
    }

    /** What the log of the installation tells of. */
    private static final List<String> ACTS = List.of(
            "tenant.created",
            "tenant.owner-asked",
            "tenant.suspended",
            "tenant.resumed",
            "tenant.limits-changed",
            "tenant.snapshot-applied",
            "tenant.exported",
            "tenant.deletion-asked",
            "tenant.deletion-withdrawn",
            "tenant.deleted",
            "operator.first",
            "operator.invited",
            "operator.made",
            "operator.unmade",
            "invitation.used",
            "factor.added",
            "factor.removed",
            "recovery.renewed",
            "recovery.used");

    /** A line of the log as the page shows it. */
    record Told(String act, String name, String person, Instant at, String ip) {}

    /** Words that are made of a key. */
    public static List<String> words() {
        return Family.OPERATOR_ACT.keys(ACTS);
    }

    private static Told told(Request request, OperatorStore.Line line) {
        var act = ACTS.contains(line.action()) ? request.say(Family.OPERATOR_ACT.key(line.action())) : line.action();
        return new Told(act, line.name(), line.person(), line.at(), line.ip());
    }

    public void mount(Routes routes) {
        tenants.mount(routes);
        first.mount(routes);
        routes.operator().get("/operator", this::facts).summary("Show how the installation stands");
        routes.operator().get("/operator/log", this::log).summary("Show what operators did");
    }

    private Future<Reply> facts(Request request) {
        var counts = store.facts();
        var mail = MailOutbox.backlog(db);
        var schema = db.schema();
        return Future.all(counts, mail, schema).map(x -> {
            Map<String, Object> model = new HashMap<>();
            model.put("counts", counts.result());
            model.put("mail", mail.result());
            model.put("schema", schema.result());
            model.put("version", version());
            model.put("java", Runtime.version().toString());
            return page(request, "operator/facts", "operator.facts.title", model);
        });
    }

    /** From the jar's manifest; a build that is run from classes has none. */
    private static String version() {
        var version = OperatorModule.class.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }

    private Future<Reply> log(Request request) {
        return store.lines(before(request), PAGE + 1).map(lines -> {
            Map<String, Object> model = new HashMap<>();
            model.put(
                    "lines",
                    lines.stream().limit(PAGE).map(line -> told(request, line)).toList());
            model.put(
                    "older",
                    lines.size() > PAGE
                            ? "/operator/log?before=" + lines.get(PAGE - 1).id()
                            : "");
            return page(request, "operator/log", "operator.log.title", model);
        });
    }

    /** Ids are ordered by time: the newest page lies before the last id of all. */
    private static UUID before(Request request) {
        var typed = Ids.parse(request.query("before"));
        return typed == null ? LAST : typed;
    }

    static Reply page(Request request, String template, String title, Map<String, ?> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("nav", nav(request));
        return Reply.page(template, Reply.Layout.CONSOLE, title, all);
    }

    private static ConsoleNav nav(Request request) {
        return ConsoleNav.flat(List.of(
                entry(request, "tenants", "users", "/operator/tenants"),
                entry(request, "facts", "info", "/operator"),
                entry(request, "log", "file-text", "/operator/log")));
    }

    private static ConsoleNav.Entry entry(Request request, String name, String icon, String url) {
        boolean below = !url.equals("/operator") && request.path().startsWith(url);
        boolean current = below || request.path().equals(url);
        return new ConsoleNav.Entry(request.say(Family.OPERATOR_NAV.key(name)), icon, url, current);
    }
}
