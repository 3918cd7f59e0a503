package dev.atrium.courses.play;

import dev.atrium.courses.CourseFrame;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Faces;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who takes a course, how far each is, and what staff do for one of them. */
final class PeopleDesk {
    private static final String ROOT = CourseDesk.ROOT + "/people";
    private static final String ONE = ROOT + "/:contact";
    private static final int PAGE = 25;
    private static final int LONGEST = 200;

    /** A row of the list. */
    record Row(Learner it, String url, String initials, int hue) {}

    private final Db db;
    private final CourseFrame frame;
    private final Hosts hosts;
    private final Granting granting;

    PeopleDesk(Db db, CourseFrame frame, Hosts hosts, Granting granting) {
        this.db = db;
        this.frame = frame;
        this.hosts = hosts;
        this.granting = granting;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        staff.get(ROOT, this::page)
                .summary("List who takes a course and how far each is")
                .names("course", "taught-course");
        staff.get(ROOT + ".csv", this::file)
                .summary("Download who takes a course")
                .names("course", "taught-course")
                .givesBytes("text/csv")
                .fresh();
        staff.get(ONE, this::one)
                .summary("Show how far somebody is in a course, lesson by lesson")
                .names("course", "taught-course")
                .names("contact", "taught-person");
        staff.post(ONE + "/pause", request -> clock(request, true))
                .summary("Stop the clock by which lessons open for somebody")
                .names("course", "taught-course")
                .names("contact", "taught-person")
                .shows(this::one);
        staff.post(ONE + "/resume", request -> clock(request, false))
                .summary("Start somebody's clock again, later by as long as it stood")
                .names("course", "taught-course")
                .names("contact", "taught-paused")
                .shows(this::one);
        staff.post(ONE + "/lessons/:lesson/done", this::mark)
                .summary("Mark a lesson as done for somebody")
                .names("course", "taught-course")
                .names("contact", "taught-person")
                .names("lesson", "taught-lesson")
                .shows(this::one);
    }

    static String words(Request request) {
        var words = request.query("q").strip().replace("\0", "");
        return words.substring(0, Math.min(LONGEST, words.length()));
    }

    private Future<Reply> page(Request request) {
        var words = words(request);
        var after = Ids.parse(request.query("after"));
        return db.read(
                Desk.of(request).scope(),
                tx -> CourseDesk.course(tx, request).compose(course -> {
                    var store = new LearnerStore(tx);
                    var rows = store.list(course.id(), words, after, PAGE + 1);
                    var figures = store.figures(course.id());
                    return Future.all(rows, figures).map(x -> {
                        var model = CourseDesk.model(frame, request, course, "people");
                        model.put("figures", figures.result());
                        model.put("words", words);
                        model.put("rows", rows(request, course, rows.result()));
                        model.put("export", path(request, course, ".csv", words, null));
                        if (after != null) model.put("first", path(request, course, "", words, null));
                        if (rows.result().size() > PAGE)
                            model.put(
                                    "next",
                                    path(
                                            request,
                                            course,
                                            "",
                                            words,
                                            rows.result().get(PAGE - 1).contact()));
                        return Reply.page("learners/people", Reply.Layout.CONSOLE, "learners.people", model);
                    });
                }));
    }

    private static List<Row> rows(Request request, LearnerStore.Named course, List<Learner> learners) {
        var here = CourseDesk.path(request, course.id()) + "/people/";
        return learners.stream()
                .limit(PAGE)
                .map(learner -> new Row(
                        learner,
                        here + learner.contact(),
                        Faces.initials(learner.name()),
                        Faces.hue(learner.contact())))
                .toList();
    }

    private static String path(
            Request request, LearnerStore.Named course, String end, String words, @Nullable UUID after) {
        var path = new QueryStringEncoder(CourseDesk.path(request, course.id()) + "/people" + end);
        if (!words.isEmpty()) path.addParam("q", words);
        if (after != null) path.addParam("after", after.toString());
        return path.toString();
    }

    /** Written down before the first byte leaves. */
    private Future<Reply> file(Request request) {
        return db.write(
                Desk.of(request).scope(),
                tx -> CourseDesk.course(tx, request)
                        .compose(course -> Audit.record(
                                        tx,
                                        "learner.exported",
                                        "course",
                                        course.id(),
                                        new JsonObject().put("title", course.title()),
                                        request.ip())
                                .map(x -> new Reply.Stream(
                                        new PeopleFile(db, request, course.id(), words(request)),
                                        "text/csv; charset=utf-8",
                                        "people-" + course.slug() + ".csv"))));
    }

    private Future<Reply> one(Request request) {
        return db.read(
                Desk.of(request).scope(),
                tx -> CourseDesk.course(tx, request).compose(course -> {
                    var contact = request.id("contact");
                    var learner = Granting.learner(tx, course.id(), contact);
                    var steps = new LearnerStore(tx).steps(course.id(), contact);
                    return Future.all(learner, steps).map(x -> {
                        var model = CourseDesk.model(frame, request, course, "people");
                        model.put(
                                "row",
                                rows(request, course, List.of(learner.result())).getFirst());
                        model.put("steps", steps.result());
                        model.put("begun", learner.result().enrolledAt() != null);
                        return Reply.page("learners/person", Reply.Layout.CONSOLE, "learners.person", model);
                    });
                }));
    }

    private interface Deed {
        Future<?> of(Tx tx, LearnerStore.Named course, Tenant tenant);
    }

    private Future<Reply> act(Request request, String word, Deed deed) {
        var desk = Desk.of(request);
        return hosts.tenant(desk.seat().tenant())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(tenant -> db.write(
                        desk.scope(),
                        tx -> CourseDesk.course(tx, request)
                                .compose(course -> deed.of(tx, course, tenant)
                                        .map(x -> desk.done(
                                                "/courses/" + course.id() + "/people/" + request.id("contact"),
                                                word)))));
    }

    private Future<Reply> clock(Request request, boolean pause) {
        return act(
                request,
                pause ? "learner-paused" : "learner-resumed",
                (tx, course, tenant) -> granting.pause(tx, course, request.id("contact"), pause, request.ip()));
    }

    private Future<Reply> mark(Request request) {
        return act(
                request,
                "lesson-marked",
                (tx, course, tenant) ->
                        granting.mark(tx, tenant, course, request.id("contact"), request.id("lesson"), request.ip()));
    }
}
