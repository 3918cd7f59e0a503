package dev.atrium.courses.assignment;

import dev.atrium.courses.CourseFrame;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaModule;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Faces;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where staff see what was handed in and say what becomes of it: who publishes, and who teaches the course. */
final class MarkDesk {
    private static final String ROOT = "/t/:slug/courses/:course/hand-ins";
    private static final String ONE = ROOT + "/:work";
    private static final String COURSE = "staff-marked-course";
    private static final String WORK = "marked-work";
    private static final int PAGE = 25;
    private static final int LONGEST = 200;

    /** A line of the queue. */
    record QueueRow(
            MarkStore.Line line, String url, String initials, int hue, String stateName, String badge, boolean waits) {}

    /** What a list to choose from offers. */
    record Choice(String id, String label, boolean selected) {}

    /** A criterion of the form: a list of its levels, or a field for a number. */
    record ScoreRow(
            int n,
            String name,
            String title,
            int points,
            boolean levelled,
            List<Choice> levels,
            String value,
            String error) {}

    private final Vertx vertx;
    private final Db db;
    private final Hosts hosts;
    private final MediaModule media;
    private final CourseFrame frame;
    private final Marking marking;

    MarkDesk(Vertx vertx, Db db, Hosts hosts, MediaModule media, CourseFrame frame, Marking marking) {
        this.vertx = vertx;
        this.db = db;
        this.hosts = hosts;
        this.media = media;
        this.frame = frame;
        this.marking = marking;
    }

    void mount(Routes routes) {
        // Whoever teaches a course may mark in it, whatever else their role lets them do: each step asks.
        var staff = routes.staff(Permission.READ);
        staff.get(ROOT, this::list)
                .summary("List what was handed in in a course, what waits first (who publishes, or teaches it)")
                .names("course", COURSE);
        named(staff.get(ONE, this::one))
                .summary("Show what somebody handed in, with all versions (who publishes, or teaches the course)");
        named(staff.get(ONE + "/files/:file", this::file))
                .names("file", "marked-file")
                .summary("Save a file that was handed in (who publishes, or teaches the course)");
        named(staff.post(ONE + "/decide", this::decide))
                .summary("Return, accept or reject what was handed in (who publishes, or teaches the course)")
                .longForm()
                .shows(this::one);
        staff.post(ONE + "/reopen", this::reopen)
                .names("course", COURSE)
                .names("work", "ended-work")
                .summary("Let what was at its end be handed in once more (who publishes, or teaches the course)")
                .shows(this::one);
        named(staff.post(ONE + "/messages", this::say))
                .summary("Write to a learner about their work (who publishes, or teaches the course)")
                .longForm()
                .shows(this::one);
    }

    private static Route named(Route route) {
        return route.names("course", COURSE).names("work", WORK);
    }

    /** The course, for whoever may mark in it; to anybody else it is unknown. */
    private static Future<MarkStore.Taught> course(Tx tx, Request request) {
        var desk = Desk.of(request);
        return new MarkStore(tx)
                .course(request.id("course"), desk.staff().id())
                .map(found -> found.filter(course -> desk.may(Permission.CONTENT) || course.teaches())
                        .orElseThrow(Problem::notFound));
    }

    private Map<String, Object> frame(Request request, MarkStore.Taught course, int waiting) {
        var model = frame.model(request, course.id(), course.title(), course.slug(), course.state(), "hand-ins");
        boolean publishes = Desk.of(request).may(Permission.CONTENT);
        model.put("publishes", publishes);
        model.put("waiting", waiting);
        model.put("queue", model.get("here") + "/hand-ins");
        return model;
    }

    private static MarkStore.Wanted wanted(Request request) {
        var state = request.query("state");
        var known =
                Arrays.stream(HandIn.State.values()).anyMatch(one -> one.word().equals(state));
        var words = request.query("q").strip().replace("\0", "");
        return new MarkStore.Wanted(
                known ? state : "",
                Ids.parse(request.query("lesson")),
                null,
                words.substring(0, Math.min(LONGEST, words.length())));
    }

    private Future<Reply> list(Request request) {
        var wanted = wanted(request);
        var after = place(request.query("after"));
        return db.read(
                Desk.of(request).scope(),
                tx -> course(tx, request).compose(course -> {
                    var store = new MarkStore(tx);
                    var rows = store.list(course.id(), wanted, after, PAGE + 1);
                    var lessons = store.lessons(course.id());
                    var waiting = store.waiting(course.id());
                    return Future.all(rows, lessons, waiting).map(x -> {
                        var model = frame(request, course, waiting.result());
                        list(model, request, wanted, rows.result(), lessons.result());
                        if (after.isPresent()) model.put("first", path(model, wanted, ""));
                        if (rows.result().size() > PAGE)
                            model.put(
                                    "next",
                                    path(
                                            model,
                                            wanted,
                                            rows.result().get(PAGE - 1).cursor().text()));
                        return Reply.page(
                                "courses/assignment/desk-list", Reply.Layout.CONSOLE, "assignment.desk.title", model);
                    });
                }));
    }

    private static void list(
            Map<String, Object> model,
            Request request,
            MarkStore.Wanted wanted,
            List<MarkStore.Line> rows,
            List<MarkStore.Named> lessons) {
        model.put(
                "rows",
                rows.stream().limit(PAGE).map(line -> row(request, model, line)).toList());
        model.put("words", wanted.words());
        model.put(
                "states",
                Arrays.stream(HandIn.State.values())
                        .filter(state -> state != HandIn.State.DRAFT)
                        .map(state -> new Choice(
                                state.word(),
                                request.say(Family.HAND_IN_STATE.key(state.word())),
                                state.word().equals(wanted.state())))
                        .toList());
        model.put(
                "lessons",
                lessons.stream()
                        .map(one -> new Choice(
                                one.id().toString(), one.title(), one.id().equals(wanted.lesson())))
                        .toList());
        model.put("narrowed", !wanted.words().isEmpty() || !wanted.state().isEmpty() || wanted.lesson() != null);
    }

    private static QueueRow row(Request request, Map<String, Object> model, MarkStore.Line line) {
        var state = line.it().state();
        return new QueueRow(
                line,
                model.get("queue") + "/" + line.it().id(),
                Faces.initials(line.name()),
                Faces.hue(line.it().contact()),
                request.say(Family.HAND_IN_STATE.key(state.word())),
                state.badge(),
                state == HandIn.State.SUBMITTED);
    }

    /** A place that nobody made is the beginning. */
    private static Optional<Cursor> place(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Cursor.parse(text));
        } catch (Problem unreadable) {
            return Optional.empty();
        }
    }

    private static String path(Map<String, Object> model, MarkStore.Wanted wanted, String after) {
        var path = new QueryStringEncoder(String.valueOf(model.get("queue")));
        if (!wanted.state().isEmpty()) path.addParam("state", wanted.state());
        var lesson = wanted.lesson();
        if (lesson != null) path.addParam("lesson", lesson.toString());
        if (!wanted.words().isEmpty()) path.addParam("q", wanted.words());
        if (!after.isEmpty()) path.addParam("after", after);
        return path.toString();
    }

    private Future<Reply> one(Request request) {
        return db.read(
                Desk.of(request).scope(),
                tx -> course(tx, request)
                        .compose(course -> Marking.found(tx, course.id(), request.id("work"))
                                .compose(line -> one(tx, request, course, line))));
    }

    private Future<Reply> one(Tx tx, Request request, MarkStore.Taught course, MarkStore.Line line) {
        var waiting = new MarkStore(tx).waiting(course.id());
        return HandInPart.whole(tx, line.it().lesson(), line.it().contact())
                .compose(whole -> Future.all(waiting, HandInPart.texts(vertx, whole.versions()))
                        .map(all -> {
                            var model = frame(request, course, waiting.result());
                            var row = row(request, model, line);
                            model.put("row", row);
                            model.put(
                                    "versions",
                                    HandInPart.versions(
                                            request,
                                            whole.versions(),
                                            all.resultAt(1),
                                            whole.files(),
                                            row.url() + "/files/"));
                            marked(model, request, whole, line);
                            model.put("said", HandInPart.said(whole.messages(), true));
                            model.put("sayUrl", row.url() + "/messages");
                            HandInPart.saying(model, request);
                            return Reply.page(
                                    "courses/assignment/desk-work",
                                    Reply.Layout.CONSOLE,
                                    "assignment.desk.work",
                                    model);
                        }));
    }

    private static void marked(
            Map<String, Object> model, Request request, HandInPart.Whole whole, MarkStore.Line line) {
        var state = line.it().state();
        boolean ended = state == HandIn.State.ACCEPTED || state == HandIn.State.REJECTED;
        model.put("number", line.it().versions());
        model.put("ended", ended);
        model.put("spent", line.it().left(whole.terms()) == 0);
        model.put("left", line.it().left(whole.terms()));
        model.put("most", whole.terms().most());
        model.put("acceptPoints", whole.terms().acceptPoints());
        model.put("feedback", request.failed() ? request.form().raw("feedback") : "");
        model.put("feedbackError", request.error("feedback"));
        model.put("decisionError", request.error("decision"));
        var scores = new ArrayList<ScoreRow>();
        var rubric = whole.terms().rubric();
        for (int i = 0; i < rubric.size(); i++) scores.add(score(request, i, rubric.get(i)));
        model.put("scores", scores);
    }

    private static ScoreRow score(Request request, int n, Criterion criterion) {
        var name = "score_" + n;
        var typed = request.failed() ? request.form().text(name) : "";
        return new ScoreRow(
                n + 1,
                name,
                criterion.title(),
                criterion.points(),
                !criterion.levels().isEmpty(),
                criterion.levels().stream()
                        .map(level -> new Choice(
                                Integer.toString(level.points()),
                                request.say("assignment.level", level.points(), level.title()),
                                Integer.toString(level.points()).equals(typed)))
                        .toList(),
                typed,
                request.error(name));
    }

    private Future<Reply> file(Request request) {
        return db.read(
                Desk.of(request).scope(),
                tx -> course(tx, request)
                        .compose(course -> Marking.found(tx, course.id(), request.id("work")))
                        .compose(line -> handed(tx, line.it().id(), request.id("file")))
                        .compose(file -> media.attachment(tx, file.media())));
    }

    /** What is still being written is the learner's own. */
    static Future<HandIn.Attached> handed(Tx tx, UUID work, UUID file) {
        return HandInPart.file(tx, work, file).map(found -> {
            if (found.number() == 0) throw Problem.notFound();
            return found;
        });
    }

    private interface Deed {
        Future<?> of(Tx tx, Tenant tenant, MarkStore.Taught course, UUID work);
    }

    private Future<Reply> act(Request request, String word, Deed deed) {
        var desk = Desk.of(request);
        var work = request.id("work");
        return hosts.tenant(desk.seat().tenant())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(tenant -> db.write(
                        desk.scope(),
                        tx -> course(tx, request)
                                .compose(course -> deed.of(tx, tenant, course, work)
                                        .map(x -> desk.done("/courses/" + course.id() + "/hand-ins/" + work, word)))));
    }

    private static Marking.Hand hand(Request request) {
        var staff = Desk.of(request).staff();
        return new Marking.Hand(staff.id(), staff.name());
    }

    private Future<Reply> decide(Request request) {
        var form = request.form();
        var decision = Marking.Draft.decision(form.text("decision"));
        var scores = new ArrayList<@Nullable Integer>();
        for (int i = 0; i < Criterion.MOST && form.has("score_" + i); i++) {
            var typed = form.text("score_" + i);
            scores.add(typed.isEmpty() ? null : Integer.valueOf(form.number("score_" + i)));
        }
        var draft = new Marking.Draft(form.number("number"), decision, form.raw("feedback"), scores);
        var word = switch (decision) {
            case ACCEPTED -> "hand-in-accepted";
            case REJECTED -> "hand-in-rejected";
            default -> "hand-in-returned";
        };
        return act(
                request,
                word,
                (tx, tenant, course, work) ->
                        marking.decide(tx, tenant, course, work, draft, hand(request), request.ip()));
    }

    private Future<Reply> reopen(Request request) {
        return act(
                request,
                "hand-in-reopened",
                (tx, tenant, course, work) -> marking.reopen(tx, course, work, request.ip()));
    }

    private Future<Reply> say(Request request) {
        var form = request.form();
        var id = form.nonce();
        return act(
                request,
                "hand-in-said",
                (tx, tenant, course, work) -> Handing.limited(
                                tx, Desk.of(request).staff().id())
                        .compose(x -> marking.say(tx, course, work, id, hand(request), form.raw("message"))));
    }
}
