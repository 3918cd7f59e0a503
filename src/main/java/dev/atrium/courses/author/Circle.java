package dev.atrium.courses.author;

import dev.atrium.courses.Lesson;
import dev.atrium.courses.Tree;
import dev.atrium.courses.Unlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Whether lessons of a course wait for one another, so that none of them would ever open. Drafts count as if they were published:
 * what is right today must not become wrong by publishing a lesson.
 */
final class Circle {
    private final Map<UUID, Set<UUID>> awaited = new HashMap<>();
    private final Set<UUID> settled = new HashSet<>();
    private final Set<UUID> open = new HashSet<>();

    private Circle() {}

    /** A lesson that waits, over whatever others, for itself; empty where all can open. */
    static Optional<Lesson> of(Tree tree) {
        var circle = new Circle();
        circle.read(tree);
        return tree.lessons().filter(lesson -> circle.waits(lesson.id())).findFirst();
    }

    private void read(Tree tree) {
        List<Lesson> before = List.of();
        Lesson previous = null;
        for (var branch : tree.branches()) {
            var first = awaited(branch.section().unlock(), before);
            for (var lesson : branch.lessons()) {
                var all = new HashSet<>(first);
                all.addAll(awaited(lesson.unlock(), previous == null ? List.of() : List.of(previous)));
                awaited.put(lesson.id(), all);
                previous = lesson;
            }
            before = branch.lessons();
        }
    }

    private static Set<UUID> awaited(Unlock unlock, List<Lesson> before) {
        var all = new HashSet<UUID>();
        if (unlock instanceof Unlock.AfterLesson after) after.lesson().ifPresent(all::add);
        if (unlock instanceof Unlock.AfterPrevious)
            before.stream().filter(Lesson::required).map(Lesson::id).forEach(all::add);
        return all;
    }

    /** Whether a way from here leads back to a lesson on the way. */
    private boolean waits(UUID lesson) {
        if (settled.contains(lesson)) return false;
        if (!open.add(lesson)) return true;
        for (var next : new ArrayList<>(awaited.getOrDefault(lesson, Set.of()))) if (waits(next)) return true;
        open.remove(lesson);
        settled.add(lesson);
        return false;
    }
}
