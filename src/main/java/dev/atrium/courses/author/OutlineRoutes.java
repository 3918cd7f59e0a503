package dev.atrium.courses.author;

import dev.atrium.communities.Option;
import dev.atrium.courses.CourseFrame;
import dev.atrium.courses.Lesson;
import dev.atrium.courses.LessonKind;
import dev.atrium.courses.Tree;
import dev.atrium.courses.quiz.QuizStore;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A course's outline on the console: sections and lessons, each of which has its buttons for up and down beside being dragged. */
final class OutlineRoutes {
    private static final String ONE = CourseRoutes.ONE;
    private static final String SECTIONS = ONE + "/sections";
    private static final String LESSONS = ONE + "/lessons";

    private final Db db;
    private final Hosts hosts;
    private final CourseFrame frame;

    OutlineRoutes(Db db, Hosts hosts, CourseFrame frame) {
        this.db = db;
        this.hosts = hosts;
        this.frame = frame;
    }

    /** A section with its lessons, as the outline shows it. */
    record SectionRow(UUID id, String title, String opens, int n, Focus focus, List<LessonRow> lessons) {}

    /** @param gap what it lacks; empty where nothing */
    record LessonRow(Lesson it, String kind, String symbol, String opens, String gap, Focus focus) {}

    /** On which button of a row somebody stands who has just moved it, and may go on doing so. */
    record Focus(boolean up, boolean down) {
        static Focus of(Request request, UUID id) {
            boolean here = request.query("moved").equals(id.toString());
            return new Focus(
                    here && request.query("to").equals("up"),
                    here && request.query("to").equals("down"));
        }
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        staff.get(ONE, this::outline).summary("Show the outline of a course");
        staff.post(SECTIONS, this::addSection)
                .summary("Add a section to a course")
                .shows(this::outline);
        staff.get(SECTIONS + "/:section", this::section).summary("Show a section of a course");
        staff.post(SECTIONS + "/:section", this::changeSection)
                .summary("Change what a section is called, and when it opens")
                .names("unlock_lesson", "earlier-lesson")
                .shows(this::section);
        staff.post(SECTIONS + "/:section/move", this::moveSection)
                .summary("Move a section of a course")
                .shows(this::outline);
        staff.post(SECTIONS + "/:section/delete", this::dropSection)
                .summary("Delete a section that has no lessons")
                .names("section", "empty-section")
                .shows(this::section);
        staff.post(LESSONS, this::addLesson)
                .summary("Add a lesson to a section, as a draft")
                .names("section", "section")
                .shows(this::outline);
        staff.post(LESSONS + "/:lesson/move", this::moveLesson)
                .summary("Move a lesson of a course, be it into another section")
                .names("section", "section")
                .shows(this::outline);
        staff.post(LESSONS + "/:lesson/delete", this::dropLesson)
                .summary("Delete a lesson with its file, and how far people are in it")
                .shows(this::outline);
    }

    /** By whose clocks times of this portal are typed. */
    static Future<ZoneId> zone(Hosts hosts, Request request) {
        return hosts.tenant(request.seat().tenant())
                .map(found -> found.orElseThrow(Problem::notFound).settings().zone());
    }

    private Future<Reply> outline(Request request) {
        return zone(hosts, request)
                .compose(zone -> db.read(
                        Desk.of(request).scope(),
                        tx -> both(tx, request.id("course"), (tree, asksNothing) -> {
                            var model = frame.model(request, tree.course(), "outline");
                            model.put("sections", sections(request, tree, zone, asksNothing));
                            model.put("count", tree.lessons().count());
                            model.put("most", OutlineStore.MOST_LESSONS);
                            var kinds = Arrays.stream(LessonKind.values())
                                    .map(LessonKind::word)
                                    .toList();
                            model.put("kinds", Option.of(request, Family.COURSE_KIND, kinds, "video"));
                            model.put("nonce", Ids.next().toString());
                            return Reply.page(
                                    "courses/desk-outline", Reply.Layout.CONSOLE, "courses.desk.tab.outline", model);
                        })));
    }

    /** The outline, and which of its quizzes have no questions. */
    private static Future<Reply> both(Tx tx, UUID course, BiFunction<Tree, Set<UUID>, Reply> page) {
        return Authoring.found(tx, course)
                .compose(tree -> new QuizStore(tx).empty(course).map(asksNothing -> page.apply(tree, asksNothing)));
    }

    static List<SectionRow> sections(Request request, Tree tree, ZoneId zone, Set<UUID> asksNothing) {
        int[] n = {0};
        return tree.branches().stream()
                .map(branch -> new SectionRow(
                        branch.section().id(),
                        branch.section().title(),
                        LessonView.opens(request, tree, branch.section().unlock(), zone),
                        ++n[0],
                        Focus.of(request, branch.section().id()),
                        branch.lessons().stream()
                                .map(lesson -> row(request, tree, lesson, zone, asksNothing))
                                .toList()))
                .toList();
    }

    private static LessonRow row(Request request, Tree tree, Lesson lesson, ZoneId zone, Set<UUID> asksNothing) {
        return new LessonRow(
                lesson,
                request.say(Family.COURSE_KIND.key(lesson.kind().word())),
                LessonView.symbol(lesson.kind()),
                LessonView.opens(request, tree, lesson.unlock(), zone),
                LessonView.gap(lesson, asksNothing)
                        .map(word -> request.say(Family.COURSE_GAP.key(word)))
                        .orElse(""),
                Focus.of(request, lesson.id()));
    }

    private interface Act {
        Future<Void> of(Tx tx, UUID course);
    }

    private Future<Reply> act(Request request, String word, Act act) {
        return act(request, word, "", act);
    }

    private Future<Reply> act(Request request, String word, String query, Act act) {
        var desk = Desk.of(request);
        var course = request.id("course");
        return db.write(desk.scope(), tx -> act.of(tx, course)).map(x -> desk.done("/courses/" + course + query, word));
    }

    /** Whoever moves something by its buttons finds the focus where they left it. */
    private static String moved(UUID id, Optional<Boolean> step) {
        return step.map(up -> "?moved=" + id + "&to=" + (up ? "up" : "down")).orElse("");
    }

    private Future<Reply> addSection(Request request) {
        var wrong = new Wrong();
        var title = wrong.line("section_title", request.form().text("section_title"), CourseDraft.TITLE, true);
        wrong.end();
        var id = request.form().nonce();
        return act(
                request,
                "section-added",
                (tx, course) -> Outlining.addSection(tx, course, id, title, Opening.NOW, request.ip()));
    }

    private Future<Reply> section(Request request) {
        return zone(hosts, request)
                .compose(zone -> db.read(
                        Desk.of(request).scope(),
                        tx -> Authoring.found(tx, request.id("course")).map(tree -> {
                            var section = Outlining.section(tree, request.id("section"));
                            var model = frame.model(request, tree.course(), "outline");
                            var typed = new HashMap<String, String>();
                            typed.put("title", section.title());
                            LessonView.opening(model, typed, request, tree, Opening.of(section.unlock()), null, zone);
                            model.put("typed", typed);
                            model.put("section", section);
                            model.put(
                                    "empty",
                                    tree.lessons()
                                            .noneMatch(one -> one.section().equals(section.id())));
                            return Reply.page(
                                    "courses/desk-section", Reply.Layout.CONSOLE, "courses.desk.section", model);
                        })));
    }

    private Future<Reply> changeSection(Request request) {
        return zone(hosts, request).compose(zone -> {
            var wrong = new Wrong();
            var title = wrong.line("title", request.form().text("title"), CourseDraft.TITLE, true);
            var opening = Opening.of(request.form(), zone, wrong);
            wrong.end();
            return act(
                    request,
                    "section-saved",
                    (tx, course) ->
                            Outlining.changeSection(tx, course, request.id("section"), title, opening, request.ip()));
        });
    }

    /** Up or down by a button; before another by dragging, where nothing means the end. */
    private Future<Reply> moveSection(Request request) {
        var form = request.form();
        var id = request.id("section");
        var step = step(form.text("to"));
        var before = form.text("before").isEmpty() ? null : form.id("before");
        return act(
                request,
                "order-saved",
                moved(id, step),
                (tx, course) -> step.isPresent()
                        ? Outlining.stepSection(tx, course, id, step.get(), request.ip())
                        : Outlining.moveSection(tx, course, id, before, request.ip()));
    }

    /** Whether it goes up; empty where a place was said instead. */
    private static Optional<Boolean> step(String typed) {
        return switch (typed) {
            case "up" -> Optional.of(true);
            case "down" -> Optional.of(false);
            case "" -> Optional.empty();
            default -> throw Problem.invalid("to", "choice-invalid");
        };
    }

    private Future<Reply> dropSection(Request request) {
        return act(
                request,
                "section-deleted",
                (tx, course) -> Outlining.dropSection(tx, course, request.id("section"), request.ip()));
    }

    private Future<Reply> addLesson(Request request) {
        var desk = Desk.of(request);
        var form = request.form();
        var course = request.id("course");
        var section = form.id("section");
        var id = form.nonce();
        var wrong = new Wrong();
        var kind = kind(wrong, form.text("kind"));
        var draft = LessonDraft.named(wrong, form.text("title"), kind);
        wrong.end();
        return db.write(desk.scope(), tx -> Outlining.add(tx, course, section, id, draft, request.ip()))
                .map(x -> desk.done("/courses/" + course + "/lessons/" + id, "lesson-added"));
    }

    /** The kind of this word; video where there is none. */
    static LessonKind kind(Wrong wrong, String word) {
        return Arrays.stream(LessonKind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseGet(() -> {
                    wrong.say("kind", "choice-invalid");
                    return LessonKind.VIDEO;
                });
    }

    private Future<Reply> moveLesson(Request request) {
        var form = request.form();
        var id = request.id("lesson");
        var step = step(form.text("to"));
        @Nullable UUID section = step.isPresent() ? null : form.id("section");
        var before = form.text("before").isEmpty() ? null : form.id("before");
        return act(
                request,
                "order-saved",
                moved(id, step),
                (tx, course) -> section == null
                        ? Outlining.stepLesson(tx, course, id, step.orElse(true), request.ip())
                        : Outlining.moveLesson(tx, course, id, section, before, request.ip()));
    }

    private Future<Reply> dropLesson(Request request) {
        return act(
                request,
                "lesson-deleted",
                (tx, course) -> Outlining.drop(tx, course, request.id("lesson"), request.ip()));
    }
}
