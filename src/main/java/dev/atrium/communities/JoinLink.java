package dev.atrium.communities;

import dev.atrium.secrets.Keys;
import dev.atrium.tenancy.Tenant;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A link that leads into a group. Its address bears the id and a signature of the house, so that those who run the group can
 * copy it again, and nobody makes one up.
 *
 * @param straight whoever comes is in at once, be the group private or secret; otherwise as whoever finds it by themselves
 * @param most how many may come by it; null for any number
 * @param good whether it leads anywhere now
 */
record JoinLink(
        UUID id,
        UUID group,
        boolean straight,
        @Nullable Integer most,
        int used,
        Instant createdAt,
        @Nullable Instant expiresAt,
        boolean good) {
    private static final String PURPOSE = "group-link";
    private static final int ID = 16;
    private static final int MAC = 16;
    private static final int LONGEST = 43;

    /** Where it leads from. */
    String url(Keys keys, Tenant tenant) {
        return tenant.origin() + "/join/" + token(keys, tenant.id(), id);
    }

    /** What stands in the address. */
    static String token(Keys keys, UUID tenant, UUID id) {
        var bytes = ByteBuffer.allocate(ID + MAC)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .put(mac(keys, tenant, id));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    private static byte[] mac(Keys keys, UUID tenant, UUID id) {
        return Arrays.copyOf(keys.linkMac(PURPOSE, tenant.toString(), id.toString()), MAC);
    }

    /** The link that {@code token} names, where the house has signed it for this tenant. */
    static Optional<UUID> parse(Keys keys, UUID tenant, String token) {
        if (token.length() != LONGEST) return Optional.empty();
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
        var in = ByteBuffer.wrap(bytes);
        var id = new UUID(in.getLong(), in.getLong());
        return MessageDigest.isEqual(mac(keys, tenant, id), Arrays.copyOfRange(bytes, ID, ID + MAC))
                ? Optional.of(id)
                : Optional.empty();
    }
}
