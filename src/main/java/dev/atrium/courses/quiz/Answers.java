package dev.atrium.courses.quiz;

import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** What was answered, as forms and programs send it: only what can be chosen is taken. */
final class Answers {
    private Answers() {}

    /** The name of the field of the question at {@code place}, from 0. */
    static String field(int place) {
        return "q" + (place + 1);
    }

    /** The same of one of the things that are put in order. */
    static String field(int place, int thing) {
        return field(place) + "_" + (thing + 1);
    }

    /** @throws Problem where a short answer is too long */
    static Map<UUID, Given> of(Attempt attempt, Form form) {
        var answers = typed(attempt, form);
        for (int i = 0; i < attempt.asked().size(); i++) {
            var given = answers.get(attempt.asked().get(i).id());
            if (given != null) text(field(i), given.text());
        }
        return answers;
    }

    /** The same as it was typed, however long. */
    static Map<UUID, Given> typed(Attempt attempt, Form form) {
        var answers = new HashMap<UUID, Given>();
        for (int i = 0; i < attempt.asked().size(); i++) {
            var asked = attempt.asked().get(i);
            var given = given(asked, i, form);
            if (!given.isNothing(asked.kind())) answers.put(asked.id(), given);
        }
        return answers;
    }

    private static Given given(Asked asked, int place, Form form) {
        var field = field(place);
        return switch (asked.kind()) {
            case SINGLE, TRUE_FALSE -> chosen(asked, List.of(number(form.text(field))));
            case MULTIPLE ->
                chosen(
                        asked,
                        form.words(field, asked.choices()).stream()
                                .map(Answers::number)
                                .toList());
            case SHORT -> new Given(List.of(), form.text(field));
            case ORDER ->
                new Given(
                        IntStream.range(0, asked.choices())
                                .map(thing -> number(form.text(field(place, thing))))
                                .map(at -> at >= 1 && at <= asked.choices() ? at : 0)
                                .boxed()
                                .toList(),
                        "");
        };
    }

    private static int number(String typed) {
        return typed.matches("[0-9]{1,2}") ? Integer.parseInt(typed) : -1;
    }

    private static Given chosen(Asked asked, List<Integer> typed) {
        var choice = typed.stream()
                .filter(one -> one >= 0 && one < asked.choices())
                .distinct()
                .sorted()
                .toList();
        return new Given(choice, "");
    }

    private static Given text(String field, String typed) {
        if (typed.codePointCount(0, typed.length()) > Given.LONGEST)
            throw Problem.invalid(field, "text-long", Given.LONGEST);
        return new Given(List.of(), typed);
    }

    /** @throws Problem 422 where a question is none of the attempt's, or an answer none of its */
    static Map<UUID, Given> of(Attempt attempt, List<QuizViews.QuizAnswer> sent) {
        var answers = new HashMap<UUID, Given>();
        if (sent.size() > Quiz.MOST_QUESTIONS) throw Problem.invalid("answers", "questions-many", Quiz.MOST_QUESTIONS);
        for (var one : sent) {
            var asked = attempt.asked().stream()
                    .filter(question -> question.id().equals(one.question()))
                    .findFirst()
                    .orElseThrow(() -> Problem.invalid("question", "choice-invalid"));
            if (answers.put(asked.id(), given(asked, one)) != null) throw Problem.invalid("question", "field-repeated");
        }
        return answers;
    }

    private static Given given(Asked asked, QuizViews.QuizAnswer sent) {
        var text = sent.text() == null ? "" : sent.text().strip();
        var choice = sent.choice() == null ? List.<Integer>of() : sent.choice();
        if (asked.kind() == QuestionKind.SHORT) {
            if (!choice.isEmpty() || text.indexOf('\0') >= 0) throw Problem.invalid("choice", "choice-invalid");
            return text("text", text);
        }
        if (!text.isEmpty()) throw Problem.invalid("text", "choice-invalid");
        if (asked.kind() == QuestionKind.ORDER) return order(asked, choice);
        boolean fits = choice.stream().allMatch(one -> one >= 0 && one < asked.choices())
                && choice.stream().distinct().count() == choice.size()
                && (asked.kind() == QuestionKind.MULTIPLE || choice.size() <= 1);
        if (!fits) throw Problem.invalid("choice", "choice-invalid");
        return new Given(choice.stream().sorted().toList(), "");
    }

    /** Programs say which thing comes first, second and so on; what they leave out has no place. */
    private static Given order(Asked asked, List<Integer> sequence) {
        boolean fits = sequence.stream().allMatch(one -> one >= 0 && one < asked.choices())
                && sequence.stream().distinct().count() == sequence.size();
        if (!fits) throw Problem.invalid("choice", "choice-invalid");
        var places = new ArrayList<Integer>();
        for (int thing = 0; thing < asked.choices(); thing++) places.add(sequence.indexOf(thing) + 1);
        return new Given(List.copyOf(places), "");
    }

    /** The other way round: as programs read what was answered. */
    static List<Integer> sequence(Asked asked, Given given) {
        if (asked.kind() != QuestionKind.ORDER) return given.choice();
        var sequence = new ArrayList<Integer>();
        for (int place = 1; place <= asked.choices(); place++) {
            int thing = given.choice().indexOf(place);
            if (thing >= 0) sequence.add(thing);
        }
        return sequence;
    }
}
