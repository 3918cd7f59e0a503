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
import java.time.temporal.Temporal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All templates for one language. */
final class TemplateSet {
    private static final int USUAL_PAGE = 32 * 1024;

    private final Map<String, Template> compiled = new ConcurrentHashMap<>();
    private final Map<String, Boolean> timed = new ConcurrentHashMap<>();
    private final TemplateSources sources;
    private final Handlebars markup;
    private final Handlebars plain;

    TemplateSet(Map<String, String> texts, Locale language, Messages messages, Assets assets) {
        this.sources = new TemplateSources(texts, language, messages, assets);
        this.markup = handlebars(sources, new Builtins(language, messages, assets, true))
                .with(text -> Escape.html(text.toString()));
        // Lines count in plain text, so a line that holds only a block's tag is none.
        this.plain = handlebars(sources, new Builtins(language, messages, assets, false))
                .with(EscapingStrategy.NOOP)
                .prettyPrint(true);
    }

    /** Parses every template now. A start leaves that to the first use of each page: it is most of what views cost. */
    void compileAll() {
        sources.all().keySet().forEach(this::template);
    }

    private Template template(String name) {
        var known = compiled.get(name);
        if (known != null) {
            return known;
        }
        var source = sources.all().get(name);
        if (source == null) {
            throw new IllegalArgumentException("There is no template \"" + name + "\".");
        }
        var template = compile(TemplateText.isPlain(name) ? plain : markup, source);
        compiled.put(name, template);
        return template;
    }

    private static Handlebars handlebars(TemplateSources sources, Builtins builtins) {
        return new Handlebars(sources)
                .with((TemplateCache) sources)
                .with(builtins)
                .with((Formatter) TemplateSet::format)
                .preEvaluatePartialBlocks(false)
                .infiniteLoops(true);
    }

    boolean showsTime(String name) {
        return timed.computeIfAbsent(name, sources::showsTime);
    }

    Set<String> names() {
        return sources.all().keySet();
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
        var template = template(name);
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
        if (value instanceof Temporal) {
            throw new IllegalArgumentException("A point in time is written by {{date …}}, in the viewer's zone.");
        }
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
