package dev.atrium.identity;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.FactKinds;
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
import dev.atrium.web.Faces;
import dev.atrium.web.Messages;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
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
    private final StepUp stepUp;
    private final FactKinds kinds;
    private final Invitations invitations;
    private final Hosts hosts;

    public IdentityModule(
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
            Invitations invitations,
            Hosts hosts) {
        this.invitations = invitations;
        this.hosts = hosts;
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
        this.profile = new ProfileRoutes(identity);
        this.stepUp = new StepUp(identity, clock);
    }

    public void mount(Routes routes) {
        var app = ACCOUNT.key();
        var codes = new Codes(identity);
        var entry = new Entry(identity.sessions(), identity.notifications(), clock);
        var flows = new SignupRoutes(identity, codes);
        flows.mount(routes);
        new CodeRoutes(identity, codes, entry, flows).mount(routes);
        new LoginRoutes(identity, entry, flows).mount(routes);
        new LinkRoutes(identity, entry, flows).mount(routes);
        new AcceptRoutes(identity, entry, invitations).mount(routes);
        new ApprovalRoutes(identity, hosts).mount(routes);
        new PickerRoutes(identity, entry, flows).mount(routes, app);
        profile.mount(routes, app);
        new ProfileApi(identity, profile).mount(routes, app);
        new AvatarRoutes(identity, media, profile).mount(routes, app);
        new PasswordRoutes(identity, clock, stepUp).mount(routes, app);
        new DeviceRoutes(identity).mount(routes, app);
        new LanguageRoutes(identity).mount(routes);
        new ActivityRoutes(identity, kinds).mount(routes, app);
    }

    /** Proves a signed-in person once more, before something that cannot be taken back. */
    public StepUp stepUp() {
        return stepUp;
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
