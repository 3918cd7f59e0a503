package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Headers that are read and written by the letter of their RFCs. */
class ManneredHeadersTest {
    @Test
    void accept_is_read_as_rfc_9110_says() {
        for (var yes : List.of(
                "",
                "*/*",
                "application/json",
                "text/html, */*;q=0.1",
                "APPLICATION/JSON",
                "application/*;q=0.001",
                "application/problem+json",
                "text/html;q=1, application/json; q=0.2")) {
            assertTrue(ApiManners.accepts(yes, ""), yes);
        }
        assertTrue(ApiManners.accepts(null, ""));
        assertTrue(ApiManners.accepts("text/event-stream", "text/event-stream"));
        assertFalse(ApiManners.accepts("text/event-stream;q=0", "text/event-stream"));
        for (var no : List.of(
                "text/html",
                "application/xml",
                "application/json;q=0",
                "application/json; q=0.000",
                "text/*, image/png",
                "application/jsonx")) {
            assertFalse(ApiManners.accepts(no, ""), no);
        }
    }

    @Test
    void if_match_takes_strong_tags_alone() {
        var some = Precondition.of("W/\"1\", \"2\" , \"3.a\"");
        assertEquals(Set.of("2", "3.a"), some.versions());
        some.require("2");
        for (var stale : List.of("1", "22", "")) {
            assertEquals(
                    412, assertThrows(Problem.class, () -> some.require(stale)).status());
        }
        Precondition.of(" * ").require("anything");
        for (var nonsense : List.of("", "2", "'2'", "\"2")) {
            assertThrows(Problem.class, () -> Precondition.of(nonsense).require("2"), nonsense);
        }
    }

    @Test
    void an_end_is_said_by_deprecation_and_sunset() {
        var since = Instant.parse("2026-11-22T00:00:00Z");
        var end = new Deprecation(since, since.plus(Duration.ofDays(200)), "/docs/v2");
        assertEquals(
                Map.of(
                        "Deprecation", "@1795305600",
                        "Sunset", "Thu, 10 Jun 2027 00:00:00 GMT",
                        "Link", "</docs/v2>; rel=\"deprecation\""),
                end.headers());
        assertThrows(
                IllegalArgumentException.class,
                () -> new Deprecation(since, since.plus(Duration.ofDays(179)), "/docs"));
    }

    @Test
    void a_scope_is_an_accounts_or_the_businesss_and_only_one_transaction_can_be_repeated() {
        var routes = new Routes();
        routes.program("things:read", "account").get("/api/v1/things", request -> null);
        assertThrows(IllegalArgumentException.class, () -> routes.business("things:read"));
        var route = routes.business("things:write").post("/api/v1/business/things", (Request request) -> null);
        assertThrows(IllegalArgumentException.class, route::idempotent);
        routes.business("things:write")
                .post("/api/v1/business/others", (request, tx) -> null)
                .idempotent();
    }
}
