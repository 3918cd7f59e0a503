package dev.atrium.identity;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.FactKinds;
import dev.atrium.identity.factor.Factors;
import dev.atrium.identity.factor.Passkeys;
import dev.atrium.identity.password.Passwords;
import dev.atrium.kernel.Clock;
import dev.atrium.media.Media;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.secrets.Keys;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Faces;
import dev.atrium.web.Messages;
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
    public static final PortalApp ACCOUNT =
            new PortalApp(PortalApp.ACCOUNT, "user-round", "/account/profile", "/account", 900);

    /** What this package tells people. */
    public static final List<NotificationType> TYPES = Told.ALL;

    /** An account as a list of the console shows it. */
    public record Listed(UUID id, String name, String email, Instant created, String initials, int hue) {}

    /** A stored picture and its media type. */
    public record Picture(Buffer bytes, String type) {}

    private final Identity identity;
    private final Media media;
    private final Clock clock;
    private final ProfileRoutes profile;
    private final FactKinds kinds;
    private final Factors factors;
    private final Passkeys passkeys;

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
            FactKinds kinds) {
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
        this.profile = new ProfileRoutes(identity);
    }

    public void mount(Routes routes) {
        var app = ACCOUNT.key();
        var codes = new Codes(identity);
        var entry = new Entry(identity.sessions(), identity.notifications(), clock);
        var flows = new SignupRoutes(identity, codes);
        flows.mount(routes);
        new CodeRoutes(identity, codes, entry, flows).mount(routes);
        var login = new LoginRoutes(identity, entry, flows);
        login.mount(routes);
        var news = new FactorNews(identity.notifications(), clock);
        var check = new FactorCheck(factors, news);
        new FactorRoutes(identity, entry, check, passkeys).mount(routes);
        new PasskeyRoutes(identity, entry, passkeys, login).mount(routes);
        new SecurityRoutes(identity, factors, passkeys, news).mount(routes, app);
        new LinkRoutes(identity, entry, flows).mount(routes);
        new PickerRoutes(identity, entry, flows).mount(routes, app);
        profile.mount(routes, app);
        new ProfileApi(identity, profile).mount(routes, app);
        new AvatarRoutes(identity, media, profile).mount(routes, app);
        new PasswordRoutes(identity, clock).mount(routes, app);
        new ConfirmRoutes(identity, codes, new StepUp(identity), check, passkeys).mount(routes, app);
        new DeviceRoutes(identity).mount(routes, app);
        new LanguageRoutes(identity).mount(routes);
        new ActivityRoutes(identity, kinds).mount(routes, app);
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
