package dev.atrium.courses.author;

import dev.atrium.courses.Course;
import dev.atrium.courses.author.CourseViews.CourseRows;
import dev.atrium.courses.author.CourseViews.CourseTurn;
import dev.atrium.courses.author.CourseViews.CourseWhole;
import dev.atrium.courses.author.CourseViews.CourseWish;
import dev.atrium.courses.author.CourseViews.SectionPlace;
import dev.atrium.courses.author.CourseViews.SectionWish;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Courses and their sections for programs of the business. */
final class BusinessCoursesApi {
    static final String ROOT = "/api/v1/business/courses";
    static final String ONE = ROOT + "/:course";
    private static final String SECTION = ONE + "/sections/:section";

    private final Db db;

    BusinessCoursesApi(Db db) {
        this.db = db;
    }

    void mount(Routes routes) {
        var reading = routes.business("courses:read");
        reading.get(ROOT, this::list)
                .summary("List the courses of the portal, the newest first")
                .pages()
                .query("state", "draft, published or archived: those alone")
                .gives(CourseRows.class, new CourseRows(List.of(CourseViews.ROW), null));
        reading.get(ONE, this::one)
                .summary("Get a course with its outline")
                .versioned()
                .gives(CourseWhole.class, CourseViews.COURSE)
                .refuses(404);
        courses(routes);
        sections(routes);
    }

    private void courses(Routes routes) {
        var writing = routes.business("courses:write");
        writing.post(ROOT, this::create)
                .summary("Make a course, which is a draft")
                .idempotent()
                .takes(CourseWish.class, CourseViews.COURSE_WISH)
                .creates(CourseWhole.class, CourseViews.COURSE)
                .refuses(409, 422);
        writing.put(ONE, this::change)
                .summary("Change what is said about a course")
                .versioned()
                .idempotent()
                .takes(CourseWish.class, CourseViews.COURSE_WISH)
                .gives(CourseWhole.class, CourseViews.COURSE)
                .refuses(404, 422);
        writing.post(ONE + "/state", this::turn)
                .summary("Publish a course, archive it, or make it a draft again")
                .idempotent()
                .takes(CourseTurn.class, new CourseTurn("published"))
                .gives(CourseWhole.class, CourseViews.COURSE)
                .refuses(404, 409, 422);
        writing.delete(ONE, this::delete)
                .summary("Delete a course with its lessons, and how far people are in them")
                .refuses(404);
    }

    private void sections(Routes routes) {
        var writing = routes.business("courses:write");
        writing.post(ONE + "/sections", this::addSection)
                .summary("Add a section to a course, behind the last one; the course is given back")
                .names("unlock_lesson", "earlier-lesson")
                .idempotent()
                .takes(SectionWish.class, CourseViews.SECTION_WISH)
                .gives(CourseWhole.class, CourseViews.COURSE)
                .refuses(404, 409, 422);
        writing.put(SECTION, this::changeSection)
                .summary("Change what a section is called, and when it opens")
                .names("unlock_lesson", "earlier-lesson")
                .idempotent()
                .takes(SectionWish.class, CourseViews.SECTION_WISH)
                .gives(CourseWhole.class, CourseViews.COURSE)
                .refuses(404, 422);
        writing.post(SECTION + "/place", this::place)
                .summary("Move a section of a course")
                .names("before", "empty-section")
                .idempotent()
                .takes(SectionPlace.class, new SectionPlace(CourseViews.ID))
                .gives(CourseWhole.class, CourseViews.COURSE)
                .refuses(404, 409);
        writing.delete(SECTION, this::dropSection)
                .summary("Delete a section that has no lessons")
                .names("section", "empty-section")
                .refuses(404, 409);
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        var asked = request.query("state");
        var state = asked.isEmpty()
                ? ""
                : CourseStore.state(asked)
                        .map(Course.State::word)
                        .orElseThrow(() -> Problem.invalid("state", "choice-invalid"));
        return db.read(request.scope(), tx -> new CourseStore(tx).list(state, wanted))
                .map(found -> wanted.page(found, CourseStore.Listed::place))
                .map(page -> request.paged(page.map(CourseViews::row), CourseRows::new));
    }

    private static Future<CourseWhole> whole(Tx tx, UUID course) {
        return Authoring.found(tx, course)
                .compose(tree -> new CourseStore(tx).teachers(course).map(taught -> CourseViews.whole(tree, taught)));
    }

    private static Future<Reply> reply(Tx tx, UUID course) {
        return whole(tx, course).map(view -> Reply.json(view).tagged(Integer.toString(view.version())));
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> reply(tx, request.id("course")));
    }

    private Future<Reply> create(Request request, Tx tx) {
        var id = Ids.next();
        return Authoring.create(tx, id, request.json(CourseWish.class).draft(), request.ip())
                .compose(x -> whole(tx, id))
                .map(view -> Reply.created(ROOT + "/" + id, view).tagged(Integer.toString(view.version())));
    }

    private Future<Reply> change(Request request, Tx tx) {
        var course = request.id("course");
        var draft = request.json(CourseWish.class).draft();
        return Authoring.change(tx, course, request.ifMatch(), draft, request.ip())
                .compose(x -> reply(tx, course));
    }

    private Future<Reply> turn(Request request, Tx tx) {
        var course = request.id("course");
        var to = CourseStore.state(request.json(CourseTurn.class).state())
                .orElseThrow(() -> Problem.invalid("state", "choice-invalid"));
        return Authoring.turn(tx, course, to, request.ip()).compose(x -> reply(tx, course));
    }

    private Future<Reply> delete(Request request) {
        return db.write(request.scope(), tx -> Authoring.delete(tx, request.id("course"), request.ip()))
                .map(x -> Reply.empty());
    }

    private static String title(Wrong wrong, SectionWish sent) {
        return wrong.line("title", sent.title(), CourseDraft.TITLE, true);
    }

    private Future<Reply> addSection(Request request, Tx tx) {
        var course = request.id("course");
        var sent = request.json(SectionWish.class);
        var wrong = new Wrong();
        var title = title(wrong, sent);
        var opening = sent.opening(wrong);
        wrong.end();
        return Outlining.addSection(tx, course, Ids.next(), title, opening, request.ip())
                .compose(x -> reply(tx, course));
    }

    private Future<Reply> changeSection(Request request, Tx tx) {
        var course = request.id("course");
        var sent = request.json(SectionWish.class);
        var wrong = new Wrong();
        var title = title(wrong, sent);
        var opening = sent.opening(wrong);
        wrong.end();
        return Outlining.changeSection(tx, course, request.id("section"), title, opening, request.ip())
                .compose(x -> reply(tx, course));
    }

    private Future<Reply> place(Request request, Tx tx) {
        var course = request.id("course");
        var before = request.json(SectionPlace.class).before();
        return Outlining.moveSection(tx, course, request.id("section"), before, request.ip())
                .compose(x -> reply(tx, course));
    }

    private Future<Reply> dropSection(Request request) {
        return db.write(
                        request.scope(),
                        tx -> Outlining.dropSection(tx, request.id("course"), request.id("section"), request.ip()))
                .map(x -> Reply.empty());
    }
}
