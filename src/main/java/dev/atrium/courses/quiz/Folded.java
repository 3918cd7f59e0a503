package dev.atrium.courses.quiz;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Short answers as they are compared: whoever types the right word is right, on whatever keyboard. Blanks do not count, nor does
 * the case of letters (ss is ß), nor accents on Latin, Greek and Cyrillic letters, nor the points of Arabic and Hebrew; forms of
 * one letter that Unicode calls compatible (NFKD) are one. Everything else counts: a full stop, a hyphen, a digit.
 */
final class Folded {
    private static final Pattern LEFT_OUT = Pattern.compile(
            "[\\s\\p{Z}\\u200b-\\u200f\\u2060\\ufeff\\u0640\\u0300-\\u036f\\u064b-\\u065f\\u0670\\u0591-\\u05c7]+");

    private Folded() {}

    static String of(String text) {
        // Upper case first: only it writes ß as two letters, and the two sigmas as one.
        var cased = text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return LEFT_OUT.matcher(Normalizer.normalize(cased, Normalizer.Form.NFKD))
                .replaceAll("")
                .toUpperCase(Locale.ROOT);
    }
}
