package dev.atrium.contacts;

import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody as a row of a file tells of them, by the rules of the console's form. Empty cells say nothing: they neither clear
 * what is known nor are required, but for the address.
 *
 * @param wrong what must be changed in the row, by meaning
 */
record ImportPerson(
        String name,
        @Nullable Email email,
        String phone,
        String stage,
        String source,
        String externalId,
        JsonObject fields,
        List<String> tags,
        String company,
        String role,
        Map<String, Problem.Word> wrong) {
    private static final int TAGS = 20;
    private static final Pattern BETWEEN_TAGS = Pattern.compile("[,;|]");
    private static final Pattern GERMAN_DAY = Pattern.compile("([0-9]{1,2})\\.([0-9]{1,2})\\.([0-9]{4})");
    private static final Set<String> YES = Set.of("yes", "true", "1", "ja", "y", "x", "wahr");
    private static final Set<String> NO = Set.of("no", "false", "0", "nein", "n", "falsch");

    /** Reads the cells of a row by what its columns mean. */
    static ImportPerson of(List<String> cells, List<String> mapping, List<CustomField> definitions) {
        var said = new LinkedHashMap<String, String>();
        for (int i = 0; i < mapping.size() && i < cells.size(); i++)
            if (!mapping.get(i).isEmpty() && !cells.get(i).isEmpty()) said.put(mapping.get(i), cells.get(i));
        var form = form(said, definitions);
        var typed = new Typed(form);
        var email = Email.parse(form.text("email")).orElse(null);
        if (form.text("email").isEmpty()) typed.missing("email");
        else if (email == null) typed.refuse("email", Email.INVALID);
        var name = name(typed);
        var phone = form.text("phone");
        if (!phone.isEmpty() && !Contact.Draft.phone(phone)) typed.refuse("phone", "phone-invalid");
        var stage = form.text("stage").isEmpty() ? "" : typed.word("stage", "lead", "client");
        var source = typed.line("source", 80, false);
        var external = typed.line("external_id", 120, false);
        var fields = new JsonObject();
        for (var definition : definitions) {
            var value = definition.readMaybe(typed, form);
            if (value != null) fields.put(definition.key(), value);
        }
        var tags = tags(typed, form.text("tags"));
        var company = typed.line("company", 200, false);
        var role = form.text("company_role").isEmpty()
                ? ""
                : typed.word("company_role", "viewer", "owner", "billing", "signer");
        return new ImportPerson(
                name, email, phone, stage, source, external, fields, tags, company, role, meant(typed.wrong()));
    }

    /** A form as somebody would have filled it in. */
    private static Form form(Map<String, String> said, List<CustomField> definitions) {
        var map = MultiMap.caseInsensitiveMultiMap();
        said.forEach((target, cell) -> {
            if (!target.startsWith(ImportTarget.FIELD))
                map.set(target, lower(target) ? cell.toLowerCase(Locale.ROOT) : cell);
        });
        for (var definition : definitions) {
            var cell = said.get(ImportTarget.FIELD + definition.key());
            if (cell != null) map.set(definition.input(), field(definition, cell));
        }
        return new Form(map);
    }

    private static boolean lower(String target) {
        return target.equals("stage") || target.equals("company_role");
    }

    /** As the form's control would have sent it. */
    private static String field(CustomField definition, String cell) {
        var word = cell.toLowerCase(Locale.ROOT);
        return switch (definition.type()) {
            case YES_NO -> YES.contains(word) ? "yes" : NO.contains(word) ? "no" : cell;
            case CHOICE ->
                definition.options().stream()
                        .filter(option -> option.equalsIgnoreCase(cell))
                        .findFirst()
                        .orElse(cell);
            case DATE -> {
                var day = GERMAN_DAY.matcher(cell);
                yield day.matches()
                        ? "%s-%02d-%02d"
                                .formatted(day.group(3), Integer.parseInt(day.group(2)), Integer.parseInt(day.group(1)))
                        : cell;
            }
            default -> cell;
        };
    }

    private static String name(Typed typed) {
        var whole = typed.line("full_name", 200, false);
        if (!whole.isEmpty()) return whole;
        var first = typed.line("first_name", 100, false);
        var last = typed.line("last_name", 99, false);
        return (first + " " + last).strip();
    }

    private static List<String> tags(Typed typed, String text) {
        var tags = Stream.of(BETWEEN_TAGS.split(text))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
        if (tags.size() > TAGS) typed.refuse("tags", "import-tags-many", TAGS);
        if (tags.stream().anyMatch(tag -> tag.codePointCount(0, tag.length()) > 40))
            typed.refuse("tags", "import-tag-long", 40);
        return tags;
    }

    /** By meaning, where the form names an input. */
    private static Map<String, Problem.Word> meant(Map<String, Problem.Word> wrong) {
        var meant = new LinkedHashMap<String, Problem.Word>();
        wrong.forEach((field, word) -> meant.put(
                field.startsWith("field_") ? ImportTarget.FIELD + field.substring("field_".length()) : field, word));
        return meant;
    }

    /** The address, where the row has one. */
    String address() {
        return email == null ? "" : email.address();
    }

    /** What is wrong as it is kept, naming the columns. */
    static JsonArray problems(Map<String, Problem.Word> wrong, List<String> mapping) {
        var all = new JsonArray();
        wrong.forEach((target, word) -> all.add(new JsonObject()
                .put("column", mapping.indexOf(target))
                .put("target", target)
                .put("code", word.code())
                .put("args", new JsonArray(word.args()))));
        return all;
    }
}
