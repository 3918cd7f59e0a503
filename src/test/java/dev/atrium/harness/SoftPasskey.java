package dev.atrium.harness;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.UUID;

/** An authenticator in memory (ES256, no attestation): it signs whatever it is told to, so that wrong answers can be tried. */
public final class SoftPasskey {
    private static final int PRESENT = 1;
    private static final int VERIFIED = 4;
    private static final int ATTESTED = 0x40;

    private final KeyPair keys;
    private final byte[] id = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    private byte[] user = new byte[0];
    private int count;
    private int flags = PRESENT | VERIFIED;

    public SoftPasskey() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on it does not make sure of the person. */
    public SoftPasskey unverified() {
        flags = PRESENT;
        return this;
    }

    /** Sets the count that the next answer carries is one more than. */
    public SoftPasskey count(int value) {
        count = value;
        return this;
    }

    /** The answer to the options of a registration. */
    public String made(JsonObject options, String origin) {
        user = decode(options.getJsonObject("user").getString("id"));
        var rp = options.getJsonObject("rp").getString("id");
        var data = bytes(
                authenticator(rp, flags | ATTESTED),
                new byte[16],
                ByteBuffer.allocate(2).putShort((short) id.length).array(),
                id,
                publicKey());
        var attestation = bytes(
                new byte[] {(byte) 0xa3},
                text("fmt"),
                text("none"),
                text("attStmt"),
                new byte[] {(byte) 0xa0},
                text("authData"),
                new byte[] {0x58, (byte) data.length},
                data);
        return answer(new JsonObject()
                .put("clientDataJSON", encode(client("webauthn.create", options, origin)))
                .put("attestationObject", encode(attestation)));
    }

    /** The answer to a request for a passkey. */
    public String shown(JsonObject options, String origin) {
        return shown(options, origin, options.getString("rpId"));
    }

    public String shown(JsonObject options, String origin, String rp) {
        try {
            var client = client("webauthn.get", options, origin);
            var data = authenticator(rp, flags);
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(data);
            signature.update(sha(client));
            return answer(new JsonObject()
                    .put("clientDataJSON", encode(client))
                    .put("authenticatorData", encode(data))
                    .put("signature", encode(signature.sign()))
                    .put("userHandle", encode(user)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String answer(JsonObject response) {
        return new JsonObject()
                .put("id", encode(id))
                .put("rawId", encode(id))
                .put("type", "public-key")
                .put("clientExtensionResults", new JsonObject())
                .put("response", response)
                .encode();
    }

    private static byte[] client(String type, JsonObject options, String origin) {
        return new JsonObject()
                .put("type", type)
                .put("challenge", options.getString("challenge"))
                .put("origin", origin)
                .put("crossOrigin", false)
                .encode()
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] authenticator(String rp, int with) {
        count++;
        return bytes(
                sha(rp.getBytes(StandardCharsets.UTF_8)),
                new byte[] {(byte) with},
                ByteBuffer.allocate(4).putInt(count).array());
    }

    /** COSE (RFC 9052): key type EC2, algorithm ES256, curve P-256. */
    private byte[] publicKey() {
        var point = ((ECPublicKey) keys.getPublic()).getW();
        return bytes(
                new byte[] {(byte) 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32},
                fixed(point.getAffineX()),
                new byte[] {0x22, 0x58, 32},
                fixed(point.getAffineY()));
    }

    private static byte[] fixed(BigInteger number) {
        var bytes = number.toByteArray();
        var fixed = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static byte[] text(String word) {
        return bytes(new byte[] {(byte) (0x60 + word.length())}, word.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] bytes(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) all.writeBytes(part);
        return all.toByteArray();
    }

    private static byte[] sha(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
