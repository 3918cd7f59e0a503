package dev.atrium.web;

/** Who may use a route. Every route names one when it is mounted; there is no default. */
public sealed interface Audience {
    /** Anybody at a portal's host. */
    record Guest() implements Audience {}

    /** A signed-in client of the tenant who may use {@code app}; a switched-off app answers like an unknown path. */
    record Client(String app) implements Audience {}

    /** Anybody at the console's host. */
    record ConsoleGuest() implements Audience {}

    /** Anybody who is signed in at the console, before a tenant is chosen. */
    record AnyStaff() implements Audience {}

    /** Staff of the tenant that the path names ({@code /t/:slug/…}) whose role has the permission. */
    record Staff(Permission permission) implements Audience {}

    /** A program with an access token or a key that carries {@code scope}, or the account's own browser. */
    record Program(String scope, String app) implements Audience {}

    /** A program of the business itself, with a key of the tenant, or a token of one, that carries {@code scope}. */
    record Business(String scope) implements Audience {}

    /** Whoever holds what lasts: a browser's session, or a key itself. An access token does not last. */
    record Credential(String app) implements Audience {}

    /** Whether the console's host answers, rather than the portal's. */
    default boolean console() {
        return switch (this) {
            case ConsoleGuest g -> true;
            case AnyStaff s -> true;
            case Staff s -> true;
            case Guest g -> false;
            case Client c -> false;
            case Program p -> false;
            case Business b -> false;
            case Credential c -> false;
        };
    }
}
