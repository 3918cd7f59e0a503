package dev.atrium.api;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens to the keys that a person makes for programs: whoever finds one that is not theirs reads when it was made. */
public sealed interface KeyFact extends Fact {
    FactKind CREATED = FactKind.shown("key.created", 3650, "name", "ip");
    FactKind REVOKED = FactKind.shown("key.revoked", 3650, "ip");

    List<FactKind> KINDS = List.of(CREATED, REVOKED);

    UUID contact();

    UUID key();

    @Override
    default String object() {
        return "key";
    }

    @Override
    default UUID objectId() {
        return key();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.of(contact());
    }

    /** A key was made; {@code name} is what its owner calls it. */
    record Created(UUID contact, UUID key, String name, String ip) implements KeyFact {
        @Override
        public FactKind what() {
            return CREATED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("name", name).put("ip", ip);
        }
    }

    /** A key was revoked, and with it every token that was traded for it. */
    record Revoked(UUID contact, UUID key, String ip) implements KeyFact {
        @Override
        public FactKind what() {
            return REVOKED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("ip", ip);
        }
    }
}
