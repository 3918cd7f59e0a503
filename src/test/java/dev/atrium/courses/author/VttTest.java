package dev.atrium.courses.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.kernel.Problem;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Captions are read to the letter, and what is wrong is said with its line. */
class VttTest {
    private static void refused(String text, String code, Object... args) {
        var problem = assertThrows(Problem.class, () -> Vtt.of(text), text);
        assertEquals(Problem.Word.of(code, args), problem.fields().get("captions"), text);
    }

    @Test
    void cues_stay_and_styles_and_notes_go() {
        assertEquals(
                "WEBVTT\n\n1\n00:01.000 --> 00:02.500 align:start\nA <b>window</b>\nand a lamp\n\n01:00:00.000 --> 01:00:01.000\nEnd\n",
                Vtt.of("""
                        \uFEFFWEBVTT - Light
                        Kind: captions

                        STYLE
                        ::cue { background: url(https://evil.example/) }

                        NOTE nobody reads this

                        1
                        00:01.000 --> 00:02.500 align:start
                        A <b>window</b>
                        and a lamp

                        01:00:00.000 --> 01:00:01.000
                        End
                        """));
        assertEquals(
                "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", Vtt.of("WEBVTT\r\n\r\n\r\n00:01.000 --> 00:02.000\r\nHi"));
    }

    @Test
    void what_is_none_is_refused_with_its_line() {
        refused("", "captions-head");
        refused("1\n00:00:01,000 --> 00:00:02,000\nSubRip", "captions-head");
        refused("WEBVTTX\n\n00:01.000 --> 00:02.000\nHi", "captions-head");
        refused("WEBVTT\n\nNOTE only this", "captions-none");
        refused("WEBVTT\n\n00:01,000 --> 00:02,000\nHi", "captions-line", 3);
        refused("WEBVTT\n\nname\n00:61.000 --> 00:62.000\nHi", "captions-line", 4);
        refused("WEBVTT\n\nwords alone", "captions-line", 3);
        refused("WEBVTT\n\n00:02.000 --> 00:02.000\nHi", "captions-end", 3);
        refused("WEBVTT\n\n00:02.000 --> 00:03.000\nA\n\n00:01.000 --> 00:03.000\nB", "captions-order", 6);
        refused("WEBVTT\n\n00:01.000 --> 00:02.000\nA\n00:02.000 --> 00:03.000\nB", "captions-line", 5);
        refused("WEBVTT\n\n00:01.000 --> 00:02.000\nA\0", "captions-text");
        refused("WEBVTT\n\n" + "00:01.000 --> 00:02.000\nA\n\n".repeat(5_001), "captions-many", 5_000);
        refused("WEBVTT\n\n" + "x".repeat(Vtt.MOST_BYTES), "captions-large", 1);
        var latin = "WEBVTT\n\n00:01.000 --> 00:02.000\n\u00fc".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(
                Problem.Word.of("captions-text"),
                assertThrows(Problem.class, () -> Vtt.of(latin)).fields().get("captions"));
    }
}
