package dev.atrium.communities.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What calendars read, to the letter of RFC 5545. */
class IcsTest {
    private static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");

    private static GroupEvent event(String title, String body, GroupEvent.Mine mine, boolean cancelled) {
        var starts = Instant.parse("2027-04-01T17:00:00Z");
        return new GroupEvent(
                ID,
                ID,
                null,
                false,
                null,
                null,
                null,
                "",
                title,
                body,
                starts,
                starts.plusSeconds(3600),
                ZoneId.of("Europe/Lisbon"),
                "Rua do Sol 3, Lisboa; 2.º",
                "https://meet.example.com/x",
                "",
                null,
                true,
                cancelled,
                "",
                0,
                0,
                0,
                Instant.parse("2027-03-01T08:00:00Z"),
                3,
                mine);
    }

    private static String ics(GroupEvent event, String link) {
        return Ics.of("Acme, Studio", List.of(new Ics.Entry(event, "Makers", "https://acme.example/groups/m", link)))
                .toString(StandardCharsets.UTF_8);
    }

    private static final GroupEvent.Mine IN = new GroupEvent.Mine("yes", false, 0, false);

    @Test
    void lines_end_in_crlf_hold_75_octets_and_no_character_is_torn() {
        var text = ics(
                event("🎞 " + "Langstreckenfotografie für Anfängerinnen ".repeat(8), "日本語の説明".repeat(60), IN, false),
                "");
        assertFalse(text.replace("\r\n", "").contains("\n"));
        assertTrue(text.endsWith("END:VCALENDAR\r\n"));
        for (var line : text.split("\r\n")) {
            assertTrue(line.getBytes(StandardCharsets.UTF_8).length <= 75, line);
            assertFalse(line.contains("\uFFFD"), line);
        }
        var unfolded = text.replace("\r\n ", "");
        assertTrue(unfolded.contains("DESCRIPTION:" + "日本語の説明".repeat(60) + "\r\n"));
    }

    @Test
    void text_is_escaped_and_can_begin_no_line_of_its_own() {
        var text = ics(event("a\\b;c,d", "one\r\ntwo\nEND:VEVENT\u0000\u2028BEGIN:VALARM", IN, false), "")
                .replace("\r\n ", "");
        assertTrue(text.contains("SUMMARY:a\\\\b\\;c\\,d\r\n"), text);
        assertTrue(text.contains("DESCRIPTION:one\\ntwo\\nEND:VEVENT\\nBEGIN:VALARM\r\n"), text);
        assertTrue(text.contains("LOCATION:Rua do Sol 3\\, Lisboa\\; 2.º\r\n"), text);
        assertTrue(text.contains("X-WR-CALNAME:Acme\\, Studio\r\n"), text);
        assertEquals(2, text.split("END:VEVENT", -1).length - 1, "the entry's own, and the one within its text");
    }

    @Test
    void times_are_utc_and_a_change_raises_the_sequence() {
        var text = ics(event("T", "", IN, false), "");
        assertTrue(text.contains("DTSTART:20270401T170000Z\r\nDTEND:20270401T180000Z\r\n"), text);
        assertTrue(text.contains("UID:" + ID + "\r\n"), text);
        assertTrue(text.contains("DTSTAMP:20270301T080000Z\r\n"), text);
        assertTrue(text.contains("SEQUENCE:2\r\n"), text);
        assertTrue(text.contains("STATUS:CONFIRMED\r\n"), text);
        assertFalse(text.contains("meet.example.com"), "a link that the reader may not know");
    }

    @Test
    void what_is_uncertain_or_called_off_says_so() {
        assertTrue(ics(event("T", "", new GroupEvent.Mine("yes", true, 2, false), false), "")
                .contains("STATUS:TENTATIVE"));
        assertTrue(ics(event("T", "", new GroupEvent.Mine("maybe", false, 0, false), false), "")
                .contains("STATUS:TENTATIVE"));
        assertTrue(ics(event("T", "", IN, true), "").contains("STATUS:CANCELLED"));
        assertTrue(ics(event("T", "", IN, false), "https://meet.example.com/x")
                .contains("CONFERENCE;VALUE=URI:https://meet.example.com/x\r\n"));
    }
}
