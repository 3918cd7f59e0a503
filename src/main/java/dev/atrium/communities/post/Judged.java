package dev.atrium.communities.post;

import dev.atrium.db.Tx;
import dev.atrium.facts.Events;
import dev.atrium.live.FeedName;
import dev.atrium.live.Feeds;
import dev.atrium.live.Happening;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What moderators decide about posts; {@code contact} is the moderator, null for the business. */
public final class Judged {
    /** A post of which it was decided. */
    public record Done(UUID id, @Nullable UUID author, UUID group, UUID channel, boolean closed) {}

    private final Tx tx;

    public Judged(Tx tx) {
        this.tx = tx;
    }

    /** Publishes a post that waits; empty where it does not, or they may not. {@link #published} is the transaction's end. */
    public Future<Optional<Done>> approve(@Nullable UUID contact, UUID post) {
        return new JudgedStore(tx).approve(contact, post);
    }

    /** Gives a post that waits back to its author. */
    public Future<Optional<Done>> decline(@Nullable UUID contact, UUID post) {
        return new JudgedStore(tx).decline(contact, post);
    }

    /** The fact, and the event that every open page hears: the last statements of a transaction. */
    public Future<Void> published(Done done) {
        var feed = done.closed() ? FeedName.channel(done.channel()) : FeedName.group(done.group());
        return Events.record(tx, new PostFact.Published(done.id(), done.author(), done.group(), done.channel()))
                .compose(x -> Feeds.publish(tx, feed, new Happening(Posts.PUBLISHED, done.id(), done.channel())));
    }

    /** Takes a post away, as on its own page; the last statements of a transaction. 404 where they may not. */
    public Future<Void> remove(@Nullable UUID contact, @Nullable UUID staff, UUID post, String ip) {
        return PostActs.remove(tx, new Hand(contact, staff), post, ip);
    }
}
