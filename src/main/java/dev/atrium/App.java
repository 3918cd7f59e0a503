package dev.atrium;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.db.Migrations;
import dev.atrium.db.Schema;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.StartFailure;
import dev.atrium.verticle.MailVerticle;
import dev.atrium.verticle.Management;
import dev.atrium.verticle.SweepVerticle;
import dev.atrium.verticle.WebVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running portal: read the configuration, migrate, deploy; and the same backwards. */
public final class App {
    private static final Logger LOG = LoggerFactory.getLogger(App.class);
    private static final long START_SECONDS = 60;
    private static final long STEP_SECONDS = 5;

    private final Vertx vertx;
    private final House house;
    private final Management management;
    private final WebVerticle.Server server;
    private final List<String> workers;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private App(Vertx vertx, House house, Management management, WebVerticle.Server server, List<String> workers) {
        this.vertx = vertx;
        this.house = house;
        this.management = management;
        this.server = server;
        this.workers = workers;
    }

    /** Serves until it is told to end; with the one word {@code migrate} it only brings the schema up to date. */
    public static void main(String[] args) {
        try {
            var home = Path.of(System.getProperty("portal.home", "."));
            var config = Config.load(home, System.getenv(), Map.of());
            if (args.length == 1 && args[0].equals("migrate")) {
                new Migrations(config.database()).run();
                return;
            }
            var app = start(config, List.of());
            Runtime.getRuntime().addShutdownHook(new Thread(app::stop, "drain"));
            LOG.info("ready on port {}", app.httpPort());
        } catch (StartFailure e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Starts a portal and returns when it serves.
     *
     * @throws StartFailure with one sentence for the person at the terminal
     */
    public static App start(Config config, List<Extra> extras) {
        return start(config, extras, new Clock());
    }

    /** The same with a clock that tests move. */
    public static App start(Config config, List<Extra> extras, Clock clock) {
        var registry = Management.registry();
        var vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(loops(config))
                        .setWorkerPoolSize(8)
                        .setInternalBlockingPoolSize(4)
                        .setMetricsOptions(Management.options()))
                .withMetrics(new MicrometerMetricsFactory(registry))
                .build();
        try {
            var db = new Db(vertx, config.database(), clock);
            await(new Schema(vertx, db, config.database()).prepare());
            var house = await(House.build(vertx, config, clock, db, extras));
            var server = new WebVerticle.Server(config.http(), house.web(), house.extras());
            var management = new Management(config.management(), db, registry);
            var workers = await(deploy(vertx, config, house, server));
            house.origins().listening(server.port());
            await(management.start(vertx));
            management.ready(true);
            return new App(vertx, house, management, server, workers);
        } catch (RuntimeException e) {
            await(vertx.close());
            throw e;
        }
    }

    private static Future<List<String>> deploy(Vertx vertx, Config config, House house, WebVerticle.Server server) {
        var virtual = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
        return vertx.deployVerticle(() -> new WebVerticle(server), new DeploymentOptions().setInstances(loops(config)))
                .compose(x -> Future.all(
                        vertx.deployVerticle(new MailVerticle(house::mailPost)),
                        vertx.deployVerticle(new SweepVerticle(house.db()), virtual)))
                .map(deployed -> deployed.list());
    }

    private static int loops(Config config) {
        return config.http().loops() > 0
                ? config.http().loops()
                : Runtime.getRuntime().availableProcessors();
    }

    public int httpPort() {
        return server.port();
    }

    public int managementPort() {
        return management.port();
    }

    /** Whatever the caller adds to a running portal, such as demo data, goes through the house's own doors. */
    public House house() {
        return house;
    }

    /** Readiness first, then requests under way, then the workers, then the pool. Blocks; safe to call twice. */
    public void stop() {
        if (!stopped.compareAndSet(false, true)) return;
        management.ready(false);
        step("requests", server.drain());
        step("workers", Future.join(workers.stream().map(vertx::undeploy).toList()));
        house.passwords().close();
        step("pool", house.db().close());
        step("threads", vertx.close());
    }

    private static void step(String what, Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(STEP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("draining {} did not end well: {}", what, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(START_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StartFailure failure) throw failure;
            if (e.getCause() instanceof java.net.BindException bind) throw taken(bind);
            throw e;
        }
    }

    private static StartFailure taken(java.net.BindException e) {
        return new StartFailure(
                "A port is taken: " + e.getMessage()
                        + ". Set PORTAL_HTTP_PORT or PORTAL_MANAGEMENT_PORT to a free one.",
                e);
    }
}
