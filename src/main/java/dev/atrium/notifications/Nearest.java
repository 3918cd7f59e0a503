package dev.atrium.notifications;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known word that somebody most likely meant. */
final class Nearest {
    private Nearest() {}

    /** The nearest of {@code known} by single letters added, left out or swapped; empty where none is near. */
    static Optional<String> to(String typed, Collection<String> known) {
        int far = 1 + typed.length() / 3;
        return known.stream()
                .sorted()
                .filter(word -> steps(typed, word) <= far)
                .min(Comparator.comparingInt(word -> steps(typed, word)));
    }

    /** Levenshtein's distance, two rows at a time. */
    private static int steps(String one, String other) {
        var before = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) before[j] = j;
        for (int i = 1; i <= one.length(); i++) {
            var row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int swap = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(swap, 1 + Math.min(before[j], row[j - 1]));
            }
            before = row;
        }
        return before[other.length()];
    }
}
