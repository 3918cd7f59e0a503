package dev.atrium.team;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a person of staff is in a tenant; {@link dev.atrium.web.Permission} says what each may do. */
public enum Role {
    OWNER,
    ADMIN,
    BILLING,
    CONTENT,
    SUPPORT;

    /** As it stands in the database and in forms. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Exactly the word of a role. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    /** Whom {@code role}, a word of the database, may make, and so whom they may touch; {@code team_may} is what guards it. */
    static List<Role> givenBy(String role) {
        return switch (role) {
            case "owner" -> List.of(values());
            case "admin" -> List.of(BILLING, CONTENT, SUPPORT);
            default -> List.of();
        };
    }
}
