package dev.atrium.console;

import dev.atrium.audit.AuditModule;
import dev.atrium.contacts.Contacts;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.identity.IdentityModule;
import dev.atrium.identity.factor.Qr;
import dev.atrium.invitation.InvitationModule;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.NotificationsModule;
import dev.atrium.setup.Progress;
import dev.atrium.setup.SetupModule;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The first page of a tenant's console: where the portal is, how it is used, and what waits. */
final class Dashboard {
    private static final int LINES = 8;
    /** From so many percent of a limit on, somebody is warned. */
    private static final int NEAR = 80;

    /** The portal as the dashboard shows it; its address also as a picture that a phone reads. */
    record Portal(String name, String slug, String portalUrl, String qr, int side) {}

    /** How many of what. */
    record Counts(long contacts, long accounts, long signInsToday, long invited, long joined, long neverOpened) {}

    /** Something that waits for somebody of staff. */
    record Waits(String icon, String title, String lead, long count, String url, String label, boolean bad) {}

    private final Db db;
    private final Hosts hosts;

    Dashboard(Db db, Hosts hosts) {
        this.db = db;
        this.hosts = hosts;
    }

    void mount(Routes routes) {
        routes.place(new ConsolePlace("dashboard", "layout-dashboard", "", 0, Permission.READ));
        var read = routes.staff(Permission.READ);
        read.get("/t/:slug", this::page).summary("Show the dashboard");
        read.get("/t/:slug/portal-address.svg", this::picture)
                .summary("Get the portal's address as a QR code")
                .givesBytes("image/svg+xml");
    }

    private Future<Tenant> tenant(Request request) {
        return hosts.tenant(request.seat().tenant()).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> page(Request request) {
        return tenant(request)
                .compose(tenant -> db.read(request.scope(), tx -> model(tx, request, tenant)))
                .map(model -> Reply.page("console/dashboard", Reply.Layout.CONSOLE, "console.dashboard.title", model));
    }

    /** For a printed card: black on white, whatever the viewer's theme. */
    private Future<Reply> picture(Request request) {
        return tenant(request).map(tenant -> {
            int side = Qr.side(tenant.origin());
            var svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side
                    + "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + side + "v" + side
                    + "H0z\"/><path d=\"" + Qr.path(tenant.origin()) + "\"/></svg>";
            return new Reply.Download(
                    Buffer.buffer(svg),
                    "image/svg+xml",
                    Integer.toHexString(svg.hashCode()),
                    tenant.slug() + "-portal.svg",
                    false);
        });
    }

    private static Future<Map<String, Object>> model(Tx tx, Request request, Tenant tenant) {
        var desk = Desk.of(request);
        var zone = tenant.settings().zone();
        var contacts = Contacts.count(tx);
        var accounts = IdentityModule.count(tx);
        var days = new DashboardStore(tx).days(zone);
        var newest = IdentityModule.newest(tx);
        var invited = InvitationModule.counts(tx);
        var applicants = IdentityModule.waiting(tx);
        var waiting = new DashboardStore(tx).waiting(zone);
        var tasks = new DashboardStore(tx).tasks();
        var progress = SetupModule.progress(tx);
        var uses = new DashboardStore(tx).uses();
        var mail = NotificationsModule.health(tx);
        var lines = desk.may(Permission.AUDIT)
                ? AuditModule.latest(tx, request, desk.path(""), LINES)
                : Future.succeededFuture(List.of());
        return Future.all(List.of(
                        contacts, accounts, days, newest, invited, applicants, waiting, tasks, progress, uses, mail, lines))
                .map(x -> {
                    var model = desk.model(request);
                    var asked = invited.result();
                    var today = days.result().getLast();
                    model.put("tenant", portal(tenant));
                    model.put("mayInvite", desk.may(Permission.CONTACTS));
                    model.put(
                            "counts",
                            new Counts(
                                    contacts.result(),
                                    accounts.result(),
                                    today.signIns(),
                                    asked.invited(),
                                    asked.joined(),
                                    asked.neverOpened()));
                    model.put("signIns", Spark.of(days.result(), DashboardStore.Day::signIns));
                    model.put("asked", Spark.of(days.result(), DashboardStore.Day::invited));
                    model.put("joined", Spark.of(days.result(), DashboardStore.Day::joined));
                    boolean approval = tenant.settings().signupMode() == Tenant.SignupMode.APPROVAL;
                    model.put("waits", waits(request, applicants.result(), approval, waiting.result(), mail.result()));
                    if (desk.may(Permission.CONTACTS))
                        model.put(
                                "tasks",
                                tasks.result().stream()
                                        .map(task -> task.shown(request.language()))
                                        .toList());
                    model.put("newest", newest.result());
                    if (desk.may(Permission.SETTINGS)) model.put("near", near(request, uses.result()));
                    model.put("lines", lines.result());
                    setup(model, request, progress.result());
                    return model;
                });
    }

    private static Portal portal(Tenant tenant) {
        return new Portal(
                tenant.branding().portalName(),
                tenant.slug(),
                tenant.origin(),
                Qr.path(tenant.origin()),
                Qr.side(tenant.origin()));
    }

    /** A limit that is close, or reached. */
    record Near(String text, boolean full, int percent) {}

    private static List<Near> near(Request request, List<DashboardStore.Use> uses) {
        return uses.stream()
                .filter(use -> use.percent() >= NEAR)
                .map(use -> {
                    boolean full = use.percent() >= 100;
                    var kind = use.kind() + (full ? ".full" : ".near");
                    return new Near(request.say(Family.LIMIT.key(kind), use.percent()), full, use.percent());
                })
                .toList();
    }

    /** The way to a portal that works stands first, for whoever may go it, until it is gone or waved away. */
    private static void setup(Map<String, Object> model, Request request, Progress progress) {
        if (!Desk.of(request).may(Permission.SETTINGS) || progress.dismissed() || progress.finished()) return;
        model.put("setup", SetupModule.rows(request, progress));
        model.put("percent", progress.percent());
    }

    private static List<Waits> waits(
            Request request,
            long applicants,
            boolean approval,
            DashboardStore.Waiting waiting,
            NotificationsModule.MailHealth mail) {
        var desk = Desk.of(request);
        var all = new ArrayList<Waits>();
        if (desk.may(Permission.CONTACTS) && (applicants > 0 || approval))
            all.add(new Waits(
                    "user-check",
                    request.say("console.approvals.title"),
                    applicants == 0
                            ? request.say("approvals.empty")
                            : request.count("console.dashboard.waiting", applicants),
                    applicants,
                    desk.path("/approvals"),
                    request.say("console.dashboard.approvals-button"),
                    false));
        if (desk.may(Permission.SETTINGS) && mail.serverFails())
            all.add(new Waits(
                    "mail",
                    request.say("console.dashboard.mail-server"),
                    request.count("console.dashboard.mail-server.lead", mail.waiting()),
                    mail.waiting(),
                    desk.path("/notifications/sender"),
                    request.say("console.dashboard.look"),
                    true));
        if (desk.may(Permission.SETTINGS) && mail.failed() > 0)
            all.add(new Waits(
                    "mail",
                    request.say("console.dashboard.mails"),
                    request.count("console.dashboard.mails.lead", mail.failed()),
                    mail.failed(),
                    desk.path("/mail"),
                    request.say("console.dashboard.look"),
                    true));
        if (desk.may(Permission.OPERATE) && waiting.jobs() > 0)
            all.add(new Waits(
                    "clock",
                    request.say("console.nav.jobs"),
                    request.count("console.dashboard.jobs.lead", waiting.jobs()),
                    waiting.jobs(),
                    desk.path("/jobs"),
                    request.say("console.dashboard.look"),
                    true));
        if (desk.may(Permission.CONTACTS) && waiting.tasks() > 0)
            all.add(new Waits(
                    "check",
                    request.say("console.dashboard.tasks"),
                    waiting.overdue() > 0
                            ? request.count("console.dashboard.tasks.overdue", waiting.overdue())
                            : request.count("console.dashboard.tasks.lead", waiting.tasks()),
                    waiting.tasks(),
                    "",
                    "",
                    waiting.overdue() > 0));
        return all;
    }
}
