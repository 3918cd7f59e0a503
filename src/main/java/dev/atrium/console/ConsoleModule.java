package dev.atrium.console;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.identity.factor.Factors;
import dev.atrium.identity.factor.Passkeys;
import dev.atrium.identity.password.Passwords;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.secrets.Keys;
import dev.atrium.session.Staff;
import dev.atrium.session.StaffSessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Origins;
import dev.atrium.web.ConsoleNav;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Faces;
import dev.atrium.web.Messages;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The door to the staff's side: sign-in, the choice of portal, the dashboard. */
public final class ConsoleModule {
    /** A portal to choose. */
    record Choice(UUID id, String name, String portalUrl, String initials, int hue) {}

    /** What this package tells people. */
    public static final List<NotificationType> TYPES = StaffTold.ALL;

    private final Dashboard dashboard;
    private final Origins origins;
    private final StaffLogin login;
    private final JobRoutes jobs;
    private final StaffProfileRoutes profile;
    private final StaffSecurityRoutes security;
    private final StaffResetRoutes reset;
    private final StaffConfirm confirm;
    private final StaffFactorRoutes factor;
    private final StaffSecondFactor second;

    public ConsoleModule(
            Vertx vertx,
            Db db,
            Clock clock,
            Hosts hosts,
            Origins origins,
            StaffSessions sessions,
            Passwords passwords,
            Keys keys,
            Notifications notifications,
            Messages messages,
            Factors factors,
            Passkeys passkeys,
            boolean factorRequired,
            Config.Limits limits) {
        var mail = new StaffMail(db, clock, hosts, origins, notifications);
        var staff = new StaffFactors(db, factors, passkeys, sessions, origins, mail);
        this.dashboard = new Dashboard(db, hosts);
        this.origins = origins;
        this.login = new StaffLogin(db, sessions, passwords, keys, staff, limits.passwordFailures());
        this.jobs = new JobRoutes(db, messages);
        this.profile = new StaffProfileRoutes(db, messages);
        this.security = new StaffSecurityRoutes(db, passwords, keys, mail, limits.passwordFailures());
        this.reset = new StaffResetRoutes(vertx, db, clock, passwords, keys, mail, limits);
        this.confirm = new StaffConfirm(db, passwords, keys, staff, limits.passwordFailures());
        this.factor = new StaffFactorRoutes(db, staff);
        this.second = new StaffSecondFactor(db, staff, factorRequired);
    }

    public void mount(Routes routes) {
        routes.place(new ConsolePlace("announcements", "megaphone", "/announcements", 200, Permission.CONTENT));
        routes.place(new ConsolePlace("view-as", "eye", "/view-as", 150, Permission.CONTACTS));
        routes.place(new ConsolePlace("keys", "key-round", "/keys", 850, Permission.SETTINGS));
        routes.place(new ConsolePlace("jobs", "clock", "/jobs", 900, Permission.OPERATE));
        login.mount(routes);
        profile.mount(routes);
        security.mount(routes);
        reset.mount(routes);
        confirm.mount(routes);
        factor.mount(routes);
        second.mount(routes);
        jobs.mount(routes);
        routes.anyStaff().get("/", this::start).summary("Go to the portal, or choose one");
        routes.anyStaff().get("/tenants", this::choose).summary("Choose a portal");
        routes.anyStaff()
                .post("/tenants", this::chosen)
                .summary("Go to a portal")
                .names("tenant", "tenant")
                .shows(this::choose);
        dashboard.mount(routes);
    }

    private Future<Reply> start(Request request) {
        var seats = request.staff().seats();
        if (seats.isEmpty() && request.staff().operator())
            return Future.succeededFuture(Reply.redirect("/operator/tenants"));
        return seats.size() == 1
                ? Future.succeededFuture(Reply.redirect("/t/" + seats.getFirst().slug()))
                : choose(request);
    }

    private Future<Reply> choose(Request request) {
        var choices = request.staff().seats().stream()
                .map(seat -> new Choice(
                        seat.tenant(),
                        seat.name(),
                        origins.ofSlug(seat.slug()),
                        Faces.initials(seat.name()),
                        Faces.hue(seat.tenant())))
                .toList();
        return Future.succeededFuture(Reply.page(
                "console/tenants", Reply.Layout.CONSOLE, "console.tenants.title", Map.of("tenants", choices)));
    }

    private Future<Reply> chosen(Request request) {
        var wanted = request.form().id("tenant");
        var seat = request.staff().seats().stream()
                .filter(candidate -> candidate.tenant().equals(wanted))
                .findFirst()
                .orElseThrow(Problem::notFound);
        return Future.succeededFuture(Reply.redirect("/t/" + seat.slug()));
    }

    /** The navigation: that of the tenant in the path, for a page of no tenant that of the person's first portal. */
    public static @Nullable ConsoleNav navOf(Request request, Staff staff) {
        var seat = request.maybeSeat().or(() -> staff.seats().stream().findFirst());
        return seat.map(request::consoleNav).orElse(null);
    }
}
