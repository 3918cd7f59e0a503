package dev.atrium.web;

import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** Pages whose address is the key to them: it goes into no referrer and no index, whatever the answer is. */
final class SecretAddress {
    private static final Pattern SECRET = Pattern.compile("/(o|first-run|view-as|calendar|invitation|login/link)/");

    private SecretAddress() {}

    static void keep(Route route, RoutingContext context) {
        if (!SECRET.matcher(route.path()).lookingAt()) return;
        context.addHeadersEndHandler(x ->
                context.response().putHeader("Referrer-Policy", "no-referrer").putHeader("X-Robots-Tag", "noindex"));
    }
}
