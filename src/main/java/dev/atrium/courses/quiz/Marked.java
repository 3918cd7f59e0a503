package dev.atrium.courses.quiz;

import java.util.ArrayList;
import java.util.List;

/** The questions of an attempt together with what is right about them: for scoring, and for whoever may see it. */
final class Marked {
    private Marked() {}

    static List<Question> questions(Attempt attempt, List<Key> keys) {
        var all = new ArrayList<Question>();
        for (int i = 0; i < attempt.asked().size(); i++)
            all.add(new Question(attempt.asked().get(i), keys.get(i)));
        return all;
    }
}
