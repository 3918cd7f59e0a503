package dev.atrium.objectlink;

import dev.atrium.kernel.Principal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A link as staff see it in a list. Its address is nowhere: only whoever made it has it.
 *
 * @param contactName whom it was made for; empty where for anybody
 */
public record ObjectLink(
        UUID id,
        Principal.Right right,
        String contactName,
        State state,
        Instant createdAt,
        Instant expiresAt,
        long uses,
        @Nullable Instant lastUsedAt) {
    /** Whether it opens anything. */
    public enum State {
        ALIVE,
        EXPIRED,
        REVOKED
    }
}
