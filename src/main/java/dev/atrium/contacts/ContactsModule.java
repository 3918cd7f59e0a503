package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.facts.FactKinds;
import dev.atrium.facts.Reader;
import dev.atrium.files.FilesModule;
import dev.atrium.jobs.JobKinds;
import dev.atrium.kernel.Clock;
import dev.atrium.notifications.Notifications;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Permission;
import dev.atrium.web.Routes;
import io.vertx.core.Vertx;

/** The door to the console's pages about people. */
public final class ContactsModule {
    private final Vertx vertx;
    private final Db db;
    private final Clock clock;
    private final ImportWork imports;
    private final Hosts hosts;
    private final Sessions sessions;
    private final FactKinds kinds;
    private final Notifications notifications;
    private final Accounts accounts;
    private final FilesModule files;
    private final Devices devices;
    private final Inviting inviting;

    public ContactsModule(
            Vertx vertx,
            Db db,
            Clock clock,
            Hosts hosts,
            Sessions sessions,
            FactKinds kinds,
            Notifications notifications,
            Accounts accounts,
            FilesModule files,
            Devices devices,
            Inviting inviting) {
        this.accounts = accounts;
        this.files = files;
        this.devices = devices;
        this.inviting = inviting;
        this.vertx = vertx;
        this.clock = clock;
        this.imports = new ImportWork(clock, sessions);
        this.db = db;
        this.hosts = hosts;
        this.notifications = notifications;
        this.sessions = sessions;
        this.kinds = kinds;
    }

    /** Makes the contacts' timelines of the facts of {@code kinds}. */
    public static Reader timeline(FactKinds kinds) {
        return new ContactTimeline(kinds);
    }

    public void mount(Routes routes) {
        routes.place(new ConsolePlace("contacts", "users", "/contacts", 100, Permission.READ));
        routes.place(new ConsolePlace("companies", "building-2", "/companies", 110, Permission.READ));
        routes.place(new ConsolePlace("segments", "list-filter", "/segments", 120, Permission.READ));
        routes.place(new ConsolePlace("tags", "tag", "/tags", 130, Permission.READ));
        routes.place(new ConsolePlace("fields", "text-cursor-input", "/fields", 140, Permission.READ));
        var page = new ContactPage(db, hosts, sessions, new Timeline(kinds, notifications), devices);
        new ContactList(db, sessions, inviting).mount(routes);
        new ContactRoutes(db, sessions, hosts, accounts).mount(routes);
        page.mount(routes);
        files.mount(routes, page::page);
        new MergeRoutes(db, sessions, hosts, accounts).mount(routes);
        new AccessRoutes(db, sessions, page::page).mount(routes);
        new DiaryRoutes(db, page::page).mount(routes);
        new TagRoutes(db, sessions, page::page).mount(routes);
        new CompanyRoutes(db, sessions, page::page).mount(routes);
        new SegmentRoutes(db, sessions).mount(routes);
        new FieldRoutes(db, hosts, sessions).mount(routes);
        new TagsApi(db, sessions).mount(routes);
        new CompaniesApi(db, sessions).mount(routes);
        new SegmentsApi(db, sessions).mount(routes);
        new DetailsApi(db, sessions).mount(routes);
        new ImportRoutes(vertx, db, hosts, imports, new ImportPage(db, hosts, clock)).mount(routes);
    }

    /** The work that falls due: imports, batch by batch. */
    public void declare(JobKinds kinds) {
        imports.kinds().forEach(kinds::add);
    }
}
