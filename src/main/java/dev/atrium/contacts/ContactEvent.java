package dev.atrium.contacts;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a contact, as their timeline keeps it.
 *
 * @param id that of the fact; with {@code at} it is the place where a page of the timeline ends
 * @param kind the fact's kind, whose sentence is {@code fact.<kind>}
 * @param actorKind who did it, as audit lines say it; {@code actor} is null where that was nobody who has an id
 */
record ContactEvent(
        UUID id,
        String kind,
        Instant at,
        String actorKind,
        @Nullable UUID actor,
        String object,
        UUID objectId,
        JsonObject data) {}
