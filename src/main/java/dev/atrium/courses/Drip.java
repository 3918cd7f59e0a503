package dev.atrium.courses;

import dev.atrium.db.Tx;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells learners what the clock has opened for them: each lesson once, and what opens together in one notice. One job for a course
 * looks at those of its learners whose time has come, and is due again when the next one's does.
 */
public final class Drip {
    private static final String KIND = "courses.drip";
    /** Learners of one job; where there are more, it is due again at once. */
    private static final int AT_ONCE = 50;
    /** Whoever may not take the course now is looked at again after it: they may by then, and nothing else would say so. */
    private static final Duration SHUT = Duration.ofDays(1);

    private final Clock clock;
    private final Hosts hosts;
    private final Notifications notifications;

    public Drip(Clock clock, Hosts hosts, Notifications notifications) {
        this.clock = clock;
        this.hosts = hosts;
        this.notifications = notifications;
    }

    public JobKind kind() {
        return new JobKind.InTx(KIND, JobKind.Limits.USUAL, this::run);
    }

    /** When lessons open has changed for everybody in the course. */
    public static Future<Void> changed(Tx tx, UUID course) {
        return new DripStore(tx).again(course).compose(some -> some == 0 ? Future.succeededFuture() : soon(tx, course));
    }

    /** Somebody has begun the course, or their clock was stopped or goes on: their enrolment says that it is to be looked at. */
    public static Future<Void> soon(Tx tx, UUID course) {
        return due(tx, course, Instant.EPOCH);
    }

    private static Future<Void> due(Tx tx, UUID course, Instant at) {
        return Jobs.schedule(tx, KIND, course.toString(), at, new JsonObject());
    }

    private Future<Void> run(Tx tx, Job job) {
        var course = UUID.fromString(job.key());
        var store = new DripStore(tx);
        return hosts.tenant(job.tenant())
                .compose(tenant -> tenant.isEmpty()
                        ? Future.succeededFuture()
                        : store.due(course, AT_ONCE).compose(due -> each(tx, tenant.get(), course, due)))
                .compose(x -> store.next(course))
                .compose(next -> next.isEmpty() ? Future.succeededFuture() : due(tx, course, next.get()));
    }

    private Future<Void> each(Tx tx, Tenant tenant, UUID course, List<DripStore.Due> due) {
        Future<Void> done = Future.succeededFuture();
        for (var one : due) done = done.compose(x -> look(tx, tenant, course, one));
        return done;
    }

    private Future<Void> look(Tx tx, Tenant tenant, UUID course, DripStore.Due who) {
        var store = new DripStore(tx);
        return Door.inside(tx, who.contact(), course)
                .map(Optional::of)
                .recover(e -> e instanceof Problem problem && problem.status() == 404
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(e))
                .compose(found -> found.isEmpty()
                        ? store.looked(course, who.contact(), clock.now().plus(SHUT))
                        : look(tx, tenant, found.get(), who))
                .mapEmpty();
    }

    private Future<Integer> look(Tx tx, Tenant tenant, Door.Inside inside, DripStore.Due who) {
        var store = new DripStore(tx);
        var course = inside.tree().course();
        var timed = timed(inside.tree(), inside.states());
        return store.opened(course.id(), who.contact())
                .compose(opened -> store.tell(course.id(), who.contact(), timed)
                        .map(fresh -> inside.tree()
                                .lessons()
                                .filter(lesson -> fresh.contains(lesson.id()) && !opened.contains(lesson.id()))
                                .toList()))
                .compose(fresh ->
                        who.begun() && !fresh.isEmpty() && !inside.standing().finished()
                                ? tell(tx, tenant, course, who.contact(), fresh)
                                : Future.succeededFuture())
                .compose(x -> store.looked(course.id(), who.contact(), next(inside.states())));
    }

    /** The lessons that are open and that some clock held back: those that open by what a learner does need no word of it. */
    static List<UUID> timed(Tree tree, Map<UUID, Unlocks.State> states) {
        return tree.branches().stream()
                .flatMap(branch -> branch.lessons().stream()
                        .filter(lesson -> byClock(branch.section().unlock()) || byClock(lesson.unlock())))
                .map(Lesson::id)
                .filter(lesson -> states.get(lesson) instanceof Unlocks.Open)
                .toList();
    }

    private static boolean byClock(Unlock unlock) {
        return unlock instanceof Unlock.Days || unlock instanceof Unlock.At;
    }

    /** When the clock opens the next lesson; null where it opens none. */
    private static @Nullable Instant next(Map<UUID, Unlocks.State> states) {
        return states.values().stream()
                .filter(Unlocks.Until.class::isInstance)
                .map(state -> ((Unlocks.Until) state).at())
                .min(Instant::compareTo)
                .orElse(null);
    }

    private Future<Void> tell(Tx tx, Tenant tenant, Course course, UUID contact, List<Lesson> fresh) {
        var portal = tenant.branding().portalName();
        var path = "/courses/" + course.slug();
        var to = new Recipient.Contact(contact);
        var notice = fresh.size() == 1
                ? Notice.of(
                                LearnTypes.DRIP,
                                to,
                                Map.of(
                                        "portal",
                                        portal,
                                        "course",
                                        course.title(),
                                        "lesson",
                                        fresh.getFirst().title()))
                        .about("lesson", fresh.getFirst().id())
                        .link(path + "/lessons/" + fresh.getFirst().id())
                : Notice.of(
                                LearnTypes.UNLOCKED,
                                to,
                                Map.of("portal", portal, "course", course.title(), "lessons", fresh.size()))
                        .about("course", course.id())
                        .link(path);
        return notifications.tell(tx, tenant, notice);
    }
}
