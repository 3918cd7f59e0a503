package dev.atrium.courses.quiz;

import dev.atrium.courses.CourseFrame;
import dev.atrium.courses.Progress;
import dev.atrium.courses.learn.Beside;
import dev.atrium.db.Db;
import dev.atrium.facts.FactKind;
import dev.atrium.jobs.JobKinds;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Family;
import dev.atrium.web.Routes;
import java.util.List;
import java.util.stream.Stream;

/** The door to quizzes. */
public final class QuizModule {
    public static final List<FactKind> FACTS = QuizFact.KINDS;

    private final Attempting attempting;
    private final QuizDesk desk;
    private final QuestionDesk questions;
    private final ResultsDesk results;
    private final AttemptRoutes attempts;
    private final QuizApi api;
    private final BusinessQuizApi business;

    public QuizModule(Db db, Hosts hosts, Progress progress, CourseFrame frame) {
        this.attempting = new Attempting(hosts, progress);
        this.desk = new QuizDesk(db, frame);
        this.questions = new QuestionDesk(db, frame);
        this.results = new ResultsDesk(db, frame);
        this.attempts = new AttemptRoutes(db, attempting);
        this.api = new QuizApi(db, attempting);
        this.business = new BusinessQuizApi(db);
    }

    public void mount(Routes routes) {
        desk.mount(routes);
        questions.mount(routes);
        results.mount(routes);
        attempts.mount(routes);
        api.mount(routes);
        business.mount(routes);
    }

    /** What ends attempts that were left open. */
    public void declare(JobKinds jobs) {
        jobs.add(attempting.kind());
    }

    /** What the page of a quiz lesson says of its quiz. */
    public static Beside part() {
        return new QuizPart();
    }

    /** The messages that are made of a word at run time. */
    public static List<String> words() {
        return Stream.of(
                        Family.QUIZ_KIND.keys(QuestionKind.WORDS),
                        Family.QUIZ_KIND_LEAD.keys(QuestionKind.WORDS),
                        Family.QUIZ_KEEPS.keys(Quiz.KEEPS))
                .flatMap(List::stream)
                .toList();
    }
}
