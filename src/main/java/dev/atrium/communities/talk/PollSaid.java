package dev.atrium.communities.talk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a poll says to everybody alike: how many voted, and when it ends.
 *
 * @param until null where nobody said, and where it is over
 */
record PollSaid(
        int voters,
        boolean closed,
        boolean anonymous,
        @Nullable Instant until) {
    static PollSaid of(PollView poll) {
        return new PollSaid(poll.voters(), poll.closed(), poll.anonymous(), poll.closed() ? null : poll.closes_at());
    }
}
