package dev.atrium.communities.talk;

import dev.atrium.communities.points.Points;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.live.Feeds;
import dev.atrium.live.Happening;
import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.RateLimit;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people feel about what others say. */
final class Reactions {
    static final List<String> WORDS = List.of("like", "love", "laugh", "wow", "sad", "celebrate");

    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** So many times what somebody may write: buttons are quicker than words. */
    private static final int TIMES = 6;

    private final Clock clock;
    private final TalkNews news;
    private final int perMinute;

    Reactions(Clock clock, TalkNews news, int postsPerMinute) {
        this.clock = clock;
        this.news = news;
        this.perMinute = (int) Math.min(Integer.MAX_VALUE, (long) postsPerMinute * TIMES);
    }

    /** Theirs from now on, whatever it was; pressed again it is the same. */
    Future<Void> put(Tx tx, Tenant tenant, Session session, UUID post, @Nullable UUID comment, String word) {
        if (!WORDS.contains(word)) throw Problem.invalid("word", "reaction-unknown");
        var contact = session.contact();
        return RateLimit.take(tx, "reactions:" + contact, WINDOW)
                .compose(taken -> {
                    if (taken.over(perMinute)) throw Problem.tooMany("posts-many", taken.waitSeconds());
                    return new ReactionStore(tx).put(contact, post, comment, word);
                })
                .compose(found -> {
                    var done = found.orElseThrow(Problem::notFound);
                    if (!done.speaks()) throw Problem.of(403, "channel-closed");
                    if (!done.changed()) return Future.succeededFuture();
                    var counted = Points.changed(tx, clock.now(), done.place().group());
                    // Feeds are locked in the order thread, channel, group.
                    return done.comment() == null
                            ? counted.compose(x -> news.reacted(tx, tenant, contact, session.name(), done))
                                    .compose(x -> told(tx, done))
                            : counted.compose(x -> told(tx, done))
                                    .compose(x -> news.reacted(tx, tenant, contact, session.name(), done));
                });
    }

    /** None of theirs from now on. */
    Future<Void> take(Tx tx, UUID contact, UUID post, @Nullable UUID comment) {
        return new ReactionStore(tx).take(contact, post, comment).compose(found -> {
            var done = found.orElseThrow(Problem::notFound);
            if (!done.changed()) return Future.succeededFuture();
            return Points.changed(tx, clock.now(), done.place().group()).compose(x -> told(tx, done));
        });
    }

    private static Future<Void> told(Tx tx, ReactionStore.Done done) {
        var place = done.place();
        return done.comment() == null
                ? Comments.counted(tx, place)
                : Feeds.publish(tx, place.thread(), new Happening(Comments.COUNTED, done.comment(), place.post()));
    }
}
