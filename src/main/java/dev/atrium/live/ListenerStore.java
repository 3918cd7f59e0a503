package dev.atrium.live;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Asks a store about many who listen at once. */
public final class ListenerStore {
    private ListenerStore() {}

    /**
     * The numbers that {@code sql} gives.
     *
     * @param sql of the tenant, contacts, ids of feeds and numbers, arrays of one length, and of how many there may be
     */
    public static Future<Set<Integer>> ask(Tx tx, String sql, List<FeedSource.Listener> some) {
        if (some.isEmpty()) return Future.succeededFuture(Set.of());
        return tx.list(
                        sql,
                        row -> row.getInteger(0),
                        tx.tenant(),
                        some.stream().map(one -> one.session().contact()).toArray(UUID[]::new),
                        some.stream().map(one -> one.feed().id()).toArray(UUID[]::new),
                        some.stream().map(FeedSource.Listener::number).toArray(Integer[]::new),
                        FeedSource.LISTENERS)
                .map(Set::copyOf);
    }
}
