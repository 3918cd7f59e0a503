package dev.atrium.web;

import org.jspecify.annotations.Nullable;

/** Escaping for HTML text and quoted attribute values. */
public final class Escape {
    private Escape() {}

    /** Returns the text itself, without a copy, where it holds nothing to escape: nearly always. */
    public static String html(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (entity(text.charAt(i)) != null) {
                return escapeFrom(text, i);
            }
        }
        return text;
    }

    /** Copies what needs no escaping in runs: growing and copying is most of what a page costs. */
    private static String escapeFrom(String text, int first) {
        var out = new StringBuilder(text.length() + text.length() / 2 + 32);
        var copied = 0;
        for (var i = first; i < text.length(); i++) {
            var entity = entity(text.charAt(i));
            if (entity != null) {
                out.append(text, copied, i).append(entity);
                copied = i + 1;
            }
        }
        return out.append(text, copied, text.length()).toString();
    }

    private static @Nullable String entity(char character) {
        // Everything to escape stands at or below the backtick; most letters are above it.
        if (character > '`') {
            return null;
        }
        return switch (character) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            case '`' -> "&#96;";
            case '=' -> "&#61;";
            default -> null;
        };
    }
}
