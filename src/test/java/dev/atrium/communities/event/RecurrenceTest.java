package dev.atrium.communities.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which days a rule means, and which instants they are. */
class RecurrenceTest {
    private static final ZoneId LISBON = ZoneId.of("Europe/Lisbon");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private static Recurrence weekly(int step, Set<DayOfWeek> days, int times, LocalDate... skips) {
        return new Recurrence(Recurrence.WEEK, step, days, false, times, null, Set.of(skips));
    }

    private static Recurrence monthly(int step, boolean byWeekday, int times) {
        return new Recurrence(Recurrence.MONTH, step, Set.of(), byWeekday, times, null, Set.of());
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    private static List<LocalDate> days(String... texts) {
        return List.of(texts).stream().map(LocalDate::parse).toList();
    }

    private static EventDraft draft(String local, ZoneId zone, Recurrence rule) {
        var starts = LocalDateTime.parse(local).atZone(zone).toInstant();
        return new EventDraft(null, null, "Title", "", starts, Duration.ofHours(1), zone, "", "", "", null, true, rule);
    }

    @Test
    void every_week_begins_when_the_clock_on_the_wall_says_so_before_and_after_summer_time() {
        // In Lisbon the clocks go forward on 28 March 2027, in New York on 14 March.
        var lisbon = draft("2027-03-18T18:00", LISBON, weekly(1, Set.of(), 3)).starts();
        assertEquals(
                List.of(
                        Instant.parse("2027-03-18T18:00:00Z"),
                        Instant.parse("2027-03-25T18:00:00Z"),
                        Instant.parse("2027-04-01T17:00:00Z")),
                lisbon);
        var newYork =
                draft("2027-03-10T09:30", NEW_YORK, weekly(1, Set.of(), 2)).starts();
        assertEquals(List.of(Instant.parse("2027-03-10T14:30:00Z"), Instant.parse("2027-03-17T13:30:00Z")), newYork);
    }

    @Test
    void a_time_that_the_clocks_leave_out_is_as_much_later_and_one_that_comes_twice_is_the_first() {
        var gap = draft("2027-03-21T01:30", LISBON, weekly(1, Set.of(), 2)).starts();
        assertEquals(Instant.parse("2027-03-28T01:30:00Z"), gap.get(1), "half past one is half past two that night");
        var twice = draft("2027-10-24T01:30", LISBON, weekly(1, Set.of(), 2)).starts();
        assertEquals(Instant.parse("2027-10-31T00:30:00Z"), twice.get(1));
    }

    @Test
    void several_days_of_every_other_week_are_those_of_the_first_ones_weeks() {
        var rule = weekly(2, Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), 5);
        // A Wednesday: Monday of that week is before it.
        assertEquals(
                days("2027-03-03", "2027-03-05", "2027-03-15", "2027-03-17", "2027-03-19"),
                rule.dates(day("2027-03-03")));
    }

    @Test
    void days_that_are_skipped_count_and_do_not_take_place() {
        assertEquals(
                days("2027-03-03", "2027-03-17"),
                weekly(1, Set.of(), 3, day("2027-03-10"), day("2030-01-01")).dates(day("2027-03-03")));
    }

    @Test
    void a_month_without_the_day_is_left_out() {
        assertEquals(
                days("2027-01-31", "2027-03-31", "2027-05-31"),
                monthly(1, false, 3).dates(day("2027-01-31")));
        assertEquals(days("2028-02-29", "2032-02-29"), monthly(12, false, 2).dates(day("2028-02-29")));
    }

    @Test
    void the_second_tuesday_is_one_each_month_and_a_fifth_is_the_last() {
        assertEquals(
                days("2027-01-12", "2027-02-09", "2027-03-09"),
                monthly(1, true, 3).dates(day("2027-01-12")));
        assertEquals(
                days("2027-01-29", "2027-02-26", "2027-03-26"),
                monthly(1, true, 3).dates(day("2027-01-29")));
    }

    @Test
    void a_rule_ends_by_its_last_day_and_never_goes_on_for_ever() {
        var until = new Recurrence(Recurrence.WEEK, 1, Set.of(), false, null, day("2027-03-24"), Set.of());
        assertEquals(days("2027-03-03", "2027-03-10", "2027-03-17", "2027-03-24"), until.dates(day("2027-03-03")));
        var daily = new Recurrence(
                Recurrence.WEEK, 1, Set.of(DayOfWeek.values()), false, null, day("2199-12-31"), Set.of());
        assertEquals(Recurrence.MOST, daily.dates(day("2027-03-03")).size());
        var never = new Recurrence(Recurrence.MONTH, 12, Set.of(), false, 104, null, Set.of());
        assertTrue(never.dates(day("2028-02-29")).size() < 5, "leap days of ten years");
    }
}
