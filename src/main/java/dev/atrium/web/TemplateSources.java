package dev.atrium.web;

import com.github.jknack.handlebars.Parser;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.cache.TemplateCache;
import com.github.jknack.handlebars.io.AbstractTemplateLoader;
import com.github.jknack.handlebars.io.AbstractTemplateSource;
import com.github.jknack.handlebars.io.TemplateSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The texts of all templates of one language as Handlebars reads them, and what it has made of each. */
final class TemplateSources extends AbstractTemplateLoader implements TemplateCache {
    /** Characters of a partial worth writing into its callers: beyond, the call costs less than parsing it again. */
    private static final int LARGEST = 800;

    private static final Pattern DATE = Pattern.compile("[{(]\\s*date\\s");
    private static final Pattern PART = Pattern.compile("\\{\\{~?#?>\\s*([\\w/.-]+)");

    private final Map<String, String> texts;
    private final Locale language;
    private final Messages messages;
    private final Assets assets;
    private final Map<String, TemplateSource> ready = new LinkedHashMap<>();
    private final Map<TemplateSource, Template> compiled = new ConcurrentHashMap<>();
    private final Deque<String> trail = new ArrayDeque<>();

    TemplateSources(Map<String, String> texts, Locale language, Messages messages, Assets assets) {
        this.texts = texts;
        this.language = language;
        this.messages = messages;
        this.assets = assets;
        texts.keySet().forEach(this::prepare);
    }

    /** By name; a partial stands before those it was written into, so that its own mistakes are found in itself. */
    Map<String, TemplateSource> all() {
        return Collections.unmodifiableMap(ready);
    }

    /** Whether a date stands in the template or in any part that it reaches. */
    boolean showsTime(String name) {
        var reached = new HashSet<String>();
        var open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            var text = texts.get(open.removeFirst());
            if (text == null) continue;
            if (DATE.matcher(text).find()) return true;
            PART.matcher(text)
                    .results()
                    .map(part -> part.group(1))
                    .filter(reached::add)
                    .forEach(open::addLast);
        }
        return false;
    }

    @Override
    public TemplateSource sourceAt(String name) throws FileNotFoundException {
        var source = ready.get(name);
        if (source == null) {
            throw new FileNotFoundException(name);
        }
        return source;
    }

    @Override
    public Template get(TemplateSource source, Parser parser) throws IOException {
        var known = compiled.get(source);
        if (known == null) {
            known = parser.parse(source);
            compiled.put(source, known);
        }
        return known;
    }

    @Override
    public void clear() {
        compiled.clear();
    }

    @Override
    public void evict(TemplateSource source) {
        compiled.remove(source);
    }

    /** Without effect: a changed template makes a new set. */
    @Override
    public TemplateCache setReload(boolean reload) {
        return this;
    }

    private void prepare(String name) {
        var text = texts.get(name);
        if (text != null && !ready.containsKey(name)) {
            trail.addLast(name);
            var view = new TemplateText(name, text, texts.keySet(), this::inlinable, language, messages, assets);
            ready.put(name, new Text(name + TemplateFiles.ENDING, view.ready()));
            trail.removeLast();
        }
    }

    /** Not a partial that calls itself, nor one that takes a block, nor one whose white space can be seen. */
    private @Nullable String inlinable(String name) {
        var text = texts.get(name);
        if (text == null
                || trail.contains(name)
                || text.contains("@partial-block")
                || text.contains("#*")
                || TemplateText.isPreformatted(name, text)) {
            return null;
        }
        prepare(name);
        return ready.get(name) instanceof Text prepared && prepared.content.length() <= LARGEST
                ? prepared.content
                : null;
    }

    /** One text; the same only as itself, which makes looking up what was compiled from it cheap. */
    private static final class Text extends AbstractTemplateSource {
        private final String filename;
        private final String content;

        Text(String filename, String content) {
            this.filename = filename;
            this.content = content;
        }

        @Override
        public String content(Charset charset) {
            return content;
        }

        @Override
        public String filename() {
            return filename;
        }

        @Override
        public long lastModified() {
            return 0;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
