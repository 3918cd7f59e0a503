package dev.atrium.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Many at once: everybody waits at a barrier and is released together. */
public final class Race {
    private Race() {}

    /** Runs {@code act} for 0 to n-1 on a thread each, released together; what came back, in that order. */
    public static <T> List<T> of(int n, IntFunction<T> act) {
        var barrier = new CyclicBarrier(n);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    barrier.await();
                    return act.apply(number);
                }));
            }
            List<T> results = new ArrayList<>();
            for (var one : running) results.add(one.get());
            return results;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
