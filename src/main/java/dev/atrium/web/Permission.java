package dev.atrium.web;

/** What staff may do in a tenant, by role. */
public enum Permission {
    /** See the dashboard and who is a contact. */
    READ,

    /** See and edit people: contacts, companies, tags, segments. */
    CONTACTS,

    /** Change how the portal works: its apps, links and who sees them. */
    SETTINGS;

    /** Whether {@code role} (a value of staff_role.role) has this permission. */
    public boolean of(String role) {
        return switch (this) {
            case READ ->
                switch (role) {
                    case "owner", "admin", "billing", "content", "support" -> true;
                    default -> false;
                };
            case CONTACTS ->
                switch (role) {
                    case "owner", "admin", "support" -> true;
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
