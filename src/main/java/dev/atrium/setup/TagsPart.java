package dev.atrium.setup;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The tags by which the trade tells its clients apart. */
final class TagsPart implements StarterPart {
    @Override
    public String key() {
        return "tags";
    }

    @Override
    public List<String> shows(Starter starter, Words words) {
        return names(starter, words);
    }

    private static List<String> names(Starter starter, Words words) {
        return Arrays.stream(words.of(starter, "tags").split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    @Override
    public Future<JsonObject> apply(Tx tx, Starter starter, Words words) {
        var ids = new ArrayList<UUID>();
        var made = new ArrayList<Future<Boolean>>();
        for (var name : names(starter, words)) {
            var id = Ids.next();
            ids.add(id);
            made.add(new StarterStore(tx).tag(id, name));
        }
        return Future.all(made).map(x -> {
            var known = new JsonArray();
            for (int i = 0; i < ids.size(); i++)
                if (made.get(i).result()) known.add(ids.get(i).toString());
            return new JsonObject().put("ids", known);
        });
    }

    @Override
    public Future<Void> undo(Tx tx, JsonObject made) {
        var ids = made.getJsonArray("ids", new JsonArray());
        for (int i = 0; i < ids.size(); i++) new StarterStore(tx).untag(UUID.fromString(ids.getString(i)));
        return Future.succeededFuture();
    }
}
