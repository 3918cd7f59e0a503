package dev.atrium.web;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ThreadLocalRandom;

/** A short name for each request: in the answer's header, in every log line about it, and on the page of a 500. */
final class RequestIds {
    private static final String KEY = "request-id";

    private RequestIds() {}

    static String of(RoutingContext context) {
        String known = context.get(KEY);
        if (known != null) return known;
        var id = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
        context.put(KEY, id);
        context.response().putHeader("X-Request-Id", id);
        return id;
    }
}
