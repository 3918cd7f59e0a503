package dev.atrium.courses.assignment;

import dev.atrium.courses.author.Wrong;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing that work is judged by.
 *
 * @param points the most there are for it, 1 to {@link #MOST_POINTS}
 * @param levels what it can be found to be, each with its points; empty where any number up to {@code points} can be given
 */
public record Criterion(String title, int points, List<Level> levels) {
    static final int MOST = 10;
    static final int MOST_POINTS = 100;
    static final int MOST_LEVELS = 6;
    static final int TITLE = 120;

    /** @param points 0 to the criterion's */
    public record Level(int points, String title) {}

    public Criterion {
        levels = List.copyOf(levels);
    }

    /** What all criteria together can give. */
    static int most(List<Criterion> rubric) {
        return rubric.stream().mapToInt(Criterion::points).sum();
    }

    /** Whether so many points can be given for it. */
    boolean gives(int some) {
        return levels.isEmpty()
                ? some >= 0 && some <= points
                : levels.stream().anyMatch(level -> level.points() == some);
    }

    /**
     * Of a form's fields: a line for each level, its points and then its title. With levels the most of theirs is the criterion's.
     *
     * @param field before the names of the fields, in which what is wrong is said
     */
    static Criterion typed(Wrong wrong, String field, String title, String points, String lines) {
        var named = wrong.line("criterion_" + field, title, TITLE, true);
        var levels = new ArrayList<Level>();
        for (var line :
                lines.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
            var parts = line.split("\\s+", 2);
            if (!parts[0].matches("[0-9]{1,3}") || parts.length < 2 || parts[1].isBlank()) {
                wrong.say("levels_" + field, "rubric-level");
                return new Criterion(named, 1, List.of());
            }
            levels.add(new Level(Integer.parseInt(parts[0]), parts[1].strip()));
        }
        int most = levels.isEmpty()
                ? wrong.number("points_" + field, points, 1, MOST_POINTS, 0)
                : levels.stream().mapToInt(Level::points).max().orElse(0);
        if (levels.isEmpty() && points.isEmpty()) wrong.say("points_" + field, "required-missing");
        return of(wrong, field, named, most, levels);
    }

    /** The same of a program, which says everything. */
    public static Criterion of(Wrong wrong, String field, String title, int points, List<Level> levels) {
        var named = wrong.line("criterion_" + field, title, TITLE, true);
        if (levels.size() > MOST_LEVELS) wrong.say("levels_" + field, "rubric-levels", MOST_LEVELS);
        if (points < 1 || points > MOST_POINTS)
            wrong.say((levels.isEmpty() ? "points_" : "levels_") + field, "course-number", 1, MOST_POINTS);
        levels.forEach(level -> {
            wrong.line("levels_" + field, level.title(), TITLE, true);
            if (level.points() < 0 || level.points() > points)
                wrong.say("levels_" + field, "course-number", 0, Math.max(0, points));
        });
        if (levels.stream().map(Level::points).distinct().count() != levels.size())
            wrong.say("levels_" + field, "rubric-level");
        return new Criterion(named, points, levels);
    }

    /** The levels as they are typed, a line each. */
    String lines() {
        return levels.stream()
                .map(level -> level.points() + " " + level.title())
                .collect(Collectors.joining("\n"));
    }

    private JsonObject json() {
        return new JsonObject()
                .put("title", title)
                .put("points", points)
                .put(
                        "levels",
                        new JsonArray(levels.stream()
                                .map(level -> new JsonObject()
                                        .put("points", level.points())
                                        .put("title", level.title()))
                                .toList()));
    }

    static JsonArray json(List<Criterion> rubric) {
        return new JsonArray(rubric.stream().map(Criterion::json).toList());
    }

    static List<Criterion> of(JsonArray stored) {
        return stored.stream()
                .map(JsonObject.class::cast)
                .map(one -> new Criterion(
                        one.getString("title"),
                        one.getInteger("points"),
                        one.getJsonArray("levels").stream()
                                .map(JsonObject.class::cast)
                                .map(level -> new Level(level.getInteger("points"), level.getString("title")))
                                .toList()))
                .toList();
    }
}
