package dev.atrium.communities.post;

import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A poll as it is handed in; one that exists has 2 to 10 options, no two alike, and ends in time to come, if at all. */
public record NewPoll(
        List<String> options,
        boolean multiple,
        boolean anonymous,
        @Nullable Instant closesAt) {
    public static final int FEWEST = 2;
    public static final int MOST = 10;
    private static final int LABEL = 120;

    /** A poll as programs ask it; whoever says nothing about it gets one choice, and votes that nobody else sees. */
    public record PollNew(
            List<String> options,
            @Nullable Boolean multiple,
            @Nullable Boolean anonymous,
            @Nullable Instant closes_at) {
        /** @throws Problem 422 where it is no poll */
        public NewPoll at(Instant now) {
            return of(options, Boolean.TRUE.equals(multiple), !Boolean.FALSE.equals(anonymous), closes_at, now);
        }
    }

    /** The answers that a form says in {@code option1} to {@code option10}, in their order, empty ones left out. */
    public static List<String> labels(Form form) {
        return IntStream.rangeClosed(1, MOST)
                .mapToObj(number -> form.text("option" + number))
                .filter(label -> !label.isBlank())
                .toList();
    }

    /** As a form asks it; {@code days} says when it ends. */
    public static NewPoll of(Form form, Instant now) {
        var end = switch (form.text("days")) {
            case "1", "3", "7" -> now.plus(Duration.ofDays(Long.parseLong(form.text("days"))));
            default -> null;
        };
        return of(
                labels(form),
                !form.text("multiple").isEmpty(),
                !form.text("anonymous").isEmpty(),
                end,
                now);
    }

    private static final Duration LONGEST = Duration.ofDays(366);

    public static NewPoll of(
            List<String> options, boolean multiple, boolean anonymous, @Nullable Instant closesAt, Instant now) {
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
        if (closesAt != null && (!closesAt.isAfter(now) || closesAt.isAfter(now.plus(LONGEST))))
            throw Problem.invalid("closes_at", "poll-end");
        return new NewPoll(labels, multiple, anonymous, closesAt);
    }
}
