package dev.atrium.courses;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Where learners come in: whoever shows, sends or takes anything of a course asks here first, whatever the path. */
public final class Door {
    /**
     * A course as somebody finds it who may take it.
     *
     * @param tree without drafts
     * @param states of each lesson of it
     */
    public record Inside(Tree tree, Standing standing, Map<UUID, Unlocks.State> states) {
        public Unlocks.State state(Lesson lesson) {
            return Objects.requireNonNull(states.get(lesson.id()));
        }
    }

    /** A lesson that is open to them now. */
    public record Opened(Inside inside, Lesson lesson) {}

    private Door() {}

    /** The course as {@code contact} finds it; fails with {@code not-found} where they may not take it, for whatever reason. */
    public static Future<Inside> inside(Tx tx, UUID contact, UUID course) {
        var standing = new StandingStore(tx).of(course, contact);
        var tree = new TreeStore(tx).tree(course);
        return Future.all(standing, tree).map(x -> {
            var where = standing.result().orElseThrow(Problem::notFound);
            var published = tree.result().orElseThrow(Problem::notFound).published();
            return new Inside(published, where, Unlocks.of(published, where, where.now(), where.zone()));
        });
    }

    /**
     * The lesson, where it is open to {@code contact} now. Fails with {@code not-found} where they may not take the course or it
     * has no such lesson, and with 403 {@code lesson-locked} where the lesson is not open yet.
     */
    public static Future<Opened> open(Tx tx, UUID contact, UUID course, UUID lesson) {
        return inside(tx, contact, course).map(inside -> open(inside, lesson));
    }

    /** The same of a course that was read already. */
    public static Opened open(Inside inside, UUID lesson) {
        var found = inside.tree().lesson(lesson).orElseThrow(Problem::notFound);
        if (!inside.state(found).isOpen()) throw Problem.of(403, "lesson-locked");
        return new Opened(inside, found);
    }

    /** Those of {@code people}, a few hundred at most, to whom the lesson is open now: the same rule, asked for many at once. */
    public static Future<Set<UUID>> seers(Tx tx, UUID course, UUID lesson, Collection<UUID> people) {
        if (people.isEmpty()) return Future.succeededFuture(Set.of());
        var store = new StandingStore(tx);
        return new TreeStore(tx).tree(course).compose(found -> {
            if (found.isEmpty()) return Future.succeededFuture(Set.of());
            var tree = found.get().published();
            var shown = tree.lesson(lesson);
            if (shown.isEmpty()) return Future.succeededFuture(Set.of());
            return Future.all(people.stream()
                            .distinct()
                            .map(who -> store.of(course, who))
                            .toList())
                    .map(all -> all.<Optional<Standing>>list().stream()
                            .flatMap(Optional::stream)
                            .filter(where -> open(tree, where, lesson))
                            .map(Standing::contact)
                            .collect(Collectors.toSet()));
        });
    }

    private static boolean open(Tree published, Standing where, UUID lesson) {
        var state = Unlocks.of(published, where, where.now(), where.zone()).get(lesson);
        return state != null && state.isOpen();
    }
}
