package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import java.util.UUID;

/**
 * Following people: what they write comes first in the mails of groups that both are in.
 *
 * <p>Whoever is followed is not told, and nobody sees how many follow whom: it says what somebody wants to read, and no more. A count
 * would be one more thing to collect, and word of it would let people feel watched, or be followed for the sake of being noticed. So
 * no line of the audit, no fact and no webhook tells of it either, and staff who look as a client do not see it.
 */
final class Following {
    private Following() {}

    /**
     * Follows {@code other}; again, nothing changes. Fails with {@link Problem} 404 for oneself, for whoever shares no group, has no
     * account or is parted by a block, as for nobody; with 409 {@code follows-many} where {@code contact} follows 500 people.
     */
    static Future<Void> follow(Tx tx, UUID contact, UUID other) {
        var store = new FollowedStore(tx);
        return store.follow(contact, other)
                .compose(made -> made
                        ? Future.succeededFuture()
                        : store.state(contact, other).map(now -> {
                            if (!now.open() || !now.followed()) throw Problem.notFound();
                            return null;
                        }));
    }

    /** Ends it; again, nothing changes. 404 for whoever was not followed and could not be. */
    static Future<Void> end(Tx tx, UUID contact, UUID other) {
        var store = new FollowedStore(tx);
        return store.end(contact, other)
                .compose(done -> done
                        ? Future.succeededFuture()
                        : store.state(contact, other).map(now -> {
                            if (!now.open()) throw Problem.notFound();
                            return null;
                        }));
    }

    /** What a form asks for: {@code yes} follows, {@code no} ends it. */
    static Future<Void> choose(Tx tx, UUID contact, UUID other, String word) {
        return switch (word) {
            case "yes" -> follow(tx, contact, other);
            case "no" -> end(tx, contact, other);
            default -> throw Problem.invalid("follow", "choice-invalid");
        };
    }
}
