package dev.atrium.communities.talk;

import dev.atrium.communities.post.NewPoll;
import dev.atrium.communities.post.Writer;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.live.Feeds;
import dev.atrium.live.Happening;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Questions that a post asks, and what people answer. */
final class Polls {
    static final String VOTED = "poll.voted";

    private Polls() {}

    /** The post's poll from now on; 409 where somebody has voted in the one that it has. */
    static Future<Void> put(Tx tx, Writer who, UUID post, NewPoll poll) {
        return own(tx, who, post)
                .compose(own -> new PollStore(tx).put(post, poll).compose(kept -> {
                    if (!kept) throw Problem.of(409, "poll-begun");
                    return own.published() ? told(tx, own.place()) : Future.succeededFuture();
                }));
    }

    /** None from now on; 409 where somebody has voted. */
    static Future<Void> delete(Tx tx, Writer who, UUID post) {
        return own(tx, who, post)
                .compose(own -> new PollStore(tx).delete(post).compose(gone -> {
                    if (!gone) throw own.voters() > 0 ? Problem.of(409, "poll-begun") : Problem.notFound();
                    return own.published() ? told(tx, own.place()) : Future.succeededFuture();
                }));
    }

    private static Future<PollStore.Own> own(Tx tx, Writer who, UUID post) {
        return new PollStore(tx).own(who, post).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Their vote from now on; another takes its place, until the poll is closed. */
    static Future<Void> vote(Tx tx, UUID contact, UUID post, List<Integer> options) {
        var chosen = options.stream().distinct().sorted().toList();
        if (chosen.isEmpty() || chosen.size() > NewPoll.MOST) throw Problem.invalid("options", "poll-choice");
        return new PollStore(tx)
                .vote(contact, post, chosen)
                .compose(found -> heard(tx, found.orElseThrow(Problem::notFound)));
    }

    static Future<Void> take(Tx tx, UUID contact, UUID post) {
        return new PollStore(tx).take(contact, post).compose(found -> heard(tx, found.orElseThrow(Problem::notFound)));
    }

    private static Future<Void> heard(Tx tx, PollStore.Voted voted) {
        return switch (voted.verdict()) {
            case "closed" -> throw Problem.of(403, "channel-closed");
            case "over" -> throw Problem.of(409, "poll-over");
            case "one", "unknown" -> throw Problem.invalid("options", "poll-choice");
            default -> voted.changed() ? told(tx, voted.place()) : Future.succeededFuture();
        };
    }

    /** Nobody votes any more, and everybody sees the results. What is closed stays so. */
    static Future<Void> close(Tx tx, Writer who, UUID post) {
        return new PollStore(tx).close(who, post).compose(found -> {
            if (found.isPresent()) return told(tx, found.get());
            throw Problem.notFound();
        });
    }

    private static Future<Void> told(Tx tx, Place place) {
        return Feeds.publish(tx, place.home(), new Happening(VOTED, place.post(), place.channel()));
    }
}
