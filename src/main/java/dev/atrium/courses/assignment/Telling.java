package dev.atrium.courses.assignment;

import dev.atrium.courses.Door;
import dev.atrium.db.Tx;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Who hears of work that was handed in, soon after. Whether they may still see the lesson is asked when they are told, not when it
 * happened: whoever may not hears nothing, not even what it is called. No words of the work leave by mail.
 */
final class Telling {
    private static final String KIND = "assignment.tell";
    /** In a payload: which type the learner is told; without it, staff are told. */
    private static final String TYPE = "type";

    private final Clock clock;
    private final Hosts hosts;
    private final Notifications notifications;

    Telling(Clock clock, Hosts hosts, Notifications notifications) {
        this.clock = clock;
        this.hosts = hosts;
        this.notifications = notifications;
    }

    static String path(String slug, UUID lesson) {
        return "/courses/" + slug + "/lessons/" + lesson + "/assignment";
    }

    JobKind kind() {
        return new JobKind.InTx(KIND, JobKind.Limits.USUAL, this::tell);
    }

    Future<Void> learner(Tx tx, NotificationType type, UUID course, UUID work) {
        return soon(tx, course, work, new JsonObject().put(TYPE, type.key()));
    }

    /** Whoever of staff teaches the course; where nobody does, everybody who publishes. */
    Future<Void> staff(Tx tx, UUID course, UUID work) {
        return soon(tx, course, work, new JsonObject());
    }

    private Future<Void> soon(Tx tx, UUID course, UUID work, JsonObject payload) {
        // Each time of its own: what is told twice happened twice.
        return Jobs.schedule(
                tx,
                KIND,
                work + ":" + Ids.next(),
                clock.now(),
                payload.put("course", course.toString()).put("work", work.toString()));
    }

    /** What is told of, as it is called now. */
    private record About(Tenant tenant, MarkStore.Taught course, MarkStore.Line line) {
        Notice notice(NotificationType type, Recipient to) {
            return Notice.of(type, to, Map.of("course", course.title(), "lesson", line.lesson()))
                    .about("hand-in", line.it().id());
        }
    }

    private Future<Void> tell(Tx tx, Job job) {
        var store = new MarkStore(tx);
        var id = UUID.fromString(job.payload().getString("course"));
        var work = UUID.fromString(job.payload().getString("work"));
        var type = Optional.ofNullable(job.payload().getString(TYPE));
        return hosts.tenant(job.tenant())
                .compose(tenant -> Future.all(store.course(id, null), store.one(id, work))
                        .compose(found -> {
                            Optional<MarkStore.Taught> course = found.resultAt(0);
                            Optional<MarkStore.Line> line = found.resultAt(1);
                            // Deleted meanwhile: there is nothing left to tell of.
                            if (tenant.isEmpty() || course.isEmpty() || line.isEmpty()) return Future.succeededFuture();
                            var about = new About(tenant.get(), course.get(), line.get());
                            return type.isPresent() ? learner(tx, about, type.get()) : staff(tx, about);
                        }));
    }

    private Future<Void> learner(Tx tx, About about, String key) {
        var it = about.line().it();
        var type = AssignmentTypes.ALL.stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow();
        return Door.seers(tx, it.course(), it.lesson(), List.of(it.contact())).compose(seers -> {
            if (seers.isEmpty()) return Future.succeededFuture();
            var notice = about.notice(type, new Recipient.Contact(it.contact()))
                    .link(path(about.course().slug(), it.lesson()));
            return notifications.tell(
                    tx, about.tenant(), type.equals(AssignmentTypes.ANSWERED) ? notice.oneLine() : notice);
        });
    }

    private Future<Void> staff(Tx tx, About about) {
        var desk = "/courses/" + about.course().id() + "/hand-ins";
        return new MarkStore(tx).teachers(about.course().id()).compose(teachers -> {
            if (teachers.isEmpty()) return notifications.tellTeam(tx, AssignmentTypes.WAITING, desk, Map.of());
            var done = Future.<Void>succeededFuture();
            for (var teacher : teachers)
                done = done.compose(x -> notifications.tell(
                        tx,
                        about.tenant(),
                        about.notice(AssignmentTypes.TAUGHT, new Recipient.Member(teacher))
                                .link(desk + "/" + about.line().it().id())
                                .oneLine()));
            return done;
        });
    }
}
