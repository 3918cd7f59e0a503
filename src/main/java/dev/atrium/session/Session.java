package dev.atrium.session;

import dev.atrium.kernel.Principal;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A signed-in browser and what every page shows of its account; or a program, for which nothing is counted that only pages say:
 * neither {@code unread} nor {@code empty}, and {@code severalAccounts} is false.
 *
 * @param covers the accounts that the proof of this session covers; the switcher asks for a code for any other
 * @param unread what was not read yet
 * @param provenAt when the person last proved themselves
 * @param mfa whether a second factor, or a passkey, was part of the proof
 * @param empty apps that hold nothing for this person
 * @param lacks the required fields of the profile that have no answer
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
        Unread unread,
        Proof proof,
        Set<UUID> covers,
        Instant provenAt,
        boolean mfa,
        Set<UUID> audiences,
        Set<String> empty,
        Set<String> lacks) {
    /** How old a proof may be for what asks for a fresh one. */
    public static final Duration FRESH = Duration.ofMinutes(15);

    /** What was not read yet, each counted up to 100: lines of the bell, messages, those of the business among them, and posts. */
    public record Unread(int notifications, int messages, int team, int communities) {
        /** Where nobody is shown a page and so nobody counted. */
        static final Unread UNCOUNTED = new Unread(0, 0, 0, 0);

        static Unread of(@Nullable JsonObject counts) {
            if (counts == null) return UNCOUNTED;
            return new Unread(
                    counts.getInteger("notifications"),
                    counts.getInteger("messages"),
                    counts.getInteger("team"),
                    counts.getInteger("communities"));
        }
    }

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

    /** Whether the person proved themselves within the last {@link #FRESH}; what bears a key never does. */
    public boolean fresh(Instant now) {
        return proof != Proof.KEY && !provenAt.plus(FRESH).isBefore(now);
    }

    /** The same, with what decides what they may hear as it is now. */
    public Session now(Living living) {
        return new Session(
                id,
                account,
                contact,
                name,
                email,
                phone,
                timeZone,
                language,
                theme,
                avatar,
                severalAccounts,
                unread,
                proof,
                covers,
                provenAt,
                mfa,
                living.audiences(),
                empty,
                living.lacks());
    }

    public Principal.Client principal() {
        return new Principal.Client(account, contact, id);
    }
}
