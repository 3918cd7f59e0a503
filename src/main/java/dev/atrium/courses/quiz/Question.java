package dev.atrium.courses.quiz;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A question with what is right about it. */
public record Question(Asked asked, Key key) {
    UUID id() {
        return asked.id();
    }

    /** The same under another id. */
    Question as(UUID id) {
        return new Question(
                new Asked(id, asked.kind(), asked.text(), asked.points(), asked.partial(), asked.options()), key);
    }

    /** The same with its options in another order: {@code order} says which one comes first, second and so on. */
    Question ordered(List<Integer> order) {
        var right = new ArrayList<Integer>();
        for (int one : key.right()) right.add(order.indexOf(one));
        if (asked.kind() != QuestionKind.ORDER) right.sort(Integer::compare);
        return new Question(
                new Asked(
                        asked.id(),
                        asked.kind(),
                        asked.text(),
                        asked.points(),
                        asked.partial(),
                        order.stream().map(asked.options()::get).toList()),
                new Key(List.copyOf(right), key.accepted(), key.explanation()));
    }
}
