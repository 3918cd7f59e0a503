package dev.atrium.privacy;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What readers of facts must know to forget a person as well. */
public sealed interface PersonFact extends Fact {
    FactKind ERASED = FactKind.hidden("contact.erased", 3650).leaves("contact");

    List<FactKind> KINDS = List.of(ERASED);

    /** Nothing of the contact is left but what the catalogue keeps. */
    record Erased(UUID contact) implements PersonFact {
        @Override
        public FactKind what() {
            return ERASED;
        }

        @Override
        public String object() {
            return "contact";
        }

        @Override
        public UUID objectId() {
            return contact;
        }

        @Override
        public Optional<UUID> about() {
            // It outlives the person: their history is gone.
            return Optional.empty();
        }

        @Override
        public JsonObject data() {
            return new JsonObject();
        }
    }
}
