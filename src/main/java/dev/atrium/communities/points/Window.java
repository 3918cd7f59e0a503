package dev.atrium.communities.points;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Since when points count on a board. */
enum Window {
    WEEK(Duration.ofDays(7)),
    MONTH(Duration.ofDays(30)),
    ALL(null);

    private final @Nullable Duration length;

    Window(@Nullable Duration length) {
        this.length = length;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Window> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    @Nullable
    Instant since(Instant now) {
        return length == null ? null : now.minus(length);
    }
}
