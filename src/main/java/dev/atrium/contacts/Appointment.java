package dev.atrium.contacts;

import dev.atrium.kernel.Zones;
import dev.atrium.web.Form;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A meeting with a contact.
 *
 * @param zone in which it was agreed and is shown
 * @param version counted up by every change; the SEQUENCE of RFC 5545
 * @param uid by which calendars know it: its id, or, since what is saved stays known by one name, what it was once saved under
 */
record Appointment(
        UUID id,
        UUID contact,
        String title,
        Instant startsAt,
        Instant endsAt,
        ZoneId zone,
        String place,
        String notes,
        int version,
        boolean cancelled,
        Instant changedAt,
        String uid) {

    /** An appointment as typed; it is valid: it ends after it starts, and within a month. */
    record Draft(UUID id, String title, Instant startsAt, Instant endsAt, ZoneId zone, String place, String notes) {
        private static final Duration LONGEST = Duration.ofDays(31);

        static Draft of(Form form) {
            var typed = new Typed(form);
            var title = typed.line("title", 200, true);
            var zone = form.text("time_zone");
            if (!Zones.known(zone)) typed.refuse("time_zone", "time-zone-invalid");
            var starts = moment(typed, form, "starts");
            var ends = moment(typed, form, "ends");
            var place = typed.line("place", 300, false);
            var notes = typed.block("notes", 4000, false);
            if (starts != null && ends != null && !ends.isAfter(starts)) typed.refuse("ends", "ends-before-start");
            if (starts != null && ends != null && ends.isAfter(starts.plus(LONGEST))) typed.refuse("ends", "ends-late");
            typed.check();
            var id = ZoneId.of(zone);
            var from = java.util.Objects.requireNonNull(starts).atZone(id).toInstant();
            var to = java.util.Objects.requireNonNull(ends).atZone(id).toInstant();
            // An hour that the clocks skip may swallow the whole appointment.
            if (!to.isAfter(from)) throw dev.atrium.kernel.Problem.invalid("ends", "ends-before-start");
            return new Draft(form.nonce(), title, from, to, id, place, notes);
        }

        private static @Nullable LocalDateTime moment(Typed typed, Form form, String field) {
            var text = form.text(field);
            if (text.isEmpty()) {
                typed.missing(field);
                return null;
            }
            try {
                var moment = LocalDateTime.parse(text);
                if (moment.getYear() >= 1900 && moment.getYear() <= 2200) return moment;
            } catch (DateTimeParseException e) {
                // the same as a day nobody lives in
            }
            typed.refuse(field, "date-invalid");
            return null;
        }
    }
}
