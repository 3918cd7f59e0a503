package dev.atrium.jobs;

/** Thrown by a handler whose job will never succeed: it is given up at once instead of being tried for days. */
public final class GiveUp extends RuntimeException {
    /** {@code why} is shown to operators: no secrets and no names. */
    public GiveUp(String why) {
        super(why, null, false, false);
    }
}
