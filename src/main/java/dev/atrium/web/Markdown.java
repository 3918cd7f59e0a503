package dev.atrium.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;
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

    /** More brackets, stars and underscores, and bars than 64 KB of writing has: they cost the more, the more there are. */
    private static final int MOST_BRACKETS = 4_000;

    private static final int MOST_STARS = 12_000;
    private static final int MOST_BARS = 20_000;

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
    private static final HtmlRenderer SOCIAL = HtmlRenderer.builder()
            .extensions(List.of(TablesExtension.create()))
            .nodeRendererFactory(Mention.Drawn::new)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .softbreak("<br>\n")
            .build();
    private static final PolicyFactory UNDER_TITLE = policy(2);
    private static final PolicyFactory UNDER_CARD = policy(4);
    private static final PolicyFactory WITH_PEOPLE = policy(4).and(Mention.POLICY);

    private Markdown() {}

    /** A page's own text, below its one {@code h1}. */
    public static Html page(String text) {
        return new Html(UNDER_TITLE.sanitize(rendered(text, 2)));
    }

    /** Text within a card, whose title is an {@code h3}. */
    public static Html card(String text) {
        return new Html(UNDER_CARD.sanitize(rendered(text, 4)));
    }

    /** The same of what people write to one another: whoever is named in it stands out. */
    public static Html social(String text) {
        var document = parsed(text);
        if (document == null) return new Html(WITH_PEOPLE.sanitize(plain(text)));
        Mention.mark(document);
        lower(document, 4);
        return new Html(WITH_PEOPLE.sanitize(SOCIAL.render(document)));
    }

    /** What the filter of {@link #social} lets through of markup: of its own result, all. */
    public static String filtered(String markup) {
        return WITH_PEOPLE.sanitize(markup);
    }

    /** Web addresses that stand in a paragraph of their own, in order, at most {@code most}: they may be shown in place. */
    public static List<String> alone(String text, int most) {
        var found = new ArrayList<String>();
        var document = parsed(text);
        if (document == null) return found;
        for (var node = document.getFirstChild(); node != null && found.size() < most; node = node.getNext()) {
            if (node instanceof Paragraph
                    && node.getFirstChild() instanceof Link link
                    && link.getNext() == null
                    && link.getDestination().startsWith("https://")) found.add(link.getDestination());
        }
        return found;
    }

    private static String rendered(String text, int first) {
        var document = parsed(text);
        if (document == null) return plain(text);
        lower(document, first);
        return RENDERER.render(document);
    }

    /** Headings begin at {@code first}, whatever the text begins with. */
    private static void lower(Node document, int first) {
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                heading.setLevel(heading.getLevel() <= 2 ? first : first + 1);
            }
        });
    }

    private static String plain(String text) {
        return "<p>" + Escape.html(text) + "</p>";
    }

    /** Null for what nobody writes: it is shown as it stands there. */
    private static @Nullable Node parsed(String text) {
        if (dense(text)) return null;
        var document = PARSER.parse(text);
        return tooDeep(document) ? null : document;
    }

    private static boolean dense(String text) {
        if (text.length() <= MOST_BRACKETS) return false;
        int brackets = 0;
        int stars = 0;
        int bars = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '[') brackets++;
            else if (c == '*' || c == '_') stars++;
            else if (c == '|') bars++;
        }
        return brackets > MOST_BRACKETS || stars > MOST_STARS || bars > MOST_BARS;
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

    /** Headings are of two levels from {@code first} on. */
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
                .allowElements("h" + first, "h" + (first + 1))
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
