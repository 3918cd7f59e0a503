package dev.atrium.contacts;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** What lists of contacts ask of invitations, which are kept above this package. */
public interface Inviting {
    /**
     * Queues an invitation for each of {@code contacts} who has neither an account nor an open invitation, in the caller's
     * transaction; how many. They are mailed a few at a time.
     */
    Future<Integer> queue(Tx tx, List<UUID> contacts, String ip);
}
