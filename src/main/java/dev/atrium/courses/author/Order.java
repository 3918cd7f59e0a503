package dev.atrium.courses.author;

import dev.atrium.courses.Lesson;
import dev.atrium.courses.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where sections and lessons of a course stand when one of them is moved. Pure. */
final class Order {
    /** A lesson's place: in which section, and the how manieth there, from 0. */
    record Spot(UUID lesson, UUID section, int place) {}

    private Order() {}

    /** The sections, with one of them a step up or down; as they are where it is the first or last. */
    static List<UUID> step(Tree tree, UUID section, boolean up) {
        var order = sections(tree);
        int at = order.indexOf(section);
        int to = at + (up ? -1 : 1);
        if (at >= 0 && to >= 0 && to < order.size()) order.add(to, order.remove(at));
        return order;
    }

    /** The sections, with one of them before another, or last where that is null. */
    static List<UUID> before(Tree tree, UUID section, @Nullable UUID other) {
        var order = sections(tree);
        if (section.equals(other) || !order.remove(section)) return sections(tree);
        int to = other == null ? order.size() : order.indexOf(other);
        order.add(to < 0 ? order.size() : to, section);
        return order;
    }

    private static List<UUID> sections(Tree tree) {
        return new ArrayList<>(
                tree.branches().stream().map(branch -> branch.section().id()).toList());
    }

    /** Every lesson, with one of them a step up or down: out of its section, it is the last of the one before or first of the next. */
    static List<Spot> stepLesson(Tree tree, UUID lesson, boolean up) {
        var order = lessons(tree);
        var ids = sections(tree);
        var from = tree.lesson(lesson).map(Lesson::section).orElse(null);
        if (from == null) return spots(order);
        var here = Optional.ofNullable(order.get(from)).orElse(new ArrayList<>());
        int to = here.indexOf(lesson) + (up ? -1 : 1);
        if (to >= 0 && to < here.size()) {
            here.remove(lesson);
            here.add(to, lesson);
            return spots(order);
        }
        int next = ids.indexOf(from) + (up ? -1 : 1);
        if (next < 0 || next >= ids.size()) return spots(order);
        here.remove(lesson);
        var there = Optional.ofNullable(order.get(ids.get(next))).orElse(new ArrayList<>());
        there.add(up ? there.size() : 0, lesson);
        return spots(order);
    }

    /** Every lesson, with one of them in that section, before another of it, or last there. */
    static List<Spot> beforeLesson(Tree tree, UUID lesson, UUID section, @Nullable UUID other) {
        var order = lessons(tree);
        var there = order.get(section);
        if (there == null || lesson.equals(other)) return spots(order);
        order.values().forEach(all -> all.remove(lesson));
        int to = other == null ? there.size() : there.indexOf(other);
        there.add(to < 0 ? there.size() : to, lesson);
        return spots(order);
    }

    private static Map<UUID, List<UUID>> lessons(Tree tree) {
        var all = new LinkedHashMap<UUID, List<UUID>>();
        for (var branch : tree.branches())
            all.put(
                    branch.section().id(),
                    new ArrayList<>(branch.lessons().stream().map(Lesson::id).toList()));
        return all;
    }

    private static List<Spot> spots(Map<UUID, List<UUID>> order) {
        var spots = new ArrayList<Spot>();
        order.forEach((section, lessons) -> {
            for (int i = 0; i < lessons.size(); i++) spots.add(new Spot(lessons.get(i), section, i));
        });
        return spots;
    }
}
