package dev.atrium.courses.quiz;

import dev.atrium.courses.CourseFrame;
import dev.atrium.db.Db;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Desk;
import dev.atrium.web.Html;
import dev.atrium.web.Markdown;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How a quiz goes: who took it and with what result, which questions are hard, one attempt as it was answered, and one more of them. */
final class ResultsDesk {
    private static final String ROOT = QuizDesk.ROOT + "/results";
    private static final String ONE = ROOT + "/:attempt";
    private static final int PAGE = 30;

    /** A question of today with how it was answered; {@code asked} 0 where it never was. */
    record Hard(int n, Html text, int asked, int right, int percent, int share) {}

    private final Db db;
    private final CourseFrame frame;

    ResultsDesk(Db db, CourseFrame frame) {
        this.db = db;
        this.frame = frame;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        named(staff.get(ROOT, this::page)).summary("Show how a quiz goes: attempts, and questions that are hard");
        named(staff.get(ROOT + ".csv", this::file))
                .summary("Download the attempts at a quiz")
                .givesBytes("text/csv")
                .fresh();
        named(staff.get(ONE, this::one))
                .summary("Show an attempt at a quiz as it was answered")
                .names("attempt", "taught-attempt");
        named(staff.post(QuizDesk.ROOT + "/grants", this::grant))
                .summary("Give somebody one more attempt at a quiz")
                .names("contact", "taught-person")
                .shows(this::page);
    }

    private static Route named(Route route) {
        return route.names("course", QuizDesk.COURSE).names("lesson", QuizDesk.LESSON);
    }

    private Future<Reply> page(Request request) {
        // A form that was refused names the person in another field.
        var person = request.route().changes() ? null : Ids.parse(request.query("person"));
        var after = place(request.query("after"));
        return db.read(
                Desk.of(request).scope(),
                tx -> QuizWriting.place(tx, request).compose(place -> {
                    var store = new AttemptStore(tx);
                    var lesson = place.lesson().id();
                    var rows = store.list(lesson, person, after, PAGE + 1);
                    var figures = store.figures(lesson);
                    var shares = store.shares(lesson);
                    var questions = new QuizStore(tx).questions(lesson);
                    return Future.all(rows, figures, shares, questions).map(x -> {
                        var model = QuizDesk.model(frame, request, place);
                        var here = model.get("quizUrl") + "/results";
                        model.put("rows", rows.result().stream().limit(PAGE).toList());
                        model.put("figures", figures.result());
                        model.put("hard", hard(questions.result(), shares.result()));
                        model.put("export", here + ".csv");
                        model.put("resultsUrl", here);
                        model.put("narrowed", person != null);
                        if (after.isPresent()) model.put("first", path(here, person, null));
                        if (rows.result().size() > PAGE)
                            model.put(
                                    "next",
                                    path(
                                            here,
                                            person,
                                            rows.result().get(PAGE - 1).place()));
                        return Reply.page("courses/quiz/desk-results", Reply.Layout.CONSOLE, "quiz.results", model);
                    });
                }));
    }

    /** A place that nobody made is the beginning. */
    private static Optional<Cursor> place(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Cursor.parse(text));
        } catch (Problem unreadable) {
            return Optional.empty();
        }
    }

    private static String path(String here, @Nullable UUID person, @Nullable Cursor after) {
        var path = new QueryStringEncoder(here);
        if (person != null) path.addParam("person", person.toString());
        if (after != null) path.addParam("after", after.text());
        return path.toString();
    }

    private static List<Hard> hard(List<Question> questions, List<AttemptStore.Share> shares) {
        return IntStream.range(0, questions.size())
                .mapToObj(i -> {
                    var question = questions.get(i);
                    var share = shares.stream()
                            .filter(one -> one.question().equals(question.id()))
                            .findFirst()
                            .orElse(new AttemptStore.Share(question.id(), 0, 0, 0));
                    return new Hard(
                            i + 1,
                            Markdown.card(question.asked().text()),
                            share.asked(),
                            share.right(),
                            share.asked() == 0 ? 0 : 100 * share.right() / share.asked(),
                            share.percent());
                })
                .toList();
    }

    /** Written down before the first byte leaves. */
    private Future<Reply> file(Request request) {
        return db.write(
                Desk.of(request).scope(),
                tx -> QuizWriting.place(tx, request).compose(place -> {
                    var detail = new JsonObject()
                            .put("title", place.lesson().title())
                            .put("course", place.lesson().course().toString());
                    return Audit.record(
                                    tx,
                                    "quiz.exported",
                                    "lesson",
                                    place.lesson().id(),
                                    detail,
                                    request.ip())
                            .map(x -> new Reply.Stream(
                                    new ResultsFile(db, request, place.lesson().id()),
                                    "text/csv; charset=utf-8",
                                    "quiz-" + place.tree().course().slug() + ".csv"));
                }));
    }

    private Future<Reply> one(Request request) {
        return db.read(
                Desk.of(request).scope(),
                tx -> QuizWriting.place(tx, request).compose(place -> {
                    var store = new AttemptStore(tx);
                    var lesson = place.lesson().id();
                    return store.one(lesson, request.id("attempt"))
                            .map(found -> found.orElseThrow(Problem::notFound))
                            .compose(attempt -> {
                                var keys = store.keys(attempt.id());
                                var tries = store.tries(lesson, attempt.contact(), place.quiz());
                                var name = store.person(attempt.contact());
                                return Future.all(keys, tries, name).map(x -> {
                                    var model = QuizDesk.model(frame, request, place);
                                    attempt(model, request, attempt, keys.result(), tries.result());
                                    model.put("person", name.result().orElse(""));
                                    return Reply.page(
                                            "courses/quiz/desk-attempt",
                                            Reply.Layout.CONSOLE,
                                            "quiz.attempt.title",
                                            model);
                                });
                            });
                }));
    }

    private static void attempt(
            Map<String, Object> model, Request request, Attempt attempt, List<Key> keys, Tries tries) {
        model.put("attempt", attempt);
        model.put("open", attempt.open());
        // Nobody can tell by the console what is right before it is submitted, be they staff who sit beside the
        // learner.
        model.put(
                "questions",
                attempt.open()
                        ? List.of()
                        : new Posed(request).answered(attempt, Marked.questions(attempt, keys), true, true));
        model.put("tries", tries);
        model.put("limited", tries.limited());
        model.put("left", tries.left());
        model.put("extra", tries.extra());
        model.put("grants", tries.limited() || tries.quiz().cooldown() > 0);
        model.put("others", tries.all().reversed().stream().limit(50).toList());
    }

    private Future<Reply> grant(Request request) {
        var desk = Desk.of(request);
        var contact = request.form().id("contact");
        int seen = Math.max(0, request.form().number("seen"));
        var back = Ids.parse(request.form().text("attempt"));
        return db.write(
                desk.scope(),
                tx -> QuizWriting.place(tx, request)
                        .compose(place -> QuizWriting.grant(tx, place, contact, seen, request.ip())
                                .map(x -> desk.done(
                                        QuizDesk.path(place) + "/results" + (back == null ? "" : "/" + back),
                                        "quiz-attempt-granted"))));
    }
}
