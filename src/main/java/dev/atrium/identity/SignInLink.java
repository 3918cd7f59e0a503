package dev.atrium.identity;

import java.time.Instant;
import java.util.UUID;

/**
 * A link by which staff let a client in, without its token: that is kept nowhere.
 *
 * @param name what the contact is called
 * @param next the path that it leads to; empty: the portal's landing page
 * @param handed whether it was shown to staff instead of being mailed
 * @param maker who made it
 */
public record SignInLink(
        UUID id,
        UUID contact,
        String name,
        String next,
        boolean handed,
        String maker,
        State state,
        Instant createdAt,
        Instant expiresAt) {

    /** How a link stands. */
    public enum State {
        SENT,
        USED,
        EXPIRED,
        REVOKED
    }

    public boolean alive() {
        return state == State.SENT;
    }
}
