package dev.atrium.courses.quiz;

import dev.atrium.kernel.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is wrong with a quiz or a question, field by field, gathered while it is read. */
public final class Faults {
    private final Map<String, Problem.Word> fields = new LinkedHashMap<>();
    private final String before;

    public Faults() {
        this("");
    }

    /** @param before what stands before the names of fields, where several things come at once */
    Faults(String before) {
        this.before = before;
    }

    void say(String field, String code, Object... args) {
        fields.putIfAbsent(before + field, Problem.Word.of(code, args));
    }

    /** What another one found is said here too. */
    void add(Faults other) {
        other.fields.forEach(fields::putIfAbsent);
    }

    /** Text of one line or several, without what surrounds it. */
    String text(String field, String typed, int longest, boolean needed) {
        var text = typed.replace("\r\n", "\n").strip();
        if (text.isEmpty() && needed) say(field, "required-missing");
        if (text.codePointCount(0, text.length()) > longest) say(field, "text-long", longest);
        else if (text.indexOf('\0') >= 0) say(field, "text-broken");
        return text;
    }

    /** A whole number as it was typed; -1, which is in no bounds, where it is none, and {@code usual} where nothing was. */
    int number(String typed, int usual) {
        if (typed.isEmpty()) return usual;
        return typed.matches("[0-9]{1,9}") ? Integer.parseInt(typed) : -1;
    }

    void within(String field, int number, int least, int most) {
        if (number < least || number > most) say(field, "course-number", least, most);
    }

    /** @throws Problem where anything was said */
    public void end() {
        if (!fields.isEmpty()) throw Problem.invalid(fields);
    }
}
