package dev.atrium.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A person of the business, signed in at the console, and where they have which role.
 *
 * @param operator whether they run the installation
 * @param provenAt when they last proved themselves
 * @param mfa whether a second factor was part of the proof
 */
public record Staff(
        UUID id,
        UUID session,
        String email,
        String name,
        boolean operator,
        Instant provenAt,
        boolean mfa,
        Reading reading,
        List<Seat> seats) {
    /** How they chose to read the console; what is empty was not chosen. */
    public record Reading(String language, String timeZone, String theme) {}

    /** One tenant and the person's role there; a suspended tenant is not active. {@code unread} lines wait in the bell, at most 100. */
    public record Seat(UUID tenant, String slug, String name, String role, boolean active, int unread) {}

    /** Whether they proved themselves within the last {@link Session#FRESH}. */
    public boolean fresh(Instant now) {
        return !provenAt.plus(Session.FRESH).isBefore(now);
    }

    /** The seat in the tenant of {@code slug}, if they have one. */
    public Optional<Seat> seat(String slug) {
        return seats.stream().filter(seat -> seat.slug().equals(slug)).findFirst();
    }
}
