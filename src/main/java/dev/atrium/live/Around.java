package dev.atrium.live;

import com.github.benmanes.caffeine.cache.Interner;
import io.vertx.core.Context;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What comes into feeds that people have not opened, for the open pages of one event loop: their own feed says that something
 * came, and not what, at most once in a few seconds for each feed, however much comes. Pages count anew then. Nothing of it is
 * kept, and nothing is read for it.
 */
final class Around {
    static final String STIRRED = "stirred";
    private static final long QUIET_MS = 3_000;
    /** So many lines are written to in one turn of the loop. */
    private static final int AT_ONCE = 200;
    /** The groups of one person are those of others. */
    private static final Interner<Room> ROOMS = Interner.newWeakInterner();

    private final Context context;
    private final Map<Room, Set<Line>> lines = new HashMap<>();
    /** Feeds that were spoken of a moment ago, and whether more came since. */
    private final Map<Room, Boolean> quiet = new HashMap<>();

    Around(Context context) {
        this.context = context;
    }

    /** From now on the line is told of these, and of no others. */
    void put(Line line, Set<Room> rooms) {
        for (var room : line.around) {
            var there = lines.get(room);
            if (there != null && there.remove(line) && there.isEmpty()) lines.remove(room);
        }
        line.around =
                line.closed() ? Set.of() : rooms.stream().map(ROOMS::intern).collect(Collectors.toUnmodifiableSet());
        line.around.forEach(
                room -> lines.computeIfAbsent(room, x -> new LinkedHashSet<>()).add(line));
    }

    /** Something came into a feed. */
    void stir(Room room) {
        if (lines.containsKey(room) && quiet.replace(room, true) == null) tell(room);
    }

    private void tell(Room room) {
        quiet.put(room, false);
        tell(room, List.copyOf(lines.getOrDefault(room, Set.of())).iterator());
        context.owner().setTimer(QUIET_MS, timer -> {
            if (Boolean.TRUE.equals(quiet.remove(room))) tell(room);
        });
    }

    private void tell(Room room, Iterator<Line> rest) {
        for (int i = 0; i < AT_ONCE && rest.hasNext(); i++) rest.next().stirred(room);
        if (rest.hasNext()) context.runOnContext(x -> tell(room, rest));
    }
}
