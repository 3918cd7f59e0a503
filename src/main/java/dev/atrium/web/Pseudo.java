package dev.atrium.web;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Two languages that nobody speaks, made from English by rule, in which missing translations and tight layouts show:
 * {@code en-XA} is longer and accented, {@code ar-XB} is accented and runs from right to left. No ASCII letter survives
 * in the words, so an ASCII letter on a page is either data or a string that is in no bundle.
 */
final class Pseudo {
    static final Locale LONGER = Locale.of("en", "XA");
    static final Locale MIRRORED = Locale.of("ar", "XB");
    static final List<Locale> ALL = List.of(LONGER, MIRRORED);

    private static final String UPPER = "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ";
    private static final String LOWER = "åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž";
    private static final String VOWELS = "aeiouAEIOU";
    private static final int SHORT = 12;

    /** Each word is turned around on its own, so that a line still breaks between words. */
    private static final String TURN = "\u202e";

    private static final String TURN_BACK = "\u202c";

    private Pseudo() {}

    static boolean is(Locale language) {
        return ALL.contains(language);
    }

    /** All texts of English in the pseudo-locale. */
    static Map<String, String> bundle(Locale language, Map<String, String> english) {
        var words = new HashMap<String, String>(english.size() * 2);
        english.forEach((key, text) -> words.put(key, text(language, text)));
        return Map.copyOf(words);
    }

    /** One text. Arguments, nested ones included, tags and entities stay as they are; a list keeps its bars. */
    static String text(Locale language, String english) {
        return new Pseudo.Writer(language.equals(MIRRORED), english).write();
    }

    /** Reads a text once from its beginning. */
    private static final class Writer {
        private final boolean mirrored;
        private final String text;
        private final StringBuilder out = new StringBuilder();
        private boolean turned;
        private int at;

        Writer(boolean mirrored, String text) {
            this.mirrored = mirrored;
            this.text = text;
        }

        String write() {
            out.append('[');
            int depth = 0;
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '{' || c == '}') depth = Math.max(0, depth + (c == '{' ? 1 : -1));
                int verbatim = depth % 2 == 1 || c == '{' || c == '}' ? 1 : markup();
                if (verbatim > 0) {
                    turn(false);
                    out.append(text, at, at + verbatim);
                    at += verbatim;
                } else {
                    letter(c);
                    at++;
                }
            }
            turn(false);
            return pad().append(']').toString();
        }

        /** How many characters from here on are a tag or an entity; 0 where it is neither. */
        private int markup() {
            char first = text.charAt(at);
            if (first != '<' && first != '&') return 0;
            int end = text.indexOf(first == '<' ? '>' : ';', at);
            if (end < 0) return 0;
            var inside = text.substring(at + 1, end);
            var is = first == '<' ? inside.matches("/?[a-zA-Z][^<]*") : inside.matches("#?[A-Za-z0-9]{1,31}");
            return is ? end + 1 - at : 0;
        }

        private void letter(char c) {
            turn(!Character.isWhitespace(c) && c != '|');
            if (c >= 'a' && c <= 'z') twice(c, LOWER.charAt(c - 'a'));
            else if (c >= 'A' && c <= 'Z') twice(c, UPPER.charAt(c - 'A'));
            else out.append(c);
        }

        /** Vowels grow, as words do in German or Finnish: the room that a sentence needs is spread over its length. */
        private void twice(char c, char accented) {
            out.append(accented);
            if (VOWELS.indexOf(c) >= 0) out.append(Character.toLowerCase(accented));
        }

        private void turn(boolean wanted) {
            if (mirrored && wanted != turned) out.append(wanted ? TURN : TURN_BACK);
            turned = mirrored && wanted;
        }

        /** A short word may double in another language; a sentence grows by a third. */
        private StringBuilder pad() {
            var room = text.length() <= SHORT ? text.length() * 8 / 5 : text.length() * 13 / 10;
            var visible =
                    (int) out.chars().filter(c -> c < '\u202a' || c > '\u202e').count();
            return out.repeat('~', Math.max(0, room - visible));
        }
    }
}
