package dev.atrium.secrets;

import dev.atrium.kernel.Email;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The keys of the house, derived from the one configured secret by HKDF-SHA256 (RFC 5869), one per use, so that no use
 * learns anything of another. A changed secret voids open codes, sealed secrets and the salts of passwords (these are
 * still verified, since a stored hash carries its salt). Safe for use by many threads.
 */
public final class Keys {
    /** Named, because a search for a KDF wakes every provider on the class path. */
    private static final String PROVIDER = "SunJCE";

    private static final int MIN_SECRET_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final byte FORMAT = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey codes;
    private final SecretKey salts;
    private final SecretKey atRest;
    private final SecretKey links;

    /** @throws IllegalArgumentException where the secret is shorter than 32 bytes */
    public Keys(byte[] masterSecret) {
        if (masterSecret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("secret-short");
        }
        codes = derive(masterSecret, "HmacSHA256", "code-hmac");
        salts = derive(masterSecret, "HmacSHA256", "salt-hmac");
        atRest = derive(masterSecret, "AES", "at-rest");
        links = derive(masterSecret, "HmacSHA256", "link-hmac");
    }

    /**
     * The password salt of an address in a tenant: 16 bytes that an outsider cannot foretell. All accounts of the address
     * share it, so that one evaluation decides them all and an unknown address costs exactly as much as a known one.
     */
    public byte[] salt(UUID tenant, Email address) {
        return Arrays.copyOf(mac(salts, tenant.toString(), address.address()), SALT_BYTES);
    }

    /**
     * Signs what a link says for itself, so that it needs no row: 32 bytes.
     *
     * @param purpose what the link does; a signature holds for no other
     */
    public byte[] linkMac(String purpose, String... parts) {
        var all = new String[parts.length + 1];
        all[0] = purpose;
        System.arraycopy(parts, 0, all, 1, parts.length);
        return mac(links, all);
    }

    byte[] codeMac(String... parts) {
        return mac(codes, parts);
    }

    /**
     * Seals a secret that must lie in the database (AES-256-GCM, a random nonce each time).
     *
     * @param purpose what the secret is for; it opens only under the same purpose
     */
    public byte[] seal(String purpose, byte[] secret) {
        try {
            byte[] nonce = Entropy.bytes(NONCE_BYTES);
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(secret);
            return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                    .put(FORMAT)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Gives back what {@link #seal} was given.
     *
     * @throws IllegalArgumentException with message {@code sealed-broken} where it was changed, cut, or sealed for another
     *     purpose or by another master secret
     */
    public byte[] open(String purpose, byte[] sealed) {
        int head = 1 + NONCE_BYTES;
        if (sealed.length < head + TAG_BITS / 8 || sealed[0] != FORMAT) {
            throw new IllegalArgumentException("sealed-broken");
        }
        try {
            byte[] nonce = Arrays.copyOfRange(sealed, 1, head);
            return cipher(Cipher.DECRYPT_MODE, nonce, purpose).doFinal(sealed, head, sealed.length - head);
        } catch (GeneralSecurityException broken) {
            throw new IllegalArgumentException("sealed-broken", broken);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, atRest, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static SecretKey derive(byte[] secret, String algorithm, String label) {
        try {
            byte[] info = ("atrium/" + label).getBytes(StandardCharsets.US_ASCII);
            var parameters = HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(info, 32);
            return KDF.getInstance("HKDF-SHA256", PROVIDER).deriveKey(algorithm, parameters);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] mac(SecretKey key, String... parts) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // The length stands before each part, so that no two lists of parts are one input.
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                mac.update(bytes);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
