package dev.atrium.identity.password;

/**
 * What one argon2 evaluation costs (RFC 9106, section 3.1).
 *
 * @param memoryKib memory in KiB, from 8 for each lane to 262,144 (256 MiB)
 * @param iterations passes over the memory, 1 to 10
 * @param lanes independent lanes, 1 to 16; they are computed one after the other
 */
public record Cost(int memoryKib, int iterations, int lanes) {
    /** OWASP's first choice: 19 MiB, two passes, one lane. */
    public static final Cost RECOMMENDED = new Cost(19_456, 2, 1);

    private static final int MAX_MEMORY_KIB = 256 * 1024;
    private static final int MAX_ITERATIONS = 10;
    private static final int MAX_LANES = 16;

    /** @throws IllegalArgumentException where a figure is out of bounds */
    public Cost {
        boolean valid = lanes >= 1
                && lanes <= MAX_LANES
                && memoryKib >= 8 * lanes
                && memoryKib <= MAX_MEMORY_KIB
                && iterations >= 1
                && iterations <= MAX_ITERATIONS;
        if (!valid) {
            throw new IllegalArgumentException(
                    "argon2 cost out of bounds: " + memoryKib + "," + iterations + "," + lanes);
        }
    }
}
