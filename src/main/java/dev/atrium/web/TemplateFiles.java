package dev.atrium.web;

import dev.atrium.kernel.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Finds the texts of all templates: name ({@code identity/login}) to text. */
final class TemplateFiles {
    static final String ROOT = "templates";
    static final String ENDING = ".hbs";

    private TemplateFiles() {}

    /** Every {@code templates/**.hbs} of the class path; what stands earlier on the path wins. */
    static Map<String, String> onClassPath(ClassLoader loader) {
        var texts = new TreeMap<String, String>();
        try {
            for (var root : Collections.list(loader.getResources(ROOT))) {
                read(root).forEach(texts::putIfAbsent);
            }
        } catch (IOException | UncheckedIOException | URISyntaxException unreadable) {
            throw new StartFailure("The templates cannot be read: " + unreadable.getMessage());
        }
        return texts;
    }

    /** Every {@code **.hbs} below a directory. */
    static Map<String, String> below(Path directory) throws IOException {
        var texts = new TreeMap<String, String>();
        try (var walk = Files.walk(directory)) {
            for (var file : (Iterable<Path>) walk::iterator) {
                var name = directory.relativize(file).toString().replace('\\', '/');
                if (name.endsWith(ENDING)) {
                    texts.put(withoutEnding(name), Files.readString(file));
                }
            }
        }
        return texts;
    }

    private static Map<String, String> read(URL root) throws IOException, URISyntaxException {
        return root.openConnection() instanceof JarURLConnection jar
                ? inJar(jar)
                : below(Path.of(new URI(root.toString())));
    }

    private static Map<String, String> inJar(JarURLConnection connection) throws IOException {
        // Not the shared jar of the class loader: closing that one would close the class path.
        connection.setUseCaches(false);
        var texts = new TreeMap<String, String>();
        var prefix = ROOT + "/";
        try (var jar = connection.getJarFile()) {
            for (var entry : Collections.list(jar.entries())) {
                if (entry.getName().startsWith(prefix) && entry.getName().endsWith(ENDING)) {
                    var text = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                    texts.put(withoutEnding(entry.getName().substring(prefix.length())), text);
                }
            }
        }
        return texts;
    }

    private static String withoutEnding(String name) {
        return name.substring(0, name.length() - ENDING.length());
    }
}
