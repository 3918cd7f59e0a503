package dev.atrium.courses.quiz;

import dev.atrium.courses.quiz.QuizFile.QuizFileQuestion;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Quizzes and how they go, for programs of the business. */
final class BusinessQuizApi {
    private static final String ROOT = "/api/v1/business/courses/:course/lessons/:lesson/quiz";

    /** A question with what is right about it; {@code id} is left out of a new one. */
    public record QuizQuestion(@Nullable UUID id, QuizFileQuestion question) {}

    /** A quiz with its questions in their order; what the settings mean is said of a course's file. */
    public record QuizContent(
            int attempts,
            int cooldown_minutes,
            int limit_minutes,
            int pass_percent,
            boolean shuffle_questions,
            boolean shuffle_options,
            int pool,
            String keeps,
            boolean explains,
            boolean reveals,
            List<QuizQuestion> questions) {}

    /** How often a question was asked and answered in whole, and what percent of its points was won. */
    public record QuizShare(UUID question, int asked, int right, int percent) {}

    /** Of what was submitted; questions of the newest 5,000 attempts, also of those that are no more. */
    public record QuizFigures(int attempts, int people, int people_passed, int percent, List<QuizShare> questions) {}

    /** An attempt and whose it is. */
    public record QuizTaken(UUID contact, String name, QuizViews.QuizTry attempt) {}

    public record QuizTakenList(
            List<QuizTaken> items, @Nullable String next) {}

    /** Who gets one more attempt; {@code seen} is how many they were given before, 0 where that is left out. */
    public record QuizGrantNew(UUID contact, @Nullable Integer seen) {}

    /** How many attempts somebody was given beside those that everybody has. */
    public record QuizGrantView(UUID contact, int extra) {}

    private static final QuizContent CONTENT = new QuizContent(
            3,
            10,
            20,
            70,
            true,
            true,
            0,
            "best",
            true,
            false,
            List.of(new QuizQuestion(QuizViews.ID, QuizViews.QUESTION)));
    private static final QuizFigures FIGURES =
            new QuizFigures(40, 31, 28, 76, List.of(new QuizShare(QuizViews.ID, 40, 22, 55)));
    private static final QuizTaken TAKEN = new QuizTaken(
            QuizViews.OTHER,
            "Ana Ruiz",
            new QuizViews.QuizTry(
                    QuizViews.ID,
                    2,
                    Instant.parse("2026-11-01T09:00:00Z"),
                    null,
                    Instant.parse("2026-11-01T09:05:00Z"),
                    false,
                    5,
                    6,
                    83,
                    true));

    private final Db db;

    BusinessQuizApi(Db db) {
        this.db = db;
    }

    void mount(Routes routes) {
        named(routes.business("courses:read").get(ROOT, this::one))
                .summary("Get a quiz with its questions and what is right about them")
                .versioned()
                .gives(QuizContent.class, CONTENT)
                .refuses(404);
        named(routes.business("courses:write").put(ROOT, this::write))
                .summary("Write a quiz anew; questions that keep their id keep how they were answered")
                .versioned()
                .idempotent()
                .takes(QuizContent.class, CONTENT)
                .gives(QuizContent.class, CONTENT)
                .refuses(404, 409, 422);
        var reading = routes.business("learners:read");
        named(reading.get(ROOT + "/results", this::figures))
                .summary("Get how a quiz goes, and how its questions are answered")
                .gives(QuizFigures.class, FIGURES)
                .refuses(404);
        named(reading.get(ROOT + "/attempts", this::attempts))
                .summary("List the attempts at a quiz, the newest first")
                .pages()
                .gives(QuizTakenList.class, new QuizTakenList(List.of(TAKEN), null))
                .refuses(404);
        named(routes.business("learners:write").post(ROOT + "/grants", this::grant))
                .summary("Give somebody one more attempt at a quiz")
                .names("contact", "taught-person")
                .idempotent()
                .takes(QuizGrantNew.class, new QuizGrantNew(QuizViews.OTHER, 0))
                .gives(QuizGrantView.class, new QuizGrantView(QuizViews.OTHER, 1))
                .refuses(404, 409);
    }

    private static Route named(Route route) {
        return route.names("course", QuizDesk.COURSE).names("lesson", QuizDesk.LESSON);
    }

    private static Future<Reply> reply(Tx tx, Request request) {
        return QuizWriting.place(tx, request)
                .compose(place -> new QuizStore(tx)
                        .questions(place.lesson().id())
                        .map(all -> Reply.json(content(place.quiz(), all))
                                .tagged(Integer.toString(place.quiz().version()))));
    }

    private static QuizContent content(Quiz quiz, List<Question> questions) {
        var file = QuizFile.of(new QuizWhole(quiz, questions));
        var all = new ArrayList<QuizQuestion>();
        for (int i = 0; i < questions.size(); i++)
            all.add(new QuizQuestion(questions.get(i).id(), file.questions().get(i)));
        return new QuizContent(
                file.attempts(),
                file.cooldown_minutes(),
                file.limit_minutes(),
                file.pass_percent(),
                file.shuffle_questions(),
                file.shuffle_options(),
                file.pool(),
                file.keeps(),
                file.explains(),
                file.reveals(),
                all);
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> reply(tx, request));
    }

    private Future<Reply> write(Request request, Tx tx) {
        var sent = request.json(QuizContent.class);
        var whole = new QuizFile(
                        sent.attempts(),
                        sent.cooldown_minutes(),
                        sent.limit_minutes(),
                        sent.pass_percent(),
                        sent.shuffle_questions(),
                        sent.shuffle_options(),
                        sent.pool(),
                        sent.keeps(),
                        sent.explains(),
                        sent.reveals(),
                        sent.questions().stream().map(QuizQuestion::question).toList())
                .whole();
        return QuizWriting.held(tx, request)
                .compose(place -> new QuizStore(tx)
                        .questions(place.lesson().id())
                        .map(known -> named(sent.questions(), whole.questions(), known))
                        .compose(questions ->
                                QuizWriting.whole(tx, place, request.ifMatch(), whole.quiz(), questions, request.ip())))
                .compose(x -> reply(tx, request));
    }

    /** Under the ids that they have; one that is none of this quiz, or comes twice, is unknown. */
    private static List<Question> named(List<QuizQuestion> sent, List<Question> read, List<Question> known) {
        var ids = new ArrayList<>(known.stream().map(Question::id).toList());
        var all = new ArrayList<Question>();
        for (int i = 0; i < read.size(); i++) {
            var id = sent.get(i).id();
            if (id != null && !ids.remove(id)) throw Problem.invalid("questions", "choice-invalid");
            all.add(read.get(i).as(id == null ? Ids.next() : id));
        }
        return all;
    }

    private Future<Reply> figures(Request request) {
        return db.read(
                request.scope(),
                tx -> QuizWriting.place(tx, request).compose(place -> {
                    var store = new AttemptStore(tx);
                    var figures = store.figures(place.lesson().id());
                    var shares = store.shares(place.lesson().id());
                    return Future.all(figures, shares).map(x -> {
                        var found = figures.result();
                        return Reply.json(new QuizFigures(
                                found.attempts(),
                                found.people(),
                                found.passed(),
                                found.percent(),
                                shares.result().stream()
                                        .map(one ->
                                                new QuizShare(one.question(), one.asked(), one.right(), one.percent()))
                                        .toList()));
                    });
                }));
    }

    private Future<Reply> attempts(Request request) {
        var wanted = request.page();
        return db.read(
                        request.scope(),
                        tx -> QuizWriting.place(tx, request)
                                .compose(place -> new AttemptStore(tx)
                                        .list(place.lesson().id(), null, wanted.after(), wanted.rows())))
                .map(found -> wanted.page(found, AttemptStore.Listed::place))
                .map(page -> request.paged(
                        page.map(one -> new QuizTaken(one.contact(), one.name(), QuizViews.of(one.it()))),
                        QuizTakenList::new));
    }

    private Future<Reply> grant(Request request, Tx tx) {
        var sent = request.json(QuizGrantNew.class);
        int seen = sent.seen() == null ? 0 : Math.max(0, sent.seen());
        return QuizWriting.place(tx, request)
                .compose(place -> QuizWriting.grant(tx, place, sent.contact(), seen, request.ip())
                        .compose(x -> new AttemptStore(tx).extra(place.lesson().id(), sent.contact()))
                        .map(extra -> Reply.json(new QuizGrantView(sent.contact(), extra))));
    }
}
