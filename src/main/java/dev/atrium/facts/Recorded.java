package dev.atrium.facts;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact as it stands in the log.
 *
 * @param id the same for every reader and every repetition: what a reader makes unique by it happens once
 * @param seq its place among the tenant's facts; 0 while it has none
 */
public record Recorded(
        UUID id,
        long seq,
        String kind,
        Instant at,
        String actorKind,
        @Nullable UUID actorId,
        @Nullable UUID contact,
        String object,
        UUID objectId,
        JsonObject data) {}
