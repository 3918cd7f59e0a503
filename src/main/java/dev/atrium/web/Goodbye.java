package dev.atrium.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** How a stopping server asks a client to bring its next request to another connection (RFC 9112, section 9.6). */
public final class Goodbye {
    private Goodbye() {}

    /** Marks the answer to a request; HTTP/2 has a frame of its own for that, which closing the server sends. */
    public static void say(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }
}
