package dev.atrium.courses.comment;

import dev.atrium.communities.Option;
import dev.atrium.communities.post.Writer;
import dev.atrium.courses.CourseFrame;
import dev.atrium.courses.Lesson;
import dev.atrium.courses.Tree;
import dev.atrium.courses.TreeStore;
import dev.atrium.courses.comment.Threads.Eyes;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import dev.atrium.live.FeedName;
import dev.atrium.live.Feeds;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The staff's side of what is said below the lessons of a course: one list, in which they answer, call answered, take away and switch off. */
final class CommentDesk {
    private static final String HERE = "/t/:slug/courses/:course/comments";

    /** What of the list is shown. */
    private static final List<String> STATES = List.of("", "unresolved", "reported");

    /** A lesson of which staff say whether it is commented on. */
    record Switched(UUID id, String title, boolean on) {}

    private final Db db;
    private final CourseFrame frame;
    private final Threads threads;
    private final Discussion discussion;

    CommentDesk(Db db, CourseFrame frame, Threads threads, Discussion discussion) {
        this.db = db;
        this.frame = frame;
        this.threads = threads;
        this.discussion = discussion;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        named(staff.get(HERE, this::page)).summary("Show what was said below the lessons of a course");
        named(staff.post(HERE, this::say))
                .names("lesson", "taught-talk")
                .names("parent", "taught-comment")
                .summary("Say something below a lesson, or answer there")
                .longForm()
                .shows(this::page);
        named(staff.post(HERE + "/edit", this::edit))
                .names("comment", "staff-lesson-comment")
                .summary("Say something else in a comment of one's own below a lesson")
                .longForm()
                .shows(this::page);
        named(staff.post(HERE + "/remove", this::remove))
                .names("comment", "taught-comment")
                .summary("Take a comment below a lesson away")
                .shows(this::page);
        named(staff.post(HERE + "/restore", this::restore))
                .names("comment", "taught-removed-comment")
                .summary("Bring a comment below a lesson back")
                .shows(this::page);
        named(staff.post(HERE + "/resolve", this::resolve))
                .names("comment", "taught-comment")
                .summary("Say whether a question below a lesson is answered")
                .shows(this::page);
        named(staff.post(HERE + "/keep", this::keep))
                .names("comment", "taught-comment")
                .summary("Let a comment stand that was reported")
                .shows(this::page);
        named(staff.post(HERE + "/switch", this::turn))
                .names("lesson", "taught-talk")
                .summary("Say whether a lesson is commented on")
                .shows(this::page);
    }

    private static Route named(Route route) {
        return route.names("course", "taught-course");
    }

    private static Future<Tree> tree(Tx tx, UUID course) {
        return new TreeStore(tx).tree(course).map(found -> found.orElseThrow(Problem::notFound));
    }

    private static String state(Request request) {
        var asked = request.query("state");
        return STATES.contains(asked) ? asked : "";
    }

    private Future<Reply> page(Request request) {
        var desk = Desk.of(request);
        var course = request.id("course");
        var wanted = Page.Wanted.of(request.query("cursor"), "");
        var at = Ids.parse(request.query("at"));
        var lesson = Ids.parse(request.query("lesson"));
        var here = desk.path("/courses/" + course + "/comments");
        return db.read(
                        desk.scope(),
                        tx -> tree(tx, course).compose(tree -> {
                            var store = new LessonCommentStore(tx);
                            var found = at == null
                                    ? store.desk(course, lesson, state(request), wanted)
                                    : store.around(null, course, null, at);
                            var undo = undoable(tx, request, desk);
                            return Future.all(found, undo).compose(x -> {
                                var all = found.result();
                                var tops = tops(all);
                                var page = at == null
                                        ? wanted.page(tops, LessonCommentStore::deskPlace)
                                        : new Page<>(tops, Optional.<Cursor>empty());
                                var eyes = new Eyes(null, desk.staff().id(), here, at != null);
                                return threads.of(request, eyes, page.items(), all)
                                        .map(shown -> {
                                            var model = model(request, tree, here, lesson, at, shown, page.next());
                                            model.put("undo", undo.result());
                                            return model;
                                        });
                            });
                        }))
                .map(model ->
                        Reply.page("courses/desk-comments", Reply.Layout.CONSOLE, "courses.desk.tab.comments", model));
    }

    /** What waits for an answer first, as the statement put them: their replies came along in the order of writing. */
    private static List<LessonComment> tops(List<LessonComment> all) {
        var tops = new ArrayList<>(
                all.stream().filter(one -> one.parent() == null).toList().reversed());
        tops.sort((one, other) -> Boolean.compare(other.unresolved(), one.unresolved()));
        return List.copyOf(tops);
    }

    private Map<String, Object> model(
            Request request,
            Tree tree,
            String here,
            @Nullable UUID lesson,
            @Nullable UUID at,
            List<Threads.Shown> shown,
            Optional<Cursor> next) {
        var model = frame.model(request, tree.course(), "comments");
        var state = state(request);
        model.put("list", here);
        model.put("items", shown);
        model.put("whole", at != null);
        model.put("filtered", lesson != null || !state.isEmpty());
        model.put("states", states(request, state));
        model.put("lessons", lessons(request, tree, lesson));
        model.put(
                "switches",
                tree.lessons()
                        .map(one -> new Switched(one.id(), one.title(), one.comments()))
                        .toList());
        model.put("open", tree.lessons().anyMatch(Lesson::comments));
        model.put("talked", talked(tree, lesson));
        model.put("nonce", request.failed() ? request.form().nonce() : Ids.next());
        model.put(
                "further",
                next.map(cursor -> here + "?state=" + state + (lesson == null ? "" : "&lesson=" + lesson) + "&cursor="
                                + URLEncoder.encode(cursor.text(), StandardCharsets.UTF_8))
                        .orElse(""));
        return model;
    }

    private static List<Option> states(Request request, String state) {
        return Stream.of(
                        new Option("", request.say("remarks.desk.all"), state.isEmpty()),
                        new Option("unresolved", request.say("remarks.unresolved"), state.equals("unresolved")),
                        new Option("reported", request.say("remarks.desk.reported"), state.equals("reported")))
                .toList();
    }

    private static List<Option> lessons(Request request, Tree tree, @Nullable UUID lesson) {
        return Stream.concat(
                        Stream.of(new Option("", request.say("remarks.desk.every"), lesson == null)),
                        tree.lessons()
                                .map(one -> new Option(
                                        one.id().toString(),
                                        one.title(),
                                        one.id().equals(lesson))))
                .toList();
    }

    /** The lessons that staff can say something below of their own accord. */
    private static List<Option> talked(Tree tree, @Nullable UUID lesson) {
        return tree.lessons()
                .filter(Lesson::comments)
                .map(one ->
                        new Option(one.id().toString(), one.title(), one.id().equals(lesson)))
                .toList();
    }

    private static Future<String> undoable(Tx tx, Request request, Desk desk) {
        @Nullable UUID removed = Ids.parse(request.query("removed"));
        if (removed == null) return Future.succeededFuture("");
        return new LessonSayStore(tx)
                .undoable(writer(desk), new Place(request.id("course"), null), removed)
                .map(yes -> yes ? removed.toString() : "");
    }

    private static Writer writer(Desk desk) {
        return Writer.of(desk.scope().principal(), desk.staff());
    }

    private interface Deed {
        Future<?> of(Tx tx, Writer who, Place place);
    }

    private Future<Reply> act(Request request, String rest, String word, Deed deed) {
        var desk = Desk.of(request);
        var course = request.id("course");
        return db.write(desk.scope(), tx -> deed.of(tx, writer(desk), new Place(course, null)))
                .map(x -> {
                    var path = "/courses/" + course + "/comments" + rest;
                    return word.isEmpty() ? Reply.redirect(desk.path(path)) : desk.done(path, word);
                });
    }

    private static String at(UUID comment) {
        return "?at=" + comment + "#comment-" + comment;
    }

    private Future<Reply> say(Request request) {
        var form = request.form();
        var id = form.nonce();
        var parent = NewLessonComment.parent(form.text("parent"));
        var body = NewLessonComment.text(form.raw("body"));
        boolean resolve = parent != null && !form.text("resolve").isEmpty();
        var lesson = form.id("lesson");
        return act(
                request,
                at(id),
                "lesson-comment-said",
                (tx, who, place) -> discussion
                        .say(tx, NewLessonComment.of(id, place.course(), lesson, parent, who, body))
                        .compose(said -> resolve && said.parent() != null
                                ? Discussion.resolve(tx, who, place, said.parent(), true, request.ip())
                                : Future.succeededFuture()));
    }

    private Future<Reply> edit(Request request) {
        var body = NewLessonComment.text(request.form().raw("body"));
        int version = request.form().number("version");
        var comment = request.form().id("comment");
        return act(
                request, at(comment), "", (tx, who, place) -> discussion.edit(tx, who, place, comment, version, body));
    }

    private Future<Reply> remove(Request request) {
        var comment = request.form().id("comment");
        return act(
                request,
                "?removed=" + comment,
                "",
                (tx, who, place) -> Discussion.remove(tx, who, place, comment, request.ip()));
    }

    private Future<Reply> restore(Request request) {
        var comment = request.form().id("comment");
        return act(
                request,
                at(comment),
                "comment-restored",
                (tx, who, place) -> Discussion.restore(tx, who, place, comment, request.ip()));
    }

    private Future<Reply> resolve(Request request) {
        var comment = request.form().id("comment");
        boolean resolved = request.form().text("off").isEmpty();
        return act(
                request,
                at(comment),
                "",
                (tx, who, place) -> Discussion.resolve(tx, who, place, comment, resolved, request.ip()));
    }

    private Future<Reply> keep(Request request) {
        var comment = request.form().id("comment");
        return act(
                request,
                at(comment),
                "lesson-comment-kept",
                (tx, who, place) -> new LessonCommentStore(tx)
                        .one(null, place.course(), null, comment)
                        .map(found -> found.filter(one -> !one.removed()).orElseThrow(Problem::notFound))
                        .compose(one -> Discussion.keep(tx, place.course(), comment, one.lessonTitle(), request.ip())));
    }

    /** What stood below the lesson stays, and is there again when it is switched on again. */
    private Future<Reply> turn(Request request) {
        var lesson = request.form().id("lesson");
        boolean on = request.form().text("to").equals("on");
        var back = request.form().text("back").equals("outline") ? "" : "/comments";
        var desk = Desk.of(request);
        var course = request.id("course");
        return db.write(
                        desk.scope(),
                        tx -> tree(tx, course)
                                .map(tree -> tree.lesson(lesson).orElseThrow(Problem::notFound))
                                .compose(known -> new TalkedStore(tx).comments(course, lesson, on))
                                .compose(found -> found.isEmpty()
                                        ? Future.succeededFuture()
                                        : turned(tx, lesson, found.get(), on, request.ip())))
                .map(x -> desk.done("/courses/" + course + back, on ? "lesson-comments-on" : "lesson-comments-off"));
    }

    private static Future<Void> turned(Tx tx, UUID lesson, String title, boolean on, String ip) {
        Feeds.changed(tx, null, FeedName.thread(lesson));
        return Audit.record(
                tx,
                on ? "lesson.comments-opened" : "lesson.comments-closed",
                "lesson",
                lesson,
                new JsonObject().put("title", title),
                ip);
    }
}
