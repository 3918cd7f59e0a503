package dev.atrium.jobs;

import io.vertx.core.json.JsonObject;
import java.util.UUID;

/**
 * One thing to do, in a worker's hand.
 *
 * @param key what it is about; one open job per tenant, kind and key
 * @param payload what its kind needs to know: ids, and no names or secrets
 * @param attempt the how-manieth time it is tried, from 1
 * @param fence the number of this claim, higher than that of every earlier one
 */
public record Job(UUID tenant, UUID id, String kind, String key, JsonObject payload, int attempt, long fence) {}
