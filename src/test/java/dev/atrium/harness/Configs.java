package dev.atrium.harness;

import dev.atrium.config.Config;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Settings of a portal under test: real parts, cheap hashes, limits of their own where a test says so. */
public final class Configs {
    /** The master secret of every portal under test. */
    public static final String SECRET = "dGVzdC1zZWNyZXQtdGVzdC1zZWNyZXQtdGVzdC1zZWNyZXQ=";

    private Configs() {}

    static Map<String, String> base(String database, String host, int port, String superuser, String password) {
        Map<String, String> settings = new HashMap<>();
        settings.put("http.address", "127.0.0.1");
        settings.put("http.port", "0");
        settings.put("http.loops", "2");
        settings.put("http.drain-notice-ms", "0");
        settings.put("management.port", "0");
        settings.put("database.host", host);
        settings.put("database.port", Integer.toString(port));
        settings.put("database.name", database);
        settings.put("database.user", "atrium_test");
        settings.put("database.password", "test-password");
        settings.put("database.owner-user", superuser);
        settings.put("database.owner-password", password);
        settings.put("database.pool-size", "8");
        settings.put("security.secret", SECRET);
        settings.put("security.argon-memory-kib", "256");
        settings.put("security.argon-iterations", "1");
        settings.put("console.second-factor", "optional");
        settings.put("mail.port", "1");
        // Nobody answers there: no test asks the world.
        settings.put("domains.resolvers", "127.0.0.1:9");
        settings.put("domains.timeout-ms", "200");
        settings.put("limits.requests-per-ip-per-second", "10000");
        settings.put("limits.api-requests-per-minute", "100000");
        // Tests wait for what comes of each act.
        settings.put("limits.fact-rounds-per-second", "100");
        return settings;
    }

    static Config with(String database, String host, int port, String superuser, String password) {
        return Config.load(Path.of("."), Map.of(), base(database, host, port, superuser, password));
    }
}
