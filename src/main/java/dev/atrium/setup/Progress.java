package dev.atrium.setup;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How far the setup of a portal is.
 *
 * @param states of every step
 * @param dismissed somebody does not want to see it any more
 * @param starter the key of the template that was applied, empty for none
 * @param clients whether anybody has an account yet
 */
public record Progress(Map<Step, State> states, boolean dismissed, String starter, boolean clients) {
    /** What became of a step: it shows in the portal or was ticked off, was left out, or is still to do. */
    public enum State {
        DONE,
        SKIPPED,
        OPEN
    }

    public State of(Step step) {
        return states.getOrDefault(step, State.OPEN);
    }

    public boolean finished() {
        return Arrays.stream(Step.values()).allMatch(step -> of(step) != State.OPEN);
    }

    /** How much of the way is behind, in percent. */
    public int percent() {
        long behind = Arrays.stream(Step.values())
                .filter(step -> of(step) != State.OPEN)
                .count();
        return (int) (100 * behind / Step.values().length);
    }

    /** The first steps that are still to do. */
    public List<Step> open() {
        return Arrays.stream(Step.values())
                .filter(step -> of(step) == State.OPEN)
                .toList();
    }
}
