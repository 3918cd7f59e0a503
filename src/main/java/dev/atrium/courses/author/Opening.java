package dev.atrium.courses.author;

import dev.atrium.courses.Unlock;
import dev.atrium.web.Form;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When a section or a lesson opens, as it is typed and stored.
 *
 * @param word one of {@link #WORDS}
 * @param lesson of {@code after_lesson}; null where that lesson is gone
 * @param days of {@code days}, 0 to {@link #MOST_DAYS}
 * @param at of {@code at}
 */
record Opening(
        String word,
        @Nullable UUID lesson,
        @Nullable Integer days,
        @Nullable Instant at) {
    static final List<String> WORDS = List.of("now", "after_previous", "after_lesson", "days", "at");
    static final int MOST_DAYS = 3650;
    static final Opening NOW = new Opening("now", null, null, null);

    /** Of the fields {@code unlock}, {@code unlock_lesson}, {@code unlock_days} and {@code unlock_at}, whose time is of {@code zone}. */
    static Opening of(Form form, ZoneId zone, Wrong wrong) {
        var word = wrong.word("unlock", form.text("unlock"), WORDS);
        return switch (word) {
            case "after_lesson" -> {
                if (form.text("unlock_lesson").isEmpty()) wrong.say("unlock_lesson", "required-missing");
                yield new Opening(
                        word, form.text("unlock_lesson").isEmpty() ? null : form.id("unlock_lesson"), null, null);
            }
            case "days" -> new Opening(word, null, days(wrong, form.text("unlock_days")), null);
            case "at" -> new Opening(word, null, null, time(wrong, "unlock_at", form.text("unlock_at"), zone));
            default -> new Opening(word, null, null, null);
        };
    }

    private static int days(Wrong wrong, String typed) {
        if (typed.isEmpty()) wrong.say("unlock_days", "required-missing");
        return wrong.number("unlock_days", typed, 0, MOST_DAYS, 0);
    }

    /** What a datetime-local field says, by the clock of {@code zone}. */
    static Instant time(Wrong wrong, String field, String typed, ZoneId zone) {
        try {
            var at = LocalDateTime.parse(typed);
            if (at.getYear() >= 2000 && at.getYear() < 2200)
                return at.atZone(zone).toInstant();
        } catch (DateTimeException e) {
            // the same as a time that no calendar has
        }
        wrong.say(field, typed.isEmpty() ? "required-missing" : "event-time");
        return Instant.EPOCH;
    }

    /** The same of a program; what a word has no use for is refused. */
    static Opening of(
            @Nullable String word, @Nullable UUID lesson, @Nullable Integer days, @Nullable Instant at, Wrong wrong) {
        var said = wrong.word("unlock", word == null ? "now" : word, WORDS);
        fits(wrong, "unlock_lesson", said.equals("after_lesson"), lesson != null);
        fits(wrong, "unlock_days", said.equals("days"), days != null);
        fits(wrong, "unlock_at", said.equals("at"), at != null);
        if (days != null && (days < 0 || days > MOST_DAYS)) wrong.say("unlock_days", "course-number", 0, MOST_DAYS);
        return new Opening(said, lesson, days, at);
    }

    private static void fits(Wrong wrong, String field, boolean wanted, boolean there) {
        if (wanted && !there) wrong.say(field, "required-missing");
        if (!wanted && there) wrong.say(field, "course-unlock-unused");
    }

    static Opening of(Unlock unlock) {
        return switch (unlock) {
            case Unlock.Now now -> NOW;
            case Unlock.AfterPrevious previous -> new Opening("after_previous", null, null, null);
            case Unlock.AfterLesson after ->
                new Opening("after_lesson", after.lesson().orElse(null), null, null);
            case Unlock.Days some -> new Opening("days", null, some.days(), null);
            case Unlock.At time -> new Opening("at", null, null, time.at());
        };
    }
}
