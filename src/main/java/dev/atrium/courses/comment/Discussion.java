package dev.atrium.courses.comment;

import dev.atrium.communities.post.Writer;
import dev.atrium.communities.talk.TalkModule;
import dev.atrium.courses.comment.LessonSayStore.Changed;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Problem;
import dev.atrium.live.FeedName;
import dev.atrium.live.Feeds;
import dev.atrium.live.Happening;
import dev.atrium.notifications.Notifications;
import dev.atrium.web.RateLimit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is done with comments of lessons: the row, the fact, the line of the audit and the event, in one transaction. Whether a contact
 * may open the lesson was asked at its door; the statements ask again whether they may take the course.
 */
final class Discussion {
    /** In the order in which they are offered. */
    static final List<String> REASONS = List.of("spam", "abuse", "off-topic", "illegal", "other");

    static final int NOTE = 500;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** So many times what somebody may write: buttons are quicker than words. */
    private static final int TIMES = 6;

    private final Notifications notifications;
    private final int perMinute;

    /** @param perMinute how many comments a contact may write within a minute */
    Discussion(Notifications notifications, int perMinute) {
        this.notifications = notifications;
        this.perMinute = perMinute;
    }

    /** Keeps a comment once; handed in again by the same person with the same id it stays as it is. */
    Future<LessonSaid> say(Tx tx, NewLessonComment comment) {
        return new LessonSayStore(tx).insert(comment, perMinute).compose(found -> {
            var said = found.orElseThrow(Problem::notFound).orRefuse();
            if (said.verdict() != LessonSaid.Verdict.KEPT) return Future.succeededFuture(said);
            var fact = new LessonCommentFact.Added(
                    comment.id(), comment.writer().contact(), comment.course(), comment.lesson());
            return Events.record(tx, fact)
                    .compose(x -> told(tx, comment.lesson(), LessonCommentFeed.SAID, comment.id(), said.parent()))
                    .map(said);
        });
    }

    /**
     * 404 where it is not theirs to change, 409 where it was changed meanwhile, 429 where they changed as many comments within a minute as
     * they may write: each change is kept as news, and looked at by whoever tells of it.
     */
    Future<Void> edit(Tx tx, Writer who, Place place, UUID comment, int version, String body) {
        return limited(tx, who)
                .compose(x -> new LessonSayStore(tx).edit(who, place, comment, version, body))
                .compose(found -> {
                    if (found.isPresent()) {
                        var one = found.get();
                        return done(
                                tx,
                                one,
                                new LessonCommentFact.Edited(one.id(), one.author(), one.course(), one.lesson()));
                    }
                    return new LessonCommentStore(tx)
                            .one(who.contact(), place.course(), place.lesson(), comment)
                            .map(there -> {
                                boolean mine = there.filter(one -> !one.removed()
                                                && one.version() != version
                                                && Objects.equals(one.author(), who.contact())
                                                && Objects.equals(one.staff(), who.staff()))
                                        .isPresent();
                                throw mine ? Problem.of(409, "lesson-comment-changed") : Problem.notFound();
                            });
                });
    }

    /** Programs of the business have the limit of their key alone. */
    private Future<Void> limited(Tx tx, Writer who) {
        var person = who.contact() == null ? who.staff() : who.contact();
        if (person == null) return Future.succeededFuture();
        return RateLimit.take(tx, "lesson-comment-edit:" + person, WINDOW).map(taken -> {
            if (taken.over(perMinute)) throw Problem.tooMany("posts-many", taken.waitSeconds());
            return null;
        });
    }

    static Future<Changed> remove(Tx tx, Writer who, Place place, UUID comment, String ip) {
        return new LessonSayStore(tx)
                .remove(who, place, comment)
                .map(found -> found.orElseThrow(Problem::notFound))
                // Whoever takes back their own words, and may bring them back, decides no report of them.
                .compose(one -> (who.contact() != null
                                ? Future.succeededFuture(0)
                                : new FlaggedStore(tx).decide(place.course(), comment))
                        .compose(x -> audited(tx, who, one, "lesson-comment.removed", ip))
                        .compose(x -> done(
                                tx,
                                one,
                                new LessonCommentFact.Removed(one.id(), one.author(), one.course(), one.lesson())))
                        .map(one));
    }

    static Future<Changed> restore(Tx tx, Writer who, Place place, UUID comment, String ip) {
        return new LessonSayStore(tx)
                .restore(who, place, comment)
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(one -> audited(tx, who, one, "lesson-comment.restored", ip)
                        .compose(x -> done(
                                tx,
                                one,
                                new LessonCommentFact.Restored(one.id(), one.author(), one.course(), one.lesson())))
                        .map(one));
    }

    /** Says that a question is answered, or, again, that it is not; what is so already stays so. */
    static Future<Void> resolve(Tx tx, Writer who, Place place, UUID comment, boolean resolved, String ip) {
        return new LessonSayStore(tx).resolve(who, place, comment, resolved).compose(found -> {
            if (found.isEmpty()) return unchanged(tx, who, place, comment, resolved);
            var one = found.get();
            var fact = resolved
                    ? new LessonCommentFact.Resolved(one.id(), one.author(), one.course(), one.lesson())
                    : new LessonCommentFact.Reopened(one.id(), one.author(), one.course(), one.lesson());
            return audited(tx, who, one, resolved ? "lesson-comment.resolved" : "lesson-comment.reopened", ip)
                    .compose(x -> done(tx, one, fact));
        });
    }

    private static Future<Void> unchanged(Tx tx, Writer who, Place place, UUID comment, boolean resolved) {
        return new LessonCommentStore(tx)
                .one(who.contact(), place.course(), place.lesson(), comment)
                .map(found -> {
                    boolean theirs = found.filter(one -> one.parent() == null
                                    && !one.removed()
                                    && (one.resolvedAt() != null) == resolved
                                    && (who.contact() == null || who.contact().equals(one.author())))
                            .isPresent();
                    if (!theirs) throw Problem.notFound();
                    return null;
                });
    }

    /** Theirs from now on, whatever it was; an empty word takes it back. */
    Future<Void> react(Tx tx, UUID contact, Place place, UUID comment, String word) {
        if (!word.isEmpty() && !TalkModule.REACTIONS.contains(word)) throw Problem.invalid("word", "reaction-unknown");
        return RateLimit.take(tx, "reactions:" + contact, WINDOW)
                .compose(taken -> {
                    if (taken.over((int) Math.min(Integer.MAX_VALUE, (long) perMinute * TIMES)))
                        throw Problem.tooMany("posts-many", taken.waitSeconds());
                    return new LessonSayStore(tx).react(contact, place, comment, word);
                })
                .compose(found -> {
                    var felt = found.orElseThrow(Problem::notFound);
                    if (!felt.changed()) return Future.succeededFuture();
                    var one = felt.comment();
                    return told(tx, one.lesson(), LessonCommentFeed.CHANGED, one.id(), one.parent());
                });
    }

    /** Shows a comment of somebody else to staff; by the same person once, until it says something else. */
    Future<Void> report(Tx tx, UUID contact, LessonComment comment, String reason, String note, String ip) {
        if (!REASONS.contains(reason)) throw Problem.invalid("reason", "choice-invalid");
        var more = note.strip();
        if (more.codePointCount(0, more.length()) > NOTE) throw Problem.invalid("note", "text-long", NOTE);
        if (more.indexOf('\0') >= 0) throw Problem.invalid("note", "field-broken");
        return new FlaggedStore(tx)
                .report(contact, comment.lesson(), comment.id(), reason, more)
                .compose(made -> {
                    if (made.isEmpty()) return Future.succeededFuture();
                    return Events.record(
                                    tx,
                                    new LessonCommentFact.Reported(
                                            comment.id(), contact, comment.course(), comment.lesson()))
                            .compose(x -> Audit.record(
                                    tx,
                                    "lesson-comment.reported",
                                    "lesson-comment",
                                    comment.id(),
                                    new JsonObject()
                                            .put("title", comment.lessonTitle())
                                            .put("reason", reason),
                                    ip))
                            .compose(x -> LessonCommentNews.flagged(notifications, tx, comment.course()));
                });
    }

    /** Staff looked at what was reported, and let it stand. */
    static Future<Void> keep(Tx tx, UUID course, UUID comment, String lessonTitle, String ip) {
        return new FlaggedStore(tx).decide(course, comment).compose(decided -> {
            if (decided == 0) return Future.succeededFuture();
            return Audit.record(
                    tx,
                    "lesson-comment.kept",
                    "lesson-comment",
                    comment,
                    new JsonObject().put("title", lessonTitle),
                    ip);
        });
    }

    private static Future<Void> done(Tx tx, Changed one, LessonCommentFact fact) {
        return Events.record(tx, fact)
                .compose(x -> told(tx, one.lesson(), LessonCommentFeed.CHANGED, one.id(), one.parent()));
    }

    private static Future<Void> told(Tx tx, UUID lesson, String event, UUID comment, @Nullable UUID parent) {
        return Feeds.publish(
                tx, FeedName.thread(lesson), new Happening(event, comment, parent == null ? lesson : parent));
    }

    /** What people do with their own words is theirs; what the business does is written down. */
    private static Future<Void> audited(Tx tx, Writer who, Changed one, String action, String ip) {
        if (who.contact() != null) return Future.succeededFuture();
        return Audit.record(
                tx, action, "lesson-comment", one.id(), new JsonObject().put("title", one.lessonTitle()), ip);
    }
}
