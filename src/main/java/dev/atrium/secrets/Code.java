package dev.atrium.secrets;

import dev.atrium.kernel.Email;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A one-time code: six digits that are mailed to an address and typed back. One code has a million values, so it is
 * worth nothing without the limit on tries that its row keeps; what is stored is {@link #hash}, never the digits.
 *
 * @param digits exactly six ASCII digits
 */
public record Code(String digits) {
    private static final int VALUES = 1_000_000;
    private static final int MAX_TYPED = 64;
    private static final Pattern SIX_DIGITS = Pattern.compile("[0-9]{6}");

    /** @throws IllegalArgumentException where {@code digits} are not six ASCII digits */
    public Code {
        if (!SIX_DIGITS.matcher(digits).matches()) {
            throw new IllegalArgumentException("code-invalid");
        }
    }

    /** A fresh code; all million values are equally likely. */
    public static Code random() {
        return new Code(String.format(Locale.ROOT, "%06d", Entropy.below(VALUES)));
    }

    /**
     * What a person typed or pasted. Blanks, dashes, dots and invisible characters between the digits do not count, and
     * digits of any script do (fullwidth, Arabic-Indic); anything else, or another number of digits, is no code.
     */
    public static Optional<Code> parse(@Nullable String typed) {
        if (typed == null || typed.length() > MAX_TYPED) {
            return Optional.empty();
        }
        var digits = new StringBuilder();
        for (int codePoint : typed.codePoints().toArray()) {
            int digit = Character.isDigit(codePoint) ? Character.digit(codePoint, 10) : -1;
            if (digit >= 0) {
                digits.append(digit);
            } else if (!separates(codePoint)) {
                return Optional.empty();
            }
        }
        return digits.length() == 6 ? Optional.of(new Code(digits.toString())) : Optional.empty();
    }

    /**
     * What is stored in the place of the digits: HMAC-SHA256 over everything the code is bound to, so that a code of one
     * tenant, purpose, flow or address is worth nothing in another, and a stolen table gives no codes without the key.
     *
     * @return 32 bytes, to be compared by {@link #same}
     */
    public byte[] hash(Keys keys, UUID tenant, String purpose, UUID flow, Email address) {
        return keys.codeMac(tenant.toString(), purpose, flow.toString(), address.address(), digits);
    }

    /** Whether two hashes are equal, in a time that does not depend on where they differ. */
    public static boolean same(byte[] hash, byte[] other) {
        return MessageDigest.isEqual(hash, other);
    }

    /** Hidden, so that a code does not slip into a log. */
    @Override
    public String toString() {
        return "Code[******]";
    }

    private static boolean separates(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR, Character.DASH_PUNCTUATION, Character.FORMAT -> true;
            default -> codePoint == '.' || Character.isWhitespace(codePoint) || codePoint == 0x2212;
        };
    }
}
