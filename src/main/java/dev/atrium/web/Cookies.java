package dev.atrium.web;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * The few cookies of the house. Over TLS each is {@code __Host-}: Secure, of this host alone, for every path, so that a
 * sibling domain can plant none (RFC 6265bis, section 4.1.3.2).
 */
public final class Cookies {
    /** Sets a cookie, or removes it where {@code value} is empty. A life of 0 seconds ends with the browser. */
    public record Change(String name, String value, long seconds) {}

    public static final String SESSION = "session";
    public static final String FLOW = "flow";
    public static final String TICKET = "ticket";
    /** The first proof was given, and the second factor lacks. */
    public static final String FACTOR = "factor";
    /** Which browser a passkey was asked of. */
    public static final String PASSKEY = "passkey";

    public static final String STAFF = "staff";
    /** Of staff at a portal's host, who look as a client: another name than a client's, so that neither is taken for the other. */
    public static final String VIEW = "view";

    /** That somebody has proven an address in this browser: it names nobody to who does not know the address. */
    public static final String KNOWN = "known";

    public static final String FLASH = "flash";

    /** How a word begins that says what was not done. */
    public static final String WARNING = "warn-";

    public static final String THEME = "theme";
    public static final String LANGUAGE = "language";

    private final boolean overTls;

    public Cookies(boolean overTls) {
        this.overTls = overTls;
    }

    private String wire(String name) {
        return overTls ? "__Host-" + name : "atrium-" + name;
    }

    /** The value of the cookie; none where it came twice with different values, since one of them is not ours. */
    @Nullable
    String read(HttpServerRequest request, String name) {
        var header = request.getHeader("Cookie");
        if (header == null) return null;
        var wanted = wire(name) + "=";
        String found = null;
        int at = 0;
        while (at < header.length()) {
            int end = header.indexOf(';', at);
            if (end < 0) end = header.length();
            int start = at;
            while (start < end && header.charAt(start) == ' ') start++;
            if (header.startsWith(wanted, start)) {
                var value = header.substring(start + wanted.length(), end).strip();
                if (found != null && !found.equals(value)) return null;
                found = value;
            }
            at = end + 1;
        }
        return found;
    }

    String header(Change change) {
        var text = new StringBuilder(wire(change.name()))
                .append('=')
                .append(change.value())
                .append("; Path=/; HttpOnly; SameSite=Lax");
        if (overTls) text.append("; Secure");
        if (change.value().isEmpty()) text.append("; Max-Age=0");
        else if (change.seconds() > 0) text.append("; Max-Age=").append(change.seconds());
        return text.toString();
    }
}
