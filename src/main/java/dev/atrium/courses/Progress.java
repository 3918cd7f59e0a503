package dev.atrium.courses;

import dev.atrium.db.Tx;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Problem;
import dev.atrium.live.Feeds;
import dev.atrium.live.Happening;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How people get on: the one way to a lesson that is done and to a course that is finished. Nothing here asks whether they may;
 * {@link Door} does.
 */
public final class Progress {
    /** What the learner's own feed is told; its object is the lesson or the course. */
    public static final String LESSON = "lesson.completed";

    public static final String COURSE = "course.completed";
    public static final String ENROLLED = "course.enrolled";

    private final Notifications notifications;
    private final List<Finished> listeners = new ArrayList<>();

    public Progress(Notifications notifications) {
        this.notifications = notifications;
    }

    /** Declares what follows when somebody finishes a course; at start, before anything is served. */
    public void listen(Finished listener) {
        listeners.add(listener);
    }

    /** Begins the course for {@code contact}; true for the one, of any number at once, that began it. */
    public Future<Boolean> enrol(Tx tx, Tenant tenant, UUID course, UUID contact) {
        return new StandingStore(tx)
                .enrol(course, contact)
                .compose(fresh -> fresh ? begun(tx, tenant, course, contact).map(true) : Future.succeededFuture(false));
    }

    private Future<Void> begun(Tx tx, Tenant tenant, UUID course, UUID contact) {
        Feeds.own(tx, contact, new Happening(ENROLLED, course, null));
        return named(tx, course)
                .compose(found -> Events.record(tx, new LearnFact.Enrolled(contact, course, found.title()))
                        .compose(x -> tell(tx, tenant, LearnTypes.SIGN_UP, found, contact)))
                .compose(x -> Drip.soon(tx, course));
    }

    /**
     * Somebody has the course before them, and {@code lesson} of it where they opened one: begins the course where they had not,
     * and remembers where they were.
     */
    public Future<Void> opened(Tx tx, Tenant tenant, UUID course, @Nullable UUID lesson, UUID contact) {
        var store = new StandingStore(tx);
        return enrol(tx, tenant, course, contact)
                .compose(x -> store.seen(course, contact, lesson))
                .compose(x -> lesson == null
                        ? Future.succeededFuture()
                        : store.opened(course, lesson, contact).mapEmpty());
    }

    /**
     * Marks the lesson as done, and the course as finished where it was the last that counts; with all that follows, in this
     * transaction. True for the one, of any number at once, that marked it; fails with {@code not-found} where the lesson is gone.
     */
    public Future<Boolean> done(Tx tx, Tenant tenant, UUID lesson, UUID contact) {
        var store = new StandingStore(tx);
        return store.lesson(lesson)
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(named -> enrol(tx, tenant, named.course(), contact)
                        .compose(x -> store.hold(named.course(), contact))
                        .compose(x -> store.done(named.course(), lesson, contact))
                        .compose(fresh -> fresh
                                ? marked(tx, tenant, named, lesson, contact).map(true)
                                : Future.succeededFuture(false)));
    }

    private Future<Void> marked(Tx tx, Tenant tenant, StandingStore.Named named, UUID lesson, UUID contact) {
        Feeds.own(tx, contact, new Happening(LESSON, lesson, named.course()));
        return Events.record(tx, new LearnFact.LessonCompleted(contact, named.course(), lesson, named.lesson()))
                .compose(x -> new StandingStore(tx).finish(named.course(), contact))
                .compose(ended -> ended ? finished(tx, tenant, named.course(), contact) : Future.succeededFuture());
    }

    /**
     * Ends the course for somebody for whom nothing of it is left to do, since what was left has been taken out of it. True for
     * the one, of any number at once, that ended it.
     */
    public Future<Boolean> settle(Tx tx, Tenant tenant, UUID course, UUID contact) {
        return new StandingStore(tx)
                .finish(course, contact)
                .compose(ended ->
                        ended ? finished(tx, tenant, course, contact).map(true) : Future.succeededFuture(false));
    }

    private Future<Void> finished(Tx tx, Tenant tenant, UUID course, UUID contact) {
        Feeds.own(tx, contact, new Happening(COURSE, course, null));
        var done = named(tx, course)
                .compose(found -> Events.record(tx, new LearnFact.Completed(contact, course, found.title()))
                        .compose(x -> tell(tx, tenant, LearnTypes.COMPLETED, found, contact)));
        for (var listener : listeners) done = done.compose(x -> listener.finished(tx, tenant, course, contact));
        return done;
    }

    /** Takes back a lesson that the learner had marked themselves; a finished course stays finished. False where there is no such mark. */
    public Future<Boolean> undone(Tx tx, UUID course, UUID lesson, UUID contact) {
        var store = new StandingStore(tx);
        return store.hold(course, contact)
                .compose(x -> store.undone(course, lesson, contact))
                .map(taken -> {
                    if (taken) Feeds.own(tx, contact, new Happening(LESSON, lesson, course));
                    return taken;
                });
    }

    /**
     * Adds {@code seconds} in which the lesson was in sight, at most as many as have passed, and marks it as done where it is
     * completed by that. How many there are now.
     */
    public Future<Integer> viewed(Tx tx, Tenant tenant, Lesson lesson, UUID contact, int seconds) {
        return new StandingStore(tx)
                .viewed(lesson.course(), lesson.id(), contact, seconds)
                .compose(all -> lesson.completion() == Completion.VIEWED && all >= lesson.completionSeconds()
                        ? done(tx, tenant, lesson.id(), contact).map(all)
                        : Future.succeededFuture(all));
    }

    private static Future<StandingStore.Heading> named(Tx tx, UUID course) {
        return new StandingStore(tx).course(course);
    }

    private Future<Void> tell(Tx tx, Tenant tenant, NotificationType type, StandingStore.Heading course, UUID contact) {
        var notice = Notice.of(
                        type,
                        new Recipient.Contact(contact),
                        Map.of("portal", tenant.branding().portalName(), "course", course.title()))
                .about("course", course.id())
                .link("/courses/" + course.slug());
        return notifications.tell(tx, tenant, notice);
    }
}
