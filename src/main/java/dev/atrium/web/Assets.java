package dev.atrium.web;

import dev.atrium.kernel.StartFailure;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The static files of the portal, read once at boot. A request path either equals a current fingerprinted path or is
 * unknown: an exact map, so neither encoded slashes nor dot segments can reach or poison anything
 * (the class of CVE-2026-1002).
 */
public final class Assets {
    static final String PREFIX = "/assets/";
    private static final String SPRITE = "icons/sprite.svg";
    private static final long MAX_FILE = 2L << 20;
    private static final long MAX_TOTAL = 16L << 20;
    /** Symbols that point along the line of reading: a page that runs from right to left shows them mirrored. */
    static final Set<String> TURNING = Set.of(
            "book-open",
            "chevron-left",
            "chevron-right",
            "external-link",
            "file-text",
            "log-out",
            "megaphone",
            "receipt");

    private static final Pattern SYMBOL = Pattern.compile("<symbol\\b[^>]*\\bid=\"([^\"]+)\"");
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    private final Map<String, Asset> byName;
    private final Map<String, Asset> byPath;
    private final Set<String> icons;

    private Assets(Map<String, Asset> byName) {
        this.byName = Map.copyOf(byName);
        var paths = new HashMap<String, Asset>();
        byName.values().forEach(asset -> paths.put(asset.path(), asset));
        this.byPath = Map.copyOf(paths);
        this.icons = symbols(byName.get(SPRITE));
    }

    /**
     * One file under its fingerprinted path, safe to cache for ever.
     *
     * @param gzip the body compressed, where that is smaller
     * @param etag a strong entity tag with its quotes
     */
    public record Asset(
            String path,
            String contentType,
            Buffer body,
            @Nullable Buffer gzip,
            String etag) {}

    /**
     * Reads every file with a known ending, at most 2 MB each and 16 MB together.
     *
     * @throws StartFailure where a limit is broken, a file refers to one that does not exist, or files refer to each
     *     other in a circle
     */
    public static Assets load(Path webroot) {
        return new Assets(new AssetLinker(read(webroot)).link());
    }

    /** The fingerprinted URL of a file such as {@code css/portal.css}. */
    public String url(String name) {
        var asset = byName.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("There is no asset \"" + name + "\".");
        }
        return asset.path();
    }

    /** The asset that lies at exactly this request path, without query. */
    public @Nullable Asset find(String requestPath) {
        return byPath.get(requestPath);
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** The symbols there are. */
    Set<String> icons() {
        return icons;
    }

    boolean hasIcon(String id) {
        return icons.contains(id);
    }

    /** The markup that draws one symbol of the sprite; decoration, hidden from screen readers. */
    Html icon(String id) {
        if (!hasIcon(id)) {
            throw new IllegalArgumentException("There is no icon \"" + id + "\" in " + SPRITE + ".");
        }
        return new Html("<svg class=\"icon" + (TURNING.contains(id) ? " turns" : "")
                + "\" aria-hidden=\"true\" width=\"20\" height=\"20\"><use href=\"" + url(SPRITE) + "#" + id
                + "\"></use></svg>");
    }

    static @Nullable String contentType(String name) {
        return TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    }

    private static Map<String, byte[]> read(Path webroot) {
        var files = new HashMap<String, byte[]>();
        var total = 0L;
        try (var walk = Files.walk(webroot)) {
            for (var file : (Iterable<Path>) walk::iterator) {
                var name = webroot.relativize(file).toString().replace('\\', '/');
                if (contentType(name) == null || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                total += bounded(file, name, total);
                files.put(name, Files.readAllBytes(file));
            }
        } catch (IOException | UncheckedIOException unreadable) {
            throw new StartFailure("The static files in " + webroot + " cannot be read: " + unreadable.getMessage());
        }
        return files;
    }

    private static long bounded(Path file, String name, long before) throws IOException {
        var size = Files.size(file);
        if (size > MAX_FILE) {
            throw new StartFailure("The asset " + name + " has more than 2 MB.");
        }
        if (before + size > MAX_TOTAL) {
            throw new StartFailure("The assets have more than 16 MB together.");
        }
        return size;
    }

    private static Set<String> symbols(@Nullable Asset sprite) {
        var ids = new HashSet<String>();
        if (sprite != null) {
            var matcher = SYMBOL.matcher(sprite.body().toString(StandardCharsets.UTF_8));
            while (matcher.find()) {
                ids.add(matcher.group(1));
            }
        }
        return Set.copyOf(ids);
    }
}
