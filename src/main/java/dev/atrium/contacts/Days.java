package dev.atrium.contacts;

import dev.atrium.web.Dates;
import dev.atrium.web.Html;
import dev.atrium.web.Request;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Days and hours in the reader's language. */
final class Days {
    private Days() {}

    static String say(Request request, @Nullable LocalDate day) {
        return day == null ? "" : Dates.day(request.language(), day);
    }

    /** From when to when, as it was agreed: in the appointment's own zone. */
    static Html say(Request request, Appointment a) {
        return Dates.span(
                request.language(), a.startsAt().atZone(a.zone()), a.endsAt().atZone(a.zone()));
    }
}
