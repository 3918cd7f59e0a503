package dev.atrium.secrets;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The codes of an authenticator app: RFC 6238 over HMAC-SHA1, six digits, steps of 30 seconds, which is what every such app
 * can do. A code alone is worth one of a million guesses in nine steps, so its tries are limited where it is asked for.
 */
public final class Totp {
    public static final int SECRET_BYTES = 20;
    private static final int STEP_SECONDS = 30;
    /** A clock may be two minutes wrong either way. */
    private static final int SKEW_STEPS = 4;

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Totp() {}

    /** A fresh secret of 160 bits, as RFC 4226 recommends. */
    public static byte[] secret() {
        return Entropy.bytes(SECRET_BYTES);
    }

    /** The steps within two minutes of {@code now} whose code is the typed one, the nearest past first; mostly none or one. */
    public static List<Long> steps(byte[] secret, Code typed, Instant now) {
        long current = Math.floorDiv(now.getEpochSecond(), STEP_SECONDS);
        var found = new ArrayList<Long>();
        // All nine are computed whatever matches, so that the time tells nothing.
        for (long step = current - SKEW_STEPS; step <= current + SKEW_STEPS; step++) {
            if (Code.same(bytes(code(secret, step, 6, "HmacSHA1")), bytes(typed.digits()))) found.add(step);
        }
        return found;
    }

    /** The code of the step in which {@code at} lies. */
    public static Code at(byte[] secret, Instant at) {
        return new Code(code(secret, Math.floorDiv(at.getEpochSecond(), STEP_SECONDS), 6, "HmacSHA1"));
    }

    /** RFC 4226, section 5.3: the dynamic truncation. */
    static String code(byte[] secret, long step, int digits, String algorithm) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            int value = ByteBuffer.wrap(hash, offset, 4).getInt() & 0x7fffffff;
            return String.format(Locale.ROOT, "%0" + digits + "d", value % (int) Math.pow(10, digits));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The secret as apps take it when it is typed (RFC 4648, base32 without padding). */
    public static String base32(byte[] bytes) {
        var text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes) {
            buffer = (buffer << 8) | (b & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE32.charAt((buffer >> bits) & 31));
            }
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0) text.append(BASE32.charAt((buffer << (5 - bits)) & 31));
        return text.toString();
    }

    private static byte[] bytes(String digits) {
        return digits.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
