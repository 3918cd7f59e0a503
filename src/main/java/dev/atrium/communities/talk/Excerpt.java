package dev.atrium.communities.talk;

import dev.atrium.communities.post.PlainText;
import java.util.ArrayList;
import java.util.List;

/** What was found of a text, in pieces: templates escape each, and mark those that match. */
record Excerpt(List<Piece> pieces) {
    /** A piece of text; {@code hit} where it is what was looked for. */
    record Piece(String text, boolean hit) {}

    static Excerpt of(String marked) {
        var text = PlainText.of(marked);
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
