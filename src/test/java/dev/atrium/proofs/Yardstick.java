package dev.atrium.proofs;

import dev.atrium.harness.Portal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the test machine itself adds while something is timed: the same servers are asked for small things all the while, each of
 * which goes by the network, the event loops and the database and back, and has nothing to do with what is timed. Where the
 * machine is idle that takes a few milliseconds; where it stalls, it stalls for these as well.
 */
final class Yardstick implements AutoCloseable {
    /** What is timed while the machine adds more than this says nothing, whatever came out. */
    static final long MOST_MS = 1_000;

    /** How often something is timed anew for that reason. */
    static final int TRIES = 5;

    private static final long BETWEEN_MS = 20;

    /** Something that goes to a server and its database and back. */
    interface Trip {
        void go();
    }

    private record Took(Trip kind, long from, long to) {
        boolean within(long begin, long end) {
            return from <= end && to >= begin;
        }

        long millis() {
            return TimeUnit.NANOSECONDS.toMillis(to - from);
        }
    }

    private final List<Trip> kinds;
    private final List<Thread> threads;
    private final List<Took> trips = new ArrayList<>();
    private volatile boolean ended;

    /** @param kinds each is gone again and again until this is closed */
    Yardstick(List<Trip> kinds) {
        this.kinds = kinds;
        this.threads = kinds.stream()
                .map(kind -> Thread.ofPlatform().daemon().start(() -> goOn(kind)))
                .toList();
    }

    private void goOn(Trip kind) {
        while (!ended) {
            long from = System.nanoTime();
            kind.go();
            synchronized (trips) {
                trips.add(new Took(kind, from, System.nanoTime()));
            }
            Portal.pause(BETWEEN_MS);
        }
    }

    /**
     * Milliseconds of the longest trip that was under way at any time between two moments of the nanoclock, which are over; 0 where
     * the time between them was shorter than that between two trips.
     */
    long added(long begin, long end) {
        // One that is still under way is waited for: it may be the longest.
        while (behind(end)) Portal.pause(1);
        synchronized (trips) {
            return trips.stream()
                    .filter(trip -> trip.within(begin, end))
                    .mapToLong(Took::millis)
                    .max()
                    .orElse(0);
        }
    }

    private boolean behind(long end) {
        if (threads.stream().anyMatch(thread -> !thread.isAlive())) throw new AssertionError("a trip failed");
        synchronized (trips) {
            return !kinds.stream()
                    .allMatch(kind -> trips.stream().anyMatch(trip -> trip.kind() == kind && trip.from() > end));
        }
    }

    @Override
    public void close() {
        ended = true;
    }
}
