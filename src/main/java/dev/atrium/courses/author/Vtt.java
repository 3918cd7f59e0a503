package dev.atrium.courses.author;

import dev.atrium.kernel.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Captions as WebVTT (W3C, 2019), read and written anew: cues and notes stay, style sheets and regions go. */
final class Vtt {
    static final int MOST_BYTES = 1_048_576;
    static final int MOST_CUES = 5_000;
    private static final String FIELD = "captions";
    private static final String ARROW = "-->";
    private static final Pattern TIME = Pattern.compile("(?:([0-9]{2,3}):)?([0-5][0-9]):([0-5][0-9])\\.([0-9]{3})");
    private static final Pattern CUE =
            Pattern.compile("(" + TIME.pattern() + ")[ \\t]+-->[ \\t]+(" + TIME.pattern() + ")(?:[ \\t]+.{0,200})?");

    private final List<String> lines;
    private final StringBuilder kept = new StringBuilder("WEBVTT\n");
    private int at;
    private int cues;
    private long last = -1;

    private Vtt(List<String> lines) {
        this.lines = lines;
    }

    /**
     * The same captions as players take them.
     *
     * @throws Problem of the field {@code captions}: what is wrong, and in which line
     */
    static String of(byte[] bytes) {
        if (bytes.length > MOST_BYTES) throw Problem.invalid(FIELD, "captions-large", 1);
        return of(text(bytes));
    }

    static String of(String text) {
        var plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (plain.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES)
            throw Problem.invalid(FIELD, "captions-large", 1);
        if (plain.indexOf('\0') >= 0) throw Problem.invalid(FIELD, "captions-text");
        var vtt = new Vtt(List.of(plain.split("\r\n|\n|\r", -1)));
        vtt.read();
        return vtt.kept.toString();
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.invalid(FIELD, "captions-text");
        }
    }

    private void read() {
        if (!lines.getFirst().matches("WEBVTT(?:[ \\t].*)?")) throw Problem.invalid(FIELD, "captions-head");
        // What follows the first line up to a blank one says something about the file, and is of no use here.
        at = 1;
        while (at < lines.size() && !lines.get(at).isBlank()) at++;
        while (at < lines.size()) {
            if (lines.get(at).isBlank()) at++;
            else block();
        }
        if (cues == 0) throw Problem.invalid(FIELD, "captions-none");
    }

    private void block() {
        int first = at;
        var block = new ArrayList<String>();
        while (at < lines.size() && !lines.get(at).isBlank()) block.add(lines.get(at++));
        var head = block.getFirst();
        if (head.matches("(?:NOTE|STYLE|REGION)(?:[ \\t].*)?")
                && !(block.size() > 1 && block.get(1).contains(ARROW))) {
            if (block.stream().anyMatch(line -> line.contains(ARROW))) throw wrong(first);
            return;
        }
        int timed = head.contains(ARROW) ? 0 : 1;
        if (timed >= block.size()) throw wrong(first);
        cue(block, timed, first + timed);
    }

    private void cue(List<String> block, int timed, int line) {
        var times = CUE.matcher(block.get(timed));
        if (!times.matches()) throw wrong(line);
        long from = millis(times, 2);
        long to = millis(times, 7);
        if (to <= from) throw Problem.invalid(FIELD, "captions-end", line + 1);
        if (from < last) throw Problem.invalid(FIELD, "captions-order", line + 1);
        last = from;
        if (++cues > MOST_CUES) throw Problem.invalid(FIELD, "captions-many", MOST_CUES);
        for (int i = timed + 1; i < block.size(); i++) if (block.get(i).contains(ARROW)) throw wrong(line + i - timed);
        kept.append('\n');
        block.forEach(text -> kept.append(text).append('\n'));
    }

    private static long millis(Matcher times, int group) {
        var hours = times.group(group);
        return ((hours == null ? 0 : Long.parseLong(hours)) * 3600
                                + Long.parseLong(times.group(group + 1)) * 60
                                + Long.parseLong(times.group(group + 2)))
                        * 1000
                + Long.parseLong(times.group(group + 3));
    }

    /** Lines are counted from 1. */
    private static Problem wrong(int line) {
        return Problem.invalid(FIELD, "captions-line", line + 1);
    }
}
