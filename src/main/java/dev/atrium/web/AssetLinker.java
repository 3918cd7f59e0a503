package dev.atrium.web;

import dev.atrium.kernel.StartFailure;
import dev.atrium.web.Assets.Asset;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives every asset its fingerprint. What a style sheet or module refers to is linked first, since the fingerprint of
 * a file covers the fingerprints inside it.
 */
final class AssetLinker {
    private static final int FINGERPRINT = 10;
    /** Groups: what stands before, the quote or nothing, the reference. */
    private static final Pattern CSS = Pattern.compile("(url\\(\\s*|@import\\s+(?=[\"']))([\"']?)([^\"')\\s]+)\\2");

    private static final Pattern JS =
            Pattern.compile("((?<![\\w$.'\"`])(?:from|import)\\s*\\(?\\s*)([\"'])(\\.{1,2}/[^\"'\\s]+)\\2");

    /** A file with none of these refers to nothing; most are spared the search. */
    private static final List<String> REFERRING = List.of("url(", "@import", "from", "import");

    private final Map<String, byte[]> files;
    private final Map<String, Asset> linked = new HashMap<>();
    private final Deque<String> trail = new ArrayDeque<>();

    AssetLinker(Map<String, byte[]> files) {
        this.files = files;
    }

    Map<String, Asset> link() {
        files.keySet().forEach(this::link);
        return linked;
    }

    private Asset link(String name) {
        var done = linked.get(name);
        if (done != null) {
            return done;
        }
        if (trail.contains(name)) {
            throw new StartFailure("The assets " + String.join(" -> ", trail) + " -> " + name
                    + " refer to each other in a circle, so none can have a fingerprint.");
        }
        trail.addLast(name);
        var asset = asset(name, rewritten(name, Objects.requireNonNull(files.get(name))));
        trail.removeLast();
        linked.put(name, asset);
        return asset;
    }

    private byte[] rewritten(String name, byte[] body) {
        var pattern = name.endsWith(".css") ? CSS : name.endsWith(".js") ? JS : null;
        if (pattern == null) {
            return body;
        }
        var text = new String(body, StandardCharsets.UTF_8);
        if (REFERRING.stream().noneMatch(text::contains)) {
            return body;
        }
        return pattern.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) + match.group(2) + target(name, match) + match.group(2)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private String target(String from, MatchResult match) {
        var reference = match.group(3);
        var cut = suffixStart(reference);
        var name = resolve(from, reference.substring(0, cut));
        if (name == null) {
            return reference;
        }
        if (!files.containsKey(name)) {
            throw new StartFailure("The asset " + from + " refers to " + reference + ", which does not exist.");
        }
        return link(name).path() + reference.substring(cut);
    }

    /** The name of the asset meant, or null for what is none: data, fragments and other paths. */
    private static @Nullable String resolve(String from, String reference) {
        if (reference.startsWith(Assets.PREFIX)) {
            return reference.substring(Assets.PREFIX.length());
        }
        if (reference.isEmpty() || reference.startsWith("/") || reference.indexOf(':') >= 0) {
            return null;
        }
        return Path.of(from).resolveSibling(reference).normalize().toString().replace('\\', '/');
    }

    private static int suffixStart(String reference) {
        for (var i = 0; i < reference.length(); i++) {
            if (reference.charAt(i) == '?' || reference.charAt(i) == '#') {
                return i;
            }
        }
        return reference.length();
    }

    private static Asset asset(String name, byte[] body) {
        var fingerprint = fingerprint(body);
        var dot = name.lastIndexOf('.');
        var path = Assets.PREFIX + name.substring(0, dot) + "." + fingerprint + name.substring(dot);
        var gzip = gzip(body);
        return new Asset(
                path,
                Objects.requireNonNull(Assets.contentType(name)),
                Buffer.buffer(body),
                gzip.length < body.length ? Buffer.buffer(gzip) : null,
                '"' + fingerprint + '"');
    }

    private static String fingerprint(byte[] body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(body);
            return HexFormat.of().formatHex(digest).substring(0, FINGERPRINT);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** At the highest level: it happens once per boot and the bytes travel for ever. */
    private static byte[] gzip(byte[] body) {
        var bytes = new ByteArrayOutputStream(body.length / 2 + 64);
        try (var out = new GZIPOutputStream(bytes) {
            {
                def.setLevel(9);
            }
        }) {
            out.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
