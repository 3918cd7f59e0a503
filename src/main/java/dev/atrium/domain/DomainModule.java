package dev.atrium.domain;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.jobs.JobKinds;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Scope;
import dev.atrium.media.Paper;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.secrets.Keys;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Origins;
import dev.atrium.web.Challenges;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;

/** The door to domains. */
public final class DomainModule {
    public static final List<NotificationType> TYPES = DomainTold.ALL;

    private static final int ORDERS_WAITING = 64;

    private final Db db;
    private final DomainRoutes pages;
    private final DomainApi api;
    private final SenderPage sender;
    private final DomainWatch watch;
    private final Certifier certifier;
    private final Certificates certificates;
    private final Paper orders;

    public DomainModule(
            Vertx vertx,
            Db db,
            Clock clock,
            Config config,
            Keys keys,
            Hosts hosts,
            Origins origins,
            Sessions sessions,
            Notifications notifications) {
        this.db = db;
        var dns = new Dns(vertx, config.domains());
        var connecting = config.domains().connect();
        var connect = new DomainConnect(dns, DomainConnect.outside(vertx, dns, connecting.insecure()), connecting);
        var told = new DomainTold(notifications, origins);
        this.watch = new DomainWatch(
                db,
                clock,
                hosts,
                new Doctor(dns, config.domains()),
                connect,
                told,
                config.domains(),
                config.tls().certifies());
        this.orders = new Paper(vertx, ORDERS_WAITING);
        this.certifier = new Certifier(db, clock, keys, hosts, orders, watch, config.tls());
        this.certificates = new Certificates(vertx, db, keys, hosts, config.tls());
        var acts = new DomainActs(db, hosts, sessions, watch, told);
        this.pages = new DomainRoutes(db, hosts, origins, acts, connect, config);
        this.api = new DomainApi(db, acts, config.domains());
        this.sender = new SenderPage(db, dns, config.mail());
    }

    public void mount(Routes routes) {
        pages.mount(routes);
        api.mount(routes);
        sender.mount(routes);
    }

    public void declare(JobKinds jobs) {
        jobs.add(watch.kind());
        jobs.add(certifier.kind());
    }

    /** Looks at a domain now and draws the consequence, as the job does. */
    public Future<Void> look(UUID tenant, UUID domain) {
        return watch.look(tenant, domain)
                .compose(look -> look.domain().isEmpty()
                        ? Future.succeededFuture()
                        : db.write(Scope.job(tenant, Domain.CHECK), tx -> watch.apply(tx, look))
                                .mapEmpty());
    }

    /** What authorities are answered. */
    public Challenges challenges() {
        return certifier;
    }

    /** What this server shows in handshakes. */
    public Certificates certificates() {
        return certificates;
    }

    /** Orders of certificates, which block whoever places them. */
    public Paper orders() {
        return orders;
    }

    /** The messages that states and faults are named by. */
    public static List<String> words() {
        return DomainPage.words();
    }
}
