package dev.atrium.wall;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.web.Route;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Calls a route of the registry with values in its slots. */
final class Walk {
    /** Further fields without which a route refuses a form before it looks at the id: path to fields. */
    private static final Map<String, Map<String, String>> FIELDS = Map.of(
            "/invitation/:invitation", Map.of("name", "Ivy Invited", "password", "four-grey-herons"),
            "/t/:slug/announcements/:announcement/links", Map.of("days", "30"));

    private final Portal portal;
    private final WallFixture fixture;
    private final Slots slots;

    Walk(Portal portal, WallFixture fixture) {
        this.portal = portal;
        this.fixture = fixture;
        this.slots = new Slots(portal, fixture);
    }

    static boolean isConsole(Route route) {
        return route.audience().console();
    }

    /** Slot to what it names: those of the registry, and the tenant's slug in a console path. */
    static Map<String, String> slots(Route route) {
        var all = new LinkedHashMap<>(route.slots());
        if (route.path().contains(":slug")) all.put("slug", "slug");
        return all;
    }

    /** The tenant in which the caller is, on this route: the host's, or on the console the person's own. */
    static String home(Route route, Caller caller) {
        return isConsole(route) ? caller.tenant() : Portal.ACME;
    }

    Visitor visitor(Route route, Caller caller) {
        return caller.at(isConsole(route) ? "console.localhost" : Portal.ACME + ".localhost", portal, fixture);
    }

    /** The values of every slot; the visitor gets the cookies that the caller's own values need. */
    Map<String, Slots.Slot> values(Route route, Caller caller, Visitor visitor) {
        var values = new LinkedHashMap<String, Slots.Slot>();
        slots(route)
                .forEach((name, entity) -> values.put(name, slots.of(entity, caller, home(route, caller), visitor)));
        return values;
    }

    /** Calls with the caller's own in every slot but {@code changed}, which holds {@code value}. */
    Answer call(Visitor visitor, Route route, Map<String, Slots.Slot> values, String changed, String value) {
        Map<String, String> filled = values.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getKey().equals(changed)
                                ? value
                                : entry.getValue().own()));
        return send(visitor, route, filled);
    }

    /** The caller's own in every slot. */
    Map<String, String> filled(Map<String, Slots.Slot> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().own()));
    }

    /** Sends further fields, in the form or the query, that no route should listen to. */
    Answer send(Visitor visitor, Route route, Map<String, String> filled, Map<String, String> lies) {
        var path = route.path();
        var body = new LinkedHashMap<>(FIELDS.getOrDefault(route.path(), Map.of()));
        body.putAll(lies);
        for (var entry : filled.entrySet()) {
            var segment = ":" + entry.getKey();
            if (Set.of(path.split("/", -1)).contains(segment)) path = path.replace(segment, entry.getValue());
            else body.put(entry.getKey(), entry.getValue());
        }
        return route.changes()
                ? visitor.send(route.method().name(), path, Visitor.encode(body), "application/x-www-form-urlencoded")
                : visitor.get(path + "?" + Visitor.encode(body));
    }

    Answer send(Visitor visitor, Route route, Map<String, String> filled) {
        var path = route.path();
        var body = new LinkedHashMap<>(FIELDS.getOrDefault(route.path(), Map.of()));
        for (var entry : filled.entrySet()) {
            var segment = ":" + entry.getKey();
            if (Set.of(path.split("/", -1)).contains(segment)) path = path.replace(segment, entry.getValue());
            else body.put(entry.getKey(), entry.getValue());
        }
        var method = route.method().name();
        if (!route.changes()) return visitor.get(path);
        if (route.takes() != null)
            return visitor.json(method, path, JsonObject.mapFrom(body).encode());
        return visitor.send(method, path, Visitor.encode(body), "application/x-www-form-urlencoded");
    }
}
