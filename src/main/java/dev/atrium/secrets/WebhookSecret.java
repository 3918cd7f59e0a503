package dev.atrium.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a receiver of webhooks knows a genuine one by, as Standard Webhooks 1.0 writes it: {@code whsec_} and the key in
 * Base64.
 */
public final class WebhookSecret {
    private static final String MARK = "whsec_";
    private static final int BYTES = 32;
    /** What the standard allows for keys that were made elsewhere. */
    private static final int FEWEST = 24;

    private static final int MOST = 64;

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        this.key = key.clone();
    }

    public static WebhookSecret random() {
        return new WebhookSecret(Entropy.bytes(BYTES));
    }

    /** The key as {@link #bytes} gave it. */
    public static WebhookSecret of(byte[] key) {
        return new WebhookSecret(key);
    }

    /** A secret that was made elsewhere; empty where it is none, or too short to be one. */
    public static Optional<WebhookSecret> parse(String text) {
        if (!text.startsWith(MARK) || text.length() > 120) return Optional.empty();
        try {
            byte[] key = Base64.getDecoder().decode(text.substring(MARK.length()));
            return key.length < FEWEST || key.length > MOST ? Optional.empty() : Optional.of(new WebhookSecret(key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As it is shown, once. */
    public String text() {
        return MARK + Base64.getEncoder().encodeToString(key);
    }

    /** To be sealed before it is stored. */
    public byte[] bytes() {
        return key.clone();
    }

    /**
     * One signature of the header: {@code v1,} and HMAC-SHA256 over id, timestamp and body with dots between them.
     *
     * @param timestamp seconds since 1970
     */
    public String sign(String id, long timestamp, String body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            mac.update(body.getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Hidden, so that it does not slip into a log. */
    @Override
    public String toString() {
        return "WebhookSecret[******]";
    }
}
