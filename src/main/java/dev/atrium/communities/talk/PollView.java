package dev.atrium.communities.talk;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A poll as one person sees it.
 *
 * @param multiple whether several options may be chosen
 * @param anonymous whether nobody, the business included, sees who voted for what
 * @param closes_at when it ends, or ended; null where nobody said, or its post is not published yet
 * @param days how long it is open from its publication on; null where nobody said so
 * @param mine the numbers of what they chose; empty where they did not vote
 * @param results whether the votes are shown: to whoever voted, to the business, and to everybody once it is closed
 */
public record PollView(
        UUID post,
        boolean multiple,
        boolean anonymous,
        @Nullable Instant closes_at,
        @Nullable Integer days,
        boolean closed,
        int voters,
        List<Integer> mine,
        boolean results,
        List<PollOption> options) {

    /**
     * Something to choose.
     *
     * @param votes null where results are not shown
     */
    public record PollOption(
            int number, String label, @Nullable Integer votes) {}

    /** This, for whoever has no vote. */
    PollView unvoted() {
        return new PollView(post, multiple, anonymous, closes_at, days, closed, voters, List.of(), results, options);
    }

    static final PollView EXAMPLE = new PollView(
            UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
            false,
            true,
            Instant.parse("2026-11-08T09:00:00Z"),
            7,
            false,
            3,
            List.of(1),
            true,
            List.of(new PollOption(1, "Friday", 2), new PollOption(2, "Saturday", 1)));
}
