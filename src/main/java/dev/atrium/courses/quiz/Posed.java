package dev.atrium.courses.quiz;

import dev.atrium.web.Html;
import dev.atrium.web.Markdown;
import dev.atrium.web.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Questions as pages show them: to be answered, or as they were answered. */
final class Posed {
    /**
     * One of the things to choose among, or to put in order.
     *
     * @param own whether the label is one of ours; else people wrote it
     * @param right whether it is right; never while the question is open
     * @param place that it was given in an order; 0 where none
     * @param should the place that is right; 0 where that is not shown
     */
    record Option(
            String field,
            int value,
            String label,
            boolean own,
            boolean chosen,
            boolean right,
            int place,
            int should,
            List<Place> places) {}

    record Place(int value, boolean selected) {}

    /**
     * A question.
     *
     * @param marked whether it says how it was answered
     * @param whole whether all of its points were won
     * @param accepted what would have been right; none where that is not shown
     */
    record Item(
            int number,
            UUID id,
            String field,
            Html text,
            int points,
            boolean several,
            boolean shorts,
            boolean order,
            boolean partial,
            List<Option> options,
            String typed,
            String error,
            boolean marked,
            int won,
            boolean whole,
            boolean some,
            boolean nothing,
            boolean reveals,
            List<String> accepted,
            @Nullable Html explanation) {}

    private final Request request;

    Posed(Request request) {
        this.request = request;
    }

    /** To be answered, with what was saved, or was typed into a form that was refused. */
    List<Item> open(List<Asked> all, Map<UUID, Given> answers) {
        return IntStream.range(0, all.size())
                .mapToObj(
                        i -> item(all.get(i), i, answers.getOrDefault(all.get(i).id(), Given.NOTHING), null))
                .toList();
    }

    /** What may be seen of an answer: its points, and what is right about the question as far as it is shown. */
    private record Seen(Question question, int won, boolean reveals, boolean explains) {}

    /** As it was answered. */
    List<Item> answered(Attempt attempt, List<Question> questions, boolean reveals, boolean explains) {
        return IntStream.range(0, questions.size())
                .mapToObj(i -> {
                    var question = questions.get(i);
                    var given = attempt.answers().getOrDefault(question.id(), Given.NOTHING);
                    int won = attempt.marks().getOrDefault(question.id(), 0);
                    return item(question.asked(), i, given, new Seen(question, won, reveals, explains));
                })
                .toList();
    }

    /** With what is right, for whoever wrote them. */
    List<Item> written(List<Question> questions) {
        return IntStream.range(0, questions.size())
                .mapToObj(i ->
                        item(questions.get(i).asked(), i, Given.NOTHING, new Seen(questions.get(i), -1, true, true)))
                .toList();
    }

    private Item item(Asked asked, int i, Given given, @Nullable Seen seen) {
        var key = seen == null || !seen.reveals() ? null : seen.question().key();
        int won = seen == null ? 0 : seen.won();
        boolean marked = seen != null && won >= 0;
        var why = seen == null || !seen.explains() ? "" : seen.question().key().explanation();
        return new Item(
                i + 1,
                asked.id(),
                Answers.field(i),
                Markdown.card(asked.text()),
                asked.points(),
                asked.kind() == QuestionKind.MULTIPLE,
                asked.kind() == QuestionKind.SHORT,
                asked.kind() == QuestionKind.ORDER,
                asked.partial(),
                options(asked, i, given, key),
                given.text(),
                request.error(Answers.field(i)),
                marked,
                Math.max(0, won),
                marked && won == asked.points(),
                marked && won > 0 && won < asked.points(),
                given.isNothing(asked.kind()),
                key != null,
                key == null ? List.of() : key.accepted(),
                why.isEmpty() ? null : Markdown.card(why));
    }

    private List<Option> options(Asked asked, int i, Given given, @Nullable Key key) {
        var options = new ArrayList<Option>();
        for (int n = 0; n < asked.choices(); n++) {
            boolean order = asked.kind() == QuestionKind.ORDER;
            int place = order && n < given.choice().size() ? given.choice().get(n) : 0;
            options.add(new Option(
                    order ? Answers.field(i, n) : Answers.field(i),
                    n,
                    label(asked, n),
                    asked.kind() == QuestionKind.TRUE_FALSE,
                    !order && given.choice().contains(n),
                    key != null
                            && (order
                                    ? key.right().indexOf(n) + 1 == place
                                    : key.right().contains(n)),
                    place,
                    order && key != null ? key.right().indexOf(n) + 1 : 0,
                    order ? places(asked.choices(), place) : List.of()));
        }
        return options;
    }

    private String label(Asked asked, int n) {
        if (asked.kind() != QuestionKind.TRUE_FALSE) return asked.options().get(n);
        return n == 0 ? request.say("quiz.true") : request.say("quiz.false");
    }

    private static List<Place> places(int most, int chosen) {
        return IntStream.rangeClosed(1, most)
                .mapToObj(place -> new Place(place, place == chosen))
                .toList();
    }
}
