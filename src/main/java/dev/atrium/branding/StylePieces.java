package dev.atrium.branding;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a style sheet into its outermost rules, so that one that is broken costs no other, and each is known by its line
 * (CSS Syntax 3, section 5.4). Comments go; what is inside a rule is for the parser.
 */
final class StylePieces {
    /** How deep brackets may stand in one another: far more than anybody writes, far less than a stack holds. */
    private static final int MOST_DEPTH = 12;

    /**
     * A rule.
     *
     * @param head selector or at-rule; {@code body} what its braces hold
     * @param block whether it has braces at all
     * @param whole whether it was closed, and its brackets and quotes match
     */
    record Piece(int line, String head, String body, boolean block, boolean whole) {}

    private final String text;
    private int at;
    private int line;
    private boolean whole = true;

    private StylePieces(String text, int line) {
        this.text = text;
        this.line = line;
    }

    /** @param line of the text's first character */
    static List<Piece> of(String text, int line) {
        var cutter = new StylePieces(text, line);
        var pieces = new ArrayList<Piece>();
        while (cutter.skipBlanks()) pieces.add(cutter.piece());
        return pieces;
    }

    /** Comments become a blank; their line ends stay, so that lines keep their numbers. */
    static String withoutComments(String css) {
        var out = new StringBuilder(css.length());
        char quote = 0;
        for (int i = 0; i < css.length(); i++) {
            char c = css.charAt(i);
            if (quote == 0 && c == '/' && i + 1 < css.length() && css.charAt(i + 1) == '*') {
                int end = css.indexOf("*/", i + 2);
                var comment = css.substring(i, end < 0 ? css.length() : end + 2);
                out.append(' ');
                comment.chars().filter(some -> some == '\n').forEach(some -> out.append('\n'));
                i += comment.length() - 1;
                continue;
            }
            if (quote == 0 && (c == '"' || c == '\'')) quote = c;
            else if (c == quote || c == '\n') quote = 0;
            out.append(c);
        }
        return out.toString();
    }

    private boolean skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) step();
        return at < text.length();
    }

    private char step() {
        char c = text.charAt(at++);
        if (c == '\n') line++;
        return c;
    }

    private Piece piece() {
        int begin = line;
        whole = true;
        var head = upTo(true);
        boolean block = at < text.length() && text.charAt(at) == '{';
        if (!block) {
            // A statement such as @import ends here; a brace that closes nothing is part of what is broken.
            if (at < text.length()) step();
            return new Piece(begin, head.strip(), "", false, whole);
        }
        step();
        var body = upTo(false);
        if (at < text.length()) step();
        else whole = false;
        return new Piece(begin, head.strip(), body, true, whole);
    }

    /** What stands before the next brace or, in a head, semicolon; in a body, before the brace that closes it. */
    private String upTo(boolean head) {
        int from = at;
        int depth = 0;
        char quote = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (quote != 0) {
                // A line end inside quotes is an error to every browser.
                if (c == '\n') whole = false;
                if (c == quote || c == '\n') quote = 0;
            } else if (c == '"' || c == '\'') quote = c;
            else if (depth == 0 && (c == '}' || (head && (c == '{' || c == ';')))) break;
            else if (c == '(' || c == '[' || c == '{') depth++;
            else if (c == ')' || c == ']' || c == '}') depth--;
            if (depth > MOST_DEPTH || depth < 0) whole = false;
            step();
        }
        if (depth != 0 || quote != 0) whole = false;
        return text.substring(from, at);
    }
}
