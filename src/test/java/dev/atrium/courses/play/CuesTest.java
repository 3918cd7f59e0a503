package dev.atrium.courses.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.Problem;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What captions say, what a moment is, and which reports can be no player's. */
class CuesTest {
    @Test
    void text_is_read_with_its_second_and_without_markup() {
        var cues = Cues.of("""
                WEBVTT

                NOTE not said

                intro
                00:01.500 --> 00:03.000 align:start
                <v Ana>Light is <i>soft</i>
                &amp; hard

                01:02:03.000 --> 01:02:04.000
                &lt;script&gt; stays text

                00:05.000 --> 00:06.000

                broken --> 00:07.000
                not said either
                """);
        assertEquals(
                List.of(
                        new Cues.Cue(1, "0:01", "Light is soft & hard"),
                        new Cues.Cue(3723, "1:02:03", "<script> stays text")),
                cues);
    }

    @Test
    void a_moment_is_read_as_people_write_it() {
        assertEquals(OptionalInt.of(83), Moment.parse(" 1:23 "));
        assertEquals(OptionalInt.of(83), Moment.parse("83"));
        assertEquals(OptionalInt.of(3723), Moment.parse("1:02:03"));
        for (var none : List.of("", "x", "-1", "1:2:3:4", "999999", "25:00:00"))
            assertTrue(Moment.parse(none).isEmpty(), none);
        assertEquals("1:02:03", Moment.text(3723));
        assertEquals("0:07", Moment.text(7));
    }

    @Test
    void ninety_percent_of_what_is_known_are_enough() {
        assertTrue(Playing.enough(90, 100));
        assertTrue(Playing.enough(9, 10));
        assertEquals(false, Playing.enough(89, 100));
        assertEquals(false, Playing.enough(1000, 0));
    }

    @Test
    void what_no_player_says_is_refused() {
        var me = UUID.randomUUID();
        refused(new PlayedReport(List.of(new PlayedReport.PlayedRange(5, 5)), 0, null, null, null, null), me);
        refused(new PlayedReport(List.of(new PlayedReport.PlayedRange(-1, 5)), 0, null, null, null, null), me);
        refused(new PlayedReport(List.of(new PlayedReport.PlayedRange(0, 86_401)), 0, null, null, null, null), me);
        refused(new PlayedReport(List.of(), -1, null, null, null, null), me);
        refused(new PlayedReport(List.of(), 0, 500, null, null, null), me);
        refused(new PlayedReport(List.of(), 0, 0, null, null, null), me);
        refused(new PlayedReport(List.of(), 0, null, null, null, UUID.randomUUID()), me);
        var fine = new PlayedReport(
                List.of(new PlayedReport.PlayedRange(0, 5), new PlayedReport.PlayedRange(3, 9)), 9, 200, 60, true, me);
        assertEquals("{[0,5),[3,9)}", fine.checked(me).multirange());
    }

    private static void refused(PlayedReport report, UUID contact) {
        assertThrows(Problem.class, () -> report.checked(contact));
    }
}
