package dev.atrium.courses.play;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who takes a course, for programs of the business. */
final class LearnersApi {
    private static final String ROOT = "/api/v1/business/courses/:course";
    private static final String GRANTS = ROOT + "/grants";
    private static final String LEARNER = ROOT + "/learners/:contact";
    private static final String COURSE = "taught-course";

    private final Db db;
    private final Granting granting;

    LearnersApi(Db db, Granting granting) {
        this.db = db;
        this.granting = granting;
    }

    void mount(Routes routes) {
        reading(routes);
        writing(routes);
    }

    private void reading(Routes routes) {
        var reading = routes.business("learners:read");
        reading.get(GRANTS, this::grants)
                .summary("List what gives access to a course, the newest first")
                .names("course", COURSE)
                .pages()
                .gives(LearnerViews.GrantList.class, new LearnerViews.GrantList(List.of(LearnerViews.GRANT), null))
                .refuses(404);
        reading.get(ROOT + "/learners", this::learners)
                .summary("List whom a course is for and how far each is, by name")
                .names("course", COURSE)
                .pages()
                .query("q", "those whose name or e-mail address has this in it")
                .gives(
                        LearnerViews.LearnerList.class,
                        new LearnerViews.LearnerList(List.of(LearnerViews.LEARNER), null))
                .refuses(404);
        reading.get(LEARNER, this::learner)
                .summary("Get how far somebody is in a course")
                .names("course", COURSE)
                .names("contact", "taught-person")
                .gives(LearnerViews.LearnerView.class, LearnerViews.LEARNER)
                .refuses(404);
        reading.get(ROOT + "/progress", this::progress)
                .summary("Get how many learners reach and complete each lesson of a course")
                .names("course", COURSE)
                .gives(LearnerViews.CourseReach.class, LearnerViews.REACH)
                .refuses(404);
    }

    private void writing(Routes routes) {
        var writing = routes.business("learners:write");
        writing.post(GRANTS, this::grant)
                .summary(
                        "Open a course for a person, a tag, a company, or a group from a level on: exactly one of these")
                .names("course", COURSE)
                .names("contact", "fresh-learner")
                .idempotent()
                .takes(LearnerViews.GrantNew.class, LearnerViews.NEW)
                .creates(LearnerViews.GrantView.class, LearnerViews.GRANT)
                .refuses(404, 409, 422);
        writing.post(GRANTS + "/:grant/end", this::end)
                .summary("End a grant now; what was learned stays")
                .names("course", COURSE)
                .names("grant", "course-grant")
                .idempotent()
                .refuses(404, 409);
        learner(writing.post(LEARNER + "/pause", (request, tx) -> clock(request, tx, true)))
                .summary("Stop the clock by which lessons open for somebody")
                .names("contact", "taught-person")
                .refuses(404, 409);
        learner(writing.post(LEARNER + "/resume", (request, tx) -> clock(request, tx, false)))
                .summary("Start somebody's clock again, later by as long as it stood")
                .names("contact", "taught-paused")
                .refuses(404, 409);
        learner(writing.post(LEARNER + "/lessons/:lesson/done", this::mark))
                .summary("Mark a lesson as done for somebody who has begun the course")
                .names("contact", "taught-person")
                .names("lesson", "taught-lesson")
                .refuses(404, 409);
    }

    private static Route learner(Route route) {
        return route.names("course", COURSE).idempotent().gives(LearnerViews.LearnerView.class, LearnerViews.LEARNER);
    }

    private Future<Reply> grants(Request request) {
        var wanted = request.page();
        var after = wanted.after();
        return db.read(
                        request.scope(),
                        tx -> CourseDesk.course(tx, request)
                                .compose(course -> new GrantStore(tx)
                                        .list(
                                                course.id(),
                                                after.map(Cursor::time).orElse(null),
                                                after.map(Cursor::id).orElse(null),
                                                wanted.rows())))
                .map(found -> wanted.page(found, grant -> Cursor.at(grant.createdAt(), grant.id())))
                .map(page -> request.paged(page.map(LearnerViews::of), LearnerViews.GrantList::new));
    }

    private Future<Reply> learners(Request request) {
        var wanted = request.page();
        return db.read(
                        request.scope(),
                        tx -> CourseDesk.course(tx, request)
                                .compose(course -> new LearnerStore(tx)
                                        .list(
                                                course.id(),
                                                PeopleDesk.words(request),
                                                wanted.after().map(Cursor::id).orElse(null),
                                                wanted.rows())))
                .map(found -> wanted.page(found, learner -> new Cursor("", learner.contact())))
                .map(page -> request.paged(page.map(LearnerViews::of), LearnerViews.LearnerList::new));
    }

    private Future<Reply> learner(Request request) {
        return db.read(
                request.scope(),
                tx -> CourseDesk.course(tx, request)
                        .compose(course -> Granting.learner(tx, course.id(), request.id("contact")))
                        .map(learner -> Reply.json(LearnerViews.of(learner))));
    }

    private Future<Reply> progress(Request request) {
        return db.read(
                request.scope(),
                tx -> CourseDesk.course(tx, request).compose(course -> {
                    var store = new LearnerStore(tx);
                    var figures = store.figures(course.id());
                    var lessons = store.lessons(course.id());
                    return Future.all(figures, lessons)
                            .map(x -> Reply.json(LearnerViews.of(course, figures.result(), lessons.result())));
                }));
    }

    private Future<Reply> grant(Request request, Tx tx) {
        var draft = draft(request.json(LearnerViews.GrantNew.class));
        return CourseDesk.course(tx, request)
                .compose(course -> granting.grant(tx, course, draft, request.ip()))
                .map(grant -> Reply.created(request.path() + "/" + grant.id(), LearnerViews.of(grant)));
    }

    private static GrantDraft draft(LearnerViews.GrantNew sent) {
        var named = Stream.of(sent.contact(), sent.tag(), sent.company(), sent.group())
                .filter(id -> id != null)
                .count();
        if (named != 1) throw Problem.invalid("contact", "grant-who");
        var ends = sent.ends_at();
        var starts = sent.starts_at();
        if (ends != null && starts != null && !ends.isAfter(starts)) throw Problem.invalid("ends_at", "grant-ends");
        if (Stream.of(starts, ends).anyMatch(LearnersApi::far)) throw Problem.invalid("starts_at", "grant-time");
        var level = sent.group() == null ? null : sent.level() == null ? Integer.valueOf(1) : sent.level();
        if (level != null && (level < 1 || level > GrantDraft.LEVELS))
            throw Problem.invalid("level", "grant-level", GrantDraft.LEVELS);
        return new GrantDraft(kind(sent), thing(sent), "", level, starts, ends);
    }

    private static boolean far(@Nullable Instant at) {
        return at != null
                && (at.isBefore(Instant.parse("2000-01-01T00:00:00Z"))
                        || at.isAfter(Instant.parse("9000-01-01T00:00:00Z")));
    }

    private static String kind(LearnerViews.GrantNew sent) {
        if (sent.contact() != null) return "contact";
        if (sent.tag() != null) return "tag";
        return sent.company() != null ? "company" : "group";
    }

    private static @Nullable UUID thing(LearnerViews.GrantNew sent) {
        if (sent.contact() != null) return sent.contact();
        if (sent.tag() != null) return sent.tag();
        return sent.company() != null ? sent.company() : sent.group();
    }

    private Future<Reply> end(Request request, Tx tx) {
        return CourseDesk.course(tx, request)
                .compose(course -> granting.end(tx, course, request.id("grant"), request.ip()))
                .map(x -> Reply.empty());
    }

    private Future<Reply> clock(Request request, Tx tx, boolean pause) {
        return CourseDesk.course(tx, request)
                .compose(course -> granting.pause(tx, course, request.id("contact"), pause, request.ip()))
                .map(learner -> Reply.json(LearnerViews.of(learner)));
    }

    private Future<Reply> mark(Request request, Tx tx) {
        return CourseDesk.course(tx, request)
                .compose(course -> granting.mark(
                        tx, request.tenant(), course, request.id("contact"), request.id("lesson"), request.ip()))
                .map(learner -> Reply.json(LearnerViews.of(learner)));
    }
}
