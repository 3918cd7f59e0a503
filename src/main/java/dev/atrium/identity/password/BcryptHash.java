package dev.atrium.identity.password;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * A bcrypt hash {@code $2a$}, {@code $2b$} or {@code $2y$} of cost 4 to 16, Django's prefix included. As everywhere, only
 * the first 72 bytes of the password count.
 */
record BcryptHash(String text) implements StoredHash {
    private static final Pattern FORM =
            Pattern.compile("(?:bcrypt\\$)?(\\$2[aby]\\$(?:0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53})");

    static Optional<StoredHash> parse(String stored) {
        var parts = FORM.matcher(stored);
        return parts.matches() ? Optional.of(new BcryptHash(parts.group(1))) : Optional.empty();
    }

    @Override
    public boolean matches(String password) {
        try {
            return OpenBSDBCrypt.checkPassword(text, password.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
