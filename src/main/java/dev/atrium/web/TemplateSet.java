package dev.atrium.web;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.EscapingStrategy;
import com.github.jknack.handlebars.Formatter;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.Handlebars.SafeString;
import com.github.jknack.handlebars.HandlebarsException;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.cache.TemplateCache;
import com.github.jknack.handlebars.context.MapValueResolver;
import com.github.jknack.handlebars.io.TemplateSource;
import dev.atrium.kernel.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** All templates compiled for one language. */
final class TemplateSet {
    private static final int USUAL_PAGE = 16 * 1024;

    private final Map<String, Template> compiled;

    TemplateSet(Map<String, String> texts, Locale language, Messages messages, Assets assets) {
        var sources = new TemplateSources(texts, language, messages, assets);
        var markup = handlebars(sources, new Builtins(language, messages, assets, true))
                .with(text -> Escape.html(text.toString()));
        // Lines count in plain text, so a line that holds only a block's tag is none.
        var plain = handlebars(sources, new Builtins(language, messages, assets, false))
                .with(EscapingStrategy.NOOP)
                .prettyPrint(true);
        var templates = new HashMap<String, Template>();
        sources.all()
                .forEach((name, source) ->
                        templates.put(name, compile(TemplateText.isPlain(name) ? plain : markup, source)));
        this.compiled = Map.copyOf(templates);
    }

    private static Handlebars handlebars(TemplateSources sources, Builtins builtins) {
        return new Handlebars(sources)
                .with((TemplateCache) sources)
                .with(builtins)
                .with((Formatter) TemplateSet::format)
                .preEvaluatePartialBlocks(false)
                .infiniteLoops(true);
    }

    Set<String> names() {
        return compiled.keySet();
    }

    String render(String name, Object model) {
        return write(
                name,
                Context.newBuilder(model)
                        .resolver(MapValueResolver.INSTANCE, RecordResolver.INSTANCE)
                        .build());
    }

    /** The layout sees the page's model, and the finished page as {@code content}. */
    String page(String name, String layout, Object model) {
        var root = Context.newBuilder(model)
                .resolver(MapValueResolver.INSTANCE, RecordResolver.INSTANCE)
                .build();
        var content = new Html(write(name, root));
        return write(layout, Context.newContext(root, Map.of("content", content)));
    }

    private String write(String name, Context context) {
        var template = compiled.get(name);
        if (template == null) {
            throw new IllegalArgumentException("There is no template \"" + name + "\".");
        }
        var out = new PageWriter(USUAL_PAGE);
        context.data(Builtins.WRITER, out);
        try {
            template.apply(context, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toString();
    }

    /** The type decides what is markup, not the braces around it. */
    private static Object format(Object value, Formatter.Chain next) {
        return value instanceof Html html
                ? new SafeString(html.markup())
                : value instanceof SafeString ? value : value.toString();
    }

    private static Template compile(Handlebars handlebars, TemplateSource source) {
        try {
            return handlebars.compile(source);
        } catch (HandlebarsException broken) {
            throw new StartFailure("The template " + source.filename() + where(broken));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String where(HandlebarsException broken) {
        var error = broken.getError();
        return error == null
                ? " is broken: " + broken.getMessage()
                : ", line " + error.line + ", is broken: " + error.reason + ".";
    }
}
