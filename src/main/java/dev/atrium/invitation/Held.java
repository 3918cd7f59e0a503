package dev.atrium.invitation;

import dev.atrium.kernel.Email;
import java.util.UUID;

/**
 * What somebody holds who has a link of an invitation.
 *
 * @param email the address that it opens an account for
 * @param name what the contact is called; empty where nobody knows
 * @param way how the link reached its bearer: a mailed one proves the address, a copied one does not
 */
public record Held(UUID id, UUID contact, Email email, String name, String way, Standing standing) {
    /** Whether the link opens anything. */
    public enum Standing {
        ALIVE,
        /** There is an account for the address by now: signing in needs the usual proof. */
        NEEDLESS,
        ACCEPTED,
        /** Expired, replaced by a newer one, or taken back. */
        GONE
    }

    /** Whether whoever holds the link also reads the mail of its address. */
    public boolean provesAddress() {
        return way.equals("mail");
    }
}
