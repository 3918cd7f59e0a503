package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.live.FeedKind;
import dev.atrium.live.FeedSource;
import dev.atrium.live.ListenerStore;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which of many may still hear a group or a channel, by the rules that open them. */
final class HearingStore {
    private static final String GROUPS = """
            SELECT x.number FROM unnest($2::uuid[], $3::uuid[], $4::int[]) AS x (contact_id, feed_id, number)
              JOIN community_group g ON g.tenant_id = $1 AND g.id = x.feed_id
             WHERE group_role($1, g.id, x.contact_id) IS NOT NULL AND group_known(g, x.contact_id)
             LIMIT $5
            """;
    /** What everybody of the group sees is told in its own feed. */
    private static final String CHANNELS = """
            SELECT x.number FROM unnest($2::uuid[], $3::uuid[], $4::int[]) AS x (contact_id, feed_id, number)
              JOIN channel c ON c.tenant_id = $1 AND c.id = x.feed_id
             WHERE c.private AND channel_seen(c, x.contact_id)
             LIMIT $5
            """;

    private final Tx tx;

    HearingStore(Tx tx) {
        this.tx = tx;
    }

    Future<Set<Integer>> still(List<FeedSource.Listener> some) {
        var groups = ListenerStore.ask(tx, GROUPS, of(FeedKind.GROUP, some));
        var channels = ListenerStore.ask(tx, CHANNELS, of(FeedKind.CHANNEL, some));
        return groups.compose(first -> channels.map(second -> {
            Set<Integer> all = new HashSet<>(first);
            all.addAll(second);
            return all;
        }));
    }

    private static List<FeedSource.Listener> of(FeedKind kind, List<FeedSource.Listener> some) {
        return some.stream().filter(one -> one.feed().kind() == kind).toList();
    }
}
