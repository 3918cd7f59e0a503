package dev.atrium.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A row of small bars, one for each day, and what they add up to.
 *
 * @param week the last seven days
 * @param month all of them
 */
record Spark(long week, long month, List<Bar> bars) {
    private static final int HEIGHT = 40;
    private static final int STEP = 8;

    /** One day as an SVG of 240 by 40 draws it; a day of nothing is a line at the ground. */
    record Bar(int x, int y, int height, boolean none) {}

    static <T> Spark of(List<T> days, ToLongFunction<T> figure) {
        long most = Math.max(1, days.stream().mapToLong(figure).max().orElse(1));
        var bars = new ArrayList<Bar>();
        long week = 0;
        long month = 0;
        for (int i = 0; i < days.size(); i++) {
            long n = figure.applyAsLong(days.get(i));
            month += n;
            if (i >= days.size() - 7) week += n;
            // Whatever happened at all can be seen.
            int height = n == 0 ? 2 : (int) Math.max(4, n * HEIGHT / most);
            bars.add(new Bar(i * STEP, HEIGHT - height, height, n == 0));
        }
        return new Spark(week, month, bars);
    }
}
