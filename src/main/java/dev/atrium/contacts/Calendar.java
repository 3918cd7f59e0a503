package dev.atrium.contacts;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * An appointment as an iCalendar object (RFC 5545). Times are written in UTC, which every calendar shows in its owner's
 * zone and which needs no VTIMEZONE.
 */
final class Calendar {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    /** Octets of a line without its break; RFC 5545, section 3.1. */
    private static final int LINE = 75;

    private Calendar() {}

    /** {@code host} makes the UID unique in the world; section 3.8.4.7. */
    static String of(Appointment a, String host) {
        var out = new StringBuilder();
        line(out, "BEGIN:VCALENDAR");
        line(out, "VERSION:2.0");
        line(out, "PRODID:-//Atrium//Portal//EN");
        line(out, "METHOD:PUBLISH");
        line(out, "BEGIN:VEVENT");
        line(out, "UID:" + a.id() + "@" + host);
        line(out, "DTSTAMP:" + utc(a.changedAt()));
        line(out, "SEQUENCE:" + a.version());
        line(out, "DTSTART:" + utc(a.startsAt()));
        line(out, "DTEND:" + utc(a.endsAt()));
        line(out, "SUMMARY:" + text(a.title()));
        if (!a.place().isEmpty()) line(out, "LOCATION:" + text(a.place()));
        if (!a.notes().isEmpty()) line(out, "DESCRIPTION:" + text(a.notes()));
        line(out, "STATUS:" + (a.cancelled() ? "CANCELLED" : "CONFIRMED"));
        line(out, "END:VEVENT");
        line(out, "END:VCALENDAR");
        return out.toString();
    }

    private static String utc(Instant at) {
        return UTC.format(at);
    }

    /** TEXT of section 3.3.11: four characters are escaped, other controls cannot stand in it at all. */
    static String text(String value) {
        var out = new StringBuilder(value.length() + 16);
        value.replace("\r\n", "\n").codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case ';' -> out.append("\\;");
                case ',' -> out.append("\\,");
                case '\n', '\r' -> out.append("\\n");
                case '\t' -> out.append('\t');
                default -> {
                    if (!Character.isISOControl(c)) out.appendCodePoint(c);
                }
            }
        });
        return out.toString();
    }

    /** Folds after at most 75 octets, never inside of a character. */
    private static void line(StringBuilder out, String content) {
        int octets = 0;
        for (int c : content.codePoints().toArray()) {
            var character = Character.toString(c);
            int size = character.getBytes(StandardCharsets.UTF_8).length;
            if (octets + size > LINE) {
                out.append("\r\n ");
                octets = 1;
            }
            out.append(character);
            octets += size;
        }
        out.append("\r\n");
    }
}
