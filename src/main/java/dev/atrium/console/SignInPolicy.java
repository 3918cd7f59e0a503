package dev.atrium.console;

import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Tenant.Mfa;
import dev.atrium.tenancy.Tenant.SignupMode;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/**
 * What a business decides about signing up and signing in.
 *
 * @param version of the row, which a change names that was made from it
 */
record SignInPolicy(SignupMode signupMode, boolean allowDuplicateContacts, boolean magicLinks, Mfa mfa, int version) {

    static Optional<SignupMode> signupMode(String word) {
        for (var mode : SignupMode.values()) if (word(mode).equals(word)) return Optional.of(mode);
        return Optional.empty();
    }

    static Optional<Mfa> mfa(String word) {
        for (var mfa : Mfa.values()) if (word(mfa).equals(word)) return Optional.of(mfa);
        return Optional.empty();
    }

    /** The word of the database, the form and the API. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** What differs in {@code other}: each member with its old and new value, empty where nothing does. */
    JsonObject changes(SignInPolicy other) {
        var changes = new JsonObject();
        put(changes, "signup_mode", word(signupMode), word(other.signupMode));
        put(changes, "allow_duplicate_contacts", allowDuplicateContacts, other.allowDuplicateContacts);
        put(changes, "magic_links", magicLinks, other.magicLinks);
        put(changes, "mfa", word(mfa), word(other.mfa));
        return changes;
    }

    private static void put(JsonObject changes, String name, Object old, Object now) {
        if (!old.equals(now))
            changes.put(name, new JsonObject().put("from", old).put("to", now));
    }

    /** Fails with 422 at {@code field} where the word is none. */
    static <T> T known(Optional<T> value, String field) {
        return value.orElseThrow(() -> Problem.invalid(field, "choice-unknown"));
    }
}
