package dev.atrium.live;

import java.util.List;

/** Events of one feed that follow on one another: from {@code from} to {@code to}, none missing. */
record Batch(Room room, long from, long to, List<Told> told) {
    static Batch of(Room room, List<Told> told) {
        return new Batch(
                room, told.getFirst().event().seq(), told.getLast().event().seq(), told);
    }
}
