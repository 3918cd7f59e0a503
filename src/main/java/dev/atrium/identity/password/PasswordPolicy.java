package dev.atrium.identity.password;

import dev.atrium.kernel.Email;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules for a new password (NIST SP 800-63B, 3.1.1.2): 8 to 128 characters, none of the 10,000 most common of that
 * length, not the person's own address or name; no rule of composition.
 */
public final class PasswordPolicy {
    /** In code points of the NFC form. */
    public static final int MIN_LENGTH = 8;

    /** In code points of the NFC form; each is at most 4 bytes, so that it stays below what hashing accepts. */
    public static final int MAX_LENGTH = 128;

    private PasswordPolicy() {}

    /**
     * Why the password may not be chosen: {@code password-short}, {@code password-long} or {@code password-common} (which
     * includes the address, its local part and the name, in any case and spacing); empty where it may.
     */
    public static Optional<String> refusal(String password, Email address, String name) {
        // Counting units first: a form field of megabytes is not normalised.
        if (password.length() > 4 * MAX_LENGTH) {
            return Optional.of("password-long");
        }
        String text = Normalizer.normalize(password, Normalizer.Form.NFC);
        int length = text.codePointCount(0, text.length());
        if (length < MIN_LENGTH) {
            return Optional.of("password-short");
        }
        if (length > MAX_LENGTH) {
            return Optional.of("password-long");
        }
        return isCommon(text) || isPersonal(text, address, name) ? Optional.of("password-common") : Optional.empty();
    }

    private static boolean isCommon(String text) {
        return Arrays.binarySearch(Common.DIGESTS, digest(text.toLowerCase(Locale.ROOT))) >= 0;
    }

    private static boolean isPersonal(String text, Email address, String name) {
        String plain = plain(text);
        String whole = plain(address.address());
        String local = plain(address.address().substring(0, address.address().lastIndexOf('@')));
        return plain.equals(whole) || plain.equals(local) || plain.equals(plain(name));
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\s._-]+", "");
    }

    /** The first 64 bits of SHA-256: of 10,000 entries one in 10^15 innocent passwords meets one by chance. */
    private static long digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Read at the first use, not at start; 80 KB. */
    private static final class Common {
        static final long[] DIGESTS = read();

        private static long[] read() {
            var list = PasswordPolicy.class.getResourceAsStream("/identity/common-passwords.txt");
            try (var lines =
                    new BufferedReader(new InputStreamReader(Objects.requireNonNull(list), StandardCharsets.UTF_8))) {
                return lines.lines().mapToLong(PasswordPolicy::digest).sorted().toArray();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
