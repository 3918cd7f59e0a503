package dev.atrium.notifications;

import dev.atrium.kernel.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Fills a business's own texts. Every value is escaped for the place it stands in: text, attribute, a whole address, or a
 * part of one. A whole address is one of http or https or leads nowhere.
 */
final class OwnMail {
    /** An attribute that is open at the end of what has been written. */
    private static final Pattern OPEN = Pattern.compile("<[a-z][a-z0-9]*\\b[^<>]*?\\s([a-z-]+)=\"([^\"<>]*)$");

    private OwnMail() {}

    /** Plain text: a subject, or the text version. */
    static String text(OwnText text, Function<String, String> values) {
        return text.fill(values, (name, before) -> values.apply(name));
    }

    /** @param markup what is written as it is, by name: markup of ours; null for any other name */
    static String html(OwnText text, Function<String, String> values, Function<String, String> markup) {
        return text.fill(values, (name, before) -> {
            var attribute = OPEN.matcher(tail(before));
            if (!attribute.find()) {
                var ready = markup.apply(name);
                return ready.isEmpty() ? escape(values.apply(name)) : ready;
            }
            boolean address = "href".equals(attribute.group(1)) || "src".equals(attribute.group(1));
            if (!address) return escape(values.apply(name));
            boolean whole = "".equals(attribute.group(2));
            return whole ? escape(absolute(values.apply(name))) : encode(values.apply(name));
        });
    }

    /** A condition inside of a tag would be escaped as the tag's other parts are not. */
    static void check(OwnText text) {
        var before = new StringBuilder();
        for (var part : text.parts()) {
            switch (part) {
                case OwnText.Plain plain -> before.append(plain.text());
                case OwnText.Value value -> before.append('x');
                case OwnText.Choice choice -> {
                    if (before.lastIndexOf("<") > before.lastIndexOf(">"))
                        throw Problem.invalid("html", "template-in-tag", "{{#if " + choice.name() + "}}");
                    check(new OwnText(choice.given()));
                    check(new OwnText(choice.otherwise()));
                }
            }
        }
    }

    /** Enough to see the tag that stands open: a clean tag is never longer. */
    private static CharSequence tail(StringBuilder before) {
        int open = before.lastIndexOf("<");
        return open < 0 ? "" : before.substring(open);
    }

    private static String absolute(String url) {
        return url.startsWith("https://") || url.startsWith("http://") ? url : "#";
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String escape(String text) {
        var out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
