package dev.atrium.courses.quiz;

import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Questions as authors, programs and files write them; one that exists is valid. */
final class Drafting {
    static final int TEXT = 4_000;
    static final int EXPLANATION = 2_000;
    static final int OPTION = 300;
    static final int ACCEPTED = 20;
    static final int ACCEPTED_LENGTH = 200;
    static final int MOST_POINTS = 100;

    private Drafting() {}

    /**
     * @param right by place in {@code options}, from 0; of true or false 0 is true; of an order nothing, since that is how they stand
     * @param faults where what is wrong is said; the question is of no use then
     */
    static Question of(
            Faults faults,
            UUID id,
            QuestionKind kind,
            String text,
            int points,
            boolean partial,
            List<String> options,
            List<Integer> right,
            List<String> accepted,
            String explanation) {
        var said = faults.text("text", text, TEXT, true);
        faults.within("points", points, 1, MOST_POINTS);
        var why = faults.text("explanation", explanation, EXPLANATION, false);
        var listed = kind.listed() ? options(faults, kind, options) : List.<String>of();
        var key = new Key(
                right(faults, kind, listed, right),
                kind == QuestionKind.SHORT ? accepted(faults, accepted) : List.of(),
                why);
        return new Question(new Asked(id, kind, said, points, partial && kind.parts(), listed), key);
    }

    private static List<String> options(Faults faults, QuestionKind kind, List<String> typed) {
        var known = new HashSet<String>();
        var options = IntStream.range(0, typed.size())
                .mapToObj(i -> {
                    var field = "option_" + (i + 1);
                    var option = faults.text(field, typed.get(i), OPTION, true);
                    if (!known.add(option)) faults.say(field, "quiz-option-twice");
                    return option;
                })
                .toList();
        if (options.size() < 2) faults.say("options", "quiz-options-few");
        if (options.size() > kind.most()) faults.say("options", "quiz-options-many", kind.most());
        return options;
    }

    private static List<Integer> right(Faults faults, QuestionKind kind, List<String> options, List<Integer> chosen) {
        int choices = kind == QuestionKind.TRUE_FALSE ? 2 : options.size();
        return switch (kind) {
            case SHORT -> List.of();
            case ORDER -> IntStream.range(0, options.size()).boxed().toList();
            case SINGLE, TRUE_FALSE, MULTIPLE -> {
                var right = chosen.stream()
                        .filter(one -> one >= 0 && one < choices)
                        .distinct()
                        .sorted()
                        .toList();
                if (right.isEmpty() || right.size() != chosen.size()) faults.say("right", "quiz-right-missing");
                else if (kind != QuestionKind.MULTIPLE && right.size() > 1) faults.say("right", "quiz-right-one");
                yield right;
            }
        };
    }

    private static List<String> accepted(Faults faults, List<String> typed) {
        var words = typed.stream()
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .distinct()
                .toList();
        if (words.isEmpty()) faults.say("accepted", "quiz-accepted-missing");
        if (words.size() > ACCEPTED) faults.say("accepted", "quiz-accepted-many", ACCEPTED);
        for (var one : words) {
            if (one.codePointCount(0, one.length()) > ACCEPTED_LENGTH)
                faults.say("accepted", "quiz-accepted-long", ACCEPTED_LENGTH);
            // Nothing could ever be typed that is this.
            else if (Folded.of(one).isEmpty() || one.indexOf('\0') >= 0) faults.say("accepted", "text-broken");
        }
        return words;
    }
}
