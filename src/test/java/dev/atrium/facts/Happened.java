package dev.atrium.facts;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/** A fact of the tests. */
record Happened(FactKind what, UUID objectId, String word) implements Fact {
    @Override
    public String object() {
        return "test";
    }

    @Override
    public Optional<UUID> about() {
        return Optional.empty();
    }

    @Override
    public JsonObject data() {
        return new JsonObject().put("word", word);
    }
}
