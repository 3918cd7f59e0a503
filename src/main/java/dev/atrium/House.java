package dev.atrium;

import dev.atrium.api.ApiModule;
import dev.atrium.config.Config;
import dev.atrium.console.AppsRoutes;
import dev.atrium.console.ConsoleModule;
import dev.atrium.contacts.ContactFact;
import dev.atrium.contacts.ContactsModule;
import dev.atrium.db.Db;
import dev.atrium.facts.Delivery;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.FactKinds;
import dev.atrium.facts.Readers;
import dev.atrium.home.BrandRoutes;
import dev.atrium.home.HomeModule;
import dev.atrium.home.StyleguideRoutes;
import dev.atrium.identity.AccountFact;
import dev.atrium.identity.IdentityModule;
import dev.atrium.identity.password.Cost;
import dev.atrium.identity.password.Passwords;
import dev.atrium.jobs.JobKinds;
import dev.atrium.jobs.JobWorker;
import dev.atrium.kernel.Clock;
import dev.atrium.media.Media;
import dev.atrium.media.MediaModule;
import dev.atrium.media.Paper;
import dev.atrium.notifications.Digests;
import dev.atrium.notifications.MailOutbox;
import dev.atrium.notifications.MailPost;
import dev.atrium.notifications.NotificationTypes;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.NotificationsModule;
import dev.atrium.objectlink.ObjectLinks;
import dev.atrium.operator.OperatorModule;
import dev.atrium.privacy.PersonFact;
import dev.atrium.privacy.PrivacyModule;
import dev.atrium.secrets.Keys;
import dev.atrium.session.Sessions;
import dev.atrium.session.StaffSessions;
import dev.atrium.session.ViewSessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Origins;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.viewas.ViewAsModule;
import dev.atrium.web.Assets;
import dev.atrium.web.Completeness;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import dev.atrium.web.Routes;
import dev.atrium.web.Templates;
import dev.atrium.web.Web;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All rooms, built once and wired by hand: reads like a table of contents. */
public record House(
        Vertx vertx,
        Config config,
        Clock clock,
        Db db,
        Keys keys,
        Passwords passwords,
        Origins origins,
        Hosts hosts,
        Sessions sessions,
        Routes routes,
        Web web,
        Paper paper,
        Media media,
        JobKinds jobs,
        Notifications notifications,
        FactKinds facts,
        Readers readers,
        Map<String, Function<Vertx, Router>> extras) {

    /** The apps that a portal can have, in no order. */
    private static final List<PortalApp> APPS = List.of(IdentityModule.ACCOUNT);

    private static final int PAPERS_WAITING = 32;

    /** Each holds a connection at times; requests must find the others free. */
    private static final int JOBS_AT_A_TIME = 6;

    private static final int JOBS_OF_A_TENANT = 4;
    private static final int READERS_AT_A_TIME = 3;

    /** Once the signing keys are there, pages and modules are built on a worker: reading files would block an event loop. */
    static Future<House> build(Vertx vertx, Config config, Clock clock, Db db, List<Extra> extraSites) {
        Map<String, Function<Vertx, Router>> extras =
                new HashMap<>(extraSites.stream().collect(Collectors.toMap(Extra::host, Extra::router)));
        var sites = new HashSet<>(extras.keySet());
        sites.add(config.hosts().files());
        var keys =
                new Keys(Base64.getDecoder().decode(config.security().secret().value()));
        var origins = new Origins(config);
        var hosts = new Hosts(vertx, db, config.hosts(), origins, sites);
        var sessions = new Sessions(vertx, db);
        var routes = new Routes();
        return ApiModule.create(vertx, db, clock, keys, sessions, origins.ofConsole(), routes)
                .compose(api -> vertx.executeBlocking(() -> {
                    var passwords = new Passwords(vertx, cost(config.security()));
                    var staff = new StaffSessions(db, clock);
                    var messages = Messages.load(
                            House.class.getClassLoader(), config.development() || config.pseudoLanguages());
                    var assets = Assets.load(config.home().resolve("webroot"));
                    var templates = templates(config, messages, assets);
                    var mails = new MailOutbox(
                            vertx, templates, messages, config.mail().from());
                    var paper = new Paper(vertx, PAPERS_WAITING);
                    var files = new MediaModule(vertx, config, db, clock, keys, sessions, origins, paper);
                    files.mount(routes);
                    extras.put(config.hosts().files(), files.filesHost());
                    var media = files.media();
                    var types = new NotificationTypes(Stream.of(
                                    IdentityModule.TYPES,
                                    ObjectLinks.TYPES,
                                    OperatorModule.TYPES,
                                    PrivacyModule.TYPES,
                                    List.of(Digests.SUMMARY))
                            .flatMap(List::stream)
                            .toList());
                    var notifications =
                            new Notifications(db, clock, keys, sessions, hosts, messages, templates, types, mails);
                    var jobs = new JobKinds().add(new Digests(notifications).kind());
                    var kinds = new FactKinds(AccountFact.KINDS, ContactFact.KINDS, PersonFact.KINDS);
                    var readers = new Readers();
                    var identity = new IdentityModule(
                            db,
                            clock,
                            keys,
                            passwords,
                            sessions,
                            notifications,
                            messages,
                            media,
                            config.limits(),
                            kinds);
                    identity.mount(routes);
                    new NotificationsModule(notifications, config.mail().bounceSecret())
                            .mount(routes, PortalApp.ACCOUNT);
                    var privacy = new PrivacyModule(
                            vertx, db, clock, hosts, sessions, identity, notifications, templates, messages, List.of());
                    privacy.mount(routes);
                    privacy.declare(jobs);
                    var links =
                            new ObjectLinks(db, notifications, config.limits().codesPerIpPerHour());
                    links.mount(routes);
                    new HomeModule(db, clock, hosts, links).mount(routes);
                    new ViewAsModule(db, hosts, origins).mount(routes);
                    new BrandRoutes(db, hosts).mount(routes);
                    if (config.development()) StyleguideRoutes.mount(routes);
                    new ConsoleModule(
                                    db,
                                    hosts,
                                    origins,
                                    staff,
                                    passwords,
                                    keys,
                                    config.limits().passwordFailures())
                            .mount(routes);
                    new OperatorModule(db, clock, config, hosts, origins, sessions, passwords, keys, notifications)
                            .mount(routes);
                    // Staff read the hidden ones too, in a contact's history.
                    messages.require(kinds.all().stream().map(FactKind::message).toList());
                    messages.require(Family.APP.keys(List.of(IdentityModule.ACCOUNT.key())));
                    messages.require(Family.PROFILE_FIELD.keys(Completeness.FIELDS));
                    new ContactsModule(db, sessions, kinds).mount(routes);
                    new AppsRoutes(db, hosts, sessions, APPS).mount(routes);
                    api.mount();
                    messages.require(Family.SCOPE.keys(
                            Stream.concat(routes.accountScopes().stream(), routes.businessScopes().stream())
                                    .map(scope -> scope.replace(':', '-'))
                                    .toList()));
                    var web = new Web(new Web.Parts(
                            config,
                            clock,
                            db,
                            templates,
                            messages,
                            assets,
                            hosts,
                            sessions,
                            staff,
                            new ViewSessions(db),
                            links,
                            api,
                            APPS,
                            routes));
                    return new House(
                            vertx,
                            config,
                            clock,
                            db,
                            keys,
                            passwords,
                            origins,
                            hosts,
                            sessions,
                            routes,
                            web,
                            paper,
                            media,
                            jobs,
                            notifications,
                            kinds,
                            readers,
                            Map.copyOf(extras));
                }));
    }

    private static Cost cost(Config.Security security) {
        return new Cost(security.argonMemoryKib(), security.argonIterations(), 1);
    }

    private static Templates templates(Config config, Messages messages, Assets assets) {
        var sources = config.home().resolve(Path.of("src", "main", "resources"));
        return config.development()
                ? Templates.reloading(sources, messages, assets)
                : Templates.load(House.class.getClassLoader(), messages, assets);
    }

    Delivery delivery() {
        return new Delivery(db, readers, READERS_AT_A_TIME);
    }

    JobWorker jobWorker() {
        return new JobWorker(db, jobs, JOBS_AT_A_TIME, JOBS_OF_A_TENANT);
    }

    MailPost mailPost() {
        return new MailPost(vertx, db, hosts, config.mail());
    }
}
