package dev.atrium.harness;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assertions;

/** What came back. */
public record Answer(int status, HttpHeaders headers, byte[] bytes) {
    public String body() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public JsonObject json() {
        return new JsonObject(body());
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    public String location() {
        return header("Location");
    }

    /** Fails, showing the body, unless the status is {@code wanted}. */
    public Answer expect(int wanted) {
        Assertions.assertEquals(wanted, status, () -> "body: " + body());
        return this;
    }

    /** Fails unless this is a redirect to {@code path}. */
    public Answer expectRedirect(String path) {
        expect(303);
        Assertions.assertEquals(path, location());
        return this;
    }

    public Answer expectText(String text) {
        Assertions.assertTrue(body().contains(text), () -> "no \"" + text + "\" in: " + body());
        return this;
    }
}
