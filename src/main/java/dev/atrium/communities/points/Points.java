package dev.atrium.communities.points;

import dev.atrium.db.Tx;
import dev.atrium.jobs.Jobs;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What other features do with points: give some, and show the level beside a name (part {@code communities/points/_level}). */
public final class Points {
    private Points() {}

    /**
     * Gives points to a member, once for each {@code kind} and {@code key}; of a day (UTC) no more than 50 in a group come this
     * way. Nothing happens where they are not in the group, or it counts no points.
     *
     * @param kind where they come from, such as {@code lesson}, at most 60 characters
     * @param points 1 to 50
     * @return how many were given
     */
    public static Future<Integer> award(Tx tx, UUID group, UUID contact, String kind, int points, String key) {
        if (points < 1 || points > 50) throw new IllegalArgumentException("1 to 50 points");
        return new PointStore(tx).award(group, contact, kind, key, points).map(given -> given.orElse(0));
    }

    /**
     * Points of a group were given or taken: the levels beside its members' names are counted anew, within some minutes and
     * once for all that happens in them.
     */
    public static Future<Void> changed(Tx tx, Instant now, UUID group) {
        long slot = now.getEpochSecond() / Badges.EVERY.toSeconds() + 1;
        var due = Instant.ofEpochSecond(slot * Badges.EVERY.toSeconds());
        return Jobs.schedule(tx, Badges.KIND, group + ":" + slot, due, new JsonObject());
    }

    /** The levels of people in a group, at most a thousand of them; whoever is missing is on the first. */
    public static Future<Map<UUID, Integer>> levels(Tx tx, UUID group, List<UUID> people) {
        return new PointStore(tx).of(group, people).map(all -> {
            Map<UUID, Integer> levels = new HashMap<>();
            all.forEach(one -> levels.put(one.contact(), one.level()));
            return levels;
        });
    }
}
