package dev.atrium.courses.play;

import dev.atrium.courses.Lesson;
import dev.atrium.kernel.Problem;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a player says that it played since it last said so.
 *
 * @param ranges at most {@link #MOST}, in any order; they may overlap
 * @param position where it stands now, in seconds
 * @param rate how fast it plays, in percent, 25 to 400; what is faster than double speed is credited as if it were that
 * @param lasts the length of the file as the player finds it, in seconds; only bounds what is counted where the lesson says none,
 *     which completes nothing
 * @param ended whether the end was reached, so that the answer says what comes next
 * @param learner whose report it is, where it was kept for later; nobody else's is taken for it
 */
public record PlayedReport(
        List<PlayedRange> ranges,
        int position,
        @Nullable Integer rate,
        @Nullable Integer lasts,
        @Nullable Boolean ended,
        @Nullable UUID learner) {
    static final int MOST = 200;
    private static final int LONGEST = 86_400;

    /** Seconds that were played: the first, and the one after the last. */
    public record PlayedRange(int from, int to) {}

    /** @throws Problem where it is no report of any player */
    PlayedReport checked(UUID contact) {
        if (ranges.size() > MOST || !ranges.stream().allMatch(PlayedReport::sound))
            throw Problem.invalid("ranges", "played-ranges", MOST);
        if (position < 0 || position > LONGEST) throw Problem.invalid("position", "played-seconds", LONGEST);
        if (lasts != null && (lasts < 0 || lasts > LONGEST)) throw Problem.invalid("lasts", "played-seconds", LONGEST);
        if (rate != null && (rate < 25 || rate > 400)) throw Problem.invalid("rate", "played-rate");
        if (learner != null && !learner.equals(contact)) throw Problem.of(409, "played-another");
        return this;
    }

    private static boolean sound(PlayedRange range) {
        return range.from() >= 0 && range.to() > range.from() && range.to() <= LONGEST;
    }

    /** The length by which the lesson's seconds are counted; 0 where nobody knows it. */
    int length(Lesson lesson) {
        if (lesson.seconds() > 0) return lesson.seconds();
        return lasts == null ? 0 : lasts;
    }

    boolean atEnd() {
        return Boolean.TRUE.equals(ended);
    }

    /** As PostgreSQL writes a multirange. */
    String multirange() {
        return ranges.stream()
                .map(range -> "[" + range.from() + "," + range.to() + ")")
                .collect(Collectors.joining(",", "{", "}"));
    }
}
