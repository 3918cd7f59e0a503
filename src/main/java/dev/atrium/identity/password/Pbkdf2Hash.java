package dev.atrium.identity.password;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A PBKDF2 hash (RFC 8018) as Django ({@code pbkdf2_sha256$iterations$salt$hash}), passlib
 * ({@code $pbkdf2-sha256$iterations$salt$hash}) or the PHC format ({@code $pbkdf2-sha256$i=iterations$salt$hash}) writes
 * it; at most 5,000,000 iterations of SHA-1, SHA-256 or SHA-512.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole; the bytes stay inside the package.
record Pbkdf2Hash(String digest, int iterations, byte[] salt, byte[] tag) implements StoredHash {
    private static final int MAX_ITERATIONS = 5_000_000;
    private static final Map<String, Integer> TAG_BYTES = Map.of("sha1", 20, "sha256", 32, "sha512", 64);
    private static final Pattern DJANGO = Pattern.compile(
            "pbkdf2_(sha1|sha256|sha512)\\$([0-9]{1,7})\\$([^$]{1,128})\\$([A-Za-z0-9+/]{22,86}={0,2})");
    // passlib writes '.' for '+', and leaves the name of SHA-1 out.
    private static final Pattern PASSLIB = Pattern.compile("\\$pbkdf2(?:-(sha1|sha256|sha512))?\\$(?:i=)?([0-9]{1,7})"
            + "(?:,l=[0-9]{1,3})?\\$([A-Za-z0-9./+]{2,128})\\$([A-Za-z0-9./+]{22,86})");

    static Optional<StoredHash> parse(String stored) {
        try {
            var django = DJANGO.matcher(stored);
            if (django.matches()) {
                return of(django, django.group(3).getBytes(StandardCharsets.UTF_8));
            }
            var passlib = PASSLIB.matcher(stored);
            return passlib.matches() ? of(passlib, decode(passlib.group(3))) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public boolean matches(String password) {
        var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, tag.length * Byte.SIZE);
        try {
            byte[] result = SecretKeyFactory.getInstance("PBKDF2WithHmac" + digest.toUpperCase(Locale.ROOT))
                    .generateSecret(spec)
                    .getEncoded();
            return MessageDigest.isEqual(tag, result);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            spec.clearPassword();
        }
    }

    private static Optional<StoredHash> of(Matcher parts, byte[] salt) {
        int iterations = Integer.parseInt(parts.group(2));
        String digest = parts.group(1) == null ? "sha1" : parts.group(1);
        byte[] tag = decode(parts.group(4));
        // A shortened hash would still match, being a prefix: whole ones only.
        boolean whole = tag.length == TAG_BYTES.getOrDefault(digest, 0);
        return whole && iterations >= 1 && iterations <= MAX_ITERATIONS
                ? Optional.of(new Pbkdf2Hash(digest, iterations, salt, tag))
                : Optional.empty();
    }

    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64.replace('.', '+'));
    }
}
