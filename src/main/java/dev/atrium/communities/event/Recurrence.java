package dev.atrium.communities.event;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often a meeting takes place (what RFC 5545, section 3.3.10, calls FREQ, INTERVAL, BYDAY, COUNT and UNTIL), by days of the
 * calendar: which instant each is follows from the zone.
 *
 * @param every {@code week} or {@code month}
 * @param step every so many weeks or months
 * @param days of a weekly one; the day of the first is always among them
 * @param byWeekday of a monthly one: on the same weekday of the month, such as the second Tuesday or the last, instead of the
 *     same day; a month without that day is left out
 * @param times how often in all, days that are skipped included; null where it ends by date
 * @param until the last day that it may take place on
 */
record Recurrence(
        String every,
        int step,
        Set<DayOfWeek> days,
        boolean byWeekday,
        @Nullable Integer times,
        @Nullable LocalDate until,
        Set<LocalDate> skips) {
    static final String WEEK = "week";
    static final String MONTH = "month";

    /** Two years of weeks; a rule that would go on for longer ends there. */
    static final int MOST = 104;

    private static final int FIFTH = 5;
    private static final int YEARS = 10;

    Recurrence {
        days = Set.copyOf(days);
        skips = Set.copyOf(skips);
    }

    /** The days on which it takes place, in order, at most {@link #MOST}; without those that are skipped. */
    List<LocalDate> dates(LocalDate first) {
        var all = every.equals(WEEK) ? weekly(first) : monthly(first);
        return all.stream().filter(day -> !skips.contains(day)).toList();
    }

    private boolean goesOn(LocalDate first, LocalDate day, int found) {
        if (found >= MOST || (times != null && found >= times)) return false;
        return until == null ? day.isBefore(first.plusYears(YEARS)) : !day.isAfter(until);
    }

    private List<LocalDate> weekly(LocalDate first) {
        var found = new ArrayList<LocalDate>();
        var week = first.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        for (var day = first; goesOn(first, day, found.size()); day = day.plusDays(1)) {
            boolean turn = ChronoUnit.WEEKS.between(week, day) % step == 0;
            boolean wanted = day.getDayOfWeek() == first.getDayOfWeek() || days.contains(day.getDayOfWeek());
            if (turn && wanted) found.add(day);
        }
        return found;
    }

    private List<LocalDate> monthly(LocalDate first) {
        var found = new ArrayList<LocalDate>();
        var start = YearMonth.from(first);
        for (int n = 0; goesOn(first, start.plusMonths(n).atDay(1), found.size()); n += step) {
            var day = byWeekday ? sameWeekday(start.plusMonths(n), first) : sameDay(start.plusMonths(n), first);
            if (day != null && goesOn(first, day, found.size())) found.add(day);
        }
        return found;
    }

    private static @Nullable LocalDate sameDay(YearMonth month, LocalDate first) {
        return month.isValidDay(first.getDayOfMonth()) ? month.atDay(first.getDayOfMonth()) : null;
    }

    private static LocalDate sameWeekday(YearMonth month, LocalDate first) {
        int nth = ordinal(first);
        var day = first.getDayOfWeek();
        return month.atDay(1)
                .with(nth == FIFTH ? TemporalAdjusters.lastInMonth(day) : TemporalAdjusters.dayOfWeekInMonth(nth, day));
    }

    /** Which one of its weekday {@code day} is in its month; 5 stands for the last. */
    static int ordinal(LocalDate day) {
        return (day.getDayOfMonth() - 1) / 7 + 1;
    }
}
