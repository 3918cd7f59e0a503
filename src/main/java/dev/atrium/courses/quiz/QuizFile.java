package dev.atrium.courses.quiz;

import dev.atrium.kernel.Ids;
import java.util.List;

/** A quiz as the file of a course has it, and programs of the business write it; {@code right} counts options from 0. */
public record QuizFile(
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
        List<QuizFileQuestion> questions) {
    /** @param kind single, multiple, true_false, short or order; options of an order stand in the right one */
    public record QuizFileQuestion(
            String kind,
            String text,
            int points,
            boolean partial,
            List<String> options,
            List<Integer> right,
            List<String> accepted,
            String explanation) {}

    public static QuizFile of(QuizWhole whole) {
        var quiz = whole.quiz();
        return new QuizFile(
                quiz.attempts(),
                quiz.cooldown(),
                quiz.minutes(),
                quiz.pass(),
                quiz.shuffleQuestions(),
                quiz.shuffleOptions(),
                quiz.pool(),
                quiz.keeps(),
                quiz.explains(),
                quiz.reveals(),
                whole.questions().stream().map(QuizFile::question).toList());
    }

    private static QuizFileQuestion question(Question question) {
        var asked = question.asked();
        return new QuizFileQuestion(
                asked.kind().word(),
                asked.text(),
                asked.points(),
                asked.partial(),
                asked.options(),
                asked.kind() == QuestionKind.ORDER ? List.of() : question.key().right(),
                question.key().accepted(),
                question.key().explanation());
    }

    /** @throws dev.atrium.kernel.Problem that names what is wrong, such as {@code questions.3.text} */
    public QuizWhole whole() {
        var faults = new Faults();
        var quiz = Quiz.of(
                faults,
                attempts,
                cooldown_minutes,
                limit_minutes,
                pass_percent,
                shuffle_questions,
                shuffle_options,
                pool,
                keeps,
                explains,
                reveals);
        if (questions.size() > Quiz.MOST_QUESTIONS) faults.say("questions", "questions-many", Quiz.MOST_QUESTIONS);
        int[] n = {0};
        var all = questions.stream()
                .limit(Quiz.MOST_QUESTIONS)
                .map(one -> read(faults, ++n[0], one))
                .toList();
        faults.end();
        return new QuizWhole(quiz, all);
    }

    private static Question read(Faults faults, int n, QuizFileQuestion said) {
        var own = new Faults("questions.%d.".formatted(n));
        var kind = QuestionKind.of(said.kind()).orElseGet(() -> {
            own.say("kind", "choice-invalid");
            return QuestionKind.SINGLE;
        });
        var question = Drafting.of(
                own,
                Ids.next(),
                kind,
                said.text(),
                said.points(),
                said.partial(),
                said.options(),
                said.right(),
                said.accepted(),
                said.explanation());
        faults.add(own);
        return question;
    }
}
