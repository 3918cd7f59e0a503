package dev.atrium.web;

import io.vertx.core.http.HttpServerRequest;

/**
 * Refuses what another site made the browser send. {@code Sec-Fetch-Site} decides (Fetch Metadata, section 2.3); a browser
 * without it must send an {@code Origin} that is this very host's. A request with neither is no browser's form.
 */
final class CrossSite {
    private CrossSite() {}

    static boolean refuses(HttpServerRequest request) {
        var site = request.getHeader("Sec-Fetch-Site");
        if (site != null) return !site.equals("same-origin");
        var origin = request.getHeader("Origin");
        var authority = request.authority();
        if (origin == null || authority == null) return true;
        var host = authority.toString();
        return !origin.equalsIgnoreCase("http://" + host) && !origin.equalsIgnoreCase("https://" + host);
    }
}
