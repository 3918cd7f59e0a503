package dev.atrium;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.db.Migrations;
import dev.atrium.db.Schema;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.StartFailure;
import dev.atrium.operator.FirstRun;
import dev.atrium.verticle.FactsVerticle;
import dev.atrium.verticle.HooksVerticle;
import dev.atrium.verticle.JobsVerticle;
import dev.atrium.verticle.MailVerticle;
import dev.atrium.verticle.Management;
import dev.atrium.verticle.PaperVerticle;
import dev.atrium.verticle.SweepVerticle;
import dev.atrium.verticle.WebVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
    /** Of a whole stop; orchestrators and people wait five seconds. */
    private static final Duration STOP = Duration.ofMillis(4_500);

    /** From readiness to the parsing of pages nobody asked for yet. */
    private static final Duration PARSE_AHEAD = Duration.ofMillis(500);

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

    /**
     * Serves until it is told to end; with the word {@code migrate} it only brings the schema up to date, and
     * {@code operator EMAIL} makes somebody an operator.
     */
    public static void main(String[] args) {
        try {
            var home = Path.of(System.getProperty("portal.home", "."));
            var config = Config.load(home, System.getenv(), Map.of());
            if (args.length == 1 && args[0].equals("migrate")) {
                new Migrations(config.database()).run();
                return;
            }
            if (args.length > 1 && args[0].equals("tenant")) {
                TenantCommand.run(config, List.of(args).subList(1, args.length));
                return;
            }
            if (args.length > 1 && args[0].equals("operator")) {
                OperatorCommand.run(config, List.of(args).subList(1, args.length));
                return;
            }
            var app = start(config, List.of());
            Runtime.getRuntime().addShutdownHook(new Thread(app::end, "drain"));
            await(FirstRun.offer(app.house.db()))
                    .ifPresent(path -> LOG.warn(
                            "Nobody runs this installation yet. Open {}{} within a day, once, to become its operator.",
                            app.house.origins().ofConsole(),
                            path));
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
        return start(config, extras, new Clock(), List.of());
    }

    /** The same with a clock that tests move, and further features. */
    public static App start(Config config, List<Extra> extras, Clock clock, List<Feature> features) {
        var registry = Management.registry();
        var vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(loops(config))
                        .setPreferNativeTransport(config.http().nativeTransport())
                        .setWorkerPoolSize(8)
                        .setInternalBlockingPoolSize(4)
                        // Nothing is unpacked into the temporary directory: the root file system may be read-only.
                        .setFileSystemOptions(new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false))
                        .setMetricsOptions(Management.options()))
                .withMetrics(new MicrometerMetricsFactory(registry))
                .build();
        try {
            var db = new Db(vertx, config.database(), clock);
            await(new Schema(vertx, db, config.database()).prepare());
            var house = await(new Building(vertx, config, clock, db, extras, features).build());
            var server = new WebVerticle.Server(
                    config.http(),
                    config.tls(),
                    house.domains().certificates().options(),
                    house.web(),
                    house.extras(),
                    house.live()::leave);
            await(house.domains().certificates().open());
            var management = new Management(config.management(), db, registry);
            var workers = await(deploy(vertx, config, house, server));
            house.origins().listening(server.port());
            await(management.start(vertx));
            management.ready(true);
            // After the first requests: references were checked before, and no event loop should parse a page later. On
            // a
            // thread of its own, which nobody waits for: a portal that is stopped meanwhile has no loop left to hear of
            // it.
            vertx.setTimer(
                    PARSE_AHEAD.toMillis(),
                    x -> Thread.ofPlatform()
                            .daemon()
                            .name("parse-ahead")
                            .start(() -> house.web().templates().compile(Locale.ENGLISH)));
            return new App(vertx, house, management, server, workers);
        } catch (RuntimeException e) {
            await(vertx.close());
            throw e;
        }
    }

    private static Future<List<String>> deploy(Vertx vertx, Config config, House house, WebVerticle.Server server) {
        var virtual = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
        var papers = new DeploymentOptions()
                .setThreadingModel(ThreadingModel.WORKER)
                .setInstances(PaperVerticle.instances())
                .setWorkerPoolName("paper")
                .setWorkerPoolSize(PaperVerticle.instances());
        return vertx.deployVerticle(() -> new WebVerticle(server), new DeploymentOptions().setInstances(loops(config)))
                .compose(x -> Future.all(List.of(
                        vertx.deployVerticle(new MailVerticle(house::mailPost)),
                        vertx.deployVerticle(() -> new PaperVerticle(house.paper()), papers),
                        vertx.deployVerticle(new PaperVerticle(house.domains().orders()), virtual),
                        vertx.deployVerticle(new FactsVerticle(
                                house.delivery(), config.limits().factRoundsPerSecond())),
                        vertx.deployVerticle(new JobsVerticle(house.jobWorker())),
                        vertx.deployVerticle(new HooksVerticle(house.webhooks().courier())),
                        vertx.deployVerticle(new SweepVerticle(house.db(), house.readers(), house.media()), virtual))))
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

    /** The port of TLS that was bound; 0 where a proxy ends TLS. */
    public int tlsPort() {
        return server.tlsPort();
    }

    public int managementPort() {
        return management.port();
    }

    /** Whatever the caller adds to a running portal, such as demo data, goes through the house's own doors. */
    public House house() {
        return house;
    }

    /**
     * Readiness first, then requests under way, then the workers, then the pool: at most {@link #STOP} for all of it.
     * Blocks; safe to call twice.
     */
    public void stop() {
        if (!stopped.compareAndSet(false, true)) return;
        long deadline = System.nanoTime() + STOP.toNanos();
        management.ready(false);
        step("requests", server.drain(vertx), deadline);
        step("workers", Future.join(workers.stream().map(vertx::undeploy).toList()), deadline);
        house.passwords().close();
        step("pool", house.db().close(), deadline);
        step("threads", vertx.close(), deadline);
    }

    /** An ordered stop is a success: without this, the JVM would end with 143 after SIGTERM. */
    private void end() {
        stop();
        Runtime.getRuntime().halt(0);
    }

    private static void step(String what, Future<?> future, long deadline) {
        try {
            future.toCompletionStage().toCompletableFuture().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
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
            throw e;
        }
    }
}
