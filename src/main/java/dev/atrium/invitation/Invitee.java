package dev.atrium.invitation;

import dev.atrium.kernel.Email;
import dev.atrium.kernel.HeaderText;
import org.jspecify.annotations.Nullable;

/** Somebody to invite; a name may be empty, which leaves that of a known contact alone. */
public record Invitee(Email email, String name) {
    public static final int LONGEST_NAME = 200;

    /** Why this is no name for lists and mails, or null. */
    static @Nullable String refusal(String name) {
        if (name.codePointCount(0, name.length()) > LONGEST_NAME) return "name-long";
        return HeaderText.clean(name).value().equals(name) ? null : "name-invalid";
    }

    /** What a contact is called of whom only the address is known. */
    String called() {
        if (!name.isEmpty()) return name;
        var address = email.address();
        return address.substring(
                0, address.offsetByCodePoints(0, Math.min(LONGEST_NAME, address.codePointCount(0, address.length()))));
    }
}
