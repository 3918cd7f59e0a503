package dev.atrium.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key as its owner sees it; the secret is not part of it, since nobody sees that twice.
 *
 * @param account whose it is; empty where it is the business's
 * @param lastFrom the address, or the IPv6 network, of its last use; empty where there was none
 */
record ApiKey(
        UUID id,
        Optional<UUID> account,
        String name,
        String prefix,
        List<String> scopes,
        Instant created,
        Instant expires,
        @Nullable Instant lastUsed,
        String lastFrom,
        @Nullable Instant revoked) {

    /** Whether it opens anything at {@code now}. */
    boolean living(Instant now) {
        return revoked == null && now.isBefore(expires);
    }
}
