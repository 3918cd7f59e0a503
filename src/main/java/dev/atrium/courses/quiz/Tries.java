package dev.atrium.courses.quiz;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody stands with a quiz.
 *
 * @param questions how many it has
 * @param points what they are worth together
 * @param extra attempts that staff gave to this person
 * @param grantedAt when the last of them was given
 * @param all their attempts, the first one first
 */
record Tries(
        Quiz quiz,
        int questions,
        int points,
        int extra,
        @Nullable Instant grantedAt,
        List<Line> all,
        Instant now) {
    /** An attempt in a list. */
    record Line(
            UUID id,
            int number,
            Instant startedAt,
            @Nullable Instant dueAt,
            @Nullable Instant submittedAt,
            boolean byClock,
            int points,
            int most,
            int percent,
            boolean passed) {}

    Optional<Line> open() {
        return all.stream().filter(one -> one.submittedAt() == null).findFirst();
    }

    private List<Line> submitted() {
        return all.stream().filter(one -> one.submittedAt() != null).toList();
    }

    Optional<Line> last() {
        var some = submitted();
        return some.isEmpty() ? Optional.empty() : Optional.of(some.getLast());
    }

    /** The earliest of those with the most points. */
    Optional<Line> best() {
        return submitted().stream().min(Comparator.comparingDouble(one -> -(double) one.points() / one.most()));
    }

    /** The one that is shown as the score. */
    Optional<Line> counts() {
        return quiz.best() ? best() : last();
    }

    /** Whether any of them passed: what was passed once stays so. */
    boolean passed() {
        return all.stream().anyMatch(Line::passed);
    }

    boolean limited() {
        return quiz.attempts() > 0;
    }

    /** How many more can be begun. */
    int left() {
        int most = limited() ? quiz.attempts() + extra : Quiz.ENOUGH;
        return Math.max(0, most - all.size());
    }

    /** When the next one can be begun; null where at once, or never. */
    @Nullable
    Instant waits() {
        var before = last().map(Line::submittedAt).orElse(null);
        if (before == null || left() == 0 || quiz.cooldown() == 0) return null;
        if (grantedAt != null && grantedAt.isAfter(before)) return null;
        var at = before.plus(Duration.ofMinutes(quiz.cooldown()));
        return at.isAfter(now) ? at : null;
    }

    /** Whether nothing more can be won or lost by knowing what is right. */
    boolean ended() {
        return open().isEmpty() && (passed() || left() == 0);
    }

    /** Whether right answers are shown of what was submitted; never while an attempt is open. */
    boolean reveals() {
        return open().isEmpty() && (quiz.reveals() || ended());
    }

    boolean explains() {
        return open().isEmpty() && (quiz.explains() || ended());
    }
}
