package dev.atrium.notifications;

import dev.atrium.kernel.Problem;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of the business with variables in them: {@code Hello {{name}}, …}. */
final class Words {
    private static final Pattern SLOT = Pattern.compile("\\{\\{\\s*([^{}]{0,60}?)\\s*}}");
    private static final Pattern PARAGRAPHS = Pattern.compile("\\R\\s*\\R");

    private Words() {}

    /** Values as they stand in sentences. */
    record Filled(Map<String, Object> values, Locale language, ZoneId zone) {
        String of(String name) {
            var value = values.get(name);
            return value == null ? "" : Variable.shown(value, language, zone);
        }
    }

    /** Why {@code text} cannot be used: a variable that the type does not have, or a brace that opens nothing. */
    static void check(NotificationType type, String field, String text, int limit) {
        if (text.codePointCount(0, text.length()) > limit) throw Problem.invalid(field, "wording-long", limit);
        var slots = SLOT.matcher(text);
        while (slots.find()) {
            var name = Objects.requireNonNull(slots.group(1));
            if (type.variable(name).isEmpty())
                throw Problem.invalid(field, "wording-variable", name.isEmpty() ? "{{}}" : "{{" + name + "}}");
        }
        var rest = SLOT.matcher(text).replaceAll("");
        boolean stray = rest.contains("{{") || rest.contains("}}") || text.contains("{{{") || text.contains("}}}");
        if (stray) throw Problem.invalid(field, "wording-braces");
    }

    static String fill(String text, Filled filled) {
        return SLOT.matcher(text)
                .replaceAll(slot -> Matcher.quoteReplacement(filled.of(Objects.requireNonNull(slot.group(1)))));
    }

    /** Paragraphs are parted by an empty line. */
    static List<String> paragraphs(String text) {
        return Arrays.stream(PARAGRAPHS.split(text.strip()))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
