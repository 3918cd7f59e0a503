package dev.atrium.web;

import dev.atrium.kernel.StartFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Every page and part of a page: {@code templates/<feature>/<page>.hbs}, checked at boot and compiled once per language. Models
 * are records and maps; a value that is absent renders as nothing. Everything is escaped for HTML but values of type
 * {@link Html}; in a template whose name ends in {@code .txt} ({@code mail/code.txt.hbs}) nothing is. Partials take their names from the same root.
 * Safe for use by any number of threads.
 */
public final class Templates {
    private final Supplier<Map<Locale, TemplateSet>> sets;
    private final Messages messages;

    private Templates(Supplier<Map<Locale, TemplateSet>> sets, Messages messages) {
        this.sets = sets;
        this.messages = messages;
    }

    /**
     * Compiles all templates of the class path.
     *
     * @throws StartFailure naming file and line where a template is broken, or uses a partial, helper, message, asset
     *     or icon that does not exist
     */
    public static Templates load(ClassLoader loader, Messages messages, Assets assets) {
        var sets = compile(TemplateFiles.onClassPath(loader), messages, assets);
        return new Templates(() -> sets, messages);
    }

    /**
     * For development: compiles again, at the next render, what changed below {@code resourcesDir/templates}. A broken
     * template then fails the render instead of the start.
     */
    public static Templates reloading(Path resourcesDir, Messages messages, Assets assets) {
        return new Templates(new Reload(resourcesDir.resolve(TemplateFiles.ROOT), messages, assets), messages);
    }

    public boolean has(String name) {
        return set(Locale.ENGLISH).names().contains(name);
    }

    /**
     * Renders one template.
     *
     * @param name such as {@code identity/login}
     * @param language one of the portal's; English answers for any other
     * @param model a record or a map
     * @throws IllegalArgumentException where no such template exists
     */
    public String render(String name, Locale language, Object model) {
        return set(language).render(name, model);
    }

    /** Renders a page and puts it, as {@code {{{content}}}}, into its layout, which sees the same model. */
    public String page(String name, String layout, Locale language, Object model) {
        return set(language).page(name, layout, model);
    }

    private TemplateSet set(Locale language) {
        return Objects.requireNonNull(sets.get().get(messages.supported(language)));
    }

    private static Map<Locale, TemplateSet> compile(Map<String, String> texts, Messages messages, Assets assets) {
        var sets = new HashMap<Locale, TemplateSet>();
        for (var language : messages.languages()) {
            sets.put(language, new TemplateSet(texts, language, messages, assets));
        }
        Objects.requireNonNull(sets.get(Locale.ENGLISH)).compileAll();
        return Map.copyOf(sets);
    }

    /** Reads the directory at each render; the texts are few and development is patient. */
    private static final class Reload implements Supplier<Map<Locale, TemplateSet>> {
        private final Path directory;
        private final Messages messages;
        private final Assets assets;
        private Map<String, String> texts = Map.of();
        private Map<Locale, TemplateSet> sets = Map.of();

        Reload(Path directory, Messages messages, Assets assets) {
            this.directory = directory;
            this.messages = messages;
            this.assets = assets;
        }

        @Override
        public synchronized Map<Locale, TemplateSet> get() {
            try {
                var found = TemplateFiles.below(directory);
                if (sets.isEmpty() || !found.equals(texts)) {
                    sets = compile(found, messages, assets);
                    texts = found;
                }
                return sets;
            } catch (IOException unreadable) {
                throw new StartFailure("The templates in " + directory + " cannot be read: " + unreadable.getMessage());
            }
        }
    }
}
