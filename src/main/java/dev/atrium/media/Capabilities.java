package dev.atrium.media;

import dev.atrium.kernel.Clock;
import dev.atrium.secrets.Keys;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The right of one session to one file for five minutes, sealed into a text that stands in an address. It is worth no more
 * than the session: whoever opens it looks both up again.
 */
final class Capabilities {
    static final Duration LIFE = Duration.ofMinutes(5);
    private static final String PURPOSE = "file-capability";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{100,140}");

    /** What a capability grants; {@code session} is a browser's session, a key, or a view of staff. */
    record Grant(UUID tenant, UUID session, UUID object) {}

    private final Keys keys;
    private final Clock clock;

    Capabilities(Keys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    String issue(Grant grant) {
        var bytes = ByteBuffer.allocate(3 * 16 + 8);
        for (var id : new UUID[] {grant.tenant(), grant.session(), grant.object()})
            bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        bytes.putLong(clock.now().plus(LIFE).toEpochMilli());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(keys.seal(PURPOSE, bytes.array()));
    }

    /** What the text grants now; empty where it was made elsewhere, changed, or is too old. */
    Optional<Grant> open(String text) {
        if (!FORM.matcher(text).matches()) return Optional.empty();
        try {
            var bytes =
                    ByteBuffer.wrap(keys.open(PURPOSE, Base64.getUrlDecoder().decode(text)));
            var grant = new Grant(id(bytes), id(bytes), id(bytes));
            return bytes.getLong() > clock.now().toEpochMilli() ? Optional.of(grant) : Optional.empty();
        } catch (IllegalArgumentException changed) {
            return Optional.empty();
        }
    }

    private static UUID id(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
