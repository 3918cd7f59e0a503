package dev.atrium.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.kernel.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Parts of pages that look the same to everybody of a tenant who reads the same language in the same zone: rendered once,
 * then only copied. A part never shows who looks at it; what it does show is its version.
 */
final class Fragments {
    private static final long MOST_CHARACTERS = 8L * 1024 * 1024;

    /** The tenant stands in every key, so that no part can reach another tenant's page. */
    private record Key(UUID tenant, String template, Locale language, String zone, Object version) {}

    private final Templates templates;
    private final Clock clock;
    private final Cache<Key, Html> cache = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .weigher((Key key, Html html) -> 200 + html.markup().length())
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    Fragments(Templates templates, Clock clock) {
        this.templates = templates;
        this.clock = clock;
    }

    /** The part as it was rendered before, if it was. */
    Optional<Html> find(UUID tenant, String template, Locale language, String zone, Object version) {
        return Optional.ofNullable(cache.getIfPresent(new Key(tenant, template, language, zone, version)));
    }

    /**
     * The part, from the cache or rendered now.
     *
     * @param version equal only where the model would be; cheap to compare
     */
    Html get(
            UUID tenant,
            String template,
            Locale language,
            String zone,
            Object version,
            Supplier<Map<String, ?>> model) {
        var key = new Key(tenant, template, language, zone, version);
        var known = cache.getIfPresent(key);
        if (known != null) return known;
        var values = new HashMap<String, Object>(model.get());
        values.put("zone", zone);
        values.put("now", clock.now());
        var html = new Html(templates.render(template, language, values));
        cache.put(key, html);
        return html;
    }
}
