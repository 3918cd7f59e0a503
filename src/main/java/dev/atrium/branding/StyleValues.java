package dev.atrium.branding;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a value may stand for a property. Reads the tokens of CSS one by one and knows each: what it does not know is refused.
 * It is asked about what the parser wrote, never about what was typed.
 */
final class StyleValues {
    private static final int MOST_CHARACTERS = 1_000;
    private static final int MOST_DEPTH = 8;
    private static final Pattern TOKEN = Pattern.compile(
            "(?<blank>\\s+)|(?<number>[+-]?(?:\\d{1,7}(?:\\.\\d{1,6})?|\\.\\d{1,6})(?<unit>%|[a-zA-Z]{1,4})?(?![\\w.%-]))"
                    + "|(?<hex>#[0-9a-fA-F]{3,8}(?![\\w-]))|(?<function>-?[a-zA-Z][a-zA-Z-]{0,40}\\()|(?<own>--[a-zA-Z][\\w-]{0,60})|(?<word>-?[a-zA-Z][\\w-]{0,60})"
                    + "|(?<string>\"[\\w ,.-]{0,80}\"|'[\\w ,.-]{0,80}')|(?<mark>[,/*+-])|(?<close>\\))");

    private final String property;
    private final boolean bounded;
    private final double most;
    private String reason = "";

    private StyleValues(String property) {
        this.property = property;
        boolean shift = StyleAllowed.SHIFTS.contains(property);
        this.bounded = shift || StyleAllowed.EDGES.contains(property);
        this.most = shift ? StyleAllowed.MOST_SHIFT : StyleAllowed.MOST_EDGE;
    }

    /** Why the value may not stand; empty where it may. */
    static Optional<String> refused(String property, String value) {
        if (value.isBlank() || value.length() > MOST_CHARACTERS) return Optional.of("value");
        var lower = value.strip().toLowerCase(Locale.ROOT);
        return switch (property) {
            case "display" -> word(lower, StyleAllowed.DISPLAYS, "value");
            case "position" -> word(lower, StyleAllowed.POSITIONS, "position");
            case "content" -> word(lower, StyleAllowed.CONTENTS, "content");
            case "z-index" -> layer(lower);
            default -> new StyleValues(property).read(value);
        };
    }

    private static Optional<String> word(String value, Set<String> known, String reason) {
        return known.contains(value) ? Optional.empty() : Optional.of(reason);
    }

    private static Optional<String> layer(String value) {
        boolean fits = value.equals("auto")
                || (value.matches("-?\\d{1,2}") && Math.abs(Integer.parseInt(value)) <= StyleAllowed.MOST_LAYER);
        return fits ? Optional.empty() : Optional.of("bounds");
    }

    private Optional<String> read(String typed) {
        // A picture is named: what follows is read as if it were a word.
        var value = StyleAllowed.PICTURED.contains(property)
                ? StyleFilter.PICTURE.matcher(typed).replaceAll("none")
                : typed;
        if (value.toLowerCase(Locale.ROOT).contains("url(")) return Optional.of("url");
        var token = TOKEN.matcher(value);
        int depth = 0;
        int at = 0;
        while (at < value.length()) {
            token.region(at, value.length()).useTransparentBounds(true);
            if (!token.lookingAt()) return Optional.of("value");
            if (token.group("function") != null) depth++;
            if (token.group("close") != null) depth--;
            if (depth < 0 || depth > MOST_DEPTH || !known(token))
                return Optional.of(reason.isEmpty() ? "value" : reason);
            at = token.end();
        }
        return depth == 0 ? Optional.empty() : Optional.of("value");
    }

    private boolean known(Matcher token) {
        var function = token.group("function");
        if (function != null) {
            var name = function.substring(0, function.length() - 1).toLowerCase(Locale.ROOT);
            if (bounded && !StyleAllowed.COLOURS.contains(name)) return because("bounds");
            return StyleAllowed.FUNCTIONS.contains(name) || because("function");
        }
        if (token.group("number") != null) return number(token);
        if (token.group("string") != null)
            return property.equals("font-family") || property.equals("font") || because("value");
        return true;
    }

    private boolean number(Matcher token) {
        var unit = token.group("unit");
        if (unit != null && !unit.equals("%") && !StyleAllowed.UNITS.contains(unit.toLowerCase(Locale.ROOT)))
            return because("value");
        if (!bounded) return true;
        var digits =
                unit == null ? token.group("number") : token.group("number").replace(unit, "");
        double pixels = Math.abs(Double.parseDouble(digits)) * (unit == null ? 1 : pixels(unit));
        return pixels <= most || because("bounds");
    }

    /** What one of it is at most, in pixels; of what hangs on the window's size no bound can be told. */
    private static double pixels(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "px", "deg" -> 1;
            case "rem", "em", "ch", "ex" -> 16;
            case "pt" -> 1.34;
            default -> Double.POSITIVE_INFINITY;
        };
    }

    private boolean because(String word) {
        reason = word;
        return false;
    }
}
