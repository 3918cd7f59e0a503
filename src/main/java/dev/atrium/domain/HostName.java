package dev.atrium.domain;

import dev.atrium.kernel.Email;
import java.net.IDN;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The name of a host as DNS, certificates and the look-up of tenants know it: lower case, ASCII (IDNA), two labels at least, no
 * dot at the end. No address, no port, no wildcard.
 *
 * @param ascii at most 253 characters
 */
public record HostName(String ascii) {
    private static final Pattern FORM =
            Pattern.compile("(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");
    private static final Pattern AROUND = Pattern.compile("(?i)(?:https?://)?([^/?#:@\\s]+?)\\.?/?");
    private static final int TYPED = 600;

    /**
     * For a name that is already in its stored form.
     *
     * @throws IllegalArgumentException with message {@code host-invalid} otherwise
     */
    public HostName {
        if (!FORM.matcher(ascii).matches()) throw new IllegalArgumentException("host-invalid");
    }

    /** What a person typed or pasted, a whole address included; empty where it is not one name. */
    public static Optional<HostName> parse(String typed) {
        var around = AROUND.matcher(typed.strip());
        if (typed.length() > TYPED || !around.matches()) return Optional.empty();
        // The same rules as for what stands behind the at sign: no name is folded onto another one.
        return Email.parse("x@" + around.group(1))
                .map(Email::domain)
                .filter(name -> FORM.matcher(name).matches())
                .map(HostName::new);
    }

    /** As people write it. */
    public String shown() {
        return IDN.toUnicode(ascii);
    }

    /** The name and those above it, down to two labels: where CAA records may stand (RFC 8659, section 3). */
    public List<String> climb() {
        var labels = ascii.split("\\.", -1);
        return IntStream.rangeClosed(0, labels.length - 2)
                .mapToObj(from -> String.join(".", Arrays.asList(labels).subList(from, labels.length)))
                .toList();
    }

    /** The label that a provider's form asks for, inside of {@code zone}; "@" for the zone itself. */
    public String within(String zone) {
        return relative(ascii, zone);
    }

    static String relative(String name, String zone) {
        if (zone.isEmpty()) return name;
        if (name.equals(zone)) return "@";
        return name.endsWith("." + zone) ? name.substring(0, name.length() - zone.length() - 1) : name;
    }
}
