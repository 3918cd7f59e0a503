package dev.atrium.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.kernel.Clock;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** A live part of a tenant; its zone is empty where the part shows no time. */
    private record LiveKey(UUID tenant, String key, Locale language, String zone) {}

    /** The newest rendering of a live part. */
    private record Rendered(Object version, Buffer bytes) {}

    private final Cache<LiveKey, Rendered> live = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .weigher((LiveKey key, Rendered part) -> 200 + part.bytes().length())
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    Fragments(Templates templates, Clock clock) {
        this.templates = templates;
        this.clock = clock;
    }

    /**
     * A part that goes to many open pages at once: rendered once for each language among the viewers, and where it shows a
     * time once for each zone of a language. Each viewer's buffer is shared and only to be written.
     *
     * @param key names the part within the tenant
     * @param version equal only where the model would be; a newer one takes the place of the older
     */
    Map<Viewer, Buffer> live(
            UUID tenant,
            String key,
            Object version,
            String template,
            Collection<Viewer> viewers,
            Supplier<Map<String, ?>> model) {
        boolean timed = templates.showsTime(template);
        var buffers = new HashMap<Viewer, Buffer>();
        for (var viewer : Set.copyOf(viewers)) {
            var zone = timed ? viewer.zone().getId() : "";
            var at = new LiveKey(tenant, key, templates.language(viewer.language()), zone);
            var found = live.asMap()
                    .compute(
                            at,
                            (k, known) -> known != null && known.version().equals(version)
                                    ? known
                                    : new Rendered(
                                            version, Buffer.buffer(text(template, k.language(), zone, model.get()))));
            buffers.put(viewer, found.bytes());
        }
        return buffers;
    }

    private String text(String template, Locale language, String zone, Map<String, ?> model) {
        var values = new HashMap<String, Object>(model);
        values.put("zone", zone);
        values.put("now", clock.now());
        return templates.render(template, language, values);
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
        var html = new Html(text(template, language, zone, model.get()));
        cache.put(key, html);
        return html;
    }
}
