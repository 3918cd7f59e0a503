package dev.atrium.identity;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the business does with links that let a client in; the client's own history tells each. */
public sealed interface SignInLinkFact extends Fact {
    FactKind SENT = FactKind.shown("sign-in-link.sent", 400);
    FactKind HANDED = FactKind.shown("sign-in-link.handed", 400);
    FactKind REVOKED = FactKind.shown("sign-in-link.revoked", 400);

    List<FactKind> KINDS = List.of(SENT, HANDED, REVOKED);

    UUID contact();

    UUID link();

    @Override
    default String object() {
        return "sign_in_link";
    }

    @Override
    default UUID objectId() {
        return link();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.of(contact());
    }

    @Override
    default JsonObject data() {
        return new JsonObject();
    }

    /** It was mailed to the stored address. */
    record Sent(UUID contact, UUID link) implements SignInLinkFact {
        @Override
        public FactKind what() {
            return SENT;
        }
    }

    /** It was shown to staff, to be handed over. */
    record Handed(UUID contact, UUID link) implements SignInLinkFact {
        @Override
        public FactKind what() {
            return HANDED;
        }
    }

    /** It was taken back. */
    record Revoked(UUID contact, UUID link) implements SignInLinkFact {
        @Override
        public FactKind what() {
            return REVOKED;
        }
    }
}
