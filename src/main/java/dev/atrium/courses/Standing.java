package dev.atrium.courses;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody stands in a course that they may take.
 *
 * @param enrolled whether they have begun it; before that {@code enrolledAt} is since when they may
 * @param last the lesson that they had open last
 * @param pausedAt since when the clock of days stands still
 * @param pausedSeconds for how long it stood still before
 * @param done the lessons that they have completed
 * @param zone of the tenant, by whose calendar days count
 * @param now when this was read
 */
public record Standing(
        UUID contact,
        boolean enrolled,
        Instant enrolledAt,
        @Nullable Instant openedAt,
        @Nullable Instant completedAt,
        @Nullable UUID last,
        @Nullable Instant pausedAt,
        long pausedSeconds,
        Set<UUID> done,
        ZoneId zone,
        Instant now) {
    /** The lessons by which progress is counted: the required ones; where nothing is required, all of them. */
    public static List<Lesson> counted(Tree published) {
        var required = published.lessons().filter(Lesson::required).toList();
        return required.isEmpty() ? published.lessons().toList() : required;
    }

    /** Whether they finished the course once; what was added later takes nothing from it. */
    public boolean finished() {
        return completedAt != null;
    }

    /** Of the counted lessons, how many are done, in whole percent, rounded down; 100 for whoever has finished. */
    public int percent(Tree published) {
        var counted = counted(published);
        long ended =
                counted.stream().filter(lesson -> done.contains(lesson.id())).count();
        return percent((int) ended, counted.size(), finished());
    }

    public static int percent(int done, int counted, boolean finished) {
        return finished ? 100 : counted == 0 ? 0 : (int) (100L * done / counted);
    }
}
