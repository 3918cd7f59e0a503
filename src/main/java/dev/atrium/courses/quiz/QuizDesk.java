package dev.atrium.courses.quiz;

import dev.atrium.communities.Option;
import dev.atrium.courses.CourseFrame;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Form;
import dev.atrium.web.Html;
import dev.atrium.web.Markdown;
import dev.atrium.web.Permission;
import dev.atrium.web.Precondition;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A quiz on the console: its questions in their order, how it is taken, and how it looks to whoever takes it. */
final class QuizDesk {
    static final String ROOT = "/t/:slug/courses/:course/lessons/:lesson/quiz";
    static final String COURSE = "taught-course";
    static final String LESSON = "taught-quiz";

    /** A question in the list. */
    record Row(Question it, int n, String kind, Html text) {}

    private final Db db;
    private final CourseFrame frame;

    QuizDesk(Db db, CourseFrame frame) {
        this.db = db;
        this.frame = frame;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        staff.get(ROOT, this::page)
                .summary("Show the questions of a quiz and how it is taken")
                .names("course", COURSE)
                .names("lesson", LESSON);
        staff.post(ROOT, this::change)
                .summary("Change how a quiz is taken")
                .names("course", COURSE)
                .names("lesson", LESSON)
                .shows(this::page);
        staff.get(ROOT + "/preview", this::preview)
                .summary("Show a quiz as it is taken, with what is right")
                .names("course", COURSE)
                .names("lesson", LESSON);
    }

    /** Below the console of the course. */
    static String path(QuizWriting.Place place) {
        return "/courses/" + place.lesson().course() + "/lessons/"
                + place.lesson().id() + "/quiz";
    }

    /** What all pages of a quiz show, to be added to. */
    static Map<String, Object> model(CourseFrame frame, Request request, QuizWriting.Place place) {
        var desk = Desk.of(request);
        var model = frame.model(request, place.tree().course(), "outline");
        model.put("lesson", place.lesson());
        model.put("quiz", place.quiz());
        model.put("quizUrl", desk.path(path(place)));
        model.put(
                "lessonUrl",
                desk.path("/courses/" + place.lesson().course() + "/lessons/"
                        + place.lesson().id()));
        return model;
    }

    private Future<Reply> page(Request request) {
        return db.read(
                Desk.of(request).scope(),
                tx -> QuizWriting.place(tx, request)
                        .compose(place -> questions(tx, place)
                                .compose(all -> new AttemptStore(tx)
                                        .figures(place.lesson().id())
                                        .map(figures -> {
                                            var model = model(frame, request, place);
                                            model.put("rows", rows(request, all));
                                            model.put("count", all.size());
                                            model.put("most", Quiz.MOST_QUESTIONS);
                                            model.put("full", all.size() >= Quiz.MOST_QUESTIONS);
                                            model.put(
                                                    "points",
                                                    all.stream()
                                                            .mapToInt(one ->
                                                                    one.asked().points())
                                                            .sum());
                                            model.put("begun", figures.attempts() > 0);
                                            model.put("poolLarge", place.quiz().pool() > all.size());
                                            model.put(
                                                    "kinds",
                                                    Option.of(request, Family.QUIZ_KIND, QuestionKind.WORDS, "single"));
                                            fields(model, request, place.quiz());
                                            return Reply.page(
                                                    "courses/quiz/desk", Reply.Layout.CONSOLE, "quiz.desk", model);
                                        }))));
    }

    private static Future<List<Question>> questions(Tx tx, QuizWriting.Place place) {
        return new QuizStore(tx).questions(place.lesson().id());
    }

    private static List<Row> rows(Request request, List<Question> all) {
        return IntStream.range(0, all.size())
                .mapToObj(i -> new Row(
                        all.get(i),
                        i + 1,
                        request.say(
                                Family.QUIZ_KIND.key(all.get(i).asked().kind().word())),
                        Markdown.card(all.get(i).asked().text())))
                .toList();
    }

    private static void fields(Map<String, Object> model, Request request, Quiz quiz) {
        boolean again = request.failed() && request.form().has("pass_percent");
        var form = again ? request.form() : null;
        var typed = new HashMap<String, String>();
        typed.put("attempts", text(quiz.attempts()));
        typed.put("cooldown_minutes", text(quiz.cooldown()));
        typed.put("limit_minutes", text(quiz.minutes()));
        typed.put("pass_percent", Integer.toString(quiz.pass()));
        typed.put("pool", text(quiz.pool()));
        model.put("typed", typed);
        model.put(
                "keeps",
                Option.of(request, Family.QUIZ_KEEPS, Quiz.KEEPS, form == null ? quiz.keeps() : form.text("keeps")));
        model.put("shuffleQuestions", ticked(form, "shuffle_questions", quiz.shuffleQuestions()));
        model.put("shuffleOptions", ticked(form, "shuffle_options", quiz.shuffleOptions()));
        model.put("explains", ticked(form, "explains", quiz.explains()));
        model.put("reveals", ticked(form, "reveals", quiz.reveals()));
        model.put("version", quiz.version());
    }

    private static String text(int number) {
        return number == 0 ? "" : Integer.toString(number);
    }

    private static boolean ticked(@Nullable Form form, String field, boolean stored) {
        return form == null ? stored : !form.text(field).isEmpty();
    }

    private Future<Reply> change(Request request) {
        var desk = Desk.of(request);
        var form = request.form();
        var faults = new Faults();
        var quiz = Quiz.of(
                faults,
                faults.number(form.text("attempts"), 0),
                faults.number(form.text("cooldown_minutes"), 0),
                faults.number(form.text("limit_minutes"), 0),
                faults.number(form.text("pass_percent"), -1),
                !form.text("shuffle_questions").isEmpty(),
                !form.text("shuffle_options").isEmpty(),
                faults.number(form.text("pool"), 0),
                form.text("keeps"),
                !form.text("explains").isEmpty(),
                !form.text("reveals").isEmpty());
        faults.end();
        var from = Precondition.of(form.number("version"));
        return db.write(
                desk.scope(),
                tx -> QuizWriting.held(tx, request)
                        .compose(place -> QuizWriting.settings(tx, place, from, quiz, request.ip())
                                .map(x -> desk.done(path(place), "quiz-settings-saved"))));
    }

    private Future<Reply> preview(Request request) {
        return db.read(
                Desk.of(request).scope(),
                tx -> QuizWriting.place(tx, request)
                        .compose(place -> questions(tx, place).map(all -> {
                            var model = model(frame, request, place);
                            model.put("questions", new Posed(request).written(all));
                            model.put("asks", place.quiz().drawn(all.size()));
                            return Reply.page("courses/quiz/desk-preview", Reply.Layout.CONSOLE, "quiz.preview", model);
                        })));
    }
}
