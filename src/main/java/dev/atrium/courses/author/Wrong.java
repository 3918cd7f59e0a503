package dev.atrium.courses.author;

import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Problem;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a form, field by field, gathered while it is read. */
public final class Wrong {
    private final Map<String, Problem.Word> fields = new LinkedHashMap<>();

    public void say(String field, String code, Object... args) {
        fields.putIfAbsent(field, Problem.Word.of(code, args));
    }

    /** One line without control characters. */
    public String line(String field, String typed, int longest, boolean needed) {
        var text = typed.strip();
        if (text.isEmpty()) {
            if (needed) say(field, "required-missing");
        } else if (length(text) > longest) say(field, "text-long", longest);
        else if (!HeaderText.clean(text).value().equals(text)) say(field, "text-broken");
        return text;
    }

    /** Several lines. */
    public String text(String field, String typed, int longest) {
        var text = typed.replace("\r\n", "\n").strip();
        if (length(text) > longest) say(field, "text-long", longest);
        else if (text.indexOf('\0') >= 0) say(field, "text-broken");
        return text;
    }

    /** One of {@code words}; the first where it is none. */
    public String word(String field, String typed, List<String> words) {
        if (words.contains(typed)) return typed;
        say(field, "choice-invalid");
        return words.getFirst();
    }

    /** A whole number from {@code least} to {@code most}; {@code usual} where nothing was typed. */
    public int number(String field, String typed, int least, int most, int usual) {
        if (typed.isEmpty()) return usual;
        long number = typed.matches("[0-9]{1,9}") ? Long.parseLong(typed) : -1;
        if (number >= least && number <= most) return (int) number;
        say(field, "course-number", least, most);
        return usual;
    }

    /** An address that a browser can be sent to safely. */
    public String address(String field, String typed, int longest) {
        var text = typed.strip();
        if (text.isEmpty()) return text;
        if (length(text) > longest) say(field, "text-long", longest);
        else if (!secure(text)) say(field, "event-link");
        return text;
    }

    private static boolean secure(String text) {
        try {
            var uri = URI.create(text);
            return "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** @throws Problem where anything was said */
    public void end() {
        if (!fields.isEmpty()) throw Problem.invalid(fields);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
