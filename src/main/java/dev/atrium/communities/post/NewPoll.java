package dev.atrium.communities.post;

import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A poll as it is handed in; one that exists has 2 to 10 options, no two alike, and ends in time to come, if at all.
 *
 * @param days how long it is open from its publication on, in place of {@code closesAt}; null where nobody said
 */
public record NewPoll(
        List<String> options,
        boolean multiple,
        boolean anonymous,
        @Nullable Instant closesAt,
        @Nullable Integer days) {
    public static final int FEWEST = 2;
    public static final int MOST = 10;
    private static final int LABEL = 120;
    private static final int MOST_DAYS = 366;

    /**
     * A poll as programs ask it; whoever says nothing about it gets one choice, and votes that nobody else sees.
     *
     * @param closes_at when it ends
     * @param days how long it is open from its publication on, 1 to 366; one of the two at most
     */
    public record PollNew(
            List<String> options,
            @Nullable Boolean multiple,
            @Nullable Boolean anonymous,
            @Nullable Instant closes_at,
            @Nullable Integer days) {
        /** @throws Problem 422 where it is no poll */
        public NewPoll at(Instant now) {
            return of(options, Boolean.TRUE.equals(multiple), !Boolean.FALSE.equals(anonymous), closes_at, days, now);
        }
    }

    /** The answers that a form says in {@code option1} to {@code option10}, in their order, empty ones left out. */
    public static List<String> labels(Form form) {
        return IntStream.rangeClosed(1, MOST)
                .mapToObj(number -> form.text("option" + number))
                .filter(label -> !label.isBlank())
                .toList();
    }

    /** As a form asks it; {@code days} says how many, or, where a program said so before, the moment when it ends. */
    public static NewPoll of(Form form, Instant now) {
        var lasts = form.text("days");
        boolean days = lasts.matches("[0-9]{1,3}");
        return of(
                labels(form),
                !form.text("multiple").isEmpty(),
                !form.text("anonymous").isEmpty(),
                days ? null : moment(lasts),
                days ? Integer.valueOf(lasts) : null,
                now);
    }

    private static @Nullable Instant moment(String typed) {
        try {
            return typed.isEmpty() ? null : Instant.parse(typed);
        } catch (DateTimeException e) {
            return null;
        }
    }

    public static NewPoll of(
            List<String> options,
            boolean multiple,
            boolean anonymous,
            @Nullable Instant closesAt,
            @Nullable Integer days,
            Instant now) {
        var labels = options.stream()
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .toList();
        if (labels.size() < FEWEST || labels.size() > MOST)
            throw Problem.invalid("options", "poll-options", FEWEST, MOST);
        var seen = new HashSet<String>();
        for (var label : labels) {
            if (label.codePointCount(0, label.length()) > LABEL) throw Problem.invalid("options", "text-long", LABEL);
            if (label.chars().anyMatch(Character::isISOControl)) throw Problem.invalid("options", "text-broken");
            if (!seen.add(label.toLowerCase(Locale.ROOT))) throw Problem.invalid("options", "poll-twice");
        }
        if (closesAt != null && (!closesAt.isAfter(now) || closesAt.isAfter(now.plus(Duration.ofDays(MOST_DAYS)))))
            throw Problem.invalid("closes_at", "poll-end");
        if (days != null && (closesAt != null || days < 1 || days > MOST_DAYS))
            throw Problem.invalid("days", "poll-end");
        return new NewPoll(labels, multiple, anonymous, closesAt, days);
    }
}
