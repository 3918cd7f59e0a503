package dev.atrium.branding;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a selector may stand: elements, classes, ids, states, and of attributes those that tell nothing of anybody. */
final class StyleSelectors {
    private static final int MOST_CHARACTERS = 300;
    private static final int MOST_DEPTH = 3;
    private static final Pattern PART = Pattern.compile(
            "(?<name>\\*|[a-zA-Z][a-zA-Z0-9]{0,30}(?![\\w(-]))|(?<mark>[.#]-?[_a-zA-Z][\\w-]{0,80})"
                    + "|::?(?<pseudo>[a-z-]{1,30})(?<open>\\()?|\\[\\s*(?<attribute>[a-z-]{1,30})\\s*(?:=\\s*(?:\"[\\w-]{0,40}\"|'[\\w-]{0,40}'|[\\w-]{1,40})\\s*)?]"
                    + "|(?<between>\\s*[>+~]\\s*|\\s+)|(?<close>\\))|(?<comma>\\s*,\\s*)|(?<count>(?:even|odd|[+-]?\\d{0,4}n?(?:\\s*[+-]\\s*\\d{1,4})?))");

    private StyleSelectors() {}

    static boolean allowed(String selector) {
        if (selector.isBlank() || selector.length() > MOST_CHARACTERS) return false;
        var part = PART.matcher(selector.strip());
        int at = 0;
        int depth = 0;
        var end = selector.strip().length();
        while (at < end) {
            part.region(at, end).useTransparentBounds(true);
            if (!part.lookingAt() || part.end() == at || !known(part, depth)) return false;
            if (part.group("open") != null) depth++;
            if (part.group("close") != null) depth--;
            if (depth < 0 || depth > MOST_DEPTH) return false;
            at = part.end();
        }
        return depth == 0;
    }

    private static boolean known(Matcher part, int depth) {
        var pseudo = part.group("pseudo");
        if (pseudo != null) {
            if (part.group("open") != null) return StyleAllowed.PSEUDO_FUNCTIONS.contains(pseudo);
            return StyleAllowed.PSEUDOS.contains(pseudo) || StyleAllowed.PSEUDO_ELEMENTS.contains(pseudo);
        }
        var attribute = part.group("attribute");
        if (attribute != null) return StyleAllowed.ATTRIBUTES.contains(attribute);
        // Lists and counts stand inside of :is() and :nth-child() alone; outside, the parser has taken the list apart.
        return depth > 0 || (part.group("comma") == null && part.group("count") == null);
    }
}
