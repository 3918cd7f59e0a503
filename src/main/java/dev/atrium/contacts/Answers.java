package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The door to custom fields for whoever asks people themselves: the same questions, values and checks as in the console. */
public final class Answers {
    /**
     * A question as a form shows it, by the partial {@code _partials/answer}.
     *
     * @param own whether the label is the business' own text, which has its own direction
     * @param needed whether the browser insists on an answer; {@code mark} stands beside the label, both may be none
     */
    public record Input(
            String name,
            String label,
            String type,
            String value,
            String error,
            String hint,
            String mark,
            boolean own,
            boolean needed,
            List<Option> options) {}

    private Answers() {}

    /** Every custom field of the tenant in its order, at most 50. */
    public static Future<List<CustomField>> definitions(Tx tx) {
        return new FieldStore(tx).all();
    }

    /** Reads what was typed for {@code asked}; each may be left open. What is wrong is put into {@code wrong} by input. */
    public static JsonObject read(List<CustomField> asked, Form form, Map<String, Problem.Word> wrong) {
        var typed = new Typed(form);
        var answers = new JsonObject();
        for (var field : asked) {
            var value = field.readMaybe(typed, form);
            if (value != null) answers.put(field.key(), value);
        }
        wrong.putAll(typed.wrong());
        return answers;
    }

    /** The question with its stored answer, or with what was {@code typed} where a form was refused. */
    public static Input input(Request request, CustomField field, boolean needed, boolean typed, JsonObject answers) {
        var value = typed ? request.form().text(field.input()) : field.shown(answers);
        return new Input(
                field.input(),
                field.label(),
                field.type().word(),
                value,
                request.error(field.input()),
                "",
                "",
                true,
                needed,
                choices(request, field, value));
    }

    private static List<Option> choices(Request request, CustomField field, String value) {
        return switch (field.type()) {
            case CHOICE ->
                field.options().stream()
                        .map(o -> new Option(o, o, o.equals(value)))
                        .toList();
            case YES_NO ->
                List.of(
                        new Option("yes", request.say("contacts.yes"), value.equals("yes")),
                        new Option("no", request.say("contacts.no"), value.equals("no")));
            case TEXT, LONG_TEXT, NUMBER, DATE, URL -> List.of();
        };
    }

    /** Replaces the contact's answers to {@code asked}; answers to other fields stay. */
    public static Future<Void> save(Tx tx, UUID contact, List<CustomField> asked, JsonObject answers) {
        if (asked.isEmpty()) return Future.succeededFuture();
        var keys = asked.stream().map(CustomField::key).toArray(String[]::new);
        return new ContactStore(tx).answer(contact, keys, answers).mapEmpty();
    }
}
