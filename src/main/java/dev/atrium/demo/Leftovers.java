package dev.atrium.demo;

import dev.atrium.kernel.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Consumer;

/** What a killed run left behind: a live server, its last children, or a file that names a process long gone. */
final class Leftovers {
    private static final int STOP_SECONDS = 120;
    private static final long CHILDREN_MILLIS = 10_000;

    private Leftovers() {}

    /**
     * Sees to it that no server uses the cluster.
     *
     * @return whether the last server was killed, so that the next start recovers
     */
    static boolean clear(Cluster cluster, Consumer<String> progress) throws IOException {
        var found = Postmaster.of(cluster.path());
        if (found.isEmpty()) return false;
        var postmaster = found.get();
        if (postmaster.isOurs()) {
            progress.accept("Stopping the database that an earlier run left behind");
            if (!cluster.stop(STOP_SECONDS)) throw stillInUse(cluster, postmaster);
            return false;
        }
        awaitChildren(cluster, postmaster);
        // PostgreSQL itself would take the stranger for a live server and refuse to start.
        if (postmaster.isStranger()) Files.deleteIfExists(cluster.path().resolve("postmaster.pid"));
        return true;
    }

    // Children of a killed postmaster end by themselves within moments; two servers on one cluster would ruin it.
    private static void awaitChildren(Cluster cluster, Postmaster postmaster) throws IOException {
        var deadline = System.nanoTime() + CHILDREN_MILLIS * 1_000_000;
        while (postmaster.someoneWorksHere()) {
            if (System.nanoTime() > deadline) throw stillInUse(cluster, postmaster);
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for an earlier PostgreSQL to end", e);
        }
    }

    private static StartFailure stillInUse(Cluster cluster, Postmaster postmaster) {
        return new StartFailure("An earlier PostgreSQL (process " + postmaster.pid() + ") still uses " + cluster.path()
                + " and does not stop: end it, then start again.");
    }
}
