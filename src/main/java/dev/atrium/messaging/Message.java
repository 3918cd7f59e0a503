package dev.atrium.messaging;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that was said in a conversation, or a notice that somebody came, left or named it.
 *
 * @param seq its number in the conversation, which grows with time
 * @param author the client who said it; null for the business, and for somebody who is gone
 * @param team whether the business said it
 * @param name of whoever said it; empty for somebody who is gone
 * @param notice {@code joined}, {@code left} or named; empty for what was said
 * @param body as typed; empty once it is removed
 * @param hushed not shown, since the reader has blocked whoever said it
 */
record Message(
        UUID id,
        UUID conversation,
        long seq,
        @Nullable UUID author,
        @Nullable UUID staff,
        boolean team,
        String name,
        String notice,
        String body,
        Instant at,
        @Nullable Instant editedAt,
        String removedBy,
        List<Attached> files,
        boolean hushed) {
    /** The longest body, in characters. */
    static final int LONGEST = 4000;

    /** The most files of a message. */
    static final int FILES = 10;

    /** A file of a message. */
    record Attached(UUID media, String name, String type, long size) {}

    boolean removed() {
        return !removedBy.isEmpty();
    }
}
