package dev.atrium.secrets;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An opaque token of 256 random bits for cookies and links. The bearer keeps {@link #text()}; the database keeps
 * {@link #hash()}, from which the token cannot be had back. So much entropy needs neither salt nor key.
 *
 * @param text 43 characters of base64url without padding
 */
public record Token(String text) {
    private static final int BYTES = 32;
    // 32 bytes leave two unused bits: only these sixteen letters end a canonical text, so one token has one spelling.
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]");

    /** @throws IllegalArgumentException where {@code text} is not of a token's form */
    public Token {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("token-invalid");
        }
    }

    public static Token random() {
        return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(Entropy.bytes(BYTES)));
    }

    /** What came in a cookie or a link, or empty where it cannot be a token, which spares the query. */
    public static Optional<Token> parse(@Nullable String text) {
        return text != null && FORM.matcher(text).matches() ? Optional.of(new Token(text)) : Optional.empty();
    }

    /** SHA-256 of the text: the 32 bytes to store and to look up by. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Hidden, so that a token does not slip into a log. */
    @Override
    public String toString() {
        return "Token[******]";
    }
}
