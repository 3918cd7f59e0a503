package dev.atrium.courses.assignment;

import dev.atrium.courses.CourseFrame;
import dev.atrium.courses.Lesson;
import dev.atrium.courses.LessonKind;
import dev.atrium.courses.Tree;
import dev.atrium.courses.TreeStore;
import dev.atrium.courses.author.Wrong;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Form;
import dev.atrium.web.Permission;
import dev.atrium.web.Precondition;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where staff say what an assignment asks for: until when, how often, and what it is judged by. */
final class TermsDesk {
    private static final String ONE = "/t/:slug/courses/:course/lessons/:lesson/assignment";

    /** A way to a due date. */
    record DueRow(String id, String label, boolean selected) {}

    /** A criterion of the form; the last ones are empty. */
    record CriterionRow(
            int i,
            int n,
            String title,
            String points,
            String levels,
            String titleError,
            String pointsError,
            String levelsError) {}

    private final Db db;
    private final Hosts hosts;
    private final CourseFrame frame;

    TermsDesk(Db db, Hosts hosts, CourseFrame frame) {
        this.db = db;
        this.hosts = hosts;
        this.frame = frame;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        staff.get(ONE, this::page)
                .names("course", "taught-course")
                .names("lesson", "marked-lesson")
                .summary("Show what an assignment asks for");
        staff.post(ONE, this::change)
                .names("course", "taught-course")
                .names("lesson", "marked-lesson")
                .summary("Change what an assignment asks for")
                .longForm()
                .shows(this::page);
    }

    /** A lesson of the course, with it; 404 where it asks for no work. */
    record At(Tree tree, Lesson lesson) {}

    static Future<At> at(Tx tx, UUID course, UUID lesson) {
        return new TreeStore(tx).tree(course).map(found -> {
            var tree = found.orElseThrow(Problem::notFound);
            var one = tree.lesson(lesson)
                    .filter(some -> some.kind() == LessonKind.ASSIGNMENT)
                    .orElseThrow(Problem::notFound);
            return new At(tree, one);
        });
    }

    static Future<At> at(Tx tx, Request request) {
        return at(tx, request.id("course"), request.id("lesson"));
    }

    /** Keeps what an assignment asks for. Fails with 412 where somebody else was faster. */
    static Future<Void> keep(Tx tx, At at, AssignmentTerms terms, Precondition from, String ip) {
        var lesson = at.lesson();
        return new TermsStore(tx).put(lesson.id(), terms, from).compose(kept -> {
            if (!kept) throw Precondition.stale();
            return Audit.record(
                    tx,
                    "assignment.terms-changed",
                    "lesson",
                    lesson.id(),
                    new JsonObject()
                            .put("title", lesson.title())
                            .put("course", lesson.course().toString()),
                    ip);
        });
    }

    private Future<ZoneId> zone(Request request) {
        return hosts.tenant(request.seat().tenant())
                .map(found -> found.orElseThrow(Problem::notFound).settings().zone());
    }

    private Future<Reply> page(Request request) {
        return zone(request)
                .compose(zone -> db.read(
                        Desk.of(request).scope(),
                        tx -> at(tx, request)
                                .compose(at -> new TermsStore(tx)
                                        .of(at.lesson().id())
                                        .map(terms -> {
                                            var model = frame.model(
                                                    request, at.tree().course(), "outline");
                                            model.put("lesson", at.lesson());
                                            model.put(
                                                    "lessonUrl",
                                                    model.get("here") + "/lessons/"
                                                            + at.lesson().id());
                                            form(model, request, terms, zone);
                                            return Reply.page(
                                                    "courses/assignment/desk-terms",
                                                    Reply.Layout.CONSOLE,
                                                    "assignment.terms",
                                                    model);
                                        }))));
    }

    private static void form(Map<String, Object> model, Request request, AssignmentTerms terms, ZoneId zone) {
        boolean again = request.failed();
        var form = request.form();
        var due = again ? form.text("due") : terms.due();
        model.put(
                "dues",
                AssignmentTerms.DUES.stream()
                        .map(word -> new DueRow(word, request.say(Family.ASSIGNMENT_DUE.key(word)), word.equals(due)))
                        .toList());
        model.put("dueAt", again ? form.text("due_at") : local(terms.dueAt(), zone));
        model.put("dueDays", again ? form.text("due_days") : Objects.toString(terms.dueDays(), ""));
        model.put("zoneName", zone instanceof ZoneOffset ? "UTC" : zone.getId().replace('_', ' '));
        model.put("late", again ? !form.text("late").isEmpty() : terms.late());
        model.put("resubmissions", again ? form.text("resubmissions") : Integer.toString(terms.resubmissions()));
        model.put("acceptPoints", again ? form.text("accept_points") : Objects.toString(terms.acceptPoints(), ""));
        model.put("version", again ? form.text("version") : Integer.toString(terms.version()));
        model.put("criteria", criteria(request, terms));
        model.put("most", Criterion.MOST);
    }

    private static List<CriterionRow> criteria(Request request, AssignmentTerms terms) {
        boolean again = request.failed();
        var rubric = terms.rubric();
        var rows = new ArrayList<CriterionRow>();
        for (int i = 0; i < Criterion.MOST; i++) {
            var stored = !again && i < rubric.size() ? rubric.get(i) : null;
            rows.add(new CriterionRow(
                    i,
                    i + 1,
                    again ? request.form().text("criterion_" + i) : stored == null ? "" : stored.title(),
                    again
                            ? request.form().text("points_" + i)
                            : stored == null ? "" : Integer.toString(stored.points()),
                    again ? request.form().raw("levels_" + i) : stored == null ? "" : stored.lines(),
                    request.error("criterion_" + i),
                    request.error("points_" + i),
                    request.error("levels_" + i)));
        }
        return rows;
    }

    /** As a datetime-local field says it. */
    private static String local(@Nullable Instant at, ZoneId zone) {
        return at == null
                ? ""
                : at.atZone(zone)
                        .toLocalDateTime()
                        .truncatedTo(ChronoUnit.MINUTES)
                        .toString();
    }

    private Future<Reply> change(Request request) {
        var desk = Desk.of(request);
        var from = Precondition.of(request.form().number("version"));
        return zone(request)
                .compose(zone -> {
                    var terms = typed(request.form(), zone);
                    return db.write(
                            desk.scope(), tx -> at(tx, request).compose(at -> keep(tx, at, terms, from, request.ip())));
                })
                .map(x -> desk.done(
                        "/courses/" + request.id("course") + "/lessons/" + request.id("lesson") + "/assignment",
                        "assignment-terms"));
    }

    /** Criteria without a title, points and levels are none. */
    private static AssignmentTerms typed(Form form, ZoneId zone) {
        var wrong = new Wrong();
        var rubric = new ArrayList<Criterion>();
        for (int i = 0; i < Criterion.MOST; i++) {
            var title = form.text("criterion_" + i);
            var points = form.text("points_" + i);
            var levels = form.text("levels_" + i);
            if (!(title + points + levels).isEmpty())
                rubric.add(Criterion.typed(wrong, Integer.toString(i), title, points, levels));
        }
        var due = form.text("due");
        var days = form.text("due_days");
        var points = form.text("accept_points");
        int most = Criterion.MOST * Criterion.MOST_POINTS;
        return AssignmentTerms.of(
                wrong,
                due,
                due.equals("at") ? time(wrong, form.text("due_at"), zone) : null,
                due.equals("days") && !days.isEmpty()
                        ? wrong.number("due_days", days, 1, AssignmentTerms.MOST_DAYS, 1)
                        : null,
                !form.text("late").isEmpty(),
                wrong.number("resubmissions", form.text("resubmissions"), 0, AssignmentTerms.MOST_AGAIN, 0),
                points.isEmpty() ? null : wrong.number("accept_points", points, 1, most, 1),
                rubric);
    }

    private static @Nullable Instant time(Wrong wrong, String typed, ZoneId zone) {
        try {
            var at = LocalDateTime.parse(typed);
            if (at.getYear() >= 2000 && at.getYear() < 2200)
                return at.atZone(zone).toInstant();
        } catch (DateTimeException e) {
            // the same as a time that no calendar has
        }
        wrong.say("due_at", typed.isEmpty() ? "required-missing" : "event-time");
        return null;
    }
}
