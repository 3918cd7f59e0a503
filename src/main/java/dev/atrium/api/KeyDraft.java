package dev.atrium.api;

import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key as it was typed; it is valid.
 *
 * @param id the form's nonce: a form sent twice makes one key
 * @param days of life, one of {@link #LIVES}: nothing is open for ever by oversight
 */
record KeyDraft(UUID id, String name, SortedSet<String> scopes, int days) {
    static final List<Integer> LIVES = List.of(30, 90, 365);
    private static final int NAME_MAX = 80;

    /** Of the scopes only those that {@code offered} has count: a form cannot invent one. */
    static KeyDraft of(Form form, Set<String> offered) {
        Map<String, Problem.Word> wrong = new LinkedHashMap<>();
        var name = form.text("key_name");
        var refusal = nameRefusal(name);
        if (refusal != null) wrong.put("key_name", Problem.Word.of(refusal, NAME_MAX));
        var scopes = new TreeSet<String>();
        offered.stream().filter(scope -> !form.text(field(scope)).isEmpty()).forEach(scopes::add);
        if (scopes.isEmpty()) wrong.put("scopes", Problem.Word.of("key-scopes-missing"));
        var days = LIVES.stream()
                .filter(life -> life.toString().equals(form.text("days")))
                .findFirst();
        if (days.isEmpty()) wrong.put("days", Problem.Word.of("key-days-invalid"));
        if (!wrong.isEmpty()) throw Problem.invalid(wrong);
        return new KeyDraft(form.nonce(), name, scopes, days.orElseThrow());
    }

    /** The name of a scope's checkbox. */
    static String field(String scope) {
        return "scope_" + scope.replace(':', '_');
    }

    private static @Nullable String nameRefusal(String name) {
        if (name.isEmpty()) return "key-name-missing";
        if (name.codePointCount(0, name.length()) > NAME_MAX) return "name-long";
        return HeaderText.clean(name).value().equals(name) ? null : "name-invalid";
    }
}
