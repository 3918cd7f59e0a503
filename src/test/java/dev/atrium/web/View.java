package dev.atrium.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The small set of views that these tests look at, and a way to render a text as if it were one of them. */
final class View {
    static final Path ROOT = Path.of("src/test/resources/views");

    private View() {}

    static Messages messages() {
        return Messages.load(loader(ROOT));
    }

    static Assets assets() {
        return Assets.load(ROOT.resolve("webroot"));
    }

    static Templates templates() {
        return Templates.load(loader(ROOT), messages(), assets());
    }

    /** Only this directory: neither the portal's own files nor other tests'. */
    static ClassLoader loader(Path directory) {
        try {
            return new URLClassLoader(new URL[] {directory.toUri().toURL()}, null);
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Templates of(String text) {
        try {
            var directory = Files.createTempDirectory("view");
            Files.createDirectories(directory.resolve("templates"));
            Files.writeString(directory.resolve("templates/it.hbs"), text);
            return Templates.load(loader(directory), messages(), assets());
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    static String render(String text, Object model) {
        return of(text).render("it", Locale.ENGLISH, model);
    }
}
