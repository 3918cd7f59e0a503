package dev.atrium.notifications;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one mail.
 *
 * @param type the key of its type
 * @param state queued, accepted (the mail server took it), refused (by it, for good), bounced (sent back later) or dead (given
 *     up after three days)
 * @param answer what the mail server said where it did not take it, or who sent it back
 * @param linked whether it has a button whose use is noted
 * @param dueAt when it may leave: later than it was written where the recipient has quiet hours
 * @param openedAt when its recipient, signed in, first used its button; no picture is loaded to find out
 */
public record MailLine(
        UUID id,
        String type,
        String recipient,
        String subject,
        String state,
        String answer,
        int attempts,
        boolean linked,
        Instant writtenAt,
        Instant dueAt,
        @Nullable Instant acceptedAt,
        @Nullable Instant bouncedAt,
        @Nullable Instant openedAt) {}
