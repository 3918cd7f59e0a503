package dev.atrium.identity;

import dev.atrium.contacts.Answers;
import dev.atrium.contacts.CustomField;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Zones;
import dev.atrium.tenancy.ProfileSchema;
import dev.atrium.web.Form;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A profile as typed; it is valid. What the form does not have stays as it is.
 *
 * @param asked the custom fields that {@code answers} are of
 */
record ProfileDraft(
        String name, String phone, String timeZone, String language, List<CustomField> asked, JsonObject answers) {
    private static final Pattern PHONE = Pattern.compile("[+(]?[0-9][0-9 ()./-]{4,38}");

    /**
     * @param nameField what the name is called where it was typed
     * @throws Problem with everything that is wrong
     */
    static ProfileDraft of(
            Form form,
            String nameField,
            AccountStore.Profile now,
            ProfileSchema schema,
            List<CustomField> definitions,
            List<Locale> languages) {
        Map<String, Problem.Word> wrong = new LinkedHashMap<>();
        var name = kept(form, nameField, now.name());
        var phone = kept(form, "phone", now.phone());
        var zone = kept(form, "time_zone", now.timeZone());
        var language = kept(form, "language", now.language());
        Typed.put(wrong, nameField, Typed.nameRefusal(name), 200);
        if (!phone.isEmpty() && !PHONE.matcher(phone).matches()) Typed.put(wrong, "phone", "phone-invalid");
        if (!zone.isEmpty() && !Zones.known(zone)) Typed.put(wrong, "time_zone", "time-zone-invalid");
        var known = languages.stream().map(Locale::toLanguageTag).collect(Collectors.toSet());
        // One that was chosen while it was offered stays chosen, so that nobody is kept from changing their telephone
        // number.
        if (!language.isEmpty() && !language.equals(now.language()) && !known.contains(language))
            Typed.put(wrong, "language", "language-invalid");
        var asked = definitions.stream()
                .filter(field -> schema.asks(field.input()) && form.has(field.input()))
                .toList();
        var answers = Answers.read(asked, form, wrong);
        if (!wrong.isEmpty()) throw Problem.invalid(wrong);
        return new ProfileDraft(name, phone, zone, language, asked, answers);
    }

    private static String kept(Form form, String field, String now) {
        return form.has(field) ? form.text(field) : now;
    }

    /** The keys of the fields in which this differs from {@code now}, for the audit log: what was changed, not to what. */
    List<String> changes(AccountStore.Profile now) {
        var changed = new ArrayList<String>();
        if (!name.equals(now.name())) changed.add("full_name");
        if (!phone.equals(now.phone())) changed.add("phone");
        if (!timeZone.equals(now.timeZone())) changed.add("time_zone");
        if (!language.equals(now.language())) changed.add("language");
        for (var field : asked)
            if (!Objects.equals(field.shown(answers), field.shown(now.answers()))) changed.add(field.input());
        return changed;
    }
}
