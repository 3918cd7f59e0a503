package dev.atrium.media;

import dev.atrium.config.Config;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.streams.WriteStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bucket of any store that speaks the S3 protocol, by path-style addresses. One PUT per file (the protocol takes 5 GB in
 * one), whose signed hash the store checks: a file is there whole or not at all.
 */
final class S3Storage implements Storage {
    private static final Logger LOG = LoggerFactory.getLogger(S3Storage.class);
    private static final int CONNECTIONS = 32;
    private static final int WAITING = 256;
    private static final long CONNECT_MS = 5_000;
    private static final long IDLE_MS = 60_000;

    private final Vertx vertx;
    private final Config.S3 config;
    private final Clock clock;
    private final HttpClient client;
    private final SigV4 signature;
    private final String host;

    S3Storage(Vertx vertx, Config.S3 config, Clock clock) {
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
        this.signature = new SigV4(
                config.region(), config.accessKey(), config.secretKey().value());
        var uri = URI.create(config.endpoint());
        boolean tls = "https".equals(uri.getScheme());
        int port = uri.getPort() < 0 ? tls ? 443 : 80 : uri.getPort();
        this.host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + port;
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setSsl(tls)
                        .setDefaultHost(uri.getHost())
                        .setDefaultPort(port)
                        .setConnectTimeout((int) CONNECT_MS)
                        .setDecompressionSupported(false))
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING))
                .withConnectHandler(connection -> connection.exceptionHandler(S3Storage::told))
                .build();
    }

    @Override
    public Future<Void> put(String key, Path staged, long size, String sha256) {
        return vertx.fileSystem()
                .open(staged.toString(), new OpenOptions().setWrite(false).setCreate(false))
                .compose(file -> request(HttpMethod.PUT, key, Map.of("content-length", Long.toString(size)), sha256)
                        .compose(request -> send(request, file))
                        .eventually(file::close));
    }

    /** A store may refuse before it has read everything: what is still to be sent then stays, and the connection goes. */
    private static Future<Void> send(HttpClientRequest request, AsyncFile file) {
        var pipe = file.pipe().endOnFailure(false);
        pipe.to(request).onFailure(e -> {
            request.exceptionHandler(S3Storage::told);
            request.connection().close();
        });
        return answer(request.response()).compose(S3Storage::done).onFailure(e -> pipe.close());
    }

    @Override
    public Future<Void> flow(String key, long from, long length, WriteStream<Buffer> to) {
        var range = Map.of("range", "bytes=" + from + "-" + (from + length - 1));
        return request(HttpMethod.GET, key, range, SigV4.EMPTY)
                .compose(request -> answer(request.send()))
                .compose(response -> response.statusCode() == 206
                        ? response.pipeTo(to)
                        : done(response).compose(x -> refused(200)));
    }

    @Override
    public Future<Void> delete(String key) {
        return request(HttpMethod.DELETE, key, Map.of(), SigV4.EMPTY)
                .compose(request -> answer(request.send()))
                .compose(response -> response.statusCode() == 404 ? response.end() : done(response));
    }

    private Future<HttpClientRequest> request(HttpMethod method, String key, Map<String, String> more, String sha256) {
        var headers = new HashMap<>(more);
        headers.put("host", host);
        var path = "/" + config.bucket() + "/" + key;
        var signed = signature.sign(method.name(), path, headers, sha256, clock.now());
        var options = new RequestOptions()
                .setMethod(method)
                .setURI(SigV4.encode(path))
                .setConnectTimeout(CONNECT_MS)
                .setIdleTimeout(IDLE_MS);
        signed.forEach(options::putHeader);
        return answer(client.request(options)).map(request -> request.exceptionHandler(S3Storage::told));
    }

    /** What ends a request fails its answer as well, which is where it is told. */
    private static void told(Throwable e) {
        LOG.debug("a request to the file store ended early", e);
    }

    /** Nobody there, hung up in between, or silent: all of these pass. */
    private static <T> Future<T> answer(Future<T> asked) {
        return asked.recover(e -> {
            LOG.warn("the file store cannot be reached: {}", e.toString());
            return Future.failedFuture(Problem.unavailable());
        });
    }

    private static Future<Void> done(HttpClientResponse response) {
        if (response.statusCode() / 100 == 2) return response.end();
        // What it says is for the log, which needs the beginning at most; the rest goes with the connection.
        return response.body().compose(body -> {
            var said = body.getString(0, Math.min(500, body.length()));
            LOG.warn("the file store answered {}: {}", response.statusCode(), said);
            return refused(response.statusCode());
        });
    }

    private static Future<Void> refused(int status) {
        return Future.failedFuture(status == 507 ? Problem.of(507, "storage-full") : Problem.unavailable());
    }
}
