package dev.atrium.communities.event;

import io.vertx.sqlclient.Row;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** A rule as it lies in event_series. */
final class SeriesRow {
    private SeriesRow() {}

    static Recurrence rule(Row row) {
        return new Recurrence(
                row.getString("every"),
                row.getInteger("step"),
                Arrays.stream(row.getArrayOfIntegers("days")).map(DayOfWeek::of).collect(Collectors.toSet()),
                row.getBoolean("by_weekday"),
                row.getInteger("times"),
                row.getLocalDate("until"),
                Set.of(row.getArrayOfLocalDates("skips")));
    }
}
