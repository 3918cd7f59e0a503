package dev.atrium.kernel;

import java.time.Duration;
import java.time.Instant;

/**
 * The one clock of the house. Java asks {@link #now()}, SQL asks {@code portal_now()}, and {@code Db} tells every
 * transaction of a moved clock the same instant, so that expiry and reminders are tested by moving time.
 */
public final class Clock {
    private volatile Duration offset = Duration.ZERO;

    public Instant now() {
        return Instant.now().plus(offset);
    }

    /** Whether this clock tells another time than the machine's. */
    public boolean moved() {
        return !offset.isZero();
    }

    /** Moves the clock by {@code by}, on top of earlier moves. Tests and an owner's preview only. */
    public void move(Duration by) {
        offset = offset.plus(by);
    }
}
