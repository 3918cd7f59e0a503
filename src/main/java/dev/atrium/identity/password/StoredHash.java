package dev.atrium.identity.password;

import java.util.Optional;

/**
 * A password hash as a column holds it: ours or imported from another house. Parsing bounds what an evaluation can cost,
 * so that an imported row cannot tie up the pool; what is malformed or out of bounds is no hash and never matches.
 */
sealed interface StoredHash permits Argon2Hash, BcryptHash, Pbkdf2Hash {
    int MAX_LENGTH = 512;

    /** Whether the password gives this hash. Slow by design. */
    boolean matches(String password);

    static Optional<StoredHash> parse(String stored) {
        if (stored.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return Argon2Hash.parse(stored)
                .<StoredHash>map(hash -> hash)
                .or(() -> BcryptHash.parse(stored))
                .or(() -> Pbkdf2Hash.parse(stored));
    }
}
