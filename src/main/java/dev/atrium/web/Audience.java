package dev.atrium.web;

import dev.atrium.kernel.Principal;

/** Who may use a route. Every route names one when it is mounted; there is no default. */
public sealed interface Audience {
    /** Whether its routes are mounted at the console's host, not at a portal's. */
    default boolean console() {
        return switch (this) {
            case ConsoleGuest g -> true;
            case AnyStaff s -> true;
            case Staff s -> true;
            case Operator o -> true;
            case Guest g -> false;
            case ObjectGuest o -> false;
            case Client c -> false;
            case Program p -> false;
        };
    }

    /** Anybody at a portal's host. */
    record Guest() implements Audience {}

    /**
     * Whoever bears a link ({@code /o/:link/…}) to a thing of {@code kind} with {@code right}; everybody else gets the same
     * page, whatever the token is. An empty kind stands for each.
     */
    record ObjectGuest(String kind, Principal.Right right) implements Audience {}

    /** A signed-in client of the tenant who may use {@code app}; a switched-off app answers like an unknown path. */
    record Client(String app) implements Audience {}

    /** Anybody at the console's host. */
    record ConsoleGuest() implements Audience {}

    /** Anybody who is signed in at the console, before a tenant is chosen. */
    record AnyStaff() implements Audience {}

    /** Staff of the tenant that the path names ({@code /t/:slug/…}) whose role has the permission. */
    record Staff(Permission permission) implements Audience {}

    /** Whoever runs the installation; to everybody else these paths are unknown. */
    record Operator() implements Audience {}

    /** A program with an access token that carries {@code scope}, or the account's own browser. */
    record Program(String scope, String app) implements Audience {}
}
