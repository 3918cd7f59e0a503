package dev.atrium.secrets;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The secret of an API key: {@code atr_acct_} (an account's) or {@code atr_live_} (the business's), 256 random bits and the
 * CRC-32 of all that, both in base 62. A program keeps {@link #text()}; the database keeps {@link #hash()} and, so that
 * people can tell their keys apart, {@link #prefix()}. The checksum tells a mistyped key, and a scanner for leaked ones,
 * at once; it proves nothing.
 *
 * @param text 58 characters
 */
public record ApiSecret(String text) {
    /** Whose a key is. */
    public enum Owner {
        ACCOUNT("atr_acct_"),
        BUSINESS("atr_live_");

        private final String mark;

        Owner(String mark) {
            this.mark = mark;
        }
    }

    private static final int BYTES = 32;
    private static final int DIGITS = 43;
    private static final int CHECK = 6;
    private static final int SHOWN = 15;
    private static final BigInteger BASE = BigInteger.valueOf(62);
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Pattern FORM = Pattern.compile("atr_(acct|live)_[0-9A-Za-z]{" + (DIGITS + CHECK) + "}");

    /** @throws IllegalArgumentException where {@code text} is no key, or mistyped */
    public ApiSecret {
        if (!sound(text)) throw new IllegalArgumentException("token-invalid");
    }

    public static ApiSecret random(Owner owner) {
        var body = owner.mark + digits(new BigInteger(1, Entropy.bytes(BYTES)), DIGITS);
        return new ApiSecret(body + check(body));
    }

    /** What came in a header, or empty where it cannot be a key, which spares the query. */
    public static Optional<ApiSecret> parse(@Nullable String text) {
        return text != null && sound(text) ? Optional.of(new ApiSecret(text)) : Optional.empty();
    }

    /** SHA-256 of the text: so much entropy needs neither salt nor key. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The beginning that lists show: the mark and 35 of the 256 bits. */
    public String prefix() {
        return text.substring(0, SHOWN);
    }

    /** Hidden, so that a key does not slip into a log. */
    @Override
    public String toString() {
        return "ApiSecret[" + prefix() + "******]";
    }

    private static boolean sound(String text) {
        if (!FORM.matcher(text).matches()) return false;
        int end = text.length() - CHECK;
        return check(text.substring(0, end)).equals(text.substring(end));
    }

    private static String check(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return digits(BigInteger.valueOf(crc.getValue()), CHECK);
    }

    private static String digits(BigInteger number, int count) {
        var text = new StringBuilder();
        var rest = number;
        for (int i = 0; i < count; i++) {
            var parts = rest.divideAndRemainder(BASE);
            text.append(ALPHABET.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return text.reverse().toString();
    }
}
