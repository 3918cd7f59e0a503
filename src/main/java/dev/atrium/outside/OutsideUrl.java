package dev.atrium.outside;

import dev.atrium.kernel.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address that somebody named, read strictly: what two programs could read in two ways is refused, not guessed.
 *
 * @param host a name in lower case without a final dot, or an address as it is written in a URL, without brackets
 * @param path path and query, as they were
 */
public record OutsideUrl(boolean tls, String host, int port, String path) {
    /** Octets of a whole URL. */
    public static final int MAX = 1_000;

    private static final Pattern PLAIN = Pattern.compile("[!-~]+");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern QUAD = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    /** What other readers of URLs take for a number, and so the whole name for an address (WHATWG URL, "ends in a number"). */
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

    private static final Pattern SIX = Pattern.compile("[0-9a-f:.]{2,45}");

    /** Names that lead nowhere in the world, or only within a house (RFC 6761, 6762, 7686, 8375, 9476, and custom). */
    private static final Set<String> WITHIN = Set.of(
            "localhost",
            "local",
            "localdomain",
            "internal",
            "intranet",
            "private",
            "corp",
            "home",
            "lan",
            "arpa",
            "onion",
            "test",
            "invalid",
            "alt");

    /**
     * Reads a URL that a person or a program gave.
     *
     * @throws Problem 422 for {@code field}, saying what to change
     */
    public static OutsideUrl parse(String field, String text, OutsideRules rules) {
        var url = read(text, rules);
        if (url instanceof Refused refused)
            throw Problem.invalid(field, refused.code(), refused.arguments().toArray());
        return ((Read) url).url();
    }

    /** The same for what was stored: empty where rules that were changed meanwhile refuse it. */
    public static Optional<OutsideUrl> stored(String text, OutsideRules rules) {
        return read(text, rules) instanceof Read read ? Optional.of(read.url()) : Optional.empty();
    }

    private sealed interface Outcome {}

    private record Read(OutsideUrl url) implements Outcome {}

    private record Refused(String code, List<Object> arguments) implements Outcome {
        Refused(String code, Object... arguments) {
            this(code, List.of(arguments));
        }
    }

    private static Outcome read(String text, OutsideRules rules) {
        if (text.isEmpty()) return new Refused("required-missing");
        if (text.length() > MAX) return new Refused("text-long", MAX);
        if (!PLAIN.matcher(text).matches() || text.indexOf('\\') >= 0) return new Refused("url-not-plain");
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return new Refused("url-invalid");
        }
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(scheme.equals("http") && rules.http()))
            return new Refused(rules.http() ? "url-scheme" : "url-https");
        var authority = uri.getRawAuthority();
        if (authority == null || authority.isEmpty()) return new Refused("url-invalid");
        if (authority.indexOf('@') >= 0) return new Refused("url-user");
        if (uri.getRawFragment() != null) return new Refused("url-fragment");
        return host(uri, authority, scheme.equals("https"), rules);
    }

    private static Outcome host(URI uri, String authority, boolean tls, OutsideRules rules) {
        int colon = authority.startsWith("[") ? authority.indexOf(':', authority.indexOf(']')) : authority.indexOf(':');
        var host = (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
        var digits = colon < 0 ? "" : authority.substring(colon + 1);
        if (colon >= 0 && !digits.matches("[1-9][0-9]{0,4}")) return new Refused("url-invalid");
        int port = digits.isEmpty() ? (tls ? 443 : 80) : Integer.parseInt(digits);
        if (host.endsWith(".")) host = host.substring(0, host.length() - 1);
        var refusal = host.startsWith("[") ? six(host, rules) : name(host, rules);
        if (refusal != null) return new Refused(refusal);
        if (host.startsWith("[")) host = host.substring(1, host.length() - 1);
        if (!rules.port(port, own(host))) return new Refused("url-port", ports(rules));
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Read(
                new OutsideUrl(tls, host, port, uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery()));
    }

    /** Why a name, or four numbers, is none that may be asked; null where it may. */
    private static @Nullable String name(String host, OutsideRules rules) {
        var labels = host.split("\\.", -1);
        if (NUMBER.matcher(labels[labels.length - 1]).matches()) {
            if (!QUAD.matcher(host).matches() || octets(labels)) return "url-number";
            return literal(host, rules);
        }
        if (host.length() > 253) return "url-invalid";
        for (var label : labels) if (!LABEL.matcher(label).matches()) return "url-host";
        if (rules.loopback() && ownName(host)) return null;
        if (labels.length < 2 || WITHIN.contains(labels[labels.length - 1])) return "url-inside";
        return null;
    }

    private static boolean octets(String[] labels) {
        for (var label : labels) if (Integer.parseInt(label) > 255) return true;
        return false;
    }

    private static @Nullable String six(String host, OutsideRules rules) {
        if (!host.endsWith("]")) return "url-invalid";
        var inner = host.substring(1, host.length() - 1);
        if (!SIX.matcher(inner).matches() || inner.indexOf(':') < 0) return "url-invalid";
        try {
            return literal(inner, rules);
        } catch (IllegalArgumentException e) {
            return "url-invalid";
        }
    }

    private static @Nullable String literal(String text, OutsideRules rules) {
        var address = InetAddress.ofLiteral(text);
        if (!Inside.is(address)) return null;
        return rules.loopback() && Inside.loopback(address) ? null : "url-inside";
    }

    /** Whether the name is this machine's own, so that the ports of tests are open. */
    private static boolean own(String host) {
        return ownName(host) || host.startsWith("127.") || host.equals("::1");
    }

    /** Names of this machine itself (RFC 6761, section 6.3). */
    static boolean ownName(String host) {
        return host.equals("localhost") || host.endsWith(".localhost");
    }

    private static String ports(OutsideRules rules) {
        return String.join(
                ", ", rules.ports().stream().sorted().map(Object::toString).toList());
    }

    /** Whether the host is an address and no name: nothing is to be looked up. */
    boolean literal() {
        return host.indexOf(':') >= 0 || QUAD.matcher(host).matches();
    }

    /** Host and, where it is not the scheme's own, port; as the Host header says it. */
    public String authority() {
        var name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    /** The whole in its one plain form. */
    public String text() {
        return (tls ? "https://" : "http://") + authority() + path;
    }
}
