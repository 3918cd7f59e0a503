package dev.atrium.webhooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.secrets.WebhookSecret;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver that the documentation shows tells genuine messages from others. */
class ReceiverExampleTest {
    private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");

    @TempDir
    Path dir;

    @Test
    void the_documented_receiver_takes_what_is_genuine_and_nothing_else() throws Exception {
        var found = JAVA.matcher(Files.readString(Path.of("docs/api/webhooks.md")));
        assertTrue(found.find());
        var source = Files.writeString(dir.resolve("Verify.java"), found.group(1));
        assertEquals(
                0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", dir.toString(), source.toString()));
        try (var loader = new URLClassLoader(new URL[] {dir.toUri().toURL()}, null)) {
            var genuine = loader.loadClass("Verify")
                    .getMethod("genuine", String.class, String.class, String.class, String.class, byte[].class);
            var secret = WebhookSecret.random();
            var other = WebhookSecret.random();
            long now = Instant.now().getEpochSecond();
            var body = "{\"type\":\"contact.created\",\"name\":\"Zo\u00eb\"}";
            var time = Long.toString(now);
            var signature = secret.sign("id-1", now, body);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            assertTrue((boolean) genuine.invoke(null, secret.text(), "id-1", time, signature, bytes));
            var both = other.sign("id-1", now, body) + " " + signature;
            assertTrue((boolean) genuine.invoke(null, secret.text(), "id-1", time, both, bytes));
            assertFalse((boolean) genuine.invoke(null, other.text(), "id-1", time, signature, bytes));
            assertFalse((boolean) genuine.invoke(null, secret.text(), "id-2", time, signature, bytes));
            bytes[2] ^= 1;
            assertFalse((boolean) genuine.invoke(null, secret.text(), "id-1", time, signature, bytes));
            var old = secret.sign("id-1", now - 3600, body);
            assertFalse((boolean) genuine.invoke(
                    null,
                    secret.text(),
                    "id-1",
                    Long.toString(now - 3600),
                    old,
                    body.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** The vector of the standard's own libraries. */
    @Test
    void a_signature_is_that_of_the_standard() {
        var secret =
                WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();
        assertEquals(
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"));
        assertTrue(WebhookSecret.parse("whsec_AAAA").isEmpty(), "too short");
        assertFalse(secret.toString().contains("MfKQ"));
    }
}
