package dev.atrium.session;

import dev.atrium.kernel.Principal;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A signed-in browser and what every page shows of its account.
 *
 * @param covers the accounts that the proof of this session covers; the switcher asks for a code for any other
 * @param unread lines of the bell that were not read yet, counted up to 100
 * @param provenAt when the person last proved themselves
 * @param audiences of the audiences that the tenant's apps and links have, those that this person is in
 */
public record Session(
        UUID id,
        UUID account,
        UUID contact,
        String name,
        String email,
        String phone,
        String timeZone,
        String language,
        String theme,
        String avatar,
        boolean severalAccounts,
        int unread,
        Proof proof,
        Set<UUID> covers,
        Instant provenAt,
        Set<UUID> audiences) {

    /** How a person proved who they are. */
    public enum Proof {
        PASSWORD,
        CODE,
        LINK,
        /** A passkey, which is two factors in one. */
        PASSKEY,
        /** An invitation of staff, which only its address received. */
        INVITATION,
        /** A link that staff showed to somebody: it proves no mailbox, and so is never a fresh proof. */
        HANDED,
        /** A key that a program bears, which proves nothing of a person. */
        KEY,
        /** They did not: somebody of staff looks at the portal as they see it. Never stored. */
        VIEW
    }

    /** Whether the person may see an app or link that has this audience; what has none is for everybody. */
    public boolean sees(@Nullable UUID audience) {
        return audience == null || audiences.contains(audience);
    }

    public Principal.Client principal() {
        return new Principal.Client(account, contact, id);
    }
}
