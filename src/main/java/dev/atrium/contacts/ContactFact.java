package dev.atrium.contacts;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens to the people a business knows. */
public sealed interface ContactFact extends Fact {
    FactKind CREATED = FactKind.hidden("contact.created", 3650);

    List<FactKind> KINDS = List.of(CREATED);

    UUID contact();

    @Override
    default String object() {
        return "contact";
    }

    @Override
    default UUID objectId() {
        return contact();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.of(contact());
    }

    /** Somebody became known to the business; {@code source} says by which way, such as {@code signup}. */
    record Created(UUID contact, String source) implements ContactFact {
        @Override
        public FactKind what() {
            return CREATED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("source", source);
        }
    }
}
