package dev.atrium.identity;

import dev.atrium.config.Config;
import dev.atrium.contacts.Accounts;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.FactKinds;
import dev.atrium.identity.factor.Factors;
import dev.atrium.identity.factor.Passkeys;
import dev.atrium.identity.password.Passwords;
import dev.atrium.invitation.Invitations;
import dev.atrium.kernel.Clock;
import dev.atrium.media.Media;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.secrets.Keys;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.AccountPlace;
import dev.atrium.web.Faces;
import dev.atrium.web.Messages;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The door to accounts. */
public final class IdentityModule {
    /** The app that holds profile and security; it cannot be switched off by accident, since no switch names it. */
    public static final PortalApp ACCOUNT = new PortalApp(PortalApp.ACCOUNT, "user-round", "/account", "/account", 900);

    /** What this package tells people. */
    public static final List<NotificationType> TYPES = Told.ALL;

    /** An account as a list of the console shows it. */
    public record Listed(UUID id, String name, String email, Instant created, String initials, int hue) {}

    /** A stored picture and its media type. */
    public record Picture(Buffer bytes, String type) {}

    private final Identity identity;
    private final Media media;
    private final Clock clock;
    private final Hosts hosts;
    private final List<Certificates> certificates;
    private final Moving moving;
    private final FactKinds kinds;
    private final Factors factors;
    private final Passkeys passkeys;
    private final Invitations invitations;

    public IdentityModule(
            Vertx vertx,
            Db db,
            Clock clock,
            Keys keys,
            Passwords passwords,
            Sessions sessions,
            Notifications notifications,
            Messages messages,
            Media media,
            Config.Limits limits,
            FactKinds kinds,
            Hosts hosts,
            List<Certificates> certificates,
            Invitations invitations) {
        this.invitations = invitations;
        this.media = media;
        this.clock = clock;
        this.identity = new Identity(
                db,
                keys,
                passwords,
                sessions,
                notifications,
                messages,
                new Identity.Limits(
                        limits.codesPerAddressPerHour(),
                        limits.codesPerIpPerHour(),
                        limits.codeFailuresPerAddressPerDay(),
                        limits.codeMailsPerTenantPerHour(),
                        limits.passwordFailures(),
                        limits.signInPerIpPerMinute()));
        this.kinds = kinds;
        this.factors = new Factors(keys, clock);
        this.passkeys = new Passkeys(vertx, db);
        this.hosts = hosts;
        this.certificates = List.copyOf(certificates);
        this.moving = new Moving(identity, clock);
    }

    public void mount(Routes routes) {
        var app = ACCOUNT.key();
        var codes = new Codes(identity, clock);
        var entry = new Entry(identity.sessions(), identity.notifications(), clock);
        var flows = new SignupRoutes(identity, codes);
        var refusals = new Refusals(identity);
        flows.mount(routes);
        new CodeRoutes(identity, codes, entry, flows, refusals).mount(routes);
        var login = new LoginRoutes(identity, entry, codes, flows, refusals);
        login.mount(routes);
        var news = new FactorNews(identity.notifications(), clock);
        var check = new FactorCheck(factors, news);
        new FactorRoutes(identity, entry, check, passkeys, refusals).mount(routes);
        new PasskeyRoutes(identity, entry, passkeys, login).mount(routes);
        new SecurityRoutes(identity, factors, passkeys, news).mount(routes, app);
        new PasskeyApi(identity).mount(routes, app);
        new LinkRoutes(identity, entry, flows).mount(routes);
        new AcceptRoutes(identity, entry, invitations).mount(routes);
        new ApprovalRoutes(identity, hosts).mount(routes);
        new ApprovalApi(identity).mount(routes);
        new ClientFactorRoutes(identity, hosts, clock).mount(routes);
        new PickerRoutes(identity, entry, flows).mount(routes, app);
        profile(routes, app);
        new PasswordRoutes(identity, clock).mount(routes, app);
        new ConfirmRoutes(identity, codes, new StepUp(identity), check, passkeys).mount(routes, app);
        new DeviceRoutes(identity).mount(routes, app);
        new LanguageRoutes(identity, clock).mount(routes, app);
        new ActivityRoutes(identity, kinds).mount(routes, app);
        new EmailRoutes(identity, new EmailCodes(identity, codes, moving), moving).mount(routes, app);
        new OverviewRoutes(identity).mount(routes, app);
        new SocialRoutes(identity).mount(routes, app);
        new CertificateRoutes(identity, clock, certificates).mount(routes, app);
        places(routes);
    }

    private void profile(Routes routes, String app) {
        var profiles = new Profiles(identity);
        var page = new ProfileRoutes(identity, profiles);
        page.mount(routes, app);
        new ProfileApi(identity, profiles).mount(routes, app);
        new ProfileSheetApi(identity, profiles).mount(routes, app);
        new AvatarRoutes(identity, media, page).mount(routes, app);
        new ProfileFieldRoutes(identity, hosts).mount(routes);
    }

    private static void places(Routes routes) {
        routes.place(new AccountPlace("overview", "layout-dashboard", "/account", 10));
        routes.place(new AccountPlace("profile", "user-round", "/account/profile", 100));
        routes.place(new AccountPlace("email", "mail", "/account/email", 110));
        routes.place(new AccountPlace("language", "globe", "/account/language", 120));
        routes.place(new AccountPlace("safety", "shield-check", "/account/security", 200));
        routes.place(new AccountPlace("password", "key-round", "/account/password", 210));
        routes.place(new AccountPlace("sessions", "monitor-smartphone", "/account/sessions", 230));
        routes.place(new AccountPlace("activity", "clock", "/account/activity", 240));
        routes.place(new AccountPlace("communities", "users", "/account/communities", 310));
        routes.place(new AccountPlace("certificates", "award", "/account/certificates", 320));
    }

    /** What the business may do with accounts of contacts. */
    public Accounts accounts() {
        return moving;
    }

    /** What the browser that calls itself {@code userAgent} is called. */
    public static String device(Request request, String userAgent) {
        return DeviceRoutes.name(request, userAgent);
    }

    /** The picture of the contact's account where it is one of before the media package; a later one is a file of theirs. */
    public static Future<Optional<Picture>> picture(Tx tx, UUID contact) {
        return new AccountStore(tx)
                .pictureOf(contact)
                .map(found -> found.map(picture -> new Picture(picture.bytes(), picture.type())));
    }

    /** How many accounts the tenant has. */
    public static Future<Long> count(Tx tx) {
        return new AccountStore(tx).count();
    }

    /** How many people wait to be let in. */
    public static Future<Long> waiting(Tx tx) {
        return new ApprovalStore(tx).count();
    }

    /** The eight newest accounts. */
    public static Future<List<Listed>> newest(Tx tx) {
        return new AccountStore(tx)
                .newest()
                .map(accounts -> accounts.stream()
                        .map(account -> new Listed(
                                account.id(),
                                account.name(),
                                account.email(),
                                account.createdAt(),
                                Faces.initials(account.name()),
                                Faces.hue(account.id())))
                        .toList());
    }
}
