package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Portal;
import io.vertx.core.http.HttpMethod;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The registry is the whole truth: what the router answers is declared there. */
class RegistryTest {
    @Test
    void nothing_is_mounted_outside_the_registry_but_assets() {
        try (var portal = Portal.start()) {
            var house = portal.house();
            var router = new PortalRouter(house.vertx(), house.web(), Map.of());
            for (boolean console : new boolean[] {false, true}) {
                var declared = new TreeSet<String>();
                declared.add("GET /assets/");
                for (var route : house.routes().all()) {
                    if (route.audience().console() != console) continue;
                    declared.add(route.method() + " " + route.path());
                    if (route.method().equals(HttpMethod.GET)) declared.add("HEAD " + route.path());
                }
                var mounted = new TreeSet<String>();
                // The routes without a path answer what no other route does, and failures.
                for (var shelf : router.shelves(console).all()) {
                    for (var route : shelf.getRoutes()) {
                        if (route.getPath() == null) continue;
                        for (var method : methods(route)) mounted.add(method + " " + route.getPath());
                    }
                }
                assertEquals(declared, mounted);
            }
        }
    }

    private static Set<String> methods(io.vertx.ext.web.Route route) {
        var names = new HashSet<String>();
        if (route.methods() == null || route.methods().isEmpty()) names.add("any");
        else route.methods().forEach(method -> names.add(method.name()));
        return names;
    }
}
