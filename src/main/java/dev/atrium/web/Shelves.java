package dev.atrium.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The routes of one site, each where a request can find it by its method, its number of segments and its first word. A router
 * of Vert.x tries one route after the other, and of eight hundred that takes longer than what most of them do.
 */
final class Shelves {
    private static final String ASSETS = "/assets/";

    private final Map<String, Router> routers = new HashMap<>();
    private final Router assets;
    private final Router others;

    /** @param router makes one of the routes that it is given, in their order, with what answers where none of them does */
    Shelves(Collection<Route> routes, Router assets, Function<List<Route>, Router> router) {
        Map<String, List<Route>> byName = new LinkedHashMap<>();
        for (var route : routes) {
            var name = name(route.method(), route.path());
            if (name.contains(":")) throw new IllegalArgumentException("begins with a slot: " + route.path());
            byName.computeIfAbsent(name, x -> new ArrayList<>()).add(route);
        }
        byName.forEach((name, some) -> routers.put(name, router.apply(some)));
        this.assets = assets;
        this.others = router.apply(List.of());
    }

    /** The one that has every route that could answer. */
    Router of(RoutingContext context) {
        var path = context.normalizedPath();
        if (path.startsWith(ASSETS)) return assets;
        return routers.getOrDefault(name(context.request().method(), path), others);
    }

    /** All of them. */
    List<Router> all() {
        var all = new ArrayList<>(routers.values());
        all.add(assets);
        all.add(others);
        return all;
    }

    private static String name(HttpMethod method, String path) {
        var segments = segments(path);
        var read = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        return read + " " + segments.length + " " + word(segments);
    }

    /** A path may end in a slash or not: the same route answers. */
    private static String[] segments(String path) {
        return (path.endsWith("/") ? path.substring(0, path.length() - 1) : path).split("/", -1);
    }

    /** The version of the API and the tenant of the console say nothing: what comes after them does. */
    private static String word(String... segments) {
        if (segments.length < 2) return "";
        boolean deep = segments[1].equals("api") || segments[1].equals("t");
        if (!deep) return segments[1];
        return segments[1] + "/" + (segments.length > 3 ? segments[3] : "");
    }
}
