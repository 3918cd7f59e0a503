package dev.atrium.web;

import dev.atrium.kernel.Problem;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What If-Match says (RFC 9110, section 13.1.1): any version, or one of these. Weak tags never match, since equal in effect
 * is not the same version.
 *
 * @param any {@code *}: whatever stands there now
 * @param versions the strong tags without their quotes; none where the header cannot be read
 */
public record Precondition(boolean any, Set<String> versions) {
    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7E]{0,100})\"");

    static Precondition of(String header) {
        if (header.strip().equals("*")) return new Precondition(true, Set.of());
        var versions = new HashSet<String>();
        var tags = TAG.matcher(header);
        while (tags.find()) {
            if (tags.group(1) == null) versions.add(tags.group(2));
        }
        return new Precondition(false, Set.copyOf(versions));
    }

    /** Exactly this version, as a form carries it. */
    public static Precondition of(int version) {
        return new Precondition(false, Set.of(Integer.toString(version)));
    }

    /** For a guarded UPDATE: {@code ($n OR version::text = ANY($m))}. */
    public String[] asArray() {
        return versions.toArray(String[]::new);
    }

    /** Fails with 412 unless {@code version} is meant. */
    public void require(String version) {
        if (!any && !versions.contains(version)) throw stale();
    }

    /** The thing was changed by somebody else since the client read it. */
    public static Problem stale() {
        return Problem.of(412, "version-stale");
    }
}
