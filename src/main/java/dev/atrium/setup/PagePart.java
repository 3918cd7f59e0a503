package dev.atrium.setup;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/** A page of the business's own beside the apps: how it works. */
final class PagePart implements StarterPart {
    @Override
    public String key() {
        return "page";
    }

    @Override
    public List<String> shows(Starter starter, Words words) {
        return List.of(words.of(starter, "page-title"));
    }

    @Override
    public Future<JsonObject> apply(Tx tx, Starter starter, Words words) {
        var id = Ids.next();
        var body = words.of(starter, "page-body");
        return new StarterStore(tx)
                .page(id, words.of(starter, "page-title"), body)
                .map(new JsonObject().put("id", id.toString()).put("body", body));
    }

    @Override
    public Future<Void> undo(Tx tx, JsonObject made) {
        return new StarterStore(tx)
                .unpage(UUID.fromString(made.getString("id")), made.getString("body"))
                .mapEmpty();
    }
}
