package dev.atrium;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.domain.DomainModule;
import dev.atrium.facts.Delivery;
import dev.atrium.facts.FactKinds;
import dev.atrium.facts.Readers;
import dev.atrium.identity.password.Passwords;
import dev.atrium.jobs.JobKinds;
import dev.atrium.jobs.JobWorker;
import dev.atrium.kernel.Clock;
import dev.atrium.live.LiveModule;
import dev.atrium.media.Media;
import dev.atrium.media.Paper;
import dev.atrium.notifications.MailPost;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.TeamNews;
import dev.atrium.outside.OutsideClient;
import dev.atrium.secrets.Keys;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Origins;
import dev.atrium.tenancy.TenantPictures;
import dev.atrium.web.Routes;
import dev.atrium.web.Web;
import dev.atrium.webhooks.WebhooksModule;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.function.Function;

/** All rooms, as {@link Building} has built them. */
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
        TenantPictures pictures,
        DomainModule domains,
        JobKinds jobs,
        Notifications notifications,
        FactKinds facts,
        Readers readers,
        OutsideClient outside,
        WebhooksModule webhooks,
        LiveModule live,
        Map<String, Function<Vertx, Router>> extras) {

    /** Each holds a connection at times; requests must find the others free. */
    private static final int JOBS_AT_A_TIME = 6;

    private static final int JOBS_OF_A_TENANT = 4;
    private static final int READERS_AT_A_TIME = 3;

    Delivery delivery() {
        return new Delivery(db, readers, READERS_AT_A_TIME);
    }

    JobWorker jobWorker() {
        return new JobWorker(db, jobs, JOBS_AT_A_TIME, JOBS_OF_A_TENANT, new TeamNews(notifications)::jobFailed);
    }

    MailPost mailPost() {
        return new MailPost(vertx, db, keys, pictures, config.mail(), new TeamNews(notifications));
    }
}
