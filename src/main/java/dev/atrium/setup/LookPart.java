package dev.atrium.setup;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Two colours, and the line over the sign-in picture where the business has none yet. */
final class LookPart implements StarterPart {
    @Override
    public String key() {
        return "look";
    }

    @Override
    public List<String> shows(Starter starter, Words words) {
        return List.of(words.of(starter, "description"));
    }

    @Override
    public Future<JsonObject> apply(Tx tx, Starter starter, Words words) {
        return new StarterStore(tx).look(starter.primary(), starter.secondary(), words.of(starter, "description"));
    }

    @Override
    public Future<Void> undo(Tx tx, JsonObject made) {
        return new StarterStore(tx).unlook(made).mapEmpty();
    }
}
