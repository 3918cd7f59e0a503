package dev.atrium.notifications;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clean HTML as plain text, tags of variables included: what the text version says where none was written. */
final class PlainText {
    private static final Pattern LINK =
            Pattern.compile("<a\\b[^>]*?\\bhref=\"([^\"]*)\"[^>]*>(.*?)</a>", Pattern.DOTALL);
    private static final Pattern ENTITY = Pattern.compile("&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,6}));");

    private PlainText() {}

    static String of(String html) {
        var text = html.replaceAll("[ \\t]*\\R[ \\t]*", "\n");
        text = LINK.matcher(text).replaceAll(link -> {
            var label = Objects.requireNonNull(link.group(2))
                    .replaceAll("<[^>]*>", "")
                    .strip();
            var url = Objects.requireNonNull(link.group(1));
            var shown = label.isEmpty() || label.equals(url) ? url : label + ":\n" + url;
            return Matcher.quoteReplacement(shown.replaceFirst("^mailto:", ""));
        });
        text = text.replaceAll("<br[^>]*>\\n?", "\n")
                .replaceAll("<li[^>]*>", "\n* ")
                .replaceAll("<hr[^>]*>", "\n\n---\n\n")
                .replaceAll("</(?:td|th)>\\s*<(?:td|th)[^>]*>", " ")
                .replaceAll("</(?:p|div|table|h[1-4]|ul|ol|blockquote|pre|tr)>", "\n\n")
                .replaceAll("<(?:p|div|table|h[1-4]|ul|ol|blockquote|pre)\\b[^>]*>", "\n\n")
                .replaceAll("<[^>]*>", "");
        return characters(text)
                .replaceAll("[ \\t\\u00a0]+", " ")
                .replaceAll(" ?\\n ?", "\n")
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
    }

    private static String characters(String text) {
        return ENTITY.matcher(text).replaceAll(found -> Matcher.quoteReplacement(character(found)));
    }

    private static String character(java.util.regex.MatchResult found) {
        var decimal = found.group(1);
        var hex = found.group(2);
        if (decimal != null || hex != null) {
            int code = decimal != null ? Integer.parseInt(decimal) : Integer.parseInt(Objects.requireNonNull(hex), 16);
            return Character.isValidCodePoint(code) && code >= ' ' ? Character.toString(code) : "";
        }
        return switch (Objects.requireNonNull(found.group(3))) {
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            case "apos" -> "'";
            case "nbsp" -> " ";
            default -> found.group();
        };
    }
}
