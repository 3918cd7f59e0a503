package dev.atrium.identity;

import dev.atrium.identity.password.PasswordPolicy;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people type to get in. A value that exists is valid; the constructors' names say what was asked. */
final class Typed {
    private static final int NAME_MAX = 200;

    /** A sign-up as typed; the id is the form's nonce, so that a form sent twice is one sign-up. */
    record Signup(UUID id, String fullName, Email email, String password) {}

    private Typed() {}

    static Signup signup(Form form, boolean termsAsked) {
        Map<String, Problem.Word> wrong = new LinkedHashMap<>();
        var name = form.text("full_name");
        var email = Email.parse(form.text("email")).orElse(null);
        var password = form.raw("password");
        put(wrong, "full_name", nameRefusal(name), NAME_MAX);
        put(wrong, "email", form.text("email").isEmpty() ? "email-missing" : email == null ? Email.INVALID : null);
        put(wrong, "password", password.isEmpty() ? "password-missing" : refusal(password, email, name));
        if (termsAsked && form.text("accept_terms").isEmpty()) put(wrong, "accept_terms", "terms-missing");
        if (!wrong.isEmpty() || email == null) throw Problem.invalid(wrong);
        return new Signup(form.nonce(), name, email, password);
    }

    /** Whoever accepts an invitation; an empty password is none: codes by mail sign them in. */
    record Joining(String fullName, String password) {}

    static Joining joining(Form form, Email email, boolean termsAsked) {
        Map<String, Problem.Word> wrong = new LinkedHashMap<>();
        var name = form.text("full_name");
        var password = form.raw("password");
        put(wrong, "full_name", nameRefusal(name), NAME_MAX);
        if (!password.isEmpty()) put(wrong, "password", refusal(password, email, name));
        if (termsAsked && form.text("accept_terms").isEmpty()) put(wrong, "accept_terms", "terms-missing");
        if (!wrong.isEmpty()) throw Problem.invalid(wrong);
        return new Joining(name, password);
    }

    private static @Nullable String refusal(String password, @Nullable Email email, String name) {
        // Without a valid address only the address is wrong enough to judge a password against.
        return email == null
                ? null
                : PasswordPolicy.refusal(password, email, name).orElse(null);
    }

    /** Why a person's name is none, or null. */
    static @Nullable String nameRefusal(String name) {
        if (name.isEmpty()) return "name-missing";
        if (name.codePointCount(0, name.length()) > NAME_MAX) return "name-long";
        // Names stand in mails and lists: one line, and nothing that turns its neighbours around.
        return HeaderText.clean(name).value().equals(name) ? null : "name-invalid";
    }

    static Email email(Form form) {
        var typed = form.text("email");
        if (typed.isEmpty()) throw Problem.invalid("email", "email-missing");
        return Email.parse(typed).orElseThrow(() -> Problem.invalid("email", Email.INVALID));
    }

    static void put(Map<String, Problem.Word> wrong, String field, @Nullable String code, Object... args) {
        if (code != null) wrong.put(field, Problem.Word.of(code, args));
    }
}
