package dev.atrium.communities.post;

import java.util.regex.Pattern;

/** What somebody wrote, without the marks that make it Markdown. */
public final class PlainText {
    private static final Pattern MENTION = Pattern.compile("@\\[([^\\[\\]\\n]{1,200})]\\(contact:[0-9a-fA-F-]{36}\\)");
    private static final Pattern LINK = Pattern.compile("!?\\[([^\\[\\]\\n]{0,200})]\\([^()\\s]{1,500}\\)");
    private static final Pattern MARKS = Pattern.compile("(?m)^[ \\t]*(?:[>#+-]+[ \\t]+)+|[*_`~|]{1,3}");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private PlainText() {}

    /** All of it, in one line. */
    public static String of(String markdown) {
        var named = MENTION.matcher(markdown).replaceAll("@$1");
        var plain = MARKS.matcher(LINK.matcher(named).replaceAll("$1")).replaceAll("");
        return BLANKS.matcher(plain).replaceAll(" ").strip();
    }

    /**
     * How it begins.
     *
     * @param most characters that are kept, at most
     */
    public static String of(String markdown, int most) {
        var text = of(markdown);
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most)).stripTrailing() + "…";
    }
}
