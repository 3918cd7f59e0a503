package dev.atrium.courses.assignment;

import dev.atrium.courses.author.Wrong;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an assignment asks for; one that exists is valid.
 *
 * @param due one of {@link #DUES}
 * @param dueAt of {@code at}
 * @param dueDays of {@code days}: how many after the learner first opened the lesson, 1 to {@link #MOST_DAYS}
 * @param late whether what comes after the due date is taken all the same, and marked
 * @param resubmissions how often work that was returned can be handed in again, 0 to {@link #MOST_AGAIN}
 * @param acceptPoints fewer cannot be accepted; null where that is not asked
 * @param version 0 where nobody has said anything yet
 */
public record AssignmentTerms(
        String due,
        @Nullable Instant dueAt,
        @Nullable Integer dueDays,
        boolean late,
        int resubmissions,
        @Nullable Integer acceptPoints,
        List<Criterion> rubric,
        int version) {
    static final List<String> DUES = List.of("none", "at", "days");
    static final int MOST_DAYS = 365;
    static final int MOST_AGAIN = 20;
    private static final int USUAL_AGAIN = 3;
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /** What is asked where nothing else was said. */
    public static final AssignmentTerms USUAL =
            new AssignmentTerms("none", null, null, true, USUAL_AGAIN, null, List.of(), 0);

    public AssignmentTerms {
        rubric = List.copyOf(rubric);
    }

    /** @throws dev.atrium.kernel.Problem that names every field that is wrong, also of what was said to {@code wrong} before */
    public static AssignmentTerms of(
            Wrong wrong,
            String due,
            @Nullable Instant dueAt,
            @Nullable Integer dueDays,
            boolean late,
            int resubmissions,
            @Nullable Integer acceptPoints,
            List<Criterion> rubric) {
        var word = wrong.word("due", due, DUES);
        boolean at = word.equals("at");
        boolean days = word.equals("days");
        if (at && dueAt == null) wrong.say("due_at", "required-missing");
        if (at && dueAt != null && (dueAt.isBefore(EARLIEST) || !dueAt.isBefore(LATEST)))
            wrong.say("due_at", "event-time");
        if (days && dueDays == null) wrong.say("due_days", "required-missing");
        if (days && dueDays != null && (dueDays < 1 || dueDays > MOST_DAYS))
            wrong.say("due_days", "course-number", 1, MOST_DAYS);
        if (resubmissions < 0 || resubmissions > MOST_AGAIN) wrong.say("resubmissions", "course-number", 0, MOST_AGAIN);
        if (rubric.size() > Criterion.MOST) wrong.say("rubric", "rubric-many", Criterion.MOST);
        int most = Criterion.most(rubric);
        if (acceptPoints != null && (acceptPoints < 1 || acceptPoints > most))
            wrong.say("accept_points", rubric.isEmpty() ? "rubric-none" : "course-number", 1, most);
        wrong.end();
        return new AssignmentTerms(
                word, at ? dueAt : null, days ? dueDays : null, late, resubmissions, acceptPoints, rubric, 0);
    }

    /** What the criteria together can give; 0 without any. */
    public int most() {
        return Criterion.most(rubric);
    }
}
