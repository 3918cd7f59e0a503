package dev.atrium.notifications;

import dev.atrium.secrets.Keys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That one person is mailed one type by one tenant, or {@link #ALL} that are a matter of choice. Its token stands in the mail
 * itself, says nothing else and opens nothing else; it is signed and never stored, so that it works as long as the mail is
 * kept (RFC 8058, section 3.1).
 *
 * @param reader whose mails they are: {@code person} is the contact, or the person of staff
 */
record Subscription(NotificationType.Reader reader, UUID tenant, UUID person, String type) {
    /** In mails that come once, where ending their own kind would end nothing. */
    static final String ALL = "*";

    private static final int ID = 16;
    private static final int MAC = 16;
    private static final int LONGEST = 200;

    static Subscription ofContact(UUID tenant, UUID contact, String type) {
        return new Subscription(NotificationType.Reader.CLIENT, tenant, contact, type);
    }

    static Subscription ofStaff(UUID tenant, UUID staff, String type) {
        return new Subscription(NotificationType.Reader.STAFF, tenant, staff, type);
    }

    /** Base64url of ids, signature and the type's key; the console's host is of no tenant, so that staff's names theirs. */
    String token(Keys keys) {
        var key = type.getBytes(StandardCharsets.US_ASCII);
        var bytes = ByteBuffer.allocate(head(reader) + key.length);
        if (reader == NotificationType.Reader.STAFF) put(bytes, tenant);
        put(bytes, person).put(mac(keys)).put(key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    private static ByteBuffer put(ByteBuffer bytes, UUID id) {
        return bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static int head(NotificationType.Reader reader) {
        return reader == NotificationType.Reader.STAFF ? ID + ID + MAC : ID + MAC;
    }

    /** Each kind of reader has a purpose of its own: what one of them holds means nothing for the other. */
    private byte[] mac(Keys keys) {
        var purpose = switch (reader) {
            case CLIENT -> "unsubscribe";
            case STAFF -> "unsubscribe-staff";
        };
        return Arrays.copyOf(keys.linkMac(purpose, tenant.toString(), person.toString(), type), MAC);
    }

    /** What a client's token says at the portal of {@code tenant}, where that tenant's signature holds. */
    static Optional<Subscription> parse(Keys keys, UUID tenant, String token) {
        return parse(keys, NotificationType.Reader.CLIENT, tenant, token);
    }

    /** What a token of staff says, at the console, where the signature of the tenant that it names holds. */
    static Optional<Subscription> parse(Keys keys, String token) {
        return parse(keys, NotificationType.Reader.STAFF, null, token);
    }

    private static Optional<Subscription> parse(
            Keys keys, NotificationType.Reader reader, @Nullable UUID host, String token) {
        if (token.length() > LONGEST) return Optional.empty();
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
        int head = head(reader);
        if (bytes.length <= head) return Optional.empty();
        var buffer = ByteBuffer.wrap(bytes);
        var tenant = host == null ? id(buffer) : host;
        var person = id(buffer);
        var key = new String(bytes, head, bytes.length - head, StandardCharsets.US_ASCII);
        var said = new Subscription(reader, tenant, person, key);
        // One spelling only: base64 leaves bits at its end that a decoder does not look at.
        boolean good = MessageDigest.isEqual(said.mac(keys), Arrays.copyOfRange(bytes, head - MAC, head))
                && said.token(keys).equals(token);
        return good ? Optional.of(said) : Optional.empty();
    }

    private static UUID id(ByteBuffer buffer) {
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
