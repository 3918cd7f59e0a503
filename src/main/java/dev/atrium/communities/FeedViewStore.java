package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.live.FeedKind;
import dev.atrium.live.FeedName;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What feeds tell of groups and channels, for whoever was let in already. */
final class FeedViewStore {
    private static final String GROUPS = """
            SELECT g.id, jsonb_build_object('name', g.name, 'slug', g.slug, 'members', g.members, 'status', g.status) AS told
              FROM community_group g WHERE g.tenant_id = $1 AND g.id = ANY ($2::uuid[]) LIMIT 200
            """;
    private static final String CHANNELS = """
            SELECT c.id, jsonb_build_object('group', c.group_id, 'name', c.name, 'type', c.type, 'icon', c.icon,
                                            'archived', c.archived_at IS NOT NULL) AS told
              FROM channel c WHERE c.tenant_id = $1 AND c.id = ANY ($2::uuid[]) LIMIT 200
            """;

    private static final String GROUP = "SELECT id FROM community_group WHERE tenant_id = $1 AND id = $2";
    private static final String CHANNEL = "SELECT group_id, private FROM channel WHERE tenant_id = $1 AND id = $2";

    /** By their ids; what is gone is missing. */
    record Found(Map<UUID, JsonObject> groups, Map<UUID, JsonObject> channels) {}

    private final Tx tx;

    FeedViewStore(Tx tx) {
        this.tx = tx;
    }

    /** Where the business hears a group or channel, of which it sees all; empty where there is none. */
    Future<Optional<FeedName>> home(FeedName asked) {
        return asked.kind() == FeedKind.GROUP
                ? tx.first(GROUP, row -> asked, tx.tenant(), asked.id())
                : tx.first(
                        CHANNEL,
                        row -> row.getBoolean("private") ? asked : FeedName.group(row.getUUID("group_id")),
                        tx.tenant(),
                        asked.id());
    }

    Future<Found> of(List<UUID> groups, List<UUID> channels) {
        var first = some(GROUPS, groups);
        var second = some(CHANNELS, channels);
        return first.compose(g -> second.map(c -> new Found(g, c)));
    }

    private Future<Map<UUID, JsonObject>> some(String sql, List<UUID> ids) {
        return tx.list(sql, row -> Map.entry(row.getUUID("id"), row.getJsonObject("told")), tx.tenant(), (Object)
                        ids.toArray(UUID[]::new))
                .map(rows -> {
                    Map<UUID, JsonObject> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getKey(), row.getValue()));
                    return found;
                });
    }
}
