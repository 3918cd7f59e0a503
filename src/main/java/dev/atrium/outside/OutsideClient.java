package dev.atrium.outside;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP to an address that somebody named. The name is looked up here and once, every address of the answer must lie
 * outside, and the connection goes to one of these very addresses, so that a name server which answers differently the next
 * time (DNS rebinding) gains nothing. Host and SNI stay the name. Redirects are answers like any other; nothing is unpacked.
 */
public final class OutsideClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int CONNECTIONS_OF_A_HOST = 8;
    private static final int WAITING = 1_000;

    /**
     * What to send.
     *
     * @param timeout for all of it: the name, the connection, the whole answer
     * @param most octets of the answer that are read; the rest is left on the wire and the connection closed
     */
    public record Call(
            HttpMethod method, OutsideUrl url, Map<String, String> headers, Buffer body, Duration timeout, int most) {}

    /** What came back; {@code cut} where the answer was longer than was read. */
    public record Answer(int status, MultiMap headers, Buffer body, boolean cut) {
        public boolean good() {
            return status >= 200 && status < 300;
        }
    }

    private final Vertx vertx;
    private final OutsideRules rules;
    private final Resolver resolver;
    private final HttpClientAgent client;

    public OutsideClient(Vertx vertx, OutsideRules rules) {
        this(vertx, rules, Resolver.ofMachine(vertx), null);
    }

    /** With names that a test answers for, and certificates that it trusts. */
    public OutsideClient(Vertx vertx, OutsideRules rules, Resolver resolver, @Nullable TrustOptions trust) {
        this.vertx = vertx;
        this.rules = rules;
        this.resolver = resolver;
        var options = new HttpClientOptions()
                .setConnectTimeout((int) CONNECT.toMillis())
                .setVerifyHost(true)
                .setForceSni(true)
                .setDecompressionSupported(false)
                .setKeepAliveTimeout(5)
                .setMaxHeaderSize(16 * 1024)
                .setTracingPolicy(io.vertx.core.tracing.TracingPolicy.IGNORE);
        if (trust != null) options.setTrustOptions(trust);
        var pool = new PoolOptions().setHttp1MaxSize(CONNECTIONS_OF_A_HOST).setMaxWaitQueueSize(WAITING);
        this.client = vertx.createHttpClient(options, pool);
    }

    public OutsideRules rules() {
        return rules;
    }

    /** Sends; fails with an {@link OutsideFailure} where no answer came, and with nothing else. */
    public Future<Answer> send(Call call) {
        long until = System.nanoTime() + call.timeout().toNanos();
        return addresses(call.url())
                .timeout(call.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .compose(found -> exchange(call, found.getFirst(), until))
                .recover(e -> Future.failedFuture(failure(e)));
    }

    /** The addresses to connect to; fails where one of them lies inside, or the port is none that is open there. */
    private Future<List<InetAddress>> addresses(OutsideUrl url) {
        Future<List<InetAddress>> found;
        if (url.literal()) found = Future.succeededFuture(List.of(InetAddress.ofLiteral(url.host())));
        // Not every name server knows the names of the machine itself.
        else if (OutsideUrl.ownName(url.host()))
            found = Future.succeededFuture(List.of(InetAddress.getLoopbackAddress()));
        else
            found = resolver.resolve(url.host())
                    .recover(e -> Future.failedFuture(new OutsideFailure(OutsideFailure.Reason.NAME)));
        return found.map(all -> {
            if (all.isEmpty()) throw new OutsideFailure(OutsideFailure.Reason.NAME);
            // All or none: of a name that leads both in and out, nobody could say where a request went.
            if (!all.stream().allMatch(address -> open(address, url)))
                throw new OutsideFailure(OutsideFailure.Reason.INSIDE);
            return all;
        });
    }

    private boolean open(InetAddress address, OutsideUrl url) {
        boolean own = Inside.loopback(address);
        boolean reachable = !Inside.is(address) || (own && rules.loopback());
        return reachable && rules.port(url.port(), own) && (url.tls() || rules.http());
    }

    private Future<Answer> exchange(Call call, InetAddress address, long until) {
        var url = call.url();
        var options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(url.port(), address.getHostAddress()))
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.tls())
                .setMethod(call.method())
                .setURI(url.path())
                .setFollowRedirects(false)
                .setConnectTimeout(CONNECT.toMillis());
        call.headers().forEach(options::addHeader);
        Promise<Answer> answer = Promise.promise();
        client.request(options).onComplete(opened -> {
            if (opened.failed()) answer.tryFail(opened.cause());
            else speak(opened.result(), call, until, answer);
        });
        long left = Math.max(1, (until - System.nanoTime()) / 1_000_000);
        return answer.future().timeout(left, TimeUnit.MILLISECONDS);
    }

    private void speak(HttpClientRequest request, Call call, long until, Promise<Answer> answer) {
        long left = (until - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            request.reset();
            answer.tryFail(new OutsideFailure(OutsideFailure.Reason.TIMEOUT));
            return;
        }
        // Of a drip that never ends, the timer closes the connection; the answer has failed by then.
        long timer = vertx.setTimer(left, x -> {
            answer.tryFail(new OutsideFailure(OutsideFailure.Reason.TIMEOUT));
            request.reset();
        });
        answer.future().onComplete(x -> vertx.cancelTimer(timer));
        request.exceptionHandler(answer::tryFail);
        request.response()
                .onSuccess(response -> read(request, response, call.most(), answer))
                .onFailure(answer::tryFail);
        request.send(call.body()).onFailure(answer::tryFail);
    }

    private static void read(HttpClientRequest request, HttpClientResponse response, int most, Promise<Answer> answer) {
        var body = Buffer.buffer();
        response.exceptionHandler(answer::tryFail);
        response.endHandler(
                x -> answer.tryComplete(new Answer(response.statusCode(), response.headers(), body, false)));
        response.handler(chunk -> {
            int room = most - body.length();
            if (chunk.length() <= room) {
                body.appendBuffer(chunk);
                return;
            }
            body.appendBuffer(chunk, 0, Math.max(0, room));
            if (answer.tryComplete(new Answer(response.statusCode(), response.headers(), body, true))) request.reset();
        });
    }

    private static OutsideFailure failure(Throwable cause) {
        if (cause instanceof OutsideFailure known) return known;
        for (Throwable e = cause; e != null; e = e.getCause()) {
            if (e instanceof SSLException || e instanceof java.security.cert.CertificateException)
                return new OutsideFailure(OutsideFailure.Reason.TLS);
        }
        if (cause instanceof java.util.concurrent.TimeoutException)
            return new OutsideFailure(OutsideFailure.Reason.TIMEOUT);
        if (cause instanceof java.net.ConnectException || cause instanceof java.net.NoRouteToHostException)
            return new OutsideFailure(OutsideFailure.Reason.CONNECT);
        return new OutsideFailure(OutsideFailure.Reason.BROKEN);
    }

    @Override
    public void close() {
        client.close();
    }
}
