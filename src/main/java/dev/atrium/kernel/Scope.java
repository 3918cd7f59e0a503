package dev.atrium.kernel;

import java.util.Locale;
import java.util.UUID;

/**
 * What every query, event and page carries: the tenant (from the Host, a console path or a job row; never from a form),
 * who acts, and in which language they read.
 */
public record Scope(UUID tenant, Principal principal, Locale language) {
    /** The tenant of what belongs to none, such as the attempts on the console's sign-in. No row of {@code tenant} has it. */
    public static final UUID NO_TENANT = new UUID(0, 0);

    public static Scope guest(UUID tenant, Locale language) {
        return new Scope(tenant, new Principal.Guest(), language);
    }

    /** The scope of background work for one tenant; {@code name} says which work, for audit lines and logs. */
    public static Scope job(UUID tenant, String name) {
        return new Scope(tenant, new Principal.Job(name), Locale.ENGLISH);
    }

    public Scope as(Principal other) {
        return new Scope(tenant, other, language);
    }
}
