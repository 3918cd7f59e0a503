package dev.atrium.contacts;

import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A form being read: collects what is wrong, field by field, so that one answer can say all of it. */
final class Typed {
    private static final String MISSING = "required-missing";

    private final Form form;
    private final Map<String, Problem.Word> wrong = new LinkedHashMap<>();

    Typed(Form form) {
        this.form = form;
    }

    void refuse(String field, String code, Object... args) {
        wrong.putIfAbsent(field, Problem.Word.of(code, args));
    }

    void missing(String field) {
        refuse(field, MISSING);
    }

    /** One line of text of at most {@code max} characters. */
    String line(String field, int max, boolean needed) {
        var text = form.text(field);
        if (text.isEmpty() && needed) refuse(field, MISSING);
        else if (text.codePointCount(0, text.length()) > max) refuse(field, "text-long", max);
        // It stands in lists and mails: nothing that opens another line or turns its neighbours around.
        else if (!HeaderText.clean(text).value().equals(text)) refuse(field, "text-broken");
        return text;
    }

    /** Text of several lines. */
    String block(String field, int max, boolean needed) {
        var text = form.text(field).replace("\r\n", "\n");
        if (text.isEmpty() && needed) refuse(field, MISSING);
        else if (text.codePointCount(0, text.length()) > max) refuse(field, "text-long", max);
        return text;
    }

    /** One of {@code words}; the first where nothing was chosen. */
    String word(String field, String... words) {
        var text = form.text(field);
        for (var word : words) if (word.equals(text)) return word;
        if (!text.isEmpty()) refuse(field, "choice-invalid");
        return words[0];
    }

    /** A day, or none. */
    @Nullable
    LocalDate day(String field) {
        var text = form.text(field);
        if (text.isEmpty()) return null;
        try {
            var day = LocalDate.parse(text);
            if (day.getYear() >= 1900 && day.getYear() <= 2200) return day;
        } catch (DateTimeParseException e) {
            // the same as a day nobody lives in
        }
        refuse(field, "date-invalid");
        return null;
    }

    /** An id that was chosen, or none; what is no id names an unknown thing. */
    @Nullable
    UUID choice(String field) {
        var text = form.text(field);
        if (text.isEmpty()) return null;
        var id = Ids.parse(text);
        if (id == null) throw Problem.notFound();
        return id;
    }

    /** What was wrong, by field. */
    Map<String, Problem.Word> wrong() {
        return wrong;
    }

    /** @throws Problem with everything that was wrong */
    void check() {
        if (!wrong.isEmpty()) throw Problem.invalid(wrong);
    }
}
