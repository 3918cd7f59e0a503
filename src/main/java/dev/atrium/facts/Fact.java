package dev.atrium.facts;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/** Something that has happened. A feature declares its facts as records of one sealed interface that extends this. */
public interface Fact {
    FactKind what();

    /** The kind of thing it happened to, and which one. */
    String object();

    UUID objectId();

    /** Whom it is about; their history tells it where the kind is shown, and erasing them deletes it. */
    Optional<UUID> about();

    /** What a reader needs beside the ids: no secrets, and no more of a person than that; at most 16 KiB as text. */
    JsonObject data();
}
