package dev.atrium.api;

import dev.atrium.kernel.Page;
import dev.atrium.web.ProblemDetails;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import dev.atrium.web.StrictJson;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Parameters, headers and refusals that many operations share: each stands in the document once, and only if one uses it. */
final class SharedParts {
    private static final JsonObject TEXT = new JsonObject().put("type", "string");

    private static final Map<String, JsonObject> PARAMETERS = Map.of(
            "cursor", query("cursor", "Where to go on: from the Link, or from next, of the page before", TEXT),
            "limit",
                    query(
                            "limit",
                            "How many items at most",
                            new JsonObject()
                                    .put("type", "integer")
                                    .put("minimum", 1)
                                    .put("maximum", Page.Wanted.MOST)
                                    .put("default", Page.Wanted.USUAL)),
            "If-Match",
                    header("If-Match", "The ETag of the version that is to be changed, or *")
                            .put("required", true),
            "If-None-Match", header("If-None-Match", "The ETag that is known already: 304 where it still holds"),
            "Idempotency-Key",
                    header(
                            "Idempotency-Key",
                            "Up to 200 characters, drawn anew for each intent, such as a UUID. Repeats within 24 h get the first answer"));

    private static final Map<String, String> HEADERS = Map.of(
            "ETag", "The version of what is answered, strong",
            "Link", "The next page: rel=\"next\" (RFC 8288); absent on the last one",
            "Location", "Where it is: the path of what was made, or the address of what was asked for",
            "Idempotency-Replayed", "true where this is the answer to an earlier request with the same key",
            "RateLimit-Policy", "Quota q per window w in seconds (draft-ietf-httpapi-ratelimit-headers)",
            "RateLimit", "What remains (r) until the quota is whole again in t seconds",
            "Retry-After", "Seconds after which another try may do",
            "WWW-Authenticate", "Bearer");

    /** What every route may refuse with; each further status follows from how the route was declared. */
    private static final List<Integer> ALWAYS = List.of(401, 403, 406, 429);

    private final JsonObject problem;
    private final JsonObject parameters = new JsonObject();
    private final Map<String, JsonObject> responses = new TreeMap<>();
    private final SortedSet<String> headers = new TreeSet<>();

    SharedParts(JsonObject problem) {
        this.problem = problem;
    }

    private static JsonObject query(String name, String description, JsonObject schema) {
        return new JsonObject()
                .put("name", name)
                .put("in", "query")
                .put("description", description)
                .put("schema", schema);
    }

    private static JsonObject header(String name, String description) {
        return new JsonObject()
                .put("name", name)
                .put("in", "header")
                .put("description", description)
                .put("schema", TEXT);
    }

    JsonObject parameter(String name) {
        parameters.put(name, PARAMETERS.get(name));
        return new JsonObject().put("$ref", "#/components/parameters/" + name);
    }

    /** The headers of a route's success. */
    JsonObject headers(Route route) {
        var names = new TreeSet<>(List.of("RateLimit-Policy", "RateLimit"));
        var traits = route.traits();
        if (traits.versioned() || traits.creates()) names.add("ETag");
        if (traits.pages()) names.add("Link");
        if (traits.creates() || traits.leads()) names.add("Location");
        if (traits.idempotent()) names.add("Idempotency-Replayed");
        return references(names);
    }

    private JsonObject references(Collection<String> names) {
        var references = new JsonObject();
        for (var name : names) {
            headers.add(name);
            references.put(name, new JsonObject().put("$ref", "#/components/headers/" + name));
        }
        return references;
    }

    /** Every status that a caller of the route may be refused with. */
    static SortedSet<Integer> refusals(Route route) {
        var statuses = new TreeSet<>(ALWAYS);
        statuses.addAll(route.refusals());
        var traits = route.traits();
        if (route.changes()) statuses.add(413);
        if (route.takes() != null) statuses.addAll(List.of(400, 415, 422));
        if (traits.pages()) statuses.add(422);
        if (traits.idempotent()) statuses.addAll(List.of(400, 409, 422));
        if (traits.versioned() && route.changes()) statuses.addAll(List.of(412, 428));
        return statuses;
    }

    JsonObject refusal(int status) {
        var name = "problem" + status;
        responses.computeIfAbsent(name, x -> problem(status));
        return new JsonObject().put("$ref", "#/components/responses/" + name);
    }

    JsonObject unchanged() {
        return new JsonObject()
                .put("description", "The version that is known already")
                .put("headers", references(List.of("ETag")));
    }

    private JsonObject problem(int status) {
        var names = new TreeSet<>(List.of("RateLimit-Policy", "RateLimit"));
        if (status == 429 || status == 409) names.add("Retry-After");
        if (status == 401) names.add("WWW-Authenticate");
        var phrase = HttpResponseStatus.valueOf(status).reasonPhrase();
        var example = new ProblemDetails(
                "urn:atrium:problem:" + code(status),
                phrase,
                status,
                code(status),
                "A sentence for people.",
                List.of());
        return new JsonObject()
                .put("description", phrase)
                .put("headers", references(names))
                .put(
                        "content",
                        new JsonObject()
                                .put(
                                        "application/problem+json",
                                        new JsonObject().put("schema", problem).put("example", json(example))));
    }

    /** The code that a status mostly comes with. */
    private static String code(int status) {
        return switch (status) {
            case 400 -> "json-broken";
            case 401 -> "token-invalid";
            case 403 -> "scope-missing";
            case 404 -> "not-found";
            case 406 -> "not-acceptable";
            case 409 -> "request-in-progress";
            case 412 -> "version-stale";
            case 413 -> "payload-too-large";
            case 415 -> "unsupported-media-type";
            case 422 -> "invalid";
            case 428 -> "if-match-missing";
            case 429 -> "too-many-requests";
            case 507 -> "storage-full";
            default -> throw new IllegalArgumentException("which code has status " + status + "?");
        };
    }

    /** The components that some operation used. */
    JsonObject used() {
        var ofHeaders = new JsonObject();
        headers.forEach(name -> ofHeaders.put(
                name, new JsonObject().put("description", HEADERS.get(name)).put("schema", TEXT)));
        var ofResponses = new JsonObject();
        responses.forEach(ofResponses::put);
        return new JsonObject()
                .put("parameters", parameters)
                .put("headers", ofHeaders)
                .put("responses", ofResponses);
    }

    static JsonObject securitySchemes(Routes routes) {
        var scopes = "Scopes of an account's: " + String.join(", ", routes.accountScopes()) + ". Of the business's: "
                + String.join(", ", routes.businessScopes()) + ".";
        return new JsonObject()
                .put("key", bearer("API key", "An API key, atr_acct_… or atr_live_…. " + scopes))
                .put(
                        "token",
                        bearer("JWT", "An access token from POST /api/v1/tokens, good for ten minutes. " + scopes))
                .put(
                        "session",
                        new JsonObject()
                                .put("type", "apiKey")
                                .put("in", "cookie")
                                .put("name", "__Host-session")
                                .put("description", "The cookie of a signed-in browser, on requests of the same site"));
    }

    private static JsonObject bearer(String format, String description) {
        return new JsonObject()
                .put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", format)
                .put("description", description);
    }

    /** A record as it goes over the wire; what is null is left out of examples. */
    static Object json(Object record) {
        return withoutNulls(new JsonObject(StrictJson.write(record)));
    }

    private static Object withoutNulls(Object value) {
        return switch (value) {
            case JsonObject object -> {
                var kept = new JsonObject();
                object.forEach(entry -> {
                    if (entry.getValue() != null) kept.put(entry.getKey(), withoutNulls(entry.getValue()));
                });
                yield kept;
            }
            case JsonArray array -> {
                var kept = new JsonArray();
                array.forEach(item -> kept.add(withoutNulls(item)));
                yield kept;
            }
            default -> value;
        };
    }
}
