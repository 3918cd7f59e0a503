package dev.atrium.notifications;

import dev.atrium.secrets.Keys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * That one person is mailed one type, or {@link #ALL} that are a matter of choice. Its token stands in the mail itself, says nothing else and opens nothing else; it is
 * signed and never stored, so that it works as long as the mail is kept (RFC 8058, section 3.1).
 */
record Subscription(UUID contact, String type) {
    /** In mails that come once, where ending their own kind would end nothing. */
    static final String ALL = "*";

    private static final String PURPOSE = "unsubscribe";
    private static final int ID = 16;
    private static final int MAC = 16;
    private static final int LONGEST = 200;

    /** Base64url of id, signature and the type's key. */
    String token(Keys keys, UUID tenant) {
        var key = type.getBytes(StandardCharsets.US_ASCII);
        var bytes = ByteBuffer.allocate(ID + MAC + key.length)
                .putLong(contact.getMostSignificantBits())
                .putLong(contact.getLeastSignificantBits())
                .put(mac(keys, tenant))
                .put(key)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private byte[] mac(Keys keys, UUID tenant) {
        return Arrays.copyOf(keys.linkMac(PURPOSE, tenant.toString(), contact.toString(), type), MAC);
    }

    /** What a token says, where the tenant's signature holds. */
    static Optional<Subscription> parse(Keys keys, UUID tenant, String token) {
        if (token.length() > LONGEST) return Optional.empty();
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
        if (bytes.length <= ID + MAC) return Optional.empty();
        var buffer = ByteBuffer.wrap(bytes);
        var contact = new UUID(buffer.getLong(), buffer.getLong());
        var key = new String(bytes, ID + MAC, bytes.length - ID - MAC, StandardCharsets.US_ASCII);
        var said = new Subscription(contact, key);
        // One spelling only: base64 leaves bits at its end that a decoder does not look at.
        boolean good = MessageDigest.isEqual(said.mac(keys, tenant), Arrays.copyOfRange(bytes, ID, ID + MAC))
                && said.token(keys, tenant).equals(token);
        return good ? Optional.of(said) : Optional.empty();
    }
}
