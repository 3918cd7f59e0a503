package dev.atrium;

import dev.atrium.config.Config;
import dev.atrium.db.Migrations;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running portal: read the configuration, migrate, deploy; and the same backwards. */
public final class App {
    private static final Logger LOG = LoggerFactory.getLogger(App.class);
    private static final long START_SECONDS = 60;
    private static final long DRAIN_SECONDS = 25;

    private final Vertx vertx;
    private final House house;
    private final Management management;
    private final WebVerticle.Server server;

    private App(Vertx vertx, House house, Management management, WebVerticle.Server server) {
        this.vertx = vertx;
        this.house = house;
        this.management = management;
        this.server = server;
    }

    public static void main(String[] args) {
        try {
            var home = Path.of(System.getProperty("portal.home", "."));
            var app = start(Config.load(home, System.getenv(), Map.of()), List.of());
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
        new Migrations(config.database()).run();
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
            var house = await(House.build(vertx, config, clock, extras));
            var server = new WebVerticle.Server(config.http(), house.web(), house.extras());
            var management = new Management(config.management(), house.db(), registry);
            await(deploy(vertx, config, house, server));
            house.origins().listening(server.port());
            await(management.start(vertx));
            management.ready(true);
            return new App(vertx, house, management, server);
        } catch (RuntimeException e) {
            await(vertx.close());
            throw e;
        }
    }

    private static Future<?> deploy(Vertx vertx, Config config, House house, WebVerticle.Server server) {
        var virtual = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
        return vertx.deployVerticle(() -> new WebVerticle(server), new DeploymentOptions().setInstances(loops(config)))
                .compose(x -> vertx.deployVerticle(new MailVerticle(house::mailPost), virtual))
                .compose(x -> vertx.deployVerticle(new SweepVerticle(house.db()), virtual));
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
        management.ready(false);
        try {
            server.drain()
                    .eventually(vertx::close)
                    .eventually(house::close)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the drain did not end well: {}", e.toString());
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
