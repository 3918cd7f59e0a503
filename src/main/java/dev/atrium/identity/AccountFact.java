package dev.atrium.identity;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What happens to a client's account. */
public sealed interface AccountFact extends Fact permits SessionFact, SafetyFact, ProfileFact {
    List<FactKind> KINDS = Stream.of(SessionFact.KINDS, SafetyFact.KINDS, ProfileFact.KINDS)
            .flatMap(List::stream)
            .toList();

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
