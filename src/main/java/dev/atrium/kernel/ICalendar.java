package dev.atrium.kernel;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes iCalendar (RFC 5545), line by line. Times are UTC, which every calendar shows in its owner's zone and which needs no
 * VTIMEZONE.
 */
public final class ICalendar {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** Octets of a line without its break; section 3.1. */
    private static final int LINE = 75;

    private final StringBuilder out = new StringBuilder();

    /** A line whose value holds nothing that a person typed, or an address that was read as one. */
    public ICalendar line(String content) {
        int octets = 0;
        for (int c : content.codePoints().toArray()) {
            var character = Character.toString(c);
            int size = character.getBytes(StandardCharsets.UTF_8).length;
            // Folded after at most 75 octets, never inside of a character.
            if (octets + size > LINE) {
                out.append("\r\n ");
                octets = 1;
            }
            out.append(character);
            octets += size;
        }
        out.append("\r\n");
        return this;
    }

    /** What a person typed; an empty one is left out. */
    public ICalendar text(String name, String value) {
        return value.isEmpty() ? this : line(name + ":" + escaped(value));
    }

    public ICalendar at(String name, Instant time) {
        return line(name + ":" + UTC.format(time));
    }

    /** TEXT of section 3.3.11: four characters are escaped, other controls cannot stand in it at all. */
    public static String escaped(String value) {
        var text = new StringBuilder(value.length() + 16);
        value.replace("\r\n", "\n").codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> text.append("\\\\");
                case ';' -> text.append("\\;");
                case ',' -> text.append("\\,");
                // Line breaks of Unicode too: some readers end a line there.
                case '\n', '\r', 0x2028, 0x2029 -> text.append("\\n");
                case '\t' -> text.append('\t');
                default -> {
                    if (!Character.isISOControl(c)) text.appendCodePoint(c);
                }
            }
        });
        return text.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
