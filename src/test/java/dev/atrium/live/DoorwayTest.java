package dev.atrium.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever comes too soon waits, in line, and no line grows without end. */
@ExtendWith(VertxExtension.class)
class DoorwayTest {
    private static final int PER_SECOND = 20;
    private static final int AT_ONCE = PER_SECOND / 5;
    private static final int LINE = PER_SECOND * 15;

    private static List<Future<Void>> come(Doorway doorway, int count) {
        var come = new ArrayList<Future<Void>>();
        for (int i = 0; i < count; i++) come.add(doorway.enter(() -> false));
        return come;
    }

    private static void await(Future<Void> turn) throws Exception {
        turn.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void lets_so_many_in_at_once_and_the_others_in_their_turn(Vertx vertx) throws Exception {
        var doorway = new Doorway(vertx, PER_SECOND);
        var come = come(doorway, AT_ONCE + 10);
        assertTrue(come.subList(0, AT_ONCE).stream().allMatch(Future::succeeded));
        assertFalse(come.getLast().isComplete());
        long began = System.nanoTime();
        await(come.getLast());
        assertTrue(come.stream().allMatch(Future::succeeded), "nobody is let in before those who came first");
        assertTrue(
                System.nanoTime() - began > Duration.ofMillis(300).toNanos(),
                "ten more of twenty a second take half of one");
    }

    @Test
    void tells_the_next_when_to_come_where_the_line_is_full(Vertx vertx) {
        var doorway = new Doorway(vertx, PER_SECOND);
        come(doorway, AT_ONCE + LINE);
        var told = new HashSet<Long>();
        for (int i = 0; i < 8; i++) {
            var refused = assertThrows(Problem.class, () -> doorway.enter(() -> false));
            assertEquals(503, refused.status());
            assertEquals("busy", refused.code());
            told.add(refused.retryAfterSeconds());
        }
        assertEquals(8, told.size(), "each at a time of its own");
    }

    @Test
    void whoever_has_left_takes_nobodys_turn(Vertx vertx) throws Exception {
        var doorway = new Doorway(vertx, PER_SECOND);
        come(doorway, AT_ONCE);
        var left = new AtomicBoolean();
        var gone = new ArrayList<Future<Void>>();
        for (int i = 0; i < LINE - 1; i++) gone.add(doorway.enter(left::get));
        var stayed = doorway.enter(() -> false);
        left.set(true);
        await(stayed);
        assertTrue(
                gone.stream().filter(Future::failed).count() > LINE - 10, "those who had not gone in before they left");
    }
}
