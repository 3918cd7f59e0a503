package dev.atrium.api;

import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The OpenAPI document as the reference page shows it. */
final class ApiPage {
    record Group(String tag, List<Operation> operations) {}

    record Operation(
            String method,
            String path,
            String summary,
            String auth,
            List<Param> params,
            String body,
            List<Response> responses) {}

    record Param(String name, String place, String type, boolean required, String description) {}

    record Response(String status, String description) {}

    private ApiPage() {}

    static List<Group> groups(Routes routes, JsonObject document) {
        Map<String, List<Operation>> byTag = new LinkedHashMap<>();
        routes.all().stream()
                .filter(Route::isApi)
                .forEach(route -> byTag.computeIfAbsent(OpenApi.tag(route), tag -> new ArrayList<>())
                        .add(operation(document, route)));
        return byTag.entrySet().stream()
                .map(entry -> new Group(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Operation operation(JsonObject document, Route route) {
        var path = OpenApi.template(route.path());
        var json = document.getJsonObject("paths")
                .getJsonObject(path)
                .getJsonObject(route.method().name().toLowerCase(Locale.ROOT));
        var params = new ArrayList<Param>();
        for (Object item : json.getJsonArray("parameters", new JsonArray())) {
            var param = resolved(document, (JsonObject) item);
            var schema = param.getJsonObject("schema");
            params.add(new Param(
                    param.getString("name"),
                    param.getString("in"),
                    schema.getString("format", schema.getString("type")),
                    param.getBoolean("required", false),
                    param.getString("description", "")));
        }
        var responses = new ArrayList<Response>();
        for (var entry : json.getJsonObject("responses")) {
            responses.add(new Response(
                    entry.getKey(),
                    resolved(document, (JsonObject) entry.getValue()).getString("description")));
        }
        return new Operation(
                route.method().name(),
                path,
                route.summary(),
                auth(json.getJsonArray("security", new JsonArray())),
                params,
                body(document, route),
                responses);
    }

    /** What a reference leads to, or the thing itself. */
    private static JsonObject resolved(JsonObject document, JsonObject node) {
        var reference = node.getString("$ref");
        if (reference == null) return node;
        var found = document;
        for (var step : reference.substring(2).split("/", -1)) found = found.getJsonObject(step);
        return found;
    }

    /** Such as {@code key, token (contacts:read)}. */
    private static String auth(JsonArray security) {
        var schemes = new ArrayList<String>();
        var scopes = new TreeSet<String>();
        for (Object item : security) {
            for (var scheme : (JsonObject) item) {
                schemes.add(scheme.getKey());
                ((JsonArray) scheme.getValue()).forEach(scope -> scopes.add(scope.toString()));
            }
        }
        var words = String.join(", ", schemes);
        return scopes.isEmpty() ? words : words + " (" + String.join(", ", scopes) + ")";
    }

    private static String body(JsonObject document, Route route) {
        var takes = route.takes();
        if (takes == null) return "";
        return document.getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject(takes.getSimpleName())
                .getJsonObject("properties")
                .encodePrettily();
    }
}
