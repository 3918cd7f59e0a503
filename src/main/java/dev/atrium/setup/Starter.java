package dev.atrium.setup;

import dev.atrium.web.Family;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A template for the portal of one trade. Its texts are messages, {@code starter.<key>.…}, and come into the portal in the
 * portal's language.
 *
 * @param primary the two colours of its look
 * @param off apps that the trade has no use for; whatever is not named stays on
 */
public record Starter(String key, String icon, String primary, String secondary, Set<String> off) {
    private static final List<String> TEXTS = List.of(
            "name", "lead", "description", "tags", "news-title", "news-body", "page-title", "page-body", "mail");

    /** What trades that teach say beside these. */
    private static final List<String> COURSE =
            List.of("course-title", "course-summary", "course-section", "course-lessons");

    /** The gallery, in its order. */
    static final List<Starter> ALL = List.of(
            new Starter("coach", "handshake", "#3f5b4f", "#d98b5f", Set.of("affiliates", "estimates")),
            new Starter(
                    "agency", "layout-dashboard", "#2b2d6e", "#e0604c", Set.of("affiliates", "communities", "courses")),
            new Starter(
                    "law-office",
                    "building-2",
                    "#1f3247",
                    "#a98443",
                    Set.of("affiliates", "communities", "courses", "subscriptions")),
            new Starter("studio", "image", "#7a3b46", "#d9a441", Set.of("affiliates", "communities", "courses")),
            new Starter("accountant", "receipt", "#17594a", "#3d7ea6", Set.of("affiliates", "communities", "courses")),
            new Starter("course-creator", "book-open", "#5a3fa0", "#e08a2e", Set.of("contracts", "estimates")));

    static Optional<Starter> of(String key) {
        return ALL.stream().filter(starter -> starter.key.equals(key)).findFirst();
    }

    /** The key of one of its texts. */
    String key(String text) {
        return Family.STARTER.key(key + "." + text);
    }

    Stream<String> keys() {
        return Stream.concat(TEXTS.stream(), teaches() ? COURSE.stream() : Stream.empty())
                .map(this::key);
    }

    /** Whether it begins with a course. */
    boolean teaches() {
        return !off.contains("courses");
    }

    List<String> words() {
        return keys().toList();
    }
}
