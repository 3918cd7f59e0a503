package dev.atrium.api;

import dev.atrium.web.Audience;
import dev.atrium.web.ProblemDetails;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.TreeMap;

/** The OpenAPI 3.1 document, drawn from the route registry: what is not declared there does not exist. */
public final class OpenApi {
    private OpenApi() {}

    /** The document as indented JSON. */
    public static String json(Routes routes) {
        return document(routes).encodePrettily();
    }

    static JsonObject document(Routes routes) {
        var schemas = new Schemas();
        schemas.of(ProblemDetails.class);
        var paths = new TreeMap<String, JsonObject>();
        routes.all().stream()
                .filter(Route::isApi)
                .forEach(route -> paths.computeIfAbsent(template(route.path()), path -> new JsonObject())
                        .put(route.method().name().toLowerCase(Locale.ROOT), operation(route, schemas)));
        var byPath = new JsonObject();
        paths.forEach(byPath::put);
        return new JsonObject()
                .put("openapi", "3.1.0")
                .put(
                        "info",
                        new JsonObject()
                                .put("title", "Atrium portal API")
                                .put("version", "1")
                                .put(
                                        "license",
                                        new JsonObject()
                                                .put("name", "Apache-2.0")
                                                .put("identifier", "Apache-2.0"))
                                .put(
                                        "description",
                                        "The API of one portal, at the portal's own host. Problems are RFC 9457."))
                .put("servers", new JsonArray().add(new JsonObject().put("url", "/")))
                .put("paths", byPath)
                .put(
                        "components",
                        new JsonObject()
                                .put("schemas", schemas.all())
                                .put(
                                        "securitySchemes",
                                        new JsonObject()
                                                .put(
                                                        "token",
                                                        new JsonObject()
                                                                .put("type", "http")
                                                                .put("scheme", "bearer")
                                                                .put("bearerFormat", "JWT"))
                                                .put(
                                                        "session",
                                                        new JsonObject()
                                                                .put("type", "apiKey")
                                                                .put("in", "cookie")
                                                                .put("name", "__Host-session"))));
    }

    /** {@code /a/:b} as {@code /a/{b}}. */
    static String template(String path) {
        return path.replaceAll(":([a-z_]+)", "{$1}");
    }

    private static JsonObject operation(Route route, Schemas schemas) {
        var operation = new JsonObject()
                .put("operationId", operationId(route))
                .put("summary", route.summary())
                .put("tags", new JsonArray().add(tag(route)))
                .put("security", security(route));
        var parameters = new JsonArray();
        for (var segment : route.path().split("/", -1)) {
            if (segment.startsWith(":")) parameters.add(parameter(segment.substring(1)));
        }
        route.headers().forEach((name, meaning) -> parameters.add(header(name, meaning)));
        if (!parameters.isEmpty()) operation.put("parameters", parameters);
        var takes = route.takes();
        if (takes != null) {
            operation.put(
                    "requestBody",
                    new JsonObject()
                            .put("required", true)
                            .put("content", content("application/json", schemas.of(takes))));
        }
        if (route.isStreaming()) {
            var bytes = new JsonObject().put("type", "string").put("format", "binary");
            operation.put(
                    "requestBody",
                    new JsonObject()
                            .put("required", true)
                            .put("content", content("application/offset+octet-stream", bytes)));
        }
        return operation.put("responses", responses(route, schemas));
    }

    private static JsonObject header(String name, String meaning) {
        return new JsonObject()
                .put("name", name)
                .put("in", "header")
                .put("required", true)
                .put("description", meaning)
                .put("schema", new JsonObject().put("type", "string"));
    }

    private static JsonObject parameter(String name) {
        return new JsonObject()
                .put("name", name)
                .put("in", "path")
                .put("required", true)
                .put("schema", new JsonObject().put("type", "string").put("format", "uuid"));
    }

    private static JsonObject responses(Route route, Schemas schemas) {
        var responses = new JsonObject();
        var gives = route.gives();
        if (gives == null) {
            responses.put("204", new JsonObject().put("description", "Done"));
        } else {
            responses.put(
                    "200",
                    new JsonObject()
                            .put("description", "Done")
                            .put("content", content("application/json", schemas.of(gives))));
        }
        var problem = content("application/problem+json", schemas.of(ProblemDetails.class));
        responses.put(
                "401",
                new JsonObject().put("description", "No valid token or session").put("content", problem));
        for (int status : route.refusals()) {
            var phrase = io.netty.handler.codec.http.HttpResponseStatus.valueOf(status)
                    .reasonPhrase();
            responses.put(
                    Integer.toString(status),
                    new JsonObject().put("description", phrase).put("content", problem));
        }
        return responses;
    }

    private static JsonObject content(String type, JsonObject schema) {
        return new JsonObject().put(type, new JsonObject().put("schema", schema));
    }

    private static JsonArray security(Route route) {
        if (!(route.audience() instanceof Audience.Program program)) return new JsonArray();
        return new JsonArray()
                .add(new JsonObject().put("token", new JsonArray().add(program.scope())))
                .add(new JsonObject().put("session", new JsonArray()));
    }

    static String tag(Route route) {
        var segments = route.path().split("/", -1);
        return segments.length > 3 ? segments[3] : "api";
    }

    private static String operationId(Route route) {
        var words = new StringBuilder(route.method().name().toLowerCase(Locale.ROOT));
        for (var segment : route.path().substring("/api/v1".length()).split("[/:_]", -1)) {
            if (!segment.isEmpty()) {
                words.append(Character.toUpperCase(segment.charAt(0))).append(segment.substring(1));
            }
        }
        return words.toString();
    }
}
