package dev.atrium.api.token;

import dev.atrium.kernel.Ids;
import dev.atrium.secrets.Keys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * A key pair on P-256 that signs access tokens by ES256. The public half is stored as text, the private one only sealed.
 *
 * @param id the {@code kid} of its tokens
 * @param privatePem PKCS #8
 * @param publicPem X.509 SubjectPublicKeyInfo
 */
public record SigningKey(String id, String privatePem, String publicPem) {
    private static final String PURPOSE = "access-token-key";

    public static SigningKey generate() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            return new SigningKey(
                    Ids.next().toString(), pem("PRIVATE KEY", pair.getPrivate()), pem("PUBLIC KEY", pair.getPublic()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The private half as it may lie in the database. */
    public byte[] seal(Keys keys) {
        return keys.seal(purpose(id), privatePem.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * A stored key pair.
     *
     * @throws IllegalArgumentException where it was sealed by another master secret, or for another id
     */
    public static SigningKey open(Keys keys, VerifyingKey key, byte[] sealedPrivate) {
        byte[] privatePem = keys.open(purpose(key.id()), sealedPrivate);
        return new SigningKey(key.id(), new String(privatePem, StandardCharsets.US_ASCII), key.publicPem());
    }

    public VerifyingKey verifyingKey() {
        return new VerifyingKey(id, publicPem);
    }

    /** Without the private half, so that it does not slip into a log. */
    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }

    private static String purpose(String id) {
        return PURPOSE + "/" + id;
    }

    private static String pem(String kind, Key key) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }
}
