package dev.atrium.web;

import java.util.Set;

/** What staff may do in a tenant, by role. */
public enum Permission {
    /** See the dashboard and who is a contact. */
    READ("owner", "admin", "billing", "content", "support");

    private final Set<String> roles;

    Permission(String... roles) {
        this.roles = Set.of(roles);
    }

    /** Whether {@code role} (a value of staff_role.role) has this permission. */
    public boolean of(String role) {
        return roles.contains(role);
    }
}
