package dev.atrium.web;

import dev.atrium.kernel.Ids;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/** Somebody who is named in a text: {@code @[Ana Ruiz](contact:<uuid>)}, {@code @moderators} or {@code @everyone}. */
final class Mention extends CustomNode {
    private static final String CONTACT = "contact:";
    private static final Pattern ALL = Pattern.compile("(?<![\\w@])@(?:everyone|moderators)(?!\\w)");

    /** What the renderer makes of it may pass the filter, and no other class. */
    static final PolicyFactory POLICY = new HtmlPolicyBuilder()
            .allowElements("span")
            .allowAttributes("class")
            .matching(false, "mention")
            .onElements("span")
            .toFactory();

    private final String name;

    private Mention(String name) {
        this.name = name;
    }

    /** Puts mentions where a text names somebody. */
    static void mark(Node document) {
        var links = new ArrayList<Link>();
        var texts = new ArrayList<Text>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                if (link.getDestination().startsWith(CONTACT)) links.add(link);
                // A name within a link stays part of it.
            }

            @Override
            public void visit(Text text) {
                if (text.getLiteral().indexOf('@') >= 0) texts.add(text);
            }
        });
        links.forEach(Mention::person);
        texts.forEach(Mention::several);
    }

    private static void person(Link link) {
        var id = Ids.parse(link.getDestination().substring(CONTACT.length()));
        if (id == null
                || !(link.getPrevious() instanceof Text before)
                || !before.getLiteral().endsWith("@")) return;
        if (!(link.getFirstChild() instanceof Text name) || name.getNext() != null) return;
        before.setLiteral(before.getLiteral().substring(0, before.getLiteral().length() - 1));
        link.insertBefore(new Mention("@" + name.getLiteral()));
        link.unlink();
    }

    private static void several(Text text) {
        var literal = text.getLiteral();
        var found = ALL.matcher(literal);
        int from = 0;
        while (found.find()) {
            if (found.start() > from) text.insertBefore(new Text(literal.substring(from, found.start())));
            text.insertBefore(new Mention(found.group()));
            from = found.end();
        }
        if (from > 0) text.setLiteral(literal.substring(from));
    }

    /** Draws mentions. */
    static final class Drawn implements NodeRenderer {
        private final HtmlNodeRendererContext context;

        Drawn(HtmlNodeRendererContext context) {
            this.context = context;
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Mention.class);
        }

        @Override
        public void render(Node node) {
            var html = context.getWriter();
            html.tag("span", Map.of("class", "mention"));
            html.text(((Mention) node).name);
            html.tag("/span");
        }
    }
}
