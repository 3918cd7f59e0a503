package dev.atrium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

class ConfigTest {
    private static final String SECRET = "dGVzdC1zZWNyZXQtdGVzdC1zZWNyZXQtdGVzdC1zZWNyZXQ=";
    private static final Map<String, String> ENOUGH = Map.of("security.secret", SECRET);

    @TempDir
    Path home;

    @BeforeEach
    void directory() throws IOException {
        Files.createDirectories(home.resolve("conf"));
    }

    @Test
    void the_file_lists_exactly_the_keys_that_are_read_with_their_defaults() throws IOException {
        var settings = new Settings(Path.of("nothing.yaml"), Map.of(), ENOUGH);
        Config.read(home, settings);
        var listed = new TreeMap<String, String>();
        flatten("", new Yaml().load(Files.readString(Path.of("conf/portal.yaml"))), listed);
        assertEquals(new TreeMap<>(settings.defaults()), listed);
        assertTrue(listed.size() > 30, "keys were read");
    }

    private static void flatten(String prefix, Map<?, ?> node, Map<String, String> into) {
        node.forEach((name, value) -> {
            var key = prefix.isEmpty() ? name.toString() : prefix + "." + name;
            switch (value) {
                case Map<?, ?> inner -> flatten(key, inner, into);
                case List<?> items ->
                    into.put(
                            key,
                            String.join(
                                    ",", items.stream().map(Object::toString).toList()));
                default -> into.put(key, value.toString());
            }
        });
    }

    @Test
    void the_environment_stands_over_the_file_and_the_caller_over_both() throws IOException {
        file("http:\n  port: 1001\n  loops: 3\n  trusted-proxies: [10.0.0.0/8, 192.168.0.0/16]\ndevelopment: true\n");
        var config =
                load(Map.of("PORTAL_HTTP_PORT", "1002", "PORTAL_MAIL_START_TLS", "required", "PATH", "/bin"), Map.of());
        assertEquals(1002, config.http().port());
        assertEquals(3, config.http().loops());
        assertEquals(2, config.http().trustedProxies().size());
        assertEquals(Config.StartTls.REQUIRED, config.mail().startTls());
        assertTrue(config.development());
        assertEquals(
                1003,
                load(Map.of("PORTAL_HTTP_PORT", "1002"), Map.of("http.port", "1003"))
                        .http()
                        .port());
    }

    @Test
    void a_key_that_nobody_reads_is_refused_by_name() throws IOException {
        file("http:\n  prot: 8080\nmial: x\n");
        var failure = assertThrows(
                StartFailure.class, () -> load(Map.of("PORTAL_HTTP_PROT", "1"), Map.of("database.pwd", "x")));
        for (var name : new String[] {"http.prot", "mial", "PORTAL_HTTP_PROT", "database.pwd"}) {
            assertTrue(failure.getMessage().contains(name), failure.getMessage());
        }
        assertTrue(failure.getMessage().startsWith("Unknown settings "), failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "http.port,                   65536,   PORTAL_HTTP_PORT",
                "http.port,                   -1,      PORTAL_HTTP_PORT",
                "http.port,                   eighty,  PORTAL_HTTP_PORT",
                "http.port,                   '',      PORTAL_HTTP_PORT",
                "database.pool-size,          1,       PORTAL_DATABASE_POOL_SIZE",
                "development,                 maybe,   PORTAL_DEVELOPMENT",
                "http.public-scheme,          gopher,  PORTAL_HTTP_PUBLIC_SCHEME",
                "security.argon-memory-kib,   999999,  PORTAL_SECURITY_ARGON_MEMORY_KIB",
                "limits.password-failures,    0,       PORTAL_LIMITS_PASSWORD_FAILURES"
            })
    void a_value_out_of_range_is_named_with_where_it_came_from(String key, String value, String variable)
            throws IOException {
        var failure = assertThrows(StartFailure.class, () -> load(Map.of(variable, value), Map.of()));
        assertTrue(failure.getMessage().contains(key) && failure.getMessage().contains(variable), failure.getMessage());
        var segments = key.split("\\.", -1);
        file(
                segments.length == 1
                        ? key + ": '" + value + "'\n"
                        : segments[0] + ":\n  " + segments[1] + ": '" + value + "'\n");
        failure = assertThrows(StartFailure.class, () -> load(Map.of(), Map.of()));
        assertTrue(
                failure.getMessage().contains(key) && failure.getMessage().contains("portal.yaml"),
                failure.getMessage());
    }

    @Test
    void a_secret_is_asked_for_and_must_be_long() {
        var missing = assertThrows(StartFailure.class, () -> Config.load(home, Map.of(), Map.of()));
        assertTrue(missing.getMessage().contains("PORTAL_SECURITY_SECRET"), missing.getMessage());
        for (var weak : new String[] {"c2hvcnQ=", "not base64!"}) {
            var failure = assertThrows(
                    StartFailure.class, () -> Config.load(home, Map.of("PORTAL_SECURITY_SECRET", weak), Map.of()));
            assertTrue(failure.getMessage().contains("security.secret"), failure.getMessage());
            assertFalse(failure.getMessage().contains(weak), failure.getMessage());
        }
    }

    @Test
    void secrets_are_never_printed() {
        var config = load(
                Map.of(
                        "PORTAL_DATABASE_PASSWORD", "hush-database",
                        "PORTAL_DATABASE_OWNER_PASSWORD", "hush-owner",
                        "PORTAL_MAIL_PASSWORD", "hush-mail"),
                Map.of());
        var printed = config.toString() + config.database() + config.mail() + config.security();
        assertFalse(printed.contains("hush"), printed);
        assertFalse(printed.contains(SECRET), printed);
        assertEquals("hush-database", config.database().password().value());
    }

    @Test
    void a_broken_file_is_said_in_one_sentence() throws IOException {
        file("http: [\n");
        assertTrue(assertThrows(StartFailure.class, () -> load(Map.of(), Map.of()))
                .getMessage()
                .contains("portal.yaml"));
    }

    private Config load(Map<String, String> environment, Map<String, String> overrides) {
        var all = new TreeMap<>(ENOUGH);
        all.putAll(overrides);
        return Config.load(home, environment, all);
    }

    private void file(String text) throws IOException {
        Files.writeString(home.resolve("conf/portal.yaml"), text);
    }
}
