package dev.atrium.notifications;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How soon a person is told: at once, gathered in one mail a day or a week, or never. */
public enum Pace {
    INSTANT,
    DAILY,
    WEEKLY,
    OFF;

    /** As it stands in the database, in forms and in the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Pace> of(String word) {
        return Arrays.stream(values()).filter(pace -> pace.word().equals(word)).findFirst();
    }

    boolean gathers() {
        return this == DAILY || this == WEEKLY;
    }

    /** Whether {@code channel} has this pace: the bell rings at once or not at all. */
    boolean fits(Channel channel) {
        return channel == Channel.MAIL || !gathers();
    }
}
