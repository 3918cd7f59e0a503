package dev.atrium.kernel;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Exactly one e-mail address in its stored form, which is also what mail is sent to and what is compared: whole address
 * in NFC and lower case, domain in ASCII (IDNA). An instance can hold no second recipient, no header and no route.
 *
 * <p>Two addresses that merely look alike stay two addresses: text that normalisation would fold onto other text is
 * refused instead of folded (compare CVE-2023-7028 and the Unicode look-alikes of password resets).
 *
 * @param address the stored form, at most 254 octets of UTF-8 (RFC 5321 4.5.3.1.3)
 */
public record Email(String address) {
    /** The one code of a refused address. */
    public static final String INVALID = "email-invalid";

    private static final int MAX_OCTETS = 254;
    private static final int MAX_LOCAL_OCTETS = 64;
    private static final int MAX_DOMAIN_OCTETS = 253;
    // RFC 5322 atext without '%' and '!': old relays read them as a route to another recipient.
    private static final String LOCAL_ASCII = "abcdefghijklmnopqrstuvwxyz0123456789.#$&'*+-/=?^_`{|}~";
    private static final Pattern DOMAIN = Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+"
            + "(?:[a-z]{2,63}|xn--[a-z0-9](?:[a-z0-9-]{0,57}[a-z0-9])?)");
    // IDNA 2003 maps or drops these, IDNA 2008 does not: with java.net.IDN they would name somebody else's domain.
    private static final String IDNA_DEVIATIONS = "\u00DF\u03C2\u200C\u200D";

    /**
     * For text that is already in the stored form, such as a column's.
     *
     * @throws IllegalArgumentException with message {@link #INVALID} otherwise
     */
    public Email {
        if (!canonical(address).filter(address::equals).isPresent()) {
            throw new IllegalArgumentException(INVALID);
        }
    }

    /** What a person typed, already stripped: an address, or empty where it is not exactly one plain address. */
    public static Optional<Email> parse(@Nullable String typed) {
        return canonical(typed).map(Email::new);
    }

    /** The part after the at sign, in ASCII. */
    public String domain() {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** For logs: {@code a…@example.com}. */
    public String masked() {
        return new StringBuilder()
                .appendCodePoint(address.codePointAt(0))
                .append("…@")
                .append(domain())
                .toString();
    }

    /** Masked, so that an address does not slip into a log; what is stored and sent to is {@link #address()}. */
    @Override
    public String toString() {
        return masked();
    }

    private static Optional<String> canonical(@Nullable String typed) {
        // Normalising may triple the length; no address in use comes near the bound.
        if (typed == null || typed.length() > 2 * MAX_OCTETS) {
            return Optional.empty();
        }
        int at = typed.indexOf('@');
        if (at < 1 || at != typed.lastIndexOf('@')) {
            return Optional.empty();
        }
        return local(typed.substring(0, at))
                .flatMap(local -> domain(typed.substring(at + 1)).map(domain -> local + '@' + domain))
                .filter(address -> octets(address) <= MAX_OCTETS);
    }

    private static Optional<String> local(String typed) {
        if (!typed.codePoints().allMatch(Email::keepsItself)) {
            return Optional.empty();
        }
        String local = nfc(nfc(typed).toLowerCase(Locale.ROOT));
        boolean dots = local.startsWith(".") || local.endsWith(".") || local.contains("..");
        boolean valid = !dots
                && octets(local) <= MAX_LOCAL_OCTETS
                && local.equals(Normalizer.normalize(local, Normalizer.Form.NFKC))
                && local.codePoints().allMatch(Email::localCharacter)
                && !isMark(local.codePointAt(0));
        return valid ? Optional.of(local) : Optional.empty();
    }

    private static Optional<String> domain(String typed) {
        if (typed.isEmpty() || typed.codePoints().anyMatch(c -> !keepsItself(c) || IDNA_DEVIATIONS.indexOf(c) >= 0)) {
            return Optional.empty();
        }
        try {
            String ascii = IDN.toASCII(nfc(typed), IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            boolean valid = ascii.length() <= MAX_DOMAIN_OCTETS
                    && DOMAIN.matcher(ascii).matches()
                    && (isAscii(typed) || meansTheSame(typed, ascii));
            return valid ? Optional.of(ascii) : Optional.empty();
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    /** Whether turning the ASCII form back gives what was typed: else the conversion folded it onto another name. */
    private static boolean meansTheSame(String typed, String ascii) {
        return IDN.toUnicode(ascii).equals(nfc(nfc(typed).toLowerCase(Locale.ROOT)));
    }

    /** False for a character that normalising or lower-casing turns into another one or into ASCII (K sign, fullwidth a). */
    private static boolean keepsItself(int codePoint) {
        if (codePoint < 0x80) {
            return true;
        }
        String self = Character.toString(codePoint);
        String lower = self.toLowerCase(Locale.ROOT);
        return self.equals(Normalizer.normalize(self, Normalizer.Form.NFKC))
                && lower.chars().noneMatch(c -> c < 0x80);
    }

    private static boolean localCharacter(int codePoint) {
        return codePoint < 0x80
                ? LOCAL_ASCII.indexOf(codePoint) >= 0
                : Character.isLetterOrDigit(codePoint) || isMark(codePoint);
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static String nfc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
