package dev.atrium.courses.author;

import dev.atrium.communities.Option;
import dev.atrium.courses.Course;
import dev.atrium.courses.CourseFrame;
import dev.atrium.courses.Tree;
import dev.atrium.db.Db;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import dev.atrium.media.Media;
import dev.atrium.media.MediaObject;
import dev.atrium.media.MediaProblem;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Precondition;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The courses of a portal on the console: the list, a new one, what is said about one, and what becomes of it. */
final class CourseRoutes {
    static final String ROOT = "/t/:slug/courses";
    static final String ONE = ROOT + "/:course";
    static final int COVER_MB = 20;

    private final Db db;
    private final Media media;
    private final CourseFrame frame;

    CourseRoutes(Db db, Media media, CourseFrame frame) {
        this.db = db;
        this.media = media;
        this.frame = frame;
    }

    /** A line of the list. */
    record Line(CourseStore.Listed it, String stateName, String badge) {}

    /** Somebody who teaches, as the form has them. */
    record TaughtRow(int n, String name, String about, String nameError, String aboutError, List<Option> team) {}

    void mount(Routes routes) {
        routes.place(new ConsolePlace("courses", "book-open", "/courses", 210, Permission.CONTENT));
        var staff = routes.staff(Permission.CONTENT);
        staff.get(ROOT, this::list).summary("List the courses of the portal");
        staff.get(ROOT + "/new", this::blank).summary("Show the form for a new course");
        staff.post(ROOT + "/new", this::create)
                .summary("Make a course, which is a draft")
                .shows(this::blank);
        staff.get(ONE + "/about", this::about).summary("Show what is said about a course");
        staff.post(ONE + "/about", this::change)
                .summary("Change what is said about a course")
                .longForm()
                .shows(this::about);
        staff.post(ONE + "/state", this::state)
                .summary("Publish a course, archive it, or make it a draft again")
                .shows(this::about);
        staff.post(ONE + "/copy", this::copy)
                .summary("Copy a course with its lessons; the copy is a draft")
                .shows(this::about);
        staff.post(ONE + "/delete", this::delete)
                .summary("Delete a course with its lessons, and how far people are in them")
                .shows(this::about);
        staff.post(ONE + "/cover", this::cover)
                .summary("Put a picture over a course")
                .uploads(COVER_MB * 1024L * 1024)
                .shows(this::about);
        staff.post(ONE + "/cover/remove", this::uncover).summary("Take the picture from a course");
    }

    private Future<Reply> list(Request request) {
        var state = CourseStore.state(request.query("state"))
                .map(Course.State::word)
                .orElse("");
        var wanted = new Page.Wanted(Page.Wanted.of(request.query("cursor"), "").after(), 50);
        return db.read(Desk.of(request).scope(), tx -> {
            var store = new CourseStore(tx);
            return store.counts()
                    .compose(counts -> store.list(state, wanted).map(found -> {
                        var page = wanted.page(found, CourseStore.Listed::place);
                        var model = new HashMap<String, Object>();
                        model.put("tabs", tabs(request, state, counts));
                        model.put(
                                "rows",
                                page.items().stream()
                                        .map(row -> line(request, row))
                                        .toList());
                        page.next().ifPresent(next -> model.put("older", "?state=" + state + "&cursor=" + next.text()));
                        return Desk.page(request, "courses/desk-list", "console.nav.courses", model);
                    }));
        });
    }

    private static Line line(Request request, CourseStore.Listed row) {
        var state = CourseStore.state(row.state()).orElseThrow();
        return new Line(row, request.say(Family.COURSE_STATE.key(row.state())), CourseFrame.badge(state));
    }

    private static List<CourseFrame.Link> tabs(
            Request request, String chosen, List<Map.Entry<String, Integer>> counts) {
        int all = counts.stream().mapToInt(Map.Entry::getValue).sum();
        var some = Stream.of(Course.State.values())
                .map(Course.State::word)
                .map(word -> new CourseFrame.Link(
                        request.path() + "?state=" + word,
                        request.say(Family.COURSE_STATE.key(word)),
                        word.equals(chosen),
                        counts.stream()
                                .filter(one -> one.getKey().equals(word))
                                .mapToInt(Map.Entry::getValue)
                                .sum()));
        var first = new CourseFrame.Link(request.path(), request.say("courses.desk.all"), chosen.isEmpty(), all);
        return Stream.concat(Stream.of(first), some).toList();
    }

    private Future<Reply> blank(Request request) {
        var model = new HashMap<String, Object>();
        model.put(
                "nonce",
                request.failed()
                        ? request.form().nonce().toString()
                        : Ids.next().toString());
        return Future.succeededFuture(Desk.page(request, "courses/desk-new", "courses.desk.new", model));
    }

    private Future<Reply> create(Request request) {
        var desk = Desk.of(request);
        var id = request.form().nonce();
        var draft = CourseDraft.of(request.form());
        return db.write(desk.scope(), tx -> Authoring.create(tx, id, draft, request.ip()))
                .map(x -> desk.done("/courses/" + id, "course-made"));
    }

    Future<Reply> about(Request request) {
        return db.read(
                Desk.of(request).scope(),
                tx -> Authoring.found(tx, request.id("course"))
                        .compose(tree -> Authoring.draft(tx, tree)
                                .compose(draft -> new CourseStore(tx).team().map(team -> {
                                    var model = frame.model(request, tree.course(), "about");
                                    fill(model, request, tree, draft, team);
                                    return Reply.page(
                                            "courses/desk-about",
                                            Reply.Layout.CONSOLE,
                                            "courses.desk.tab.about",
                                            model);
                                }))));
    }

    private static void fill(
            Map<String, Object> model,
            Request request,
            Tree tree,
            CourseDraft draft,
            List<CourseStore.Colleague> team) {
        boolean again = request.failed() && request.form().has("anchor");
        var form = request.form();
        var typed = new HashMap<String, String>();
        typed.put("title", draft.title());
        typed.put("course_slug", draft.slug());
        typed.put("summary", draft.summary());
        typed.put("description", draft.description());
        typed.put("minutes", draft.minutes() == 0 ? "" : Integer.toString(draft.minutes()));
        model.put("typed", typed);
        var anchor = again ? form.text("anchor") : draft.anchor().word();
        var anchors = Stream.of(Course.Anchor.values()).map(Course.Anchor::word).toList();
        model.put("anchors", Option.of(request, Family.COURSE_ANCHOR, anchors, anchor));
        model.put("advances", again ? !form.text("advances").isEmpty() : draft.advances());
        model.put("version", tree.course().version());
        model.put("covered", tree.course().cover() != null);
        model.put("states", moves(tree.course().state()));
        model.put("copyTitle", request.say("courses.desk.copy.name", draft.title()));
        model.put("nonce", Ids.next().toString());
        var rows = new ArrayList<TaughtRow>();
        int known = draft.instructors().size();
        // One more than there are, until there can be no more.
        int shown = again ? CourseDraft.MOST_INSTRUCTORS : Math.min(CourseDraft.MOST_INSTRUCTORS, known + 1);
        for (int i = 0; i < shown; i++)
            rows.add(taught(request, again, i, i < known ? draft.instructors().get(i) : NOBODY, team));
        model.put("instructors", rows);
    }

    private static final CourseDraft.Taught NOBODY = new CourseDraft.Taught("", "", null);

    private static TaughtRow taught(
            Request request, boolean again, int i, CourseDraft.Taught stored, List<CourseStore.Colleague> team) {
        var form = request.form();
        var chosen = again
                ? form.text("staff_" + i)
                : Optional.ofNullable(stored.staff()).map(Object::toString).orElse("");
        return new TaughtRow(
                i,
                again ? form.text("name_" + i) : stored.name(),
                again ? form.text("about_" + i) : stored.about(),
                request.error("name_" + i),
                request.error("about_" + i),
                team.stream()
                        .map(one -> new Option(
                                one.id().toString(),
                                one.name(),
                                one.id().toString().equals(chosen)))
                        .toList());
    }

    /** What a course can become from here. */
    private static Map<String, Boolean> moves(Course.State state) {
        return Map.of(
                "publish", state != Course.State.PUBLISHED,
                "archive", state == Course.State.PUBLISHED,
                "draft", state != Course.State.DRAFT);
    }

    private Future<Reply> change(Request request) {
        var desk = Desk.of(request);
        var id = request.id("course");
        var draft = CourseDraft.of(request.form());
        var from = Precondition.of(request.form().number("version"));
        return db.write(desk.scope(), tx -> Authoring.change(tx, id, from, draft, request.ip()))
                .map(x -> desk.done("/courses/" + id + "/about", "course-saved"));
    }

    private Future<Reply> state(Request request) {
        var desk = Desk.of(request);
        var id = request.id("course");
        var to =
                CourseStore.state(request.form().text("to")).orElseThrow(() -> Problem.invalid("to", "choice-invalid"));
        var word = switch (to) {
            case PUBLISHED -> "course-published";
            case ARCHIVED -> "course-archived";
            case DRAFT -> "course-unpublished";
        };
        return db.write(desk.scope(), tx -> Authoring.turn(tx, id, to, request.ip()))
                .map(x -> desk.done("/courses/" + id, word));
    }

    private Future<Reply> copy(Request request) {
        var desk = Desk.of(request);
        var course = request.id("course");
        var id = request.form().nonce();
        return db.write(
                        desk.scope(),
                        tx -> Authoring.found(tx, course)
                                .compose(tree -> Authoring.copy(
                                        tx,
                                        course,
                                        id,
                                        request.say(
                                                "courses.desk.copy.name",
                                                tree.course().title()),
                                        request.ip())))
                .map(made -> desk.done("/courses/" + made, "course-copied"));
    }

    private Future<Reply> delete(Request request) {
        var desk = Desk.of(request);
        if (request.form().text("sure").isEmpty()) throw Problem.invalid("sure", "course-sure");
        return db.write(desk.scope(), tx -> Authoring.delete(tx, request.id("course"), request.ip()))
                .map(x -> desk.done("/courses", "course-deleted"));
    }

    private Future<Reply> cover(Request request) {
        var desk = Desk.of(request);
        var id = request.id("course");
        if (request.uploads().isEmpty() || request.uploads().getFirst().size() == 0)
            throw Problem.invalid("cover", "group-cover-missing");
        return db.read(desk.scope(), tx -> Authoring.found(tx, id))
                .compose(x -> media.keep(
                        request,
                        MediaObject.Purpose.COVER,
                        (tx, picture) -> Authoring.cover(tx, id, picture.id(), request.ip())))
                .recover(e -> Future.failedFuture(refusal(e)))
                .map(x -> desk.done("/courses/" + id + "/about", "course-cover-saved"));
    }

    private static Throwable refusal(Throwable e) {
        if (e instanceof Problem problem && problem.fields().containsKey("size"))
            return Problem.invalid("cover", "group-cover-large", COVER_MB);
        if (!(e instanceof MediaProblem refused)) return e;
        return Problem.invalid("cover", refused.code().equals("picture-pixels") ? "group-cover-pixels" : "group-cover");
    }

    private Future<Reply> uncover(Request request) {
        var desk = Desk.of(request);
        var id = request.id("course");
        return db.write(desk.scope(), tx -> Authoring.cover(tx, id, null, request.ip()))
                .map(x -> desk.done("/courses/" + id + "/about", "course-cover-removed"));
    }
}
