package dev.atrium.contacts;

import dev.atrium.web.Request;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import org.jspecify.annotations.Nullable;

/** Days and hours in the reader's language. */
final class Days {
    private Days() {}

    static String say(Request request, @Nullable LocalDate day) {
        return day == null
                ? ""
                : DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                        .withLocale(request.language())
                        .format(day);
    }

    /** From when to when, as it was agreed: in the appointment's own zone. */
    static String say(Request request, Appointment a) {
        var language = request.language();
        var day = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(language);
        var hour = DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(language);
        var from = a.startsAt().atZone(a.zone());
        var to = a.endsAt().atZone(a.zone());
        var end = from.toLocalDate().equals(to.toLocalDate()) ? hour.format(to) : day.format(to);
        return (day.format(from) + " – " + end).replace('\u202f', '\u00a0');
    }
}
