package dev.atrium.web;

import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** What was typed into a form. A field that comes twice is refused, since nobody knows which one was meant. */
public final class Form {
    /** Never shown again, whatever fails. */
    private static final Set<String> SECRET = Set.of("password", "current", "code", "totp");

    /** More than any field takes: what was typed is not lost because another field was wrong. Characters. */
    private static final int SHOWN_AGAIN = 64_000;

    private final MultiMap fields;

    /** What was sent as a form, or as something that is read like one. */
    public Form(MultiMap fields) {
        this.fields = fields;
    }

    /** Whether the form has the field at all, be it empty. */
    public boolean has(String name) {
        return fields.contains(name);
    }

    /** The text of a field, stripped; empty where it is missing. */
    public String text(String name) {
        return raw(name).strip();
    }

    /** The text of a field as typed; passwords may begin with a blank. */
    public String raw(String name) {
        var all = fields.getAll(name);
        if (all.size() > 1) throw Problem.invalid(name, "field-repeated");
        if (all.isEmpty()) return "";
        if (all.getFirst().indexOf('\0') >= 0) throw Problem.invalid(name, "field-broken");
        return all.getFirst();
    }

    /** The id in a field; anything else is an unknown thing. */
    public UUID id(String name) {
        var id = Ids.parse(text(name));
        if (id == null) throw Problem.notFound();
        return id;
    }

    /** Every value of a field that may come often, such as what was ticked in a list; at most {@code most}. */
    public List<UUID> ids(String name, int most) {
        var all = fields.getAll(name);
        if (all.size() > most) throw Problem.invalid(name, "field-repeated");
        return all.stream().map(Ids::parse).filter(Objects::nonNull).distinct().toList();
    }

    /** Every word of a field that may come often; more than {@code most} are refused. */
    public List<String> words(String name, int most) {
        var all = fields.getAll(name);
        if (all.size() > most) throw Problem.invalid(name, "field-repeated");
        return all.stream().map(String::strip).distinct().toList();
    }

    /** A whole number that the form carries along, such as a version; anything else is a number that nothing has. */
    public int number(String name) {
        var text = text(name);
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }

    /** The form's own id, drawn when it was shown: a form sent twice does its work once. */
    public UUID nonce() {
        return nonce("nonce");
    }

    /** The same where the field is called otherwise. */
    public UUID nonce(String field) {
        var nonce = Ids.parse(fields.get(field));
        return nonce == null ? Ids.next() : nonce;
    }

    /** Whether nothing was typed at all, as by a lone button. */
    boolean isEmpty() {
        return fields.entries().stream().allMatch(field -> field.getValue().isBlank());
    }

    /** What to show again after a failure: everything typed but secrets. */
    Map<String, String> shownAgain() {
        var values = new HashMap<String, String>();
        for (var entry : fields) {
            var value = entry.getValue();
            if (!SECRET.contains(entry.getKey()) && value.length() <= SHOWN_AGAIN)
                values.putIfAbsent(entry.getKey(), value);
        }
        return values;
    }
}
