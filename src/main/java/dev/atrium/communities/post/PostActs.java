package dev.atrium.communities.post;

import dev.atrium.communities.post.PostActStore.Changed;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.live.FeedName;
import dev.atrium.live.Feeds;
import dev.atrium.live.Happening;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes, removals, pins: the row, the fact, the line of the audit and the event, in one transaction. */
final class PostActs {
    /** The job that publishes what was scheduled; its key is the post. */
    static final String PUBLISH = "post.publish";

    private PostActs() {}

    /**
     * 404 where it is not theirs to change, 409 where it was changed meanwhile.
     *
     * @param post as they see it
     * @param version which of its versions they changed
     */
    static Future<Void> edit(Tx tx, Hand hand, Post post, int version, NewPost.Text text) {
        if (text.title().isEmpty() && text.body().isEmpty() && post.files().isEmpty())
            throw Problem.invalid("body", "required-missing");
        return new PostActStore(tx)
                .edit(hand, post.id(), version, text)
                .compose(found -> found.isPresent()
                        ? done(tx, found.get(), "post.edited", PostFact.Edited::new)
                        : new PostStore(tx)
                                .one(hand.contact(), post.id())
                                .map(present -> refuse(present.map(p -> p.version() != version))));
    }

    private static Void refuse(Optional<Boolean> stale) {
        throw stale.orElse(false) ? Problem.of(409, "post-changed") : Problem.notFound();
    }

    static Future<Void> remove(Tx tx, Hand hand, UUID post, String ip) {
        return new PostActStore(tx).remove(hand, post).compose(found -> {
            var changed = found.orElseThrow(Problem::notFound);
            return audited(tx, hand, changed, "post.removed", ip)
                    .compose(x -> done(tx, changed, "post.removed", PostFact.Removed::new));
        });
    }

    /** @return the group that it is of */
    static Future<UUID> restore(Tx tx, Hand hand, UUID post, String ip) {
        return new PostActStore(tx).restore(hand, post).compose(found -> {
            var changed = found.orElseThrow(Problem::notFound);
            return audited(tx, hand, changed, "post.restored", ip)
                    .compose(x -> done(tx, changed, "post.restored", PostFact.Restored::new))
                    .map(changed.group());
        });
    }

    /** 409 where three are pinned; what is pinned already stays so. */
    static Future<Void> pin(Tx tx, Hand hand, UUID post) {
        var store = new PostActStore(tx);
        return store.pin(hand, post)
                .compose(found -> found.isPresent()
                        ? tell(tx, found.get(), "post.pinned")
                        : new PostStore(tx).one(hand.contact(), post).compose(present -> {
                            var there = present.orElseThrow(Problem::notFound);
                            if (there.pinnedAt() != null) return Future.succeededFuture();
                            return mayPin(store, hand, there.channel());
                        }));
    }

    private static Future<Void> mayPin(PostActStore store, Hand hand, UUID channel) {
        if (hand.contact() == null) throw Problem.of(409, "pins-many");
        return store.rights(hand.contact(), channel).map(rights -> {
            throw rights.moderates() ? Problem.of(409, "pins-many") : Problem.notFound();
        });
    }

    /** What is not pinned stays so; 404 where it is not theirs to unpin. */
    static Future<Void> unpin(Tx tx, Hand hand, UUID post) {
        return new PostActStore(tx)
                .unpin(hand, post)
                .compose(found -> found.isPresent()
                        ? tell(tx, found.get(), "post.unpinned")
                        : new PostStore(tx).one(hand.contact(), post).map(present -> {
                            if (present.isEmpty() || present.get().pinnedAt() != null) throw Problem.notFound();
                            return null;
                        }));
    }

    /** What was scheduled falls due here. */
    static JobKind publishing() {
        return new JobKind.InTx(PUBLISH, JobKind.Limits.USUAL, PostActs::due);
    }

    private static Future<Void> due(Tx tx, Job job) {
        return new PostActStore(tx)
                .publish(Objects.requireNonNull(Ids.parse(job.key())))
                .compose(found -> {
                    if (found.isEmpty() || !found.get().published()) return Future.succeededFuture();
                    return done(tx, found.get().post(), Posts.PUBLISHED, PostFact.Published::new);
                });
    }

    private interface Made {
        PostFact of(UUID post, @Nullable UUID author, UUID group, UUID channel);
    }

    private static Future<Void> done(Tx tx, Changed changed, String event, Made fact) {
        return Events.record(tx, fact.of(changed.id(), changed.author(), changed.group(), changed.channel()))
                .compose(x -> tell(tx, changed, event));
    }

    private static Future<Void> tell(Tx tx, Changed changed, String event) {
        var feed = changed.closed() ? FeedName.channel(changed.channel()) : FeedName.group(changed.group());
        return Feeds.publish(tx, feed, new Happening(event, changed.id(), changed.channel()));
    }

    /** What people do with their own words is theirs; what others do with them is written down. */
    private static Future<Void> audited(Tx tx, Hand hand, Changed changed, String action, String ip) {
        if (hand.contact() != null && hand.contact().equals(changed.author())) return Future.succeededFuture();
        return Audit.record(
                tx,
                action,
                "post",
                changed.id(),
                new JsonObject().put("group", changed.group().toString()),
                ip);
    }
}
