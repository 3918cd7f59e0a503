package dev.atrium.identity.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * An argon2i or argon2id hash (RFC 9106) in the PHC string format, Django's prefix included.
 *
 * @param type {@code ARGON2_i} or {@code ARGON2_id} of {@link Argon2Parameters}
 * @param version 0x10 or 0x13
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole; the bytes stay inside the package.
record Argon2Hash(int type, int version, Cost cost, byte[] salt, byte[] tag) implements StoredHash {
    static final int TAG_BYTES = 32;

    private static final Pattern FORM = Pattern.compile("(?:argon2)?\\$argon2(id|i)(?:\\$v=(16|19))?"
            + "\\$m=([0-9]{1,6}),t=([0-9]{1,2}),p=([0-9]{1,2})"
            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");
    // Imported hashes may want more memory than ours: one at a time, and never more than half of the heap.
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    /** Our own hash of a password: argon2id of the current version. */
    static Argon2Hash of(Cost cost, byte[] salt, String password) {
        var blank = new Argon2Hash(
                Argon2Parameters.ARGON2_id, Argon2Parameters.ARGON2_VERSION_13, cost, salt, new byte[TAG_BYTES]);
        return new Argon2Hash(blank.type, blank.version, cost, salt, blank.evaluate(password));
    }

    static Optional<Argon2Hash> parse(String stored) {
        var parts = FORM.matcher(stored);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            var cost = new Cost(
                    Integer.parseInt(parts.group(3)),
                    Integer.parseInt(parts.group(4)),
                    Integer.parseInt(parts.group(5)));
            int type = "id".equals(parts.group(1)) ? Argon2Parameters.ARGON2_id : Argon2Parameters.ARGON2_i;
            // The first format had no version field (RFC 9106 came later).
            int version = "19".equals(parts.group(2)) ? 0x13 : 0x10;
            byte[] salt = Base64.getDecoder().decode(parts.group(6));
            return Optional.of(new Argon2Hash(
                    type, version, cost, salt, Base64.getDecoder().decode(parts.group(7))));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Whether one evaluation of {@code other}'s parameters decides this hash too. */
    boolean madeLike(Argon2Hash other) {
        return type == other.type
                && version == other.version
                && cost.equals(other.cost)
                && tag.length == other.tag.length
                && Arrays.equals(salt, other.salt);
    }

    /** Compares in constant time. */
    boolean sameTag(Argon2Hash other) {
        return MessageDigest.isEqual(tag, other.tag);
    }

    @Override
    public boolean matches(String password) {
        if (cost.memoryKib() > Runtime.getRuntime().maxMemory() / 1024 / 2) {
            return false;
        }
        ONE_AT_A_TIME.lock();
        try {
            return MessageDigest.isEqual(tag, evaluate(password));
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    /** The PHC string. */
    @Override
    public String toString() {
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2" + (type == Argon2Parameters.ARGON2_id ? "id" : "i") + "$v=" + version + "$m="
                + cost.memoryKib()
                + ",t=" + cost.iterations() + ",p=" + cost.lanes() + "$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(tag);
    }

    private byte[] evaluate(String password) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(type)
                .withVersion(version)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.iterations())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        var result = new byte[tag.length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), result);
        return result;
    }
}
