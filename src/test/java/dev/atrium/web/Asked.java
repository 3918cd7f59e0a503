package dev.atrium.web;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.lang.reflect.Proxy;

/** A request that has headers and a Host, and fails at anything else it is asked for. */
final class Asked {
    private Asked() {}

    static HttpServerRequest with(String... headers) {
        var all = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i + 1] != null) all.add(headers[i], headers[i + 1]);
        }
        return (HttpServerRequest) Proxy.newProxyInstance(
                Asked.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getHeader" -> all.get(args[0].toString());
                    case "headers" -> all;
                    case "authority" ->
                        all.get("Host") == null ? null : HostAndPort.parseAuthority(all.get("Host"), -1);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
