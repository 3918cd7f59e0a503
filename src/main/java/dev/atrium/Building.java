package dev.atrium;

import dev.atrium.api.ApiModule;
import dev.atrium.audit.AuditModule;
import dev.atrium.branding.BrandingModule;
import dev.atrium.config.Config;
import dev.atrium.console.AppsRoutes;
import dev.atrium.console.BusinessRoutes;
import dev.atrium.console.ConsoleModule;
import dev.atrium.console.SignInSettings;
import dev.atrium.contacts.Accounts;
import dev.atrium.contacts.ContactsModule;
import dev.atrium.db.Db;
import dev.atrium.db.Notices;
import dev.atrium.domain.DomainModule;
import dev.atrium.facts.FactKinds;
import dev.atrium.facts.Readers;
import dev.atrium.files.FilesModule;
import dev.atrium.home.ClientTokens;
import dev.atrium.home.HomeModule;
import dev.atrium.home.StyleguideRoutes;
import dev.atrium.identity.IdentityModule;
import dev.atrium.identity.SignInLinksModule;
import dev.atrium.identity.Social;
import dev.atrium.identity.factor.Factors;
import dev.atrium.identity.factor.Passkeys;
import dev.atrium.identity.password.Cost;
import dev.atrium.identity.password.Passwords;
import dev.atrium.invitation.InvitationModule;
import dev.atrium.jobs.JobKinds;
import dev.atrium.kernel.Clock;
import dev.atrium.live.FeedSource;
import dev.atrium.live.LiveModule;
import dev.atrium.media.Media;
import dev.atrium.media.MediaModule;
import dev.atrium.media.Paper;
import dev.atrium.notifications.Digests;
import dev.atrium.notifications.MailOutbox;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.NotificationsModule;
import dev.atrium.notifications.TeamNews;
import dev.atrium.objectlink.ObjectLinks;
import dev.atrium.operator.EndNews;
import dev.atrium.operator.FirstRun;
import dev.atrium.operator.LimitNews;
import dev.atrium.operator.OperatorModule;
import dev.atrium.outside.OutsideClient;
import dev.atrium.outside.OutsideRules;
import dev.atrium.privacy.PortalArchive;
import dev.atrium.privacy.PrivacyModule;
import dev.atrium.secrets.Keys;
import dev.atrium.session.Sessions;
import dev.atrium.session.StaffSessions;
import dev.atrium.session.ViewSessions;
import dev.atrium.setup.SetupModule;
import dev.atrium.team.TeamMail;
import dev.atrium.team.TeamModule;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Origins;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.viewas.ViewAsModule;
import dev.atrium.web.Assets;
import dev.atrium.web.Messages;
import dev.atrium.web.Routes;
import dev.atrium.web.Templates;
import dev.atrium.web.Web;
import dev.atrium.webhooks.WebhooksModule;
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

/** Builds all rooms, once and wired by hand, from the ground up: reads like a table of contents. */
final class Building {
    private static final int PAPERS_WAITING = 32;

    private final Vertx vertx;
    private final Config config;
    private final Clock clock;
    private final Db db;
    private final List<Feature> features;
    private final Map<String, Function<Vertx, Router>> sites;
    private final Keys keys;
    private final Origins origins;
    private final Hosts hosts;
    private final Sessions sessions;
    private final StaffSessions staff;
    private final Routes routes = new Routes();
    private final Readers readers = new Readers();
    private final JobKinds jobs = new JobKinds();
    private final FactKinds facts;
    private final List<PortalApp> apps;

    Building(Vertx vertx, Config config, Clock clock, Db db, List<Extra> extras, List<Feature> features) {
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
        this.db = db;
        this.features = features;
        this.sites = new HashMap<>(extras.stream().collect(Collectors.toMap(Extra::host, Extra::router)));
        this.keys =
                new Keys(Base64.getDecoder().decode(config.security().secret().value()));
        this.origins = new Origins(config);
        var taken = new HashSet<>(sites.keySet());
        taken.add(config.hosts().files());
        this.hosts = new Hosts(vertx, db, config.hosts(), origins, taken);
        this.sessions = new Sessions(vertx, db);
        this.staff = new StaffSessions(db, clock);
        this.apps = Stream.concat(Declared.APPS.stream(), Declared.all(features, Feature::apps).stream())
                .toList();
        this.facts = Declared.facts(features);
        readers.add(ContactsModule.timeline(facts));
    }

    /** Once the signing keys are there, pages and modules are built on a worker: reading files would block an event loop. */
    Future<House> build() {
        return ApiModule.create(vertx, db, clock, keys, sessions, origins.ofConsole(), routes)
                .compose(api -> vertx.executeBlocking(() -> house(api)));
    }

    private House house(ApiModule api) {
        var hashing = config.security();
        var passwords = new Passwords(vertx, new Cost(hashing.argonMemoryKib(), hashing.argonIterations(), 1));
        var messages = messages();
        var assets = Assets.load(config.home().resolve("webroot"));
        var templates = templates(messages, assets);
        var paper = new Paper(vertx, PAPERS_WAITING);
        var files = new MediaModule(vertx, config, db, clock, keys, sessions, hosts, origins, paper);
        var media = media(files);
        jobs.add(Declared.branding(files));
        var notifications = notifications(messages, templates, files);
        var identity = identity(passwords, files, notifications, messages);
        new BrandingModule(db, clock, hosts, paper, files, notifications, InvitationModule.TYPES.getFirst())
                .mount(routes);
        var people = people(identity, files, notifications, templates, messages, api::introduce);
        business(passwords, notifications, identity.accounts(), messages, files, people.portal());
        var together = new Together(
                vertx, config, clock, db, keys, hosts, sessions, routes, jobs, readers, files, notifications, messages);
        var teaching = new Teaching(
                vertx, config, clock, db, keys, hosts, sessions, routes, jobs, readers, files, notifications, messages);
        var outside = new OutsideClient(vertx, OutsideRules.of(config.outside()));
        var webhooks = webhooks(outside, notifications, messages);
        var domains = domains(notifications);
        var rooms = new Rooms(vertx, db, clock, hosts, notifications, media);
        features.forEach(feature -> {
            feature.jobs(rooms).forEach(jobs::add);
            feature.mount(routes, rooms);
        });
        new Notices(vertx, db);
        var live = live(api, Declared.all(together.feeds(), teaching.feeds()));
        api.mount(webhooks.kinds());
        Declared.require(messages, facts, apps, routes, jobs, readers);
        messages.require(Declared.all(together.words(), teaching.words()));
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
                people.links(),
                api,
                apps,
                origins,
                domains.challenges(),
                live::pageToken,
                routes));
        live.renders(web);
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
                files.pictures(),
                domains,
                jobs,
                notifications,
                facts,
                readers,
                outside,
                webhooks,
                live,
                Map.copyOf(sites));
    }

    private Media media(MediaModule files) {
        files.mount(routes);
        sites.put(config.hosts().files(), files.filesHost());
        return files.media();
    }

    private Notifications notifications(Messages messages, Templates templates, MediaModule files) {
        var mails = new MailOutbox(vertx, templates, messages, config.mail().from());
        var notifications = new Notifications(
                db,
                clock,
                keys,
                sessions,
                hosts,
                files.pictures(),
                messages,
                templates,
                Declared.types(features),
                mails,
                origins.ofConsole());
        jobs.add(new Digests(notifications).kind());
        jobs.add(new TeamNews(notifications).kind());
        new LimitNews(db, hosts, origins, messages, notifications)
                .kinds(Media.FILLING)
                .forEach(jobs::add);
        jobs.add(new EndNews(hosts, messages, notifications).kind());
        new NotificationsModule(vertx, notifications, config.mail()).mount(routes, PortalApp.ACCOUNT);
        return notifications;
    }

    private IdentityModule identity(
            Passwords passwords, MediaModule files, Notifications notifications, Messages messages) {
        var invitations = new InvitationModule(vertx, db, clock, hosts, notifications);
        invitations.mount(routes);
        jobs.add(invitations.kind());
        return new IdentityModule(
                vertx,
                db,
                clock,
                keys,
                passwords,
                sessions,
                notifications,
                messages,
                files.media(),
                config.limits(),
                facts,
                hosts,
                Declared.certificates(features),
                invitations.invitations());
    }

    /** What a portal's people meet. */
    private People people(
            IdentityModule identity,
            MediaModule files,
            Notifications notifications,
            Templates templates,
            Messages messages,
            ClientTokens tokens) {
        identity.mount(routes);
        var privacy = new PrivacyModule(
                vertx,
                db,
                clock,
                hosts,
                sessions,
                notifications,
                templates,
                messages,
                Declared.ofPerson(files),
                Declared.everything(files));
        privacy.mount(routes);
        privacy.declare(jobs);
        var links = new ObjectLinks(db, notifications, config.limits().codesPerIpPerHour());
        links.mount(routes);
        var home = new HomeModule(db, clock, hosts, links, apps, tokens, PrivacyModule::leaving);
        Declared.cards(home);
        home.mount(routes);
        home.declare(jobs);
        new ViewAsModule(db, hosts, origins).mount(routes);
        if (config.development()) StyleguideRoutes.mount(routes);
        return new People(links, privacy.portal());
    }

    private record People(ObjectLinks links, PortalArchive portal) {}

    /** What the business and the installation work with. */
    private void business(
            Passwords passwords,
            Notifications notifications,
            Accounts accounts,
            Messages messages,
            MediaModule files,
            PortalArchive archive) {
        new ConsoleModule(
                        vertx,
                        db,
                        clock,
                        hosts,
                        origins,
                        staff,
                        passwords,
                        keys,
                        notifications,
                        messages,
                        new Factors(keys, clock),
                        new Passkeys(vertx, db),
                        config.security().staffFactor() == Config.StaffFactor.REQUIRED,
                        config.limits())
                .mount(routes);
        var team = new TeamMail(hosts, origins, messages, notifications);
        new TeamModule(db, clock, passwords, keys, team, config.limits().signInPerIpPerMinute()).mount(routes);
        var first = new FirstRun(db, passwords, keys);
        new OperatorModule(db, clock, config, hosts, origins, sessions, team, first, archive::of).mount(routes);
        new AuditModule(db, clock).mount(routes);
        var contacts = new ContactsModule(
                vertx,
                db,
                clock,
                hosts,
                sessions,
                facts,
                notifications,
                accounts,
                new FilesModule(db, clock, hosts, files, notifications),
                IdentityModule::device,
                new InvitationModule(vertx, db, clock, hosts, notifications).inviting());
        contacts.mount(routes);
        contacts.declare(jobs);
        new AppsRoutes(db, hosts, sessions, apps, config.hosts().base()).mount(routes);
        int mails = config.limits().codeMailsPerTenantPerHour();
        new SignInLinksModule(db, hosts, clock, notifications, apps, mails).mount(routes);
        new SignInSettings(db, hosts, sessions).mount(routes);
        new BusinessRoutes(db, hosts, sessions, messages).mount(routes);
        new SetupModule(db, hosts, messages, notifications, Declared.all(features, Feature::starterParts))
                .mount(routes);
    }

    /** What people and programs hear of at once. */
    private LiveModule live(ApiModule api, List<FeedSource> ours) {
        var live = new LiveModule(
                vertx,
                db,
                clock,
                keys,
                hosts,
                sessions,
                api,
                Declared.feeds(ours, features),
                (tx, contact) -> Social.of(tx, contact).map(Social::showOnline),
                config.limits().socketsPerAccount(),
                config.limits().handshakesPerSecond());
        live.mount(routes);
        return live;
    }

    /** What programs outside hear of. */
    private WebhooksModule webhooks(OutsideClient outside, Notifications notifications, Messages messages) {
        var webhooks = new WebhooksModule(db, clock, keys, notifications, outside, facts, messages);
        webhooks.mount(routes);
        readers.add(webhooks.reader());
        messages.require(webhooks.words());
        return webhooks;
    }

    /** The names of the portals, and their certificates. */
    private DomainModule domains(Notifications notifications) {
        var domains = new DomainModule(vertx, db, clock, config, keys, hosts, origins, sessions, notifications);
        domains.mount(routes);
        domains.declare(jobs);
        return domains;
    }

    private Messages messages() {
        var further = features.stream().map(Feature::words).filter(base -> !base.isEmpty());
        return Messages.load(
                Building.class.getClassLoader(), config.development() || config.pseudoLanguages(), further.toList());
    }

    private Templates templates(Messages messages, Assets assets) {
        var sources = config.home().resolve(Path.of("src", "main", "resources"));
        return config.development()
                ? Templates.reloading(sources, messages, assets)
                : Templates.load(Building.class.getClassLoader(), messages, assets);
    }
}
