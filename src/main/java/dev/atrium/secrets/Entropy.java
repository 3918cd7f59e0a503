package dev.atrium.secrets;

import java.security.SecureRandom;

/** The one source of secret randomness of this package. */
final class Entropy {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Entropy() {}

    static byte[] bytes(int count) {
        var bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Uniform in [0, bound): nextInt draws again instead of taking a biased remainder. */
    static int below(int bound) {
        return RANDOM.nextInt(bound);
    }
}
