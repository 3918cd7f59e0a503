package dev.atrium.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A portal login. It exists only once its address was proven, or the business granted or imported it.
 *
 * @param language what its owner chose to read; empty before they did
 */
record Account(
        UUID id,
        UUID contact,
        String name,
        String email,
        @Nullable String passwordHash,
        String language,
        Instant createdAt,
        @Nullable Instant lastSeenAt) {}
