package dev.atrium.communities.points;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The nine levels of a group, each beginning with more points than the one before, the first with none.
 *
 * @param all nine, in order
 */
record Levels(List<Level> all) {
    static final int COUNT = 9;
    private static final int MOST = 10_000_000;
    private static final int NAME = 40;
    private static final int REWARD = 200;
    private static final List<Integer> BEGINNINGS = List.of(0, 5, 20, 65, 155, 515, 2015, 8015, 33015);

    /** What a group has that chose nothing. */
    static final Levels USUAL = usual();

    Levels {
        all = List.copyOf(all);
        Map<String, Problem.Word> wrong = new LinkedHashMap<>();
        if (all.size() != COUNT) throw Problem.invalid("levels", "levels-count", COUNT);
        for (int i = 0; i < COUNT; i++) check(all, i, wrong);
        if (!wrong.isEmpty()) throw Problem.invalid(wrong);
    }

    private static void check(List<Level> all, int i, Map<String, Problem.Word> wrong) {
        var level = all.get(i);
        boolean rises =
                i == 0 ? level.points() == 0 : level.points() > all.get(i - 1).points();
        if (!rises || level.points() > MOST) wrong.put("points_" + (i + 1), Problem.Word.of("levels-rise"));
        if (broken(level.name(), NAME)) wrong.put("name_" + (i + 1), Problem.Word.of("text-long", NAME));
        if (broken(level.reward(), REWARD)) wrong.put("reward_" + (i + 1), Problem.Word.of("text-long", REWARD));
    }

    private static boolean broken(String text, int most) {
        return text.codePointCount(0, text.length()) > most || text.chars().anyMatch(Character::isISOControl);
    }

    private static Levels usual() {
        var all = new ArrayList<Level>();
        for (int i = 0; i < COUNT; i++) all.add(new Level(i + 1, BEGINNINGS.get(i), "", ""));
        return new Levels(all);
    }

    /** As it is typed: {@code points_1}, {@code name_1}, {@code reward_1} and so on. */
    static Levels of(Form form) {
        var all = new ArrayList<Level>();
        for (int i = 1; i <= COUNT; i++)
            all.add(new Level(
                    i, i == 1 ? 0 : form.number("points_" + i), form.text("name_" + i), form.text("reward_" + i)));
        return new Levels(all);
    }

    /** On which level somebody is with so many points. */
    Level with(long points) {
        var found = all.getFirst();
        for (var level : all) if (level.points() <= points) found = level;
        return found;
    }

    static Future<Void> save(Tx tx, UUID group, String name, Levels levels, String ip) {
        return new PointStore(tx)
                .levels(group, levels)
                .compose(x -> Audit.record(
                        tx, "group.levels-changed", "group", group, new JsonObject().put("name", name), ip));
    }
}
