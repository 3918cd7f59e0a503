package dev.atrium.courses.quiz;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What is right about a question. Never shown before the question was answered for good.
 *
 * @param right the right options by their place, from 0: of true or false, 0 is true; of an order, all of them as they follow one another
 * @param accepted what a short answer may be
 * @param explanation Markdown
 */
record Key(List<Integer> right, List<String> accepted, String explanation) {
    JsonObject json() {
        return new JsonObject()
                .put("right", new JsonArray(List.copyOf(right)))
                .put("accepted", new JsonArray(List.copyOf(accepted)))
                .put("explanation", explanation);
    }

    static Key of(JsonObject json) {
        return new Key(
                json.getJsonArray("right").stream().map(Integer.class::cast).toList(),
                json.getJsonArray("accepted").stream().map(String.class::cast).toList(),
                json.getString("explanation"));
    }
}
