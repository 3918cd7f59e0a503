package dev.atrium.invitation;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One person who was asked to join.
 *
 * @param name what the contact is called; their address where nobody knows a name
 * @param queued whether it waits for the next batch of mails
 * @param mails how often it was mailed
 * @param lastSeenAt when the contact's account was last used, whichever way it came about
 */
public record Invitation(
        UUID id,
        UUID contact,
        String name,
        String email,
        State state,
        boolean queued,
        int mails,
        Instant createdAt,
        @Nullable Instant sentAt,
        @Nullable Instant expiresAt,
        @Nullable Instant openedAt,
        @Nullable Instant acceptedAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastSeenAt) {

    /** Where an invitation stands; EXPIRED is one that was sent or opened and whose time is over. */
    public enum State {
        DRAFT,
        SENT,
        OPENED,
        ACCEPTED,
        EXPIRED,
        REVOKED;

        /** The word of addresses, of the API and of messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The state of a word, empty for any other text. */
        public static Optional<State> of(String word) {
            return Stream.of(values())
                    .filter(state -> state.word().equals(word))
                    .findFirst();
        }

        /** Whether it may be sent, once more or for the first time, and whether it may be taken back. */
        public boolean open() {
            return this != ACCEPTED && this != REVOKED;
        }
    }

    /** How many were asked, how many of them joined, and how many never looked. */
    public record Counts(long invited, long joined, long neverOpened) {}
}
