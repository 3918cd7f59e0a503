package dev.atrium.verticle;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.facts.Events;
import dev.atrium.jobs.Jobs;
import dev.atrium.notifications.MailOutbox;
import dev.atrium.webhooks.Webhooks;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Health and metrics on a port of their own, never on a portal's host. */
public final class Management {
    private final Config.Management config;
    private final Db db;
    private final PrometheusMeterRegistry registry;
    private final AtomicLong queued = new AtomicLong();
    private final AtomicLong dead = new AtomicLong();
    private final AtomicLong jobsQueued = new AtomicLong();
    private final AtomicLong jobsLate = new AtomicLong();
    private final AtomicLong jobsDead = new AtomicLong();
    private final AtomicLong factsFresh = new AtomicLong();
    private final AtomicLong readersStuck = new AtomicLong();
    private final AtomicLong hooksQueued = new AtomicLong();
    private final AtomicLong hooksDead = new AtomicLong();
    private final AtomicLong hooksBroken = new AtomicLong();
    private final AtomicLong hooksDisabled = new AtomicLong();
    private volatile boolean ready;
    private @Nullable HttpServer server;

    public Management(Config.Management config, Db db, PrometheusMeterRegistry registry) {
        this.config = config;
        this.db = db;
        this.registry = registry;
        registry.gauge("atrium.mails.queued", queued);
        registry.gauge("atrium.mails.dead", dead);
        registry.gauge("atrium.jobs.queued", jobsQueued);
        registry.gauge("atrium.jobs.late", jobsLate);
        registry.gauge("atrium.jobs.dead", jobsDead);
        registry.gauge("atrium.facts.unnumbered", factsFresh);
        registry.gauge("atrium.readers.stuck", readersStuck);
        registry.gauge("atrium.webhooks.queued", hooksQueued);
        registry.gauge("atrium.webhooks.dead", hooksDead);
        registry.gauge("atrium.webhooks.broken", hooksBroken);
        registry.gauge("atrium.webhooks.disabled", hooksDisabled);
    }

    /** A registry with the process' own meters. */
    public static PrometheusMeterRegistry registry() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        return registry;
    }

    /** Vert.x' own meters, without labels that grow with what clients send. */
    public static MicrometerMetricsOptions options() {
        return new MicrometerMetricsOptions()
                .setLabels(EnumSet.of(Label.HTTP_METHOD, Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME))
                .addDisabledMetricsCategory(MetricsDomain.EVENT_BUS)
                .addDisabledMetricsCategory(MetricsDomain.NET_SERVER)
                .addDisabledMetricsCategory(MetricsDomain.NET_CLIENT)
                .setEnabled(true);
    }

    public Future<?> start(Vertx vertx) {
        var created = vertx.createHttpServer().requestHandler(this::answer);
        server = created;
        return created.listen(config.port(), config.address())
                .recover(e -> Future.failedFuture(
                        Listening.refused("PORTAL_MANAGEMENT_PORT", config.address(), config.port(), e)));
    }

    public int port() {
        return Objects.requireNonNull(server).actualPort();
    }

    /** Says whether new requests are welcome; false from the first moment of a drain. */
    public void ready(boolean value) {
        this.ready = value;
    }

    private void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/health/live" -> request.response().end("alive\n");
            case "/health/ready" -> readiness().onSuccess(good -> health(request, good));
            case "/metrics" -> metrics(request);
            default -> request.response().setStatusCode(404).end();
        }
    }

    /** Without a database its figures keep their last value; the process' own are always fresh. */
    private void metrics(HttpServerRequest request) {
        var mails = MailOutbox.backlog(db).onSuccess(backlog -> {
            queued.set(backlog.queued());
            dead.set(backlog.dead());
        });
        var jobs = Jobs.backlog(db).onSuccess(backlog -> {
            jobsQueued.set(backlog.queued());
            jobsLate.set(backlog.late());
            jobsDead.set(backlog.dead());
        });
        var facts = Events.backlog(db).onSuccess(backlog -> {
            factsFresh.set(backlog.fresh());
            readersStuck.set(backlog.stuck());
        });
        var hooks = Webhooks.backlog(db).onSuccess(backlog -> {
            hooksQueued.set(backlog.queued());
            hooksDead.set(backlog.dead());
            hooksBroken.set(backlog.broken());
            hooksDisabled.set(backlog.disabled());
        });
        Future.join(mails, jobs, facts, hooks).onComplete(x -> scrape(request));
    }

    private void scrape(HttpServerRequest request) {
        request.response()
                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .end(registry.scrape());
    }

    private Future<Boolean> readiness() {
        return ready ? db.answers().map(answers -> ready && answers) : Future.succeededFuture(false);
    }

    private static void health(HttpServerRequest request, boolean good) {
        request.response().setStatusCode(good ? 200 : 503).end(good ? "ready\n" : "not ready\n");
    }
}
