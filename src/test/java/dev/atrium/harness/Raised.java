package dev.atrium.harness;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Limits are configuration, and a run that raises them says so: once for each way of raising them, as a line of JSON. */
final class Raised {
    private static final String LIMITS = "limits.";
    private static final Pattern LIMIT = Pattern.compile("  ([a-z-]+): ([0-9]+)");
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private Raised() {}

    /** The limits that a server has where nobody sets any. */
    static Map<String, String> defaults() {
        try (var lines = Files.lines(Path.of("conf", "portal.yaml"))) {
            var defaults = new TreeMap<String, String>();
            lines.dropWhile(line -> !line.startsWith("limits:"))
                    .skip(1)
                    .takeWhile(line -> line.startsWith(" "))
                    .map(LIMIT::matcher)
                    .filter(Matcher::lookingAt)
                    .forEach(limit -> defaults.put(LIMITS + limit.group(1), limit.group(2)));
            if (defaults.isEmpty()) throw new IllegalStateException("conf/portal.yaml has no limits");
            return defaults;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prints which of {@code settings} raise a limit, and to what. */
    static void tell(Map<String, String> settings) {
        var raised = new JsonObject();
        defaults().forEach((limit, usual) -> {
            var set = settings.getOrDefault(limit, usual);
            if (Long.parseLong(set) > Long.parseLong(usual)) raised.put(limit, set + " instead of " + usual);
        });
        if (raised.isEmpty() || !TOLD.add(raised.encode())) return;
        System.out.println(new JsonObject().put("raised_limits", raised).encode());
    }
}
