package dev.atrium.communities.points;

import dev.atrium.db.Tx;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;

/** Counts the levels that stand beside names in a group, soon after points were given there. */
final class Badges {
    static final String KIND = "points.badges";
    static final Duration EVERY = Duration.ofMinutes(2);

    private Badges() {}

    static JobKind kind() {
        return new JobKind.InTx(KIND, JobKind.Limits.USUAL, Badges::count);
    }

    /** The key is the group and the time that is counted for. */
    private static Future<Void> count(Tx tx, Job job) {
        var group = job.key().substring(0, job.key().indexOf(':'));
        return new PointStore(tx).keepLevels(UUID.fromString(group));
    }
}
