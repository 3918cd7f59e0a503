package dev.atrium.communities;

import dev.atrium.web.Family;
import dev.atrium.web.Request;
import java.util.List;

/** One of the words that a member chooses among, as a page offers it. */
public record Option(String id, String label, boolean selected) {
    public static List<Option> of(Request request, Family family, List<String> words, String chosen) {
        return words.stream()
                .map(word -> new Option(word, request.say(family.key(word)), word.equals(chosen)))
                .toList();
    }
}
