package dev.atrium.live;

import com.github.benmanes.caffeine.cache.Interner;

/** One line's listening to one feed; belongs to the line's event loop. */
final class Sub {
    /** Whether what comes is written at once. */
    enum State {
        /** Everything up to {@link Sub#sent} was written, and what comes next is written as it comes. */
        LIVE,
        /** Something was left out, because the line was full or has just come: the database has it. */
        BEHIND,
        /** What was left out is being read. */
        READING,
        /** Not to be written to any more. */
        ENDED
    }

    /** Of one feed there are many, and each names it. */
    private static final Interner<Room> ROOMS = Interner.newWeakInterner();

    private static final Interner<String> NAMES = Interner.newWeakInterner();

    final Line line;
    final Room room;
    /** As the listener named the feed, which may be one that this one tells for. */
    final String asked;

    State state = State.BEHIND;
    /** The number of the last event that was written. */
    long sent;

    Sub(Line line, Room room, String asked, long sent) {
        this.line = line;
        this.room = ROOMS.intern(room);
        this.asked = NAMES.intern(asked);
        this.sent = sent;
    }
}
