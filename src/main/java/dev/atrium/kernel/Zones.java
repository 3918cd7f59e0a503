package dev.atrium.kernel;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** The time zones that people may choose: places of the tz database, and UTC. */
public final class Zones {
    private static final Set<String> AREAS = Set.of(
            "UTC", "Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific");

    /** Neither abbreviations nor offsets: those know nothing of summer time. */
    public static final List<String> ALL = ZoneId.getAvailableZoneIds().stream()
            .filter(id -> AREAS.contains(id.split("/", 2)[0]))
            .sorted()
            .toList();

    private static final Set<String> KNOWN = Set.copyOf(ALL);

    private Zones() {}

    public static boolean known(String id) {
        return KNOWN.contains(id);
    }
}
