package dev.atrium.communities.post;

import dev.atrium.kernel.Problem;
import dev.atrium.live.FeedName;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a post that was handed in.
 *
 * @param group null, as all that follows, where the verdict is {@link Verdict#UNKNOWN}
 * @param closed whether its channel is seen by its own members alone
 * @param place where that is, and what the writer is there
 * @param fresh whether there was nothing of this id before
 * @param state {@code draft}, {@code scheduled}, {@code waiting} or published; empty where nothing was kept
 * @param publishedAt only where it is published
 */
public record Outcome(
        UUID id,
        Verdict verdict,
        @Nullable UUID group,
        UUID channel,
        boolean closed,
        Place place,
        boolean fresh,
        String state,
        @Nullable Instant publishedAt,
        int version) {

    /**
     * What is shown of where a post stands.
     *
     * @param slug of the group
     * @param role of the writer in it; empty for staff
     * @param level of the writer in it; 0 where none is shown
     */
    public record Place(String slug, String channel, String type, String role, int level) {}

    /** What the statement decided. */
    public enum Verdict {
        KEPT,
        /** The same person handed it in before: nothing was changed. */
        REPEATED,
        /** No such channel in that group, for them. */
        UNKNOWN,
        /** They see the channel and may not write in it now. */
        CLOSED,
        /** Neither words nor files. */
        EMPTY,
        /** They wrote too much within a minute. */
        MANY,
        /** They keep as many drafts as anybody may. */
        DRAFTS,
        /** The id is that of another post. */
        TAKEN
    }

    public boolean published() {
        return verdict == Verdict.KEPT && publishedAt != null;
    }

    boolean scheduled() {
        return verdict == Verdict.KEPT && state.equals("scheduled");
    }

    /** Where it is told that it was published. */
    FeedName feed() {
        return closed ? FeedName.channel(channel) : FeedName.group(Objects.requireNonNull(group));
    }

    Outcome repeated() {
        return new Outcome(id, Verdict.REPEATED, group, channel, closed, place, fresh, state, publishedAt, version);
    }

    Outcome taken() {
        return new Outcome(id, Verdict.TAKEN, group, channel, closed, place, fresh, "", null, 0);
    }

    /** This, where it was kept, now or before. */
    public Outcome orRefuse() {
        return switch (verdict) {
            case KEPT, REPEATED -> this;
            case UNKNOWN -> throw Problem.notFound();
            case CLOSED -> throw Problem.of(403, "channel-closed");
            case EMPTY -> throw Problem.invalid("body", "required-missing");
            case MANY -> throw Problem.tooMany("posts-many", PostStore.WINDOW_SECONDS);
            case DRAFTS -> throw Problem.of(409, "drafts-many", PostStore.MOST_DRAFTS);
            case TAKEN -> throw Problem.of(409, "post-exists");
        };
    }
}
