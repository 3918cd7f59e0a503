package dev.atrium.communities.moderation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be reported. */
enum Kind {
    POST,
    COMMENT,
    MEMBER;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kind> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
