package dev.atrium.setup;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/** A first announcement, which greets whoever comes. */
final class NewsPart implements StarterPart {
    @Override
    public String key() {
        return "news";
    }

    @Override
    public List<String> shows(Starter starter, Words words) {
        return List.of(words.of(starter, "news-title"));
    }

    @Override
    public Future<JsonObject> apply(Tx tx, Starter starter, Words words) {
        var id = Ids.next();
        return new StarterStore(tx)
                .news(id, words.of(starter, "news-title"), words.of(starter, "news-body"), words.author())
                .map(new JsonObject().put("id", id.toString()));
    }

    @Override
    public Future<Void> undo(Tx tx, JsonObject made) {
        return new StarterStore(tx)
                .unnews(UUID.fromString(made.getString("id")))
                .mapEmpty();
    }
}
