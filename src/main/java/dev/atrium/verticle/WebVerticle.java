package dev.atrium.verticle;

import dev.atrium.config.Config;
import dev.atrium.live.LiveModule;
import dev.atrium.web.Goodbye;
import dev.atrium.web.PortalRouter;
import dev.atrium.web.Web;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The HTTP server of one event loop. */
public final class WebVerticle extends VerticleBase {
    private static final Duration GRACE = Duration.ofSeconds(3);
    /** Each negative port is one free one that all instances share. */
    private static final int ANOTHER_FREE = -2;

    /** The longest that a program or page may say at once, in bytes. */
    private static final int MESSAGE = 64 * 1024;

    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    /** What all loops share: what to listen on, what to serve, and how to stop. */
    public static final class Server {
        private final Config.Http config;
        private final Config.Tls tls;
        private final KeyCertOptions certificates;
        private final Web web;
        private final Map<String, Function<Vertx, Router>> extras;
        private final Queue<HttpServer> servers = new ConcurrentLinkedQueue<>();
        private volatile int port;
        private volatile int tlsPort;
        private volatile boolean leaving;
        private final Runnable goodbye;

        /** @param goodbye tells whoever listens to feeds to come back */
        public Server(
                Config.Http config,
                Config.Tls tls,
                KeyCertOptions certificates,
                Web web,
                Map<String, Function<Vertx, Router>> extras,
                Runnable goodbye) {
            this.goodbye = goodbye;
            this.config = config;
            this.tls = tls;
            this.certificates = certificates;
            this.web = web;
            this.extras = extras;
            this.port = config.port();
        }

        /** The port of TLS that was bound, 0 without. */
        public int tlsPort() {
            return tlsPort;
        }

        /** The port that was bound. */
        public int port() {
            return port;
        }

        /**
         * For the time of the notice every answer asks its client to close the connection, so that none sends the next
         * request into a closing socket. Then stops accepting and lets the requests under way end, at most three seconds.
         */
        public Future<Void> drain(Vertx vertx) {
            leaving = true;
            var notice = config.drainNoticeMillis() == 0
                    ? Future.succeededFuture()
                    : vertx.timer(config.drainNoticeMillis(), TimeUnit.MILLISECONDS);
            return notice.onSuccess(x -> goodbye.run())
                    .compose(x -> Future.join(servers.stream()
                            .map(server -> server.shutdown(GRACE.toMillis(), TimeUnit.MILLISECONDS))
                            .toList()))
                    .mapEmpty();
        }
    }

    private final Server server;

    public WebVerticle(Server server) {
        this.server = server;
    }

    @Override
    public Future<?> start() {
        var extras = new HashMap<String, Router>();
        server.extras.forEach((host, router) -> extras.put(host, router.apply(vertx)));
        var router = new PortalRouter(vertx, server.web, extras).build();
        return listen(options(server.config), router, portToBind(server.config.port()))
                .recover(e -> Future.failedFuture(
                        Listening.refused("PORTAL_HTTP_PORT", server.config.address(), server.config.port(), e)))
                .onSuccess(bound -> server.port = bound.actualPort())
                .compose(x -> server.tls.on() ? secure(router) : Future.succeededFuture());
    }

    /** The same router behind TLS, by HTTP/2 for whoever speaks it; each handshake asks anew which certificate it is. */
    private Future<?> secure(Handler<HttpServerRequest> router) {
        var options = options(server.config)
                .setSsl(true)
                .setUseAlpn(true)
                .setSslHandshakeTimeout(HANDSHAKE.toSeconds())
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setKeyCertOptions(server.certificates);
        return listen(options, router, server.tls.port() < 0 ? ANOTHER_FREE : server.tls.port())
                .recover(e -> Future.failedFuture(
                        Listening.refused("PORTAL_TLS_PORT", server.config.address(), server.tls.port(), e)))
                .onSuccess(bound -> server.tlsPort = bound.actualPort());
    }

    private Future<HttpServer> listen(HttpServerOptions options, Handler<HttpServerRequest> router, int port) {
        return vertx.createHttpServer(options)
                .requestHandler(request -> {
                    if (server.leaving) Goodbye.say(request);
                    router.handle(request);
                })
                .listen(port, server.config.address())
                .onSuccess(server.servers::add);
    }

    /** Port 0 means "any, but the same for every loop": −1 shares one free port among the instances of a verticle. */
    private static int portToBind(int port) {
        return port == 0 ? -1 : port;
    }

    private static HttpServerOptions options(Config.Http config) {
        return new HttpServerOptions()
                .setHost(config.address())
                .setAcceptBacklog(1024)
                .setTcpNoDelay(true)
                .setCompressionSupported(true)
                .setCompressionLevel(4)
                .setDecompressionSupported(false)
                .setMaxHeaderSize(16 * 1024)
                .setMaxInitialLineLength(8 * 1024)
                .setMaxFormFields(512)
                .setMaxFormAttributeSize(192 * 1024)
                .setMaxFormBufferedBytes(8 * 1024)
                .setHandle100ContinueAutomatically(true)
                .setMaxWebSocketFrameSize(MESSAGE)
                .setMaxWebSocketMessageSize(MESSAGE)
                // Each socket would hold buffers of its own, for messages that are shared by all.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketSubProtocols(List.of(LiveModule.PROTOCOL))
                .setIdleTimeout(75)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }
}
