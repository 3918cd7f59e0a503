package dev.atrium.branding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Style sheets that somebody might try: to load from elsewhere, and to draw over the page. */
public final class Payloads {
    private Payloads() {}

    /** Each would ask {@code listener} for something, were it believed. */
    public static List<String> foreign(String listener) {
        return read("foreign.css.txt").stream()
                .map(text -> text.replace("LISTENER", listener))
                .toList();
    }

    /** Each would move, cover or write something, were it believed. */
    public static List<String> covering() {
        return read("cover.css.txt");
    }

    private static List<String> read(String name) {
        try {
            return List.of(Files.readString(Path.of("src/test/resources/branding", name))
                    .split("\n===\n", -1));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
