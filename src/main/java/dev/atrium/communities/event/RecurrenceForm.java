package dev.atrium.communities.event;

import dev.atrium.web.Form;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How often a meeting takes place, as a form or a program says it. */
final class RecurrenceForm {
    static final int MOST_SKIPS = 50;
    private static final int MOST_STEP = 12;
    private static final Pattern BETWEEN = Pattern.compile("[\\s,;]+");

    private RecurrenceForm() {}

    /** Null where it takes place once. */
    static @Nullable Recurrence of(Form form, Wrong wrong, LocalDate first) {
        var every = form.text("repeat");
        if (every.isEmpty() || every.equals("none")) return null;
        var until = form.text("until");
        boolean byDate = form.text("ends_by").equals("until");
        return checked(
                wrong,
                first,
                every,
                form.text("step").isEmpty() ? 1 : form.number("step"),
                days(wrong, form.words("days", 7)),
                form.text("monthly").equals("weekday"),
                byDate ? null : form.number("times"),
                byDate ? date(wrong, "until", until) : null,
                skips(wrong, form.text("skips")));
    }

    static @Nullable Recurrence of(EventViews.@Nullable Repeats sent, Wrong wrong, ZonedDateTime first) {
        if (sent == null) return null;
        if ((sent.times() == null) == (sent.until() == null)) wrong.say("times", "event-repeat-end");
        return checked(
                wrong,
                first.toLocalDate(),
                sent.every(),
                sent.step() == null ? 1 : sent.step(),
                days(wrong, sent.days() == null ? List.of() : sent.days()),
                sent.same_weekday() != null && sent.same_weekday(),
                sent.times(),
                sent.until() == null ? null : date(wrong, "until", sent.until()),
                skips(wrong, sent.skips() == null ? "" : String.join(" ", sent.skips())));
    }

    private static @Nullable Recurrence checked(
            Wrong wrong,
            LocalDate first,
            String every,
            int step,
            Set<DayOfWeek> days,
            boolean byWeekday,
            @Nullable Integer times,
            @Nullable LocalDate until,
            Set<LocalDate> skips) {
        if (!every.equals(Recurrence.WEEK) && !every.equals(Recurrence.MONTH)) {
            wrong.say("repeat", "choice-invalid");
            return null;
        }
        if (step < 1 || step > MOST_STEP) wrong.say("step", "event-step", MOST_STEP);
        if (times != null && (times < 2 || times > Recurrence.MOST)) wrong.say("times", "event-times", Recurrence.MOST);
        if (until != null && !until.isAfter(first)) wrong.say("until", "event-until");
        var rule = new Recurrence(every, Math.clamp(step, 1, MOST_STEP), days, byWeekday, times, until, skips);
        if (rule.dates(first).isEmpty()) wrong.say("skips", "event-skips-all");
        return rule;
    }

    private static Set<DayOfWeek> days(Wrong wrong, List<String> words) {
        var days = new HashSet<DayOfWeek>();
        for (var word : words) {
            if (word.matches("[1-7]")) days.add(DayOfWeek.of(Integer.parseInt(word)));
            else wrong.say("days", "choice-invalid");
        }
        return days;
    }

    private static @Nullable LocalDate date(Wrong wrong, String field, String typed) {
        try {
            var day = LocalDate.parse(typed);
            if (day.getYear() < 2200) return day;
        } catch (DateTimeException e) {
            // the same as a day that is none of ours
        }
        wrong.say(field, "event-day");
        return null;
    }

    private static Set<LocalDate> skips(Wrong wrong, String typed) {
        if (typed.isBlank()) return Set.of();
        var words = BETWEEN.split(typed.strip(), MOST_SKIPS + 1);
        if (words.length > MOST_SKIPS) wrong.say("skips", "event-skips", MOST_SKIPS);
        var days = new HashSet<LocalDate>();
        for (var word : words) {
            var day = date(wrong, "skips", word);
            if (day != null) days.add(day);
        }
        return days;
    }
}
