package dev.atrium.kernel;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A part of a list and where the next one begins; lists are never given out whole. */
public record Page<T>(List<T> items, Optional<Cursor> next) {

    /**
     * What a reader asks for.
     *
     * @param after the place to go on from; empty for the beginning
     * @param limit 1 to {@link #MOST}
     */
    public record Wanted(Optional<Cursor> after, int limit) {
        public static final int USUAL = 30;
        public static final int MOST = 100;

        /** From a query string, empty where a parameter is missing; 422 names the one that is wrong. */
        public static Wanted of(String cursor, String limit) {
            var after = cursor.isEmpty() ? Optional.<Cursor>empty() : Optional.of(Cursor.parse(cursor));
            return new Wanted(after, limit.isEmpty() ? USUAL : number(limit));
        }

        private static int number(String text) {
            if (text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                int number = Integer.parseInt(text);
                if (number >= 1 && number <= MOST) return number;
            }
            throw Problem.invalid("limit", "limit-invalid", MOST);
        }

        /** How many rows to ask for: one more than is given out tells whether there is a next page. */
        public int rows() {
            return limit + 1;
        }

        /** Cuts {@link #rows} rows into a page; {@code place} says where a row stands. */
        public <T> Page<T> page(List<T> rows, Function<T, Cursor> place) {
            if (rows.size() <= limit) return new Page<>(List.copyOf(rows), Optional.empty());
            var items = List.copyOf(rows.subList(0, limit));
            return new Page<>(items, Optional.of(place.apply(items.getLast())));
        }
    }

    public <R> Page<R> map(Function<T, R> shown) {
        return new Page<>(items.stream().map(shown).toList(), next);
    }
}
