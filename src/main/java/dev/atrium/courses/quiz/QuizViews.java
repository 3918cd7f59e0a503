package dev.atrium.courses.quiz;

import dev.atrium.courses.quiz.QuizFile.QuizFileQuestion;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What programs of a client's account read and write of quizzes. The names are those of the API. */
final class QuizViews {
    static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    static final UUID OTHER = UUID.fromString("01931f80-12aa-7d02-8c41-5e9d3b7f6a10");
    static final Instant THEN = Instant.parse("2026-11-01T09:00:00Z");

    private QuizViews() {}

    /**
     * How a quiz is taken.
     *
     * @param attempts how many everybody has; 0: as many as they like
     * @param cooldown_minutes between two of them
     * @param limit_minutes for one of them; 0: no limit
     * @param keeps {@code best} or {@code last}: which attempt is the score
     */
    public record QuizRules(
            int attempts, int cooldown_minutes, int limit_minutes, int pass_percent, String keeps, int questions) {}

    /**
     * An attempt in a list.
     *
     * @param by_clock whether it ended by itself, with what was saved
     */
    public record QuizTry(
            UUID id,
            int number,
            Instant started_at,
            @Nullable Instant due_at,
            @Nullable Instant submitted_at,
            boolean by_clock,
            int points,
            int most_points,
            int percent,
            boolean passed) {}

    /**
     * Where the account stands with a quiz.
     *
     * @param left how many attempts can be begun; null where there is no limit
     * @param waits_until before then none can be
     * @param open the attempt that is open
     * @param percent the score that counts; null before the first submission
     */
    public record QuizState(
            QuizRules rules,
            @Nullable Integer left,
            @Nullable Instant waits_until,
            @Nullable UUID open,
            @Nullable Integer percent,
            boolean passed,
            List<QuizTry> attempts) {}

    /** A question as it is asked; {@code text} is Markdown, and options count from 0. */
    public record QuizAsked(UUID id, String kind, String text, int points, List<String> options) {}

    /**
     * What was answered to a question, or is to be.
     *
     * @param choice the options that are chosen; of true or false, 0 is true; of an order, what comes first, second and so on
     * @param text of a short answer
     */
    public record QuizAnswer(
            UUID question,
            @Nullable List<Integer> choice,
            @Nullable String text) {}

    /** All of the answers so far; what is left out is not answered. */
    public record QuizAnswers(List<QuizAnswer> answers) {}

    /**
     * What an answer was worth; what is right, and why, only where that may be seen.
     *
     * @param right the right options, as {@code choice} of an answer says them
     * @param accepted what a short answer may be
     * @param explanation Markdown
     */
    public record QuizMark(
            UUID question,
            int points,
            int most_points,
            @Nullable List<Integer> right,
            @Nullable List<String> accepted,
            @Nullable String explanation) {}

    /** @param marks once it was submitted; else null */
    public record QuizAttemptView(
            QuizTry attempt,
            List<QuizAsked> questions,
            List<QuizAnswer> answers,
            @Nullable List<QuizMark> marks) {}

    static final QuizRules RULES = new QuizRules(3, 10, 20, 70, "best", 5);
    static final QuizTry OPEN = new QuizTry(ID, 2, THEN, THEN.plusSeconds(1200), null, false, 0, 6, 0, false);
    private static final QuizTry DONE =
            new QuizTry(ID, 2, THEN, THEN.plusSeconds(1200), THEN.plusSeconds(300), false, 5, 6, 83, true);
    static final QuizState STATE = new QuizState(RULES, 1, null, ID, 50, false, List.of(OPEN));
    private static final QuizAsked ASKED =
            new QuizAsked(OTHER, "single", "Where does *soft* light come from?", 1, List.of("A lamp", "A cloudy sky"));
    static final QuizAnswers ANSWERS = new QuizAnswers(List.of(new QuizAnswer(OTHER, List.of(1), null)));
    static final QuizAttemptView TAKING = new QuizAttemptView(OPEN, List.of(ASKED), ANSWERS.answers(), null);
    static final QuizAttemptView RESULT = new QuizAttemptView(
            DONE,
            List.of(ASKED),
            ANSWERS.answers(),
            List.of(new QuizMark(OTHER, 1, 1, List.of(1), List.of(), "Clouds make it large.")));

    static QuizTry of(Tries.Line one) {
        return new QuizTry(
                one.id(),
                one.number(),
                one.startedAt(),
                one.dueAt(),
                one.submittedAt(),
                one.byClock(),
                one.points(),
                one.most(),
                one.percent(),
                one.passed());
    }

    static QuizTry line(Attempt one) {
        return new QuizTry(
                one.id(),
                one.number(),
                one.startedAt(),
                one.dueAt(),
                one.submittedAt(),
                one.byClock(),
                one.points(),
                one.most(),
                one.percent(),
                one.passed());
    }

    static QuizState of(Tries tries) {
        var quiz = tries.quiz();
        return new QuizState(
                new QuizRules(
                        quiz.attempts(),
                        quiz.cooldown(),
                        quiz.minutes(),
                        quiz.pass(),
                        quiz.keeps(),
                        quiz.drawn(tries.questions())),
                tries.limited() ? Integer.valueOf(tries.left()) : null,
                tries.waits(),
                tries.open().map(Tries.Line::id).orElse(null),
                tries.counts().map(Tries.Line::percent).orElse(null),
                tries.passed(),
                tries.all().stream().map(QuizViews::of).toList());
    }

    /** One that is open. */
    static QuizAttemptView of(Attempt attempt) {
        return new QuizAttemptView(line(attempt), asked(attempt), answers(attempt), null);
    }

    /** One that has ended; {@code questions} with what is right about them. */
    static QuizAttemptView of(Attempt attempt, List<Question> questions, boolean reveals, boolean explains) {
        return new QuizAttemptView(
                line(attempt),
                asked(attempt),
                answers(attempt),
                questions.stream()
                        .map(one -> mark(attempt, one, reveals, explains))
                        .toList());
    }

    private static List<QuizAsked> asked(Attempt attempt) {
        return attempt.asked().stream()
                .map(one -> new QuizAsked(one.id(), one.kind().word(), one.text(), one.points(), one.options()))
                .toList();
    }

    private static List<QuizAnswer> answers(Attempt attempt) {
        return attempt.asked().stream()
                .filter(asked -> attempt.answers().containsKey(asked.id()))
                .map(asked -> answer(asked, attempt.answers().getOrDefault(asked.id(), Given.NOTHING)))
                .toList();
    }

    private static QuizAnswer answer(Asked asked, Given given) {
        return asked.kind() == QuestionKind.SHORT
                ? new QuizAnswer(asked.id(), null, given.text())
                : new QuizAnswer(asked.id(), Answers.sequence(asked, given), null);
    }

    private static QuizMark mark(Attempt attempt, Question question, boolean reveals, boolean explains) {
        return new QuizMark(
                question.id(),
                attempt.marks().getOrDefault(question.id(), 0),
                question.asked().points(),
                reveals ? question.key().right() : null,
                reveals ? question.key().accepted() : null,
                explains ? question.key().explanation() : null);
    }

    static final QuizFileQuestion QUESTION = new QuizFileQuestion(
            "single",
            "Where does *soft* light come from?",
            1,
            false,
            List.of("A lamp", "A cloudy sky"),
            List.of(1),
            List.of(),
            "Clouds make it large.");
}
