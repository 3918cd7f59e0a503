package dev.atrium.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/**
 * The end of a route, said ahead by two headers: Deprecation (RFC 9745) and Sunset (RFC 8594), with a link to what comes
 * instead.
 *
 * @param since from when nobody should begin to use it
 * @param sunset when it stops answering; at least half a year later
 * @param documentation a URL or path that says what to use instead
 */
public record Deprecation(Instant since, Instant sunset, String documentation) {
    private static final long DAYS = 180;
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** @throws IllegalArgumentException where programs would have less than 180 days to move */
    public Deprecation {
        if (since.until(sunset, ChronoUnit.DAYS) < DAYS) throw new IllegalArgumentException("sunset-too-soon");
    }

    public Map<String, String> headers() {
        return Map.of(
                "Deprecation",
                "@" + since.getEpochSecond(),
                "Sunset",
                HTTP_DATE.format(sunset),
                "Link",
                "<" + documentation + ">; rel=\"deprecation\"");
    }
}
