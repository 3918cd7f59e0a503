package dev.atrium.courses.quiz;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How many points answers are worth: the one rule, without a database. All or nothing unless part of a question counts. Then of
 * several, each right one that was chosen is worth its share and each wrong one costs as much, to nothing at the least; of an
 * order, each thing at its place is worth its share. A place that was given twice counts for none. Shares are rounded down.
 */
final class Scoring {
    /**
     * @param points of each question, in their order
     * @param most how many there were to be had
     */
    record Score(Map<UUID, Integer> points, int sum, int most) {
        /** Of all points, in whole percent, rounded down. */
        int percent() {
            return most == 0 ? 0 : (int) (100L * sum / most);
        }

        /** Exactly, whatever was rounded. */
        boolean reaches(int percent) {
            return most > 0 && 100L * sum >= (long) percent * most;
        }
    }

    private Scoring() {}

    static Score of(List<Question> questions, Map<UUID, Given> answers) {
        var points = new LinkedHashMap<UUID, Integer>();
        int most = 0;
        for (var question : questions) {
            points.put(question.id(), points(question, answers.getOrDefault(question.id(), Given.NOTHING)));
            most += question.asked().points();
        }
        return new Score(points, points.values().stream().mapToInt(one -> one).sum(), most);
    }

    static int points(Question question, Given given) {
        var asked = question.asked();
        int whole = asked.points();
        return switch (asked.kind()) {
            case SINGLE, TRUE_FALSE -> given.choice().equals(question.key().right()) ? whole : 0;
            case MULTIPLE -> several(question, given);
            case SHORT -> accepted(question.key(), given.text()) ? whole : 0;
            case ORDER -> ordered(question, given);
        };
    }

    private static int several(Question question, Given given) {
        var right = new HashSet<>(question.key().right());
        var chosen = new HashSet<>(given.choice());
        int whole = question.asked().points();
        if (!question.asked().partial()) return chosen.equals(right) ? whole : 0;
        int hits = (int) chosen.stream().filter(right::contains).count();
        return right.isEmpty() ? 0 : whole * Math.max(0, 2 * hits - chosen.size()) / right.size();
    }

    private static boolean accepted(Key key, String text) {
        var said = Folded.of(text);
        return !said.isEmpty()
                && key.accepted().stream().anyMatch(one -> Folded.of(one).equals(said));
    }

    private static int ordered(Question question, Given given) {
        var right = question.key().right();
        int there = 0;
        for (int i = 0; i < right.size(); i++) if (placed(given.choice(), right.get(i)) == i + 1) there++;
        int whole = question.asked().points();
        if (right.isEmpty()) return 0;
        return question.asked().partial() ? whole * there / right.size() : there == right.size() ? whole : 0;
    }

    /** The place that a thing was given alone; 0 where there is none. */
    private static int placed(List<Integer> places, int thing) {
        if (thing >= places.size()) return 0;
        int place = places.get(thing);
        return places.stream().filter(one -> one == place).count() == 1 ? place : 0;
    }
}
