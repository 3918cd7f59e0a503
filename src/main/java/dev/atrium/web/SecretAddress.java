package dev.atrium.web;

import io.vertx.ext.web.RoutingContext;

/** Pages whose address is the key to them: it goes into no referrer and no index, whatever the answer is. */
final class SecretAddress {
    private SecretAddress() {}

    static void keep(Route route, RoutingContext context) {
        if (!route.path().startsWith("/o/") && !route.path().startsWith("/view-as/")) return;
        context.addHeadersEndHandler(x ->
                context.response().putHeader("Referrer-Policy", "no-referrer").putHeader("X-Robots-Tag", "noindex"));
    }
}
