package dev.atrium.web;

import dev.atrium.kernel.StartFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every page and part of a page: {@code templates/<feature>/<page>.hbs}, checked at boot and parsed once per language,
 * when first asked for. Models are records and maps; a value that is absent renders as nothing. Everything is escaped for HTML but values of type
 * {@link Html}; in a template whose name ends in {@code .txt} ({@code mail/code.txt.hbs}) nothing is. Partials take their names from the same root.
 * Safe for use by any number of threads.
 */
public final class Templates {
    private static final Pattern MAIL = Pattern.compile("mail/(?!_|layout\\.)[a-z0-9-]+\\.html");

    private final Supplier<Sets> sets;
    private final Messages messages;

    private Templates(Supplier<Sets> sets, Messages messages) {
        this.sets = sets;
        this.messages = messages;
    }

    /**
     * Reads and checks all templates of the class path.
     *
     * @throws StartFailure naming file and line where a template is broken, or uses a partial, helper, message, asset
     *     or icon that does not exist
     */
    public static Templates load(ClassLoader loader, Messages messages, Assets assets) {
        var sets = new Sets(TemplateFiles.onClassPath(loader), messages, assets);
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
        return sets.get().of(messages.supported(language));
    }

    /** The language in which a page for {@code locale} is rendered. */
    Locale language(Locale locale) {
        return messages.supported(locale);
    }

    /** Whether the template, or a part that it uses, writes a time, so that it looks different from zone to zone. */
    boolean showsTime(String name) {
        return set(Locale.ENGLISH).showsTime(name);
    }

    /** The kinds of mails: {@code mail/<kind>.html} that no layout or part is. */
    public List<String> mails() {
        return set(Locale.ENGLISH).names().stream()
                .filter(name -> MAIL.matcher(name).matches())
                .map(name -> name.substring("mail/".length(), name.length() - ".html".length()))
                .toList();
    }

    /** Parses every page of one language, for what the checks at boot cannot see; the others follow in use. */
    public void compile(Locale language) {
        set(language).compileAll();
    }

    /** The templates in each language, read when the language is first asked for; English at boot, which checks them. */
    private static final class Sets {
        private final Map<String, String> texts;
        private final Messages messages;
        private final Assets assets;
        private final Map<Locale, TemplateSet> made = new ConcurrentHashMap<>();

        Sets(Map<String, String> texts, Messages messages, Assets assets) {
            this.texts = texts;
            this.messages = messages;
            this.assets = assets;
            of(Locale.ENGLISH);
        }

        TemplateSet of(Locale language) {
            return made.computeIfAbsent(language, l -> new TemplateSet(texts, l, messages, assets));
        }
    }

    /** Reads the directory at each render; the texts are few and development is patient. */
    private static final class Reload implements Supplier<Sets> {
        private final Path directory;
        private final Messages messages;
        private final Assets assets;
        private Map<String, String> texts = Map.of();
        private @Nullable Sets sets;

        Reload(Path directory, Messages messages, Assets assets) {
            this.directory = directory;
            this.messages = messages;
            this.assets = assets;
        }

        @Override
        public synchronized Sets get() {
            try {
                var found = TemplateFiles.below(directory);
                var current = sets;
                if (current == null || !found.equals(texts)) {
                    current = new Sets(found, messages, assets);
                    sets = current;
                    texts = found;
                }
                return current;
            } catch (IOException unreadable) {
                throw new StartFailure("The templates in " + directory + " cannot be read: " + unreadable.getMessage());
            }
        }
    }
}
