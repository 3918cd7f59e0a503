package dev.atrium.domain;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Type;

/**
 * Fetches a small document from an address that a stranger named. The name is resolved here, each address is judged, and the
 * connection goes to exactly the one that passed, so that no second look-up can lead elsewhere (DNS rebinding). Port 443 alone,
 * no redirects, five seconds, 64 KiB.
 */
final class SafeFetch {
    private static final int MOST_BYTES = 64 * 1024;
    private static final int SECONDS = 5;
    private static final int HTTPS = 443;

    private final Dns dns;
    private final HttpClient client;
    private final boolean anywhere;

    /** {@code anywhere}: plain HTTP, any port and any address, for tests. */
    SafeFetch(Vertx vertx, Dns dns, boolean anywhere) {
        this.dns = dns;
        this.anywhere = anywhere;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(SECONDS * 1000)
                        .setIdleTimeout(SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS)
                        .setKeepAlive(false),
                new PoolOptions().setHttp1MaxSize(4).setMaxWaitQueueSize(16));
    }

    /** The body of a 200; fails for everything else. */
    Future<String> get(String url) {
        var uri = URI.create(url);
        boolean tls = "https".equals(uri.getScheme());
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? HTTPS : 80;
        if (!anywhere && (!tls || port != HTTPS)) return Future.failedFuture("only https at port 443");
        return address(uri.getHost())
                .compose(address -> client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setServer(SocketAddress.inetSocketAddress(port, address))
                        .setHost(uri.getHost())
                        .setPort(port)
                        .setSsl(tls)
                        .setURI(uri.getRawPath())
                        .setFollowRedirects(false)
                        .setTimeout(SECONDS * 1000L)))
                .compose(request ->
                        request.putHeader("Accept", "application/json").send())
                .compose(SafeFetch::body);
    }

    private static Future<String> body(HttpClientResponse response) {
        if (response.statusCode() != 200) return Future.failedFuture("answered " + response.statusCode());
        var whole = Buffer.buffer();
        response.handler(part -> {
            if (whole.length() + part.length() > MOST_BYTES) response.request().reset();
            else whole.appendBuffer(part);
        });
        return response.end().timeout(SECONDS, TimeUnit.SECONDS).map(x -> whole.toString());
    }

    private Future<String> address(String host) {
        return dns.resolvers().compose(resolvers -> {
            if (resolvers.isEmpty()) return Future.failedFuture("no resolver");
            var resolver = resolvers.getFirst();
            var a = dns.ask(resolver, host, Type.A);
            var aaaa = dns.ask(resolver, host, Type.AAAA);
            return Future.all(a, aaaa)
                    .compose(x -> chosen(
                            a.result().of(ARecord.class).stream()
                                    .map(ARecord::getAddress)
                                    .toList(),
                            aaaa.result().of(AAAARecord.class).stream()
                                    .map(AAAARecord::getAddress)
                                    .toList()));
        });
    }

    /** One bad address among good ones is a trick: nothing of such a name is fetched. */
    private Future<String> chosen(List<InetAddress> four, List<InetAddress> six) {
        boolean open = four.stream().allMatch(this::allowed) && six.stream().allMatch(this::allowed);
        if (!open || (four.isEmpty() && six.isEmpty())) return Future.failedFuture("no public address");
        return Future.succeededFuture(Doctor.plain(four.isEmpty() ? six.getFirst() : four.getFirst()));
    }

    private boolean allowed(InetAddress address) {
        return anywhere || isPublic(address);
    }

    /** Whether an address is one of the open internet: none of this machine, its networks, or a translator's. */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) return false;
        var bytes = address.getAddress();
        int first = bytes[0] & 255;
        int second = bytes[1] & 255;
        if (bytes.length == 4) {
            boolean shared = first == 100 && second >= 64 && second < 128;
            boolean special = first == 0 || first >= 240 || (first == 192 && second == 0 && (bytes[2] & 255) <= 2);
            boolean test = (first == 198 && (second == 18 || second == 19 || (second == 51 && bytes[2] == 100)))
                    || (first == 203 && second == 0 && bytes[2] == 113);
            return !shared && !special && !test;
        }
        // 2000::/3 alone is handed out; of it 2001::/23, 2002::/16 and 64:ff9b::/96 carry other addresses inside.
        boolean global = (first & 0xe0) == 0x20;
        boolean tunnel = (first == 0x20 && second == 0x02)
                || (first == 0x20 && second == 0x01 && (bytes[2] & 255) < 2)
                || (first == 0x20 && second == 0x01 && (bytes[2] & 255) == 0x0d && (bytes[3] & 255) == 0xb8);
        return global && !tunnel;
    }
}
