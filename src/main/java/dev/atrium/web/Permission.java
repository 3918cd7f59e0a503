package dev.atrium.web;

/** What staff may do in a tenant, by role. */
public enum Permission {
    /** See the dashboard and who is a contact. */
    READ,
    /** Decide how the portal works and who else may act for it: settings, keys. */
    SETTINGS;

    /** Whether {@code role} (a value of staff_role.role) has this permission. */
    public boolean of(String role) {
        return switch (this) {
            case READ ->
                switch (role) {
                    case "owner", "admin", "billing", "content", "support" -> true;
                    default -> false;
                };
            case SETTINGS ->
                switch (role) {
                    case "owner", "admin" -> true;
                    default -> false;
                };
        };
    }
}
