package dev.atrium.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened, the last first, once. */
final class Closing {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T later(T opened) {
        open.push(opened);
        return opened;
    }

    synchronized void run() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.err.println("Closing did not end well: " + e.getMessage());
            }
        }
    }
}
