package dev.atrium.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.web.Route;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final Path COMMITTED = Path.of("docs/api/openapi.json");
    private static Portal portal;
    private static JsonObject document;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        document = new JsonObject(
                OpenApi.json(portal.house().routes(), portal.house().webhooks().kinds()));
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static List<Route> apiRoutes() {
        return portal.house().routes().all().stream().filter(Route::isApi).toList();
    }

    private static JsonObject operation(Route route) {
        return document.getJsonObject("paths")
                .getJsonObject(OpenApi.template(route.path()))
                .getJsonObject(route.method().name().toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    void the_committed_document_is_the_one_the_portal_serves() throws IOException {
        var served =
                OpenApi.json(portal.house().routes(), portal.house().webhooks().kinds()) + "\n";
        if (Boolean.getBoolean("openapi.write")) Files.writeString(COMMITTED, served);
        assertEquals(Files.readString(COMMITTED), served, "run bin/test -Dtest=OpenApiTest -Dopenapi.write=true");
    }

    @Test
    void every_operation_says_what_it_does_whom_it_lets_in_and_how_it_refuses() {
        var wrong = new ArrayList<String>();
        var ids = new HashSet<String>();
        var tags = names(document.getJsonArray("tags"));
        for (var route : apiRoutes()) {
            var operation = operation(route);
            var id = operation.getString("operationId");
            if (!ids.add(id)) wrong.add(id + " is not unique");
            if (operation.getString("summary").isEmpty()) wrong.add(id + " has no summary");
            if (!tags.containsAll(list(operation.getJsonArray("tags"))))
                wrong.add(id + " has a tag that is not declared");
            if (operation.getJsonArray("security").isEmpty()) wrong.add(id + " lets everybody in");
            lintParameters(route, operation, wrong);
            lintResponses(route, operation.getJsonObject("responses"), wrong);
        }
        assertFalse(ids.isEmpty());
        assertEquals(List.of(), wrong);
    }

    private static void lintParameters(Route route, JsonObject operation, List<String> wrong) {
        var declared = new HashSet<String>();
        for (Object item : operation.getJsonArray("parameters", new JsonArray())) {
            var parameter = resolved((JsonObject) item);
            if (parameter.getJsonObject("schema") == null) wrong.add(route.path() + ": a parameter without a schema");
            if (!declared.add(parameter.getString("in") + " " + parameter.getString("name")))
                wrong.add(route.path() + ": " + parameter.getString("name") + " twice");
        }
        for (var segment : route.path().split("/", -1)) {
            if (segment.startsWith(":") && !declared.contains("path " + segment.substring(1)))
                wrong.add(route.path() + ": no parameter " + segment);
        }
        if (route.traits().idempotent() && !declared.contains("header Idempotency-Key"))
            wrong.add(route.path() + ": no Idempotency-Key");
        if (route.traits().versioned() && route.changes() && !declared.contains("header If-Match"))
            wrong.add(route.path() + ": no If-Match");
    }

    private static void lintResponses(Route route, JsonObject responses, List<String> wrong) {
        var where = route.method() + " " + route.path() + ": ";
        int successes = 0;
        int refusals = 0;
        for (var entry : responses) {
            var response = resolved((JsonObject) entry.getValue());
            if (response.getString("description").isEmpty()) wrong.add(where + entry.getKey() + " without description");
            if (entry.getKey().startsWith("2") || entry.getKey().equals("303")) successes++;
            if (entry.getKey().startsWith("4")) {
                refusals++;
                var content = response.getJsonObject("content");
                if (!content.fieldNames().equals(Set.of("application/problem+json")))
                    wrong.add(where + entry.getKey() + " is no problem document");
                if (!content.getJsonObject("application/problem+json").containsKey("example"))
                    wrong.add(where + entry.getKey() + " without example");
            }
            if (!entry.getKey().equals("304")
                    && !response.getJsonObject("headers").containsKey("RateLimit"))
                wrong.add(where + entry.getKey() + " without RateLimit");
        }
        if (successes != 1) wrong.add(where + successes + " successes");
        if (refusals < 3) wrong.add(where + "refuses hardly anything");
    }

    @Test
    void every_body_has_an_example_that_its_schema_accepts() {
        var wrong = new ArrayList<String>();
        int tried = 0;
        for (var route : apiRoutes()) {
            var operation = operation(route);
            var bodies = new ArrayList<JsonObject>();
            if (operation.containsKey("requestBody"))
                bodies.add(operation.getJsonObject("requestBody").getJsonObject("content"));
            operation.getJsonObject("responses").forEach(entry -> {
                var content = resolved((JsonObject) entry.getValue()).getJsonObject("content");
                if (content != null) bodies.add(content);
            });
            for (var content : bodies) {
                for (var media : content) {
                    var body = (JsonObject) media.getValue();
                    // Bytes are no JSON, and nothing that a document could show.
                    if (!media.getKey().endsWith("json")) continue;
                    tried++;
                    if (!body.containsKey("example")) wrong.add(route.path() + ": no example of " + media.getKey());
                    else if (!accepts(body.getJsonObject("schema"), body.getValue("example")))
                        wrong.add(route.path() + ": " + body.getValue("example") + " is not what its schema says");
                }
            }
        }
        System.out.println("examples: " + wrong.size() + " of " + tried + " do not keep to their schemas");
        assertEquals(List.of(), wrong);
    }

    /** Puts the schema and those it names into one, and asks the validator of draft 2020-12, which OpenAPI 3.1 builds on. */
    private static boolean accepts(JsonObject schema, Object example) {
        var whole = new JsonObject(schema.encode().replace("#/components/schemas/", "#/$defs/"));
        whole.put(
                "$defs",
                new JsonObject(document.getJsonObject("components")
                        .getJsonObject("schemas")
                        .encode()
                        .replace("#/components/schemas/", "#/$defs/")));
        var options = new JsonSchemaOptions().setBaseUri("app://atrium").setDraft(Draft.DRAFT202012);
        return Validator.create(JsonSchema.of(whole), options).validate(example).getValid();
    }

    @Test
    void the_validator_of_examples_refuses_a_wrong_one() {
        var me = new JsonObject().put("$ref", "#/components/schemas/MeChange");
        assertTrue(accepts(me, new JsonObject().put("phone", "+44 20 7946 0999")));
        assertFalse(accepts(me, new JsonObject().put("phone", 17)));
        assertFalse(accepts(me, new JsonObject().put("role", "owner")));
    }

    @Test
    void every_reference_leads_somewhere_and_every_component_is_used() {
        var used = new HashSet<>(references(document));
        for (var reference : used) assertTrue(resolves(reference), reference);
        var unused = new TreeSet<String>();
        for (var kind : List.of("schemas", "parameters", "headers", "responses")) {
            for (var name :
                    document.getJsonObject("components").getJsonObject(kind).fieldNames()) {
                if (!used.contains("#/components/" + kind + "/" + name)) unused.add(kind + "/" + name);
            }
        }
        assertEquals(Set.of(), unused);
        assertTrue(used.size() > 20, used::toString);
        var schemes = document.getJsonObject("components")
                .getJsonObject("securitySchemes")
                .fieldNames();
        for (var route : apiRoutes()) {
            for (Object any : operation(route).getJsonArray("security"))
                assertTrue(schemes.containsAll(((JsonObject) any).fieldNames()), any.toString());
        }
    }

    @Test
    void the_document_is_valid_openapi_3_1() throws Exception {
        // The portal's own reads no class path, where the meta schemas are.
        var vertx = Vertx.vertx();
        // This validator knows neither a server that is relative (OpenAPI 3.1, 4.8.5.1) nor any media type but a few.
        var known = new JsonObject(document.encode()
                        .replace("application/problem+json", "application/json")
                        .replace("application/offset+octet-stream", "application/octet-stream")
                        .replace("application/zip", "application/octet-stream")
                        .replace("application/pdf", "application/octet-stream")
                        .replace("text/event-stream", "text/plain"))
                .put("servers", new JsonArray().add(new JsonObject().put("url", "https://acme.example")));
        var contract = OpenAPIContract.from(vertx, known.copy())
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        assertEquals(apiRoutes().size(), contract.operations().size());
        var broken = known.copy();
        broken.getJsonObject("info").remove("title");
        assertThrows(
                ExecutionException.class,
                () -> OpenAPIContract.from(vertx, broken)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS));
        vertx.close();
    }

    @Test
    void every_scope_has_its_words_on_the_pages_that_ask_for_consent() throws IOException {
        var registry = portal.house().routes();
        var scopes = new TreeSet<>(registry.accountScopes());
        scopes.addAll(registry.businessScopes());
        assertTrue(scopes.containsAll(List.of("profile:read", "contacts:write")), scopes::toString);
        for (var language : List.of("en", "de")) {
            var words = Files.readString(Path.of("src/main/resources/i18n/messages_" + language + ".properties"));
            for (var scope : scopes) assertTrue(words.contains("\nscope." + scope.replace(':', '-') + "="), scope);
        }
    }

    @Test
    void staff_read_the_document_and_its_page_on_the_console() {
        portal.staff("Olivia Owner", "olivia@example.com", "owner", Portal.ACME);
        var olivia = portal.asStaff("olivia@example.com");
        assertEquals(
                document, new JsonObject(olivia.get("/openapi.json").expect(200).body()));
        olivia.get("/api").expect(200).expectText("/api/v1/me").expectText("Get the account");
        portal.atConsole().get("/openapi.json").expect(303);
    }

    private static JsonObject resolved(JsonObject node) {
        var reference = node.getString("$ref");
        return reference == null ? node : follow(reference);
    }

    private static JsonObject follow(String reference) {
        var found = document;
        for (var step : reference.substring(2).split("/", -1)) found = found.getJsonObject(step);
        return found;
    }

    private static boolean resolves(String reference) {
        try {
            return reference.startsWith("#/") && follow(reference) != null;
        } catch (NullPointerException e) {
            return false;
        }
    }

    private static Set<String> names(JsonArray objects) {
        var names = new TreeSet<String>();
        objects.forEach(object -> names.add(((JsonObject) object).getString("name")));
        return names;
    }

    private static List<String> list(JsonArray array) {
        return array.stream().map(Object::toString).toList();
    }

    private static List<String> references(Object node) {
        var found = new ArrayList<String>();
        if (node instanceof JsonObject object) {
            for (var entry : object) {
                if (entry.getKey().equals("$ref")) found.add((String) entry.getValue());
                else found.addAll(references(entry.getValue()));
            }
        } else if (node instanceof JsonArray array) {
            array.forEach(item -> found.addAll(references(item)));
        }
        return found;
    }
}
