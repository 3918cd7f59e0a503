package dev.atrium.communities.event;

import dev.atrium.web.Dates;
import dev.atrium.web.Request;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.WeekFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A month of a group's meetings, week by week in one zone; weeks begin as they do where the reader's language is spoken. */
record EventMonth(YearMonth month, ZoneId zone, DayOfWeek first) {
    private static final int DAYS = 7;
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2199;

    /** @param said how a meeting's time is said on that day; empty where it began before */
    record Entry(EventPage.Row row, String said) {}

    /** @param iso the day as 2027-03-01; {@code inside} whether it is one of this month; {@code name} as it is read aloud */
    record Day(String iso, int number, String name, boolean inside, boolean today, List<Entry> entries) {}

    /** The month that the address asks for ({@code month=2027-03}); the present one where it names none. */
    static EventMonth of(Request request, ZoneId zone, Instant now) {
        var first = WeekFields.of(request.language()).getFirstDayOfWeek();
        return new EventMonth(parsed(request.query("month"), YearMonth.from(now.atZone(zone))), zone, first);
    }

    /** Whether the address asks for one. */
    static boolean asked(Request request) {
        return !request.query("month").isEmpty();
    }

    private static YearMonth parsed(String typed, YearMonth present) {
        try {
            var month = YearMonth.parse(typed);
            return month.getYear() < FIRST_YEAR || month.getYear() > LAST_YEAR ? present : month;
        } catch (DateTimeException e) {
            return present;
        }
    }

    private LocalDate start() {
        var day = month.atDay(1);
        return day.minusDays((day.getDayOfWeek().getValue() - first.getValue() + DAYS) % DAYS);
    }

    private LocalDate end() {
        var day = month.atEndOfMonth();
        return day.plusDays(DAYS - 1 - (day.getDayOfWeek().getValue() - first.getValue() + DAYS) % DAYS);
    }

    /** From here on meetings are shown. */
    Instant from() {
        return start().atStartOfDay(zone).toInstant();
    }

    Instant to() {
        return end().plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** @param url of the group's meetings */
    void fill(Map<String, Object> model, Request request, List<EventPage.Row> rows, String url, Instant now) {
        model.put("monthly", true);
        model.put("month", Dates.month(request.language(), month));
        model.put("monthIso", month.toString());
        model.put("zoneName", zone.getId().replace('_', ' '));
        model.put("before", url + "?month=" + month.minusMonths(1));
        model.put("after", url + "?month=" + month.plusMonths(1));
        var present = YearMonth.from(now.atZone(zone));
        model.put("present", month.equals(present) ? "" : url + "?month=" + present);
        model.put(
                "weekdays",
                IntStream.range(0, DAYS)
                        .mapToObj(n -> Dates.weekday(request.language(), first.plus(n)))
                        .toList());
        var today = LocalDate.ofInstant(now, zone);
        var weeks = new ArrayList<List<Day>>();
        for (var week = start(); !week.isAfter(end()); week = week.plusDays(DAYS)) {
            var days = new ArrayList<Day>();
            for (int n = 0; n < DAYS; n++) days.add(day(request, rows, week.plusDays(n), today));
            weeks.add(days);
        }
        model.put("weeks", weeks);
        model.put("any", !rows.isEmpty());
    }

    private Day day(Request request, List<EventPage.Row> rows, LocalDate day, LocalDate today) {
        var from = day.atStartOfDay(zone).toInstant();
        var to = day.plusDays(1).atStartOfDay(zone).toInstant();
        var entries = rows.stream()
                .filter(row ->
                        row.it().startsAt().isBefore(to) && row.it().endsAt().isAfter(from))
                .map(row -> new Entry(
                        row,
                        row.it().startsAt().isBefore(from)
                                ? ""
                                : Dates.time(
                                        request.language(), row.it().startsAt().atZone(zone))))
                .toList();
        return new Day(
                day.toString(),
                day.getDayOfMonth(),
                Dates.day(request.language(), day),
                YearMonth.from(day).equals(month),
                day.equals(today),
                entries);
    }
}
