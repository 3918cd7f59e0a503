package dev.atrium.api;

import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The OpenAPI document as the reference page shows it. */
final class ApiPage {
    record Group(String tag, List<Operation> operations) {}

    record Operation(
            String method, String path, String summary, String auth, List<Param> params, String body, List<Response> responses) {}

    record Param(String name, String place, String type, boolean required) {}

    record Response(String status, String description) {}

    private ApiPage() {}

    static List<Group> groups(Routes routes) {
        var document = OpenApi.document(routes);
        Map<String, List<Operation>> byTag = new LinkedHashMap<>();
        routes.all().stream()
                .filter(Route::isApi)
                .forEach(route -> byTag.computeIfAbsent(OpenApi.tag(route), tag -> new ArrayList<>())
                        .add(operation(document, route)));
        return byTag.entrySet().stream().map(entry -> new Group(entry.getKey(), entry.getValue())).toList();
    }

    private static Operation operation(JsonObject document, Route route) {
        var path = OpenApi.template(route.path());
        var json = document.getJsonObject("paths")
                .getJsonObject(path)
                .getJsonObject(route.method().name().toLowerCase(Locale.ROOT));
        var params = new ArrayList<Param>();
        for (Object item : json.getJsonArray("parameters", new io.vertx.core.json.JsonArray())) {
            params.add(new Param(((JsonObject) item).getString("name"), "path", "uuid", true));
        }
        var responses = new ArrayList<Response>();
        for (var entry : json.getJsonObject("responses")) {
            responses.add(new Response(entry.getKey(), ((JsonObject) entry.getValue()).getString("description")));
        }
        return new Operation(
                route.method().name(),
                path,
                route.summary(),
                json.getJsonArray("security").encode().contains("token") ? "token, session" : "",
                params,
                body(document, route),
                responses);
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
