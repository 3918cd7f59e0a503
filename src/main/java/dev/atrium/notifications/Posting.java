package dev.atrium.notifications;

import dev.atrium.kernel.Email;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A letter with what the outbox keeps beside it.
 *
 * @param contact whom it is written to, where that is somebody known
 * @param reference what its button carries, {@code linkPath} where that leads; both empty without a button
 * @param due when it may leave; null for at once
 */
record Posting(
        Letter letter,
        Email to,
        @Nullable UUID contact,
        String reference,
        String linkPath,
        String about,
        @Nullable UUID aboutId,
        @Nullable Instant due) {}
