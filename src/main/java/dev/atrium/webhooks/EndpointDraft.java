package dev.atrium.webhooks;

import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Problem;
import dev.atrium.outside.OutsideRules;
import dev.atrium.outside.OutsideUrl;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** An endpoint as somebody wants it; it is valid. The URL stands in its one plain form. */
record EndpointDraft(String url, String description, List<String> events) {
    private static final int MOST_WORDS = 120;

    /**
     * Reads what was typed or sent.
     *
     * @param known the events there are
     * @throws Problem 422 naming each wrong field
     */
    static EndpointDraft of(
            String url, String description, Collection<String> events, Set<String> known, OutsideRules rules) {
        Map<String, Problem.Word> wrong = new LinkedHashMap<>();
        var plain = "";
        try {
            plain = OutsideUrl.parse("url", url.strip(), rules).text();
        } catch (Problem refused) {
            wrong.putAll(refused.fields());
        }
        var words = description.strip();
        if (words.codePointCount(0, words.length()) > MOST_WORDS)
            wrong.put("description", Problem.Word.of("text-long", MOST_WORDS));
        else if (!HeaderText.clean(words).value().equals(words))
            wrong.put("description", Problem.Word.of("text-broken"));
        var chosen = new TreeSet<>(events);
        if (chosen.isEmpty()) wrong.put("events", Problem.Word.of("events-missing"));
        else if (!known.containsAll(chosen)) wrong.put("events", Problem.Word.of("events-unknown"));
        if (!wrong.isEmpty()) throw Problem.invalid(wrong);
        return new EndpointDraft(plain, words, List.copyOf(chosen));
    }
}
