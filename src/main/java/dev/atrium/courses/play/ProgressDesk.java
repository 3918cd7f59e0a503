package dev.atrium.courses.play;

import dev.atrium.contacts.Csv;
import dev.atrium.courses.CourseFrame;
import dev.atrium.db.Db;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** How far those who begin a course come, lesson by lesson: where they stop is seen at a glance, and can be read as a table. */
final class ProgressDesk {
    private static final String ROOT = CourseDesk.ROOT + "/progress";
    private static final int STEP = 24;
    private static final int HEIGHT = 120;

    /** A lesson with its bars, as an SVG {@link #HEIGHT} high draws them. */
    record Bar(
            Reached it,
            int number,
            int openedPercent,
            int donePercent,
            int x,
            int doneX,
            int openedY,
            int openedHeight,
            int doneY,
            int doneHeight) {
        static Bar of(Reached lesson, int index, int enrolled) {
            int opened = Reached.percent(lesson.opened(), enrolled);
            int done = Reached.percent(lesson.done(), enrolled);
            int high = height(opened);
            int low = height(done);
            int x = index * STEP;
            return new Bar(lesson, index + 1, opened, done, x + 2, x + 12, HEIGHT - high, high, HEIGHT - low, low);
        }

        /** Whatever is nothing is a line at the ground. */
        private static int height(int percent) {
            return Math.max(2, percent * HEIGHT / 100);
        }
    }

    private final Db db;
    private final CourseFrame frame;

    ProgressDesk(Db db, CourseFrame frame) {
        this.db = db;
        this.frame = frame;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        staff.get(ROOT, this::page)
                .summary("Show how many learners reach and complete each lesson of a course")
                .names("course", "taught-course");
        staff.get(ROOT + ".csv", this::file)
                .summary("Download how many learners reach and complete each lesson")
                .names("course", "taught-course")
                .givesBytes("text/csv");
    }

    private Future<Reply> page(Request request) {
        return db.read(
                Desk.of(request).scope(),
                tx -> CourseDesk.course(tx, request).compose(course -> {
                    var store = new LearnerStore(tx);
                    var lessons = store.lessons(course.id());
                    var figures = store.figures(course.id());
                    return Future.all(lessons, figures).map(x -> {
                        var model = CourseDesk.model(frame, request, course, "progress");
                        var bars = bars(lessons.result(), figures.result().enrolled());
                        model.put("figures", figures.result());
                        model.put("bars", bars);
                        model.put("width", Math.max(STEP, bars.size() * STEP));
                        model.put("export", request.path() + ".csv");
                        return Reply.page("learners/progress", Reply.Layout.CONSOLE, "learners.progress", model);
                    });
                }));
    }

    private static List<Bar> bars(List<Reached> lessons, int enrolled) {
        var bars = new ArrayList<Bar>();
        for (int i = 0; i < lessons.size(); i++) bars.add(Bar.of(lessons.get(i), i, enrolled));
        return bars;
    }

    /** Nobody is named in it, and a course has at most 200 lessons. */
    private Future<Reply> file(Request request) {
        return db.read(
                Desk.of(request).scope(),
                tx -> CourseDesk.course(tx, request)
                        .compose(course -> new LearnerStore(tx)
                                .lessons(course.id())
                                .map(lessons -> new Reply.Stream(
                                        Reply.Source.of(Buffer.buffer(text(request, lessons))),
                                        "text/csv; charset=utf-8",
                                        "progress-" + course.slug() + ".csv"))));
    }

    private static String text(Request request, List<Reached> lessons) {
        var text = new StringBuilder("\uFEFF")
                .append(Csv.line(List.of(
                        request.say("learners.csv.section"),
                        request.say("learners.csv.lesson"),
                        request.say("learners.csv.kind"),
                        request.say("learners.csv.required"),
                        request.say("learners.csv.opened"),
                        request.say("learners.csv.done"))));
        lessons.forEach(lesson -> text.append(Csv.line(List.of(
                lesson.section(),
                lesson.title(),
                lesson.kind(),
                Boolean.toString(lesson.required()),
                Integer.toString(lesson.opened()),
                Integer.toString(lesson.done())))));
        return text.toString();
    }
}
