package dev.atrium.courses.quiz;

import dev.atrium.secrets.Token;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The questions of one attempt: which of them are drawn, and in which order they and their options stand. */
final class Sheet {
    /** Numbers that nobody can foretell, each from 0 below a bound: what is drawn from an id that a page shows would tell the order. */
    interface Dice {
        int below(int bound);

        /** Thrown anew. */
        static Dice secret() {
            long[] state = {ByteBuffer.wrap(Token.random().hash()).getLong()};
            // SplitMix64: the bits of the token, spread.
            return bound -> {
                state[0] += 0x9E3779B97F4A7C15L;
                long z = state[0];
                z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
                z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
                return (int) Long.remainderUnsigned(z ^ (z >>> 31), bound);
            };
        }
    }

    private Sheet() {}

    static List<Question> draw(Quiz quiz, List<Question> all, Dice dice) {
        int wanted = quiz.drawn(all.size());
        var order = order(all.size(), dice).subList(0, wanted);
        if (!quiz.shuffleQuestions())
            order = order.stream().sorted(Comparator.naturalOrder()).toList();
        return order.stream().map(all::get).map(one -> options(quiz, one, dice)).toList();
    }

    private static Question options(Quiz quiz, Question question, Dice dice) {
        var asked = question.asked();
        boolean order = asked.kind() == QuestionKind.ORDER;
        if (!order && !(quiz.shuffleOptions() && asked.kind().listed())) return question;
        var drawn = new ArrayList<>(order(asked.options().size(), dice));
        // What is to be put in order does not stand so already.
        if (order && drawn.equals(drawn.stream().sorted().toList())) drawn.add(drawn.removeFirst());
        return question.ordered(List.copyOf(drawn));
    }

    /** The numbers from 0 below {@code n}, shuffled (Fisher and Yates). */
    private static List<Integer> order(int n, Dice dice) {
        var order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        for (int i = n - 1; i > 0; i--) {
            int j = dice.below(i + 1);
            var one = order.get(i);
            order.set(i, order.get(j));
            order.set(j, one);
        }
        return order;
    }
}
