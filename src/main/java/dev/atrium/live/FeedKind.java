package dev.atrium.live;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a feed is of. */
public enum FeedKind {
    /** A community group: everything that all of its members see. */
    GROUP,
    /** One channel whose members are fewer than the group's; of an open channel, its group's feed tells. */
    CHANNEL,
    /** What was said under one post, or in one conversation. */
    THREAD,
    /** One person's own: what they are told, and what became unread. */
    ME,
    /** The business's inbox: which of its threads is another now. Its team alone hears it, on the console. */
    INBOX;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<FeedKind> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
