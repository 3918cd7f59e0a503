package dev.atrium.notifications;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/** Hours of a person's day in which no mail arrives that can wait; where {@code ends} comes first they go over midnight. */
record QuietHours(LocalTime begins, LocalTime ends) {
    /** When mail that is written at {@code now} may arrive; empty where that is at once. */
    Optional<Instant> over(Instant now, ZoneId zone) {
        var local = now.atZone(zone);
        var time = local.toLocalTime();
        boolean night = ends.isBefore(begins);
        boolean quiet =
                night ? !time.isBefore(begins) || time.isBefore(ends) : !time.isBefore(begins) && time.isBefore(ends);
        if (!quiet) return Optional.empty();
        var day = night && !time.isBefore(begins) ? local.toLocalDate().plusDays(1) : local.toLocalDate();
        return Optional.of(day.atTime(ends).atZone(zone).toInstant());
    }
}
