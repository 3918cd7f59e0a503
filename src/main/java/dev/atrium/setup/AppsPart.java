package dev.atrium.setup;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Switches off what the trade has no use for. */
final class AppsPart implements StarterPart {
    @Override
    public String key() {
        return "apps";
    }

    /** The preview names apps itself, with the names that the portal gives them. */
    @Override
    public List<String> shows(Starter starter, Words words) {
        return List.of();
    }

    @Override
    public Future<JsonObject> apply(Tx tx, Starter starter, Words words) {
        var apps = starter.off().stream().sorted().toList();
        var decided = new ArrayList<Future<Boolean>>();
        for (var app : apps) decided.add(new StarterStore(tx).off(app));
        return Future.all(decided).map(x -> {
            var off = new JsonArray();
            for (int i = 0; i < apps.size(); i++) if (decided.get(i).result()) off.add(apps.get(i));
            return new JsonObject().put("off", off);
        });
    }

    @Override
    public Future<Void> undo(Tx tx, JsonObject made) {
        var off = made.getJsonArray("off", new JsonArray());
        for (int i = 0; i < off.size(); i++) new StarterStore(tx).on(off.getString(i));
        return Future.succeededFuture();
    }
}
