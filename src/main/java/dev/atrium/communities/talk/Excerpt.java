package dev.atrium.communities.talk;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What was found of a text, in pieces: templates escape each, and mark those that match. */
record Excerpt(List<Piece> pieces) {
    /** A piece of text; {@code hit} where it is what was looked for. */
    record Piece(String text, boolean hit) {}

    private static final Pattern MENTION = Pattern.compile("@\\[([^\\[\\]\\n]{1,200})]\\(contact:[0-9a-fA-F-]{36}\\)");

    static Excerpt of(String marked) {
        var text = MENTION.matcher(marked).replaceAll("@$1");
        var pieces = new ArrayList<Piece>();
        int from = 0;
        boolean hit = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != SearchStore.OPEN && c != SearchStore.CLOSE) continue;
            if (i > from) pieces.add(new Piece(text.substring(from, i), hit));
            hit = c == SearchStore.OPEN;
            from = i + 1;
        }
        if (from < text.length()) pieces.add(new Piece(text.substring(from), hit));
        return new Excerpt(pieces);
    }

    /** Without the marks. */
    String plain() {
        var text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text()));
        return text.toString();
    }
}
