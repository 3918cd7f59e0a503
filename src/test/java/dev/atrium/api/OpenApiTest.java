package dev.atrium.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.web.Route;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
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
        document = new JsonObject(OpenApi.json(portal.house().routes()));
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
        var served = OpenApi.json(portal.house().routes()) + "\n";
        if (Boolean.getBoolean("openapi.write")) Files.writeString(COMMITTED, served);
        assertEquals(Files.readString(COMMITTED), served, "run bin/test -Dtest=OpenApiTest -Dopenapi.write=true");
    }

    @Test
    void every_api_route_says_what_it_does_and_what_it_answers() {
        assertFalse(apiRoutes().isEmpty());
        var ids = new HashSet<String>();
        for (var route : apiRoutes()) {
            var operation = operation(route);
            assertFalse(operation.getString("summary").isEmpty(), route.path());
            assertTrue(ids.add(operation.getString("operationId")), operation.getString("operationId"));
            assertFalse(operation.getJsonObject("responses").isEmpty());
            assertFalse(operation.getJsonArray("security").isEmpty());
        }
    }

    @Test
    void every_reference_leads_to_a_schema() {
        var schemas = document.getJsonObject("components").getJsonObject("schemas");
        int found = 0;
        for (var reference : references(document)) {
            assertTrue(schemas.containsKey(reference.substring("#/components/schemas/".length())), reference);
            found++;
        }
        assertTrue(found > 0);
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

    private static List<String> references(Object node) {
        var found = new java.util.ArrayList<String>();
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
