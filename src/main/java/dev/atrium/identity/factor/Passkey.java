package dev.atrium.identity.factor;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A passkey as its owner sees it.
 *
 * @param rpId the host that it works at
 */
public record Passkey(
        UUID id,
        String name,
        String rpId,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {}
