package dev.atrium.web;

import dev.atrium.kernel.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whose pages may stand in a frame of the portal: those of the house, and what the business adds. Exact names or below them. */
public final class EmbedHosts {
    public static final int MOST = 20;

    /** Services that businesses embed, all of which are made for it. */
    public static final Set<String> KNOWN = Set.of(
            "calendly.com",
            "cal.com",
            "typeform.com",
            "airtable.com",
            "figma.com",
            "loom.com",
            "miro.com",
            "youtube-nocookie.com",
            "player.vimeo.com",
            "docs.google.com",
            "calendar.google.com",
            "lookerstudio.google.com");

    private static final Pattern NAME =
            Pattern.compile("(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");

    private EmbedHosts() {}

    /** The origin of {@code url} where it may be shown, else empty: https, no user, no port, and a host that is allowed. */
    public static String origin(String url, Collection<String> own) {
        try {
            var uri = new URI(url);
            var host = uri.getHost();
            if (host == null || !"https".equals(uri.getScheme())) return "";
            if (uri.getRawUserInfo() != null || uri.getPort() != -1) return "";
            var name = host.toLowerCase(Locale.ROOT);
            boolean allowed = Stream.concat(KNOWN.stream(), own.stream())
                    .anyMatch(known -> name.equals(known) || name.endsWith("." + known));
            return allowed ? "https://" + name : "";
        } catch (URISyntaxException e) {
            return "";
        }
    }

    /**
     * The hosts of a text, one to a line or with blanks between.
     *
     * @param base under which the portals of this installation lie: none of them may frame itself
     */
    public static List<String> typed(String text, String field, String base) {
        var hosts = Arrays.stream(text.toLowerCase(Locale.ROOT).split("[\\s,]+", -1))
                .filter(host -> !host.isEmpty())
                .distinct()
                .toList();
        if (hosts.size() > MOST) throw Problem.invalid(field, "embed-hosts-many", MOST);
        for (var host : hosts) {
            boolean ours = host.equals(base) || host.endsWith("." + base) || base.endsWith("." + host);
            if (ours || !NAME.matcher(host).matches()) throw Problem.invalid(field, "embed-host-invalid", host);
        }
        return hosts;
    }
}
