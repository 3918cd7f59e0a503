package dev.atrium.notifications;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/** When gathered mail leaves: at eight in the person's morning, the weekly one on Mondays. */
public final class DigestTimes {
    private static final LocalTime MORNING = LocalTime.of(8, 0);

    private DigestTimes() {}

    /** The next morning after {@code now} on which mail of that pace leaves. */
    public static Instant next(Pace pace, Instant now, ZoneId zone) {
        var local = now.atZone(zone);
        var day = local.toLocalDate();
        if (pace == Pace.WEEKLY) day = day.with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));
        var at = day.atTime(MORNING).atZone(zone).toInstant();
        if (at.isAfter(now)) return at;
        return day.plusDays(pace == Pace.WEEKLY ? 7 : 1)
                .atTime(MORNING)
                .atZone(zone)
                .toInstant();
    }
}
