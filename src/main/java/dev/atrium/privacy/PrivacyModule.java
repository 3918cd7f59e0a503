package dev.atrium.privacy;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.identity.IdentityModule;
import dev.atrium.jobs.JobKinds;
import dev.atrium.kernel.Clock;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.AccountPlace;
import dev.atrium.web.Messages;
import dev.atrium.web.Reply;
import dev.atrium.web.Routes;
import dev.atrium.web.Templates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The door to what is stored of a person. */
public final class PrivacyModule {
    /** What the person is told. */
    public static final List<NotificationType> TYPES = Erasures.TYPES;

    private final Privacy privacy;
    private final Hosts hosts;
    private final PortalArchive portal;

    /** {@code files}: whoever keeps files of people; {@code everything}: all files of a tenant, whoever's they are. */
    public PrivacyModule(
            Vertx vertx,
            Db db,
            Clock clock,
            Hosts hosts,
            Sessions sessions,
            Notifications notifications,
            Templates templates,
            Messages messages,
            List<PersonFiles> files,
            PersonFiles everything) {
        var all = new ArrayList<>(files);
        all.add(pictures());
        this.hosts = hosts;
        var exports = new Exports(vertx, db, clock, templates, messages, List.copyOf(all));
        this.privacy = new Privacy(db, new Erasures(clock, hosts, sessions, notifications), exports);
        this.portal = new PortalArchive(db, hosts, exports, everything);
    }

    /** A picture of before there were files: its bytes stand in a table, and are withheld from the table's rows. */
    private static PersonFiles pictures() {
        return (tx, contact, after) -> IdentityModule.picture(tx, contact)
                .map(found -> found.stream()
                        .map(picture -> new PersonFiles.File(
                                contact,
                                picture.type().replace("image/", "picture."),
                                () -> Reply.Source.of(picture.bytes())))
                        .toList());
    }

    public void mount(Routes routes) {
        var app = IdentityModule.ACCOUNT.key();
        routes.place(new AccountPlace("data", "folder", "/account/data", 400));
        new DataRoutes(privacy).mount(routes, app);
        new DataApi(privacy).mount(routes, app);
        new ErasureApi(privacy).mount(routes);
        new ContactDataRoutes(privacy, hosts).mount(routes);
        portal.mount(routes);
    }

    /** When a contact's account is to be erased; empty where nobody wishes so. */
    public static Future<Optional<Instant>> leaving(Tx tx, UUID contact) {
        return new ErasureStore(tx).pending(contact).map(wish -> wish.map(Person.Wish::dueAt));
    }

    /** Everything of a portal, for whoever may take it. */
    public PortalArchive portal() {
        return portal;
    }

    /** The work that falls due: erasing those whose time to think has passed. */
    public void declare(JobKinds kinds) {
        privacy.erasures().declare(kinds);
    }
}
