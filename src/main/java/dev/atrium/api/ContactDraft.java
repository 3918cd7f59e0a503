package dev.atrium.api;

import dev.atrium.kernel.Email;
import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A contact as a program sends it; it is valid. */
record ContactDraft(String fullName, Email email, String phone, String stage) {
    private static final Pattern PHONE = Pattern.compile("[+(]?[0-9][0-9 ()./-]{4,38}");
    static final Set<String> STAGES = Set.of("lead", "client");
    private static final int NAME_MAX = 200;

    static ContactDraft of(ContactsApi.ContactNew sent) {
        var wrong = refusals(sent.full_name(), sent.phone(), sent.stage());
        var email = Email.parse(sent.email().strip()).orElse(null);
        if (email == null) wrong.put("email", Problem.Word.of(Email.INVALID));
        if (!wrong.isEmpty() || email == null) throw Problem.invalid(wrong);
        return new ContactDraft(sent.full_name().strip(), email, text(sent.phone(), ""), text(sent.stage(), "lead"));
    }

    /** Refuses a change that would leave something invalid; what is left out is not looked at. */
    static void check(ContactsApi.ContactChange sent) {
        var wrong = refusals(sent.full_name(), sent.phone(), sent.stage());
        if (!wrong.isEmpty()) throw Problem.invalid(wrong);
    }

    private static Map<String, Problem.Word> refusals(
            @Nullable String name, @Nullable String phone, @Nullable String stage) {
        Map<String, Problem.Word> wrong = new LinkedHashMap<>();
        var refusal = name == null ? null : nameRefusal(name.strip());
        if (refusal != null) wrong.put("full_name", Problem.Word.of(refusal, NAME_MAX));
        if (phone != null && !phone.isBlank() && !PHONE.matcher(phone.strip()).matches())
            wrong.put("phone", Problem.Word.of("phone-invalid"));
        if (stage != null && !STAGES.contains(stage)) wrong.put("stage", Problem.Word.of("stage-invalid"));
        return wrong;
    }

    private static @Nullable String nameRefusal(String name) {
        if (name.isEmpty()) return "name-missing";
        if (name.codePointCount(0, name.length()) > NAME_MAX) return "name-long";
        return HeaderText.clean(name).value().equals(name) ? null : "name-invalid";
    }

    private static String text(@Nullable String sent, String fallback) {
        return sent == null ? fallback : sent.strip();
    }
}
