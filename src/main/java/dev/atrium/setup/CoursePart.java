package dev.atrium.setup;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** A first course of the trades that teach: a draft with one section of texts, to be written on. */
final class CoursePart implements StarterPart {
    @Override
    public String key() {
        return "course";
    }

    @Override
    public List<String> shows(Starter starter, Words words) {
        return starter.teaches() ? List.of(words.of(starter, "course-title")) : List.of();
    }

    @Override
    public Future<JsonObject> apply(Tx tx, Starter starter, Words words) {
        if (!starter.teaches()) return Future.succeededFuture(new JsonObject());
        var id = Ids.next();
        var lessons = Arrays.stream(words.of(starter, "course-lessons").split("\\|", -1))
                .map(String::strip)
                .toArray(String[]::new);
        return new StarterStore(tx)
                .course(
                        id,
                        words.of(starter, "course-title"),
                        words.of(starter, "course-summary"),
                        words.of(starter, "course-section"),
                        lessons)
                .map(new JsonObject().put("id", id.toString()));
    }

    /** What somebody has worked on stays. */
    @Override
    public Future<Void> undo(Tx tx, JsonObject made) {
        return made.containsKey("id")
                ? new StarterStore(tx)
                        .uncourse(UUID.fromString(made.getString("id")))
                        .mapEmpty()
                : Future.succeededFuture();
    }
}
