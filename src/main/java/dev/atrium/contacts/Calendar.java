package dev.atrium.contacts;

import dev.atrium.kernel.ICalendar;

/** An appointment as an iCalendar object (RFC 5545). */
final class Calendar {
    private Calendar() {}

    /** {@code host} makes the UID unique in the world; section 3.8.4.7. */
    static String of(Appointment a, String host) {
        return new ICalendar()
                .line("BEGIN:VCALENDAR")
                .line("VERSION:2.0")
                .line("PRODID:-//Atrium//Portal//EN")
                .line("METHOD:PUBLISH")
                .line("BEGIN:VEVENT")
                .line("UID:" + a.id() + "@" + host)
                .at("DTSTAMP", a.changedAt())
                .line("SEQUENCE:" + a.version())
                .at("DTSTART", a.startsAt())
                .at("DTEND", a.endsAt())
                .text("SUMMARY", a.title())
                .text("LOCATION", a.place())
                .text("DESCRIPTION", a.notes())
                .line("STATUS:" + (a.cancelled() ? "CANCELLED" : "CONFIRMED"))
                .line("END:VEVENT")
                .line("END:VCALENDAR")
                .toString();
    }

    static String text(String value) {
        return ICalendar.escaped(value);
    }
}
