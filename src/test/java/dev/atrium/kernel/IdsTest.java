package dev.atrium.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;

class IdsTest {
    private static final int MANY = 20_000;

    @Test
    void ids_are_of_version_7_of_now_and_each_greater_than_the_one_before() {
        long before = System.currentTimeMillis();
        var made = new ArrayList<String>();
        for (int i = 0; i < MANY; i++) made.add(Ids.next().toString());
        assertEquals(List.copyOf(new TreeSet<>(made)), made, "as PostgreSQL compares them");
        var first = UUID.fromString(made.getFirst());
        assertEquals(7, first.version());
        assertEquals(2, first.variant());
        // Whoever makes more than 4,096 in a millisecond borrows from the next.
        assertTrue(Math.abs((first.getMostSignificantBits() >>> 16) - before) < 1_000, made.getFirst());
    }

    @Test
    void threads_side_by_side_never_make_one_twice() throws InterruptedException {
        var made = new ConcurrentSkipListSet<UUID>();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < MANY; i++) made.add(Ids.next());
            }));
        }
        for (var thread : threads) thread.join();
        assertEquals(4 * MANY, made.size());
    }
}
