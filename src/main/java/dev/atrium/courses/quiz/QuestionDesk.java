package dev.atrium.courses.quiz;

import dev.atrium.courses.CourseFrame;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Form;
import dev.atrium.web.Permission;
import dev.atrium.web.Precondition;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One question on the console: its form, its place, its end. */
final class QuestionDesk {
    private static final String ALL = QuizDesk.ROOT + "/questions";
    private static final String ONE = ALL + "/:question";
    /** So many fields for options a new question shows before one asks for more. */
    private static final int FIELDS = 4;

    /** An option as the form has it. */
    record Row(int n, String text, boolean right, String error, boolean extra) {}

    private final Db db;
    private final CourseFrame frame;

    QuestionDesk(Db db, CourseFrame frame) {
        this.db = db;
        this.frame = frame;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        // "new" is no question's id.
        named(staff.get(ALL + "/new", this::blank)).summary("Show the form for a new question of a quiz");
        named(staff.post(ALL + "/new", this::add))
                .summary("Add a question to a quiz")
                .longForm()
                .shows(this::blank);
        one(staff.get(ONE, this::form)).summary("Show a question of a quiz and its form");
        one(staff.post(ONE, this::change))
                .summary("Change a question of a quiz; attempts that have begun keep it as it was")
                .longForm()
                .shows(this::form);
        one(staff.post(ONE + "/move", this::move)).summary("Move a question of a quiz");
        one(staff.post(ONE + "/delete", this::drop))
                .summary("Delete a question of a quiz; attempts that have begun keep it")
                .shows(this::form);
    }

    private static Route named(Route route) {
        return route.names("course", QuizDesk.COURSE).names("lesson", QuizDesk.LESSON);
    }

    private static Route one(Route route) {
        return named(route).names("question", "quiz-question");
    }

    private Future<Reply> blank(Request request) {
        var word = request.failed() ? request.form().text("kind") : request.query("kind");
        var kind = QuestionKind.of(word).orElse(QuestionKind.SINGLE);
        return db.read(
                Desk.of(request).scope(),
                tx -> QuizWriting.place(tx, request).map(place -> {
                    var empty = new Question(
                            new Asked(Ids.next(), kind, "", 1, false, List.of()), new Key(List.of(), List.of(), ""));
                    var model = QuizDesk.model(frame, request, place);
                    fields(model, request, empty);
                    model.put("isNew", true);
                    model.put("action", model.get("quizUrl") + "/questions/new");
                    model.put(
                            "nonce",
                            request.failed()
                                    ? request.form().nonce().toString()
                                    : Ids.next().toString());
                    return page(model);
                }));
    }

    private static Reply page(Map<String, Object> model) {
        return Reply.page("courses/quiz/desk-question", Reply.Layout.CONSOLE, "quiz.question", model);
    }

    private Future<Reply> form(Request request) {
        var id = request.id("question");
        return db.read(
                Desk.of(request).scope(),
                tx -> QuizWriting.place(tx, request)
                        .compose(place -> QuizWriting.one(tx, place.lesson().id(), id)
                                .compose(stored -> begun(tx, place).map(begun -> {
                                    var model = QuizDesk.model(frame, request, place);
                                    fields(model, request, stored.question());
                                    model.put("begun", begun);
                                    model.put("version", stored.version());
                                    model.put("action", model.get("quizUrl") + "/questions/" + id);
                                    return page(model);
                                }))));
    }

    private static Future<Boolean> begun(Tx tx, QuizWriting.Place place) {
        return new AttemptStore(tx).figures(place.lesson().id()).map(figures -> figures.attempts() > 0);
    }

    private static void fields(Map<String, Object> model, Request request, Question question) {
        var asked = question.asked();
        boolean again = request.failed() && request.form().has("text");
        var form = again ? request.form() : null;
        var typed = new HashMap<String, String>();
        typed.put("text", asked.text());
        typed.put("points", Integer.toString(asked.points()));
        typed.put("explanation", question.key().explanation());
        typed.put("accepted", String.join("\n", question.key().accepted()));
        model.put("typed", typed);
        model.put("kind", asked.kind().word());
        model.put("kindName", request.say(Family.QUIZ_KIND.key(asked.kind().word())));
        model.put("kindLead", request.say(Family.QUIZ_KIND_LEAD.key(asked.kind().word())));
        model.put("listed", asked.kind().listed());
        model.put("isOrder", asked.kind() == QuestionKind.ORDER);
        model.put("isMultiple", asked.kind() == QuestionKind.MULTIPLE);
        model.put("isShort", asked.kind() == QuestionKind.SHORT);
        model.put("isTruth", asked.kind() == QuestionKind.TRUE_FALSE);
        model.put("parts", asked.kind().parts());
        model.put(
                "partial",
                form == null ? asked.partial() : !form.text("partial").isEmpty());
        model.put(
                "truth",
                form == null
                        ? question.key().right().equals(List.of(0))
                        : form.text("right").equals("1"));
        model.put(
                "untruth",
                form == null
                        ? question.key().right().equals(List.of(1))
                        : form.text("right").equals("2"));
        var rows = rows(request, form, question);
        model.put("rows", rows.stream().filter(row -> !row.extra()).toList());
        model.put("more", rows.stream().filter(Row::extra).toList());
    }

    /** What was typed into a form that was refused stands without the fields between that were left empty: so are its faults counted. */
    private static List<Row> rows(Request request, @Nullable Form form, Question question) {
        var kind = question.asked().kind();
        if (!kind.listed()) return List.of();
        var texts = new ArrayList<String>(question.asked().options());
        var right = new ArrayList<Integer>(question.key().right());
        if (form != null) {
            texts.clear();
            right.clear();
            var ticked = form.words("right", kind.most());
            for (int n = 1; n <= kind.most(); n++) {
                var text = form.text("option_" + n);
                if (text.isEmpty()) continue;
                if (ticked.contains(Integer.toString(n))) right.add(texts.size());
                texts.add(text);
            }
        }
        var rows = new ArrayList<Row>();
        for (int n = 1; n <= kind.most(); n++) {
            boolean empty = n > texts.size();
            rows.add(new Row(
                    n,
                    empty ? "" : texts.get(n - 1),
                    right.contains(n - 1),
                    request.error("option_" + n),
                    empty && n > FIELDS));
        }
        return rows;
    }

    /** Fields that were left empty are no options: the right ones are counted among those that are. */
    private static Question typed(Form form, QuestionKind kind, UUID id) {
        var options = new ArrayList<String>();
        var right = new ArrayList<Integer>();
        var ticked = form.words("right", kind.most());
        var faults = new Faults();
        if (kind.listed()) {
            for (int n = 1; n <= kind.most(); n++) {
                var text = form.text("option_" + n);
                boolean chosen = ticked.contains(Integer.toString(n)) && kind != QuestionKind.ORDER;
                if (text.isEmpty() && chosen) faults.say("right", "quiz-right-empty");
                if (text.isEmpty()) continue;
                if (chosen) right.add(options.size());
                options.add(text);
            }
        } else if (kind == QuestionKind.TRUE_FALSE) {
            for (var one : ticked) right.add(one.equals("1") ? 0 : one.equals("2") ? 1 : -1);
        }
        var question = Drafting.of(
                faults,
                id,
                kind,
                form.text("text"),
                faults.number(form.text("points"), 1),
                !form.text("partial").isEmpty(),
                options,
                right,
                form.text("accepted").lines().toList(),
                form.text("explanation"));
        faults.end();
        return question;
    }

    private Future<Reply> add(Request request) {
        var desk = Desk.of(request);
        var form = request.form();
        var kind = QuestionKind.of(form.text("kind")).orElseThrow(() -> Problem.invalid("kind", "choice-invalid"));
        var question = typed(form, kind, form.nonce());
        return db.write(
                desk.scope(),
                tx -> QuizWriting.held(tx, request)
                        .compose(place -> QuizWriting.add(tx, place, question, request.ip())
                                .map(x -> desk.done(QuizDesk.path(place), "question-added"))));
    }

    private Future<Reply> change(Request request) {
        var desk = Desk.of(request);
        var form = request.form();
        var id = request.id("question");
        return db.write(
                desk.scope(),
                tx -> QuizWriting.held(tx, request)
                        .compose(place -> QuizWriting.one(tx, place.lesson().id(), id)
                                .compose(stored -> QuizWriting.change(
                                        tx,
                                        place,
                                        Precondition.of(form.number("version")),
                                        typed(form, stored.question().asked().kind(), id),
                                        request.ip()))
                                .map(x -> desk.done(QuizDesk.path(place), "question-saved"))));
    }

    /** Up or down by a button; before another by dragging, where nothing means the end. */
    private Future<Reply> move(Request request) {
        var desk = Desk.of(request);
        var form = request.form();
        var id = request.id("question");
        var to = form.text("to");
        if (!List.of("up", "down", "").contains(to)) throw Problem.invalid("to", "choice-invalid");
        @Nullable UUID before = form.text("before").isEmpty() ? null : form.id("before");
        return db.write(
                desk.scope(),
                tx -> QuizWriting.held(tx, request)
                        .compose(place -> (to.isEmpty()
                                        ? QuizWriting.move(tx, place, id, before, request.ip())
                                        : QuizWriting.step(tx, place, id, to.equals("up"), request.ip()))
                                .map(x -> desk.done(QuizDesk.path(place), "order-saved"))));
    }

    private Future<Reply> drop(Request request) {
        var desk = Desk.of(request);
        return db.write(
                desk.scope(),
                tx -> QuizWriting.held(tx, request)
                        .compose(place -> QuizWriting.drop(tx, place, request.id("question"), request.ip())
                                .map(x -> desk.done(QuizDesk.path(place), "question-deleted"))));
    }
}
