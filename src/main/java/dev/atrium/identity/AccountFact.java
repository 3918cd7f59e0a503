package dev.atrium.identity;

import dev.atrium.facts.Fact;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/** What happens to a client's account. */
public sealed interface AccountFact extends Fact permits SessionFact, SafetyFact, ProfileFact {
    UUID contact();

    UUID account();

    @Override
    default String object() {
        return "account";
    }

    @Override
    default UUID objectId() {
        return account();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.of(contact());
    }

    @Override
    default JsonObject data() {
        return new JsonObject();
    }
}
