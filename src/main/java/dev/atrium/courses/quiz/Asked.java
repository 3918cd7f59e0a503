package dev.atrium.courses.quiz;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/**
 * A question as whoever takes the quiz sees it: nothing in it tells what is right.
 *
 * @param text Markdown
 * @param partial whether part of it counts; otherwise it is all or nothing
 * @param options in the order in which they are shown; none where {@link QuestionKind#listed} says so
 */
record Asked(UUID id, QuestionKind kind, String text, int points, boolean partial, List<String> options) {
    /** How many things can be chosen, or put in order. */
    int choices() {
        return kind == QuestionKind.TRUE_FALSE ? 2 : options.size();
    }

    JsonObject json() {
        return new JsonObject()
                .put("id", id.toString())
                .put("kind", kind.word())
                .put("text", text)
                .put("points", points)
                .put("partial", partial)
                .put("options", new JsonArray(List.copyOf(options)));
    }

    static Asked of(JsonObject json) {
        return new Asked(
                UUID.fromString(json.getString("id")),
                QuestionKind.of(json.getString("kind")).orElseThrow(),
                json.getString("text"),
                json.getInteger("points"),
                json.getBoolean("partial"),
                json.getJsonArray("options").stream().map(String.class::cast).toList());
    }
}
