package dev.atrium.notifications;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.owasp.html.AttributePolicy;
import org.owasp.html.CssSchema;
import org.owasp.html.HtmlChangeListener;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * The HTML of a mail that the business wrote, made harmless: what a letter needs and a mail program understands stays;
 * scripts, forms, frames, embedded style sheets, event attributes and addresses within styles go. Tags of variables stand in
 * for themselves while the HTML is read, so that cleaning neither loses nor escapes them.
 */
final class OwnHtml {
    /** The letterhead's own classes; others would mean nothing in a mail. */
    private static final Pattern CLASSES = Pattern.compile("(?:button|code|quiet|address|after|line|next)");

    private static final Pattern SLOT = Pattern.compile("\\{\\{[^{}\\r\\n]{0,80}}}");
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,4}%?");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z]{1,12}");
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,20}");
    private static final Pattern ADDRESS =
            Pattern.compile("https?://[^/?#\\s\\\\]+(?:[/?#]\\S*)?|mailto:\\S+|tel:[+0-9().-]+");
    private static final Pattern PICTURE = Pattern.compile("https://[^/?#\\s\\\\]+[/?#]\\S*");
    private static final int MOST_NAMED = 8;

    private OwnHtml() {}

    /**
     * HTML that is safe, and what was taken out of it.
     *
     * @param removed names of tags and attributes, each once, at most eight
     */
    record Clean(String html, List<String> removed) {}

    /** Safe HTML with the same tags of variables. */
    static Clean clean(String source) {
        var mark = mark(source);
        var tags = new ArrayList<String>();
        var marked = SLOT.matcher(source).replaceAll(slot -> {
            tags.add(slot.group());
            return mark + (tags.size() - 1) + "z";
        });
        var removed = new TreeSet<String>();
        var html = readable(policy(mark).sanitize(marked, new Listener(), removed));
        var whole = Pattern.compile(mark + "([0-9]{1,5})z").matcher(html).replaceAll(found -> {
            int number = Integer.parseInt(Objects.requireNonNull(found.group(1)));
            return Matcher.quoteReplacement(number < tags.size() ? tags.get(number) : "");
        });
        return new Clean(whole.strip(), removed.stream().limit(MOST_NAMED).toList());
    }

    /** The sanitizer encodes for readers that guess at alphabets; a mail declares its own, and staff read this again. */
    private static String readable(String html) {
        return html.replace("&#61;", "=")
                .replace("&#64;", "@")
                .replace("&#43;", "+")
                .replace("&#39;", "'");
    }

    /** Letters that the source does not contain. */
    private static String mark(String source) {
        var mark = new StringBuilder("slotq");
        while (source.contains(mark)) mark.append('q');
        return mark.toString();
    }

    private static PolicyFactory policy(String mark) {
        var slot = mark + "[0-9]{1,5}z";
        var whole = Pattern.compile(slot + "(?:[/?#]\\S*)?");
        var builder = new HtmlPolicyBuilder()
                .allowElements(
                        "a",
                        "p",
                        "br",
                        "hr",
                        "div",
                        "span",
                        "strong",
                        "b",
                        "em",
                        "i",
                        "u",
                        "s",
                        "small",
                        "sup",
                        "sub",
                        "h1",
                        "h2",
                        "h3",
                        "h4",
                        "ul",
                        "ol",
                        "li",
                        "blockquote",
                        "pre",
                        "code",
                        "img",
                        "table",
                        "thead",
                        "tbody",
                        "tr",
                        "td",
                        "th",
                        "time")
                .allowWithoutAttributes("span", "a", "img")
                .allowUrlProtocols("https", "http", "mailto", "tel");
        for (var size : List.of("width", "height", "cellpadding", "cellspacing", "border", "colspan", "rowspan"))
            builder.allowAttributes(size).matching(SIZE).onElements("table", "td", "th", "tr", "img");
        for (var word : List.of("align", "valign", "role", "dir"))
            builder.allowAttributes(word).matching(WORD).globally();
        return builder.allowAttributes("bgcolor")
                .matching(COLOUR)
                .onElements("table", "td", "th", "tr")
                .allowAttributes("class")
                .matching(CLASSES)
                .globally()
                .allowAttributes("title", "alt", "lang", "datetime")
                .globally()
                .allowAttributes("href")
                .matching(address(mark, whole, ADDRESS))
                .onElements("a")
                .allowAttributes("src")
                .matching(address(mark, whole, PICTURE))
                .onElements("img")
                .allowStyling(STYLES)
                .toFactory();
    }

    /** No position, so that nothing lies over the letterhead or the footer; no background picture. */
    private static final CssSchema STYLES = CssSchema.withProperties(List.of(
            "color",
            "background-color",
            "font-family",
            "font-size",
            "font-style",
            "font-weight",
            "line-height",
            "letter-spacing",
            "text-align",
            "text-decoration",
            "text-transform",
            "margin",
            "margin-top",
            "margin-right",
            "margin-bottom",
            "margin-left",
            "padding",
            "padding-top",
            "padding-right",
            "padding-bottom",
            "padding-left",
            "border",
            "border-top",
            "border-right",
            "border-bottom",
            "border-left",
            "border-radius",
            "border-collapse",
            "width",
            "max-width",
            "height",
            "vertical-align"));

    /** A whole address may be a variable; else one may stand behind the host alone, so that no value chooses the host. */
    private static AttributePolicy address(String mark, Pattern whole, Pattern allowed) {
        return (element, attribute, value) -> {
            if (whole.matcher(value).matches()) return value;
            if (!allowed.matcher(value).matches()) return null;
            var authority = value.replaceFirst("^https?://([^/?#]*).*$", "$1");
            return value.startsWith("http") && authority.contains(mark) ? null : value;
        };
    }

    private static final class Listener implements HtmlChangeListener<Set<String>> {
        /** Not worth a word: what every editor wraps around a mail. */
        private static final List<String> WRAPPERS = List.of("html", "head", "body", "meta", "title", "tbody");

        @Override
        public void discardedTag(@Nullable Set<String> removed, String element) {
            if (!WRAPPERS.contains(element)) note(removed, element);
        }

        @Override
        public void discardedAttributes(@Nullable Set<String> removed, String element, String... names) {
            for (var name : names) note(removed, name);
        }

        private static void note(@Nullable Set<String> removed, String name) {
            var plain = name.toLowerCase(Locale.ROOT);
            if (removed != null && plain.matches("[a-z][a-z0-9:-]{0,30}")) removed.add(plain);
        }
    }
}
