package dev.atrium.courses.quiz;

import java.util.List;

/**
 * How a quiz is taken.
 *
 * @param attempts how many somebody has; 0: as many as they like
 * @param cooldown minutes between two of them
 * @param minutes how long one may take; 0: no limit
 * @param pass percent of the points that pass it
 * @param pool how many of the questions are drawn; 0: all
 * @param best whether the best attempt is the one that is shown; else the last
 * @param explains whether explanations stand beside each submitted attempt; else once it is passed or no attempt is left
 * @param reveals whether right answers are shown as well while attempts are left
 * @param version counts changes of it and of its questions
 */
public record Quiz(
        int attempts,
        int cooldown,
        int minutes,
        int pass,
        boolean shuffleQuestions,
        boolean shuffleOptions,
        int pool,
        boolean best,
        boolean explains,
        boolean reveals,
        int version) {
    static final int MOST_ATTEMPTS = 100;
    /** Of a quiz that can be taken as often as one likes, all the same. */
    static final int ENOUGH = 200;

    static final int MOST_COOLDOWN = 43_200;
    static final int MOST_MINUTES = 1_440;
    static final int MOST_QUESTIONS = 200;
    static final Quiz USUAL = new Quiz(0, 0, 0, 70, false, false, 0, true, true, false, 1);
    static final List<String> KEEPS = List.of("best", "last");

    /** Of so many questions, how many one attempt asks. */
    int drawn(int questions) {
        return pool == 0 ? questions : Math.min(pool, questions);
    }

    String keeps() {
        return best ? "best" : "last";
    }

    /** @throws dev.atrium.kernel.Problem by {@link Faults#end} where something is out of bounds */
    static Quiz of(
            Faults faults,
            int attempts,
            int cooldown,
            int minutes,
            int pass,
            boolean shuffleQuestions,
            boolean shuffleOptions,
            int pool,
            String keeps,
            boolean explains,
            boolean reveals) {
        faults.within("attempts", attempts, 0, MOST_ATTEMPTS);
        faults.within("cooldown_minutes", cooldown, 0, MOST_COOLDOWN);
        faults.within("limit_minutes", minutes, 0, MOST_MINUTES);
        faults.within("pass_percent", pass, 1, 100);
        faults.within("pool", pool, 0, MOST_QUESTIONS);
        if (!KEEPS.contains(keeps)) faults.say("keeps", "choice-invalid");
        return new Quiz(
                attempts,
                cooldown,
                minutes,
                pass,
                shuffleQuestions,
                shuffleOptions,
                pool,
                keeps.equals("best"),
                explains,
                reveals,
                0);
    }
}
