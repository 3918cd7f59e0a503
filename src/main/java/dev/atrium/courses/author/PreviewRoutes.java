package dev.atrium.courses.author;

import dev.atrium.courses.CourseFrame;
import dev.atrium.courses.Lesson;
import dev.atrium.courses.LessonKind;
import dev.atrium.courses.Tree;
import dev.atrium.db.Db;
import dev.atrium.files.Sizes;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Markdown;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.net.URI;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What learners get of a course, for staff to read before anybody else does: no lesson is locked, and nothing is noted. */
final class PreviewRoutes {
    private static final String ROOT = CourseRoutes.ONE + "/preview";

    private final Db db;
    private final Hosts hosts;
    private final CourseFrame frame;

    PreviewRoutes(Db db, Hosts hosts, CourseFrame frame) {
        this.db = db;
        this.hosts = hosts;
        this.frame = frame;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        staff.get(ROOT, this::course).summary("Show a course as its learners see it");
        staff.get(ROOT + "/:lesson", this::lesson).summary("Show a lesson as its learners see it");
    }

    private Future<Reply> course(Request request) {
        return OutlineRoutes.zone(hosts, request)
                .compose(zone -> db.read(
                        Desk.of(request).scope(),
                        tx -> Authoring.found(tx, request.id("course"))
                                .compose(tree -> new CourseStore(tx)
                                        .teachers(tree.course().id())
                                        .map(taught -> {
                                            var model = model(request, tree, zone);
                                            model.put(
                                                    "description",
                                                    Markdown.page(tree.course().description()));
                                            model.put("about", tree.course());
                                            model.put("instructors", taught);
                                            return page("courses/desk-preview", model);
                                        }))));
    }

    private static Reply page(String template, Map<String, Object> model) {
        return Reply.page(template, Reply.Layout.CONSOLE, "courses.desk.tab.preview", model);
    }

    private Map<String, Object> model(Request request, Tree tree, ZoneId zone) {
        var model = frame.model(request, tree.course(), "preview");
        model.put("sections", OutlineRoutes.sections(request, tree.published(), zone, Set.of()));
        return model;
    }

    private Future<Reply> lesson(Request request) {
        var course = request.id("course");
        return OutlineRoutes.zone(hosts, request)
                .compose(zone -> db.read(
                        Desk.of(request).scope(),
                        tx -> Authoring.found(tx, course).compose(tree -> {
                            var lesson = Outlining.lesson(tree, request.id("lesson"));
                            var rest = new OutlineStore(tx, course).rest(lesson.id());
                            var captions = new CaptionStore(tx).names(lesson.id());
                            return Future.all(rest, captions).map(x -> {
                                var model = model(request, tree, zone);
                                fill(model, request, lesson, rest.result().orElseThrow(Problem::notFound));
                                model.put("captions", captions.result());
                                around(model, tree.published().lessons().toList(), lesson);
                                return page("courses/desk-preview-lesson", model);
                            });
                        })));
    }

    private static void fill(Map<String, Object> model, Request request, Lesson lesson, OutlineStore.Rest rest) {
        model.put("lesson", lesson);
        model.put("isQuiz", lesson.kind() == LessonKind.QUIZ);
        model.put("kind", request.say(Family.COURSE_KIND.key(lesson.kind().word())));
        model.put("body", Markdown.page(rest.body()));
        model.put("meetsLink", rest.link());
        model.put("replay", rest.replay());
        model.put("fileName", rest.file());
        model.put("fileSize", Sizes.say(request, rest.size()));
        Player.of(request, lesson).ifPresent(player -> model.put("playing", player));
        model.put(
                "embedHost",
                lesson.embed().isEmpty() ? "" : URI.create(lesson.embed()).getHost());
    }

    private static void around(Map<String, Object> model, List<Lesson> all, Lesson lesson) {
        int at = all.indexOf(lesson);
        if (at > 0) model.put("previous", all.get(at - 1));
        if (at >= 0 && at + 1 < all.size()) model.put("next", all.get(at + 1));
    }
}
