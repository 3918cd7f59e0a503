package dev.atrium.secrets;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A code on paper that stands in once for a second factor: ten characters, 50 random bits. What is stored is {@link #hash}.
 *
 * @param text ten characters of Crockford's base32, which has neither I, L, O nor U
 */
public record RecoveryCode(String text) {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 10;
    private static final int MAX_TYPED = 64;
    private static final Pattern FORM = Pattern.compile("[0-9A-HJKMNP-TV-Z]{10}");

    /** @throws IllegalArgumentException where {@code text} is not of a code's form */
    public RecoveryCode {
        if (!FORM.matcher(text).matches()) throw new IllegalArgumentException("recovery-code-invalid");
    }

    public static RecoveryCode random() {
        var text = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) text.append(ALPHABET.charAt(Entropy.below(ALPHABET.length())));
        return new RecoveryCode(text.toString());
    }

    /** What a person typed: case, blanks and dashes do not count, and letters that look like digits are taken for them. */
    public static Optional<RecoveryCode> parse(@Nullable String typed) {
        if (typed == null || typed.length() > MAX_TYPED) return Optional.empty();
        var text = typed.toUpperCase(Locale.ROOT)
                .replaceAll("[\\s\\u2010-\\u2015-]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        return FORM.matcher(text).matches() ? Optional.of(new RecoveryCode(text)) : Optional.empty();
    }

    /** As it is shown: two groups of five. */
    public String shown() {
        return text.substring(0, LENGTH / 2) + "-" + text.substring(LENGTH / 2);
    }

    /** What is stored, bound to its owner: HMAC-SHA256, 32 bytes. */
    public byte[] hash(Keys keys, UUID tenant, UUID owner) {
        return keys.codeMac(tenant.toString(), "recovery", owner.toString(), text);
    }

    /** Hidden, so that a code does not slip into a log. */
    @Override
    public String toString() {
        return "RecoveryCode[******]";
    }
}
