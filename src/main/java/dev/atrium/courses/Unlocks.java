package dev.atrium.courses;

import dev.atrium.courses.Tree.Branch;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which lessons of a course are open to somebody: the one rule, without a database. */
public final class Unlocks {
    /** What a lesson is to somebody now. */
    public sealed interface State {
        default boolean isOpen() {
            return this instanceof Open;
        }
    }

    public record Open() implements State {}

    /** Opens by itself then. */
    public record Until(Instant at) implements State {}

    /** Opens when that lesson is done. */
    public record AfterLesson(UUID lesson) implements State {}

    /** Opens when the required lessons of that section are done. */
    public record AfterSection(UUID section) implements State {}

    /** Would open with the days, but these do not count while the clock stands still. */
    public record Paused() implements State {}

    private static final State OPEN = new Open();

    private final Standing standing;
    private final Course.Anchor anchor;
    private final Instant now;
    private final ZoneId zone;
    private final Tree tree;

    private Unlocks(Tree tree, Standing standing, Instant now, ZoneId zone) {
        this.tree = tree;
        this.standing = standing;
        this.anchor = tree.course().anchor();
        this.now = now;
        this.zone = zone;
    }

    /** The state of every lesson of {@code published}, which holds no drafts. */
    public static Map<UUID, State> of(Tree published, Standing standing, Instant now, ZoneId zone) {
        return new Unlocks(published, standing, now, zone).all();
    }

    private Map<UUID, State> all() {
        var states = new HashMap<UUID, State>();
        Branch last = null;
        Lesson before = null;
        for (var branch : tree.branches()) {
            var around = state(branch.section().unlock(), afterSection(last));
            for (var lesson : branch.lessons()) {
                states.put(lesson.id(), both(around, state(lesson.unlock(), afterLesson(before))));
                before = lesson;
            }
            // A section that shows nothing is passed over: whatever waits for the one before waits for what can be
            // seen.
            if (!branch.lessons().isEmpty()) last = branch;
        }
        return states;
    }

    private State state(Unlock unlock, State previous) {
        return switch (unlock) {
            case Unlock.Now x -> OPEN;
            case Unlock.AfterPrevious x -> previous;
            // A lesson that is gone, or a draft, can be done by nobody: nothing waits for it.
            case Unlock.AfterLesson after ->
                after.lesson().flatMap(tree::lesson).map(this::done).orElse(OPEN);
            case Unlock.Days days -> counted(days.days());
            case Unlock.At at -> now.isBefore(at.at()) ? new Until(at.at()) : OPEN;
        };
    }

    private State afterSection(@Nullable Branch last) {
        if (last == null) return OPEN;
        boolean done =
                last.lessons().stream().filter(Lesson::required).map(Lesson::id).allMatch(standing.done()::contains);
        return done ? OPEN : new AfterSection(last.section().id());
    }

    private State afterLesson(@Nullable Lesson before) {
        return before != null && before.required() ? done(before) : OPEN;
    }

    private State done(Lesson lesson) {
        return standing.done().contains(lesson.id()) ? OPEN : new AfterLesson(lesson.id());
    }

    /**
     * So many days after the anchor: at the same time of the day by the clocks of the zone, which is an hour more or less where
     * these were changed in between; and as much later as the clock of days stood still. What was open before a pause is open
     * in it and after it.
     */
    private State counted(int days) {
        var first = anchor == Course.Anchor.FIRST_OPEN ? standing.openedAt() : standing.enrolledAt();
        // Whoever has not opened the course yet begins now.
        var begin = first == null ? now : first;
        var at = begin.atZone(zone).plusDays(days).toInstant().plusSeconds(standing.pausedSeconds());
        var paused = standing.pausedAt();
        if (paused != null && paused.isBefore(now)) return paused.isBefore(at) ? new Paused() : OPEN;
        return now.isBefore(at) ? new Until(at) : OPEN;
    }

    /** Open where both are. What waits for somebody's doing is said first, since nobody knows when that is. */
    private static State both(State section, State lesson) {
        var shut = new ArrayList<State>(List.of(section, lesson));
        shut.removeIf(State::isOpen);
        if (shut.isEmpty()) return OPEN;
        if (shut.size() == 2 && shut.get(0) instanceof Until a && shut.get(1) instanceof Until b) {
            return a.at().isBefore(b.at()) ? b : a;
        }
        return shut.stream()
                .filter(state -> !(state instanceof Until))
                .findFirst()
                .orElse(shut.getFirst());
    }
}
