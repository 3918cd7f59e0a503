package dev.atrium.files;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that the business keeps with a contact.
 *
 * @param size in bytes
 * @param author who of staff put it there
 * @param shared whether the client finds it now: shared, and not past its end
 * @param sharedAt since when it is shared, be it past its end
 * @param seenAt when the client first saw it in their list
 * @param downloadedAt when they last took it
 */
public record Document(
        UUID id,
        UUID contact,
        UUID media,
        String name,
        String type,
        long size,
        String author,
        boolean shared,
        Instant createdAt,
        @Nullable Instant sharedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant seenAt,
        @Nullable Instant downloadedAt) {
    /** Shared once, and no more since its end came. */
    public boolean expired() {
        return sharedAt != null && !shared;
    }

    /** The kind of file in a word that its plate shows, such as PDF. */
    public String kind() {
        int dot = name.lastIndexOf('.');
        var end = dot < 0 ? "" : name.substring(dot + 1);
        return end.length() > 4 || end.isEmpty() ? "" : end.toUpperCase(java.util.Locale.ROOT);
    }
}
