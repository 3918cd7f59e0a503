package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Links into a group are made and taken back by those who run it. */
final class LinkActs {
    private static final int MOST_USES = 10_000;

    private LinkActs() {}

    /**
     * Made with the same id again, it is made once.
     *
     * @param most how many may come by it; null for any number
     * @param expires null: it lasts until it is taken back
     */
    static Future<Void> make(
            Tx tx,
            Group group,
            Hand hand,
            UUID id,
            boolean straight,
            @Nullable Integer most,
            @Nullable Instant expires) {
        hand.require(hand.runs());
        if (most != null && (most < 1 || most > MOST_USES)) throw Problem.invalid("most", "group-link-most", MOST_USES);
        return new LinkStore(tx)
                .insert(group.id(), id, straight, most, expires)
                .compose(made -> made ? log(tx, group, hand, "group.link-made") : there(tx, group, id));
    }

    private static Future<Void> there(Tx tx, Group group, UUID id) {
        return new LinkStore(tx).find(id).map(found -> {
            if (found.filter(link -> link.group().equals(group.id())).isPresent()) return null;
            throw group.archived()
                    ? Problem.of(409, "group-closed")
                    : Problem.of(409, "group-links-many", LinkStore.MOST);
        });
    }

    /** Whether there was one to be taken back. */
    static Future<Boolean> revoke(Tx tx, Group group, Hand hand, UUID link) {
        hand.require(hand.runs());
        return new LinkStore(tx)
                .revoke(group.id(), link)
                .compose(done ->
                        done ? log(tx, group, hand, "group.link-revoked").map(true) : Future.succeededFuture(false));
    }

    private static Future<Void> log(Tx tx, Group group, Hand hand, String action) {
        return GroupLog.of(tx, action, group.id(), null, group.name(), hand.ip());
    }
}
