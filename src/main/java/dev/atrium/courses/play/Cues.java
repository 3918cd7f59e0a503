package dev.atrium.courses.play;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What WebVTT says and when, without how it looks. Captions were checked when they were uploaded: whatever cannot be read here is
 * passed over.
 */
final class Cues {
    /** Text that begins at a second. */
    record Cue(int second, String at, String text) {}

    private static final int MOST = 5_000;
    private static final Pattern TIMES =
            Pattern.compile("(?:([0-9]{2,4}):)?([0-5][0-9]):([0-5][0-9])\\.[0-9]{3}[ \\t]+-->.*");
    private static final Pattern TAG = Pattern.compile("<[^>]{0,200}>");

    private Cues() {}

    /** In the order of the file, at most 5,000. Text is plain: markup is taken off, character references are read. */
    static List<Cue> of(String vtt) {
        var cues = new ArrayList<Cue>();
        var lines = vtt.lines().iterator();
        while (lines.hasNext() && cues.size() < MOST) {
            var times = TIMES.matcher(lines.next().strip());
            if (!times.matches()) continue;
            var text = new StringBuilder();
            while (lines.hasNext()) {
                var line = lines.next();
                if (line.isBlank()) break;
                text.append(text.isEmpty() ? "" : " ").append(line.strip());
            }
            var plain = plain(text.toString());
            if (!plain.isEmpty()) cues.add(cue(times.group(1), times.group(2), times.group(3), plain));
        }
        return cues;
    }

    private static Cue cue(@Nullable String hours, String minutes, String seconds, String text) {
        int second = (hours == null ? 0 : Integer.parseInt(hours) * 3600)
                + Integer.parseInt(minutes) * 60
                + Integer.parseInt(seconds);
        return new Cue(second, Moment.text(second), text);
    }

    private static String plain(String text) {
        return TAG.matcher(text)
                .replaceAll("")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&nbsp;", " ")
                .replace("&lrm;", "\u200E")
                .replace("&rlm;", "\u200F")
                .replace("&amp;", "&")
                .strip();
    }
}
