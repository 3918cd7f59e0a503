package dev.atrium.identity;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What other members may see of a person and how they may reach them. Features for members ask {@link #of} before they show
 * or deliver anything; staff and moderators are not members here.
 *
 * @param version of the stored row; 0 where the person has chosen nothing yet
 */
public record Social(Seen profileFor, Reach messagesFrom, boolean showOnline, boolean mailMentions, int version) {
    /** What everybody begins with. */
    public static final Social USUAL = new Social(Seen.GROUPS, Reach.GROUPS, true, true, 0);

    /** Who may see the profile's visible fields. */
    public enum Seen {
        MEMBERS,
        /** Members of a group that both belong to. */
        GROUPS,
        NOBODY;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Seen> of(String word) {
            return Arrays.stream(values())
                    .filter(one -> one.word().equals(word))
                    .findFirst();
        }
    }

    /** Who may begin a conversation with them. */
    public enum Reach {
        /** Members of a group that both belong to, and staff. */
        GROUPS,
        /** Staff of the business alone. */
        STAFF,
        NOBODY;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Reach> of(String word) {
            return Arrays.stream(values())
                    .filter(one -> one.word().equals(word))
                    .findFirst();
        }
    }

    /** What {@code contact} has chosen. */
    public static Future<Social> of(Tx tx, UUID contact) {
        return new SocialStore(tx).find(contact).map(found -> found.orElse(USUAL));
    }

    Social as(int otherVersion) {
        return new Social(profileFor, messagesFrom, showOnline, mailMentions, otherVersion);
    }
}
