package dev.atrium.web;

import io.vertx.core.http.HttpServerRequest;

/**
 * Refuses what another site made the browser send. {@code Sec-Fetch-Site} decides (Fetch Metadata, section 2.3); a browser
 * without it must send an {@code Origin} that is this very host's. A request with neither is no browser's form.
 */
public final class CrossSite {
    private CrossSite() {}

    /** Whether another site made the browser send it, or it does not say that none did. */
    public static boolean refuses(Request request) {
        return refuses(request.context().request());
    }

    /** Whether a browser says that a page of this very host has sent it. */
    public static boolean ownOrigin(Request request) {
        return ownOrigin(request.context().request());
    }

    static boolean refuses(HttpServerRequest request) {
        var site = request.getHeader("Sec-Fetch-Site");
        if (site != null) return !site.equals("same-origin");
        return !ownOrigin(request);
    }

    /** Whether the one {@code Origin} that it names is that of this very host. */
    static boolean ownOrigin(HttpServerRequest request) {
        var origins = request.headers().getAll("Origin");
        var authority = request.authority();
        if (origins.size() != 1 || authority == null) return false;
        var host = authority.toString();
        return origins.getFirst().equalsIgnoreCase("http://" + host)
                || origins.getFirst().equalsIgnoreCase("https://" + host);
    }
}
