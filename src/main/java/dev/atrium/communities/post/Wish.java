package dev.atrium.communities.post;

import java.util.Locale;

/** What is to become of a post that is handed in. */
public enum Wish {
    /** Kept for its author alone. */
    DRAFT,
    /** Published by itself at a time. */
    SCHEDULED,
    PUBLISHED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
