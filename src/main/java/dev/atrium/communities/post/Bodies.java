package dev.atrium.communities.post;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.web.Html;
import dev.atrium.web.Markdown;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What people wrote, as markup: each text is rendered once and kept by its id and version. What is long is rendered away from
 * the event loops. For posts, comments and messages alike.
 */
public final class Bodies {
    /** Characters that are rendered in place: well under a millisecond. */
    private static final int SHORT = 2_000;

    /** Addresses in paragraphs of their own that are looked at. */
    static final int MOST_PAGES = 5;

    private static final long MOST_CHARACTERS = 16L * 1024 * 1024;

    /**
     * @param html never holds more than what {@link Markdown} lets through
     * @param pages addresses that stand in a paragraph of their own, of those that players have the player's
     */
    public record Body(Html html, List<String> pages) {}

    /** The whole text: of two that a hash takes for one, the second would be shown as the first to whoever judges it. */
    private record Key(UUID id, int version, String text) {}

    private static final Pattern YOUTUBE = Pattern.compile(
            "https://(?:www\\.|m\\.)?(?:youtube\\.com/watch\\?(?:[^#]*&)?v=|youtu\\.be/|youtube\\.com/shorts/)([\\w-]{6,20})(?:[&?#].*)?");
    private static final Pattern VIMEO = Pattern.compile("https://(?:www\\.)?vimeo\\.com/([0-9]{5,15})(?:[?#].*)?");
    private static final Pattern LOOM =
            Pattern.compile("https://(?:www\\.)?loom\\.com/share/([0-9a-f]{20,40})(?:[?#].*)?");

    private final Vertx vertx;
    private final Cache<Key, Body> cache = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .weigher((Key key, Body body) ->
                    200 + key.text().length() + body.html().markup().length())
            .build();

    public Bodies(Vertx vertx) {
        this.vertx = vertx;
    }

    /** @param version another for each text that the thing has had; a draft's may repeat */
    public Future<Body> of(UUID id, int version, String text) {
        var key = new Key(id, version, text);
        var known = cache.getIfPresent(key);
        if (known != null) return Future.succeededFuture(known);
        if (text.length() <= SHORT) return Future.succeededFuture(keep(key, render(text)));
        return vertx.executeBlocking(() -> render(text), false).map(body -> keep(key, body));
    }

    private Body keep(Key key, Body body) {
        cache.put(key, body);
        return body;
    }

    static Body render(String text) {
        return new Body(
                Markdown.social(text),
                Markdown.alone(text, MOST_PAGES).stream().map(Bodies::player).toList());
    }

    /** The page of a video that is made for frames, without cookies where there is one. */
    public static String player(String url) {
        var youtube = YOUTUBE.matcher(url);
        if (youtube.matches()) return "https://www.youtube-nocookie.com/embed/" + youtube.group(1);
        var vimeo = VIMEO.matcher(url);
        if (vimeo.matches()) return "https://player.vimeo.com/video/" + vimeo.group(1);
        var loom = LOOM.matcher(url);
        return loom.matches() ? "https://www.loom.com/embed/" + loom.group(1) : url;
    }
}
