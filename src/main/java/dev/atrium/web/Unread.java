package dev.atrium.web;

import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** A body that waits until its handler reads it, and what becomes of it where nobody does. */
final class Unread {
    /** Read and thrown away after a refusal, so that the client gets to see the answer; more is not worth reading. */
    private static final long SPARE_BYTES = 1024 * 1024;

    private Unread() {}

    static void hold(RoutingContext context) {
        context.request().pause();
        context.next();
    }

    /**
     * Tells the client to say nothing more on this connection: some stop sending a body once it is refused, and their next
     * request would be read as the rest of it.
     */
    static void last(RoutingContext context) {
        if (context.request().version() == HttpVersion.HTTP_1_1)
            context.response().putHeader("Connection", "close");
    }

    /** Lets go of the rest of the body. Whoever sends on for long is hung up on. */
    static void discard(RoutingContext context) {
        var request = context.request();
        if (request.isEnded()) return;
        var left = new long[] {SPARE_BYTES};
        request.exceptionHandler(gone -> {});
        request.handler(buffer -> {
            left[0] -= buffer.length();
            if (left[0] < 0) request.connection().close();
        });
        request.resume();
    }
}
