package dev.atrium.communities;

import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was typed, being read: collects what is wrong, field by field, so that one answer can say all of it. */
final class Lines {
    private final Map<String, Problem.Word> wrong = new LinkedHashMap<>();

    void refuse(String field, String code, Object... args) {
        wrong.putIfAbsent(field, Problem.Word.of(code, args));
    }

    /** One line of at most {@code max} characters, without anything that turns its neighbours around. */
    String line(String field, String text, int max, boolean needed) {
        var line = text.strip();
        if (line.isEmpty() && needed) refuse(field, "required-missing");
        else if (line.codePointCount(0, line.length()) > max) refuse(field, "text-long", max);
        else if (!HeaderText.clean(line).value().equals(line)) refuse(field, "text-broken");
        return line;
    }

    /** Text of several lines. */
    String block(String field, String text, int max) {
        var block = text.strip().replace("\r\n", "\n");
        if (block.codePointCount(0, block.length()) > max) refuse(field, "text-long", max);
        return block;
    }

    String word(String field, String text, List<String> words) {
        if (words.contains(text)) return text;
        refuse(field, "choice-invalid");
        return words.getFirst();
    }

    /** @throws Problem with everything that was wrong */
    void check() {
        if (!wrong.isEmpty()) throw Problem.invalid(wrong);
    }
}
