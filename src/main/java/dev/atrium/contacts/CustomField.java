package dev.atrium.contacts;

import dev.atrium.web.Form;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something a business wants to know of its people.
 *
 * @param key under which values are kept and programs ask; never changes
 * @param options what may be chosen; empty for every other type
 */
public record CustomField(
        UUID id, String key, String label, Type type, boolean required, List<String> options, int position) {

    /** What a value is: one line or several of text, a JSON number, an ISO day, one of the options, true or false, an address of the web. */
    public enum Type {
        TEXT,
        LONG_TEXT,
        NUMBER,
        DATE,
        CHOICE,
        YES_NO,
        URL;

        /** As it stands in the database and in forms. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Type of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(?:[.,][0-9]{1,6})?");
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final int TEXT_MAX = 1000;
    private static final int LONG_TEXT_MAX = 4000;
    private static final int URL_MAX = 500;
    private static final int OPTIONS_MAX = 50;

    /** What a form calls the value of this field. */
    public String input() {
        return "field_" + key;
    }

    /** Reads the value that was typed, null where there is none; refuses through {@code typed}. */
    @Nullable
    Object read(Typed typed, Form form) {
        if (form.text(input()).isEmpty() && required) typed.missing(input());
        return readMaybe(typed, form);
    }

    /** The same of somebody who may leave it open. */
    @Nullable
    Object readMaybe(Typed typed, Form form) {
        var text = form.text(input());
        if (text.isEmpty()) return null;
        return switch (type) {
            case TEXT -> typed.line(input(), TEXT_MAX, true);
            case LONG_TEXT -> typed.block(input(), LONG_TEXT_MAX, true);
            case URL -> url(typed, text);
            case NUMBER -> number(typed, text);
            case DATE -> {
                var day = typed.day(input());
                yield day == null ? null : day.toString();
            }
            case CHOICE -> typed.word(input(), options.toArray(String[]::new));
            case YES_NO -> typed.word(input(), "yes", "no").equals("yes");
        };
    }

    private @Nullable Object number(Typed typed, String text) {
        if (NUMBER.matcher(text).matches()) return new BigDecimal(text.replace(',', '.'));
        typed.refuse(input(), "number-invalid");
        return null;
    }

    /** An address of the web and nothing else: other schemes run programs, or open files, of whoever follows the link. */
    private @Nullable Object url(Typed typed, String text) {
        var whole = text.contains("://") ? text : "https://" + text;
        try {
            var url = new URI(whole);
            var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("https") || scheme.equals("http");
            if (web && url.getHost() != null && url.getUserInfo() == null && whole.length() <= URL_MAX) return whole;
        } catch (URISyntaxException e) {
            // the same as an address of another kind
        }
        typed.refuse(input(), "url-invalid");
        return null;
    }

    /** A stored value as a form shows it again. */
    public String shown(JsonObject fields) {
        return switch (fields.getValue(key)) {
            case null -> "";
            case Boolean yes -> yes ? "yes" : "no";
            case Object other -> other.toString();
        };
    }

    /** A definition as typed; it is valid. */
    record Draft(UUID id, String key, String label, Type type, boolean required, List<String> options, int position) {

        /** A new definition; the form's nonce is its id. */
        static Draft of(Form form) {
            var typed = new Typed(form);
            var key = typed.line("key", 40, true);
            if (!key.isEmpty() && !KEY.matcher(key).matches()) typed.refuse("key", "field-key-invalid");
            var type = Type.of(typed.word("type", "text", "long_text", "number", "date", "choice", "yes_no", "url"));
            return read(typed, form, form.nonce(), key, type);
        }

        /** A change of {@code old}, whose key and type stay, since values hang on them. */
        static Draft of(Form form, CustomField old) {
            return read(new Typed(form), form, old.id(), old.key(), old.type());
        }

        private static Draft read(Typed typed, Form form, UUID id, String key, Type type) {
            var label = typed.line("label", 60, true);
            var options = type == Type.CHOICE ? options(typed, form) : List.<String>of();
            typed.check();
            return new Draft(id, key, label, type, !form.text("required").isEmpty(), options, 0);
        }

        private static List<String> options(Typed typed, Form form) {
            var options = new LinkedHashSet<String>();
            for (var line : form.text("options").split("\\R", -1)) {
                if (!line.isBlank()) options.add(line.strip());
            }
            if (options.isEmpty()) typed.missing("options");
            if (options.size() > OPTIONS_MAX) typed.refuse("options", "options-many", OPTIONS_MAX);
            if (options.stream().anyMatch(option -> option.length() > 100)) typed.refuse("options", "text-long", 100);
            return List.copyOf(options);
        }
    }
}
