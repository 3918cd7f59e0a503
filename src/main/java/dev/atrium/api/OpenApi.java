package dev.atrium.api;

import dev.atrium.web.ApiTraits;
import dev.atrium.web.Audience;
import dev.atrium.web.ProblemDetails;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import dev.atrium.webhooks.EventKinds;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI 3.1 document, drawn from the route registry: what is not declared there does not exist. What many operations
 * share stands once, in {@link SharedParts}.
 */
public final class OpenApi {
    private static final String ABOUT = """
            The API of one portal, at the portal's own host. A program shows an API key, or an access token that it got for \
            one, as a Bearer; a browser of the portal shows its session's cookie. Failures are problem details (RFC 9457) \
            whose code is stable. Within version 1 members, parameters and operations are added and none is changed or \
            removed without a Deprecation and a Sunset header at least 180 days ahead.""";

    private static final String EVENTS = "events";
    private static final String VERSION = "/api/v1";

    private OpenApi() {}

    /** The document as indented JSON. */
    public static String json(Routes routes, EventKinds kinds) {
        return document(routes, kinds).encodePrettily();
    }

    static JsonObject document(Routes routes, EventKinds kinds) {
        var schemas = new Schemas();
        var shared = new SharedParts(schemas.of(ProblemDetails.class));
        var paths = new TreeMap<String, JsonObject>();
        var tags = new TreeMap<String, JsonObject>();
        routes.all().stream().filter(Route::isApi).forEach(route -> {
            tags.putIfAbsent(tag(route), new JsonObject().put("name", tag(route)));
            paths.computeIfAbsent(template(route.path()), path -> new JsonObject())
                    .put(route.method().name().toLowerCase(Locale.ROOT), operation(route, schemas, shared));
        });
        tags.put(EVENTS, new JsonObject().put("name", EVENTS));
        var byPath = new JsonObject();
        paths.forEach(byPath::put);
        return new JsonObject()
                .put("openapi", "3.1.0")
                .put("info", info())
                .put("servers", new JsonArray().add(new JsonObject().put("url", "/")))
                .put("tags", new JsonArray(new java.util.ArrayList<>(tags.values())))
                .put("paths", byPath)
                .put("webhooks", webhooks(kinds))
                .put(
                        "components",
                        shared.used()
                                .put("schemas", schemas.all())
                                .put("securitySchemes", SharedParts.securitySchemes(routes)));
    }

    /** What the portal sends to the endpoints of the business (OpenAPI 3.1, Webhooks). */
    private static JsonObject webhooks(EventKinds kinds) {
        var all = new JsonObject();
        for (var event : kinds.names()) {
            var media = new JsonObject().put("schema", kinds.schema(event)).put("example", kinds.sample(event));
            var operation = new JsonObject()
                    .put("operationId", "on" + words(event.split("[.-]", -1)))
                    .put("summary", kinds.about(event))
                    .put("tags", new JsonArray().add(EVENTS))
                    .put("security", new JsonArray())
                    .put("parameters", signed())
                    .put(
                            "requestBody",
                            new JsonObject()
                                    .put("required", true)
                                    .put("content", new JsonObject().put("application/json", media)))
                    .put(
                            "responses",
                            new JsonObject()
                                    .put(
                                            "2XX",
                                            new JsonObject().put("description", "Taken; anything else is sent again"))
                                    .put("410", new JsonObject().put("description", "Gone; the endpoint is disabled")));
            all.put(event, new JsonObject().put("post", operation));
        }
        return all;
    }

    private static JsonArray signed() {
        return new JsonArray()
                .add(header("webhook-id", "The same for every try of a message; heed each once"))
                .add(header("webhook-timestamp", "Seconds since 1970 of this try"))
                .add(header("webhook-signature", "Signatures by the living secrets, with a space between them"));
    }

    private static JsonObject info() {
        return new JsonObject()
                .put("title", "Atrium portal API")
                .put("version", "1")
                .put("license", new JsonObject().put("name", "Apache-2.0").put("identifier", "Apache-2.0"))
                .put("description", ABOUT);
    }

    /** {@code /a/:b} as {@code /a/{b}}. */
    static String template(String path) {
        return path.replaceAll(":([a-z_]+)", "{$1}");
    }

    private static JsonObject operation(Route route, Schemas schemas, SharedParts shared) {
        var operation = new JsonObject()
                .put("operationId", operationId(route))
                .put("summary", route.summary())
                .put("tags", new JsonArray().add(tag(route)))
                .put("security", security(route));
        if (route.traits().deprecation().isPresent()) operation.put("deprecated", true);
        var parameters = parameters(route, shared);
        if (!parameters.isEmpty()) operation.put("parameters", parameters);
        route.traits()
                .takes()
                .ifPresent(takes -> operation.put(
                        "requestBody",
                        new JsonObject().put("required", takes.required()).put("content", content(takes, schemas))));
        if (route.isStreaming()) operation.put("requestBody", flow());
        return operation.put("responses", responses(route, schemas, shared));
    }

    private static JsonArray parameters(Route route, SharedParts shared) {
        var parameters = new JsonArray();
        for (var segment : route.path().split("/", -1)) {
            if (segment.startsWith(":")) parameters.add(inPath(route, segment.substring(1)));
        }
        var traits = route.traits();
        new TreeMap<>(traits.queries()).forEach((name, meaning) -> parameters.add(inQuery(name, meaning)));
        if (traits.pages()) parameters.add(shared.parameter("cursor")).add(shared.parameter("limit"));
        if (traits.versioned()) parameters.add(shared.parameter(route.changes() ? "If-Match" : "If-None-Match"));
        if (traits.idempotent()) parameters.add(shared.parameter("Idempotency-Key"));
        route.headers().forEach((name, meaning) -> parameters.add(header(name, meaning)));
        return parameters;
    }

    private static JsonObject header(String name, String meaning) {
        return new JsonObject()
                .put("name", name)
                .put("in", "header")
                .put("required", true)
                .put("description", meaning)
                .put("schema", new JsonObject().put("type", "string"));
    }

    private static JsonObject flow() {
        var bytes = new JsonObject().put("type", "string").put("format", "binary");
        return new JsonObject()
                .put("required", true)
                .put(
                        "content",
                        new JsonObject().put("application/offset+octet-stream", new JsonObject().put("schema", bytes)));
    }

    private static JsonObject inPath(Route route, String name) {
        var schema = new JsonObject().put("type", "string");
        boolean feed = route.slots().getOrDefault(name, "").endsWith("feed");
        if (feed) schema.put("pattern", "^(me|[a-z]+:[0-9a-fA-F-]{36})$");
        else schema.put("format", "uuid");
        return new JsonObject()
                .put("name", name)
                .put("in", "path")
                .put("required", true)
                .put("schema", schema);
    }

    private static JsonObject inQuery(String name, String meaning) {
        return new JsonObject()
                .put("name", name)
                .put("in", "query")
                .put("description", meaning)
                .put("schema", new JsonObject().put("type", "string"));
    }

    private static JsonObject responses(Route route, Schemas schemas, SharedParts shared) {
        var traits = route.traits();
        var responses = new TreeMap<String, JsonObject>();
        var success = new JsonObject().put("description", "Done").put("headers", shared.headers(route));
        traits.gives().ifPresent(gives -> success.put("content", content(gives, schemas)));
        if (!route.bytes().isEmpty()) success.put("content", new JsonObject().put(route.bytes(), new JsonObject()));
        boolean empty = traits.gives().isEmpty() && route.bytes().isEmpty();
        responses.put(traits.leads() ? "303" : empty ? "204" : traits.creates() ? "201" : "200", success);
        if (traits.versioned() && !route.changes()) responses.put("304", shared.unchanged());
        for (int status : SharedParts.refusals(route)) responses.put(Integer.toString(status), shared.refusal(status));
        var ordered = new JsonObject();
        responses.forEach(ordered::put);
        return ordered;
    }

    private static JsonObject content(ApiTraits.Body body, Schemas schemas) {
        var media = new JsonObject().put("schema", schemas.of(body.type()));
        @Nullable Object example = body.example();
        if (example != null) media.put("example", SharedParts.json(example));
        return new JsonObject().put("application/json", media);
    }

    /** Any one of these opens; the words are scopes, of which a session needs none. */
    private static JsonArray security(Route route) {
        var scopes = new JsonArray();
        boolean browser = true;
        switch (route.audience()) {
            case Audience.Program program -> scopes.add(program.scope());
            case Audience.Business business -> {
                scopes.add(business.scope());
                browser = false;
            }
            default -> {
                // A credential itself, whatever its scopes.
            }
        }
        var any = new JsonArray().add(new JsonObject().put("key", scopes));
        if (!(route.audience() instanceof Audience.Credential)) any.add(new JsonObject().put("token", scopes));
        return browser ? any.add(new JsonObject().put("session", new JsonArray())) : any;
    }

    /** The first word after the version, or the second where the first is "business". */
    static String tag(Route route) {
        var segments = unversioned(route).split("/", -1);
        if (segments.length > 2 && segments[1].equals("business")) return "business " + segments[2];
        return segments.length > 1 ? segments[1] : "api";
    }

    private static String operationId(Route route) {
        return route.method().name().toLowerCase(Locale.ROOT)
                + words(unversioned(route).split("[/:_]", -1));
    }

    /** Feeds lie beside the versions: their own protocol says which of its versions is spoken. */
    private static String unversioned(Route route) {
        return route.path().startsWith(VERSION) ? route.path().substring(VERSION.length()) : route.path();
    }

    private static String words(String... segments) {
        var words = new StringBuilder();
        for (var segment : segments) {
            if (!segment.isEmpty()) {
                words.append(Character.toUpperCase(segment.charAt(0))).append(segment.substring(1));
            }
        }
        return words.toString();
    }
}
