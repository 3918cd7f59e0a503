package dev.atrium.courses.learn;

import dev.atrium.courses.Completion;
import dev.atrium.courses.Door.Inside;
import dev.atrium.courses.Lesson;
import dev.atrium.courses.LessonKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where somebody goes from where they are. */
final class Way {
    /** So long before a live session its link is given. */
    private static final Duration BEFORE = Duration.ofMinutes(15);

    /** Of a session that does not say how long it takes. */
    private static final int USUAL_MINUTES = 60;

    private Way() {}

    /** The lesson to go on with: the one that was open last, or else the first after it that is open and not done; empty where none is. */
    static Optional<Lesson> onward(Inside inside) {
        var lessons = inside.tree().lessons().toList();
        int last = index(lessons, inside.standing().last());
        return around(lessons, Math.max(last, 0)).stream()
                .filter(lesson -> !inside.standing().done().contains(lesson.id()))
                .filter(lesson -> inside.state(lesson).isOpen())
                .findFirst();
    }

    private static List<Lesson> around(List<Lesson> lessons, int from) {
        var order = new ArrayList<>(lessons.subList(from, lessons.size()));
        order.addAll(lessons.subList(0, from));
        return order;
    }

    private static int index(List<Lesson> lessons, @Nullable UUID id) {
        for (int i = 0; i < lessons.size(); i++) if (lessons.get(i).id().equals(id)) return i;
        return -1;
    }

    /** Its number in the course, from 1. */
    static int number(Inside inside, Lesson lesson) {
        return index(inside.tree().lessons().toList(), lesson.id()) + 1;
    }

    /** The one that comes so many after {@code lesson}; empty beyond either end. */
    static Optional<Lesson> beside(Inside inside, Lesson lesson, int step) {
        var lessons = inside.tree().lessons().toList();
        int at = index(lessons, lesson.id()) + step;
        return at < 0 || at >= lessons.size() ? Optional.empty() : Optional.of(lessons.get(at));
    }

    /**
     * Whether the learner says themselves that it is done: also of a video elsewhere, of which nobody knows what was played, and of
     * one whose length nobody has said, since the share that was played is then for the player to claim.
     */
    static boolean byHand(Lesson lesson) {
        return lesson.completion() == Completion.MANUAL
                || (lesson.completion() == Completion.WATCHED && (lesson.media() == null || lesson.seconds() == 0));
    }

    /** Whether the link of a live session is given at {@code now}: from shortly before it until it is over. */
    static boolean joinable(Lesson lesson, Instant now) {
        var at = lesson.meetsAt();
        return lesson.kind() == LessonKind.LIVE
                && at != null
                && !now.isBefore(at.minus(BEFORE))
                && now.isBefore(ends(lesson, at));
    }

    static boolean over(Lesson lesson, Instant now) {
        var at = lesson.meetsAt();
        return at != null && !now.isBefore(ends(lesson, at));
    }

    private static Instant ends(Lesson lesson, Instant at) {
        int minutes = lesson.meetsMinutes() == 0 ? USUAL_MINUTES : lesson.meetsMinutes();
        return at.plus(Duration.ofMinutes(minutes));
    }
}
