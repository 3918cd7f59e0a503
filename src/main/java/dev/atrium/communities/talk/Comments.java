package dev.atrium.communities.talk;

import dev.atrium.communities.post.Writer;
import dev.atrium.communities.talk.CommentActStore.Changed;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Problem;
import dev.atrium.live.Feeds;
import dev.atrium.live.Happening;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is done with comments: the row, the fact, the line of the audit and the events, in one transaction. */
final class Comments {
    static final String ADDED = "comment.added";
    static final String EDITED = "comment.edited";
    static final String REMOVED = "comment.removed";
    static final String COUNTED = "comment.counted";
    static final String POST_COUNTED = "post.counted";

    private Comments() {}

    /**
     * Keeps a comment once; handed in again by the same person with the same id it stays as it is.
     *
     * @param perMinute how many a contact may write within a minute
     */
    static Future<Said> add(Tx tx, NewComment comment, int perMinute) {
        return new CommentStore(tx).insert(comment, perMinute).compose(found -> {
            var said = found.orElseThrow(Problem::notFound).orRefuse();
            if (said.verdict() != Said.Verdict.KEPT) return Future.succeededFuture(said);
            var fact = new TalkFact.Added(comment.id(), comment.writer().contact(), said.place());
            return Events.record(tx, fact)
                    .compose(x -> told(tx, said.place(), ADDED, comment.id(), said.parent(), true))
                    .map(said);
        });
    }

    /** 404 where it is not theirs to change, 409 where it was changed meanwhile. */
    static Future<Void> edit(Tx tx, Writer who, UUID post, UUID comment, int version, String body) {
        return new CommentActStore(tx)
                .edit(who, post, comment, version, body)
                .compose(found -> found.isPresent()
                        ? edited(tx, found.get())
                        : new CommentStore(tx).one(who.contact(), post, comment).map(present -> {
                            boolean mine = present.filter(there -> !there.removed()
                                            && there.version() != version
                                            && Objects.equals(there.author(), who.contact()))
                                    .isPresent();
                            throw mine ? Problem.of(409, "post-changed") : Problem.notFound();
                        }));
    }

    static Future<Void> remove(Tx tx, Writer who, UUID post, UUID comment, String ip) {
        return new CommentActStore(tx).remove(who, post, comment).compose(found -> {
            var changed = found.orElseThrow(Problem::notFound);
            return audited(tx, who, changed, "comment.removed", ip).compose(x -> removed(tx, changed));
        });
    }

    static Future<Void> restore(Tx tx, Writer who, UUID post, UUID comment, String ip) {
        return new CommentActStore(tx).restore(who, post, comment).compose(found -> {
            var changed = found.orElseThrow(Problem::notFound);
            return audited(tx, who, changed, "comment.restored", ip).compose(x -> restored(tx, changed));
        });
    }

    /** Marks what answers a question, or, with no comment, that nothing does; 404 where it is not theirs to decide. */
    static Future<Void> answer(Tx tx, Writer who, UUID post, @Nullable UUID comment) {
        return new CommentActStore(tx).answer(who, post, comment).compose(found -> {
            if (found.isEmpty()) return unchanged(tx, who, post, comment);
            var mark = found.get();
            var place = mark.place();
            var recorded = mark.now() == null
                    ? Future.<Void>succeededFuture()
                    : Events.record(tx, new TalkFact.Answered(mark.now(), mark.answerer(), place));
            return recorded.compose(x -> mark.was() == null
                            ? Future.succeededFuture()
                            : Feeds.publish(tx, place.thread(), new Happening(EDITED, mark.was(), post)))
                    .compose(x -> mark.now() == null
                            ? Future.succeededFuture()
                            : Feeds.publish(tx, place.thread(), new Happening(EDITED, mark.now(), post)))
                    .compose(x -> counted(tx, place));
        });
    }

    /** What is so already stays so; what is not theirs is not there for them. */
    private static Future<Void> unchanged(Tx tx, Writer who, UUID post, @Nullable UUID comment) {
        var contact = who.contact();
        if (contact == null) throw Problem.notFound();
        return new CommentActStore(tx).rights(contact, post).map(found -> {
            if (found.filter(rights -> rights.answers() && Objects.equals(rights.answer(), comment))
                    .isEmpty()) throw Problem.notFound();
            return null;
        });
    }

    private static Future<Void> edited(Tx tx, Changed changed) {
        return done(tx, changed, new TalkFact.Edited(changed.id(), changed.author(), changed.place()), EDITED, false);
    }

    private static Future<Void> removed(Tx tx, Changed changed) {
        return done(tx, changed, new TalkFact.Removed(changed.id(), changed.author(), changed.place()), REMOVED, true);
    }

    private static Future<Void> restored(Tx tx, Changed changed) {
        return done(tx, changed, new TalkFact.Restored(changed.id(), changed.author(), changed.place()), ADDED, true);
    }

    private static Future<Void> done(Tx tx, Changed changed, TalkFact fact, String event, boolean counts) {
        return Events.record(tx, fact)
                .compose(x -> told(tx, changed.place(), event, changed.id(), changed.parent(), counts));
    }

    /** The thread before the feed that the post is in: the order in which everybody locks them. */
    private static Future<Void> told(
            Tx tx, Place place, String event, UUID comment, @Nullable UUID parent, boolean counts) {
        var happening = new Happening(event, comment, parent == null ? place.post() : parent);
        return Feeds.publish(tx, place.thread(), happening)
                .compose(x -> counts ? counted(tx, place) : Future.succeededFuture());
    }

    static Future<Void> counted(Tx tx, Place place) {
        return Feeds.publish(tx, place.home(), new Happening(POST_COUNTED, place.post(), place.channel()));
    }

    /** What people do with their own words is theirs; what others do with them is written down. */
    private static Future<Void> audited(Tx tx, Writer who, Changed changed, String action, String ip) {
        if (who.contact() != null && who.contact().equals(changed.author())) return Future.succeededFuture();
        return Audit.record(
                tx,
                action,
                "comment",
                changed.id(),
                new JsonObject().put("group", changed.place().group().toString()),
                ip);
    }
}
