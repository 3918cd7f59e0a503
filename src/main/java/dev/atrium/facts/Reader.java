package dev.atrium.facts;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/**
 * Makes something of facts: a timeline, a webhook's job, a notification. A reader begins with the oldest fact there is and
 * reads a tenant's facts in order, one batch at a time; its cursor moves in the transaction of what it writes.
 */
public interface Reader {
    /** At most 60 characters, never changed: its cursors hang on it. */
    String name();

    /** The names of the kinds it wants. */
    Set<String> kinds();

    /** Writes what follows from {@code facts} (1 to 100) in {@code tx}; a failure rolls it back and comes again later. */
    Future<Void> read(Tx tx, List<Recorded> facts);
}
