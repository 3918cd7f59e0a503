package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Style sheets name the sides of a line, not of the screen, so that a page mirrors itself. */
class StylesLintTest {
    private static final Pattern RULE = Pattern.compile("([^{};]+)\\{([^{}]*)}");
    private static final Pattern PHYSICAL = Pattern.compile(
            "^(?:left|right|(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-.*)?|border-(?:top|bottom)-(?:left|right)-radius|float|clear)$");
    private static final Pattern SIDE =
            Pattern.compile("\\b(?:left|right)\\b(?!-)|translateX\\(|translate:\\s*-?[1-9.]|skewX\\(");
    private static final List<String> AROUND = List.of("margin", "padding", "inset", "border-width", "border-color");

    /** Values that CSS has in no logical form, and why they are harmless. */
    private static final Map<String, String> ALLOWED =
            Map.of("env(safe-area-inset-left)", "names a side of the device, and is used for both sides alike");

    @Test
    void no_style_names_left_or_right() throws IOException {
        var wrong = new TreeSet<String>();
        int rules = 0;
        try (var files = Files.list(Path.of("webroot/css"))) {
            for (var file : files.sorted().toList()) {
                var text = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "");
                rules += scan(file.getFileName().toString(), text, wrong);
            }
        }
        assertEquals(new TreeSet<>(), wrong);
        assertTrue(rules > 300, "the scan finds rules: " + rules);
    }

    @Test
    void the_lint_sees_what_it_shall() {
        for (var bad : List.of(
                "float: inline-start",
                "margin-left: 1px",
                "text-align: right",
                "padding: 1px 2px 3px 4px",
                "left: 0",
                "border-radius: 1px 0 0 1px",
                "background: linear-gradient(to right, red, blue)",
                "transform: translateX(4px)",
                "border-right: 1px solid")) {
            var wrong = new TreeSet<String>();
            scan("x.css", ".a { " + bad + "; }", wrong);
            assertEquals(1, wrong.size(), bad);
        }
        var fine = new TreeSet<String>();
        scan(
                "x.css",
                ".a { object-position: left; margin: 0 auto 1px; padding: 1px 2px 3px 2px; inset-inline-start: 0; text-align: start; border-radius: var(--r2); } [dir=\"rtl\"] .a { object-position: right; }",
                fine);
        assertEquals(new TreeSet<>(), fine);
    }

    private static int scan(String file, String text, TreeSet<String> wrong) {
        var rules = RULE.matcher(text).results().toList();
        for (var rule : rules) {
            var selector = rule.group(1).strip();
            // A value that has no logical form may stand where the same file turns it around.
            boolean turned = selector.contains("[dir=\"rtl\"]") || text.contains("[dir=\"rtl\"] " + selector + " {");
            for (var declaration : rule.group(2).split(";")) {
                if (!declaration.isBlank() && physical(declaration.strip(), turned)) {
                    wrong.add(file + ": " + selector + " { " + declaration.strip() + " }");
                }
            }
        }
        return rules.size();
    }

    private static boolean physical(String declaration, boolean turned) {
        int colon = declaration.indexOf(':');
        if (colon < 0) return false;
        var property = declaration.substring(0, colon).strip();
        var value = declaration.substring(colon + 1).strip();
        for (var allowed : ALLOWED.keySet()) value = value.replace(allowed, "0");
        if (PHYSICAL.matcher(property).matches() && !property.startsWith("--")) return true;
        if (turned) return false;
        return SIDE.matcher(property + ": " + value).find() || lopsided(property, parts(value));
    }

    /** Four values around a box, of which the two at the sides differ. */
    private static boolean lopsided(String property, List<String> values) {
        if (values.size() != 4) return false;
        if (property.equals("border-radius")) {
            return !values.get(0).equals(values.get(1)) || !values.get(2).equals(values.get(3));
        }
        return AROUND.contains(property) && !values.get(1).equals(values.get(3));
    }

    /** The values between blanks that stand in no brackets. */
    private static List<String> parts(String value) {
        return List.of(value.strip().split("\\s+(?![^(]*\\))"));
    }
}
