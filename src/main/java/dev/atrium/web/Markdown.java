package dev.atrium.web;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * What people type as Markdown (CommonMark, with tables and bare addresses), as markup that holds nothing but text, lists,
 * headings, tables and links. HTML in it is shown as text; what the renderer made is filtered once more by an allow-list, so
 * that a mistake in one of the two lets nothing through.
 */
public final class Markdown {
    /** Deeper nesting than anybody writes; renderers go down one call per level. */
    private static final int DEEPEST = 40;

    private static final Pattern LINKS = Pattern.compile("(?:https://|mailto:|/(?![/\\\\])).*", Pattern.DOTALL);

    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create(), AutolinkExtension.create()))
            .maxOpenBlockParsers(20)
            .build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(List.of(TablesExtension.create()))
            .escapeHtml(true)
            .sanitizeUrls(true)
            .softbreak("<br>\n")
            .build();
    private static final PolicyFactory UNDER_TITLE = policy(2);
    private static final PolicyFactory UNDER_CARD = policy(4);

    private Markdown() {}

    /** A page's own text, below its one {@code h1}. */
    public static Html page(String text) {
        return new Html(UNDER_TITLE.sanitize(rendered(text)));
    }

    /** Text within a card, whose title is an {@code h3}. */
    public static Html card(String text) {
        return new Html(UNDER_CARD.sanitize(rendered(text)));
    }

    private static String rendered(String text) {
        var document = PARSER.parse(text);
        return tooDeep(document) ? "<p>" + Escape.html(text) + "</p>" : RENDERER.render(document);
    }

    /** Without a call per level, which is what it guards against. */
    private static boolean tooDeep(Node document) {
        int depth = 0;
        Node node = document;
        while (node != null) {
            if (node.getFirstChild() != null) {
                node = node.getFirstChild();
                if (++depth > DEEPEST) return true;
                continue;
            }
            while (node != null && !node.equals(document) && node.getNext() == null) {
                node = node.getParent();
                depth--;
            }
            node = node == null || node.equals(document) ? null : node.getNext();
        }
        return false;
    }

    /** Headings begin at {@code first}, whatever the text begins with. */
    private static PolicyFactory policy(int first) {
        return new HtmlPolicyBuilder()
                .allowElements(
                        "p",
                        "br",
                        "hr",
                        "ul",
                        "ol",
                        "li",
                        "strong",
                        "em",
                        "blockquote",
                        "pre",
                        "code",
                        "table",
                        "thead",
                        "tbody",
                        "tr",
                        "th",
                        "td")
                .allowElements(
                        (name, attributes) -> name.toLowerCase(Locale.ROOT).equals("h1")
                                        || name.toLowerCase(Locale.ROOT).equals("h2")
                                ? "h" + first
                                : "h" + (first + 1),
                        "h1",
                        "h2",
                        "h3",
                        "h4",
                        "h5",
                        "h6")
                .allowAttributes("start")
                .matching(Pattern.compile("[0-9]{1,9}"))
                .onElements("ol")
                .allowAttributes("align")
                .matching(true, "left", "right", "center")
                .onElements("th", "td")
                .allowElements("a")
                .allowAttributes("href")
                .matching(LINKS)
                .onElements("a")
                .allowUrlProtocols("https", "mailto")
                .requireRelsOnLinks("nofollow", "noopener", "noreferrer")
                .toFactory();
    }
}
