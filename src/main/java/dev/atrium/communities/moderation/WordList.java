package dev.atrium.communities.moderation;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Words that are not said, of a group or of the business; each is found as a whole word, whatever its case and marks. What is
 * in both lists is refused.
 *
 * @param hold what says one of these waits for a moderator
 * @param refuse what says one of these is not taken
 */
record WordList(List<String> hold, List<String> refuse) {
    /** In both lists together. */
    static final int MOST = 500;

    private static final int LONGEST = 60;

    WordList {
        hold = List.copyOf(hold);
        refuse = List.copyOf(refuse);
        if (hold.size() + refuse.size() > MOST) throw Problem.invalid("hold", "words-many", MOST);
    }

    /** As they are typed: one on each line. */
    static WordList of(Form form) {
        return of(
                List.of(form.raw("hold").split("\\R")),
                List.of(form.raw("refuse").split("\\R")));
    }

    static WordList of(List<String> hold, List<String> refuse) {
        Map<String, Problem.Word> wrong = new LinkedHashMap<>();
        var list = new WordList(words("hold", hold, wrong), words("refuse", refuse, wrong));
        if (!wrong.isEmpty()) throw Problem.invalid(wrong);
        return list;
    }

    private static List<String> words(String field, List<String> lines, Map<String, Problem.Word> wrong) {
        var words = new ArrayList<String>();
        for (var line : lines) {
            var word = line.strip();
            if (word.isEmpty()) continue;
            if (word.codePointCount(0, word.length()) > LONGEST)
                wrong.put(field, Problem.Word.of("words-long", LONGEST));
            else if (word.chars().anyMatch(Character::isISOControl)) wrong.put(field, Problem.Word.of("text-broken"));
            else words.add(word);
        }
        return words;
    }

    static void fill(Map<String, Object> model, Request request, WordList stored) {
        boolean again = request.failed();
        model.put("hold", again ? request.form().raw("hold") : String.join("\n", stored.hold()));
        model.put("refuse", again ? request.form().raw("refuse") : String.join("\n", stored.refuse()));
    }

    /** @param group null: the list of the business */
    static Future<Void> save(Tx tx, @Nullable UUID group, WordList list, String ip) {
        return new WordStore(tx).replace(group, list).compose(nothing -> {
            if (nothing > 0) throw Problem.invalid("hold", "words-nothing");
            return Audit.record(
                    tx,
                    "moderation.words-changed",
                    group == null ? "tenant" : "group",
                    group == null ? tx.tenant() : group,
                    new JsonObject(),
                    ip);
        });
    }

    static WordList stored(List<WordStore.Rule> rules) {
        var by = rules.stream()
                .collect(Collectors.groupingBy(
                        WordStore.Rule::act, Collectors.mapping(WordStore.Rule::word, Collectors.toList())));
        return new WordList(by.getOrDefault("hold", List.of()), by.getOrDefault("refuse", List.of()));
    }
}
