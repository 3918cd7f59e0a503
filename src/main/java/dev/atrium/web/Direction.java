package dev.atrium.web;

import java.text.Bidi;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which way a language is read, and how a text of unknown direction stands in a sentence without moving its neighbours
 * (UAX #9: an isolate is to its sentence like one neutral character).
 */
public final class Direction {
    /** Languages whose usual script runs from right to left. */
    private static final Set<String> RIGHT_TO_LEFT =
            Set.of("ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi");

    /** Embeddings, overrides and isolates: inside another's sentence they would reach out of their own text. */
    private static final Pattern CONTROLS = Pattern.compile("[\u202a-\u202e\u2066-\u2069]");

    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final char POP_ISOLATE = '\u2069';

    private Direction() {}

    /** {@code ltr} or {@code rtl}: the {@code dir} of a page in this language. */
    static String of(Locale language) {
        return isRightToLeft(language) ? "rtl" : "ltr";
    }

    private static boolean isRightToLeft(Locale language) {
        return RIGHT_TO_LEFT.contains(language.getLanguage());
    }

    /**
     * The text as an argument of a sentence. Only where it could matter is it isolated, so that an English sentence with
     * an English name stays free of invisible characters; in a pseudo-locale always, so that tests see what is data.
     */
    public static String isolate(Locale language, String text) {
        if (text.isEmpty()) return text;
        var needed = isRightToLeft(language)
                || Pseudo.is(language)
                || Bidi.requiresBidi(text.toCharArray(), 0, text.length());
        return needed ? FIRST_STRONG_ISOLATE + CONTROLS.matcher(text).replaceAll("") + POP_ISOLATE : text;
    }
}
