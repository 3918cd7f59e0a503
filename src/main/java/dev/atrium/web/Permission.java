package dev.atrium.web;

/** What staff may do in a tenant, by role: what their work needs and no more. */
public enum Permission {
    /** See the dashboard and who is a contact. */
    READ,
    /** See and edit people, and look at the portal as one of them. */
    CONTACTS,
    /** Publish: announcements, posts, courses, files. */
    CONTENT,
    /** Estimates, invoices, payments. */
    BILLING,
    /** How the portal works and looks. */
    SETTINGS,
    /** Who of staff works here, and as what. */
    TEAM,
    /** Read who did what. */
    AUDIT,
    /** What runs in the background: jobs, dead letters. */
    OPERATE;

    /** Whether {@code role} (a value of staff_role.role) has this permission; an unknown role has none. */
    public boolean of(String role) {
        return switch (role) {
            case "owner", "admin" -> true;
            case "billing" -> this == READ || this == BILLING;
            case "content" -> this == READ || this == CONTENT;
            case "support" -> this == READ || this == CONTACTS;
            default -> false;
        };
    }
}
