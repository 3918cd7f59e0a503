package dev.atrium.courses.quiz;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What somebody answered.
 *
 * @param choice what was chosen, by place from 0; of an order, for each thing its place from 1, and 0 where it was given none
 * @param text of a short answer
 */
record Given(List<Integer> choice, String text) {
    static final Given NOTHING = new Given(List.of(), "");
    static final int LONGEST = 500;

    /** Whether a question of this kind was left out. */
    boolean isNothing(QuestionKind kind) {
        return switch (kind) {
            case SHORT -> text.isBlank();
            case ORDER -> choice.stream().allMatch(place -> place == 0);
            case SINGLE, MULTIPLE, TRUE_FALSE -> choice.isEmpty();
        };
    }

    JsonObject json() {
        return new JsonObject()
                .put("choice", new JsonArray(List.copyOf(choice)))
                .put("text", text);
    }

    static Given of(JsonObject json) {
        return new Given(
                json.getJsonArray("choice").stream().map(Integer.class::cast).toList(), json.getString("text"));
    }

    static JsonObject json(Map<UUID, Given> answers) {
        var all = new JsonObject();
        answers.forEach((question, given) -> all.put(question.toString(), given.json()));
        return all;
    }

    static Map<UUID, Given> all(JsonObject json) {
        var all = new HashMap<UUID, Given>();
        json.forEach(entry -> all.put(UUID.fromString(entry.getKey()), of((JsonObject) entry.getValue())));
        return all;
    }
}
